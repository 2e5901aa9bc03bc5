// SPDX-License-Identifier: MIT
// JSON as a list of keys and values, without interpretation.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/file.h"
#include "lib/claude/json.h"

namespace wick {

/// A key, as a path in JsonVisitor's form, and its value as text; null values are left out.
struct KeyValue {
  std::string path, value;
};

/// The scalars of the JSON objects in a text (a transcript's line may have two), in order, except
/// those below `message.content`, which is conversation.
std::vector<KeyValue> scalars_of(std::string_view json);

/// The last value at `path`; empty when there is none or it is null.
std::optional<std::string> value_at(const std::vector<KeyValue>& scalars, std::string_view path);

/// The line that starts at `offset`, without its newline; at most 8 MiB of it.
std::string line_at(const OpenFile& file, std::uint64_t offset);

/// The number of that line, from 1. Reads the whole file before it.
std::uint64_t line_number(const OpenFile& file, std::uint64_t offset);

/// A cache of lines of one file: several fields come from the same line, and line_number() is slow.
class SeenLines {
 public:
  struct Seen {
    std::uint64_t number;
    std::vector<KeyValue> scalars;
  };
  /// The line at `offset`; null when the file cannot be read.
  const Seen* at(const std::string& path, std::uint64_t offset);

 private:
  std::map<std::uint64_t, Seen> seen_;
};

// What clients up to 2.1.330 were observed to write.

/// The newest client whose files were examined.
inline constexpr std::string_view kMeasuredClient = "2.1.330";

/// A payload's key that wick reads or is known not to need.
bool is_known_payload_key(std::string_view path);
/// The `type` of a transcript's line.
bool is_known_line_type(std::string_view type);
/// A key of an assistant's line, including those of `message` except its content.
bool is_known_response_key(std::string_view path);
/// A known key below `message.usage`; an unknown one might be charged for.
bool is_usage_key(std::string_view path);

}  // namespace wick
