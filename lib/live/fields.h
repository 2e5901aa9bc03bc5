// SPDX-License-Identifier: MIT
// The one list of live fields. --json, --format, wick-line's templates, wick-fields(5) and the
// tests are all driven by it.
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
  std::string_view meaning;  // one sentence; what absence means where it is not plain
  MaybeValue (*compute)(const State&);
};

/// All fields, those of a group together.
std::span<const Field> fields();

/// Names of this beginning are those of the payload's own keys, "payload.vim.mode".
inline constexpr std::string_view kPayloadNames = "payload.";

/// The field of that name; null when there is none.
const Field* find_field(std::string_view name);

/// The name before the dot.
std::string_view group_of(std::string_view field_name);

/// What the payload says under that path, if the state has it.
MaybeValue payload_value(const State& state, std::string_view path);

/// What must be read to compute these fields.
Needs needs_of(const std::vector<std::string_view>& names);

}  // namespace wick
