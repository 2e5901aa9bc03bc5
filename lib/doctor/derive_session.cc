// SPDX-License-Identifier: MIT
// The evidence for session.*, model.*, limits.* and git.*: mostly one key or one line.
#include "lib/base/format.h"
#include "lib/doctor/arithmetic.h"
#include "lib/doctor/rules.h"
#include "lib/session/git.h"

namespace wick::derive {
namespace {

// Whole seconds of a payload's milliseconds.
void whole_seconds(Reasoning& r, std::string_view key, std::optional<std::int64_t> ms) {
  r.told(key);
  if (ms) r.out.arithmetic = fmt::format("floor({} / 1000)", *ms);
}

void resets_in(Reasoning& r, std::optional<std::int64_t> at) {
  r.uses_now();
  if (r.out.value) r.out.arithmetic = remaining(*at, r.state().now);
}

// Whole seconds of the milliseconds in the list of running sessions.
void of_registry(Reasoning& r, std::string_view key, std::optional<TimeMs> time) {
  if (r.line(Fact::kRegistry, key) && time) r.out.arithmetic = fmt::format("floor({} / 1000)", *time);
}

}  // namespace

void found_file(Reasoning& r) {
  const Found& found = r.subject.evidence.accounts.found;
  r.first_that_fits("session_id", "registry:sessionId");
  if (r.out.from.empty() && !found.transcript.empty())
    r.witness({"name", found.transcript, 0, "file name", found.id, std::nullopt});
}

void transcript_path(Reasoning& r) {
  const std::string& path = r.subject.evidence.accounts.found.transcript;
  if (!path.empty()) return r.witness({"transcript", path, 0, "path", path, std::nullopt});
  r.told("transcript_path");
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
  if (since) r.out.arithmetic = fmt::format("max(0, floor(({} - {}) / 1000))", r.state().now, *since);
}

void last_response(Reasoning& r) {
  if (!r.line(Fact::kResponse, "timestamp") || !r.out.value) return;
  r.out.arithmetic = fmt::format("floor({} / 1000)", r.subject.evidence.accounts.tail->response->last);
}

// Which of the two is newer: the tap by the time of its file, the response by that of its line.
void newest_account(Reasoning& r) {
  const Accounts& in = r.subject.evidence.accounts;
  if (in.told_now) {
    r.told("version");
    return;
  }
  if (in.told)
    r.witness({"file", in.told->path, 0, "modified", iso8601(in.told->time), std::nullopt});
  else r.out.miss("a tap");
  bool answered = r.line(Fact::kResponse, "timestamp");
  if (!answered && r.out.value) transcript_path(r);
}

void model_name(Reasoning& r) {
  r.first_that_fits("model.display_name", "");
  if (r.out.from.empty()) r.uses("model.id");
}

void model_fast(Reasoning& r) {
  if (r.subject.told_counts()) r.told("fast_mode");
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
    return r.witness({"prices", std::string(own->source), own->line, "window", plain(*r.out.value), std::nullopt});
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

void limits_source(Reasoning& r) {
  r.limits_told(r.out.value ? "version" : "rate_limits.five_hour.used_percentage");
}

void after_compact_tokens(Reasoning& r) { restart_tokens(r, Fact::kCompacted); }
void after_clear_tokens(Reasoning& r) { restart_tokens(r, Fact::kFirst); }

void told_at(Reasoning& r) {
  if (r.out.value) r.out.arithmetic = fmt::format("floor({} / 1000)", *r.state().limits.told_at);
  limits_source(r);
}

void head(Reasoning& r) {
  const std::string& cwd = r.state().session.cwd;
  std::string path = git_head(cwd.empty() ? r.subject.env.cwd : cwd);
  if (path.empty()) {
    r.out.miss("a git work tree at or above its directory");
    return;
  }
  r.witness({"git", path, 1, "HEAD", r.state().git.branch, std::nullopt});
}

}  // namespace wick::derive
