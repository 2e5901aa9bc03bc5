// SPDX-License-Identifier: MIT
#include "lib/claude/payload.h"

#include <algorithm>
#include <array>

namespace wick {
namespace {

void set(std::string& member, const JsonScalar& value) { member = value.text().value_or(""); }
void set(std::optional<bool>& member, const JsonScalar& value) { member = value.flag(); }
void set(std::optional<double>& member, const JsonScalar& value) {
  member = value.number();
  if (member && *member < 0) member.reset();
}
void set(std::optional<std::int64_t>& member, const JsonScalar& value) { member = value.count(); }
void set(std::int64_t& member, const JsonScalar& value) { member = value.count().value_or(0); }

struct Key {
  std::string_view path;
  void (*store)(Payload&, const JsonScalar&);
};

#define WICK_KEY(path, member)                                      \
  Key {                                                             \
    path, [](Payload& p, const JsonScalar& v) { set(p.member, v); } \
  }

// Durations have been integers in every payload seen, but that is not documented.
constexpr auto kKeys = std::to_array<Key>({
    WICK_KEY("session_id", session_id),
    WICK_KEY("session_name", session_name),
    WICK_KEY("transcript_path", transcript_path),
    WICK_KEY("cwd", cwd),
    WICK_KEY("version", version),
    WICK_KEY("fast_mode", fast_mode),
    WICK_KEY("workspace.project_dir", project_dir),
    WICK_KEY("workspace.git_worktree", git_worktree),
    WICK_KEY("model.id", model_id),
    WICK_KEY("model.display_name", model_name),
    WICK_KEY("effort.level", effort),
    WICK_KEY("cost.total_cost_usd", cost_usd),
    WICK_KEY("cost.total_duration_ms", duration_ms),
    WICK_KEY("cost.total_api_duration_ms", api_duration_ms),
    WICK_KEY("cost.total_lines_added", lines_added),
    WICK_KEY("cost.total_lines_removed", lines_removed),
    WICK_KEY("context_window.total_input_tokens", total_input_tokens),
    WICK_KEY("context_window.total_output_tokens", total_output_tokens),
    WICK_KEY("context_window.context_window_size", window_tokens),
    WICK_KEY("context_window.used_percentage", used_pct),
    WICK_KEY("context_window.current_usage.input_tokens", usage.input),
    WICK_KEY("context_window.current_usage.output_tokens", usage.output),
    WICK_KEY("context_window.current_usage.cache_creation_input_tokens", usage.write_5m),
    WICK_KEY("context_window.current_usage.cache_read_input_tokens", usage.read),
    WICK_KEY("prompt_cache.warm", warm),
    WICK_KEY("prompt_cache.caching_observed", caching_observed),
    WICK_KEY("prompt_cache.ttl", ttl),
    WICK_KEY("prompt_cache.expires_at", expires_at),
    WICK_KEY("prompt_cache.requests", requests),
    WICK_KEY("prompt_cache.misses", misses),
    WICK_KEY("prompt_cache.expected_rebuilds", expected_rebuilds),
    WICK_KEY("prompt_cache.hit_ratio", hit_ratio),
    WICK_KEY("prompt_cache.cache_write_tokens", cache_write_tokens),
    WICK_KEY("prompt_cache.miss_recache_tokens", miss_recache_tokens),
    WICK_KEY("prompt_cache.last_miss_at", last_miss_at),
    WICK_KEY("prompt_cache.recache_tokens_if_cold", recache_tokens_if_cold),
    WICK_KEY("rate_limits.five_hour.used_percentage", five_hour.used_pct),
    WICK_KEY("rate_limits.five_hour.resets_at", five_hour.resets_at),
    WICK_KEY("rate_limits.seven_day.used_percentage", seven_day.used_pct),
    WICK_KEY("rate_limits.seven_day.resets_at", seven_day.resets_at),
    WICK_KEY("rate_limits.spend_limit.used_percentage", spend.used_pct),
    WICK_KEY("rate_limits.spend_limit.resets_at", spend.resets_at),
    WICK_KEY("rate_limits.spend_limit.used_usd", spend_used_usd),
    WICK_KEY("rate_limits.spend_limit.limit_usd", spend_limit_usd),
});

class PayloadReader : public JsonVisitor {
 public:
  explicit PayloadReader(Payload& payload) : out_(payload) {}

