// SPDX-License-Identifier: MIT
#include "lib/live/line_config.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <span>

#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/live/fields.h"
#include "lib/live/live.h"

namespace wick {
namespace {

constexpr std::array<std::string_view, 8> kLineRow = {"model", "context", "cache",     "next",
                                                      "cost",  "git",     "five_hour", "seven_day"};
constexpr std::array<std::string_view, 2> kPromptRow = {"context_short", "cache_short"};

std::span<const std::string_view> default_row(Place place) {
  if (place == Place::kPrompt) return kPromptRow;
  return kLineRow;
}

[[noreturn]] void fail(const TomlValue& at, const std::string& why) {
  throw Failure{Exit::kConfig, at.where + ": " + why};
}

Style style_of(const TomlValue& value) {
  auto style = parse_style(value.as_text());
  if (!style) fail(value, "not a style: " + printable(value.as_text()));
  return *style;
}

Template template_of(const TomlValue& value) {
  try {
    return Template::parse(value.as_text(), field_names());
  } catch (const Failure& failure) {
    if (value.where.empty()) throw;
    fail(value, failure.message);
  }
}

Threshold threshold_of(const TomlValue& value) {
  check_keys(value, {"field", "above", "below", "equals", "color"});
  Threshold out;
  const TomlValue* field = value.find("field");
  const TomlValue* color = value.find("color");
  if (!field || !color) fail(value, "a threshold has a field and a color");
  out.field = field->as_text();
  const auto& known = field_names();
  if (std::find(known.begin(), known.end(), out.field) == known.end()) {
    fail(*field, "unknown field " + printable(out.field));
  }
  if (const TomlValue* above = value.find("above")) out.above = above->as_number();
  if (const TomlValue* below = value.find("below")) out.below = below->as_number();
  if (const TomlValue* equals = value.find("equals")) out.equals = equals->as_text();
  out.style = style_of(*color);
  return out;
}

std::int64_t seconds_of(const TomlValue& value, std::int64_t least) {
  std::int64_t seconds = value.as_integer();
  if (seconds < least || seconds > 86400)
    fail(value, "not a number of seconds from " + std::to_string(least) + " to 86400");
  return seconds;
}

int number_from(const TomlValue& value, int least, int most) {
  std::int64_t number = value.as_integer();
  if (number < least || number > most) fail(value, fmt::format("not a number from {} to {}", least, most));
  return static_cast<int>(number);
}

// One of a few words, as what it means.
template <class Meaning, std::size_t count>
Meaning one_of(const TomlValue& value, const std::pair<std::string_view, Meaning> (&words)[count]) {
  std::string known;
  for (const auto& [word, meaning] : words) {
    if (value.as_text() == word) return meaning;
    if (!known.empty()) known += ", ";
    known += word;
  }
  fail(value, fmt::format("{} is none of {}", printable(value.as_text()), known));
}

void configure(Segment& segment, const TomlValue& table) {
  check_keys(table, {"format", "short", "command", "icon", "color", "thresholds", "priority", "max_width",
                     "hide_when_absent", "timeout_s", "refresh_s"});
  if (const TomlValue* v = table.find("format")) segment.format = template_of(*v), segment.short_format.clear();
  if (const TomlValue* v = table.find("short")) {
    segment.short_names.clear();
    Template format = template_of(*v);
    for (std::string_view name : format.names()) segment.short_names.push_back(find_field(name)->name);
    segment.short_format = v->as_text();
  }
  if (const TomlValue* v = table.find("max_width")) segment.max_width = number_from(*v, 1, 1000);
  if (const TomlValue* v = table.find("command")) segment.command = v->as_text();
  if (const TomlValue* v = table.find("icon"))
    segment.icon_unicode = segment.icon_nerd = v->as_text();
  if (const TomlValue* v = table.find("color")) segment.style = style_of(*v);
  if (const TomlValue* v = table.find("priority")) {
    segment.priority = static_cast<int>(std::clamp<std::int64_t>(v->as_integer(), -1000, 1000));
  }
  if (const TomlValue* v = table.find("hide_when_absent")) segment.hide_when_absent = v->as_flag();
  if (const TomlValue* v = table.find("timeout_s")) segment.timeout_s = seconds_of(*v, 1);
  if (const TomlValue* v = table.find("refresh_s")) segment.refresh_s = seconds_of(*v, 0);
  if (const TomlValue* v = table.find("thresholds")) {
    segment.thresholds.clear();
    for (const TomlValue& threshold : v->as_array())
      segment.thresholds.push_back(threshold_of(threshold));
  }
}

// Every segment that the file describes, whether the line uses it or not: a misspelt name must not
// be silently without effect.
std::map<std::string, Segment, std::less<>> described(const TomlValue* tables) {
  std::map<std::string, Segment, std::less<>> segments;
  if (!tables) return segments;
  for (const auto& [name, table] : tables->as_table()) {
    std::optional<Segment> segment = built_in_segment(name);
    if (!segment) {
      bool is_new = table.find("format") || table.find("command");
      if (!is_new)
        fail(table,
             "unknown segment " + printable(name) + " (a new one needs a format or a command)");
      if (!is_safe_name(name)) fail(table, "not a segment's name: " + printable(name));
      segment.emplace().name = name;
    }
    configure(*segment, table);
    segments.emplace(name, std::move(*segment));
  }
  return segments;
}

class Rows {
 public:
  explicit Rows(const TomlValue* tables) : described_(described(tables)) {}

  std::vector<Segment> of(const TomlValue& names) const {
    std::vector<Segment> row;
    for (const TomlValue& name : names.as_array()) {
      auto segment = find(name.as_text());
      if (!segment)
        fail(name, "unknown segment " + printable(name.as_text()) +
                       " (a new one needs a format or a command)");
      row.push_back(std::move(*segment));
    }
    return row;
  }

