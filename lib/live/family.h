// SPDX-License-Identifier: MIT
// The transcripts that belong with a session's: its own in other folders, and those of other
// sessions that repeat its lines.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/file.h"
#include "lib/base/time.h"

namespace wick {

/// A file, and how far it was read.
struct SourceFile {
  std::string path;
  ReadMark read;
};

/// All transcripts of a session, in the order in which they begin: one, or several if the session
/// moved to another folder. Of two that begin with the same line only the larger one counts.
std::vector<std::string> parts_in_order(const std::string& transcript);

/// The transcripts of other sessions that begin with the first line of this one. Clients before about
/// 2.1.200 do not mark the lines that a fork or a resumed session copies, so only the other
/// transcript shows which they are.
std::vector<std::string> relatives(const std::string& transcript);
/// True if a file has this text near its start. Reads `first` bytes, then more, up to 1 MiB, until
/// `is_another` says of what was read that the text cannot follow any more.
bool has_early(const std::string& path, std::size_t first, std::string_view text,
               const std::function<bool(std::string_view head)>& is_another);
/// When a transcript was last added beside this one, or in another project: until then the relatives
/// are the same. 0: unknown.
TimeMs folders_changed(const std::string& transcript);

}  // namespace wick
