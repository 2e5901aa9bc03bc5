// SPDX-License-Identifier: MIT
// JSON as a list of keys with their values: what stands in a file, before anyone understands it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/file.h"
#include "lib/claude/json.h"

namespace wick {

/// A key, its path as JsonVisitor has it, and the value as text; null has none.
struct KeyValue {
  std::string path, value;
};

/// The scalars of the JSON objects in a text (a transcript's line may have two), in their order.
/// Below `message.content` nothing is looked at: that is conversation.
std::vector<KeyValue> scalars_of(std::string_view json);

/// The value at `path`, the last where there are several; empty when there is none or it is null.
std::optional<std::string> value_at(const std::vector<KeyValue>& scalars, std::string_view path);

/// The line that starts at `offset`, without its newline; at most 8 MiB of it.
std::string line_at(const OpenFile& file, std::uint64_t offset);

/// The number of that line, from 1. Reads all that stands before it.
std::uint64_t line_number(const OpenFile& file, std::uint64_t offset);

}  // namespace wick
