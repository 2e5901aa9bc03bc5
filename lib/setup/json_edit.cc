// SPDX-License-Identifier: MIT
#include "lib/setup/json_edit.h"

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

// Extracts "unexpected ','" from "[...] parse error at line 1, column 2: syntax error while parsing
// value - unexpected ','; last read: ...".
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
  throw Failure{Exit::kData,
                fmt::format("{}:{}: {}", path, place(text, pos),
                            comment ? "JSON has no comments" : printable(reason(error.what())))};
}

}  // namespace

void check_object(std::string_view text, const std::string& path) {
  try {
    if (Json::parse(text).is_object()) return;
  } catch (const Json::parse_error& error) {
    refuse(text, path, error);
  } catch (const Json::exception& error) {  // a number that does not fit a double
    throw Failure{Exit::kData, fmt::format("{}: {}", path, printable(reason(error.what())))};
  }
  throw Failure{Exit::kData, fmt::format("{}:{}: not an object", path,
                                         place(text, text.find_first_not_of(" \t\r\n")))};
}

std::string object_text(const std::string& text, const std::string& path) {
  if (trim(text).empty()) return "{}\n";
  check_object(text, path);
  return text;
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

bool same_json(std::string_view a, std::string_view b) { return Json::parse(a) == Json::parse(b); }

namespace {

constexpr std::string_view kSpace = " \t\r\n";

struct Member {
  std::string key;
  std::size_t begin, key_end;  // the quoted name
  std::size_t value_begin, value_end;
};

// The positions of the parts of a valid object.
struct Shape {
  std::size_t open = 0, close = 0;  // its brackets
  std::vector<Member> members;
};

std::size_t skip_space(std::string_view text, std::size_t pos) {
  return std::min(text.find_first_not_of(kSpace, pos), text.size());
}

std::size_t string_end(std::string_view text, std::size_t pos) {
  for (++pos; text[pos] != '"'; ++pos) {
    if (text[pos] == '\\') ++pos;
  }
  return pos + 1;
}

std::size_t value_end(std::string_view text, std::size_t pos) {
  int depth = 0;
  do {
    char c = text[pos];
    if (c == '"') {
      pos = string_end(text, pos);
    } else if (c == '{' || c == '[') {
      ++depth, ++pos;
    } else if (c == '}' || c == ']') {
      --depth, ++pos;
    } else {  // a number or a word; within brackets also separators
      pos = depth > 0 ? pos + 1 : std::min(text.find_first_of(",}] \t\r\n", pos), text.size());
    }
  } while (depth > 0);
  return pos;
}

Shape shape_of(std::string_view text) {
  Shape shape;
  shape.open = text.find('{');  // a byte order mark may precede it
  std::size_t pos = skip_space(text, shape.open + 1);
  while (text[pos] != '}') {
    Member member;
    member.begin = pos;
    member.key_end = string_end(text, pos);
    member.key = decode_string(text.substr(pos, member.key_end - pos));
    member.value_begin = skip_space(text, skip_space(text, member.key_end) + 1);
    member.value_end = value_end(text, member.value_begin);
    pos = skip_space(text, member.value_end);
    if (text[pos] == ',') pos = skip_space(text, pos + 1);
    shape.members.push_back(std::move(member));
  }
  shape.close = pos;
  return shape;
}

const Member* find(const Shape& shape, std::string_view key) {
  for (const Member& member : shape.members) {
    if (member.key == key) return &member;
  }
  return nullptr;
}

// The layout of an object's members.
struct Layout {
  std::string newline;            // "" if everything is on one line
  std::string indent, unit;       // of the members; of one level
  std::string colon, comma, pad;  // between name and value, members, bracket and member
};

// The text between the bracket or comma before a member and the member.
std::string_view before_member(std::string_view text, const Shape& shape, std::size_t index) {
  std::size_t begin = index == 0 ? shape.open + 1 : shape.members[index - 1].value_end;
  std::string_view gap = text.substr(begin, shape.members[index].begin - begin);
  return gap.substr(gap.find(',') + 1);  // npos + 1 is 0
}

Layout lines(std::string_view text, std::string_view gap, const Shape& shape) {
  Layout layout;
  layout.newline = contains(text, "\r\n") ? "\r\n" : "\n";
  layout.indent = gap.substr(gap.rfind('\n') + 1);
  std::string_view closing = text.substr(0, shape.close);
  closing.remove_prefix(closing.find_last_not_of(" \t") + 1);
  bool deeper = layout.indent.size() > closing.size() &&
                std::string_view(layout.indent).substr(0, closing.size()) == closing;
  layout.unit = deeper ? layout.indent.substr(closing.size()) : layout.indent;
  return layout;
}

Layout layout_of(std::string_view text, const Shape& shape) {
  if (shape.members.empty()) {
    return {contains(text, "\r\n") ? "\r\n" : "\n", "  ", "  ", ": ", "", ""};
  }
  const Member& last = shape.members.back();
  std::string_view gap = before_member(text, shape, shape.members.size() - 1);
  Layout layout;
  if (contains(gap, "\n")) layout = lines(text, gap, shape);
  layout.colon = text.substr(last.key_end, last.value_begin - last.key_end);
  if (contains(layout.colon, "\n")) layout.colon = ": ";
  if (layout.newline.empty()) {
    bool airy = layout.colon.back() == ' ';
    layout.comma = shape.members.size() > 1 ? gap : airy ? " " : "";
    layout.pad = before_member(text, shape, 0);
  }
  return layout;
}

std::string add_member(std::string_view text, const Shape& shape, std::string_view key,
                       std::string_view value) {
  Layout layout = layout_of(text, shape);
  std::string member = encode_string(key) + layout.colon + std::string(value);
  std::string before, after;
  if (shape.members.empty()) {
    before = std::string(text.substr(0, shape.open + 1)) + layout.newline + layout.indent;
    after = layout.newline + std::string(text.substr(shape.close));
  } else {
    std::size_t end = shape.members.back().value_end;
    bool in_lines = !layout.newline.empty();
    before = fmt::format("{},{}", text.substr(0, end),
                         in_lines ? layout.newline + layout.indent : layout.comma);
    after = text.substr(end);
  }
  return before + member + after;
}

}  // namespace

std::size_t count_members(std::string_view object, std::string_view key) {
  std::size_t count = 0;
  for (const Member& member : shape_of(object).members) count += member.key == key;
  return count;
}

std::optional<std::string> member_text(std::string_view object, std::string_view key) {
  Shape shape = shape_of(object);
  const Member* member = find(shape, key);
  if (!member) return std::nullopt;
  return std::string(object.substr(member->value_begin, member->value_end - member->value_begin));
}

std::string set_member(std::string_view object, std::string_view key, std::string_view value) {
  Shape shape = shape_of(object);
  const Member* member = find(shape, key);
  if (!member) return add_member(object, shape, key, value);
  return std::string(object.substr(0, member->value_begin)) + std::string(value) +
         std::string(object.substr(member->value_end));
}

std::string remove_member(std::string_view object, std::string_view key) {
  Shape shape = shape_of(object);
  const Member* member = find(shape, key);
  if (!member) return std::string(object);
  auto index = static_cast<std::size_t>(member - shape.members.data());
  std::size_t begin = member->begin, end = member->value_end;
  if (shape.members.size() == 1) {
    begin = shape.open + 1, end = shape.close;
  } else if (index + 1 < shape.members.size()) {
    end = shape.members[index + 1].begin;  // the next member takes its place
  } else {
    begin = shape.members[index - 1].value_end;  // including the comma
  }
  return std::string(object.substr(0, begin)) + std::string(object.substr(end));
}

namespace {

// The begin and end of each element; the first entry is the list's bracket.
std::vector<std::pair<std::size_t, std::size_t>> elements_of(std::string_view list) {
  std::size_t open = list.find('[');
  std::vector<std::pair<std::size_t, std::size_t>> out{{open, open + 1}};
  for (std::size_t pos = skip_space(list, open + 1); list[pos] != ']';) {
    out.emplace_back(pos, value_end(list, pos));
    pos = skip_space(list, out.back().second);
    if (list[pos] == ',') pos = skip_space(list, pos + 1);
  }
  return out;
}

// The index of the element with this value, from 1; 0 for none.
std::size_t index_of(std::string_view list, std::string_view value) {
  auto elements = elements_of(list);
  for (std::size_t i = 1; i < elements.size(); ++i)
    if (same_json(list.substr(elements[i].first, elements[i].second - elements[i].first), value))
      return i;
  return 0;
}

}  // namespace

bool has_element(std::string_view list, std::string_view value) {
  return index_of(list, value) > 0;
}

std::string add_element(std::string_view list, std::string_view value) {
  auto elements = elements_of(list);
  std::size_t last = elements.size() - 1, end = elements[last].second;
  if (last == 0) return fmt::format("{}{}]", list.substr(0, end), value);
  // Use the same gap as before the last element.
  std::string_view gap =
      list.substr(elements[last - 1].second, elements[last].first - elements[last - 1].second);
  gap.remove_prefix(gap.find(',') + 1);  // npos + 1 is 0
  if (last == 1 && gap.empty()) gap = " ";
  return fmt::format("{},{}{}{}", list.substr(0, end), gap, value, list.substr(end));
}

std::string remove_element(std::string_view list, std::string_view value) {
  auto elements = elements_of(list);
  std::size_t i = index_of(list, value);
  if (i == 0) return std::string(list);
  if (elements.size() == 2) return "[]";
  bool is_last = i + 1 == elements.size();
  std::size_t begin = is_last ? elements[i - 1].second : elements[i].first;
  std::size_t end = is_last ? elements[i].second : elements[i + 1].first;
  return fmt::format("{}{}", list.substr(0, begin), list.substr(end));
}

std::string object_like(std::string_view object,
                        const std::vector<std::pair<std::string, std::string>>& members) {
  Layout layout = layout_of(object, shape_of(object));
  std::string indent = layout.newline + layout.indent;
  std::string out;
  for (const auto& [key, value] : members) {
    if (!out.empty()) out += "," + layout.comma;
    if (!layout.newline.empty()) out += indent + layout.unit;
    out += encode_string(key) + layout.colon + value;
  }
  return "{" + layout.pad + out + (layout.newline.empty() ? layout.pad : indent) + "}";
}

}  // namespace wick
