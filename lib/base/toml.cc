// SPDX-License-Identifier: MIT
#include "lib/base/toml.h"

#ifdef __GLIBCXX__
// Numbers by from_chars, not by a stringstream: that brings all of the library's locales into a static
// program, a third of its code.
#define TOML_FLOAT_CHARCONV 1
#endif
#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/text.h"

namespace wick {
namespace {

constexpr std::size_t kLargestFile = 64 * 1024;

// toml++ follows dotted keys by recursion, as deep as they go.
bool has_deep_key(std::string_view text) {
  constexpr int kDeepest = 64;
  int dots = 0;
  char before = '\0';
  for (char c : text) {
    if (c == '.') dots = before == '.' ? 0 : dots + 1;  // ".." is in no key
    if (std::string_view("\n,={}[]").find(c) != std::string_view::npos) dots = 0;
    if (dots > kDeepest) return true;
    before = c;
  }
  return false;
}

std::string where(const std::string& file, const toml::source_region& at) {
  return file + ":" + std::to_string(at.begin.line) + ":" + std::to_string(at.begin.column);
}

TimeMs to_time(const toml::date_time& value) {
  auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  std::string text = std::to_string(value.date.year) + "-" + two(value.date.month) + "-" +
                     two(value.date.day) + "T" + two(value.time.hour) + ":" +
                     two(value.time.minute) + ":" + two(value.time.second);
  TimeMs utc = parse_iso8601(text).value_or(0);
  return utc - (value.offset ? value.offset->minutes * TimeMs{60000} : 0);
}

TomlValue convert(const toml::node& node, const std::string& file) {
  TomlValue out;
  out.where = where(file, node.source());
  if (const auto* table = node.as_table()) {
    TomlValue::Table members;
    for (const auto& [key, child] : *table)
      members.emplace(std::string(key.str()), convert(child, file));
    out.data = std::move(members);
  } else if (const auto* array = node.as_array()) {
    TomlValue::Array items;
    for (const auto& child : *array) items.push_back(convert(child, file));
    out.data = std::move(items);
  } else if (const auto* text = node.as_string()) {
    out.data = text->get();
  } else if (const auto* integer = node.as_integer()) {
    out.data = integer->get();
  } else if (const auto* number = node.as_floating_point()) {
    out.data = number->get();
  } else if (const auto* flag = node.as_boolean()) {
    out.data = flag->get();
  } else if (const auto* date = node.as_date()) {
    out.data = TomlValue::Date{to_time(toml::date_time{date->get(), toml::time{}})};
  } else if (const auto* time = node.as_date_time()) {
    out.data = TomlValue::Date{to_time(time->get())};
  }
  return out;
}

}  // namespace

TomlValue parse_toml(std::string_view text, const std::string& file) {
  if (has_deep_key(text)) throw Failure{Exit::kConfig, file + ":1:1: a key nested too deeply"};
  try {
    return convert(toml::parse(text), file);
  } catch (const toml::parse_error& error) {
    throw Failure{Exit::kConfig, where(file, error.source()) + ": " +
                                     printable(lower(std::string(error.description())))};
  }
}

std::optional<TomlValue> load_toml(const std::string& path) {
  if (path.empty() || !file_info(path)) return std::nullopt;
  try {
    return parse_toml(read_file(path, kLargestFile), path);
  } catch (const Failure& failure) {
    throw Failure{Exit::kConfig, failure.message};
  }
}

}  // namespace wick
