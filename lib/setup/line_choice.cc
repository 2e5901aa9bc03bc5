// SPDX-License-Identifier: MIT
#include "lib/setup/line_choice.h"

#include <array>

#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/output/theme.h"
#include "lib/setup/toml_edit.h"

namespace wick {
namespace {

constexpr std::array<std::string_view, 7> kStyles = {"plain", "arrow",   "round", "slant",
                                                     "flame", "capsule", "none"};
constexpr std::array<std::string_view, 3> kIcons = {"none", "unicode", "nerd"};

TomlPlace place_in(const std::string& path) { return {path, "line"}; }

template <class Words>
std::string listed(const Words& words) {
  std::string out;
  for (std::string_view word : words) out += (out.empty() ? "" : ", ") + std::string(word);
  return out;
}

std::string toml_row(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + toml_string(name);
  return "[" + out + "]";
}

struct Setting {
  std::string key, value;
};

Setting setting_of(const NamedRows& rows) {
  if (rows.size() == 1) return {"segments", toml_row(rows[0])};
  std::string all;
  for (const auto& row : rows) all += (all.empty() ? "" : ", ") + toml_row(row);
  return {"rows", "[" + all + "]"};
}

std::vector<Setting> settings_of(const LineChoice& c) {
  std::vector<Setting> all;
  auto add = [&all](const char* key, const std::string& word) {
    if (!word.empty()) all.push_back({key, toml_string(word)});
  };
  if (c.rows) all.push_back(setting_of(*c.rows));
  add("theme", c.theme);
  if (!c.style.empty()) add("style", c.style == "plain" ? c.style : "powerline");
  if (c.style != "plain") add("powerline_separator", c.style);
  add("icons", c.icons);
  return all;
}

// The chosen keys, after comments with the other possible keys. The comments come first because a
// table ends with its last key.
std::string new_table(const LineChoice& c, const std::string& margin) {
  std::string comments =
      "[line]\n"
      "# Written by wick-setup line; see wick.toml(5) for other keys. wick-line --preview shows all presets,\n"
      "# wick-line --segments lists the names for segments or, with more than one row, for rows.\n";
  std::string keys;
  std::vector<Setting> chosen = settings_of(c);
  auto line = [&](std::string_view key, std::string_view usual, const std::string& words) {
    for (const Setting& s : chosen) {
      if (s.key != key) continue;
      keys += fmt::format("{} = {}{}\n", key, s.value, words.empty() ? "" : "  # " + words);
      return;
    }
    if (!usual.empty()) comments += fmt::format("#{} = {}  # {}\n", key, toml_string(usual), words);
  };
  line("segments", "", "");
  line("rows", "", "");
  line("theme", "default", listed(theme_words()));
  line("style", "plain", "plain, powerline");
  line("powerline_separator", "arrow", listed(style_words().subspan(1)));
  line("icons", "unicode", listed(kIcons));
  if (!margin.empty()) keys += fmt::format("margin = {}\n", margin);
  return comments +
         fmt::format("preset = {}  # {}\n", toml_string(c.preset->name), preset_names()) + keys;
}

std::string with_line_ends(std::string text, const std::string& newline) {
  if (newline == "\n") return text;
  std::string out;
  for (char c : text) out += c == '\n' ? newline : std::string(1, c);
  return out;
}

// Removes the table if it was added together with its key.
std::string without_empty_table(const std::string& text, const std::string& before,
                                const TomlPlace& place) {
  auto table = toml_table(text, place);
  bool came_with_it = table && !contains(*table, "=") && !toml_table(before, place);
  return came_with_it ? with_toml_table(text, place, "") : text;
}

std::optional<std::string> without_margin(const std::string& text, const std::string* before,
                                          const std::string& path) {
  if (!before) return std::nullopt;
  TomlPlace place = place_in(path);
  auto is = toml_value(text, place, "margin"), was = toml_value(*before, place, "margin");
  if (is == was) return std::nullopt;
  std::string after =
      without_empty_table(with_toml_value(text, place, "margin", was.value_or("")), *before, place);
  return trim(after) == trim(*before) ? *before : after;
}

// Restores the previous table but keeps the margin, which `wick-setup claude` writes.
std::optional<std::string> without_choice(const std::string& text, const std::string* before,
                                          const std::string& path) {
  if (!before) return std::nullopt;
  TomlPlace place = place_in(path);
  auto is = toml_table(text, place), was = toml_table(*before, place);
  if (is == was) return std::nullopt;
  auto margin = toml_value(text, place, "margin");
  std::string after = with_toml_table(text, place, was.value_or(""));
  if (margin && !toml_value(*before, place, "margin"))
    after = with_toml_value(after, place, "margin", *margin);
  if (after == text) return std::nullopt;
  // If the table was appended, newlines were inserted before it.
  bool all_else_is_gone = trim(after) == trim(*before);
  return all_else_is_gone ? *before : after;
}

}  // namespace

std::span<const std::string_view> style_words() { return kStyles; }
std::span<const std::string_view> icon_words() { return kIcons; }
std::vector<std::string_view> theme_words() {
  std::vector<std::string_view> all;
  for (const Theme& theme : themes()) all.push_back(theme.name);
  return all;
}

std::string wick_toml(const Env& env) {
  std::string home = config_home(env);
  if (home.empty()) throw Failure{Exit::kUsage, "HOME: is not set"};
  return home + "/wick.toml";
}

std::string with_choice(const std::string& text, const LineChoice& choice,
                        const std::string& path) {
  TomlPlace place = place_in(path);
  if (choice.preset) {
    std::string margin = toml_value(text, place, "margin").value_or("");
    return with_toml_table(text, place,
                           with_line_ends(new_table(choice, margin), newline_of(text)));
  }
  std::string out = text;
  for (const Setting& s : settings_of(choice)) {
    if (s.key == "rows" || s.key == "segments")
      out = with_toml_value(out, place, s.key == "rows" ? "segments" : "rows", "");
    out = with_toml_value(out, place, s.key, s.value);
  }
  return out;
}

LineConfig line_of_text(const std::string& text, const std::string& path) {
  std::vector<std::string> slips;
  return line_config(parse_toml(text, path), Place::kStatusLine, &slips);
}

NamedRows names_of(const LineConfig& config) {
  NamedRows all;
  for (const auto& row : config.rows) {
    auto& names = all.emplace_back();
    for (const Segment& segment : row) names.push_back(segment.name);
  }
  return all;
}

Edit look_edit(const std::string& path, const LineChoice& choice) {
  auto put_in = [=](const std::string& text) -> std::optional<std::string> {
    std::string after = with_choice(text, choice, path);
    return after == text ? std::nullopt : std::optional(after);
  };
  auto take_out = [=](const std::string& text, const std::string* before) {
    return without_choice(text, before, path);
  };
  return {path, "line", put_in, take_out};
}

Edit margin_edit(const std::string& path, const std::string& padding) {
  TomlPlace place = place_in(path);
  auto put_in = [=](const std::string& text) -> std::optional<std::string> {
    if (toml_value(text, place, "margin") == padding) return std::nullopt;
    return with_toml_value(text, place, "margin", padding);
  };
  auto take_out = [=](const std::string& text, const std::string* before) {
    return without_margin(text, before, path);
  };
  return {path, "margin", put_in, take_out, path + ".margin"};
}

}  // namespace wick
