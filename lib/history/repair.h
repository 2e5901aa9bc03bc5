// SPDX-License-Identifier: MIT
// Repairs a damaged ledger: keeps the damaged file and salvages its readable parts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/base/file.h"
#include "lib/history/sqlite.h"

namespace wick {

/// Renames the damaged ledger at `path` and SQLite's companion files to an unused name, and creates
/// a new ledger there with all parts that can be unpacked. Transcripts that still exist are read
/// again later. Does nothing and returns "" if the file is no longer `opened`, because another
/// process has repaired it. `folder` stands in for the location of files whose paths are lost.
/// Throws SqliteError if the file cannot be read: then it may be intact.
std::string repair_ledger(const std::string& path, const FileInfo& opened,
                          const std::string& folder, TimeMs now);

/// The damaged ledgers beside `path`. Throws Failure{kNoInput}.
std::vector<std::string> damaged_ledgers(const std::string& path);

}  // namespace wick
