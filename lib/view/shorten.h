// SPDX-License-Identifier: MIT
// Ids, paths and ages as short as a table wants them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wick {

/// How many characters of the ids tell them apart: as many as tools take for one, and a few for
/// looks. The same id twice is one id.
std::size_t telling_length(std::vector<std::string_view> ids);

/// A path with "~" for `home`.
std::string shorten_home(const std::string& path, const std::string& home);

/// "<1m", "12m", "5h", "3d". Of an age one unit is enough; seconds would have every row redrawn
/// every second.
std::string short_age(std::int64_t seconds);

}  // namespace wick
