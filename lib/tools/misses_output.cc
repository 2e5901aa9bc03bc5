// SPDX-License-Identifier: MIT
#include "lib/tools/misses_output.h"

#include <cmath>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/cli/options.h"
#include "lib/output/layout.h"
#include "lib/tools/history_tool.h"
#include "lib/tools/words.h"

namespace wick {
namespace {

constexpr std::array<std::string_view, 7> kMissesBy = {"cause",   "idle",    "context", "day",
                                                       "session", "project", "model"};

// A row of sums: all misses, or those of one cause, day and so on.
struct MissLine {
  MissSums sums;
  std::int64_t prompts = 0;
  std::string by = {}, which = {};
  // A cause has a number of misses but no number of requests, so no rate.
  bool of_cause = false;
  bool on_page = false;  // on the page, known zeros are shown

  bool is_blank() const { return sums.misses == 0 && !on_page; }
};
using LineOf = const MissLine&;

double per_prompt(LineOf l) {
  return static_cast<double>(l.sums.misses) / static_cast<double>(l.prompts);
}
std::string per_miss(LineOf l) {
  std::int64_t priced = l.sums.misses - l.sums.unpriced;
  return priced > 0 ? human_usd(usd_of(l.sums.extra) / static_cast<double>(priced)) : "";
}
Figure extra_of(LineOf l) {
  Figure extra = l.sums.has_extra() ? as_usd(l.sums.extra) : only_shown("?");
  return l.is_blank() ? shown_as(extra, "") : extra;
}

// clang-format off
constexpr ReportColumn<MissLine> kMissNames[] = {
    {{}, {"BY", false, 90}, WICK_CELL(only_shown(r.by))},
    {{}, {"WHICH", false, 95, 18}, WICK_CELL(only_shown(r.which)), "Which"},
};

constexpr ReportColumn<MissLine> kMissPrompts[] = {
    {{"prompts", "Prompts, whether answered or not.", kRecord}, {"PROMPTS", true, 30},
     WICK_CELL(r.prompts == 0 ? Figure{} : as_count(r.prompts))},
    {{"misses_per_prompt", "misses of the main chain / prompts.", kRecord}, {},
     WICK_CELL(r.prompts == 0 ? Figure{} : as_number(per_prompt(r)))},
};

constexpr ReportColumn<MissLine> kMissSums[] = {
    {{"requests", "Requests, without the passes of a response.", kRecord}, {"REQUESTS", true, 60},
     WICK_CELL(r.of_cause ? Figure{} : as_count(r.sums.requests)), "Requests"},
    {{"misses",
      "Requests that sent again more than 5 % and at least 2,000 tokens of what they could have "
      "read, which is what the previous request of the same chain read from the cache and wrote "
      "into it. Neither the first request of a chain nor the first one after a compaction is a "
      "miss.", kCounters}, {"MISSES", true, 100}, WICK_CELL(as_count(r.sums.misses)), "Misses"},
    {{"miss_rate", "misses / requests.", kRecord}, {"RATE", true, 85},
     WICK_CELL(r.of_cause ? Figure{} : as_share(r.sums.rate())), "Rate"},
    {{"expected_rebuilds",
     "First requests after a compaction, which are expected to write the context again.",
     kCounters}, {"REBUILDS", true, 20},
     WICK_CELL(r.of_cause ? Figure{} : blank_zero(as_count(r.sums.rebuilds)))},
    {{"lost_tokens",
      "cached_tokens minus what the request read, but at most what it wrote or sent uncached (after "
      "a /rewind it sends less).", kCounters}, {"UNCACHED", true, 50}, [](LineOf l) {
       Figure lost = as_tokens(l.sums.lost);
       return l.is_blank() ? shown_as(lost, "") : lost;
     }, "Uncached"},
    {{"written_tokens", "All tokens that the request wrote into the cache.", kRecord}, {},
     WICK_CELL(as_tokens(r.sums.written))},
    {{"extra_usd",
      "How much more the request cost than if it had read the lost tokens instead of writing or "
      "sending them, at its model, mode and prompt-size tier.", kPrices}, {"EXTRA", true, 100},
     extra_of, "Extra cost"},
    {{}, {"PER MISS", true, 70}, WICK_CELL(only_shown(per_miss(r))), "Per miss"},
    {{"unpriced_misses", "Misses of models without a price; no sum of money includes them.",
     kPrices}, {}, WICK_CELL(r.sums.unpriced > 0 ? as_count(r.sums.unpriced) : Figure{})},
};
// clang-format on

// A miss.
struct MissItem {
  const ReplayedHistory& replayed;
  const ReplayedRequest& found;

