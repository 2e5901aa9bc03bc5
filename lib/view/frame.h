// SPDX-License-Identifier: MIT
// A screen that is redrawn in place.
#pragma once

#include <string>
#include <vector>

namespace wick {

/// The bytes that turn a screen showing `before` into one showing `after`: only lines that differ
/// are written, what was longer is erased behind the new text, nothing is cleared first (that is
/// what flickers). Empty when nothing differs. Between the marks of synchronised output, so that a
/// terminal which knows them shows the frame at once. Lines must be no wider than the screen.
std::string diff_frame(const std::vector<std::string>& before,
                       const std::vector<std::string>& after);

/// `lines` cut to a screen of `columns` and `rows`: what does not fit is counted in the last line.
std::vector<std::string> fit_frame(std::vector<std::string> lines, int columns, int rows);

}  // namespace wick
