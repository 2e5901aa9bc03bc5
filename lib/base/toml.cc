// SPDX-License-Identifier: MIT
#include "lib/base/toml.h"

// toml++ 3.3 uses assertions for conditions that a typo can cause. Make them throw; with NDEBUG it
// would assume that they hold.
#undef NDEBUG
namespace {
struct TomlAssertion {};
[[noreturn]] void toml_assertion_failed() { throw TomlAssertion{}; }
}  // namespace
#define TOML_ASSERT(condition) ((condition) ? static_cast<void>(0) : toml_assertion_failed())

#ifdef __GLIBCXX__
// Parse numbers with from_chars instead of a stringstream, which would link all of the library's
// locales into a static program, a third of its code.
#define TOML_FLOAT_CHARCONV 1
#endif
#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
#define TOML_MAX_NESTED_VALUES 32
#include <toml++/toml.h>

#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/base/toml_text.h"

namespace wick {
namespace {

constexpr std::size_t kLargestFile = 64 * 1024;

bool trips_assertion(std::string_view text) {
  try {
    static_cast<void>(toml::parse(text));
  } catch (const toml::parse_error&) {
  } catch (const TomlAssertion&) {
    return true;
  }
  return false;
}

// An assertion has no location. It is the end of the shortest prefix that triggers it.
std::size_t offset_of_assertion(std::string_view text) {
  std::size_t good = 0, bad = text.size();
  while (bad - good > 1) {
    std::size_t middle = good + (bad - good) / 2;
    (trips_assertion(text.substr(0, middle)) ? bad : good) = middle;
  }
  return good;
}

std::string where(const AsciiToml& text, const toml::source_region& at) {
  return text.where(at.begin.line, at.begin.column);
}

TimeMs to_time(const toml::date_time& value) {
  std::string text =
      fmt::format("{}-{:02}-{:02}T{:02}:{:02}:{:02}", value.date.year, value.date.month,
                  value.date.day, value.time.hour, value.time.minute, value.time.second);
  TimeMs utc = parse_iso8601(text).value_or(0);
  return utc - (value.offset ? value.offset->minutes * TimeMs{60000} : 0);
}

TomlValue convert(const toml::node& node, const AsciiToml& text) {
  TomlValue out;
  out.where = where(text, node.source());
  if (const auto* table = node.as_table()) {
    TomlValue::Table members;
    for (const auto& [key, child] : *table)
      members.emplace(std::string(key.str()), convert(child, text));
    out.data = std::move(members);
  } else if (const auto* array = node.as_array()) {
    TomlValue::Array items;
    for (const auto& child : *array) items.push_back(convert(child, text));
    out.data = std::move(items);
  } else if (const auto* string = node.as_string()) {
    out.data = string->get();
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
  AsciiToml ascii(text, file);
  try {
    return convert(toml::parse(ascii.text()), ascii);
  } catch (const toml::parse_error& error) {
    std::string reason = lower(std::string(error.description()));
    // Remove the name of the macro that sets the depth.
    reason = reason.substr(0, reason.find(" (toml_"));
    throw Failure{Exit::kConfig,
                  fmt::format("{}: {}", where(ascii, error.source()), printable(reason))};
  } catch (const TomlAssertion&) {
    throw Failure{Exit::kConfig, ascii.where(offset_of_assertion(ascii.text())) + ": syntax error"};
  }
}

std::optional<TomlValue> load_toml(const std::string& path) {
  if (path.empty()) return std::nullopt;
  try {
    auto text = read_if_any(path, kLargestFile);
    return text ? std::optional(parse_toml(*text, path)) : std::nullopt;
  } catch (const Failure& failure) {
    throw Failure{Exit::kConfig, failure.message};
  }
}

}  // namespace wick

namespace wick {
namespace {

template <class T>
const T& expect(const TomlValue& value, const char* what) {
  const T* data = std::get_if<T>(&value.data);
  if (!data) throw Failure{Exit::kConfig, fmt::format("{}: expected {}", value.where, what)};
  return *data;
}

}  // namespace

const TomlValue* TomlValue::find(std::string_view key) const {
  const Table* table = std::get_if<Table>(&data);
  if (!table) return nullptr;
  auto found = table->find(key);
  return found == table->end() ? nullptr : &found->second;
}

const std::string& TomlValue::as_text() const { return expect<std::string>(*this, "a string"); }
bool TomlValue::as_flag() const { return expect<bool>(*this, "true or false"); }
TimeMs TomlValue::as_date() const { return expect<Date>(*this, "a date").time; }
std::int64_t TomlValue::as_integer() const { return expect<std::int64_t>(*this, "a whole number"); }
const TomlValue::Array& TomlValue::as_array() const { return expect<Array>(*this, "an array"); }
const TomlValue::Table& TomlValue::as_table() const { return expect<Table>(*this, "a table"); }

double TomlValue::as_number() const {
  if (const auto* integer = std::get_if<std::int64_t>(&data)) return static_cast<double>(*integer);
  return expect<double>(*this, "a number");
}

void check_keys(const TomlValue& table, const std::vector<std::string_view>& known) {
  for (const auto& [key, value] : table.as_table()) {
    bool found = false;
    for (std::string_view name : known) found = found || name == key;
    if (found) continue;
    std::string message = fmt::format("{}: unknown key {}", value.where, printable(key));
    if (auto near = closest(key, known); !near.empty())
      message += fmt::format("; did you mean {}?", near);
    throw Failure{Exit::kConfig, message};
  }
}

}  // namespace wick
