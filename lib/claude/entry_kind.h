// SPDX-License-Identifier: MIT
// What kind of entry an object is, by what it says.
#pragma once

#include <string_view>

#include "lib/claude/entry.h"

namespace wick {

/// What an object says before it is known what it is: `type` may stand at its end.
struct EntrySigns {
  std::string_view type, subtype, nested_type;
  bool has_usage = false, error_flag = false;
  bool is_meta = false, is_summary = false, transcript_only = false;
  std::string_view origin, source, turn_origin, query_source;
  std::string_view text;      // how a user line's own text begins
  bool has_content = false;   // it is a text, or an array
  bool has_results = false;   // it brings back results of tools
  std::string_view stop_reason;
};

/// The source of a request of a chain.
bool is_of_chain(std::string_view source);
EntryKind kind_of(const EntrySigns& signs);
/// A user's line that a person typed.
bool is_typed(const EntrySigns& signs, const Entry& entry);

}  // namespace wick
