// SPDX-License-Identifier: MIT
// Watches folders for changed files, using the system's notifications instead of polling.
#pragma once

#include <map>
#include <set>
#include <string>

#include "lib/base/file.h"

namespace wick {

/// Changes since the last call.
struct FolderChanges {
  std::set<std::string> paths;  // "FOLDER/NAME", as passed to add(); includes new and removed files
  bool anything = false;        // notifications were lost: everything may have changed

  bool empty() const { return paths.empty() && !anything; }
};

/// Watches folders, not their subfolders. No system reports changes that another machine makes on a
/// network file system, so callers must also look at everything now and then.
class FolderWatch {
 public:
  FolderWatch();

  /// False if it cannot be watched: there is no such folder, or the system's limit is reached.
  /// Adding a watched folder again has no effect.
  bool add(const std::string& folder);
  /// The changes since the last call. A removed folder is reported and no longer watched.
  FolderChanges take();

 private:
  Fd fd_;
  std::map<std::string, int> numbers_;
  std::map<int, std::string> folders_;
};

}  // namespace wick
