// SPDX-License-Identifier: MIT
#include "lib/base/program.h"

#include <unistd.h>

#include "lib/base/file.h"
#include "lib/base/text.h"

namespace wick {
namespace {

bool can_be_run(const std::string& path) {
  return ::access(path.c_str(), X_OK) == 0 && !is_directory(path);
}

}  // namespace

std::string own_folder(const char* argv0) {
  std::string self = real_path("/proc/self/exe");
  if (self == "/proc/self/exe")
    self = std::string_view(argv0).find('/') == std::string_view::npos ? "" : real_path(argv0);
  return self.empty() ? "" : parent_dir(self);
}

std::string sibling(const std::string& tool, const char* argv0) {
  std::string folder = own_folder(argv0);
  std::string path = folder + "/" + tool;
  return !folder.empty() && can_be_run(path) ? path : tool;
}

std::optional<std::string> find_program(const std::string& name, std::string_view path) {
  if (name.find('/') != std::string::npos) {
    return can_be_run(name) ? std::optional(name) : std::nullopt;
  }
  for (std::string_view folder : split(path, ':')) {
    std::string file = std::string(folder.empty() ? "." : folder) + "/" + name;
    if (!name.empty() && can_be_run(file)) return file;
  }
  return std::nullopt;
}

}  // namespace wick
