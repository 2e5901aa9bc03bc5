// SPDX-License-Identifier: MIT
// What the figures of the analysing tools mean, each in one place: for --explain and the report.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace wick {

struct Definition {
  std::string_view name;     // as JSON and CSV have it
  std::string_view meaning;  // one sentence or two
  std::string_view source;   // who says so, or how it was measured
};

std::span<const Definition> growth_definitions();
std::span<const Definition> misses_definitions();
std::span<const Definition> waste_definitions();

/// The definition of `name`, or of all for "all". Failure{kUsage, "--explain NAME: ..."} for another.
std::string explain(std::span<const Definition> definitions, const std::string& name);

}  // namespace wick
