// SPDX-License-Identifier: MIT
// Which files in a few folders changed, told by the system instead of looked for.
#pragma once

#include <map>
#include <set>
#include <string>

#include "lib/base/file.h"

namespace wick {

/// What changed since it was asked for last.
struct FolderChanges {
  std::set<std::string> paths;  // "FOLDER/NAME", as the folder was called; what is new and what is gone, too
  bool anything = false;        // more than can be told: all may have changed

  bool empty() const { return paths.empty() && !anything; }
};

/// Watches folders, not what is in their folders. Another machine's changes on a network's file system are not
/// told by any system: who uses this looks at everything now and then, besides.
class FolderWatch {
 public:
  FolderWatch();

  /// False when it is not watched: there is no such folder, or the system has no more watches to give. A folder
  /// that is watched already stays so.
  bool add(const std::string& folder);
  /// What changed since the last call; a folder that is gone is watched no longer, and named.
  FolderChanges take();

 private:
  Fd fd_;
  std::map<std::string, int> numbers_;
  std::map<int, std::string> folders_;
};

}  // namespace wick
