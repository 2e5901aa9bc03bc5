// SPDX-License-Identifier: MIT
#include "lib/live/merge.h"

#include <cmath>
#include <limits>

#include "lib/audit/cache_chain.h"
#include "lib/base/text.h"
#include "lib/claude/dirs.h"

namespace wick {
namespace {

using Count = std::optional<std::int64_t>;

// Compares number by number: "2.1.132" is later than "2.1.9".
bool version_at_least(std::string_view version, std::string_view least) {
  std::vector<std::string_view> a = split(version, '.'), b = split(least, '.');
  for (std::size_t i = 0; i < b.size(); ++i) {
    std::int64_t x = i < a.size() ? parse_integer(a[i]).value_or(-1) : -1;
    std::int64_t y = parse_integer(b[i]).value_or(0);
    if (x != y) return x > y;
  }
  return true;
}

std::string first_of(const std::string& a, const std::string& b) { return a.empty() ? b : a; }

class Merger {
 public:
  Merger(const Sources& sources, const PriceTable& prices, TimeMs now)
      : in_(sources), prices_(prices), newer_(sources.transcript_is_newer()) {
    state_.now = now;
  }

  State run() {
    session();
    model();
    context();
    cache();
    return std::move(state_);
  }

 private:
  const Payload* payload() const { return in_.tap ? &in_.tap->payload : nullptr; }
  const Response* response() const {
    return in_.tail && in_.tail->response ? &*in_.tail->response : nullptr;
  }
  Source payload_source() const { return in_.from_stdin ? Source::kPayload : Source::kTap; }

  void session() {
    SessionState& s = state_.session;
    s.id = in_.found.id;
    s.transcript = in_.found.transcript;
    live(in_.found.live);
    if (const Payload* p = payload()) {
      s.id = first_of(s.id, p->session_id);
      s.name = p->session_name;
      s.cwd = first_of(p->cwd, s.cwd);
      s.project_dir = p->project_dir;
      s.version = p->version;
    }
    if (const Response* r = response()) {
      s.cwd = first_of(s.cwd, r->cwd);
      if (newer_ || s.version.empty()) s.version = first_of(r->version, s.version);
      if (r->last != 0) s.last_response = r->last;
    }
    if (s.project_dir.empty()) s.project_dir = start_dir(s.transcript, s.cwd);
    if (in_.tail) s.name = first_of(s.name, in_.tail->title);
    s.name = first_of(s.name, in_.found.live.name);
    s.version = first_of(s.version, in_.found.live.version);
    s.source = payload() && !newer_ ? payload_source()
               : in_.tail           ? Source::kTranscript
                                    : Source::kNone;
  }

  void live(const LiveSession& l) {
    SessionState& s = state_.session;
    s.cwd = l.cwd;
    s.pid = l.pid;
    s.status = l.status;
    s.waiting_for = l.waiting_for;
    s.tmux = l.tmux;
    if (l.started > 0) s.started = l.started;
    if (l.status_updated > 0) s.status_since = l.status_updated;
  }

  void model() {
    ModelState& m = state_.model;
    if (const Payload* p = payload()) {
      m = {p->model_id, p->model_name, p->effort, p->fast_mode.value_or(false), false, nullptr};
    }
    if (const Response* r = response()) {
      bool same = parse_model(r->asked()).canonical == parse_model(m.id).canonical;
      if (m.id.empty() || (newer_ && !same))
        m = {r->asked(), "", r->effort, r->usage.fast, false, nullptr};
      m.us = r->usage.us;
      if (newer_ || !payload()) m.fast = r->usage.fast;
      if (newer_ && !r->effort.empty()) m.effort = r->effort;
    }
    if (m.name.empty() && !m.id.empty()) m.name = display_model(m.id);
    ModelName name = parse_model(m.id);
    m.fast |= name.fast;
    if (!m.id.empty()) m.price = prices_.find(name.canonical, state_.now);
  }

  void context() {
    if (payload() && !newer_) context_from_payload(*payload());
    if (state_.context.source == Source::kNone && in_.tail) context_of_transcript(*in_.tail);
    ContextState& c = state_.context;
    c.window = window();
    bool has_pct = payload() && !newer_ && c.source == payload_source() && !c.compacted;
    if (has_pct && payload()->used_pct && *payload()->used_pct <= 100) {
      c.used_pct = static_cast<std::int64_t>(std::floor(*payload()->used_pct + 0.5));
    } else if (c.tokens && c.window) {
      double pct = static_cast<double>(*c.tokens) * 100 / static_cast<double>(*c.window);
      c.used_pct = static_cast<std::int64_t>(std::floor(pct + 0.5));  // the client's Math.round
    }
  }

  void context_from_payload(const Payload& p) {
    ContextState& c = state_.context;
    if (p.compacted()) {
      c.compacted = true;
      c.source = payload_source();
      // The client reports no size; the transcript may have it already.
      if (in_.tail && in_.tail->compacted) c.tokens = in_.tail->compaction->post_tokens;
    } else if (p.usage.prompt() > 0) {  // a gateway may report the output only
      c.tokens = p.usage.prompt();
      c.output = p.usage.output;
      c.usage = p.usage;
      c.source = payload_source();
    } else if (p.current_usage == CurrentUsage::kAbsent && p.total_input_tokens.value_or(0) > 0 &&
               version_at_least(p.version, "2.1.132")) {  // older clients: the session's sum
      c.tokens = p.total_input_tokens;
      c.output = p.total_output_tokens;
      c.source = payload_source();
    }
  }

