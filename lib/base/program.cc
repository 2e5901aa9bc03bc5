// SPDX-License-Identifier: MIT
#include "lib/base/program.h"

#include <unistd.h>

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/text.h"

namespace wick {
bool is_executable(const std::string& path) {
  return file_info(path) && !is_directory(path) && ::access(path.c_str(), X_OK) == 0;
}

std::string own_folder(const char* argv0) {
  std::string self = real_path("/proc/self/exe");
  if (self == "/proc/self/exe")
    self = std::string_view(argv0).find('/') == std::string_view::npos ? "" : real_path(argv0);
  return self.empty() ? "" : parent_dir(self);
}

std::string sibling(const std::string& tool, const char* argv0) {
  std::string folder = own_folder(argv0);
  std::string path = folder + "/" + tool;
  return !folder.empty() && is_executable(path) ? path : tool;
}

std::vector<std::string> on_path(const std::string& name, std::string_view path) {
  std::vector<std::string> found, real;
  if (name.empty()) return found;
  for (std::string_view folder : split(path, ':')) {
    std::string file = std::string(folder.empty() ? "." : folder) + "/" + name;
    if (!is_executable(file)) continue;
    std::string target = real_path(file);
    if (std::find(real.begin(), real.end(), target) != real.end()) continue;
    found.push_back(std::move(file));
    real.push_back(std::move(target));
  }
  return found;
}

std::optional<std::string> find_program(const std::string& name, std::string_view path) {
  if (name.find('/') != std::string::npos)
    return is_executable(name) ? std::optional(name) : std::nullopt;
  std::vector<std::string> found = on_path(name, path);
  return found.empty() ? std::nullopt : std::optional(found.front());
}

}  // namespace wick
