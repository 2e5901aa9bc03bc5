// SPDX-License-Identifier: MIT
// How wide a text is on a terminal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wick {

/// Columns that `text` takes: escape sequences (SGR, OSC 8 links) none, combining characters none,
/// East Asian wide characters and emoji two.
int display_width(std::string_view text);

/// `text` cut to at most `columns`, with "…" in the last of them where something was cut. Escape
/// sequences are kept, also behind the cut, so that colours and links are closed as they were.
std::string truncate_to_width(std::string_view text, int columns);

/// `text` in lines of at most `columns` (0: any), broken at blanks; a longer word is cut.
std::vector<std::string> wrap(std::string_view text, int columns);

}  // namespace wick
