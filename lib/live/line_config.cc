// SPDX-License-Identifier: MIT
#include "lib/live/line_config.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <span>

#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/live/fields.h"
#include "lib/live/live.h"
#include "lib/live/presets.h"

namespace wick {
namespace {

constexpr std::array<std::string_view, 8> kLineRow = {"model", "context", "cache",     "next",
                                                      "cost",  "git",     "five_hour", "seven_day"};
constexpr std::array<std::string_view, 2> kPromptRow = {"context_short", "cache_short"};
constexpr std::array<std::string_view, 4> kSubagentRow = {"task", "model", "context", "cost"};

std::span<const std::string_view> default_row(Place place) {
  if (place == Place::kPrompt) return kPromptRow;
  if (place == Place::kSubagents) return kSubagentRow;
  return kLineRow;
}

[[noreturn]] void fail(const TomlValue& at, const std::string& why) {
  throw Failure{Exit::kConfig, fmt::format("{}: {}", at.where, why)};
}

std::string unknown_segment(std::string_view name) {
  return fmt::format("unknown segment {} (a new one needs a format or a command)", printable(name));
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
  if (!find_field(out.field) && !out.field.starts_with(kPayloadNames))
    fail(*field, "unknown field " + printable(out.field));
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
  if (number < least || number > most)
    fail(value, fmt::format("not a number from {} to {}", least, most));
  return static_cast<int>(number);
}

// The meaning of a value that must be one of a few words.
template <class Meaning, std::size_t count>
Meaning one_of(const TomlValue& value, const std::pair<std::string_view, Meaning> (&words)[count]) {
  std::string known;
  for (const auto& [word, meaning] : words) {
    if (value.as_text() == word) return meaning;
    if (!known.empty()) known += ", ";
    known += word;
  }
  fail(value, fmt::format("{} is not one of {}", printable(value.as_text()), known));
}

constexpr std::pair<std::string_view, Icons> kIcons[] = {
    {"none", Icons::kNone}, {"unicode", Icons::kUnicode}, {"nerd", Icons::kNerd}};
constexpr std::pair<std::string_view, bool> kStyles[] = {{"plain", false}, {"powerline", true}};
constexpr std::pair<std::string_view, bool> kOverflows[] = {{"drop", false}, {"wrap", true}};
constexpr std::pair<std::string_view, ShowMoney> kMoney[] = {
    {"on", ShowMoney::kAlways}, {"api", ShowMoney::kApi}, {"off", ShowMoney::kOff}};
constexpr std::pair<std::string_view, ShowLinks> kLinks[] = {
    {"auto", ShowLinks::kAuto}, {"on", ShowLinks::kOn}, {"off", ShowLinks::kOff}};
constexpr std::pair<std::string_view, Joint> kJoints[] = {
    {"arrow", Joint::kArrow}, {"round", Joint::kRound},     {"slant", Joint::kSlant},
    {"flame", Joint::kFlame}, {"capsule", Joint::kCapsule}, {"none", Joint::kNone}};

const Theme* theme_of(const TomlValue& value) {
  if (const Theme* theme = find_theme(value.as_text()))
    return theme->name == "default" ? nullptr : theme;
  std::string known;
  for (const Theme& theme : themes())
    known += (known.empty() ? "" : ", ") + std::string(theme.name);
  fail(value, fmt::format("no theme {}; the themes are {}", printable(value.as_text()), known));
}

// Reads the tables of a wick.toml. An error discards only the key, or the name in a row, that has
// it.
class ConfigReader {
 public:
  // Errors are added to `slips`; if that is null, the first one is thrown.
  ConfigReader(const TomlValue& file, std::vector<std::string>* slips)
      : file_(file), slips_(slips) {
    // ledger, privacy and waste are for the history tools.
    attempt([&] {
      check_keys(file, {"ledger", "line", "privacy", "prompt", "segment", "subagents", "waste"});
    });
    if (const TomlValue* tables = file.find("segment")) attempt([&] { describe(*tables); });
  }

  LineConfig read(Place place) {
    LineConfig shown, other;
    shown.rows.push_back(standard(place));
    // All tables are checked, whichever is shown, so that errors in the others are reported too.
    auto config_of = [&](Place table) -> LineConfig& { return table == place ? shown : other; };
    LineConfig& of_line = config_of(Place::kStatusLine);
    if (const TomlValue* line = file_.find("line")) {
      on(*line, "preset", [&](const TomlValue& v) { of_line = from_preset(v); });
      attempt([&] { read_line(of_line, *line); });
    }
    for (auto [name, table] :
         {std::pair("prompt", Place::kPrompt), std::pair("subagents", Place::kSubagents)})
      if (const TomlValue* found = file_.find(name)) read_row(config_of(table), *found);
    return shown;
  }

