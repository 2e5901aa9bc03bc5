// SPDX-License-Identifier: MIT
#include "lib/doctor/json_places.h"

#include <algorithm>

#include "lib/base/format.h"

namespace wick {
namespace {

constexpr int kDeepest = 256;

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  JsonPlaces run() {
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    if (text_.substr(0, kByteOrderMark.size()) == kByteOrderMark) at_ = kByteOrderMark.size();
    bool good = value("", 0, true);
    blanks();
    if (good && at_ < text_.size()) fail("the end of the file");
    return std::move(out_);
  }

 private:
  char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void blanks() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != text_.npos) ++at_;
  }

  bool fail(const char* expected) {
    if (!out_.fault.empty()) return false;
    std::string_view before = text_.substr(0, at_);
    std::size_t newline = before.rfind('\n');
    std::size_t column = newline == before.npos ? at_ + 1 : at_ - newline;
    out_.fault = fmt::format("{}:{}: expected {}", line(), column, expected);
    if (text_.substr(at_, 2) == "//" || text_.substr(at_, 2) == "/*")
      out_.fault += " (JSON has no comments)";
    return false;
  }

  std::size_t line() const {
    auto end = text_.begin() + static_cast<std::ptrdiff_t>(at_);
    return static_cast<std::size_t>(1 + std::count(text_.begin(), end, '\n'));
  }

  bool value(const std::string& path, int depth, bool note) {
    blanks();
    if (depth > kDeepest) return fail("less nesting");
    if (here() == '{') return object(path, depth, note);
    if (here() == '[') return array(depth);
    if (here() == '"') return string(nullptr);
    for (std::string_view word : {"true", "false", "null"}) {
      if (text_.substr(at_, word.size()) != word) continue;
      at_ += word.size();
      return true;
    }
    return number();
  }

  bool object(const std::string& path, int depth, bool note) {
    ++at_;
    blanks();
    if (here() == '}') return ++at_, true;
    while (true) {
      blanks();
      std::size_t key_line = line();
      std::string key;
      if (here() != '"') return fail("a key in quotes");
      if (!string(&key)) return false;
      std::string inner = path.empty() ? key : path + "." + key;
      if (note) out_.lines[inner] = key_line;
      blanks();
      if (here() != ':') return fail("a colon");
      ++at_;
      if (!value(inner, depth + 1, note)) return false;
      blanks();
      if (here() == '}') return ++at_, true;
      if (here() != ',') return fail("a comma or }");
      ++at_;
    }
  }

  bool array(int depth) {
    ++at_;
    blanks();
    if (here() == ']') return ++at_, true;
    while (true) {
      if (!value("", depth + 1, false)) return false;
      blanks();
      if (here() == ']') return ++at_, true;
      if (here() != ',') return fail("a comma or ]");
      ++at_;
    }
  }

  bool string(std::string* into) {
    for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
      char c = text_[i];
      if (c == '"') {
        if (into) *into = std::string(text_.substr(at_ + 1, i - at_ - 1));
        at_ = i + 1;
        return true;
      }
      if (c == '\n') {
        at_ = i;
        return fail("the closing quote");
      }
      if (c == '\\') ++i;
    }
    at_ = text_.size();
    return fail("the closing quote");
  }

  bool number() {
    std::size_t begin = at_;
    while (at_ < text_.size() && std::string_view("+-.0123456789eE").find(text_[at_]) != text_.npos)
      ++at_;
    char first = begin < text_.size() ? text_[begin] : '\0';
    if (first == '-' || (first >= '0' && first <= '9')) return true;
    at_ = begin;
    return fail("a value");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  JsonPlaces out_;
};

}  // namespace

JsonPlaces json_places(std::string_view text) { return Scanner(text).run(); }

}  // namespace wick
