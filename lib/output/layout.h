// SPDX-License-Identifier: MIT
// Text on a terminal: its width, shortening it, and redrawing it in place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wick {

/// The columns of `text`: escape sequences (SGR, OSC 8 links) and combining characters have none,
/// East Asian wide characters and emoji two.
int display_width(std::string_view text);

/// `text` cut to at most `columns`, ending with "…" if cut. Escape sequences are kept, also
/// after the cut, so that colours and links are closed.
std::string truncate_to_width(std::string_view text, int columns);

/// `text` without its SGR sequences.
std::string without_sgr(std::string_view text);

/// `text` in lines of at most `columns` (0: no limit), broken at blanks; a longer word is cut.
std::vector<std::string> wrap(std::string_view text, int columns);

// Ids, paths and ages in short form, for tables.

/// How many characters make the ids unique, but at least as many as tools accept for an id.
/// Duplicate ids count once.
std::size_t unique_prefix_length(std::vector<std::string_view> ids);

/// A path with "~" for `home`.
std::string shorten_home(const std::string& path, const std::string& home);

/// "<1m", "12m", "5h", "3d". Not in seconds, because then every row would be redrawn every second.
std::string short_age(std::int64_t seconds);

/// The bytes that change a screen from `before` to `after`: writes only lines that differ and
/// erases the rest of longer ones. Nothing is cleared first, because that flickers. Empty when
/// nothing differs. Uses the sequences of synchronised output, so that terminals which support it
/// show the frame at once. Lines must not be wider than the screen.
std::string diff_frame(const std::vector<std::string>& before,
                       const std::vector<std::string>& after);

/// `lines` cut to a screen of `columns` and `rows`; the last line says how many did not fit.
std::vector<std::string> fit_frame(std::vector<std::string> lines, int columns, int rows);

}  // namespace wick
