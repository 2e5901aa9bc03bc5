// SPDX-License-Identifier: MIT
// All session files of the configuration folders.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/file.h"

namespace wick {

/// A file that may hold a part of a session: its main transcript, or a subagent's.
struct SessionFile {
  std::string path;
  FileInfo info;
};

struct Discovery {
  std::vector<SessionFile> files;  // in no order
  /// What could not be looked into: "PATH: REASON".
  std::vector<std::string> unreadable;
};

/// The session files below the projects/ of each folder, however deep, each file once even if links
/// or two folders lead to it. One look (stat) at each; `threads` share the folders.
Discovery discover(const std::vector<std::string>& config_dirs, int threads);

/// The project folder that a session file lies in: "…/projects/SLUG".
std::string_view project_folder_of(std::string_view path);

}  // namespace wick
