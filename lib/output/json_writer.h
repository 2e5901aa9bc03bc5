// SPDX-License-Identifier: MIT
// Values as one compact JSON object.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/base/value.h"

namespace wick {

/// A quoted JSON string. Characters that printable() would replace are escaped, so that a terminal
/// can show the string and a program gets the original; invalid UTF-8 becomes U+FFFD.
std::string json_string(std::string_view text);

/// {"context":{"tokens":14445},"cache":{...}} from names with one dot, in the order given; the
/// members of a group must be adjacent. The caller leaves out absent values.
std::string json_object(const std::vector<std::pair<std::string_view, Value>>& members);

/// Writes nested JSON and inserts the commas. Keys are not escaped: they are all our own.
class JsonWriter {
 public:
  JsonWriter& begin_object(std::string_view key = {}) { return open(key, '{'); }
  JsonWriter& begin_array(std::string_view key = {}) { return open(key, '['); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& end_array() { return close(']'); }

  JsonWriter& number(std::string_view key, std::int64_t value);
  JsonWriter& number(std::string_view key, double value);
  JsonWriter& flag(std::string_view key, bool value);
  JsonWriter& text(std::string_view key, std::string_view value);
  /// An absent value is left out.
  JsonWriter& value(std::string_view key, const MaybeValue& value);
  /// An element of an array.
  JsonWriter& text(std::string_view value) { return text({}, value); }

  std::string take() { return std::move(out_); }

 private:
  JsonWriter& open(std::string_view key, char bracket);
  JsonWriter& close(char bracket);
  void start(std::string_view key);

  std::string out_;
  bool first_ = true;
};

}  // namespace wick
