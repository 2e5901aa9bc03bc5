// SPDX-License-Identifier: MIT
// Folders with one file for each session or work tree, kept to save time: they do not grow for ever.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/base/time.h"

namespace wick {

/// How long a file stays that nobody has written: as long as Claude Code keeps a transcript by default.
inline constexpr TimeMs kFilesKept = 30 * 24 * 3600'000LL;
/// And how many bytes a folder may have; above that the oldest go.
inline constexpr std::uint64_t kMostKeptBytes = std::uint64_t{64} << 20;

/// Removes what is over these bounds, and temporary files (a day old; in the folder above too) of runs that were
/// killed. Looks at most once a day: the time of the file .cleared-NAME above it says when it last did. Errors do not matter.
void clear_old_files(const std::string& folder, TimeMs now);

/// Writes a file that only saves time: where that fails the answer is the same, so nothing is said. A name that is
/// new in its folder is the occasion to clear the folder.
void keep_file(const std::string& path, std::string_view data);

/// The size of all files in a folder and the folders in it, links not followed; none when it is not there.
std::uint64_t bytes_below(const std::string& folder);

}  // namespace wick
