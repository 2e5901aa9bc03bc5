// SPDX-License-Identifier: MIT
#include "lib/setup/toml_edit.h"

#include <algorithm>
#include <type_traits>
#include <variant>
#include <vector>

#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/base/toml.h"
#include "lib/setup/edit.h"

namespace wick {
namespace {

// A header or a key with its value, from its first byte to after its newline.
struct Item {
  std::size_t begin = 0, end = 0;
  std::size_t value_begin = 0, value_end = 0;
  bool is_header = false;
  std::string name;
};

// Finds the headers and keys in a text that was already checked by a parser.
class TomlScanner {
 public:
  explicit TomlScanner(std::string_view text) : text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) pos_ = 3;
  }

  std::vector<Item> items() {
    std::vector<Item> all;
    while (true) {
      skip(" \t\r\n");
      if (pos_ >= text_.size()) return all;
      if (text_[pos_] == '#') to_line_end();
      else all.push_back(text_[pos_] == '[' ? header() : key());
    }
  }

 private:
  void skip(std::string_view what) {
    pos_ = std::min(text_.find_first_not_of(what, pos_), text_.size());
  }
  void to_line_end() { pos_ = std::min(text_.find('\n', pos_), text_.size() - 1) + 1; }

  // Skips a whole string, or one other byte.
  void step() {
    char c = text_[pos_];
    if (c != '"' && c != '\'') {
      ++pos_;
      return;
    }
    std::string quotes(text_.substr(pos_, 3) == std::string(3, c) ? 3 : 1, c);
    pos_ += quotes.size();
    while (pos_ < text_.size() && text_.substr(pos_, quotes.size()) != quotes)
      pos_ += c == '"' && text_[pos_] == '\\' ? 2 : 1;
    pos_ = std::min(pos_ + quotes.size(), text_.size());
    // A multi-line string may end with up to two more quotes.
    while (quotes.size() == 3 && pos_ < text_.size() && text_[pos_] == c) ++pos_;
  }

  void to(std::string_view any_of) {
    while (pos_ < text_.size() && any_of.find(text_[pos_]) == any_of.npos) step();
  }

  static std::string bare(std::string_view name) {
    name = trim(name);
    bool quoted = name.size() > 1 && (name[0] == '"' || name[0] == '\'') &&
                  name.find(name[0], 1) == name.size() - 1;
    return std::string(quoted ? name.substr(1, name.size() - 2) : name);
  }

  Item header() {
    Item item{pos_, 0, 0, 0, true, ""};
    std::size_t name = ++pos_;
    to("]");
    item.name = bare(text_.substr(name, pos_ - name));
    to_line_end();
    item.end = pos_;
    return item;
  }

  Item key() {
    Item item{pos_, 0, 0, 0, false, ""};
    to("=");
    item.name = bare(text_.substr(item.begin, pos_ - item.begin));
    ++pos_;
    skip(" \t");
    item.value_begin = pos_;
    int depth = 0;
    while (pos_ < text_.size()) {
      char c = text_[pos_];
      if (depth == 0 && (c == '\n' || c == '#')) break;
      if (c == '#') {
        to_line_end();
        continue;
      }
      depth += (c == '[' || c == '{') - (c == ']' || c == '}');
      step();
    }
    item.value_end =
        item.value_begin + trim(text_.substr(item.value_begin, pos_ - item.value_begin)).size();
    if (pos_ < text_.size()) to_line_end();
    item.end = pos_;
    return item;
  }

  std::string_view text_;
  std::size_t pos_ = 0;
};

struct Span {
  std::size_t begin, end;  // from the header to the end of the last key
  std::vector<Item> keys;
};

std::optional<Span> find_table(const std::string& text, const TomlPlace& place) {
  bool is_there = parse_toml(text, place.path).find(place.table) != nullptr;
  std::optional<Span> found;
  bool inside = false;
  for (Item& item : TomlScanner(text).items()) {
    if (item.is_header) inside = item.name == place.table;
    if (!inside) continue;
    if (!found) found = Span{item.begin, item.end, {}};
    found->end = item.end;
    if (!item.is_header) found->keys.push_back(std::move(item));
  }
  if (is_there && !found)
    throw Failure{
        Exit::kConfig,
        fmt::format("{}: {}: is not a table under a header [{}]; wick-setup changes only such "
                    "tables",
                    place.path, place.table, place.table)};
  return found;
}

