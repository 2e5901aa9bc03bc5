// SPDX-License-Identifier: MIT
// One table of a TOML text changed: every other byte stays. Texts must be valid.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wick {

/// A table in a text: [NAME] by itself, no inline table and no dotted keys.
struct TomlPlace {
  std::string path;   // of the file, for messages
  std::string table;  // "line"
};

/// The table from its header to the end of its last key; empty when there is none. Failure{kConfig} when it is
/// written in another way, or the text is not valid.
std::optional<std::string> toml_table(const std::string& text, const TomlPlace& place);

/// The value of a key of the table, as it is written; empty when there is none.
std::optional<std::string> toml_value(const std::string& text, const TomlPlace& place, std::string_view key);

/// The text with the table replaced by this one (with its header), taken out (empty), or added at the end. Failure
/// as above, and {kSoftware} when that would change more than the table.
std::string with_toml_table(const std::string& text, const TomlPlace& place, std::string_view table);

/// The text with a key of the table set to a value (a TOML text; empty: taken out). A table that is not there is
/// added.
std::string with_toml_value(const std::string& text, const TomlPlace& place, std::string_view key,
                            std::string_view value);

/// A text as a TOML string.
std::string toml_string(std::string_view text);

}  // namespace wick
