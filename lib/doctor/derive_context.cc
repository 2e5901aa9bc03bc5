// SPDX-License-Identifier: MIT
// The arithmetic of context.* and cache.*.
#include "lib/base/format.h"
#include "lib/base/git.h"
#include "lib/doctor/reasoning.h"
#include "lib/doctor/rules.h"

namespace wick::derive {
namespace {

constexpr std::string_view kPayloadPrompt =
    "context_window.current_usage.input_tokens "
    "context_window.current_usage.cache_creation_input_tokens "
    "context_window.current_usage.cache_read_input_tokens";
constexpr std::string_view kLinePrompt =
    "message.usage.input_tokens message.usage.cache_creation_input_tokens "
    "message.usage.cache_read_input_tokens";
constexpr std::string_view kPayloadCached =
    "context_window.current_usage.cache_creation_input_tokens "
    "context_window.current_usage.cache_read_input_tokens";
constexpr std::string_view kLineCached =
    "message.usage.cache_creation_input_tokens message.usage.cache_read_input_tokens";

bool is_from_payload(Source source) { return source == Source::kPayload || source == Source::kTap; }

const Payload& payload(const Reasoning& r) { return r.subject.evidence.sources.tap->payload; }
const Tail& tail(const Reasoning& r) { return *r.subject.evidence.sources.tail; }

std::string prompt_sum(const Usage& u) { return sum({u.input, u.written(), u.read}); }

// If neither the payload nor the transcript has the value: looks in both, so that `missing` names
// them.
void look_everywhere(Reasoning& r, std::string_view keys, std::string_view line_keys) {
  r.from_payload(keys);
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
    else look_everywhere(r, kPayloadPrompt, kLinePrompt);
  } else if (c.compacted) {
    r.line(Fact::kCompaction, "compactMetadata.postTokens");
  } else if (!is_from_payload(c.source)) {
    r.line(Fact::kResponse, kLinePrompt);
    r.arithmetic(prompt_sum(tail(r).response->usage));
  } else if (!payload(r).usage.empty()) {
    r.from_payload(kPayloadPrompt);
    r.arithmetic(prompt_sum(payload(r).usage));
  } else {
    r.from_payload("context_window.total_input_tokens");
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

void context_left_pct(Reasoning& r) {
  if (r.out.value) r.arithmetic(fmt::format("max(0, 100 - {})", text(*r.state().context.used_pct)));
}

void context_used_pct(Reasoning& r) {
  const ContextState& c = r.state().context;
  if (!c.used_pct) return;
  if (c.tokens && c.window) {
    std::string exact = fmt::format("floor({} * 100 / {} + 0.5)", text(*c.tokens), text(*c.window));
    double pct = static_cast<double>(*c.tokens) * 100 / static_cast<double>(*c.window);
    if (static_cast<std::int64_t>(pct + 0.5) == *c.used_pct) return r.arithmetic(exact);
  }
  r.from_payload("context_window.used_percentage");
  if (const auto& pct = payload(r).used_pct)
    r.arithmetic(fmt::format("floor({} + 0.5)", text(*pct)));
}

void context_compacted(Reasoning& r) {
  const ContextState& c = r.state().context;
  if (!is_from_payload(c.source)) {
    r.line(c.compacted ? Fact::kCompaction : Fact::kResponse, "timestamp");
  } else {
    r.from_payload(kPayloadPrompt);
  }
}

void cache_state(Reasoning& r) {
  if (is_from_payload(r.state().cache.source))
    r.from_payload("prompt_cache.warm prompt_cache.caching_observed");
  else r.line(Fact::kResponse, kLineCached);
  r.uses_now();
}

void cache_ttl(Reasoning& r) {
  const CacheState& c = r.state().cache;
  if (is_from_payload(c.source)) {
    r.from_payload("prompt_cache.ttl");
  } else if (c.ttl_s) {
    r.line(Fact::kTtl, ttl_line_key(tail(r)));
  } else {
    r.from_payload("prompt_cache.ttl");
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
  r.arithmetic(fmt::format("max(0, floor({}) - ({} - {}))", seconds(r.state().now),
                           text(*c.expires_at), text(*c.ttl_s)));
}

void cache_remaining(Reasoning& r) {
  r.uses_now();
  if (!r.out.value) return;
  const CacheState& c = r.state().cache;
  std::string left = remaining(*c.expires_at, r.state().now);
  // Show the cap only where it applies.
  bool capped = c.ttl_s && ceil_seconds(*c.expires_at * 1000 - r.state().now) > *c.ttl_s;
  r.arithmetic(capped ? fmt::format("min({}, {})", left, text(*c.ttl_s)) : left);
}

void cache_expires_at(Reasoning& r) {
  const CacheState& c = r.state().cache;
  if (is_from_payload(c.source)) {
    r.from_payload("prompt_cache.expires_at");
    return;
  }
  r.uses("cache.ttl_s");
  if (!c.expires_at) {
    r.from_payload("prompt_cache.expires_at");
    r.line(Fact::kStart, "timestamp");
    return;
  }
  const Tail& t = tail(r);
  if (t.compacted) {
    r.line(Fact::kCompaction, "timestamp compactMetadata.durationMs");
    TimeMs took = t.compaction->time - t.compaction->started;
    return r.arithmetic(fmt::format("ceil({} - {} + {})", seconds(t.compaction->time),
                                    seconds(took), text(*c.ttl_s)));
  }
  r.line(Fact::kStart, "type timestamp");
  r.arithmetic(fmt::format("ceil({} + {})", seconds(t.request_start), text(*c.ttl_s)));
}

void cached_tokens(Reasoning& r) {
  const CacheState& c = r.state().cache;
  if (!c.cached_tokens) return look_everywhere(r, kPayloadCached, kLineCached);
  bool of_payload = is_from_payload(c.source);
  if (of_payload) r.from_payload(kPayloadCached);
  else r.line(Fact::kResponse, kLineCached);
  const Usage& u = of_payload ? payload(r).usage : tail(r).response->usage;
  r.arithmetic(sum({u.written(), u.read}));
}

void recache_tokens(Reasoning& r) {
  const CacheState& c = r.state().cache;
  if (is_from_payload(c.source) || !c.recache_tokens) {
    r.from_payload("prompt_cache.recache_tokens_if_cold");
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

// The evidence for session.*, model.* and limits.*: usually one key or one line.
namespace wick::derive {
namespace {

// A value in whole seconds, computed from a payload's milliseconds.
void whole_seconds(Reasoning& r, std::string_view key, std::optional<std::int64_t> ms) {
  r.from_payload(key);
  if (ms) r.out.arithmetic = fmt::format("floor({} / 1000)", *ms);
}

void resets_in(Reasoning& r, std::optional<std::int64_t> at) {
  r.uses_now();
  if (r.out.value) r.out.arithmetic = remaining(*at, r.state().now);
}

// A value in whole seconds, computed from milliseconds in the live registry.
void of_registry(Reasoning& r, std::string_view key, std::optional<TimeMs> time) {
  if (r.line(Fact::kRegistry, key) && time)
    r.out.arithmetic = fmt::format("floor({} / 1000)", *time);
}

}  // namespace

void found_file(Reasoning& r) {
  const SessionFiles& found = r.subject.evidence.sources.found;
  r.first_that_fits("session_id", "registry:sessionId");
  if (r.out.from.empty() && !found.transcript.empty())
    r.witness({"name", found.transcript, 0, "file name", found.id, std::nullopt});
}

void transcript_path(Reasoning& r) {
  const std::string& path = r.subject.evidence.sources.found.transcript;
  if (!path.empty()) return r.witness({"transcript", path, 0, "path", path, std::nullopt});
  r.from_payload("transcript_path");
  r.out.miss("a file there, or of the session's id");
}

void project_dir(Reasoning& r) {
  r.first_that_fits("workspace.project_dir", "");
  if (!r.out.from.empty() || !r.out.value) return;
  r.uses("session.cwd");
  const std::string& path = r.state().session.transcript;
  r.witness({"name", path, 0, "folder name", plain(*r.out.value), std::nullopt});
}

void status_at(Reasoning& r) { of_registry(r, "statusUpdatedAt", r.state().session.status_since); }
void started_at(Reasoning& r) { of_registry(r, "startedAt", r.state().session.started); }

void session_age(Reasoning& r) {
  const SessionState& s = r.state().session;
  auto since = s.last_response ? s.last_response : s.started;
  r.uses(s.last_response || !s.started ? "session.last_response_at" : "session.started_at");
  r.uses_now();
  if (since)
    r.out.arithmetic = fmt::format("max(0, floor(({} - {}) / 1000))", r.state().now, *since);
}

void last_response(Reasoning& r) {
  if (!r.line(Fact::kResponse, "timestamp") || !r.out.value) return;
  r.out.arithmetic =
      fmt::format("floor({} / 1000)", r.subject.evidence.sources.tail->response->last);
}

// Whether tap or transcript is newer: compares the tap file's time with the response's timestamp.
void newest_account(Reasoning& r) {
  const Sources& in = r.subject.evidence.sources;
  if (in.from_stdin) {
    r.from_payload("version");
    return;
  }
  if (in.tap) r.witness({"file", in.tap->path, 0, "modified", iso8601(in.tap->time), std::nullopt});
  else r.out.miss("a tap");
  bool answered = r.line(Fact::kResponse, "timestamp");
  if (!answered && r.out.value) transcript_path(r);
}

void model_name(Reasoning& r) {
  r.first_that_fits("model.display_name", "");
  if (r.out.from.empty()) r.uses("model.id");
}

void model_fast(Reasoning& r) {
  if (r.subject.uses_payload_counts()) r.from_payload("fast_mode");
  else r.line(Fact::kResponse, "message.usage.speed");
  r.uses("model.id");
}

void window(Reasoning& r) {
  r.first_that_fits("context_window.context_window_size", "");
  if (!r.out.from.empty()) return;
  r.uses("model.id context.tokens");
  if (!r.out.value) return;
  auto own = r.subject.prices.window_of(parse_model(r.state().model.id));
  if (own && own->line > 0) {
    return r.witness({"prices", std::string(own->source), own->line, "window", plain(*r.out.value),
                      std::nullopt});
  }
  r.witness({"built-in", "", 0, "window of the model", plain(*r.out.value), std::nullopt});
}

void duration(Reasoning& r) {
  whole_seconds(r, "cost.total_duration_ms", r.state().cost.duration_ms);
}
void api_duration(Reasoning& r) {
  whole_seconds(r, "cost.total_api_duration_ms", r.state().cost.api_duration_ms);
}

void five_hour_resets_in(Reasoning& r) { resets_in(r, r.state().limits.five_hour.resets_at); }
void seven_day_resets_in(Reasoning& r) { resets_in(r, r.state().limits.seven_day.resets_at); }

namespace {

void elapsed(Reasoning& r, const LimitWindow& window, std::int64_t length_s) {
  r.uses_now();
  if (!r.out.value) return;
  std::string left =
      fmt::format("({} - {} / 1000) * 100 / {}", text(*window.resets_at), r.state().now, length_s);
  r.arithmetic(fmt::format("max(0, min(100, 100 - {}))", left));
}

}  // namespace

void five_hour_elapsed(Reasoning& r) { elapsed(r, r.state().limits.five_hour, 5 * 3600); }
void seven_day_elapsed(Reasoning& r) { elapsed(r, r.state().limits.seven_day, 168 * 3600); }

void limits_source(Reasoning& r) {
  r.limit_windows(r.out.value ? "version" : "rate_limits.five_hour.used_percentage");
}

void payload_source(Reasoning& r) {
  if (r.out.value) r.from_payload("version");
  else r.out.miss("a payload that says so");
}
void added_dirs(Reasoning& r) {
  std::string ones;
  for (const PayloadScalar& p : r.state().payload)
    if (p.path == "workspace.added_dirs[]") ones += ones.empty() ? "1" : " + 1";
  if (r.out.value) r.arithmetic(ones.empty() ? "0" : ones);
  payload_source(r);
}
void miss_causes(Reasoning& r) {
  std::string keys;
  for (const PayloadScalar& p : r.state().payload)
    if (p.path.starts_with("prompt_cache.miss_causes.")) keys += (keys.empty() ? "" : " ") + p.path;
  if (keys.empty()) r.out.miss("a payload that says so");
  else r.from_payload(keys);
}

void after_compact_tokens(Reasoning& r) { restart_tokens(r, Fact::kCompacted); }
void after_clear_tokens(Reasoning& r) { restart_tokens(r, Fact::kFirst); }

void limits_reported_at(Reasoning& r) {
  if (r.out.value)
    r.out.arithmetic = fmt::format("floor({} / 1000)", *r.state().limits.reported_at);
  limits_source(r);
}

}  // namespace wick::derive

// The evidence for git.*: files of the repository, and the counts of git's last run.
namespace wick::derive {
namespace {

const GitFiles* repository(Reasoning& r) {
  const auto& files = r.state().git.files;
  if (!files) r.out.miss("a git work tree at or above its directory");
  return files ? &*files : nullptr;
}

void git_file(Reasoning& r, const GitText& found, const char* key, const char* missing) {
  if (!repository(r)) return;
  if (found.text.empty()) return r.out.miss(missing);
  r.witness({"git", found.file, 0, key, found.text, std::nullopt});
}

const GitCounts* git_said(Reasoning& r) {
  if (!repository(r)) return nullptr;
  const KeptGit& kept = r.state().git.kept;
  if (kept.counts) return &*kept.counts;
  r.out.miss(kept.file.empty()
                 ? "a work tree and a cache folder"
                 : kept.file +
                       ": the output of git, which runs after a line that shows it was printed");
  return nullptr;
}
void git_said(Reasoning& r, const char* key, const std::string& value) {
  r.witness({"git", r.state().git.kept.file, 0, key, value, std::nullopt});
}
void git_count(Reasoning& r, const char* key, std::int64_t GitCounts::*which) {
  if (const GitCounts* counts = git_said(r)) git_said(r, key, text(counts->*which));
}
void git_distance(Reasoning& r, const char* key, std::optional<std::int64_t> GitCounts::*which) {
  const GitCounts* counts = git_said(r);
  if (counts && counts->*which) git_said(r, key, text(*(counts->*which)));
  else if (counts) r.out.miss("a branch upstream");
}

}  // namespace

void git_branch(Reasoning& r) {
  const GitFiles* files = repository(r);
  if (files && files->branch.text.empty() && git_said(r))
    return git_said(r, "branch", r.state().git.branch);
  if (files) git_file(r, files->branch, "branch", "a HEAD that names one");
}
void git_root(Reasoning& r) {
  const GitFiles* files = repository(r);
  if (files)
    git_file(r, {files->place.root, files->place.dir}, "work tree",
             "a work tree: it is a bare repository");
}
void git_operation(Reasoning& r) {
  if (const GitFiles* files = repository(r))
    git_file(r, files->operation, "operation", "a file of one that is under way");
}
void git_sha(Reasoning& r) {
  git_file(r, r.state().git.commit, "commit", "a commit on the branch");
}
void git_stash(Reasoning& r) {
  const GitFiles* files = repository(r);
  if (!files || (files->head.only_git && !git_said(r))) return;
  std::string file = files->head.only_git ? r.state().git.kept.file : git_stash_file(files->place);
  if (auto stashes = r.state().git.stashes)
    r.witness({"git", file, 0, "stashes", text(*stashes), std::nullopt});
  else r.out.miss(file + ": a log of less than 256 KiB");
}

void git_upstream(Reasoning& r) {
  const GitCounts* counts = git_said(r);
  if (counts && !counts->upstream.empty()) git_said(r, "upstream", counts->upstream);
  else if (counts) r.out.miss("a branch upstream");
}
void git_ahead(Reasoning& r) { git_distance(r, "ahead", &GitCounts::ahead); }
void git_behind(Reasoning& r) { git_distance(r, "behind", &GitCounts::behind); }
void git_staged(Reasoning& r) { git_count(r, "staged", &GitCounts::staged); }
void git_unstaged(Reasoning& r) { git_count(r, "unstaged", &GitCounts::unstaged); }
void git_untracked(Reasoning& r) { git_count(r, "untracked", &GitCounts::untracked); }
void git_conflicts(Reasoning& r) { git_count(r, "conflicts", &GitCounts::conflicts); }
void git_dirty(Reasoning& r) { git_staged(r), git_unstaged(r), git_untracked(r), git_conflicts(r); }
void git_source(Reasoning& r) {
  if (git_said(r)) git_said(r, "told", text(r.state().git.kept.counted_at));
}
void git_stale(Reasoning& r) {
  git_source(r);
  r.uses_now();
}
void git_age(Reasoning& r) {
  git_stale(r);
  if (r.out.value)
    r.arithmetic(fmt::format("max(0, floor(({} - {}) / 1000))", r.state().now,
                             r.state().git.kept.counted_at));
}

}  // namespace wick::derive