  std::vector<Segment> standard(Place place) const {
    std::vector<Segment> row;
    row.reserve(default_row(place).size());
    for (std::string_view name : default_row(place)) row.push_back(*find(name));
    return row;
  }

 private:
  std::optional<Segment> find(std::string_view name) const {
    auto found = described_.find(name);
    return found == described_.end() ? built_in_segment(name) : found->second;
  }

  std::map<std::string, Segment, std::less<>> described_;
};

constexpr std::pair<std::string_view, Icons> kIcons[] = {
    {"none", Icons::kNone}, {"unicode", Icons::kUnicode}, {"nerd", Icons::kNerd}};
constexpr std::pair<std::string_view, bool> kStyles[] = {{"plain", false}, {"powerline", true}};
constexpr std::pair<std::string_view, bool> kOverflows[] = {{"drop", false}, {"wrap", true}};
constexpr std::pair<std::string_view, ShowMoney> kMoney[] = {
    {"on", ShowMoney::kAlways}, {"api", ShowMoney::kApi}, {"off", ShowMoney::kOff}};
constexpr std::pair<std::string_view, Joint> kJoints[] = {
    {"arrow", Joint::kArrow}, {"round", Joint::kRound},     {"slant", Joint::kSlant},
    {"flame", Joint::kFlame}, {"capsule", Joint::kCapsule}, {"none", Joint::kNone}};

const Theme* theme_of(const TomlValue& value) {
  if (const Theme* theme = find_theme(value.as_text())) return theme->name == "default" ? nullptr : theme;
  std::string known;
  for (const Theme& theme : themes()) known += (known.empty() ? "" : ", ") + std::string(theme.name);
  fail(value, fmt::format("no theme {}; there are {}", printable(value.as_text()), known));
}

void configure_line(LineConfig& config, const TomlValue& line, const Rows& rows) {
  check_keys(line, {"segments", "rows", "separator", "icons", "style", "powerline_separator", "theme", "money",
                    "overflow", "max_rows", "margin"});
  if (const TomlValue* v = line.find("segments")) config.rows = {rows.of(*v)};
  if (const TomlValue* v = line.find("rows")) {
    if (line.find("segments")) fail(*v, "segments and rows exclude each other");
    config.rows.clear();
    for (const TomlValue& row : v->as_array()) config.rows.push_back(rows.of(row));
  }
  LineLook& look = config.look;
  if (const TomlValue* v = line.find("margin")) config.margin = number_from(*v, 0, 100);
  if (const TomlValue* v = line.find("separator")) look.separator = v->as_text();
  if (const TomlValue* v = line.find("icons")) config.icons = one_of(*v, kIcons);
  if (const TomlValue* v = line.find("style")) look.powerline = one_of(*v, kStyles);
  if (const TomlValue* v = line.find("powerline_separator")) look.joint = one_of(*v, kJoints);
  if (const TomlValue* v = line.find("theme")) look.theme = theme_of(*v);
  if (const TomlValue* v = line.find("money")) config.money = one_of(*v, kMoney);
  if (const TomlValue* v = line.find("overflow")) look.wrap = one_of(*v, kOverflows);
  if (const TomlValue* v = line.find("max_rows")) look.max_rows = number_from(*v, 1, 20);
}

void configure_prompt(LineConfig& config, const TomlValue& prompt, const Rows& rows) {
  check_keys(prompt, {"segments", "separator", "icons"});
  if (const TomlValue* v = prompt.find("segments")) config.rows = {rows.of(*v)};
  if (const TomlValue* v = prompt.find("separator")) config.look.separator = v->as_text();
  if (const TomlValue* v = prompt.find("icons")) config.icons = one_of(*v, kIcons);
}

}  // namespace

std::vector<std::string_view> LineConfig::names() const {
  std::vector<std::string_view> all;
  for (const auto& row : rows) {
    for (const Segment& segment : row) {
      for (const auto* names : {&segment.format.names(), &segment.short_names})
        all.insert(all.end(), names->begin(), names->end());
      for (const Threshold& threshold : segment.thresholds) all.push_back(threshold.field);
    }
  }
  return all;
}

LineConfig default_line(Place place) {
  LineConfig config;
  config.rows.resize(1);
  config.rows[0] = Rows(nullptr).standard(place);
  return config;
}

LineConfig line_of_format(const std::string& format) {
  LineConfig config;
  config.icons = Icons::kUnicode;  // what a bar is made of
  Segment segment;
  segment.name = "format";
  segment.format = parse_format(format);
  segment.hide_when_absent = false;
  config.rows.emplace_back().push_back(std::move(segment));
  return config;
}

LineConfig line_config(const TomlValue& file, Place place) {
  check_keys(file, {"line", "prompt", "segment", "waste"});  // waste: for wick-waste
  Rows rows(file.find("segment"));
  LineConfig shown, other;
  shown.rows.push_back(rows.standard(place));
  bool is_prompt = place == Place::kPrompt;
  // Both tables are checked, whichever is shown: a slip is told where it is made.
  if (const TomlValue* line = file.find("line"))
    configure_line(is_prompt ? other : shown, *line, rows);
  if (const TomlValue* prompt = file.find("prompt"))
    configure_prompt(is_prompt ? shown : other, *prompt, rows);
  return shown;
}

void join_rows(LineConfig& config) {
  if (config.rows.empty()) return;
  for (std::size_t i = 1; i < config.rows.size(); ++i) {
    std::move(config.rows[i].begin(), config.rows[i].end(), std::back_inserter(config.rows[0]));
  }
  config.rows.resize(1);
}

}  // namespace wick
