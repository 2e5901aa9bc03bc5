// SPDX-License-Identifier: MIT
#include "lib/live/line_config.h"

#include <algorithm>
#include <array>

#include "lib/base/failure.h"
#include "lib/base/text.h"
#include "lib/live/live.h"

namespace wick {
namespace {

// A segment that comes with wick. Thresholds are "FIELD>NUMBER STYLE" or "FIELD=TEXT STYLE".
struct BuiltIn {
  std::string_view name, format, style;
  std::array<std::string_view, 2> thresholds;
  std::string_view icon_unicode, icon_nerd;
  int priority;
};

constexpr auto kBuiltIn = std::to_array<BuiltIn>({
    {"model",
     "{model.name}{?model.fast=true: fast}{?model.priced=false: ({model.id}: no price)}",
     "cyan", {"model.priced=false yellow"}, "", "\uf4bc", 40},
    {"context",
     "{?context.compacted=true:compacted{?context.tokens: }}"
     "{?context.tokens:{context.tokens:h}{?context.window_tokens:/{context.window_tokens:h}}"
     "{?context.compacted!=true:{?context.used_pct: {context.used_pct:h}}}}",
     "", {"context.used_pct>50 yellow", "context.used_pct>80 bold red"}, "▤", "\uf1c0", 100},
    {"cache",
     "{?cache.state=none:no cache}{?cache.state!=none:{cache.state}}"
     "{?cache.remaining_s: {cache.remaining_s:h}}",
     "green", {"cache.remaining_s<60 yellow", "cache.state=cold red"}, "⏱", "\uf252", 80},
    {"next",
     "next {next.now_usd:h}{?next.state=warm: (cold {next.cold_usd:h})}",
     "", {"next.state=cold red"}, "→", "\uf061", 70},
    {"cost", "{cost.total_usd:h}{?cost.lower_bound=true:+}", "", {}, "Σ", "\uf155", 30},
    {"five_hour", "5h {limits.five_hour_pct:h}", "",
     {"limits.five_hour_pct>80 yellow", "limits.five_hour_pct>95 bold red"}, "", "", 25},
    {"seven_day", "7d {limits.seven_day_pct:h}", "",
     {"limits.seven_day_pct>80 yellow", "limits.seven_day_pct>95 bold red"}, "", "", 20},
    {"spend", "spend {limits.spend_pct:h}", "", {"limits.spend_pct>90 red"}, "", "", 20},
    {"branch", "{git.branch}", "magenta", {}, "⎇", "\ue0a0", 35},
    {"session", "{session.name}", "", {}, "", "", 15},
    {"effort", "{model.effort}", "dim", {}, "", "", 10},
    {"version", "{session.version}", "dim", {}, "", "", 5},
});

constexpr std::array<std::string_view, 7> kDefaultRow = {"model", "context", "cache", "next",
                                                         "cost", "five_hour", "seven_day"};

Threshold built_in_threshold(std::string_view text) {
  std::size_t space = text.find(' ');
  std::string_view condition = text.substr(0, space);
  std::size_t op = condition.find_first_of("<>=");
  Threshold out;
  out.field = std::string(condition.substr(0, op));
  std::string_view operand = condition.substr(op + 1);
  if (condition[op] == '=') out.equals = std::string(operand);
  if (condition[op] == '>') out.above = parse_number(operand);
  if (condition[op] == '<') out.below = parse_number(operand);
  out.style = *parse_style(text.substr(space + 1));
  return out;
}

std::optional<Segment> built_in(std::string_view name) {
  for (const BuiltIn& b : kBuiltIn) {
    if (b.name != name) continue;
    Segment segment;
    segment.name = std::string(name);
    segment.format = Template::trusted(b.format);
    segment.style = *parse_style(b.style);
    for (std::string_view threshold : b.thresholds) {
      if (!threshold.empty()) segment.thresholds.push_back(built_in_threshold(threshold));
    }
    segment.icon_unicode = std::string(b.icon_unicode);
    segment.icon_nerd = std::string(b.icon_nerd);
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
  if (seconds < least || seconds > 86400) fail(value, "not a number of seconds from " + std::to_string(least) + " to 86400");
  return seconds;
}

void configure(Segment& segment, const TomlValue& table) {
  check_keys(table, {"format", "command", "icon", "color", "thresholds", "priority", "hide_when_absent",
                     "timeout_s", "refresh_s"});
  if (const TomlValue* v = table.find("format")) segment.format = template_of(*v);
  if (const TomlValue* v = table.find("command")) segment.command = v->as_text();
  if (const TomlValue* v = table.find("icon")) segment.icon_unicode = segment.icon_nerd = v->as_text();
  if (const TomlValue* v = table.find("color")) segment.style = style_of(*v);
  if (const TomlValue* v = table.find("priority")) {
    segment.priority = static_cast<int>(std::clamp<std::int64_t>(v->as_integer(), -1000, 1000));
  }
  if (const TomlValue* v = table.find("hide_when_absent")) segment.hide_when_absent = v->as_flag();
  if (const TomlValue* v = table.find("timeout_s")) segment.timeout_s = seconds_of(*v, 1);
  if (const TomlValue* v = table.find("refresh_s")) segment.refresh_s = seconds_of(*v, 0);
  if (const TomlValue* v = table.find("thresholds")) {
    segment.thresholds.clear();
    for (const TomlValue& threshold : v->as_array()) segment.thresholds.push_back(threshold_of(threshold));
  }
}

Segment segment_of(const TomlValue& name, const TomlValue* tables) {
  const std::string& text = name.as_text();
  const TomlValue* table = tables ? tables->find(text) : nullptr;
  std::optional<Segment> segment = built_in(text);
  if (!segment) {
    bool defined = table && (table->find("format") || table->find("command"));
    if (!defined) fail(name, "unknown segment " + printable(text) + " (a new one needs a format or a command)");
    if (!is_safe_name(text)) fail(name, "not a segment's name: " + printable(text));
    segment.emplace().name = text;
  }
  if (table) configure(*segment, *table);
  return std::move(*segment);
}

std::vector<Segment> row_of(const TomlValue& names, const TomlValue* tables) {
  std::vector<Segment> row;
  for (const TomlValue& name : names.as_array()) row.push_back(segment_of(name, tables));
  return row;
}

Icons icons_of(const TomlValue& value) {
  const std::string& text = value.as_text();
  if (text == "none") return Icons::kNone;
  if (text == "unicode") return Icons::kUnicode;
  if (text == "nerd") return Icons::kNerd;
  fail(value, "icons are none, unicode or nerd");
}

std::vector<Segment> default_row(const TomlValue* tables) {
  std::vector<Segment> row;
  for (std::string_view name : kDefaultRow) {
    Segment segment = *built_in(name);
    if (const TomlValue* table = tables ? tables->find(name) : nullptr) configure(segment, *table);
    row.push_back(std::move(segment));
  }
  return row;
}

void configure_line(LineConfig& config, const TomlValue& line, const TomlValue* tables) {
  check_keys(line, {"segments", "rows", "separator", "icons", "style"});
  if (const TomlValue* v = line.find("segments")) config.rows = {row_of(*v, tables)};
  if (const TomlValue* v = line.find("rows")) {
    if (line.find("segments")) fail(*v, "segments and rows exclude each other");
    config.rows.clear();
    for (const TomlValue& row : v->as_array()) config.rows.push_back(row_of(row, tables));
  }
  if (const TomlValue* v = line.find("separator")) config.separator = v->as_text();
  if (const TomlValue* v = line.find("icons")) config.icons = icons_of(*v);
  if (const TomlValue* v = line.find("style")) {
    if (v->as_text() != "plain" && v->as_text() != "powerline") fail(*v, "style is plain or powerline");
    config.powerline = v->as_text() == "powerline";
  }
}

}  // namespace

std::vector<std::string> LineConfig::names() const {
  std::vector<std::string> all;
  for (const auto& row : rows) {
    for (const Segment& segment : row) {
      all.insert(all.end(), segment.format.names().begin(), segment.format.names().end());
      for (const Threshold& threshold : segment.thresholds) all.push_back(threshold.field);
    }
  }
  return all;
}

LineConfig default_line() {
  LineConfig config;
  config.rows.push_back(default_row(nullptr));
  return config;
}

LineConfig line_of_format(const std::string& format) {
  LineConfig config;
  Segment segment;
  segment.name = "format";
  segment.format = Template::parse(format, field_names());
  segment.hide_when_absent = false;
  config.rows.emplace_back().push_back(std::move(segment));
  return config;
}

LineConfig line_config(const TomlValue& file) {
  check_keys(file, {"line", "segment"});
  const TomlValue* tables = file.find("segment");
  if (tables) tables->as_table();
  LineConfig config;
  config.rows.push_back(default_row(tables));
  if (const TomlValue* line = file.find("line")) configure_line(config, *line, tables);
  return config;
}

}  // namespace wick