 private:
  template <class Step>
  void attempt(Step step) {
    try {
      step();
    } catch (const Failure& failure) {
      if (!slips_ || failure.code != Exit::kConfig) throw;
      slips_->push_back(failure.message);
    }
  }
  template <class Take>
  void on(const TomlValue& table, std::string_view key, Take take) {
    if (const TomlValue* value = table.find(key)) attempt([&] { take(*value); });
  }

  // Reads every segment that the file describes, whether the line uses it or not: a misspelt name
  // must be reported.
  void describe(const TomlValue& tables) {
    for (const auto& [name, table] : tables.as_table()) {
      broken_.insert(name);
      attempt([&, &name = name, &table = table] {
        std::optional<Segment> segment = built_in_segment(name);
        bool is_new = table.find("format") || table.find("command");
        if (!segment && !is_new && !is_of_preset(name)) fail(table, unknown_segment(name));
        if (!is_safe_name(name)) fail(table, "not a segment's name: " + printable(name));
        if (!segment) segment.emplace().name = name;
        std::size_t before = slips_ ? slips_->size() : 0;
        configure(*segment, table);
        bool shows_nothing = is_new && segment->command.empty() && segment->format.is_empty();
        if (shows_nothing && slips_ && slips_->size() > before) return;
        described_.emplace(name, std::move(*segment));
        broken_.erase(name);
      });
    }
  }

  void configure(Segment& segment, const TomlValue& table) {
    attempt([&] {
      check_keys(table, {"format", "short", "command", "icon", "color", "thresholds", "priority",
                         "max_width", "hide_when_absent", "timeout_s", "refresh_s", "wait_ms"});
    });
    using Value = const TomlValue&;
    on(table, "format",
       [&](Value v) { segment.format = template_of(v), segment.short_format.clear(); });
    on(table, "short", [&](Value v) { set_short_format(segment, v); });
    on(table, "max_width", [&](Value v) { segment.max_width = number_from(v, 1, 1000); });
    on(table, "command", [&](Value v) { segment.command = v.as_text(); });
    on(table, "icon", [&](Value v) { segment.icon_unicode = segment.icon_nerd = v.as_text(); });
    on(table, "color", [&](Value v) { segment.style = style_of(v); });
    on(table, "priority", [&](Value v) {
      segment.priority = static_cast<int>(std::clamp<std::int64_t>(v.as_integer(), -1000, 1000));
    });
    on(table, "hide_when_absent", [&](Value v) { segment.hide_when_absent = v.as_flag(); });
    on(table, "timeout_s", [&](Value v) { segment.timeout_s = seconds_of(v, 1); });
    on(table, "wait_ms", [&](Value v) { segment.wait_ms = number_from(v, 0, 1000); });
    on(table, "refresh_s", [&](Value v) { segment.refresh_s = seconds_of(v, 0); });
    on(table, "thresholds", [&](Value v) {
      segment.thresholds.clear();
      for (const TomlValue& threshold : v.as_array())
        attempt([&] { segment.thresholds.push_back(threshold_of(threshold)); });
    });
  }

  static void set_short_format(Segment& segment, const TomlValue& value) {
    Template format = template_of(value);
    segment.short_names.clear();
    for (std::string_view name : format.names()) {
      const Field* field = find_field(name);
      segment.short_names.push_back(field ? field->name : kPayloadNames);
    }
    segment.short_format = value.as_text();
  }

  std::optional<Segment> find(std::string_view name) const {
    if (auto found = described_.find(name); found != described_.end()) return found->second;
    auto own = std::find_if(of_preset_.begin(), of_preset_.end(),
                            [name](const Segment& s) { return s.name == name; });
    return own == of_preset_.end() ? built_in_segment(name) : std::optional(*own);
  }

  std::vector<Segment> row_of(const TomlValue& names) {
    std::vector<Segment> row;
    for (const TomlValue& name : names.as_array()) {
      attempt([&] {
        if (broken_.count(name.as_text()) > 0) return;  // already reported
        auto segment = find(name.as_text());
        if (!segment) fail(name, unknown_segment(name.as_text()));
        row.push_back(std::move(*segment));
      });
    }
    return row;
  }

  // If errors have left nothing of the rows, the previous rows stay.
  void keep_rows(LineConfig& config, std::vector<std::vector<Segment>> rows) const {
    bool all_empty =
        std::all_of(rows.begin(), rows.end(), [](const auto& row) { return row.empty(); });
    if (!all_empty || !slips_ || slips_->empty()) config.rows = std::move(rows);
  }

  std::vector<Segment> standard(Place place) const {
    std::vector<Segment> row;
    row.reserve(default_row(place).size());
    for (std::string_view name : default_row(place)) row.push_back(*find(name));
    return row;
  }

