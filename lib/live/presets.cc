// SPDX-License-Identifier: MIT
#include "lib/live/presets.h"

#include <array>
#include <cstdint>
#include <string>

#include "lib/base/format.h"
#include "lib/live/fields.h"
#include "lib/live/segments.h"
#include "lib/output/json_writer.h"

namespace wick {
namespace {

constexpr auto kPresets = std::to_array<Preset>({
    {"default", "what wick-line shows without a wick.toml", ""},
    {"minimal", "the context, the cache and the next prompt", R"([line]
segments = ["context_short", "cache", "next"]
)"},
    {"two-rows", "directory and git above, bars for the context and the limits below", R"([line]
rows = [["dir", "git", "model", "effort", "session"], ["context_bar", "cache", "next", "cost", "limits"]]
icons = "unicode"
)"},
    {"powerline", "blocks and arrows; needs a Nerd Font", R"([line]
segments = ["model", "dir", "git", "context", "cache", "next", "cost", "five_hour"]
style = "powerline"
icons = "nerd"
)"},
    {"limits", "for a subscription: no money, but both windows with their pace", R"([line]
segments = ["model", "limits", "next_pct", "context", "cache", "compact"]
icons = "unicode"
money = "off"
)"},
    {"cost", "for an API key: the money first", R"([line]
segments = ["next", "cache", "cost", "today", "block", "misses", "context", "model"]
)"},
    {"everything", "all segments, in as many rows as needed", R"([line]
segments = ["dir", "repo", "git", "pr", "worktree", "session", "agent", "model", "effort", "mode", "style", "vim", "version", "context_bar", "compact", "growth", "cache_until",
  "next", "next_entry", "misses", "cost", "today", "block", "lines", "limits", "next_pct", "spend"]
icons = "unicode"
overflow = "wrap"
)"},
    {"words", "whole words and no signs, for a screen reader", R"([line]
segments = ["w_model", "w_context", "w_cache", "w_next", "w_cost", "w_five_hour", "w_seven_day"]
separator = ", "
overflow = "wrap"
[segment.w_model]
format = "model {model.name}"
priority = 40
[segment.w_context]
format = "context {context.used_pct} percent full"
thresholds = [{field = "context.used_pct", above = 80, color = "bold"}]
priority = 100
[segment.w_cache]
format = "{?cache.state=none:no cache}{?cache.state=cold:cache cold}{?cache.state=warm:{?next.state=cold:cache cold after a change}{?next.state!=cold:cache warm{?cache.remaining_s: for {cache.remaining_s:h}}}}"
priority = 80
[segment.w_next]
format = "next prompt about {next.p50_usd:h}{?next.state=warm:{?next.difference_usd: or {next.difference_usd:h} more once the cache is cold}}"
priority = 70
[segment.w_cost]
format = "spent {cost.total_usd:h}{?cost.lower_bound=true: at least}"
priority = 30
[segment.w_five_hour]
format = "five hour limit {limits.five_hour_pct:h} used{?limits.five_hour_runs_out_at:, out at {limits.five_hour_runs_out_at:at}}"
priority = 25
[segment.w_seven_day]
format = "seven day limit {limits.seven_day_pct:h} used"
priority = 20
)"},
});

}  // namespace

std::span<const Preset> presets() { return kPresets; }

const Preset* find_preset(std::string_view name) {
  for (const Preset& preset : kPresets)
    if (preset.name == name) return &preset;
  return nullptr;
}

std::string preset_names() {
  std::string names;
  for (const Preset& preset : kPresets)
    names += (names.empty() ? "" : ", ") + std::string(preset.name);
  return names;
}

LineConfig preset_line(const Preset& preset) {
  if (preset.toml.empty()) return default_line(Place::kStatusLine);
  return line_config(parse_toml(preset.toml, "preset " + std::string(preset.name)),
                     Place::kStatusLine);
}

std::vector<std::string_view> fields_of_looks() {
  std::vector<LineConfig> configs;
  for (const Preset& preset : kPresets) configs.push_back(preset_line(preset));
  LineConfig& all = configs.emplace_back();
  all.rows.emplace_back();
  for (const auto& [name, shows] : built_in_segments())
    all.rows[0].push_back(*built_in_segment(name));
  std::vector<std::string_view> fields;
  for (const LineConfig& config : configs)
    for (std::string_view name : config.names())
      if (const Field* field = find_field(name)) fields.push_back(field->name);
  return fields;
}

namespace {

std::string sample_payload(const std::string& cwd, TimeMs now) {
  std::int64_t s = now / 1000;
  return fmt::format(
      R"({{"session_id":"sample","session_name":"slow checkout","cwd":{0},"version":"2.1.332",)"
      R"("model":{{"id":"claude-opus-5-5","display_name":"Opus 5.5"}},"workspace":{{"project_dir":{0}}},)"
      R"("effort":{{"level":"medium"}},"cost":{{"total_cost_usd":4.31,"total_duration_ms":5400000,)"
      R"("total_api_duration_ms":1800000,"total_lines_added":420,"total_lines_removed":96}},)"
      R"("context_window":{{"context_window_size":1000000,"used_percentage":14,"current_usage":{{"input_tokens":5,)"
      R"("output_tokens":610,"cache_creation_input_tokens":1995,"cache_read_input_tokens":142000}}}},)"
      R"("prompt_cache":{{"warm":true,"caching_observed":true,"ttl":"5m","expires_at":{1},"requests":118,"misses":3,)"
      R"("expected_rebuilds":1,"hit_ratio":0.94,"recache_tokens_if_cold":144000}},)"
      R"("rate_limits":{{"five_hour":{{"used_percentage":42,"resets_at":{2}}},)"
      R"("seven_day":{{"used_percentage":13,"resets_at":{3}}}}},"fast_mode":false}})",
      json_string(cwd), s + 262, s + 10740, s + 345600);
}

}  // namespace

State sample_state(const Env& env, Needs needs, const PriceTable& prices) {
  needs.keep_nothing = true;
  JsonStatus status;
  return load_payload(env, parse_payload(sample_payload(env.cwd, env.now), status), needs, {},
                      prices);
}

}  // namespace wick
