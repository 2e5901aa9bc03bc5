// SPDX-License-Identifier: MIT
// A line of wick's in the text of a shell's rc file.
#pragma once

#include <optional>
#include <string>

namespace wick {

struct RcLine {
  std::string command;  // without newline and mark
  std::string names;    // what a line of the user's own that does the same has in it
  std::string word;     // a marked line without this word is out of date; as it stands in `command`
};

/// The text with the line, marked as wick-setup's, at its end (in its place, where one is out of
/// date); empty when there is such a line or one of the user's own.
std::optional<std::string> with_line(const std::string& text, const RcLine& line);

/// The text without wick-setup's lines, and without the newline that was put before them if
/// `before` (null: not known) has none at its end; empty when there are no such lines.
std::optional<std::string> without_line(const std::string& text, const std::string* before);

}  // namespace wick
