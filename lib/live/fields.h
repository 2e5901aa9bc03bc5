// SPDX-License-Identifier: MIT The only list of live fields: --json, --format, wick-line's
// templates, wick-fields(5) and the tests all use it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/value.h"
#include "lib/live/load.h"
#include "lib/live/state.h"

namespace wick {

struct Field {
  std::string_view name;  // "context.tokens"; the unit is in the name
  std::string_view type;  // integer, number, boolean, text: as --json prints it
  Unit unit;
  std::string_view meaning;  // one sentence, and what absence means unless that is obvious
  MaybeValue (*compute)(const State&);
};

/// All fields, grouped.
std::span<const Field> fields();

/// Prefix of names for the payload's own keys, as in "payload.vim.mode".
inline constexpr std::string_view kPayloadNames = "payload.";

/// Null when there is no field of that name.
const Field* find_field(std::string_view name);

/// The name before the dot.
std::string_view group_of(std::string_view field_name);

/// The payload's value at that path, if the state has the payload.
MaybeValue payload_value(const State& state, std::string_view path);

/// What load.h must read to compute these fields.
Needs needs_of(const std::vector<std::string_view>& names);

}  // namespace wick
