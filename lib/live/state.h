// SPDX-License-Identifier: MIT
// What is known of a session now: the struct behind the live fields.
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
  kPayload,     // Claude Code said so just now
  kTap,         // Claude Code said so at the last status line run
  kTranscript,  // inferred from the session file
  kCostState,   // Claude Code's own total in the session file
};
/// "payload", "tap", "transcript", "cost-state"; empty for kNone.
std::string_view name_of(Source source);

struct SessionState {
  std::string id, name, cwd, project_dir, transcript, version;
  std::optional<TimeMs> last_response;
  // Of a session that was found through the live registry.
  std::int64_t pid = 0;  // 0: it was not
  std::string status, waiting_for, tmux;
  std::string permission_mode;
  std::optional<TimeMs> started, status_since;
  Source source = Source::kNone;

  const std::string& project() const { return project_dir.empty() ? cwd : project_dir; }
};

struct ModelState {
  std::string id, name, effort;
  bool fast = false;
  bool us = false;                  // inference in the US, where a transcript says so
  const PriceRow* price = nullptr;  // null: no price, no money
};

struct ContextState {
  std::optional<std::int64_t> tokens;  // what the last request sent; after /compact the summary
  std::optional<std::int64_t> window;
  std::optional<std::int64_t> used_pct;
  std::optional<std::int64_t> output;  // what the last response added
  std::optional<Usage> usage;          // what the tokens are made of
  AutoCompact auto_compact;            // what is set of it
  std::optional<std::int64_t> compacts_at;  // tokens; empty: the client does not, or the window is not known
  bool compacted = false;              // no request since the last compaction
  Source source = Source::kNone;
};

/// kNone: the last response had no part in the cache (caching is off, or the prompt too short).
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
  // Whose cache it is: the model that the last response was asked of, its effort, the client's version
  // and fast mode, where it says.
  std::string model, effort, client;
  std::optional<bool> fast;
  Source source = Source::kNone;
};

/// What the next prompt's first request will cost, in USD.
struct NextState {
  std::optional<std::int64_t> tokens;  // what it will send
  std::optional<double> warm, cold, now;
  bool is_warm = false;     // `now` is the warm price
  std::string cold_reason;  // expired, no_cache, or a MissCause; empty when warm
  std::optional<double> after_compact, after_clear;
  std::optional<std::int64_t> after_compact_tokens, after_clear_tokens;
};

/// What a figure of the whole next prompt may come to. In order: p10 <= p50 <= p90.
struct Quantiles {
  double p10 = 0, p50 = 0, p90 = 0;
  double mean = 0;  // never outside p10 to p90: see forecast.h
};

/// The whole next prompt: all requests of its main chain. See forecast.h.
struct ForecastState {
  std::optional<Quantiles> requests, sent_tokens, output_tokens;
  std::optional<Quantiles> warm, cold, now;   // USD; `now` is the one that holds now
  std::optional<Quantiles> context_after;     // tokens that its last request sends
  std::optional<double> compaction_chance;    // that auto-compaction comes during it, 0 to 1
  std::optional<double> subagents_mean;       // USD of subagents besides, from history
  std::string basis;                          // how many earlier prompts it was learned from
};

/// How the session burned tokens so far. See burn.h.
struct BurnState {
  std::optional<std::int64_t> misses;  // of the main chain
  std::optional<double> extra_usd;     // what they cost more than hits would have
  Source misses_source = Source::kNone;
  std::optional<std::int64_t> slope;         // tokens per prompt
  std::optional<double> prompts_to_compact;  // until auto-compaction, at that pace
  std::string spark;
  bool known = false;  // the transcript was read to its end
};

struct CostState {
  std::optional<double> total;
  std::optional<double> client;      // the client's own, believed or not
  std::optional<double> transcript;  // of all requests that have lines and a price
  bool lower_bound = false;              // requests that left no trace are not in it
  std::optional<std::int64_t> requests;  // counted, where the total is a sum
  std::optional<std::int64_t> requests_without_usage;  // whose responses do not say what they used; not in it
  std::string unknown_model;             // a model without a price, whose requests are not in it
  std::optional<std::int64_t> duration_ms, api_duration_ms, lines_added, lines_removed;
  Source source = Source::kNone;
};

struct LimitsState {
  LimitWindow five_hour, seven_day, spend;
  std::optional<double> spend_used_usd, spend_limit_usd;
  std::optional<double> five_hour_pct_per_usd, seven_day_pct_per_usd;  // see pace.h
  std::optional<std::int64_t> five_hour_runs_out, seven_day_runs_out;  // epoch seconds
  TimeMs five_hour_reported_at = 0, seven_day_reported_at = 0;  // when Claude Code was told of these
  std::optional<TimeMs> reported_at;                  // the newest of all
  Source source = Source::kNone;
};

struct GitState {
  std::string worktree;           // as Claude Code calls it
  std::optional<GitFiles> files;  // empty outside git
  std::string branch;
  GitText commit;
  std::optional<std::int64_t> stashes;
  KeptGit kept;
};

struct State {
  TimeMs now = 0;
  std::string home;  // the user's directory
  std::vector<std::string> unreadable;  // "PATH: REASON": what is said lacks what that holds
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
  std::optional<UsageNow> usage;  // of all sessions
  std::vector<PayloadScalar> payload;  // all that the last one says, where that is asked for
  Source payload_source = Source::kNone;         // which one that is: kPayload, kTap
  std::optional<SessionWasteNow> waste;
};

}  // namespace wick
