// SPDX-License-Identifier: MIT
// Values of JSON texts. Texts must be valid, except for check_object() and object_text().
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wick {

/// Checks that `text` is one JSON object and nothing else. Failure{kData, "PATH:LINE:COLUMN:
/// REASON"}; the column counts characters.
void check_object(std::string_view text, const std::string& path);

/// The text of a settings file that has an object; {} for an empty file. Fails like check_object().
std::string object_text(const std::string& text, const std::string& path);

/// The value of a string literal, and back.
std::string decode_string(std::string_view literal);
std::string encode_string(std::string_view text);

/// The value of `key` if it is a string; empty otherwise, also if `object` is not an object.
std::optional<std::string> string_member(std::string_view object, const std::string& key);

/// Whether the value of `key` is true.
bool is_true(std::string_view object, const std::string& key);

/// Whether `after` is `before` with the member `key` set to `value` (a JSON text; empty: removed)
/// and all other members equal and in the same order.
bool same_but_for(std::string_view before, std::string_view after, const std::string& key,
                  std::string_view value);

/// Whether two JSON texts have the same value, including the order of members.
bool same_json(std::string_view a, std::string_view b);

// Changes one member of a JSON object in its text; every other byte stays. Objects must be valid.

/// The number of members with this name.
std::size_t count_members(std::string_view object, std::string_view key);

/// The text of a member's value; empty when there is no such member.
std::optional<std::string> member_text(std::string_view object, std::string_view key);

/// The object with the member's value replaced by a JSON text; a new member is added at the end.
std::string set_member(std::string_view object, std::string_view key, std::string_view value);

/// The object without the member.
std::string remove_member(std::string_view object, std::string_view key);

/// For lists: whether there is an element of this value; the list with it appended; the list
/// without it.
bool has_element(std::string_view list, std::string_view value);
std::string add_element(std::string_view list, std::string_view value);
std::string remove_element(std::string_view list, std::string_view value);

/// An object of these names and JSON texts in the layout of `object`: on one line, or on several
/// with the same indentation and line ends.
std::string object_like(std::string_view object,
                        const std::vector<std::pair<std::string, std::string>>& members);

}  // namespace wick
