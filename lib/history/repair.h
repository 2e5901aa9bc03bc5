// SPDX-License-Identifier: MIT
// What is done about a damaged ledger: it is kept, out of the way, and what can be read of it goes on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/base/file.h"
#include "lib/history/sqlite.h"

namespace wick {

/// Puts the damaged ledger at `path` aside, under a name that is free, with SQLite's files beside it, and a new
/// one in its place that has all parts of it that unpack. Their transcripts are read anew, where they are
/// still there. Nothing is done, and the name is empty, when the file is not `opened` any more: another process
/// did it. `folder` is where files are said to lie whose paths are lost. SqliteError when the file cannot be
/// read: then nobody knows whether it is damaged.
std::string repair_ledger(const std::string& path, const FileInfo& opened, const std::string& folder, TimeMs now);

/// The damaged ledgers that lie beside `path`. Failure{kNoInput}.
std::vector<std::string> damaged_ledgers(const std::string& path);

}  // namespace wick
