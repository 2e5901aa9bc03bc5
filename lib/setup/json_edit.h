// SPDX-License-Identifier: MIT
// One member of a JSON object changed in its text: every other byte stays. Objects must be valid.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wick {

/// How often the object has a member of this name.
std::size_t count_members(std::string_view object, std::string_view key);

/// The text of a member's value; empty when there is none.
std::optional<std::string> member_text(std::string_view object, std::string_view key);

/// The object with the member's value replaced by this JSON text, or the member added at its end.
std::string set_member(std::string_view object, std::string_view key, std::string_view value);

/// The object without the member.
std::string remove_member(std::string_view object, std::string_view key);

/// Names and JSON texts as an object that is written as the members of `object` are: in one line,
/// or in lines with its indentation and line ends.
std::string object_like(std::string_view object,
                        const std::vector<std::pair<std::string, std::string>>& members);

}  // namespace wick