  const Preset* named_preset() const {
    const TomlValue* line = file_.find("line");
    const TomlValue* name = line ? line->find("preset") : nullptr;
    const auto* text = name ? std::get_if<std::string>(&name->data) : nullptr;
    return text ? find_preset(*text) : nullptr;
  }
  bool is_of_preset(std::string_view name) const {
    const Preset* preset = named_preset();
    return preset && contains(preset->toml, "[segment." + std::string(name) + "]");
  }

  // A preset; the file's [segment.NAME] tables override its segments.
  LineConfig from_preset(const TomlValue& name) {
    const Preset* preset = find_preset(name.as_text());
    if (!preset)
      fail(name, fmt::format("no preset {}; the presets are {}", printable(name.as_text()),
                             preset_names()));
    LineConfig config = preset_line(*preset);
    const TomlValue* tables = file_.find("segment");
    for (auto& row : config.rows)
      for (Segment& segment : row)
        if (const TomlValue* table = tables ? tables->find(segment.name) : nullptr)
          configure(segment, *table);
    for (const auto& row : config.rows) of_preset_.insert(of_preset_.end(), row.begin(), row.end());
    return config;
  }

  void read_line(LineConfig& config, const TomlValue& line) {
    attempt([&] {
      check_keys(
          line, {"preset", "segments", "rows", "separator", "icons", "style", "powerline_separator",
                 "theme", "money", "overflow", "max_rows", "margin", "links"});
    });
    using Value = const TomlValue&;
    LineStyle& look = config.look;
    on(line, "segments", [&](Value v) { keep_rows(config, {row_of(v)}); });
    on(line, "rows", [&](Value v) {
      if (line.find("segments")) fail(v, "segments and rows exclude each other");
      std::vector<std::vector<Segment>> rows;
      for (const TomlValue& row : v.as_array()) rows.push_back(row_of(row));
      keep_rows(config, std::move(rows));
    });
    on(line, "margin", [&](Value v) { config.margin = number_from(v, 0, 100); });
    on(line, "separator", [&](Value v) { look.separator = v.as_text(); });
    on(line, "icons", [&](Value v) { config.icons = one_of(v, kIcons); });
    on(line, "style", [&](Value v) { look.powerline = one_of(v, kStyles); });
    on(line, "powerline_separator", [&](Value v) { look.joint = one_of(v, kJoints); });
    on(line, "theme", [&](Value v) { look.theme = theme_of(v); });
    on(line, "money", [&](Value v) { config.money = one_of(v, kMoney); });
    on(line, "links", [&](Value v) { config.links = one_of(v, kLinks); });
    on(line, "overflow", [&](Value v) { look.wrap = one_of(v, kOverflows); });
    on(line, "max_rows", [&](Value v) { look.max_rows = number_from(v, 1, 20); });
  }

  // [prompt], [subagents]
  void read_row(LineConfig& config, const TomlValue& row) {
    attempt([&] { check_keys(row, {"segments", "separator", "icons"}); });
    on(row, "segments", [&](const TomlValue& v) { keep_rows(config, {row_of(v)}); });
    on(row, "separator", [&](const TomlValue& v) { config.look.separator = v.as_text(); });
    on(row, "icons", [&](const TomlValue& v) { config.icons = one_of(v, kIcons); });
  }

  const TomlValue& file_;
  std::vector<std::string>* slips_;
  std::map<std::string, Segment, std::less<>> described_;
  std::vector<Segment> of_preset_;
  std::set<std::string, std::less<>> broken_;  // names of segments discarded because of errors
};

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

std::vector<std::string_view> LineConfig::names_of_links() const {
  std::vector<std::string_view> all;
  for (const auto& row : rows)
    for (const Segment& segment : row)
      for (std::string_view name : names_of_link(segment.link)) all.push_back(name);
  return all;
}

LineConfig default_line(Place place) {
  LineConfig config;
  std::vector<Segment>& row = config.rows.emplace_back();
  row.reserve(default_row(place).size());
  for (std::string_view name : default_row(place)) row.push_back(*built_in_segment(name));
  return config;
}

LineConfig line_of_format(const std::string& format) {
  LineConfig config;
  config.icons = Icons::kUnicode;  // so that bars are not drawn in ASCII
  Segment segment;
  segment.name = "format";
  segment.format = parse_format(format);
  segment.hide_when_absent = false;
  config.rows.emplace_back().push_back(std::move(segment));
  return config;
}

LineConfig line_config(const TomlValue& file, Place place, std::vector<std::string>* slips) {
  return ConfigReader(file, slips).read(place);
}

void join_rows(LineConfig& config) {
  if (config.rows.empty()) return;
  for (std::size_t i = 1; i < config.rows.size(); ++i) {
    std::move(config.rows[i].begin(), config.rows[i].end(), std::back_inserter(config.rows[0]));
  }
  config.rows.resize(1);
}

}  // namespace wick
