// SPDX-License-Identifier: MIT
#include "lib/live/fields.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "lib/base/format.h"
#include "lib/live/limits.h"

namespace wick {
namespace {

using Count = std::optional<std::int64_t>;
using Number = std::optional<double>;

// Conversions from members of State to field values. An empty text is absent.
MaybeValue text(std::string_view s) {
  if (s.empty()) return std::nullopt;
  return Value{std::string(s), Unit::kNone};
}
MaybeValue flag(bool b) { return Value{b, Unit::kNone}; }
MaybeValue when(bool present, bool b) { return present ? flag(b) : std::nullopt; }
MaybeValue count(Count n, Unit unit) {
  if (!n) return std::nullopt;
  return Value{*n, unit};
}
MaybeValue number(Number n, Unit unit) {
  if (!n) return std::nullopt;
  return Value{*n, unit};
}

Count seconds(Count ms) { return ms ? Count(*ms / 1000) : std::nullopt; }
Count epoch_seconds(std::optional<TimeMs> time) {
  return time ? Count(*time / 1000) : std::nullopt;
}

// Whole seconds until `at`, rounded up; empty when it has passed.
Count remaining(Count at, TimeMs now) {
  if (!at || *at * 1000 <= now) return std::nullopt;
  return ceil_seconds(*at * 1000 - now);
}

// At most the TTL: Claude Code rounds the expiry up, so the difference may be a second longer.
Count cache_remaining(const State& s) {
  if (s.cache.phase != CachePhase::kWarm) return std::nullopt;
  Count left = remaining(s.cache.expires_at, s.now);
  return left && s.cache.ttl_s ? std::min(*left, *s.cache.ttl_s) : left;
}
Count cache_age(const State& s) {
  if (!s.cache.expires_at || !s.cache.ttl_s) return std::nullopt;
  return std::max<std::int64_t>(0, s.now / 1000 - (*s.cache.expires_at - *s.cache.ttl_s));
}
Count session_age(const State& s) {
  auto since = s.session.last_response ? s.session.last_response : s.session.started;
  return since ? Count(std::max<TimeMs>(0, s.now - *since) / 1000) : std::nullopt;
}
std::string_view ttl_name(const State& s) {
  if (!s.cache.ttl_s) return "";
  return *s.cache.ttl_s == 3600 ? "1h" : "5m";
}
Number difference(const NextState& n) {
  return n.warm && n.cold ? Number(*n.cold - *n.warm) : std::nullopt;
}
Number ratio(const NextState& n) {
  return n.warm && n.cold && *n.warm > 0 ? Number(*n.cold / *n.warm) : std::nullopt;
}
Number quantile(const std::optional<Quantiles>& all, double Quantiles::*which) {
  return all ? Number((*all).*which) : std::nullopt;
}
// The percentage of a limit window that the next prompt will use.
Number taken(const State& s, double Quantiles::*which, Number percent_per_usd) {
  Number usd = quantile(s.forecast.now, which);
  return usd && percent_per_usd ? Number(*usd * *percent_per_usd) : std::nullopt;
}
MaybeValue tokens(Number n) {
  return n ? count(std::llround(std::min(*n, 9e15)), Unit::kTokens) : std::nullopt;
}
Number left_pct(const ContextState& c) {
  return c.used_pct ? Number(std::max<double>(0, static_cast<double>(100 - *c.used_pct)))
                    : std::nullopt;
}
Count until_compaction(const ContextState& c) {
  return c.tokens && c.compacts_at ? Count(std::max<std::int64_t>(0, *c.compacts_at - *c.tokens))
                                   : std::nullopt;
}
Count until_compaction_pct(const ContextState& c) {
  auto left = until_compaction(c);
  bool known = left && *c.compacts_at > 0;
  return known ? Count(std::llround(static_cast<double>(*left) * 100 /
                                    static_cast<double>(*c.compacts_at)))
               : std::nullopt;
}
Number elapsed_pct(const LimitWindow& window, TimeMs length, TimeMs now) {
  if (!window.resets_at || !window.used_pct) return std::nullopt;
  double left =
      static_cast<double>(*window.resets_at * 1000 - now) * 100 / static_cast<double>(length);
  return std::clamp(100 - left, 0.0, 100.0);
}
Count left(const ContextState& c) {
  return c.tokens && c.window ? Count(*c.window - *c.tokens) : std::nullopt;
}

template <class Member>
Number rate(const State& s, Member member) {
  return s.model.price ? Number(s.model.price->rates.*member) : std::nullopt;
}
Count tier_above(const State& s) {
  bool tiered = s.model.price && s.model.price->tier_above > 0;
  return tiered ? Count(s.model.price->tier_above) : std::nullopt;
}
template <class Member>
Number tier_rate(const State& s, Member member) {
  return tier_above(s) ? Number(s.model.price->tier_rates.*member) : std::nullopt;
}
MaybeValue date(TimeMs time) {
  return time == 0 ? std::nullopt : text(iso8601(time).substr(0, 10));
}

// The counts are valid only for their own day and block.
const UsageSum* at_now(const State& s, std::optional<UsageSum> UsageNow::*which) {
  const std::optional<UsageSum>* sum = s.usage ? &(*s.usage.*which) : nullptr;
  return sum && *sum && (*sum)->holds(s.now) ? &**sum : nullptr;
}
const UsageSum* today(const State& s) { return at_now(s, &UsageNow::today); }
const UsageSum* block(const State& s) { return at_now(s, &UsageNow::block); }
Number spent(const UsageSum* sum) {
  return sum && sum->cost ? Number(usd_of(*sum->cost)) : std::nullopt;
}
Count block_end(const State& s) { return block(s) ? epoch_seconds(block(s)->until) : std::nullopt; }
MaybeValue usage_is_short(const State& s) {
  bool known = false, is_short = false;
  for (const UsageSum* sum : {today(s), block(s)}) {
    if (!spent(sum)) continue;
    known = true;
    is_short |= sum->lower_bound;
  }
  return when(known, is_short);
}

Number wasted_pct(const State& s) {
  if (!s.waste) return std::nullopt;
  return static_cast<double>(s.waste->wasted) / static_cast<double>(s.waste->all) * 100;
}

const GitCounts* git_counts(const State& s) {
  return s.git.kept.counts ? &*s.git.kept.counts : nullptr;
}
MaybeValue git_count(const State& s, std::int64_t GitCounts::*which) {
  return git_counts(s) ? count(git_counts(s)->*which, Unit::kCount) : std::nullopt;
}

// Values that only the last payload has.
MaybeValue from_payload(const State& s, std::string_view path) { return payload_value(s, path); }
MaybeValue payload_source(const State& s, std::string_view prefix) {
  for (const PayloadScalar& p : s.payload)
    if (p.path.starts_with(prefix)) return text(name_of(s.payload_source));
  return std::nullopt;
}
MaybeValue added_dirs(const State& s) {
  if (s.payload.empty()) return std::nullopt;
  auto is_one = [](const PayloadScalar& p) { return p.path == "workspace.added_dirs[]"; };
  return count(std::count_if(s.payload.begin(), s.payload.end(), is_one), Unit::kCount);
}
MaybeValue miss_causes(const State& s) {
  constexpr std::string_view kPrefix = "prompt_cache.miss_causes.";
  std::string all;
  for (const PayloadScalar& p : s.payload) {
    const auto* times = std::get_if<std::int64_t>(&p.value);
    if (times && p.path.starts_with(kPrefix))
      all += fmt::format("{}{} {}", all.empty() ? "" : ", ", p.path.substr(kPrefix.size()), *times);
  }
  return text(all);
}
MaybeValue part(const State& s, std::int64_t Usage::*which) {
  return s.context.usage ? count((*s.context.usage).*which, Unit::kTokens) : std::nullopt;
}
MaybeValue written(const State& s) {
  return s.context.usage ? count(s.context.usage->written(), Unit::kTokens) : std::nullopt;
}

#define WICK_GET [](const State& s) -> MaybeValue

// Each row: name, type, unit, meaning, value.
// clang-format off
constexpr auto kFields = std::to_array<Field>({
    {"session.id", "text", Unit::kNone, "The session's id",
     WICK_GET { return text(s.session.id); }},
    {"session.name", "text", Unit::kNone,
     "The session's name: given by the user, else the title made by the model, else its name in "
     "the live registry",
     WICK_GET { return text(s.session.name); }},
    {"session.cwd", "text", Unit::kNone, "The directory that the session works in",
     WICK_GET { return text(s.session.cwd); }},
    {"session.project_dir", "text", Unit::kNone, "The directory that the session was started in",
     WICK_GET { return text(s.session.project_dir); }},
    {"session.transcript", "text", Unit::kNone, "The path of the session's transcript",
     WICK_GET { return text(s.session.transcript); }},
    {"session.version", "text", Unit::kNone, "The version of Claude Code that runs the session",
     WICK_GET { return text(s.session.version); }},
    {"session.pid", "integer", Unit::kCount,
     "The id of the process that runs the session; absent if the session was not found in the "
     "live registry",
     WICK_GET { return s.session.pid > 0 ? count(s.session.pid, Unit::kCount) : std::nullopt; }},
    {"session.status", "text", Unit::kNone, "busy, idle or waiting, according to the live registry",
     WICK_GET { return text(s.session.status); }},
    {"session.status_at", "integer", Unit::kEpochSeconds,
     "The time since which the session has had that status",
     WICK_GET { return count(epoch_seconds(s.session.status_since), Unit::kEpochSeconds); }},
    {"session.waiting_for", "text", Unit::kNone,
     "What a waiting session waits for: permission prompt, input needed, dialog open and others",
     WICK_GET { return text(s.session.waiting_for); }},
    {"session.tmux", "text", Unit::kNone,
     "The tmux pane that the session runs in: SESSION:@WINDOW.%PANE",
     WICK_GET { return text(s.session.tmux); }},
    {"session.started_at", "integer", Unit::kEpochSeconds,
     "When the process that runs the session was started",
     WICK_GET { return count(epoch_seconds(s.session.started), Unit::kEpochSeconds); }},
    {"session.last_response_at", "integer", Unit::kEpochSeconds,
     "When the newest response of the main chain ended; known if the transcript was read",
     WICK_GET { return count(epoch_seconds(s.session.last_response), Unit::kEpochSeconds); }},
    {"session.age_s", "integer", Unit::kSeconds,
     "Seconds since that response, or since the start of a running session that has had no "
     "response yet",
     WICK_GET { return count(session_age(s), Unit::kSeconds); }},
    {"session.permission_mode", "text", Unit::kNone,
     "default, plan, acceptEdits or another mode: the newest one in the transcript",
     WICK_GET { return text(s.session.permission_mode); }},
    {"session.output_style", "text", Unit::kNone,
     "The output style",
     WICK_GET { return from_payload(s, "output_style.name"); }},
    {"session.vim_mode", "text", Unit::kNone,
     "The mode of the prompt's editor; absent if it does not use vi's keys",
     WICK_GET { return from_payload(s, "vim.mode"); }},
    {"session.agent", "text", Unit::kNone, "The agent that the session was started as",
     WICK_GET { return from_payload(s, "agent.name"); }},
    {"session.added_dirs", "integer", Unit::kCount,
     "The number of directories that were added to the session's own directory",
     WICK_GET { return added_dirs(s); }},
    {"session.source", "text", Unit::kNone,
     "Where the newest figures of the session come from: payload, tap or transcript",
     WICK_GET { return text(name_of(s.session.source)); }},

    {"model.id", "text", Unit::kNone, "The model's id, as Claude Code writes it",
     WICK_GET { return text(s.model.id); }},
    {"model.name", "text", Unit::kNone, "The model's display name",
     WICK_GET { return text(s.model.name); }},
    {"model.effort", "text", Unit::kNone,
     "low, medium, high, xhigh or max; absent if the model has no such setting",
     WICK_GET { return text(s.model.effort); }},
    {"model.fast", "boolean", Unit::kNone, "Whether fast mode is on",
     WICK_GET { return when(!s.model.id.empty(), s.model.fast); }},
    {"model.thinking", "boolean", Unit::kNone, "Whether extended thinking is on",
     WICK_GET { return from_payload(s, "thinking.enabled"); }},
    {"model.priced", "boolean", Unit::kNone,
     "Whether there is a price for the model; without one, there are no amounts of money",
     WICK_GET { return when(!s.model.id.empty(), s.model.price != nullptr); }},

    {"context.tokens", "integer", Unit::kTokens,
     "Tokens that the last request sent: input, cache writes and cache reads; after /compact "
     "the size of the summary",
     WICK_GET { return count(s.context.tokens, Unit::kTokens); }},
    {"context.window_tokens", "integer", Unit::kTokens, "The model's context window",
     WICK_GET { return count(s.context.window, Unit::kTokens); }},
    {"context.left_tokens", "integer", Unit::kTokens, "The window minus the tokens",
     WICK_GET { return count(left(s.context), Unit::kTokens); }},
    {"context.used_pct", "integer", Unit::kPercent,
     "The tokens as a percentage of the window, rounded as Claude Code rounds it",
     WICK_GET { return count(s.context.used_pct, Unit::kPercent); }},
    {"context.left_pct", "number", Unit::kPercent, "100 minus that percentage, but at least 0",
     WICK_GET { return number(left_pct(s.context), Unit::kPercent); }},
    {"context.compact_at_tokens", "integer", Unit::kTokens,
     "The context size from which Claude Code compacts by itself, according to its settings and "
     "environment; absent if that is turned off",
     WICK_GET { return count(s.context.compacts_at, Unit::kTokens); }},
    {"context.to_compact_tokens", "integer", Unit::kTokens,
     "Tokens left until that size is reached",
     WICK_GET { return count(until_compaction(s.context), Unit::kTokens); }},
    {"context.to_compact_pct", "integer", Unit::kPercent, "The same as a percentage of that size",
     WICK_GET { return count(until_compaction_pct(s.context), Unit::kPercent); }},
    {"context.input_tokens", "integer", Unit::kTokens,
     "The part of context.tokens that was neither read from the cache nor written to it",
     WICK_GET { return part(s, &Usage::input); }},
    {"context.cache_write_tokens", "integer", Unit::kTokens,
     "The part of context.tokens that was written to the cache",
     WICK_GET { return written(s); }},
    {"context.cache_read_tokens", "integer", Unit::kTokens,
     "The part of context.tokens that was read from the cache",
     WICK_GET { return part(s, &Usage::read); }},
    {"context.exceeds_200k", "boolean", Unit::kNone,
     "Whether the last request and its response have more than 200,000 tokens together",
     WICK_GET { return from_payload(s, "exceeds_200k_tokens"); }},
    {"context.output_tokens", "integer", Unit::kTokens,
     "Tokens of the last response, which the next request will send too",
     WICK_GET { return count(s.context.output, Unit::kTokens); }},
    {"context.compacted", "boolean", Unit::kNone,
     "Whether the context was compacted and nothing has been sent since",
     WICK_GET { return when(s.context.source != Source::kNone, s.context.compacted); }},
    {"context.source", "text", Unit::kNone,
     "Where these figures come from: payload, tap or transcript",
     WICK_GET { return text(name_of(s.context.source)); }},

    {"cache.state", "text", Unit::kNone,
     "warm or cold; none if the last response neither read the cache nor wrote to it",
     WICK_GET { return text(name_of(s.cache.phase)); }},
    {"cache.ttl", "text", Unit::kNone, "How long the cached prefix lives: 5m or 1h",
     WICK_GET { return text(ttl_name(s)); }},
    {"cache.ttl_s", "integer", Unit::kSeconds, "The same in seconds",
     WICK_GET { return count(s.cache.ttl_s, Unit::kSeconds); }},
    {"cache.age_s", "integer", Unit::kSeconds,
     "Seconds since the start of the last request, from which the TTL is counted",
     WICK_GET { return count(cache_age(s), Unit::kSeconds); }},
    {"cache.remaining_s", "integer", Unit::kSeconds,
     "How long until the cache goes cold; absent when it is not warm",
     WICK_GET { return count(cache_remaining(s), Unit::kSeconds); }},
    {"cache.expires_at", "integer", Unit::kEpochSeconds, "When the cache goes cold, or went cold",
     WICK_GET { return count(s.cache.expires_at, Unit::kEpochSeconds); }},
    {"cache.cached_tokens", "integer", Unit::kTokens,
     "Tokens that the last request read from the cache or wrote to it",
     WICK_GET { return count(s.cache.cached_tokens, Unit::kTokens); }},
    {"cache.recache_tokens", "integer", Unit::kTokens,
     "Tokens that the next request writes again if the cache is cold",
     WICK_GET { return count(s.cache.recache_tokens, Unit::kTokens); }},
    {"cache.hit_ratio", "number", Unit::kShare,
     "Share of all tokens sent in the session that was read from the cache, 0 to 1",
     WICK_GET { return number(s.cache.hit_ratio, Unit::kShare); }},
    {"cache.requests", "integer", Unit::kCount, "Requests of the main conversation",
     WICK_GET { return count(s.cache.requests, Unit::kCount); }},
    {"cache.misses", "integer", Unit::kCount,
     "Requests that sent again more than 5 % and at least 2,000 tokens of what they could have "
     "read from the cache",
     WICK_GET { return count(s.cache.misses, Unit::kCount); }},
    {"cache.expected_rebuilds", "integer", Unit::kCount,
     "Rebuilds after a compaction or a clearing of tool results",
     WICK_GET { return count(s.cache.expected_rebuilds, Unit::kCount); }},
    {"cache.write_tokens", "integer", Unit::kTokens,
     "Tokens written to the cache in the whole session",
     WICK_GET { return count(s.cache.write_tokens, Unit::kTokens); }},
    {"cache.miss_recache_tokens", "integer", Unit::kTokens,
     "Tokens written by the requests that missed",
     WICK_GET { return count(s.cache.miss_recache_tokens, Unit::kTokens); }},
    {"cache.last_miss_at", "integer", Unit::kEpochSeconds, "When the last miss was sent",
     WICK_GET { return count(s.cache.last_miss_at, Unit::kEpochSeconds); }},
    {"cache.last_miss_cause", "text", Unit::kNone,
     "The cause of that miss; known if Claude Code reports it",
     WICK_GET { return text(s.cache.last_miss_cause); }},
    {"cache.miss_causes", "text", Unit::kNone,
     "All causes of misses that Claude Code reports, each with its number of misses",
     WICK_GET { return miss_causes(s); }},
    {"cache.model", "text", Unit::kNone,
     "The model that this cache belongs to; known if the transcript was read",
     WICK_GET { return text(s.cache.model); }},
    {"cache.source", "text", Unit::kNone,
     "Where these figures come from: payload, tap or transcript",
     WICK_GET { return text(name_of(s.cache.source)); }},

    {"next.tokens", "integer", Unit::kTokens, "Tokens that the next prompt's first request sends",
     WICK_GET { return count(s.next.tokens, Unit::kTokens); }},
    {"next.now_usd", "number", Unit::kUsd,
     "The price of sending that request now, with the cache as it is: warm or cold",
     WICK_GET { return number(s.next.now, Unit::kUsd); }},
    {"next.warm_usd", "number", Unit::kUsd,
     "The price while the cache is warm; absent if there is no warm cache to use",
     WICK_GET { return number(s.next.warm, Unit::kUsd); }},
    {"next.cold_usd", "number", Unit::kUsd, "The price once the cache is cold",
     WICK_GET { return number(s.next.cold, Unit::kUsd); }},
    {"next.difference_usd", "number", Unit::kUsd, "Cold minus warm",
     WICK_GET { return number(difference(s.next), Unit::kUsd); }},
    {"next.ratio", "number", Unit::kRatio, "Cold divided by warm",
     WICK_GET { return number(ratio(s.next), Unit::kRatio); }},
    {"next.state", "text", Unit::kNone, "Which of the two prices next.now_usd is: warm or cold",
     WICK_GET { return s.next.now ? text(s.next.is_warm ? "warm" : "cold") : std::nullopt; }},
    {"next.cold_reason", "text", Unit::kNone,
     "Why the price is the cold one: expired, no_cache (then it is the input price), or what has "
     "changed since the last response: model_changed, fast_mode_changed, effort_changed, "
     "client_upgraded",
     WICK_GET { return text(s.next.cold_reason); }},
    {"next.after_compact_usd", "number", Unit::kUsd,
     "An upper bound for the price of the first prompt after a /compact that frees as much as the "
     "last one did",
     WICK_GET { return number(s.next.after_compact, Unit::kUsd); }},
    {"next.after_compact_tokens", "integer", Unit::kTokens,
     "The context size assumed for that price: what the first request after the last compaction "
     "sent, or else the size of its summary",
     WICK_GET { return count(s.next.after_compact_tokens, Unit::kTokens); }},
    {"next.after_clear_usd", "number", Unit::kUsd,
     "An upper bound for the price of the first prompt after a /clear",
     WICK_GET { return number(s.next.after_clear, Unit::kUsd); }},
    {"next.after_clear_tokens", "integer", Unit::kTokens,
     "The context size assumed for that price: what the session's first request sent",
     WICK_GET { return count(s.next.after_clear_tokens, Unit::kTokens); }},

    {"next.entry_warm_usd", "number", Unit::kUsd,
     "Another name for next.warm_usd, which distinguishes it from the price of the whole prompt",
     WICK_GET { return number(s.next.warm, Unit::kUsd); }},
    {"next.entry_cold_usd", "number", Unit::kUsd, "The same as next.cold_usd",
     WICK_GET { return number(s.next.cold, Unit::kUsd); }},
    {"next.p10_usd", "number", Unit::kUsd,
     "A forecast of what all main chain requests of the next prompt will cost if it is sent now: "
     "one prompt in ten costs less",
     WICK_GET { return number(quantile(s.forecast.now, &Quantiles::p10), Unit::kUsd); }},
    {"next.p50_usd", "number", Unit::kUsd, "The forecast's median: one prompt in two costs less",
     WICK_GET { return number(quantile(s.forecast.now, &Quantiles::p50), Unit::kUsd); }},
    {"next.p90_usd", "number", Unit::kUsd, "One prompt in ten costs more",
     WICK_GET { return number(quantile(s.forecast.now, &Quantiles::p90), Unit::kUsd); }},
    {"next.mean_usd", "number", Unit::kUsd,
     "The forecast's mean, or p90 if a few huge prompts would pull it above that",
     WICK_GET { return number(quantile(s.forecast.now, &Quantiles::mean), Unit::kUsd); }},
    {"next.p10_cold_usd", "number", Unit::kUsd, "next.p10_usd if the cache were cold",
     WICK_GET { return number(quantile(s.forecast.cold, &Quantiles::p10), Unit::kUsd); }},
    {"next.p50_cold_usd", "number", Unit::kUsd, "next.p50_usd if the cache were cold",
     WICK_GET { return number(quantile(s.forecast.cold, &Quantiles::p50), Unit::kUsd); }},
    {"next.p90_cold_usd", "number", Unit::kUsd, "next.p90_usd if the cache were cold",
     WICK_GET { return number(quantile(s.forecast.cold, &Quantiles::p90), Unit::kUsd); }},
    {"next.requests_p10", "number", Unit::kCount,
     "How many requests the next prompt will make, by the forecast: one prompt in ten makes fewer",
     WICK_GET { return number(quantile(s.forecast.requests, &Quantiles::p10), Unit::kCount); }},
    {"next.requests_p50", "number", Unit::kCount, "One prompt in two makes fewer",
     WICK_GET { return number(quantile(s.forecast.requests, &Quantiles::p50), Unit::kCount); }},
    {"next.requests_p90", "number", Unit::kCount, "One prompt in ten makes more",
     WICK_GET { return number(quantile(s.forecast.requests, &Quantiles::p90), Unit::kCount); }},
    {"next.sent_tokens_p50", "integer", Unit::kTokens,
     "Tokens that all these requests will send: the median",
     WICK_GET { return tokens(quantile(s.forecast.sent_tokens, &Quantiles::p50)); }},
    {"next.sent_tokens_p90", "integer", Unit::kTokens, "One in ten prompts sends more",
     WICK_GET { return tokens(quantile(s.forecast.sent_tokens, &Quantiles::p90)); }},
    {"next.output_tokens_p50", "integer", Unit::kTokens,
     "Tokens that the next prompt will generate: the median",
     WICK_GET { return tokens(quantile(s.forecast.output_tokens, &Quantiles::p50)); }},
    {"next.output_tokens_p90", "integer", Unit::kTokens, "One in ten prompts generates more",
     WICK_GET { return tokens(quantile(s.forecast.output_tokens, &Quantiles::p90)); }},
    {"next.context_after_tokens", "integer", Unit::kTokens,
     "The context after the next prompt: the median of what its last request will send",
     WICK_GET { return tokens(quantile(s.forecast.context_after, &Quantiles::p50)); }},
    {"next.compaction_chance", "number", Unit::kShare,
     "The chance of an auto-compaction during the next prompt, 0 to 1; an estimate, because the "
     "client does not say at which size it compacts",
     WICK_GET { return number(s.forecast.compaction_chance, Unit::kShare); }},
    {"next.subagents_mean_usd", "number", Unit::kUsd,
     "What a prompt's subagents cost in addition: the average of the project, or else of the "
     "user; absent without a history",
     WICK_GET { return number(s.forecast.subagents_mean, Unit::kUsd); }},
    {"next.basis", "text", Unit::kNone,
     "How many earlier prompts the forecast was learned from: those of the session, the project "
     "and the user, and the prior that comes with wick",
     WICK_GET { return text(s.forecast.basis); }},

    {"growth.slope_tokens_per_prompt", "integer", Unit::kTokens,
     "Tokens by which the context grows from one prompt to the next: the median over the newest "
     "32 prompts; absent if there are fewer than two, and until the transcript has been read to "
     "its end",
     WICK_GET { return count(s.burn.slope, Unit::kTokens); }},
    {"growth.prompts_to_compact", "number", Unit::kCount,
     "An estimate of the number of prompts until Claude Code compacts by itself, at that pace",
     WICK_GET { return number(s.burn.prompts_to_compact, Unit::kCount); }},
    {"growth.spark", "text", Unit::kNone,
     "The contexts of the newest 8 prompts as bars, each in proportion to the largest",
     WICK_GET { return text(s.burn.spark); }},
    {"growth.source", "text", Unit::kNone, "Where these figures come from: transcript",
     WICK_GET { return s.burn.known ? text(name_of(Source::kTranscript)) : std::nullopt; }},

    {"misses.count", "integer", Unit::kCount,
     "Cache misses of the main chain; if they are counted in a transcript, absent until it has "
     "been read to its end",
     WICK_GET { return count(s.burn.misses, Unit::kCount); }},
    {"misses.extra_usd", "number", Unit::kUsd,
     "How much more the misses in the transcript cost than reading the cache would have; absent "
     "if one of them has no price",
     WICK_GET { return number(s.burn.extra_usd, Unit::kUsd); }},
    {"misses.source", "text", Unit::kNone,
     "Where the count comes from: payload, tap or transcript; the money always comes from the "
     "transcript",
     WICK_GET { return text(name_of(s.burn.misses_source)); }},

    {"cost.total_usd", "number", Unit::kUsd, "Money spent by the session so far, at list prices",
     WICK_GET { return number(s.cost.total, Unit::kUsd); }},
    {"cost.client_usd", "number", Unit::kUsd,
     "Claude Code's own total, even if cost.total_usd does not use it; absent if Claude Code "
     "reports none",
     WICK_GET { return number(s.cost.client, Unit::kUsd); }},
    {"cost.transcript_usd", "number", Unit::kUsd,
     "The sum over the requests that have lines in the transcript or its subagents' files; absent "
     "if these were not read",
     WICK_GET { return number(s.cost.transcript, Unit::kUsd); }},
    {"cost.lower_bound", "boolean", Unit::kNone,
     "Whether the total may lack requests that left no trace, or that are in a file which could "
     "not be read",
     WICK_GET { return when(s.cost.total.has_value(), s.cost.lower_bound); }},
    {"cost.requests", "integer", Unit::kCount,
     "Requests that have lines in the transcript or its subagents' files; known if the total was "
     "summed",
     WICK_GET { return count(s.cost.requests, Unit::kCount); }},
    {"cost.untold_requests", "integer", Unit::kCount,
     "Requests whose responses do not report what was sent, as with some gateways; no amount of "
     "money includes them",
     WICK_GET { return count(s.cost.requests_without_usage, Unit::kCount); }},
    {"cost.unknown_model", "text", Unit::kNone,
     "A model without a price; no amount of money includes its requests",
     WICK_GET { return text(s.cost.unknown_model); }},
    {"cost.duration_s", "integer", Unit::kSeconds, "How long the session has run",
     WICK_GET { return count(seconds(s.cost.duration_ms), Unit::kSeconds); }},
    {"cost.api_duration_s", "integer", Unit::kSeconds,
     "How long the session has waited for responses",
     WICK_GET { return count(seconds(s.cost.api_duration_ms), Unit::kSeconds); }},
    {"cost.lines_added", "integer", Unit::kCount, "Lines of code added",
     WICK_GET { return count(s.cost.lines_added, Unit::kCount); }},
    {"cost.lines_removed", "integer", Unit::kCount, "Lines of code removed",
     WICK_GET { return count(s.cost.lines_removed, Unit::kCount); }},
    {"cost.source", "text", Unit::kNone,
     "Where the total comes from: payload, tap, cost-state (Claude Code's own, in the "
     "transcript) or transcript (a sum)",
     WICK_GET { return s.cost.total ? text(name_of(s.cost.source)) : std::nullopt; }},

    {"limits.five_hour_pct", "number", Unit::kPercent,
     "The used percentage of the 5-hour window; absent without a subscription, and after the "
     "window was reset",
     WICK_GET { return number(s.limits.five_hour.used_pct, Unit::kPercent); }},
    {"limits.five_hour_resets_at", "integer", Unit::kEpochSeconds,
     "When the 5-hour window is reset",
     WICK_GET { return count(s.limits.five_hour.resets_at, Unit::kEpochSeconds); }},
    {"limits.five_hour_resets_in_s", "integer", Unit::kSeconds, "How long until then",
     WICK_GET { return count(remaining(s.limits.five_hour.resets_at, s.now), Unit::kSeconds); }},
    {"limits.five_hour_elapsed_pct", "number", Unit::kPercent,
     "The percentage of the 5-hour window's time that has passed",
     WICK_GET { return number(elapsed_pct(s.limits.five_hour, kFiveHourWindow, s.now), Unit::kPercent); }},
    {"limits.five_hour_runs_out_at", "integer", Unit::kEpochSeconds,
     "When the 5-hour window will be used up at the pace since it began; absent if it is reset "
     "before that, and in its first 25 minutes",
     WICK_GET { return count(s.limits.five_hour_runs_out, Unit::kEpochSeconds); }},
    {"limits.five_hour_runs_out_in_s", "integer", Unit::kSeconds, "How long until then",
     WICK_GET { return count(remaining(s.limits.five_hour_runs_out, s.now), Unit::kSeconds); }},
    {"limits.seven_day_pct", "number", Unit::kPercent, "The used percentage of the 7-day window",
     WICK_GET { return number(s.limits.seven_day.used_pct, Unit::kPercent); }},
    {"limits.seven_day_resets_at", "integer", Unit::kEpochSeconds, "When the 7-day window is reset",
     WICK_GET { return count(s.limits.seven_day.resets_at, Unit::kEpochSeconds); }},
    {"limits.seven_day_resets_in_s", "integer", Unit::kSeconds, "How long until then",
     WICK_GET { return count(remaining(s.limits.seven_day.resets_at, s.now), Unit::kSeconds); }},
    {"limits.seven_day_elapsed_pct", "number", Unit::kPercent,
     "The percentage of the 7-day window's time that has passed",
     WICK_GET { return number(elapsed_pct(s.limits.seven_day, kSevenDayWindow, s.now), Unit::kPercent); }},
    {"limits.seven_day_runs_out_at", "integer", Unit::kEpochSeconds,
     "When the 7-day window will be used up at the pace since it began; absent if it is reset "
     "before that, and in its first 100 minutes",
     WICK_GET { return count(s.limits.seven_day_runs_out, Unit::kEpochSeconds); }},
    {"limits.seven_day_runs_out_in_s", "integer", Unit::kSeconds, "How long until then",
     WICK_GET { return count(remaining(s.limits.seven_day_runs_out, s.now), Unit::kSeconds); }},
    {"limits.next_pct_p50", "number", Unit::kPercent,
     "Percentage points of the 5-hour window that the next prompt will use, by the median of its "
     "forecast; absent until ten rises of the window have been seen",
     WICK_GET { return number(taken(s, &Quantiles::p50, s.limits.five_hour_pct_per_usd), Unit::kPercent); }},
    {"limits.next_pct_p90", "number", Unit::kPercent,
     "The same by the forecast's p90: one prompt in ten uses more",
     WICK_GET { return number(taken(s, &Quantiles::p90, s.limits.five_hour_pct_per_usd), Unit::kPercent); }},
    {"limits.next_seven_day_pct_p50", "number", Unit::kPercent,
     "Percentage points of the 7-day window that the next prompt will use, by the median of its "
     "forecast",
     WICK_GET { return number(taken(s, &Quantiles::p50, s.limits.seven_day_pct_per_usd), Unit::kPercent); }},
    {"limits.spend_pct", "number", Unit::kPercent,
     "The used percentage of a gateway's spend limit; may exceed 100",
     WICK_GET { return number(s.limits.spend.used_pct, Unit::kPercent); }},
    {"limits.spend_resets_at", "integer", Unit::kEpochSeconds, "When the spend limit is reset",
     WICK_GET { return count(s.limits.spend.resets_at, Unit::kEpochSeconds); }},
    {"limits.spend_used_usd", "number", Unit::kUsd, "Money spent of the spend limit",
     WICK_GET { return number(s.limits.spend_used_usd, Unit::kUsd); }},
    {"limits.spend_limit_usd", "number", Unit::kUsd, "The spend limit",
     WICK_GET { return number(s.limits.spend_limit_usd, Unit::kUsd); }},
    {"limits.spend_period", "text", Unit::kNone,
     "The period of the spend limit: daily, weekly or monthly",
     WICK_GET { return from_payload(s, "rate_limits.spend_limit.period"); }},
    {"limits.told_at", "integer", Unit::kEpochSeconds, "When Claude Code reported these figures",
     WICK_GET { return count(epoch_seconds(s.limits.reported_at), Unit::kEpochSeconds); }},
    {"limits.source", "text", Unit::kNone,
     "Where these figures come from: payload, or tap (of any session of the account)",
     WICK_GET { return text(name_of(s.limits.source)); }},

    {"usage.today_usd", "number", Unit::kUsd,
     "Money spent since midnight, local time, by all sessions, at list prices",
     WICK_GET { return number(spent(today(s)), Unit::kUsd); }},
    {"usage.block_usd", "number", Unit::kUsd,
     "Money spent in the current 5-hour block by all sessions; absent if no block has begun",
     WICK_GET { return number(spent(block(s)), Unit::kUsd); }},
    {"usage.block_ends_at", "integer", Unit::kEpochSeconds, "When the block ends",
     WICK_GET { return count(block_end(s), Unit::kEpochSeconds); }},
    {"usage.block_ends_in_s", "integer", Unit::kSeconds, "How long until then",
     WICK_GET { return count(remaining(block_end(s), s.now), Unit::kSeconds); }},
    {"usage.block_source", "text", Unit::kNone,
     "How the time of the block is known: tap (Claude Code reported it) or inferred (a block "
     "begins with its first request)",
     WICK_GET { return block(s) ? text(s.usage->block_confirmed ? "tap" : "inferred") : std::nullopt; }},
    {"usage.lower_bound", "boolean", Unit::kNone,
     "Whether one of the two sums lacks requests that have no price: their model has none, or "
     "they do not report what they used",
     WICK_GET { return usage_is_short(s); }},
    {"usage.told_at", "integer", Unit::kEpochSeconds, "When these figures were counted",
     WICK_GET { return s.usage ? count(s.usage->counted_at / 1000, Unit::kEpochSeconds) : std::nullopt; }},
    {"usage.source", "text", Unit::kNone, "Where these figures come from: ledger",
     WICK_GET { return s.usage ? text("ledger") : std::nullopt; }},

    {"waste.session_pct", "number", Unit::kPercent,
     "The percentage of the session's money that was wasted, in all nine classes",
     WICK_GET { return number(wasted_pct(s), Unit::kPercent); }},
    {"waste.session_usd", "number", Unit::kUsd, "Money wasted in the session, at list prices",
     WICK_GET { return number(s.waste ? Number(usd_of(s.waste->wasted)) : std::nullopt, Unit::kUsd); }},
    {"waste.told_at", "integer", Unit::kEpochSeconds, "When the sessions were audited",
     WICK_GET { return s.waste ? count(s.waste->counted_at / 1000, Unit::kEpochSeconds) : std::nullopt; }},
    {"waste.source", "text", Unit::kNone, "Where these figures come from: ledger",
     WICK_GET { return s.waste ? text("ledger") : std::nullopt; }},

    {"git.branch", "text", Unit::kNone,
     "The branch that is checked out in the session's directory, or the commit",
     WICK_GET { return text(s.git.branch); }},
    {"git.worktree", "text", Unit::kNone, "The linked work tree, if the session works in one",
     WICK_GET { return text(s.git.worktree); }},
    {"git.root", "text", Unit::kNone, "The top folder of the work tree; absent in a bare repository",
     WICK_GET { return text(s.git.files ? s.git.files->place.root : ""); }},
    {"git.operation", "text", Unit::kNone,
     "The operation in progress: rebase, am, merge, cherry-pick, revert or bisect; absent if "
     "there is none",
     WICK_GET { return text(s.git.files ? s.git.files->operation.text : ""); }},
    {"git.sha", "text", Unit::kCommit, "The full id of the commit that is checked out",
     WICK_GET {
       MaybeValue sha = text(s.git.commit.text);
       if (sha) sha->unit = Unit::kCommit;
       return sha;
     }},
    {"git.stash", "integer", Unit::kCount, "The number of stashes",
     WICK_GET { return count(s.git.stashes, Unit::kCount); }},
    {"git.upstream", "text", Unit::kNone,
     "The upstream branch, as reported by git; absent if there is none",
     WICK_GET { return text(git_counts(s) ? git_counts(s)->upstream : ""); }},
    {"git.ahead", "integer", Unit::kCount,
     "Commits that the upstream branch does not have; absent without an upstream branch",
     WICK_GET { return git_counts(s) ? count(git_counts(s)->ahead, Unit::kCount) : std::nullopt; }},
    {"git.behind", "integer", Unit::kCount, "Commits that only the upstream branch has",
     WICK_GET { return git_counts(s) ? count(git_counts(s)->behind, Unit::kCount) : std::nullopt; }},
    {"git.staged", "integer", Unit::kCount, "Files with changes that the next commit will include",
     WICK_GET { return git_count(s, &GitCounts::staged); }},
    {"git.unstaged", "integer", Unit::kCount, "Files with changes that it will not include",
     WICK_GET { return git_count(s, &GitCounts::unstaged); }},
    {"git.untracked", "integer", Unit::kCount,
     "Files and folders that git does not track, counted as git status lists them",
     WICK_GET { return git_count(s, &GitCounts::untracked); }},
    {"git.conflicts", "integer", Unit::kCount, "Files in conflict",
     WICK_GET { return git_count(s, &GitCounts::conflicts); }},
    {"git.dirty", "boolean", Unit::kNone, "Whether one of these four counts is not 0",
     WICK_GET { return when(git_counts(s), git_counts(s) && git_counts(s)->is_dirty()); }},
    {"git.stale", "boolean", Unit::kNone,
     "Whether these counts may be out of date: the index, HEAD or the branch has changed since "
     "git was run, or that was long ago",
     WICK_GET { return when(git_counts(s), s.git.kept.stale); }},
    {"git.age_s", "integer", Unit::kSeconds, "Seconds since git was run",
     WICK_GET { return git_counts(s) ? count(std::max<TimeMs>(0, s.now - s.git.kept.counted_at) / 1000, Unit::kSeconds) : std::nullopt; }},
    {"git.source", "text", Unit::kNone,
     "Where these counts come from: git, which is run after a line that shows them has been "
     "printed; absent until then",
     WICK_GET { return git_counts(s) ? text("git") : std::nullopt; }},

    {"pr.number", "integer", Unit::kCount,
     "The number of the pull request of the branch",
     WICK_GET { return from_payload(s, "pr.number"); }},
    {"pr.url", "text", Unit::kNone, "The address of the pull request",
     WICK_GET { return from_payload(s, "pr.url"); }},
    {"pr.state", "text", Unit::kNone,
     "The state of its review: approved, pending, changes_requested or draft",
     WICK_GET { return from_payload(s, "pr.review_state"); }},
    {"pr.kind", "text", Unit::kNone, "mr for a merge request of GitLab; absent for a pull request",
     WICK_GET { return from_payload(s, "pr.kind"); }},
    {"pr.source", "text", Unit::kNone,
     "Where this comes from: payload or tap",
     WICK_GET { return payload_source(s, "pr."); }},

    {"repo.host", "text", Unit::kNone, "The host of the repository, according to its remote origin",
     WICK_GET { return from_payload(s, "workspace.repo.host"); }},
    {"repo.owner", "text", Unit::kNone, "The owner of the repository on that host",
     WICK_GET { return from_payload(s, "workspace.repo.owner"); }},
    {"repo.name", "text", Unit::kNone, "The name of the repository on that host",
     WICK_GET { return from_payload(s, "workspace.repo.name"); }},
    {"repo.source", "text", Unit::kNone,
     "Where this comes from: payload or tap",
     WICK_GET { return payload_source(s, "workspace.repo."); }},

    {"worktree.name", "text", Unit::kNone,
     "The work tree that Claude Code made for the session",
     WICK_GET { return from_payload(s, "worktree.name"); }},
    {"worktree.path", "text", Unit::kNone, "The path of that work tree",
     WICK_GET { return from_payload(s, "worktree.path"); }},
    {"worktree.branch", "text", Unit::kNone, "The branch of that work tree",
     WICK_GET { return from_payload(s, "worktree.branch"); }},
    {"worktree.original_cwd", "text", Unit::kNone, "The directory that the session was in before",
     WICK_GET { return from_payload(s, "worktree.original_cwd"); }},
    {"worktree.original_branch", "text", Unit::kNone, "The branch of that directory",
     WICK_GET { return from_payload(s, "worktree.original_branch"); }},
    {"worktree.source", "text", Unit::kNone,
     "Where this comes from: payload or tap",
     WICK_GET { return payload_source(s, "worktree."); }},

    {"price.model", "text", Unit::kNone, "The name under which the model's price is looked up",
     WICK_GET { return s.model.price ? text(s.model.price->model) : std::nullopt; }},
    {"price.source", "text", Unit::kNone,
     "Where the price comes from: built-in, or the file that it was read from",
     WICK_GET { return s.model.price ? text(s.model.price->source) : std::nullopt; }},
    {"price.from", "text", Unit::kNone, "The first day of the price; absent if it has no beginning",
     WICK_GET { return s.model.price ? date(s.model.price->from) : std::nullopt; }},
    {"price.until", "text", Unit::kNone,
     "The first day on which the price no longer applies; absent if it has no end",
     WICK_GET { return s.model.price ? date(s.model.price->until) : std::nullopt; }},
    {"price.input_usd_per_mtok", "number", Unit::kUsdPerMtok, "USD per million input tokens",
     WICK_GET { return number(rate(s, &Rates::input), Unit::kUsdPerMtok); }},
    {"price.write_5m_usd_per_mtok", "number", Unit::kUsdPerMtok,
     "USD per million tokens written to the 5-minute cache",
     WICK_GET { return number(rate(s, &Rates::write_5m), Unit::kUsdPerMtok); }},
    {"price.write_1h_usd_per_mtok", "number", Unit::kUsdPerMtok,
     "USD per million tokens written to the 1-hour cache",
     WICK_GET { return number(rate(s, &Rates::write_1h), Unit::kUsdPerMtok); }},
    {"price.read_usd_per_mtok", "number", Unit::kUsdPerMtok,
     "USD per million tokens read from the cache",
     WICK_GET { return number(rate(s, &Rates::read), Unit::kUsdPerMtok); }},
    {"price.output_usd_per_mtok", "number", Unit::kUsdPerMtok, "USD per million output tokens",
     WICK_GET { return number(rate(s, &Rates::output), Unit::kUsdPerMtok); }},
    {"price.tier_above_tokens", "integer", Unit::kTokens,
     "A prompt with more tokens than this is charged entirely at the tier's prices; absent if "
     "there is no tier",
     WICK_GET { return count(tier_above(s), Unit::kTokens); }},
    {"price.tier_input_usd_per_mtok", "number", Unit::kUsdPerMtok, "The tier's input price",
     WICK_GET { return number(tier_rate(s, &Rates::input), Unit::kUsdPerMtok); }},
    {"price.tier_write_5m_usd_per_mtok", "number", Unit::kUsdPerMtok,
     "The tier's price for 5-minute writes",
     WICK_GET { return number(tier_rate(s, &Rates::write_5m), Unit::kUsdPerMtok); }},
    {"price.tier_write_1h_usd_per_mtok", "number", Unit::kUsdPerMtok,
     "The tier's price for 1-hour writes",
     WICK_GET { return number(tier_rate(s, &Rates::write_1h), Unit::kUsdPerMtok); }},
    {"price.tier_read_usd_per_mtok", "number", Unit::kUsdPerMtok, "The tier's price for reads",
     WICK_GET { return number(tier_rate(s, &Rates::read), Unit::kUsdPerMtok); }},
    {"price.tier_output_usd_per_mtok", "number", Unit::kUsdPerMtok, "The tier's output price",
     WICK_GET { return number(tier_rate(s, &Rates::output), Unit::kUsdPerMtok); }},
    {"price.fast_factor", "number", Unit::kRatio, "Fast mode multiplies every token price by this",
     WICK_GET { return s.model.price ? number(s.model.price->fast, Unit::kRatio) : std::nullopt; }},
    {"price.us_factor", "number", Unit::kRatio, "US inference multiplies every token price by this",
     WICK_GET { return s.model.price ? number(s.model.price->us, Unit::kRatio) : std::nullopt; }},
});
// clang-format on

#undef WICK_GET

}  // namespace

std::span<const Field> fields() { return kFields; }

const Field* find_field(std::string_view name) {
  for (const Field& field : kFields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

MaybeValue payload_value(const State& state, std::string_view path) {
  for (auto p = state.payload.rbegin(); p != state.payload.rend(); ++p) {
    if (p->path != path) continue;
    const auto* said = std::get_if<std::string>(&p->value);
    if (said && said->empty()) return std::nullopt;
    return Value{p->value, Unit::kNone};
  }
  return std::nullopt;
}

std::string_view group_of(std::string_view field_name) {
  return field_name.substr(0, field_name.find('.'));
}

// Fields of the group next that need the forecast.
bool is_forecast(std::string_view name) {
  if (group_of(name) != "next") return false;
  static constexpr std::string_view kMarks[] = {
      "p10", "p50", "p90", "mean", "context_after", "compaction", "basis", "subagents"};
  return std::any_of(std::begin(kMarks), std::end(kMarks),
                     [name](std::string_view mark) { return name.find(mark) != name.npos; });
}

// Fields of the group git that come from `git status`, which runs after a line was printed.
bool is_git_count(std::string_view name) {
  static constexpr std::string_view kFromFiles[] = {"branch",    "worktree", "root",
                                                    "operation", "sha",      "stash"};
  return group_of(name) == "git" && std::find(std::begin(kFromFiles), std::end(kFromFiles),
                                              name.substr(4)) == std::end(kFromFiles);
}

// Fields that are taken from the payload unchanged.
bool is_in_payload(std::string_view name) {
  static constexpr std::string_view kGroups[] = {"payload", "pr", "repo", "worktree"};
  static constexpr std::string_view kNames[] = {
      "session.output_style", "session.vim_mode",     "session.agent",     "session.added_dirs",
      "model.thinking",       "context.exceeds_200k", "cache.miss_causes", "limits.spend_period"};
  std::string_view group = group_of(name);
  return std::find(std::begin(kGroups), std::end(kGroups), group) != std::end(kGroups) ||
         std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

Needs needs_of(const std::vector<std::string_view>& names) {
  Needs needs;
  std::string_view last;
  for (std::string_view name : names) {
    if (name == last) continue;  // a template names a field for the condition and for the value
    last = name;
    std::string_view group = group_of(name);
    bool is_pace = name.starts_with("limits.next");
    needs.pace |= is_pace;
    needs.next |= group == "next" || is_pace;
    needs.forecast |= is_forecast(name) || is_pace;
    needs.after_compact |= name.starts_with("next.after_compact");
    needs.after_clear |= name.starts_with("next.after_clear");
    needs.auto_compact |=
        name.starts_with("context.compact_at") || name.starts_with("context.to_compact");
    needs.burn |= group == "growth" || group == "misses";
    needs.cost |= group == "cost";
    needs.limits |= group == "limits";
    needs.git |= group == "git";
    needs.git_counts |= is_git_count(name);
    needs.payload |= is_in_payload(name);
    needs.permission_mode |= name == "session.permission_mode";
    needs.usage |= group == "usage";
    needs.waste |= group == "waste";
  }
  return needs;
}

}  // namespace wick
