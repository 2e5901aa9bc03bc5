// SPDX-License-Identifier: MIT
// Changes one table of a TOML text; every other byte stays. Texts must be valid.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wick {

/// A table in a text, written as [NAME], not as an inline table or with dotted keys.
struct TomlPlace {
  std::string path;   // of the file, for messages
  std::string table;  // "line"
};

/// The table from its header to the end of its last key; empty when there is no such table.
/// Failure{kConfig} when it is written in another way, or the text is invalid.
std::optional<std::string> toml_table(const std::string& text, const TomlPlace& place);

/// The text of a key's value in the table; empty when there is no such key.
std::optional<std::string> toml_value(const std::string& text, const TomlPlace& place,
                                      std::string_view key);

/// The text with the table replaced by `table` (with its header; empty: removed), or `table`
/// appended. Fails like toml_table(), and with {kSoftware} when that would change more than the
/// table.
std::string with_toml_table(const std::string& text, const TomlPlace& place,
                            std::string_view table);

/// The text with a key of the table set to a value (a TOML text; empty: removed). Adds the table if
/// it is missing.
std::string with_toml_value(const std::string& text, const TomlPlace& place, std::string_view key,
                            std::string_view value);

/// The TOML string literal of a text.
std::string toml_string(std::string_view text);

}  // namespace wick
