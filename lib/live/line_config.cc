// SPDX-License-Identifier: MIT
#include "lib/live/line_config.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <span>

#include "lib/base/failure.h"
#include "lib/base/text.h"
#include "lib/live/live.h"

namespace wick {
namespace {

// A segment that comes with wick. Its styles are SGR parameters, ready to print: it is made at
// every start.
struct BuiltInThreshold {
  std::string_view field;
  char test = 0;  // '>', '<', '='; 0: no threshold
  double number = 0;
  std::string_view text;
  std::string_view foreground, attributes;
};
struct BuiltIn {
  std::string_view name, format, foreground, attributes, icon_unicode, icon_nerd;
  int priority;
  BuiltInThreshold thresholds[2];
};

constexpr std::string_view kRed = "31", kGreen = "32", kYellow = "33", kMagenta = "35",
                           kCyan = "36";
constexpr std::string_view kBold = "1", kDim = "2";

// clang-format off
constexpr BuiltIn kBuiltIn[] = {
    {"model",
     "{model.name}{?model.fast=true: fast}{?model.priced=false: ({model.id}: no price)}",
     kCyan, "", "", "\uf4bc", 40, {{"model.priced", '=', 0, "false", kYellow, ""}, {}}},
    {"context",
     "{?context.compacted=true:compacted{?context.tokens: }}"
     "{?context.tokens:{context.tokens:h}{?context.window_tokens:/{context.window_tokens:h}}"
     "{?context.compacted!=true:{?context.used_pct: {context.used_pct:h}}}}",
     "", "", "▤", "\uf1c0", 100,
     {{"context.used_pct", '>', 50, "", kYellow, ""},
      {"context.used_pct", '>', 80, "", kRed, kBold}}},
    {"cache",
     "{?cache.state=none:no cache}{?cache.state!=none:{cache.state}}"
     "{?cache.remaining_s: {cache.remaining_s:h}}",
     kGreen, "", "⏱", "\uf252", 80,
     {{"cache.remaining_s", '<', 60, "", kYellow, ""}, {"cache.state", '=', 0, "cold", kRed, ""}}},
    {"cache_until",
     "{?cache.state=none:no cache}{?cache.state!=none:{cache.state}}"
     "{?cache.state=warm:{?cache.expires_at: till {cache.expires_at:h}}}",
     kGreen, "", "⏱", "\uf252", 80,
     {{"cache.remaining_s", '<', 60, "", kYellow, ""}, {"cache.state", '=', 0, "cold", kRed, ""}}},
    {"context_short",
     "{?context.compacted=true:compacted}"
     "{?context.compacted!=true:{?context.used_pct:{context.used_pct:h}}"
     "{?!context.used_pct:{?context.tokens:{context.tokens:h}}}}",
     "", "", "▤", "\uf1c0", 100,
     {{"context.used_pct", '>', 50, "", kYellow, ""},
      {"context.used_pct", '>', 80, "", kRed, kBold}}},
    {"cache_short",
     "{?cache.state=none:no cache}"
     "{?cache.state=warm:{?cache.expires_at:till {cache.expires_at:h}}"
     "{?!cache.expires_at:warm}}{?cache.state=cold:cold}",
     kGreen, "", "⏱", "\uf252", 80,
     {{"cache.remaining_s", '<', 60, "", kYellow, ""}, {"cache.state", '=', 0, "cold", kRed, ""}}},
    {"next", "next {next.now_usd:h}{?next.state=warm: (cold {next.cold_usd:h})}",
     "", "", "→", "\uf061", 70, {{"next.state", '=', 0, "cold", kRed, ""}, {}}},
    {"cost", "{cost.total_usd:h}{?cost.lower_bound=true:+}", "", "", "Σ", "\uf155", 30, {}},
    {"five_hour", "5h {limits.five_hour_pct:h}", "", "", "", "", 25,
     {{"limits.five_hour_pct", '>', 80, "", kYellow, ""},
      {"limits.five_hour_pct", '>', 95, "", kRed, kBold}}},
    {"seven_day", "7d {limits.seven_day_pct:h}", "", "", "", "", 20,
     {{"limits.seven_day_pct", '>', 80, "", kYellow, ""},
      {"limits.seven_day_pct", '>', 95, "", kRed, kBold}}},
    {"spend", "spend {limits.spend_pct:h}", "", "", "", "", 20,
     {{"limits.spend_pct", '>', 90, "", kRed, ""}, {}}},
    {"today", "today {usage.today_usd:h}{?usage.lower_bound=true:+}", "", "", "", "", 28, {}},
    {"block", "block {usage.block_usd:h}{?usage.lower_bound=true:+}", "", "", "", "", 27, {}},
    {"branch", "{git.branch}", kMagenta, "", "⎇", "\ue0a0", 35, {}},
    {"session", "{session.name}", "", "", "", "", 15, {}},
    {"effort", "{model.effort}", "", kDim, "", "", 10, {}},
    {"version", "{session.version}", "", kDim, "", "", 5, {}},
};
// clang-format on

constexpr std::array<std::string_view, 7> kLineRow = {"model", "context",   "cache",    "next",
                                                      "cost",  "five_hour", "seven_day"};
constexpr std::array<std::string_view, 2> kPromptRow = {"context_short", "cache_short"};

std::span<const std::string_view> default_row(Place place) {
  if (place == Place::kPrompt) return kPromptRow;
  return kLineRow;
}

Style style_of(std::string_view foreground, std::string_view attributes) {
  return {std::string(foreground), "", std::string(attributes)};
}

Threshold threshold_of(const BuiltInThreshold& built_in) {
  Threshold out;
  out.field = built_in.field;
  out.equals = built_in.text;
  if (built_in.test == '>') out.above = built_in.number;
  if (built_in.test == '<') out.below = built_in.number;
  out.style = style_of(built_in.foreground, built_in.attributes);
  return out;
}

std::optional<Segment> built_in(std::string_view name) {
  for (const BuiltIn& b : kBuiltIn) {
    if (b.name != name) continue;
    Segment segment;
    segment.name = b.name;
    segment.format = Template::trusted(b.format);
    segment.style = style_of(b.foreground, b.attributes);
    segment.thresholds.reserve(std::size(b.thresholds));
    for (const BuiltInThreshold& threshold : b.thresholds) {
      if (threshold.test != 0) segment.thresholds.push_back(threshold_of(threshold));
    }
    segment.icon_unicode = b.icon_unicode;
    segment.icon_nerd = b.icon_nerd;
    segment.priority = b.priority;
    return segment;
  }
  return std::nullopt;
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

void configure(Segment& segment, const TomlValue& table) {
  check_keys(table, {"format", "command", "icon", "color", "thresholds", "priority",
                     "hide_when_absent", "timeout_s", "refresh_s"});
  if (const TomlValue* v = table.find("format")) segment.format = template_of(*v);
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
    std::optional<Segment> segment = built_in(name);
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
    return found == described_.end() ? built_in(name) : found->second;
  }

  std::map<std::string, Segment, std::less<>> described_;
};

Icons icons_of(const TomlValue& value) {
  const std::string& text = value.as_text();
  if (text == "none") return Icons::kNone;
  if (text == "unicode") return Icons::kUnicode;
  if (text == "nerd") return Icons::kNerd;
  fail(value, "icons are none, unicode or nerd");
}

void configure_line(LineConfig& config, const TomlValue& line, const Rows& rows) {
  check_keys(line, {"segments", "rows", "separator", "icons", "style", "margin"});
  if (const TomlValue* v = line.find("segments")) config.rows = {rows.of(*v)};
  if (const TomlValue* v = line.find("rows")) {
    if (line.find("segments")) fail(*v, "segments and rows exclude each other");
    config.rows.clear();
    for (const TomlValue& row : v->as_array()) config.rows.push_back(rows.of(row));
  }
  if (const TomlValue* v = line.find("margin")) {
    constexpr std::int64_t kMost = 100;
    std::int64_t margin = v->as_integer();
    if (margin < 0 || margin > kMost) fail(*v, "expected a number from 0 to 100");
    config.margin = static_cast<int>(margin);
  }
  if (const TomlValue* v = line.find("separator")) config.separator = v->as_text();
  if (const TomlValue* v = line.find("icons")) config.icons = icons_of(*v);
  if (const TomlValue* v = line.find("style")) {
    if (v->as_text() != "plain" && v->as_text() != "powerline")
      fail(*v, "style is plain or powerline");
    config.powerline = v->as_text() == "powerline";
  }
}

void configure_prompt(LineConfig& config, const TomlValue& prompt, const Rows& rows) {
  check_keys(prompt, {"segments", "separator", "icons"});
  if (const TomlValue* v = prompt.find("segments")) config.rows = {rows.of(*v)};
  if (const TomlValue* v = prompt.find("separator")) config.separator = v->as_text();
  if (const TomlValue* v = prompt.find("icons")) config.icons = icons_of(*v);
}

}  // namespace

std::vector<std::string_view> LineConfig::names() const {
  std::vector<std::string_view> all;
  for (const auto& row : rows) {
    for (const Segment& segment : row) {
      all.insert(all.end(), segment.format.names().begin(), segment.format.names().end());
      for (const Threshold& threshold : segment.thresholds) all.push_back(threshold.field);
    }
  }
  return all;
}

Segment built_in_segment(std::string_view name) { return built_in(name).value(); }

LineConfig default_line(Place place) {
  LineConfig config;
  config.rows.resize(1);
  config.rows[0] = Rows(nullptr).standard(place);
  return config;
}

LineConfig line_of_format(const std::string& format) {
  LineConfig config;
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
