// SPDX-License-Identifier: MIT
// Configuration files as a tree. One source file uses toml++.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lib/base/time.h"

namespace wick {

/// A value in a configuration file, with its location for messages.
struct TomlValue {
  using Table = std::map<std::string, TomlValue, std::less<>>;
  using Array = std::vector<TomlValue>;

  struct Date {
    TimeMs time;
  };

  std::variant<std::monostate, bool, std::int64_t, double, std::string, Date, Array, Table> data;
  std::string where;  // "FILE:LINE:COLUMN"

  /// The member of a table; null if this is no table or has no such member.
  const TomlValue* find(std::string_view key) const;

  // The value as one type. Throws Failure{kConfig, "WHERE: expected ..."} if it has another.
  const std::string& as_text() const;
  bool as_flag() const;
  double as_number() const;
  std::int64_t as_integer() const;
  TimeMs as_date() const;
  const Array& as_array() const;
  const Table& as_table() const;
};

/// Parses `text`; `file` is its name in messages. Throws Failure{kConfig, "FILE:LINE:COLUMN:
/// REASON"}.
TomlValue parse_toml(std::string_view text, const std::string& file);

/// Reads and parses a file; empty if there is none. Throws Failure{kConfig} if it cannot be read or
/// parsed.
std::optional<TomlValue> load_toml(const std::string& path);

/// Throws Failure, with a suggestion, if `table` has a key that is not in `known`: a misspelt
/// option must not be ignored silently.
void check_keys(const TomlValue& table, const std::vector<std::string_view>& known);

}  // namespace wick
