// SPDX-License-Identifier: MIT
// One change as a unified diff.
#pragma once

#include <optional>
#include <string>

namespace wick {

/// The change from `before` to `after` (empty: no such file) with three lines around it; "" when
/// there is none. Made for changes that stand together: all from the first line that differs to the
/// last is one hunk. Made printable, with tabs and the CR at a line's end kept.
std::string unified_diff(const std::string& path, const std::optional<std::string>& before,
                         const std::optional<std::string>& after);

}  // namespace wick