  void context_of_transcript(const Tail& tail) {
    ContextState& c = state_.context;
    if (tail.compacted) {
      c.compacted = true;
      c.tokens = tail.compaction->post_tokens;
      c.source = Source::kTranscript;
    } else if (const Response* r = response(); r && r->usage.prompt() > 0) {
      c.tokens = r->usage.prompt();
      c.output = r->usage.output;
      c.usage = r->usage;
      c.source = Source::kTranscript;
    }
  }

  Count window() const {
    Count window = payload() ? payload()->window_tokens : std::nullopt;
    bool same_model = payload() && parse_model(payload()->model_id).canonical ==
                                       parse_model(state_.model.id).canonical;
    if (!window || !same_model) {
      ModelName name = parse_model(state_.model.id);
      window = prices_.window(name);
      // More than the usual window holds: the session must use the long one.
      if (window && state_.context.tokens.value_or(0) > *window) {
        name.long_context = true;
        window = prices_.window(name);
      }
    }
    if (window && state_.context.tokens.value_or(0) > *window) window.reset();
    return window;
  }

  void cache() {
    const Payload* p = payload();
    if (p && p->has_prompt_cache && !newer_) {
      cache_from_payload(*p);
    } else if (in_.tail) {
      cache_of_transcript(*in_.tail);
    }
    CacheState& c = state_.cache;
    if (const Response* r = response()) {
      c.model = r->asked();
      c.effort = r->effort;
      c.client = r->version;
      if (r->has_speed) c.fast = r->usage.fast || parse_model(c.model).fast;
    }
    if (c.source == Source::kNone || c.phase == CachePhase::kNone) return;
    bool in_time = c.expires_at && state_.now < *c.expires_at * 1000;
    bool said_cold = p && !newer_ && p->warm == false && !p->silent();
    // Without an expiry, the cache is known to be gone only if it is older than any TTL.
    bool is_known = c.expires_at || said_cold || latest_expiry() <= state_.now;
    c.phase = !is_known               ? CachePhase::kUnknown
              : in_time && !said_cold ? CachePhase::kWarm
                                      : CachePhase::kCold;
  }

  // The latest possible expiry of what the newest request cached, with the longest TTL.
  TimeMs latest_expiry() const {
    TimeMs start = in_.tail ? in_.tail->request_start : 0;
    return start > 0 ? start + kHour : std::numeric_limits<TimeMs>::max();
  }

  void cache_from_payload(const Payload& p) {
    CacheState& c = state_.cache;
    c.source = payload_source();
    if (!p.ttl.empty()) c.ttl_s = seconds_of_ttl(p.ttl);
    c.expires_at = p.expires_at;
    c.requests = p.requests;
    c.misses = p.misses;
    c.expected_rebuilds = p.expected_rebuilds;
    c.write_tokens = p.cache_write_tokens;
    c.miss_recache_tokens = p.miss_recache_tokens;
    c.last_miss_at = p.last_miss_at;
    c.last_miss_cause = p.last_miss_cause;
    c.hit_ratio = p.hit_ratio;
    if (p.silent()) return;
    c.recache_tokens = p.recache_tokens_if_cold;
    if (!p.usage.empty()) c.cached_tokens = p.usage.read + p.usage.written();
    if (p.caching_observed == false) c.phase = CachePhase::kNone;
  }

  void cache_of_transcript(const Tail& tail) {
    const Response* r = response();
    if (!r) return;
    if (!r->usage.is_known()) return;  // no usage figures
    CacheState& c = state_.cache;
    c.source = Source::kTranscript;
    if (!r->usage.cached()) {
      c.phase = CachePhase::kNone;
      return;
    }
    if (!tail.ttl.empty()) c.ttl_s = seconds_of_ttl(tail.ttl);
    // A compaction's own request reads the prefix and so refreshes it (measured on client 2.1.330).
    TimeMs anchor = tail.compacted ? tail.compaction->started : tail.request_start;
    if (c.ttl_s && anchor > 0) c.expires_at = ceil_seconds(anchor + *c.ttl_s * 1000);
    if (tail.compacted) return;
    c.cached_tokens = r->usage.read + r->usage.written();
    c.recache_tokens = r->usage.prompt();
  }

  const Sources& in_;
  const PriceTable& prices_;
  bool newer_;
  State state_;
};

}  // namespace

bool Sources::transcript_is_newer() const {
  if (from_stdin || !tail) return false;
  if (!tap) return true;
  TimeMs newest = tail->response ? tail->response->last : 0;
  if (tail->compaction) newest = std::max(newest, tail->compaction->time);
  return newest > tap->time;
}

State merge(const Sources& sources, const PriceTable& prices, TimeMs now) {
  return Merger(sources, prices, now).run();
}

std::string_view name_of(Source source) {
  switch (source) {
    case Source::kPayload: return "payload";
    case Source::kTap: return "tap";
    case Source::kTranscript: return "transcript";
    case Source::kCostState: return "cost-state";
    case Source::kNone: break;
  }
  return "";
}

std::string_view name_of(CachePhase phase) {
  switch (phase) {
    case CachePhase::kWarm: return "warm";
    case CachePhase::kCold: return "cold";
    case CachePhase::kNone: return "none";
    case CachePhase::kUnknown: break;
  }
  return "";
}

}  // namespace wick
