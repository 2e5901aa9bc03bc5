// SPDX-License-Identifier: MIT
#include "lib/base/program.h"

#include <unistd.h>

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/format.h"
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
    std::string file = fmt::format("{}/{}", folder.empty() ? "." : folder, name);
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

std::optional<std::string> lasting_call(const std::string& name, const std::string& own_folder,
                                        std::string_view path, std::string_view every_path) {
  std::string beside = own_folder + "/" + name;
  bool is_beside = !own_folder.empty() && is_executable(beside);
  auto on_path = find_program(name, path);
  auto is_ours = [&](const std::optional<std::string>& program) {
    return program && (!is_beside || real_path(*program) == real_path(beside));
  };
  if (!is_beside && !on_path) return std::nullopt;
  // PATH may lead through a symbolic link that stays when the program's version, and folder, change.
  std::string program = is_ours(on_path) ? *on_path : beside;
  auto everywhere = find_program(name, every_path);
  bool by_name = everywhere && real_path(*everywhere) == real_path(program);
  if (by_name && (!on_path || is_ours(on_path))) return name;
  return program[0] == '/' ? program : real_path(program);
}

}  // namespace wick
