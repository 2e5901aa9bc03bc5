// SPDX-License-Identifier: MIT
#include "lib/doctor/settings.h"

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/claude/dirs.h"
#include "lib/claude/json.h"

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

namespace {

constexpr std::size_t kLargestFile = 1024 * 1024;

class SettingsVisitor : public JsonVisitor {
 public:
  explicit SettingsVisitor(SettingsFile& file) : out_(file) {}
  bool enter(std::string_view path) override {
    out_.has_status_line |= path == "statusLine";
    return path == "statusLine";
  }
  void scalar(std::string_view path, const JsonScalar& value) override {
    if (path == "statusLine.type") out_.type = value.text();
    else if (path == "statusLine.command") out_.command = value.text();
    else if (path == "statusLine.padding") out_.padding = value.number().value_or(0);
    else if (path == "statusLine.refreshInterval") out_.refresh_s = value.number().value_or(0);
    else if (path == "disableAllHooks") out_.disable_hooks = value.flag();
    else if (path == "allowManagedHooksOnly") out_.managed_only = value.flag();
  }

 private:
  SettingsFile& out_;
};

}  // namespace

std::string SettingsFile::where(std::string_view key) const {
  auto line = places.lines.find(key);
  return line == places.lines.end() ? path : fmt::format("{}:{}", path, line->second);
}

SettingsFile parse_settings(const std::string& json, const std::string& path) {
  SettingsFile file;
  file.path = path;
  if (trim(json).empty()) return file;
  file.places = json_places(json);
  file.fault = file.places.fault;
  SettingsVisitor visitor(file);
  if (walk_json(json, visitor) == JsonStatus::kNotObject && file.fault.empty())
    file.fault = "1:1: expected an object";
  return file;
}

std::vector<SettingsFile> read_settings(const Env& env, const std::vector<std::string>& managed,
                                        const std::string& project) {
  std::vector<std::string> paths = settings_files(managed, project, config_dirs(env));
  std::vector<SettingsFile> files;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    auto json = if_allowed([&] { return read_if_any(paths[i], kLargestFile); });
    if (!json) continue;
    files.push_back(parse_settings(*json, paths[i]));
    files.back().managed = i < managed.size();
  }
  return files;
}

}  // namespace wick
