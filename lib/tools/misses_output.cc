// SPDX-License-Identifier: MIT
#include "lib/tools/misses_output.h"

#include <cmath>

#include "lib/audit/cache_replay.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/cli/options.h"
#include "lib/output/layout.h"
#include "lib/price/model.h"
#include "lib/tools/history_tool.h"
#include "lib/tools/words.h"

namespace wick {
namespace {

constexpr std::array<std::string_view, 7> kMissesBy = {"cause",   "idle",    "context", "day",
                                                       "session", "project", "model"};

std::string extra(const MissSums& sums) {
  if (sums.misses == 0) return "";
  return sums.has_extra() ? usd_text(sums.extra) : "?";
}
std::string each(const MissSums& sums) {
  std::int64_t priced = sums.misses - sums.unpriced;
  return priced > 0 ? human_usd(usd_of(sums.extra) / static_cast<double>(priced)) : "";
}

const std::vector<Column> kMissesColumns = {
    {"BY", false, 90},     {"WHICH", false, 95, 18}, {"PROMPTS", true, 30},  {"REQUESTS", true, 60},
    {"MISSES", true, 100}, {"RATE", true, 85},       {"REBUILDS", true, 20}, {"UNCACHED", true, 50},
    {"EXTRA", true, 100},  {"PER MISS", true, 70}};

TableRow row_of(std::string_view by, std::string which, const MissSums& sums,
                std::int64_t prompts) {
  auto rate = sums.rate();
  return {{std::string(by)},
          {std::move(which)},
          {count_cell(prompts)},
          {human_count(sums.requests)},
          {human_count(sums.misses)},
          {rate ? percent_text(*rate) : ""},
          {count_cell(sums.rebuilds)},
          {sums.misses > 0 ? human_tokens(sums.lost) : ""},
          {extra(sums)},
          {each(sums)}};
}

class Table {
 public:
  Table(const ReplayedHistory& replayed, SessionNames& names, const std::string& home)
      : replayed_(replayed), names_(names), home_(home) {}

  void total(std::string_view which, const MissSums& sums, std::int64_t prompts) {
    rows_.push_back(row_of("all", std::string(which), sums, prompts));
  }

  void group(MissesBy by, bool subagents) {
    std::string_view kind = name_of(by);
    for (const MissRow& row : miss_rows(replayed_, by, subagents)) {
      rows_.push_back(row_of(kind, shown(by, row.name), row.sums, row.prompts));
      // A cause has a number of misses but no number of requests, so no rate.
      if (by == MissesBy::kCause) rows_.back()[3].text = rows_.back()[5].text = "";
      kind = "";
    }
  }

  std::string text(const TableStyle& look) const { return table_text(kMissesColumns, rows_, look); }

 private:
  std::string shown(MissesBy by, const std::string& name) {
    if (name.empty()) return "unknown";
    if (by == MissesBy::kModel) return printable(display_model(name));
    if (by == MissesBy::kSession) return printable(session_with_name(names_, name));
    return printable(by == MissesBy::kProject ? shorten_home(name, home_) : name);
  }

