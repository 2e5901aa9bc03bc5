// SPDX-License-Identifier: MIT
// The arithmetic of context.* and cache.*.
#include "lib/base/format.h"
#include "lib/doctor/arithmetic.h"
#include "lib/doctor/rules.h"

namespace wick::derive {
namespace {

constexpr std::string_view kToldPrompt =
    "context_window.current_usage.input_tokens "
    "context_window.current_usage.cache_creation_input_tokens "
    "context_window.current_usage.cache_read_input_tokens";
constexpr std::string_view kLinePrompt =
    "message.usage.input_tokens message.usage.cache_creation_input_tokens "
    "message.usage.cache_read_input_tokens";
constexpr std::string_view kToldCached =
    "context_window.current_usage.cache_creation_input_tokens "
    "context_window.current_usage.cache_read_input_tokens";
constexpr std::string_view kLineCached =
    "message.usage.cache_creation_input_tokens message.usage.cache_read_input_tokens";

bool is_told(Source source) { return source == Source::kPayload || source == Source::kTap; }

const Payload& payload(const Reasoning& r) { return r.subject.evidence.accounts.told->payload; }
const Tail& tail(const Reasoning& r) { return *r.subject.evidence.accounts.tail; }

std::string prompt_sum(const Usage& u) { return sum({u.input, u.written(), u.read}); }

// Neither account has it: looks for both, so that `missing` names them.
void look_everywhere(Reasoning& r, std::string_view keys, std::string_view line_keys) {
  r.told(keys);
  r.line(Fact::kResponse, line_keys);
}

std::string_view ttl_line_key(const Tail& tail) {
  bool asked = tail.response && tail.response->offset == tail.ttl_line &&
               tail.response->usage.written() == 0;
  if (asked) return "promptCacheRequested";
  return tail.ttl == "1h" ? "message.usage.cache_creation.ephemeral_1h_input_tokens"
                          : "message.usage.cache_creation.ephemeral_5m_input_tokens "
                            "message.usage.cache_creation_input_tokens";
}

}  // namespace

void context_tokens(Reasoning& r) {
  const ContextState& c = r.state().context;
  if (!c.tokens) {
    if (c.compacted) r.line(Fact::kCompaction, "compactMetadata.postTokens");
    else look_everywhere(r, kToldPrompt, kLinePrompt);
  } else if (c.compacted) {
    r.line(Fact::kCompaction, "compactMetadata.postTokens");
  } else if (!is_told(c.source)) {
    r.line(Fact::kResponse, kLinePrompt);
    r.arithmetic(prompt_sum(tail(r).response->usage));
  } else if (!payload(r).usage.empty()) {
    r.told(kToldPrompt);
    r.arithmetic(prompt_sum(payload(r).usage));
  } else {
    r.told("context_window.total_input_tokens");
  }
}

void context_output(Reasoning& r) {
  r.first_that_fits("context_window.current_usage.output_tokens context_window.total_output_tokens",
                    "response:message.usage.output_tokens");
}

void context_left(Reasoning& r) {
  const ContextState& c = r.state().context;
  if (c.tokens && c.window) r.arithmetic(fmt::format("{} - {}", text(*c.window), text(*c.tokens)));
}

void context_used_pct(Reasoning& r) {
  const ContextState& c = r.state().context;
  if (!c.used_pct) return;
  if (c.tokens && c.window) {
    std::string exact = fmt::format("floor({} * 100 / {} + 0.5)", text(*c.tokens), text(*c.window));
    double pct = static_cast<double>(*c.tokens) * 100 / static_cast<double>(*c.window);
    if (static_cast<std::int64_t>(pct + 0.5) == *c.used_pct) return r.arithmetic(exact);
  }
  r.told("context_window.used_percentage");
  if (const auto& told = payload(r).used_pct) r.arithmetic(fmt::format("floor({} + 0.5)", text(*told)));
}

void context_compacted(Reasoning& r) {
  const ContextState& c = r.state().context;
  if (!is_told(c.source)) {
    r.line(c.compacted ? Fact::kCompaction : Fact::kResponse, "timestamp");
  } else {
    r.told(kToldPrompt);
  }
}

void cache_state(Reasoning& r) {
  if (is_told(r.state().cache.source)) r.told("prompt_cache.warm prompt_cache.caching_observed");
  else r.line(Fact::kResponse, kLineCached);
  r.uses_now();
}

void cache_ttl(Reasoning& r) {
  const CacheState& c = r.state().cache;
  if (is_told(c.source)) {
    r.told("prompt_cache.ttl");
  } else if (c.ttl_s) {
    r.line(Fact::kTtl, ttl_line_key(tail(r)));
  } else {
    r.told("prompt_cache.ttl");
    r.line(Fact::kTtl, "promptCacheRequested");
  }
}

void cache_ttl_s(Reasoning& r) {
  if (auto ttl = r.state().cache.ttl_s) r.arithmetic(*ttl == 3600 ? "60 * 60" : "5 * 60");
}

void cache_age(Reasoning& r) {
  const CacheState& c = r.state().cache;
  r.uses_now();
  if (!c.expires_at || !c.ttl_s) return;
  r.arithmetic(fmt::format("max(0, floor({}) - ({} - {}))", seconds(r.state().now), text(*c.expires_at),
                           text(*c.ttl_s)));
}

void cache_remaining(Reasoning& r) {
  r.uses_now();
  if (!r.out.value) return;
  const CacheState& c = r.state().cache;
  std::string left = remaining(*c.expires_at, r.state().now);
  // The cap is said where it binds: elsewhere it would only be in the way.
  bool capped = c.ttl_s && ceil_seconds(*c.expires_at * 1000 - r.state().now) > *c.ttl_s;
  r.arithmetic(capped ? fmt::format("min({}, {})", left, text(*c.ttl_s)) : left);
}

void cache_expires_at(Reasoning& r) {
  const CacheState& c = r.state().cache;
  if (is_told(c.source)) {
    r.told("prompt_cache.expires_at");
    return;
  }
  r.uses("cache.ttl_s");
  if (!c.expires_at) {
    r.told("prompt_cache.expires_at");
    r.line(Fact::kStart, "timestamp");
    return;
  }
  const Tail& t = tail(r);
  if (t.compacted) {
    r.line(Fact::kCompaction, "timestamp compactMetadata.durationMs");
    TimeMs took = t.compaction->time - t.compaction->started;
    return r.arithmetic(
        fmt::format("ceil({} - {} + {})", seconds(t.compaction->time), seconds(took), text(*c.ttl_s)));
  }
  r.line(Fact::kStart, "type timestamp");
  r.arithmetic(fmt::format("ceil({} + {})", seconds(t.request_start), text(*c.ttl_s)));
}

void cached_tokens(Reasoning& r) {
  const CacheState& c = r.state().cache;
  if (!c.cached_tokens) return look_everywhere(r, kToldCached, kLineCached);
  bool told = is_told(c.source);
  if (told) r.told(kToldCached);
  else r.line(Fact::kResponse, kLineCached);
  const Usage& u = told ? payload(r).usage : tail(r).response->usage;
  r.arithmetic(sum({u.written(), u.read}));
}

void recache_tokens(Reasoning& r) {
  const CacheState& c = r.state().cache;
  if (is_told(c.source) || !c.recache_tokens) {
    r.told("prompt_cache.recache_tokens_if_cold");
    return;
  }
  r.line(Fact::kResponse, kLinePrompt);
  r.arithmetic(prompt_sum(tail(r).response->usage));
}

void restart_tokens(Reasoning& r, Fact fact) {
  if (!r.line(fact, kLinePrompt) && !r.line(fact, "compactMetadata.postTokens")) return;
  if (!r.out.value) return;
  std::string terms;
  for (const Witness& w : r.out.from) terms += (terms.empty() ? "" : " + ") + w.value;
  r.arithmetic(std::move(terms));
}

}  // namespace wick::derive
