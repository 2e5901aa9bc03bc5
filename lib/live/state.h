// SPDX-License-Identifier: MIT
// What is known of a session now: the data of the live fields.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/git.h"
#include "lib/base/time.h"
#include "lib/claude/payload.h"
#include "lib/claude/registry.h"
#include "lib/claude/tail.h"
#include "lib/history/usage_now.h"
#include "lib/live/auto_compact.h"
#include "lib/live/git_status.h"
#include "lib/price/price.h"

namespace wick {

/// Where a figure comes from.
enum class Source {
  kNone,
  kPayload,     // a payload from standard input
  kTap,         // the payload of the last status line run
  kTranscript,  // inferred from the transcript
  kCostState,   // Claude Code's own total in the transcript
};
/// "payload", "tap", "transcript", "cost-state"; empty for kNone.
std::string_view name_of(Source source);

struct SessionState {
  std::string id, name, cwd, project_dir, transcript, version;
  std::optional<TimeMs> last_response;
  // Set for a session that was found through the live registry.
  std::int64_t pid = 0;  // 0: not found there
  std::string status, waiting_for, tmux;
  std::string permission_mode;
  std::optional<TimeMs> started, status_since;
  Source source = Source::kNone;

  const std::string& project() const { return project_dir.empty() ? cwd : project_dir; }
};

struct ModelState {
  std::string id, name, effort;
  bool fast = false;
  bool us = false;                  // inference in the US, according to the transcript
  const PriceRow* price = nullptr;  // null: no price, no money
};

struct ContextState {
  std::optional<std::int64_t> tokens;  // sent by the last request; after /compact: the summary
  std::optional<std::int64_t> window;
  std::optional<std::int64_t> used_pct;
  std::optional<std::int64_t> output;       // tokens of the last response
  std::optional<Usage> usage;               // the composition of `tokens`
  AutoCompact auto_compact;                 // its settings
  std::optional<std::int64_t> compacts_at;  // tokens; empty: turned off, or the window is unknown
  bool compacted = false;                   // no request since the last compaction
  Source source = Source::kNone;
};

/// kNone: the last response did not use the cache (caching is off, or the prompt is too short).
enum class CachePhase { kUnknown, kWarm, kCold, kNone };
std::string_view name_of(CachePhase phase);

struct CacheState {
  CachePhase phase = CachePhase::kUnknown;
  std::optional<std::int64_t> ttl_s;
  std::optional<std::int64_t> expires_at;  // epoch seconds, rounded up as the client does
  std::optional<std::int64_t> cached_tokens, recache_tokens;
  std::optional<std::int64_t> requests, misses, expected_rebuilds, write_tokens,
      miss_recache_tokens;
  std::optional<std::int64_t> last_miss_at;
  std::optional<double> hit_ratio;
  std::string last_miss_cause;
  // What the last request used, which the next one must match: model, effort, client version and
  // fast mode (empty if unknown).
  std::string model, effort, client;
  std::optional<bool> fast;
  Source source = Source::kNone;
};

/// What the next prompt's first request will cost, in USD.
struct NextState {
  std::optional<std::int64_t> tokens;  // that the request will send
  std::optional<double> warm, cold, now;
  bool is_warm = false;     // `now` is the warm price
  std::string cold_reason;  // expired, no_cache, or a MissCause; empty when warm
  std::optional<double> after_compact, after_clear;
  std::optional<std::int64_t> after_compact_tokens, after_clear_tokens;
};

/// The distribution of a figure of the whole next prompt: p10 <= p50 <= p90.
struct Quantiles {
  double p10 = 0, p50 = 0, p90 = 0;
  double mean = 0;  // never outside p10 to p90: see forecast.h
};

/// The whole next prompt: all requests of its main chain. See forecast.h.
struct ForecastState {
  std::optional<Quantiles> requests, sent_tokens, output_tokens;
  std::optional<Quantiles> warm, cold, now;  // USD; `now` is the one of the two that applies
  std::optional<Quantiles> context_after;    // tokens that its last request sends
  std::optional<double> compaction_chance;   // of auto-compaction during the prompt, 0 to 1
  std::optional<double> subagents_mean;      // USD of subagents, in addition; from history
  std::string basis;                         // the number of earlier prompts used, by origin
};

/// How the session has used tokens so far. See burn.h.
struct BurnState {
  std::optional<std::int64_t> misses;  // of the main chain
  std::optional<double> extra_usd;     // what they cost beyond what hits would have cost
  Source misses_source = Source::kNone;
  std::optional<std::int64_t> slope;         // tokens per prompt
  std::optional<double> prompts_to_compact;  // until auto-compaction, at that slope
  std::string spark;
  bool known = false;  // the transcript was read to its end
};

struct CostState {
  std::optional<double> total;
  std::optional<double> client;          // the client's own total, used or not
  std::optional<double> transcript;      // sum of all requests that have lines and a price
  bool lower_bound = false;              // requests may be missing from `total`
  std::optional<std::int64_t> requests;  // set where `total` was summed from the transcript
  std::optional<std::int64_t> requests_without_usage;  // without usage figures; not in `total`
  std::string unknown_model;  // a model without a price; its requests are not in `total`
  std::optional<std::int64_t> duration_ms, api_duration_ms, lines_added, lines_removed;
  Source source = Source::kNone;
};

struct LimitsState {
  LimitWindow five_hour, seven_day, spend;
  std::optional<double> spend_used_usd, spend_limit_usd;
  std::optional<double> five_hour_pct_per_usd, seven_day_pct_per_usd;  // see pace.h
  std::optional<std::int64_t> five_hour_runs_out, seven_day_runs_out;  // epoch seconds
  TimeMs five_hour_reported_at = 0, seven_day_reported_at = 0;  // when Claude Code received them
  std::optional<TimeMs> reported_at;                            // the newest of all windows
  Source source = Source::kNone;
};

struct GitState {
  std::string worktree;           // Claude Code's name for it
  std::optional<GitFiles> files;  // empty outside git
  std::string branch;
  GitText commit;
  std::optional<std::int64_t> stashes;
  KeptGit kept;
};

struct State {
  TimeMs now = 0;
  std::string home;                     // the user's directory
  std::vector<std::string> unreadable;  // "PATH: REASON" of files that the state lacks
  SessionState session;
  ModelState model;
  ContextState context;
  CacheState cache;
  NextState next;
  ForecastState forecast;
  BurnState burn;
  CostState cost;
  LimitsState limits;
  GitState git;
  std::optional<UsageNow> usage;          // of all sessions
  std::vector<PayloadScalar> payload;     // all values of the last payload, where wanted
  Source payload_source = Source::kNone;  // kPayload or kTap
  std::optional<SessionWasteNow> waste;
};

}  // namespace wick