  const ReplayedHistory& replayed_;
  SessionNames& names_;
  const std::string& home_;
  std::vector<TableRow> rows_;
};

std::string notes(const MissesReport& report) {
  std::string out;
  if (auto n = report.main.unpriced + report.subagents.unpriced; n > 0)
    out += human_count(n) + " misses of models without a price are not in the money\n";
  if (report.prompts > 0 && report.main.misses > 0) {
    double per = static_cast<double>(report.main.misses) / static_cast<double>(report.prompts);
    out += number_text(std::round(per * 100) / 100) + " misses of the main chain per prompt\n";
  }
  return out;
}

std::string avoidable(const ReplayedHistory& replayed, const MissesReport& report,
                      const TableStyle& look) {
  std::int64_t all = report.main.misses + report.subagents.misses;
  std::vector<TableRow> rows;
  for (const Avoidable& a : avoidable_misses(replayed)) {
    if (a.misses == 0) continue;
    double share = static_cast<double>(a.misses) / static_cast<double>(all);
    rows.push_back({{std::string(a.words)},
                    {human_count(a.misses)},
                    {percent_text(share)},
                    {saved_text(a.saved)}});
  }
  const std::vector<Column> columns = {{"WHAT WOULD HAVE HELPED", false, 90},
                                       {"MISSES", true, 80},
                                       {"SHARE", true, 60},
                                       {"SAVED", true, 100}};
  return rows.empty() ? "" : "\n" + table_text(columns, rows, look);
}

}  // namespace

MissesBy misses_by(const std::string& word) {
  return static_cast<MissesBy>(word_argument("--by", word, kMissesBy));
}

std::string_view name_of(MissesBy by) { return kMissesBy[static_cast<std::size_t>(by)]; }

std::string misses_table(const ReplayedHistory& replayed, const MissesReport& report,
                         SessionNames& names, std::optional<MissesBy> by, const std::string& home,
                         const TableStyle& look) {
  Table table(replayed, names, home);
  table.total("main", report.main, report.prompts);
  if (by) {
    table.group(*by, false);
  } else {
    for (MissesBy each : {MissesBy::kCause, MissesBy::kIdle, MissesBy::kContext})
      table.group(each, false);
  }
  if (report.subagents.requests > 0) {
    table.total("subagents", report.subagents, 0);
    table.group(by.value_or(MissesBy::kCause), true);
  }
  std::string out = table.text(look) + notes(report);
  return by ? out : out + avoidable(replayed, report, look);
}

std::string session_misses(const ReplayedHistory& replayed, const MissesReport& report,
                           const TableStyle& look) {
  std::vector<Column> columns = {
      {"TIME", false, 90},    {"AGENT", false, 20, 8}, {"MODEL", false, 40},
      {"IDLE", true, 80},     {"TTL", true, 30},       {"CONTEXT", true, 60},
      {"UNCACHED", true, 70}, {"EXTRA", true, 100},    {"CAUSE", false, 95}};
  std::vector<TableRow> rows;
  for (const ReplayedRequest& r : report.misses) {
    const HistoryRequest& request = *r.request;
    rows.push_back({{moment_text(request.time)},
                    {printable(replayed.history().names[request.agent])},
                    {printable(display_model(replayed.model_of(request.model)))},
                    {r.idle ? human_duration(*r.idle / 1000) : "?"},
                    {r.ttl_s > 0 ? human_duration(r.ttl_s) : "?"},
                    {human_tokens(request.context())},
                    {human_tokens(r.lost)},
                    {r.extra ? usd_text(*r.extra) : "?"},
                    {std::string(name_of(r.cause))}});
  }
  std::string out = table_text(columns, rows, look);
  const MissSums& main = report.main;
  auto rate = main.rate();
  out += fmt::format("{} of {} requests missed{}; expected rebuilds: {}", human_count(main.misses),
                     human_count(main.requests),
                     rate && main.misses > 0 ? fmt::format(" ({})", percent_text(*rate)) : "",
                     human_count(main.rebuilds));
  if (report.subagents.requests > 0)
    out += fmt::format("; subagents: {} of {}", human_count(report.subagents.misses),
                       human_count(report.subagents.requests));
  return out + "\n";
}

namespace {

constexpr std::string_view kClient =
    "the documentation of the client's prompt_cache; the client's own counters give the same "
    "result";
constexpr std::string_view kOrder =
    "the transcripts; the server's own reason if there is one, else the first cause in this list "
    "that applies";
constexpr std::string_view kServer =
    "the server's own reason in the transcript (cache_miss_reason, clients from about 2.1.205); "
    "it explains a miss, but does not decide whether there is one";

constexpr Definition kMissesDefinitions[] = {
    {"requests", "Requests, without the passes of a response.", kRecord},
    {"prompts", "Prompts, whether answered or not.", kRecord},
    {"misses",
     "Requests that sent again more than 5 % and at least 2,000 tokens of what they could have "
     "read, which is what the previous request of the same chain read from the cache and wrote "
     "into it. Neither the first request of a chain nor the first one after a compaction is a "
     "miss.",
     kClient},
    {"miss_rate", "misses / requests.", kRecord},
    {"misses_per_prompt", "misses of the main chain / prompts.", kRecord},
    {"expected_rebuilds",
     "First requests after a compaction, which are expected to write the context again.", kClient},
    {"cached_tokens", "What the request could have read: what the previous request read and wrote.",
     kClient},
    {"lost_tokens",
     "cached_tokens minus what the request read, but at most what it sent anew (after a /rewind "
     "it sends less).",
     kClient},
    {"written_tokens", "All tokens that the request wrote into the cache.", kRecord},
    {"context_tokens", "All tokens that the request sent: input, cache writes and cache reads.",
     kRecord},
    {"idle_s",
     "Seconds since the previous request of its chain, from the first line of one response to the "
     "first line of the other.",
     kRecord},
    {"ttl_s",
     "How long the prefix was kept: 3600 if the newest earlier cache write had tokens for 1 hour, "
     "else 300. Each read starts this time again.",
     "the documentation of prompt caching; the transcripts"},
    {"extra_usd",
     "How much more the request cost than if it had read the lost tokens instead of writing or "
     "sending them, at its model, mode and prompt-size tier.",
     kPrices},
    {"unpriced_misses", "Misses of models without a price; no sum of money includes them.",
     kPrices},
    {"avoidable_misses",
     "Misses that another habit would have avoided. waiting_less: misses of an expired cache, if "
     "a prompt had been sent before it expired. compact_first: the same misses, if the context "
     "had been compacted before the break, so that they write less. ttl_1h: misses after more "
     "than 5 minutes and at most an hour, with a TTL of 1 hour.",
     "the transcripts"},
    {"saved_usd",
     "What that habit would have saved; negative if it would have cost more. waiting_less: the "
     "extra_usd of these misses. The others: all requests priced again, as by wick-growth with "
     "--what-if=compact-breaks and --what-if=ttl=1h.",
     kPrices},
    {"hit_ratio",
     "The share of all tokens sent by the main chain that was read from the cache, 0 to 1.",
     kClient},
    {"cache_write_tokens", "All tokens that the main chain wrote into the cache.", kClient},
    {"miss_recache_tokens", "The tokens that misses of the main chain wrote into the cache.",
     kClient},
    {"last_miss_at", "The time of the last miss, in whole seconds since 1970.", kClient},
    {"model_changed",
     "Cause: the requested model changed, or the server says so. Each model has a cache of its "
     "own.",
     kOrder},
    {"ttl_expired_5m", "Cause: idle_s is more than the 5 minutes for which the prefix was kept.",
     kOrder},
    {"ttl_expired_1h", "Cause: idle_s is more than the hour for which the prefix was kept.",
     kOrder},
    {"fast_mode_changed", "Cause: fast mode was turned on or off.", kOrder},
    {"inference_geo_changed", "Cause: the request was answered in another region (inference_geo).",
     kOrder},
    {"effort_changed", "Cause: the effort changed (known since client 2.1.212).", kOrder},
    {"client_upgraded",
     "Cause: the version of the client changed, and its system prompt and tools may differ.",
     kOrder},
    {"system_changed", "Cause: the server says that the system prompt changed.", kServer},
    {"tools_changed", "Cause: the server says that the tools changed.", kServer},
    {"tools_or_system_changed",
     "Cause: the client's own hash of system prompt and tools changed (noted in transcripts of "
     "client 2.1.330). Everything after the change in the prompt is lost; the hash does not "
     "say which of the two it was.",
     kOrder},
    {"messages_changed", "Cause: the server says that earlier messages changed.", kServer},
    {"messages_rewritten",
     "Cause: the request sent less than was in the cache, without a compaction: messages were "
     "removed or replaced.",
     kOrder},
    {"previous_message_not_found",
     "Cause: the server no longer had what the previous request left in the cache, although its "
     "TTL had not expired.",
     kServer},
    {"conversation_lost",
     "Cause: time, TTL, model, mode, effort and version are all known, and none of them is a "
     "reason; the first request of a prompt read the tools and the system prompt, but not the "
     "conversation.",
     kOrder},
    {"unknown",
     "Cause: not determined, because the transcript lacks a time, a TTL or a version, or because "
     "nothing in it shows a reason.",
     kOrder},
};

}  // namespace

std::span<const Definition> misses_definitions() { return kMissesDefinitions; }

}  // namespace wick
