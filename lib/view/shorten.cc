// SPDX-License-Identifier: MIT
#include "lib/view/shorten.h"

#include <algorithm>

namespace wick {

std::size_t telling_length(std::vector<std::string_view> ids) {
  constexpr std::size_t kUsual = 8;
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  std::size_t length = kUsual;
  for (std::size_t i = 1; i < ids.size(); ++i) {
    auto [a, b] = std::mismatch(ids[i - 1].begin(), ids[i - 1].end(), ids[i].begin(), ids[i].end());
    length = std::max(length, static_cast<std::size_t>(b - ids[i].begin()) + 1);
  }
  return length;
}

std::string shorten_home(const std::string& path, const std::string& home) {
  bool inside = home.size() > 1 && path.compare(0, home.size(), home) == 0 &&
                (path.size() == home.size() || path[home.size()] == '/');
  return inside ? "~" + path.substr(home.size()) : path;
}

std::string short_age(std::int64_t seconds) {
  if (seconds < 60) return "<1m";
  if (seconds < 3600) return std::to_string(seconds / 60) + "m";
  if (seconds < 86400) return std::to_string(seconds / 3600) + "h";
  return std::to_string(seconds / 86400) + "d";
}

}  // namespace wick
