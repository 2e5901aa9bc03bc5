// SPDX-License-Identifier: MIT
// Finds the session files of the configuration folders, and names the cache files of live tools.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/env.h"
#include "lib/base/file.h"

namespace wick {

/// The path of the cache file `name`. Each set of configuration folders has its own, because a
/// history belongs to such a set. Empty without a cache folder.
std::string history_cache_path(const Env& env, std::string_view name);

/// A file that may hold part of a session: its main transcript or a subagent's.
struct SessionFile {
  std::string path;
  FileInfo info;
};

struct Discovery {
  std::vector<SessionFile> files;  // unsorted
  /// Files and folders that could not be read: "PATH: REASON".
  std::vector<std::string> unreadable;
};

/// The session files below the projects/ of each folder, at any depth. A file that is reached
/// twice, through links or two folders, is listed once. Calls stat once per file; `threads` share
/// the folders.
Discovery discover(const std::vector<std::string>& config_dirs, int threads);

/// The project folder that contains a session file: "…/projects/SLUG".
std::string_view project_folder_of(std::string_view path);

}  // namespace wick
