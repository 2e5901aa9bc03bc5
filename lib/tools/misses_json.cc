// SPDX-License-Identifier: MIT
#include "lib/audit/cache_replay.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/output/human.h"
#include "lib/output/json_writer.h"
#include "lib/output/output.h"
#include "lib/tools/misses_output.h"

namespace wick {
namespace {

constexpr MissesBy kAll[] = {MissesBy::kCause, MissesBy::kIdle,    MissesBy::kContext,
                             MissesBy::kDay,   MissesBy::kSession, MissesBy::kProject,
                             MissesBy::kModel};

double seconds(TimeMs ms) { return static_cast<double>(ms) / 1000; }

void put_sums(JsonWriter& out, const MissSums& sums) {
  out.number("requests", sums.requests).number("misses", sums.misses);
  if (auto rate = sums.rate()) out.number("miss_rate", *rate);
  out.number("expected_rebuilds", sums.rebuilds);
  out.number("lost_tokens", sums.lost).number("written_tokens", sums.written);
  if (sums.has_extra()) out.number("extra_usd", usd_of(sums.extra));
  if (sums.unpriced > 0) out.number("unpriced_misses", sums.unpriced);
}

void put_prompts(JsonWriter& out, std::int64_t prompts, const MissSums& sums) {
  if (prompts == 0) return;
  out.number("prompts", prompts);
  out.number("misses_per_prompt", static_cast<double>(sums.misses) / static_cast<double>(prompts));
}

// A cause has a number of misses but no number of requests, so no rate.
void put_cause(JsonWriter& out, const MissSums& sums) {
  out.number("misses", sums.misses);
  out.number("lost_tokens", sums.lost).number("written_tokens", sums.written);
  if (sums.has_extra()) out.number("extra_usd", usd_of(sums.extra));
  if (sums.unpriced > 0) out.number("unpriced_misses", sums.unpriced);
}

void put_rows(JsonWriter& out, const ReplayedHistory& replayed, MissesBy by, bool subagents) {
  out.begin_array(fmt::format("by_{}", name_of(by)));
  for (const MissRow& row : miss_rows(replayed, by, subagents)) {
    out.begin_object();
    out.text(name_of(by), row.name.empty() ? "unknown" : row.name);
    if (by == MissesBy::kCause) {
      put_cause(out, row.sums);
    } else {
      put_prompts(out, row.prompts, row.sums);
      put_sums(out, row.sums);
    }
    out.end_object();
  }
  out.end_array();
}

void put_miss(JsonWriter& out, const ReplayedHistory& replayed, const ReplayedRequest& r) {
  const HistoryRequest& request = *r.request;
  const History& history = replayed.history();
  const HistoryFile& file = history.files[request.file];
  out.begin_object();
  if (request.time != kUndated) out.text("time", iso8601_ms(request.time));
  out.text("session", history.names[request.session]);
  out.text("project", history.projects[file.project]);
  if (replayed.is_subagent(r)) out.text("agent", history.names[request.agent]);
  if (const std::string& model = replayed.model_of(request.model); !model.empty())
    out.text("model", model);
  out.text("cause", name_of(r.cause));
  if (r.idle) out.number("idle_s", seconds(*r.idle));
  if (r.ttl_s > 0) out.number("ttl_s", r.ttl_s);
  out.number("context_tokens", request.context()).number("cached_tokens", r.cached);
  out.number("lost_tokens", r.lost).number("written_tokens", request.usage().written());
  if (r.extra) out.number("extra_usd", usd_of(*r.extra));
  out.text("transcript", file.path).number("offset", static_cast<std::int64_t>(request.offset));
  out.end_object();
}

// Uses the client's names.
void put_counters(JsonWriter& out, const CacheCounters& c) {
  out.begin_object("prompt_cache");
  out.number("requests", c.requests).number("misses", c.misses);
  out.number("expected_rebuilds", c.expected_rebuilds);
  if (c.hit_ratio) out.number("hit_ratio", *c.hit_ratio);
  out.number("cache_write_tokens", c.cache_write_tokens);
  out.number("miss_recache_tokens", c.miss_recache_tokens);
  if (c.last_miss) {
    if (TimeMs time = c.last_miss->request->time; time != kUndated)
      out.number("last_miss_at", time / 1000);
    if (auto cause = client_name(*c.last_miss); !cause.empty())
      out.begin_object("last_miss_cause")
          .begin_array("causes")
          .text(cause)
          .end_array()
          .end_object();
  }
  out.begin_object("miss_causes");
  for (const auto& [cause, misses] : c.causes) out.number(cause, misses);
  out.end_object().end_object();
}

}  // namespace

std::string misses_json(const ReplayedHistory& replayed, const MissesReport& report,
                        const HistoryReading& reading, bool counters) {
  JsonWriter out;
  out.begin_object();
  out.text("source", reading.kept ? "ledger" : "transcripts");
  if (counters) put_counters(out, count_cache(replayed));
  for (bool subagents : {false, true}) {
    out.begin_object(subagents ? "subagents" : "main");
    const MissSums& sums = subagents ? report.subagents : report.main;
    put_sums(out, sums);
    if (!subagents) put_prompts(out, report.prompts, sums);
    for (MissesBy by : kAll) put_rows(out, replayed, by, subagents);
    out.end_object();
  }
  out.begin_array("avoidable");
  for (const Avoidable& a : avoidable_misses(replayed)) {
    out.begin_object().text("by", a.name).number("avoidable_misses", a.misses);
    out.number("saved_usd", usd_of(a.saved)).end_object();
  }
  out.end_array();
  out.begin_array("list");
  for (const ReplayedRequest& r : report.misses) put_miss(out, replayed, r);
  out.end_array().end_object();
  return out.take() + "\n";
}

std::string misses_csv(const ReplayedHistory& replayed, const MissesReport& report) {
  CsvWriter out;
  for (std::string_view name : {"time", "session", "project", "agent", "model", "cause", "idle_s",
                                "ttl_s", "context_tokens", "cached_tokens", "lost_tokens",
                                "written_tokens", "extra_usd", "transcript", "offset"})
    out.cell(name);
  out.end_row();
  const History& history = replayed.history();
  for (const ReplayedRequest& r : report.misses) {
    const HistoryRequest& request = *r.request;
    const HistoryFile& file = history.files[request.file];
    out.cell(request.time == kUndated ? "" : iso8601_ms(request.time));
    out.cell(history.names[request.session]).cell(history.projects[file.project]);
    out.cell(replayed.is_subagent(r) ? history.names[request.agent] : "");
    out.cell(replayed.model_of(request.model)).cell(name_of(r.cause));
    out.cell(r.idle ? number_text(seconds(*r.idle)) : "");
    out.cell(r.ttl_s > 0 ? std::to_string(r.ttl_s) : "");
    for (std::int64_t n : {request.context(), r.cached, r.lost, request.usage().written()})
      out.cell(std::to_string(n));
    out.cell(r.extra ? number_text(usd_of(*r.extra)) : "").cell(file.path);
    out.cell(std::to_string(request.offset));
    out.end_row();
  }
  return out.take();
}

}  // namespace wick
