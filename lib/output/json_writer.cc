// SPDX-License-Identifier: MIT
#include "lib/output/json_writer.h"

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/output/human.h"

namespace wick {
namespace {

// "\u001b"; a surrogate pair above the first 64k code points.
void escape(std::string& out, std::uint32_t c) {
  out += c < 0x10000 ? fmt::format("\\u{:04x}", c)
                     : fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + ((c - 0x10000) >> 10),
                                   0xDC00 + ((c - 0x10000) & 0x3FF));
}

std::string json_value(const Value& value) {
  const auto* text = std::get_if<std::string>(&value.scalar);
  return text ? json_string(*text) : plain(value);
}

}  // namespace

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (std::size_t pos = 0; pos < text.size();) {
    std::uint32_t c = next_code_point(text, pos);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (is_unprintable(c)) {
      escape(out, c);
    } else {
      append_utf8(out, c);
    }
  }
  return out + '"';
}

std::string json_object(const std::vector<std::pair<std::string_view, Value>>& members) {
  std::string out = "{";
  std::string_view open;
  for (const auto& [name, value] : members) {
    std::size_t dot = name.find('.');
    std::string_view group = name.substr(0, dot);
    if (group != open) {
      if (!open.empty()) out += "},";
      out += json_string(group) + ":{";
      open = group;
    } else {
      out += ',';
    }
    out += json_string(name.substr(dot + 1)) + ":" + json_value(value);
  }
  return out + (open.empty() ? "}" : "}}");
}

void JsonWriter::start(std::string_view key) {
  if (!first_) out_ += ',';
  first_ = false;
  if (key.empty()) return;
  out_ += '"';
  out_ += key;
  out_ += "\":";
}

JsonWriter& JsonWriter::open(std::string_view key, char bracket) {
  start(key);
  out_ += bracket;
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  out_ += bracket;
  first_ = false;
  return *this;
}

JsonWriter& JsonWriter::number(std::string_view key, std::int64_t value) {
  start(key);
  out_ += std::to_string(value);
  return *this;
}

JsonWriter& JsonWriter::number(std::string_view key, double value) {
  start(key);
  out_ += number_text(value);
  return *this;
}

JsonWriter& JsonWriter::flag(std::string_view key, bool value) {
  start(key);
  out_ += value ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::text(std::string_view key, std::string_view value) {
  start(key);
  out_ += json_string(value);
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view key, const MaybeValue& value) {
  if (!value) return *this;
  start(key);
  out_ += json_value(*value);
  return *this;
}

}  // namespace wick
