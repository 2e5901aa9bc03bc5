// SPDX-License-Identifier: MIT
// JSON as a list of keys with their values: what stands in a file, before anyone understands it.
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

/// Lines of one file that were looked at: several fields come from the same one, and counting up to
/// it takes reading all before it.
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

// What client 2.1.330 and those before it were seen to write.

/// The newest client whose files were looked at.
inline constexpr std::string_view kMeasuredClient = "2.1.330";

/// A payload's key that wick reads or that is known and of no use to it.
bool is_known_payload_key(std::string_view path);
/// The `type` of a transcript's line.
bool is_known_line_type(std::string_view type);
/// A key of an assistant's line, `message` and what is below it included but for its content.
bool is_known_response_key(std::string_view path);
/// A key below `message.usage`: one that is not known may be charged for.
bool is_usage_key(std::string_view path);

}  // namespace wick
