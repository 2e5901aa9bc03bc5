// SPDX-License-Identifier: MIT
#include "lib/cli/program.h"

#include <unistd.h>

#include <string_view>

#include "lib/base/file.h"

namespace wick {

std::string own_folder(const char* argv0) {
  std::string self = real_path("/proc/self/exe");
  if (self == "/proc/self/exe") {
    // Without /proc: what was typed, where that is a path.
    bool is_path = std::string_view(argv0).find('/') != std::string_view::npos;
    self = is_path ? real_path(argv0) : "";
  }
  return self.empty() ? "" : parent_dir(self);
}

std::string sibling(const std::string& tool, const char* argv0) {
  std::string folder = own_folder(argv0);
  std::string path = folder + "/" + tool;
  return !folder.empty() && ::access(path.c_str(), X_OK) == 0 ? path : tool;
}

}  // namespace wick
