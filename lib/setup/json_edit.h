// SPDX-License-Identifier: MIT
// What JSON texts mean; how they are written is json_edit.h's. Texts other than check_object()'s
// must be valid.
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

/// The text of a settings file that is an object, or has nothing in it: {} then. Failure as above.
std::string object_text(const std::string& text, const std::string& path);

/// A string literal's value, and back.
std::string decode_string(std::string_view literal);
std::string encode_string(std::string_view text);

/// The string that an object has as `key`; empty when it is no object or has none.
std::optional<std::string> string_member(std::string_view object, const std::string& key);

/// Does the object have true as `key`?
bool is_true(std::string_view object, const std::string& key);

/// Is `after` what `before` becomes when its member `key` is set to `value` (a JSON text; empty: is
/// taken out), with all other members equal and in their order?
bool same_but_for(std::string_view before, std::string_view after, const std::string& key,
                  std::string_view value);

/// Are two JSON texts the same value? The order of members counts.
bool same_json(std::string_view a, std::string_view b);

// One member of a JSON object changed in its text: every other byte stays. Objects must be valid.

/// How often the object has a member of this name.
std::size_t count_members(std::string_view object, std::string_view key);

/// The text of a member's value; empty when there is none.
std::optional<std::string> member_text(std::string_view object, std::string_view key);

/// The object with the member's value replaced by this JSON text, or the member added at its end.
std::string set_member(std::string_view object, std::string_view key, std::string_view value);

/// The object without the member.
std::string remove_member(std::string_view object, std::string_view key);

/// The same of a list: does it have an element of this value, with it behind the last, and without it?
bool has_element(std::string_view list, std::string_view value);
std::string add_element(std::string_view list, std::string_view value);
std::string remove_element(std::string_view list, std::string_view value);

/// Names and JSON texts as an object that is written as the members of `object` are: in one line,
/// or in lines with its indentation and line ends.
std::string object_like(std::string_view object,
                        const std::vector<std::pair<std::string, std::string>>& members);

}  // namespace wick
