// SPDX-License-Identifier: MIT
#include "lib/price/model.h"

#include <algorithm>
#include <array>

#include "lib/base/format.h"
#include "lib/base/text.h"

namespace wick {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool strip_suffix(std::string_view& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

// Removes "-v1:0", "-v2", "-v1:0:200k".
void strip_version(std::string_view& text) {
  std::size_t at = text.rfind("-v");
  if (at == text.npos || at + 2 >= text.size() || !is_digit(text[at + 2])) return;
  if (text.find_first_not_of("0123456789:k", at + 2) == text.npos) text = text.substr(0, at);
}

// Removes "-20251101".
void strip_date(std::string_view& text) {
  constexpr std::size_t kLength = 9;
  if (text.size() <= kLength || text[text.size() - kLength] != '-') return;
  if (std::all_of(text.end() - 8, text.end(), is_digit)) text.remove_suffix(kLength);
}

// Removes "-thinking-32k", "-thinking-high".
void strip_thinking(std::string_view& text) {
  constexpr std::string_view kMark = "-thinking-";
  std::size_t at = text.rfind(kMark);
  if (at == text.npos) return;
  std::string_view how = text.substr(at + kMark.size());
  constexpr std::string_view kEfforts[] = {"low", "medium", "high", "xhigh", "max"};
  bool is_budget =
      !how.empty() && is_digit(how[0]) && how.find_first_not_of("0123456789k") == how.npos;
  if (is_budget || std::find(std::begin(kEfforts), std::end(kEfforts), how) != std::end(kEfforts))
    text = text.substr(0, at);
}

// Removes suffixes of a Claude model's name, in any order. Any other word belongs to another
// model's name.
void strip_suffixes(std::string_view& text, ModelName& model) {
  constexpr std::string_view kSameModel[] = {"-latest", ":latest", "-thinking", ":thinking",
                                             ":beta",   ":nitro",  ":floor"};
  text = text.substr(0, text.find('@'));  // "@20251101", "@default"
  for (std::size_t before = 0; before != text.size();) {
    before = text.size();
    for (std::string_view mark : {"[1m]", "-1m", ":1m"})
      model.long_context |= strip_suffix(text, mark);
    model.fast |= strip_suffix(text, "-fast");
    for (std::string_view suffix : kSameModel) strip_suffix(text, suffix);
    strip_thinking(text);
    strip_version(text);
    strip_date(text);
  }
}

// True if the text before "claude-" is a provider's or gateway's prefix: "us.anthropic.",
// "arn:.../", "anthropic--", "databricks-", nothing. A word with a digit, joined by a dash, belongs
// to another model ("qwen3-8b-claude-...", which was trained with Claude's output).
bool is_vendor(std::string_view prefix) {
  if (prefix.empty()) return true;
  char end = prefix.back();
  if (end == '/' || end == '.' || end == ':' || end == ',') return true;
  if (end != '-' && end != '_') return false;
  std::string_view word = prefix.substr(prefix.find_last_of("/.:,") + 1);
  return word.find_first_of("0123456789") == word.npos && word.find_first_not_of("-_") != word.npos;
}

// Splits "claude-opus-5-5", "claude-4-5-opus" or "claude-mythos-preview" into family and version,
// in either order. The family is empty for names of another form.
struct Words {
  std::string_view family, major, minor;
};
Words words_of(std::string_view name) {
  constexpr std::string_view kClaude = "claude-";
  if (!name.starts_with(kClaude)) return {};
  std::array<std::string_view, 3> parts;
  std::size_t count = 0;
  for (std::string_view rest = name.substr(kClaude.size()); !rest.empty(); ++count) {
    if (count == parts.size()) return {};
    parts[count] = rest.substr(0, rest.find('-'));
    rest.remove_prefix(std::min(parts[count].size() + 1, rest.size()));
  }
  if (count < 2 || name.back() == '-') return {};
  bool number_first = !parts[0].empty() && is_digit(parts[0][0]);
  // The family goes first; the order of the numbers stays.
  if (number_first) std::rotate(parts.begin(), parts.begin() + count - 1, parts.begin() + count);
  auto [family, major, minor] = parts;
  auto is_number = [](std::string_view part) {
    return !part.empty() && part.size() <= 2 && std::all_of(part.begin(), part.end(), is_digit);
  };
  bool is_version =
      count == 2 ? is_number(major) || major == "preview" : is_number(major) && is_number(minor);
  bool is_word =
      std::all_of(family.begin(), family.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return is_word && is_version ? Words{family, major, minor} : Words{};
}

// Normalizes the word order: "claude-4-5-opus" and "claude-opus-4" become "claude-opus-4-5" and
// "claude-opus-4-0"; models before 4 keep the number first. Empty for other names.
std::string in_order(std::string_view name) {
  auto [family, major, minor] = words_of(name);
  if (family.empty()) return "";
  if (minor == "0") minor = "";
  if (major == "4" && minor.empty()) minor = "0";
  std::string out = "claude-";
  if (major != "3") out.append(family).append("-");
  out.append(major);
  if (!minor.empty()) out.append("-").append(minor);
  if (major == "3") out.append("-").append(family);
  return out;
}

struct Window {
  std::string_view model;
  std::int64_t tokens;
  bool longer_on_request;  // "[1m]" selects a million tokens
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
  ModelName other;
  other.canonical = trim(id);
  std::string text = lower(other.canonical);
  std::size_t at = text.rfind("claude-");
  if (at != std::string::npos && is_vendor(std::string_view(text).substr(0, at))) {
    ModelName claude;
    std::string_view stripped = std::string_view(text).substr(at);
    strip_suffixes(stripped, claude);
    std::string name(stripped);
    std::replace(name.begin(), name.end(), '.', '-');
    claude.canonical = in_order(name);
    if (!claude.canonical.empty()) return claude;
  }
  // Claude Code adds this suffix to any vendor's model.
  constexpr std::string_view kLong = "[1m]";
  if (text.ends_with(kLong)) {
    other.long_context = true;
    other.canonical.resize(other.canonical.size() - kLong.size());
  }
  return other;
}

std::string display_model(std::string_view id) {
  std::string canonical = parse_model(id).canonical;
  auto [family, major, minor] = words_of(canonical);
  if (family.empty() || major == "preview") return std::string(id);
  std::string name = fmt::format("{} {}", family, major);
  name[0] = static_cast<char>(name[0] - 'a' + 'A');
  if (!minor.empty() && minor != "0") name += fmt::format(".{}", minor);
  return name;
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