  const HistoryRequest& request() const { return *found.request; }
  const std::string& name(Names::Id id) const { return replayed.history().names[id]; }
  Figure idle() const {
    if (!found.idle) return {};
    return {Value{static_cast<double>(*found.idle) / 1000, Unit::kSeconds}};
  }
};

// clang-format off
constexpr ReportColumn<MissItem> kMissItems[] = {
    {{"time"}, {"TIME", false, 90}, WICK_CELL(as_time(r.request().time))},
    {{"session"}, {}, WICK_CELL(as_text(r.name(r.request().session)))},
    {{"project"}, {}, WICK_CELL(as_text(r.replayed.project_of(r.request().file)))},
    {{"agent"}, {"AGENT", false, 20, 8},
     WICK_CELL(for_all_if(r.replayed.is_subagent(r.found), as_text(r.name(r.request().agent))))},
    {{"model"}, {"MODEL", false, 40}, WICK_CELL(as_model(r.replayed.model_of(r.request().model)))},
    {{"cause"}, {}, WICK_CELL(as_text(name_of(r.found.cause)))},
    {{"idle_s",
      "Seconds since the previous request of its chain, from the first line of one response to the "
      "first line of the other.", kRecord}, {"IDLE", true, 80}, WICK_CELL(or_else(r.idle(), "?"))},
    {{"ttl_s",
      "How long the prefix was kept: 3600 if the newest earlier cache write had tokens for 1 hour, "
      "else 300. Each read starts this time again.",
     "the documentation of prompt caching; the transcripts"}, {"TTL", true, 30},
     WICK_CELL(r.found.ttl_s > 0 ? Figure{Value{r.found.ttl_s, Unit::kSeconds}} : only_shown("?"))},
    {{"context_tokens", "All tokens that the request sent: input, cache writes and cache reads.",
     kRecord}, {"CONTEXT", true, 60}, WICK_CELL(as_tokens(r.request().context()))},
    {{"cached_tokens",
     "What the request could have read: what the previous request read and wrote.", kCounters}, {},
     WICK_CELL(as_tokens(r.found.cached))},
    {{"lost_tokens"}, {"UNCACHED", true, 70}, WICK_CELL(as_tokens(r.found.lost))},
    {{"written_tokens"}, {}, WICK_CELL(as_tokens(r.request().usage().written()))},
    {{"extra_usd"}, {"EXTRA", true, 100}, WICK_CELL(or_else(as_usd(r.found.extra), "?"))},
    {{}, {"CAUSE", false, 95}, WICK_CELL(as_text(name_of(r.found.cause)))},
    {{"transcript"}, {}, WICK_CELL(as_text(r.replayed.history().files[r.request().file].path))},
    {{"offset"}, {}, WICK_CELL(as_count(r.request().offset))},
};
// clang-format on

std::vector<MissItem> items_of(const ReplayedHistory& replayed, const MissesReport& report) {
  std::vector<MissItem> out;
  for (const ReplayedRequest& r : report.misses) out.push_back({replayed, r});
  return out;
}

struct AvoidableLine {
  Avoidable avoidable;
  double share;  // of all misses
};

// clang-format off
constexpr ReportColumn<AvoidableLine> kAvoidable[] = {
    {{"by"}, {"WHAT WOULD HAVE HELPED", false, 90},
     WICK_CELL(shown_as(as_text(r.avoidable.name), std::string(r.avoidable.words))), "What"},
    {{"avoidable_misses",
      "Misses that another habit would have avoided. waiting_less: misses of an expired cache, if "
      "a prompt had been sent before it expired. compact_first: the same misses, if the context "
      "had been compacted before the break, so that they write less. ttl_1h: misses after more "
      "than 5 minutes and at most an hour, with a TTL of 1 hour.", "the transcripts"},
     {"MISSES", true, 80}, WICK_CELL(as_count(r.avoidable.misses)), "Misses"},
    {{}, {"SHARE", true, 60}, WICK_CELL(as_share(r.share))},
    {{"saved_usd",
      "What that habit would have saved; negative if it would have cost more. waiting_less: the "
      "extra_usd of these misses. The others: all requests priced again, as by wick-growth with "
      "--what-if=compact-breaks and --what-if=ttl=1h.", kPrices}, {"SAVED", true, 100},
     WICK_CELL(shown_as(as_usd(r.avoidable.saved), saved_text(r.avoidable.saved))), "Saved"},
};
// clang-format on

std::vector<AvoidableLine> avoidable_lines(const ReplayedHistory& replayed,
                                           const MissesReport& report, bool all) {
  std::vector<AvoidableLine> out;
  auto misses = static_cast<double>(report.main.misses + report.subagents.misses);
  for (const Avoidable& a : avoidable_misses(replayed))
    if (all || a.misses > 0) out.push_back({a, static_cast<double>(a.misses) / misses});
  return out;
}

class Table {
 public:
  Table(const ReplayedHistory& replayed, SessionNames& names, const std::string& home)
      : replayed_(replayed), names_(names), home_(home) {}

