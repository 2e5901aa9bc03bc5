// SPDX-License-Identifier: MIT
// Where small results of a history are kept for live tools.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/env.h"
#include "lib/base/file.h"

namespace wick {

/// The path of such a file: one for each set of configuration folders, because a history is of those.
/// Empty without a cache folder.
std::string history_cache_path(const Env& env, std::string_view name);

// All session files of the configuration folders.

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
