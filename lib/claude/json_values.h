// SPDX-License-Identifier: MIT
// Reads values from simdjson. Include it after <simdjson.h>, which no header includes.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>

#include "lib/base/time.h"
#include "lib/claude/json.h"

namespace wick::json_values {

namespace od = simdjson::ondemand;
using simdjson::error_code;
using simdjson::SUCCESS;

// Calls `each(key, value)` for the members of an object. Values that are not consumed are skipped.
// Keys are compared in raw form: Claude Code escapes none.
template <class Object, class Each>
error_code for_members(Object&& object, Each each) {
  for (auto field : object) {
    simdjson::ondemand::raw_json_string key;
    od::value value;
    if (error_code error = field.key().get(key)) return error;
    if (error_code error = field.value().get(value)) return error;
    const char* end = key.raw();
    while (*end != '"') ++end;
    if (error_code error =
            each(std::string_view(key.raw(), static_cast<std::size_t>(end - key.raw())), value))
      return error;
  }
  return SUCCESS;
}

template <class Each>
error_code in_object(od::value& value, Each each) {
  od::object object;
  if (value.get_object().get(object)) return SUCCESS;  // null or a scalar: no members
  return for_members(object, each);
}

template <class Each>
error_code in_array(od::value& value, Each each) {
  od::array array;
  if (value.get_array().get(array)) return SUCCESS;
  for (auto element : array) {
    od::value item;
    if (error_code error = element.get(item)) return error;
    if (error_code error = each(item)) return error;
  }
  return SUCCESS;
}

// A value of the wrong type is treated as missing. A string without escapes is not copied.
inline error_code read(od::value& value, std::string_view& out) {
  std::string_view token = value.raw_json_token();
  std::size_t last = token.rfind('"');
  out = {};
  if (token.empty() || token[0] != '"' || last == 0) return SUCCESS;
  std::string_view content = token.substr(1, last - 1);
  if (content.find('\\') == content.npos) out = content;
  else if (text_of(value).get(out)) out = {};
  return SUCCESS;
}

inline error_code read(od::value& value, bool& out) {
  if (value.get_bool().get(out)) out = false;
  return SUCCESS;
}

// Empty for anything but an integer from 0 to 2^53.
inline std::optional<std::int64_t> count_of(od::value& value) {
  constexpr std::uint64_t k2To53 = std::uint64_t{1} << 53;
  std::uint64_t whole = 0;
  double number = 0;
  if (!value.get_uint64().get(whole)) {
    if (whole <= k2To53) return static_cast<std::int64_t>(whole);
  } else if (!value.get_double().get(number)) {
    bool fits =
        number >= 0 && number <= static_cast<double>(k2To53) && number == std::floor(number);
    if (fits) return static_cast<std::int64_t>(number);
  }
  return std::nullopt;
}

inline error_code read(od::value& value, std::int64_t& out) {
  out = count_of(value).value_or(0);
  return SUCCESS;
}

inline error_code read(od::value& value, std::optional<std::int64_t>& out) {
  out = count_of(value);
  return SUCCESS;
}

inline error_code read(od::value& value, std::optional<double>& out) {
  double number = 0;
  if (!value.get_double().get(number) && std::isfinite(number)) out = number;
  return SUCCESS;
}

inline error_code read_time(od::value& value, std::optional<TimeMs>& out) {
  std::string_view text;
  read(value, text);
  out = parse_iso8601(text);
  return SUCCESS;
}

}  // namespace wick::json_values