  void total(const char* which, const MissSums& sums, std::int64_t prompts) {
    lines_.push_back({sums, prompts, "all", which});
  }

  void group(MissesBy by, bool subagents) {
    std::string kind(name_of(by));
    for (const MissRow& row : miss_rows(replayed_, by, subagents)) {
      lines_.push_back({row.sums, row.prompts, kind, shown(by, row.name), by == MissesBy::kCause});
      kind = "";
    }
  }

  std::string text(const TableStyle& look) const {
    return table_of(columns_of<MissLine>({kMissNames, kMissPrompts, kMissSums}), lines_, look);
  }

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
  std::vector<MissLine> lines_;
};

std::string notes(const MissesReport& report) {
  std::string out;
  if (auto n = report.main.unpriced + report.subagents.unpriced; n > 0)
    out += human_count(n) + " misses of models without a price are not in the cost\n";
  if (report.prompts > 0 && report.main.misses > 0) {
    double per = static_cast<double>(report.main.misses) / static_cast<double>(report.prompts);
    out += number_text(std::round(per * 100) / 100) + " misses of the main chain per prompt\n";
  }
  return out;
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
  if (by) return out;
  std::string helps = table_of(kAvoidable, avoidable_lines(replayed, report, false), look);
  return helps.empty() ? out : out + "\n" + helps;
}

std::string session_misses(const ReplayedHistory& replayed, const MissesReport& report,
                           const TableStyle& look) {
  std::string out = table_of(kMissItems, items_of(replayed, report), look);
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

constexpr MissesBy kAll[] = {MissesBy::kCause, MissesBy::kIdle,    MissesBy::kContext,
                             MissesBy::kDay,   MissesBy::kSession, MissesBy::kProject,
                             MissesBy::kModel};

void put_rows(JsonWriter& out, const ReplayedHistory& replayed, SessionNames& names, MissesBy by,
              bool subagents) {
  out.begin_array(fmt::format("by_{}", name_of(by)));
  for (const MissRow& row : miss_rows(replayed, by, subagents)) {
    MissLine line{row.sums, row.prompts};
    line.of_cause = by == MissesBy::kCause;
    out.begin_object().text(name_of(by), row.name.empty() ? "unknown" : row.name);
    if (by == MissesBy::kSession) put_title(out, names, row.name);
    put_members(out, kMissPrompts, line), put_members(out, kMissSums, line);
    out.end_object();
  }
  out.end_array();
}

}  // namespace

std::string misses_json(const ReplayedHistory& replayed, const MissesReport& report,
                        SessionNames& names, const HistoryReading& reading, bool counters) {
  JsonWriter out;
  out.begin_object();
  out.text("source", reading.kept ? "ledger" : "transcripts");
  if (counters) put_cache_counters(out, count_cache(replayed));
  for (bool subagents : {false, true}) {
    out.begin_object(subagents ? "subagents" : "main");
    MissLine line = subagents ? MissLine{report.subagents} : MissLine{report.main, report.prompts};
    put_members(out, kMissSums, line), put_members(out, kMissPrompts, line);
    for (MissesBy by : kAll) put_rows(out, replayed, names, by, subagents);
    out.end_object();
  }
  put_objects(out, "avoidable", kAvoidable, avoidable_lines(replayed, report, true));
  put_objects(out, "list", kMissItems, items_of(replayed, report));
  return out.end_object().take() + "\n";
}

std::string misses_csv(const ReplayedHistory& replayed, const MissesReport& report) {
  return csv_of(kMissItems, items_of(replayed, report));
}

void put_misses(HtmlPage& page, const char* caption, const ReplayedHistory& replayed, MissesBy by,
                bool subagents, std::size_t shown) {
  std::vector<MissLine> lines;
  for (const MissRow& row : miss_rows(replayed, by, subagents))
    lines.push_back({row.sums, row.prompts, "", row.name.empty() ? "unknown" : row.name,
                     by == MissesBy::kCause, true});
  put_table(page, caption, columns_of<MissLine>({kMissNames, kMissSums}), lines, shown);
}

void put_avoidable(HtmlPage& page, const ReplayedHistory& replayed, const MissesReport& report) {
  put_table(page, "What would have helped", kAvoidable, avoidable_lines(replayed, report, false));
}

Definitions misses_definitions() {
  Definitions out;
  define(out, kMissSums), define(out, kMissPrompts), define(out, kMissItems);
  define(out, kAvoidable);
  begin_with(
      out, {"requests", "prompts", "misses", "miss_rate", "misses_per_prompt", "expected_rebuilds",
            "cached_tokens", "lost_tokens", "written_tokens", "context_tokens", "idle_s", "ttl_s"});
  define_causes(out);
  return out;
}

}  // namespace wick
