// SPDX-License-Identifier: MIT
#include "lib/setup/json_document.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/base/text.h"

namespace wick {
namespace {

using Json = nlohmann::ordered_json;

std::string place(std::string_view text, std::size_t pos) {
  std::string_view before = text.substr(0, pos);
  std::size_t start = before.rfind('\n') + 1;  // npos + 1 is 0
  auto begins_character = [](char c) { return (c & 0xC0) != 0x80; };
  auto column = std::count_if(before.begin() + static_cast<std::ptrdiff_t>(start), before.end(),
                              begins_character);
  return fmt::format("{}:{}", 1 + std::count(before.begin(), before.end(), '\n'), 1 + column);
}

// "[...] parse error at line 1, column 2: syntax error while parsing value - unexpected ','; last
// read: ..." says it in "unexpected ','".
std::string reason(std::string what) {
  if (std::size_t dash = what.find(" - "); dash != std::string::npos) what.erase(0, dash + 3);
  if (std::size_t bracket = what.find("] "); what[0] == '[' && bracket != std::string::npos)
    what.erase(0, bracket + 2);
  return what.substr(0, what.find("; last read: "));
}

[[noreturn]] void refuse(std::string_view text, const std::string& path,
                         const Json::parse_error& error) {
  std::size_t pos = std::min(error.byte == 0 ? 0 : error.byte - 1, text.size());
  bool comment = pos < text.size() && text[pos] == '/';
  throw Failure{Exit::kData, fmt::format("{}:{}: {}", path, place(text, pos),
                                         comment ? "JSON has no comments" : printable(reason(error.what())))};
}

}  // namespace

void check_object(std::string_view text, const std::string& path) {
  try {
    if (Json::parse(text).is_object()) return;
  } catch (const Json::parse_error& error) {
    refuse(text, path, error);
  } catch (const Json::exception& error) {  // a number that no double holds
    throw Failure{Exit::kData, fmt::format("{}: {}", path, printable(reason(error.what())))};
  }
  throw Failure{Exit::kData,
                fmt::format("{}:{}: not an object", path, place(text, text.find_first_not_of(" \t\r\n")))};
}

std::string decode_string(std::string_view literal) {
  return Json::parse(literal).get<std::string>();
}

std::string encode_string(std::string_view text) {
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<std::string> string_member(std::string_view object, const std::string& key) {
  Json json = Json::parse(object);
  if (!json.is_object() || !json.contains(key) || !json[key].is_string()) return std::nullopt;
  return json[key].get<std::string>();
}

bool is_true(std::string_view object, const std::string& key) {
  Json json = Json::parse(object);
  return json.is_object() && json.contains(key) && json[key] == true;
}

bool same_but_for(std::string_view before, std::string_view after, const std::string& key,
                  std::string_view value) {
  Json expected = Json::parse(before);
  if (value.empty()) {
    expected.erase(key);
  } else {
    expected[key] = Json::parse(value);
  }
  return expected == Json::parse(after);
}

}  // namespace wick