  // The other counts of a usage with one that is none would make a wrong context.
  void finish() {
    if (out_.usage.prompt() > kMostTokens || out_.usage.output > kMostTokens) unreadable_ = true;
    if (unreadable_) out_.usage = {}, out_.current_usage = CurrentUsage::kAbsent;
  }

  bool enter(std::string_view path) override {
    if (path == "context_window.current_usage") {
      out_.current_usage = CurrentUsage::kGiven;
      out_.usage = {}, unreadable_ = false;
    }
    unreadable_ |= is_count_of_usage(path);
    out_.has_prompt_cache |= path == "prompt_cache";
    out_.has_limits |= path == "rate_limits";
    return path != "workspace.added_dirs" && path != "prompt_cache.miss_causes";
  }

  void scalar(std::string_view path, const JsonScalar& value) override {
    if (path == "context_window.current_usage" && value.is_null()) {
      out_.current_usage = CurrentUsage::kNull;
    } else if (path == "prompt_cache.last_miss_cause.causes[]") {
      if (out_.last_miss_cause.empty()) set(out_.last_miss_cause, value);
    } else {
      for (const Key& key : kKeys) {
        if (key.path != path) continue;
        unreadable_ |= is_count_of_usage(path) && !value.is_null() && !value.count();
        return key.store(out_, value);
      }
    }
  }

 private:
  static bool is_count_of_usage(std::string_view path) {
    return path.starts_with("context_window.current_usage.") && is_payload_key(path);
  }

  Payload& out_;
  bool unreadable_ = false;  // a count of current_usage is no count
};

#undef WICK_KEY

// Removes impossible values: a date a thousand years off, a ratio above 1, a billion dollars.
void drop_nonsense(Payload& p) {
  constexpr std::int64_t kYear9999 = 253402300799;
  for (auto* time : {&p.expires_at, &p.last_miss_at, &p.five_hour.resets_at, &p.seven_day.resets_at,
                     &p.spend.resets_at}) {
    if (*time && **time > kYear9999) time->reset();
  }
  for (auto* tokens : {&p.total_input_tokens, &p.total_output_tokens, &p.window_tokens,
                       &p.recache_tokens_if_cold}) {
    if (*tokens && **tokens > kMostTokens) tokens->reset();
  }
  constexpr double kMostUsd = 1e9, kMostPercent = 1000;
  if (p.cost_usd && *p.cost_usd >= kMostUsd) p.cost_usd.reset();
  for (auto* percent : {&p.five_hour.used_pct, &p.seven_day.used_pct}) {
    if (*percent && **percent > kMostPercent) percent->reset();
  }
  if (p.hit_ratio && *p.hit_ratio > 1) p.hit_ratio.reset();
  if (p.window_tokens == 0) p.window_tokens.reset();
  if (p.ttl != "5m" && p.ttl != "1h") p.ttl.clear();
}

}  // namespace

Payload parse_payload(std::string_view json, JsonStatus& status) {
  Payload payload;
  payload.json = json;
  PayloadReader reader(payload);
  status = walk_json(json, reader);
  reader.finish();
  drop_nonsense(payload);
  return payload;
}

std::vector<PayloadScalar> payload_scalars(std::string_view json) {
  struct Collector : JsonVisitor {
    std::vector<PayloadScalar> all;
    bool enter(std::string_view) override { return true; }
    void scalar(std::string_view path, const JsonScalar& value) override {
      auto number = value.number();
      if (auto flag = value.flag()) all.push_back({std::string(path), *flag});
      else if (auto whole = value.count()) all.push_back({std::string(path), *whole});
      else if (number) all.push_back({std::string(path), *number});
      else if (auto text = value.text()) all.push_back({std::string(path), std::string(*text)});
    }
  } collector;
  walk_json(json, collector);
  return std::move(collector.all);
}

bool is_payload_key(std::string_view path) {
  if (path == "prompt_cache.last_miss_cause.causes[]") return true;
  return std::any_of(kKeys.begin(), kKeys.end(), [&](const Key& key) { return key.path == path; });
}

}  // namespace wick
