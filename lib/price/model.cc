// SPDX-License-Identifier: MIT
#include "lib/price/model.h"

#include <algorithm>
#include <array>

#include "lib/base/text.h"

namespace wick {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool strip_suffix(std::string& text, std::string_view suffix) {
  if (text.size() < suffix.size() ||
      text.compare(text.size() - suffix.size(), suffix.size(), suffix) != 0) {
    return false;
  }
  text.resize(text.size() - suffix.size());
  return true;
}

// "-v1:0", "-v2"
void strip_version(std::string& text) {
  std::size_t at = text.rfind("-v");
  if (at == std::string::npos || at + 2 >= text.size() || !is_digit(text[at + 2])) return;
  bool numeric = std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at) + 2, text.end(),
                             [](char c) { return is_digit(c) || c == ':'; });
  if (numeric) text.resize(at);
}

// "-20251101"
void strip_date(std::string& text) {
  constexpr std::size_t kLength = 9;
  if (text.size() <= kLength || text[text.size() - kLength] != '-') return;
  if (std::all_of(text.end() - 8, text.end(), is_digit)) text.resize(text.size() - kLength);
}

// "us.anthropic.claude-…", "arn:…/claude-…", "anthropic/claude-…"
void strip_prefixes(std::string& text) {
  std::size_t slash = text.rfind('/');
  if (slash != std::string::npos) text.erase(0, slash + 1);
  std::size_t vendor = text.find("anthropic.");
  if (vendor != std::string::npos) text.erase(0, vendor + 10);
}

// "claude-4-5-opus" and "claude-opus-4" are today's "claude-opus-4-5" and "claude-opus-4-0"; the
// models before 4 keep their number in front.
std::string reorder(const std::string& text) {
  std::vector<std::string_view> parts = split(text, '-');
  if (parts.size() < 3 || parts[0] != "claude" || parts[1].empty()) return text;
  bool number_first = is_digit(parts[1][0]);
  std::string family(number_first ? parts.back() : parts[1]);
  std::string major(number_first ? parts[1] : parts[2]);
  bool old = major == "3";
  if (number_first == old && parts.size() > 3) return text;
  std::string minor;
  if (number_first && parts.size() == 4) minor = std::string(parts[2]);
  if (!number_first && parts.size() == 4) minor = std::string(parts[3]);
  if (old) return "claude-" + major + (minor.empty() ? "" : "-" + minor) + "-" + family;
  if (major == "4" && minor.empty()) minor = "0";
  return "claude-" + family + "-" + major + (minor.empty() ? "" : "-" + minor);
}

struct Window {
  std::string_view model;
  std::int64_t tokens;
  bool longer_on_request;  // "[1m]" makes it a million
};

constexpr std::int64_t kMillion = 1000000;
constexpr auto kWindows = std::to_array<Window>({
    {"claude-fable-5", kMillion, true},    {"claude-fable-5-1", kMillion, true},
    {"claude-fable-5-2", kMillion, true},  {"claude-mythos-5", kMillion, true},
    {"claude-mythos-5-1", kMillion, true}, {"claude-mythos-5-2", kMillion, true},
    {"claude-opus-5-5", kMillion, true},   {"claude-opus-5", kMillion, true},
    {"claude-opus-4-8", kMillion, true},   {"claude-opus-4-7", kMillion, true},
    {"claude-sonnet-5-5", kMillion, true}, {"claude-sonnet-5", kMillion, true},
    {"claude-haiku-5-5", kMillion, true},  {"claude-opus-4-6", 200000, true},
    {"claude-sonnet-4-6", 200000, true},   {"claude-opus-4-5", 200000, false},
    {"claude-sonnet-4-5", 200000, true},   {"claude-sonnet-4-0", 200000, true},
    {"claude-haiku-4-5", 200000, false},   {"claude-opus-4-1", 200000, false},
    {"claude-opus-4-0", 200000, false},    {"claude-3-7-sonnet", 200000, false},
    {"claude-3-5-sonnet", 200000, false},  {"claude-3-5-haiku", 200000, false},
    {"claude-3-opus", 200000, false},      {"claude-3-sonnet", 200000, false},
    {"claude-3-haiku", 200000, false},
});

}  // namespace

ModelName parse_model(std::string_view id) {
  ModelName model;
  std::string text = lower(std::string(trim(id)));
  model.long_context = strip_suffix(text, "[1m]");
  strip_prefixes(text);
  std::size_t at = text.find('@');
  if (at != std::string::npos) text.resize(at);
  strip_version(text);
  strip_suffix(text, "-latest");
  strip_date(text);
  model.fast = strip_suffix(text, "-fast");
  std::replace(text.begin(), text.end(), '.', '-');
  model.canonical = reorder(text);
  return model;
}

std::string display_model(std::string_view id) {
  std::string canonical = parse_model(id).canonical;
  std::vector<std::string_view> parts = split(canonical, '-');
  if (parts.size() < 3 || parts[0] != "claude" || parts[1].empty()) return std::string(id);
  bool number_first = is_digit(parts[1][0]);
  std::string name(number_first ? parts.back() : parts[1]);
  std::string number;
  for (std::size_t i = number_first ? 1 : 2; i < parts.size() - (number_first ? 1 : 0); ++i) {
    if (!parse_integer(parts[i])) return std::string(id);
    number += (number.empty() ? "" : ".") + std::string(parts[i]);
  }
  if (number.size() > 2 && number.substr(number.size() - 2) == ".0")
    number.resize(number.size() - 2);
  if (name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return name + " " + number;
}

bool keeps_cache_by_effort(const ModelName& model) {
  std::size_t digit = model.canonical.find_first_of("0123456789");
  if (digit == std::string::npos || model.canonical.rfind("claude-", 0) != 0) return false;
  std::size_t end = model.canonical.find_first_not_of("0123456789", digit);
  return std::min(end, model.canonical.size()) - digit == 1 && model.canonical[digit] < '5';
}

std::optional<std::int64_t> context_window(const ModelName& model) {
  for (const Window& window : kWindows) {
    if (window.model != model.canonical) continue;
    return model.long_context && window.longer_on_request ? kMillion : window.tokens;
  }
  return std::nullopt;
}

}  // namespace wick
