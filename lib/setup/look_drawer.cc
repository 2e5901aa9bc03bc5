// SPDX-License-Identifier: MIT
#include <algorithm>
#include <limits>

#include "lib/base/format.h"
#include "lib/base/kept_files.h"
#include "lib/base/text.h"
#include "lib/base/toml.h"
#include "lib/live/external.h"
#include "lib/live/fields.h"
#include "lib/live/limits.h"
#include "lib/live/line.h"
#include "lib/live/load.h"
#include "lib/live/presets.h"
#include "lib/output/color.h"
#include "lib/output/theme.h"
#include "lib/setup/chooser.h"
#include "lib/setup/toml_edit.h"

namespace wick {

LookDrawer::LookDrawer(const Env& env, std::string path, std::string text)
    : env_(env), path_(std::move(path)), text_(std::move(text)) {
  has_color_ = use_color(env.wick_color, env.no_color, env.term, true);
  load();
}

void LookDrawer::load() {
  LineConfig yours = config_of({});
  std::vector<std::string_view> names = fields_of_looks();
  for (std::string_view name : yours.names()) names.push_back(name);
  Needs needs = needs_of(names);
  needs.keep_nothing = true;
  PriceTable prices;
  load_prices(env_, prices);
  std::optional<SessionFiles> last;
  each_tap(env_, env_.now - kFilesKept, [&last](const Tap& tap) {
    last = SessionFiles{tap.payload.session_id, "", tap.path, {}};
    return std::numeric_limits<TimeMs>::max();
  });
  if (last) state_ = load_session(env_, *last, needs, {}, prices);
  is_sample_ = !last || state_.model.id.empty();
  if (is_sample_) state_ = sample_state(env_, needs, prices);
  state_.now = env_.now, state_.home = env_.home;
}

std::vector<Look> LookDrawer::looks() const {
  std::vector<Look> all;
  if (toml_table(text_, {path_, "line"})) all.push_back({"yours", "the current wick.toml", {}});
  for (const Preset& preset : presets())
    all.push_back({std::string(preset.name), std::string(preset.shows), {&preset, "", "", "", {}}});
  return all;
}

LineConfig LookDrawer::config_of(const LineChoice& choice) const {
  return line_of_text(with_choice(text_, choice, path_), path_);
}

std::string LookDrawer::draw(const LineConfig& config, int columns) const {
  LineStyle look;
  look.columns = columns;
  look.color = has_color_;
  look.depth = color_depth(env_.colorterm, env_.term);
  ExternalSegments external(env_, state_.session.id);
  return render_line(state_, config, look, {},
                     [&external](const Segment& s) { return external.output(s); });
}

std::vector<std::string> LookDrawer::rows(const LineChoice& choice, int columns) const {
  LineConfig config = config_of(choice);
  std::string text = draw(config, status_line_columns(columns, config.margin));
  std::vector<std::string> out;
  for (std::string_view row : split(text, '\n'))
    if (!row.empty()) out.emplace_back(row);
  if (out.empty()) out.emplace_back("(this session has no value for it)");
  return out;
}

std::string LookDrawer::segment(const LineChoice& choice, const std::string& name) const {
  LineChoice alone = choice;
  alone.rows = NamedRows{{name}};
  LineConfig config = config_of(alone);
  config.money = ShowMoney::kAlways;
  std::string text = draw(config, 0);
  return text.substr(0, text.find('\n'));
}

std::vector<std::string> LookDrawer::others(const NamedRows& rows) const {
  std::vector<std::string> all;
  auto add = [&](std::string_view name) {
    bool shown = std::any_of(rows.begin(), rows.end(), [name](const auto& row) {
      return std::find(row.begin(), row.end(), name) != row.end();
    });
    if (!shown && std::find(all.begin(), all.end(), name) == all.end()) all.emplace_back(name);
  };
  TomlValue file = parse_toml(text_, path_);
  if (const TomlValue* tables = file.find("segment");
      tables && std::holds_alternative<TomlValue::Table>(tables->data))
    for (const auto& [name, table] : tables->as_table()) add(name);
  for (const auto& [name, shows] : built_in_segments()) add(name);
  return all;
}

}  // namespace wick
