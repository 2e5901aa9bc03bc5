// SPDX-License-Identifier: MIT
// What client 2.1.330 and those before it were seen to write.
#pragma once

#include <string_view>

namespace wick {

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