bool same(const TomlValue& a, const TomlValue& b);
bool same(const TomlValue::Date& a, const TomlValue::Date& b) { return a.time == b.time; }
bool same(const TomlValue::Array& a, const TomlValue::Array& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const auto& x, const auto& y) { return same(x, y); });
}
bool same(const TomlValue::Table& a, const TomlValue::Table& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.first == y.first && same(x.second, y.second);
  });
}
template <class T>
bool same(const T& a, const T& b) {
  return a == b;
}
bool same(const TomlValue& a, const TomlValue& b) {
  return std::visit(
      [](const auto& x, const auto& y) {
        if constexpr (std::is_same_v<decltype(x), decltype(y)>) return same(x, y);
        else return false;
      },
      a.data, b.data);
}

// The last line of defence for the user's file: throws if more than the table changed.
std::string proven(std::string after, const std::string& before, const TomlPlace& place) {
  auto rest = [&place](const std::string& text) {
    TomlValue all = parse_toml(text, place.path);
    auto table = std::get<TomlValue::Table>(all.data);
    table.erase(place.table);
    return table;
  };
  if (!same(rest(before), rest(after)))
    throw Failure{Exit::kSoftware, place.path + ": internal error: the edit would change more"};
  return after;
}

std::string ended(std::string text, const std::string& newline) {
  if (!text.empty() && text.back() != '\n') text += newline;
  return text;
}

const Item* find_key(const std::optional<Span>& table, std::string_view key) {
  if (!table) return nullptr;
  auto found = std::find_if(table->keys.begin(), table->keys.end(),
                            [key](const Item& i) { return i.name == key; });
  return found == table->keys.end() ? nullptr : &*found;
}

}  // namespace

std::optional<std::string> toml_table(const std::string& text, const TomlPlace& place) {
  auto found = find_table(text, place);
  if (!found) return std::nullopt;
  return text.substr(found->begin, found->end - found->begin);
}

std::optional<std::string> toml_value(const std::string& text, const TomlPlace& place,
                                      std::string_view key) {
  auto found = find_table(text, place);
  const Item* item = find_key(found, key);
  if (!item) return std::nullopt;
  return text.substr(item->value_begin, item->value_end - item->value_begin);
}

std::string with_toml_table(const std::string& text, const TomlPlace& place,
                            std::string_view table) {
  auto found = find_table(text, place);
  std::string after = text;
  if (found) {
    bool is_last = found->end == text.size();
    after.replace(found->begin, found->end - found->begin,
                  is_last ? std::string(table) : ended(std::string(table), newline_of(text)));
  } else if (!table.empty()) {
    std::string newline = newline_of(text);
    after = ended(text, newline) + (trim(text).empty() ? "" : newline) + std::string(table);
  }
  return proven(std::move(after), text, place);
}

std::string with_toml_value(const std::string& text, const TomlPlace& place, std::string_view key,
                            std::string_view value) {
  auto found = find_table(text, place);
  std::string newline = newline_of(text), after = text;
  std::string line = fmt::format("{} = {}{}", key, value, newline);
  if (const Item* item = find_key(found, key)) {
    if (value.empty()) after.erase(item->begin, item->end - item->begin);
    else after.replace(item->value_begin, item->value_end - item->value_begin, value);
  } else if (value.empty()) {
    return text;
  } else if (found) {
    after = ended(text.substr(0, found->end), newline) + line + text.substr(found->end);
  } else {
    return with_toml_table(text, place, fmt::format("[{}]{}{}", place.table, newline, line));
  }
  return proven(std::move(after), text, place);
}

std::string toml_string(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else out += c;
  }
  return out + '"';
}

}  // namespace wick
