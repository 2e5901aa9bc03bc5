// SPDX-License-Identifier: MIT
#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/base/toml.h"

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
    if (auto near = closest(key, known); !near.empty()) message += fmt::format("; did you mean {}?", near);
    throw Failure{Exit::kConfig, message};
  }
}

}  // namespace wick
