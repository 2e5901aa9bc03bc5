// SPDX-License-Identifier: MIT
// Text on a screen: how wide it is, how it is shortened, and redrawn in place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wick {

// How wide a text is on a terminal.

/// Columns that `text` takes: escape sequences (SGR, OSC 8 links) none, combining characters none,
/// East Asian wide characters and emoji two.
int display_width(std::string_view text);

/// `text` cut to at most `columns`, with "…" in the last of them where something was cut. Escape
/// sequences are kept, also behind the cut, so that colours and links are closed as they were.
std::string truncate_to_width(std::string_view text, int columns);

/// `text` without its SGR sequences.
std::string without_sgr(std::string_view text);

/// `text` in lines of at most `columns` (0: any), broken at blanks; a longer word is cut.
std::vector<std::string> wrap(std::string_view text, int columns);

// Ids, paths and ages as short as a table wants them.

/// How many characters of the ids tell them apart: as many as tools take for one, and a few for
/// looks. The same id twice is one id.
std::size_t unique_prefix_length(std::vector<std::string_view> ids);

/// A path with "~" for `home`.
std::string shorten_home(const std::string& path, const std::string& home);

/// "<1m", "12m", "5h", "3d". Of an age one unit is enough; seconds would have every row redrawn
/// every second.
std::string short_age(std::int64_t seconds);

// A screen that is redrawn in place.

/// The bytes that turn a screen showing `before` into one showing `after`: only lines that differ
/// are written, what was longer is erased behind the new text, nothing is cleared first (that is
/// what flickers). Empty when nothing differs. Between the marks of synchronised output, so that a
/// terminal which knows them shows the frame at once. Lines must be no wider than the screen.
std::string diff_frame(const std::vector<std::string>& before,
                       const std::vector<std::string>& after);

/// `lines` cut to a screen of `columns` and `rows`: what does not fit is counted in the last line.
std::vector<std::string> fit_frame(std::vector<std::string> lines, int columns, int rows);

}  // namespace wick
