// SPDX-License-Identifier: MIT
// How each field is determined: one rule per field.
#pragma once

#include <span>
#include <string_view>

#include "lib/doctor/reasoning.h"

namespace wick {

struct Rule {
  std::string_view field;
  std::string_view text;        // the rule, in words
  std::string_view keys = {};   // payload keys that may have it ("limit:": the limits' payload)
  std::string_view lines = {};  // "FACT:KEY": lines of the transcript that may have it
  std::string_view uses = {};   // other fields that it is computed from
  void (*work)(Reasoning&) = nullptr;  // for what the other members cannot express
};

std::span<const Rule> rules();

// The arithmetic of rules, by subject. Each function adds the evidence of one field.
namespace derive {
void found_file(Reasoning& r);
void transcript_path(Reasoning& r);
void project_dir(Reasoning& r);
void status_at(Reasoning& r);
void started_at(Reasoning& r);
void last_response(Reasoning& r);
void session_age(Reasoning& r);
void newest_account(Reasoning& r);
void model_name(Reasoning& r);
void model_fast(Reasoning& r);
void window(Reasoning& r);
void duration(Reasoning& r);
void api_duration(Reasoning& r);
void five_hour_resets_in(Reasoning& r);
void seven_day_resets_in(Reasoning& r);
void five_hour_runs_out(Reasoning& r);
void seven_day_runs_out(Reasoning& r);
void five_hour_runs_out_in(Reasoning& r);
void seven_day_runs_out_in(Reasoning& r);
void next_five_hour_p50(Reasoning& r);
void next_five_hour_p90(Reasoning& r);
void next_seven_day_p50(Reasoning& r);
void limits_source(Reasoning& r);
void added_dirs(Reasoning& r);
void miss_causes(Reasoning& r);
void payload_source(Reasoning& r);
void after_compact_tokens(Reasoning& r);
void after_clear_tokens(Reasoning& r);
void limits_reported_at(Reasoning& r);

void git_branch(Reasoning& r);
void git_root(Reasoning& r);
void git_operation(Reasoning& r);
void git_sha(Reasoning& r);
void git_stash(Reasoning& r);
void git_upstream(Reasoning& r);
void git_ahead(Reasoning& r);
void git_behind(Reasoning& r);
void git_staged(Reasoning& r);
void git_unstaged(Reasoning& r);
void git_untracked(Reasoning& r);
void git_conflicts(Reasoning& r);
void git_dirty(Reasoning& r);
void git_stale(Reasoning& r);
void git_age(Reasoning& r);
void git_source(Reasoning& r);

void usage_today(Reasoning& r);
void usage_block(Reasoning& r);
void usage_block_ends_at(Reasoning& r);
void usage_block_ends_in(Reasoning& r);
void usage_block_source(Reasoning& r);
void usage_lower_bound(Reasoning& r);
void usage_counted_at(Reasoning& r);
void usage_source(Reasoning& r);
void waste_session_pct(Reasoning& r);
void waste_session_usd(Reasoning& r);
void waste_counted_at(Reasoning& r);
void waste_source(Reasoning& r);

void context_tokens(Reasoning& r);
void context_output(Reasoning& r);
void context_left(Reasoning& r);
void context_used_pct(Reasoning& r);
void context_left_pct(Reasoning& r);
void compact_at(Reasoning& r);
void to_compact(Reasoning& r);
void to_compact_pct(Reasoning& r);
void five_hour_elapsed(Reasoning& r);
void seven_day_elapsed(Reasoning& r);
void context_compacted(Reasoning& r);

void cache_state(Reasoning& r);
void cache_ttl(Reasoning& r);
void cache_ttl_s(Reasoning& r);
void cache_age(Reasoning& r);
void cache_remaining(Reasoning& r);
void cache_expires_at(Reasoning& r);
void cached_tokens(Reasoning& r);
void recache_tokens(Reasoning& r);

void next_tokens(Reasoning& r);
void next_warm(Reasoning& r);
void next_cold(Reasoning& r);
void next_now(Reasoning& r);
void next_difference(Reasoning& r);
void next_ratio(Reasoning& r);
void after_compact(Reasoning& r);
void after_clear(Reasoning& r);
/// Adds the line with the context size that after_compact or after_clear uses.
void restart_tokens(Reasoning& r, Fact fact);

void forecast_p10(Reasoning& r);
void forecast_p50(Reasoning& r);
void forecast_p90(Reasoning& r);
void forecast_cold_p10(Reasoning& r);
void forecast_cold_p50(Reasoning& r);
void forecast_cold_p90(Reasoning& r);
void forecast_requests_p10(Reasoning& r);
void forecast_requests_p50(Reasoning& r);
void forecast_requests_p90(Reasoning& r);
void forecast_sent_p50(Reasoning& r);
void forecast_sent_p90(Reasoning& r);
void forecast_output_p50(Reasoning& r);
void forecast_output_p90(Reasoning& r);
void forecast_context_after(Reasoning& r);
void forecast_mean(Reasoning& r);
void forecast_compaction(Reasoning& r);
void forecast_subagents(Reasoning& r);
void forecast_basis(Reasoning& r);

void growth_slope(Reasoning& r);
void auto_compact_setting(Reasoning& r);  // adds the compaction settings, for rules that use them
void growth_prompts_to_compact(Reasoning& r);
void growth_contexts(Reasoning& r);
void misses_count(Reasoning& r);
void misses_source(Reasoning& r);
void misses_extra(Reasoning& r);

void cost_total(Reasoning& r);
void cost_requests(Reasoning& r);
void cost_transcript(Reasoning& r);
void cost_source(Reasoning& r);
void cost_unknown(Reasoning& r);
void cost_without_usage(Reasoning& r);

void price(Reasoning& r);
}  // namespace derive

}  // namespace wick
