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
  bool on_page = false;  // where nothing is blank that is known

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
    {{}, {"BY", false, 90}, [](LineOf l) { return only_shown(l.by); }},
    {{}, {"WHICH", false, 95, 18}, [](LineOf l) { return only_shown(l.which); }, "Which"},
};

constexpr ReportColumn<MissLine> kMissPrompts[] = {
    {{"prompts", "Prompts, whether answered or not.", kRecord}, {"PROMPTS", true, 30},
     [](LineOf l) { return l.prompts == 0 ? Figure{} : as_count(l.prompts); }},
    {{"misses_per_prompt", "misses of the main chain / prompts.", kRecord}, {},
     [](LineOf l) { return l.prompts == 0 ? Figure{} : as_number(per_prompt(l)); }},
};

constexpr ReportColumn<MissLine> kMissSums[] = {
    {{"requests", "Requests, without the passes of a response.", kRecord}, {"REQUESTS", true, 60},
     [](LineOf l) { return l.of_cause ? Figure{} : as_count(l.sums.requests); }, "Requests"},
    {{"misses",
      "Requests that sent again more than 5 % and at least 2,000 tokens of what they could have "
      "read, which is what the previous request of the same chain read from the cache and wrote "
      "into it. Neither the first request of a chain nor the first one after a compaction is a "
      "miss.", kCounters}, {"MISSES", true, 100}, [](LineOf l) { return as_count(l.sums.misses); },
     "Misses"},
    {{"miss_rate", "misses / requests.", kRecord}, {"RATE", true, 85},
     [](LineOf l) { return l.of_cause ? Figure{} : as_share(l.sums.rate()); }, "Rate"},
    {{"expected_rebuilds",
      "First requests after a compaction, which are expected to write the context again.",
      kCounters}, {"REBUILDS", true, 20},
     [](LineOf l) { return l.of_cause ? Figure{} : blank_zero(as_count(l.sums.rebuilds)); }},
    {{"lost_tokens",
      "cached_tokens minus what the request read, but at most what it sent anew (after a /rewind "
      "it sends less).", kCounters}, {"UNCACHED", true, 50}, [](LineOf l) {
       Figure lost = as_tokens(l.sums.lost);
       return l.is_blank() ? shown_as(lost, "") : lost;
     }, "Uncached"},
    {{"written_tokens", "All tokens that the request wrote into the cache.", kRecord}, {},
     [](LineOf l) { return as_tokens(l.sums.written); }},
    {{"extra_usd",
      "How much more the request cost than if it had read the lost tokens instead of writing or "
      "sending them, at its model, mode and prompt-size tier.", kPrices}, {"EXTRA", true, 100},
     extra_of, "Extra cost"},
    {{}, {"PER MISS", true, 70}, [](LineOf l) { return only_shown(per_miss(l)); }, "Per miss"},
    {{"unpriced_misses", "Misses of models without a price; no sum of money includes them.",
      kPrices}, {},
     [](LineOf l) { return l.sums.unpriced > 0 ? as_count(l.sums.unpriced) : Figure{}; }},
};
// clang-format on

// A miss.
struct MissItem {
  const ReplayedHistory& replayed;
  const ReplayedRequest& r;

  const HistoryRequest& request() const { return *r.request; }
  const std::string& name(Names::Id id) const { return replayed.history().names[id]; }
};
using ItemOf = const MissItem&;

Figure as_span(double seconds) { return {Value{seconds, Unit::kSeconds}}; }

// clang-format off
constexpr ReportColumn<MissItem> kMissItems[] = {
    {{"time"}, {"TIME", false, 90}, [](ItemOf m) { return as_time(m.request().time); }},
    {{"session"}, {}, [](ItemOf m) { return as_text(m.name(m.request().session)); }},
    {{"project"}, {}, [](ItemOf m) { return as_text(m.replayed.project_of(m.request().file)); }},
    {{"agent"}, {"AGENT", false, 20, 8}, [](ItemOf m) {
       return for_all_if(m.replayed.is_subagent(m.r), as_text(m.name(m.request().agent)));
     }},
    {{"model"}, {"MODEL", false, 40},
     [](ItemOf m) { return as_model(m.replayed.model_of(m.request().model)); }},
    {{"cause"}, {}, [](ItemOf m) { return as_text(name_of(m.r.cause)); }},
    {{"idle_s",
      "Seconds since the previous request of its chain, from the first line of one response to the "
      "first line of the other.", kRecord}, {"IDLE", true, 80}, [](ItemOf m) {
       return m.r.idle ? as_span(static_cast<double>(*m.r.idle) / 1000) : only_shown("?");
     }},
    {{"ttl_s",
      "How long the prefix was kept: 3600 if the newest earlier cache write had tokens for 1 hour, "
      "else 300. Each read starts this time again.",
      "the documentation of prompt caching; the transcripts"}, {"TTL", true, 30}, [](ItemOf m) {
       return m.r.ttl_s > 0 ? Figure{Value{m.r.ttl_s, Unit::kSeconds}} : only_shown("?");
     }},
    {{"context_tokens", "All tokens that the request sent: input, cache writes and cache reads.",
      kRecord}, {"CONTEXT", true, 60}, [](ItemOf m) { return as_tokens(m.request().context()); }},
    {{"cached_tokens",
      "What the request could have read: what the previous request read and wrote.", kCounters}, {},
     [](ItemOf m) { return as_tokens(m.r.cached); }},
    {{"lost_tokens"}, {"UNCACHED", true, 70}, [](ItemOf m) { return as_tokens(m.r.lost); }},
    {{"written_tokens"}, {}, [](ItemOf m) { return as_tokens(m.request().usage().written()); }},
    {{"extra_usd"}, {"EXTRA", true, 100}, [](ItemOf m) { return or_else(as_usd(m.r.extra), "?"); }},
    {{}, {"CAUSE", false, 95}, [](ItemOf m) { return as_text(name_of(m.r.cause)); }},
    {{"transcript"}, {},
     [](ItemOf m) { return as_text(m.replayed.history().files[m.request().file].path); }},
    {{"offset"}, {},
     [](ItemOf m) { return as_count(static_cast<std::int64_t>(m.request().offset)); }},
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
using AvoidableOf = const AvoidableLine&;

// clang-format off
constexpr ReportColumn<AvoidableLine> kAvoidable[] = {
    {{"by"}, {"WHAT WOULD HAVE HELPED", false, 90}, [](AvoidableOf a) {
       return shown_as(as_text(a.avoidable.name), std::string(a.avoidable.words));
     }, "What"},
    {{"avoidable_misses",
      "Misses that another habit would have avoided. waiting_less: misses of an expired cache, if "
      "a prompt had been sent before it expired. compact_first: the same misses, if the context "
      "had been compacted before the break, so that they write less. ttl_1h: misses after more "
      "than 5 minutes and at most an hour, with a TTL of 1 hour.", "the transcripts"},
     {"MISSES", true, 80}, [](AvoidableOf a) { return as_count(a.avoidable.misses); }, "Misses"},
    {{}, {"SHARE", true, 60}, [](AvoidableOf a) { return as_share(a.share); }},
    {{"saved_usd",
      "What that habit would have saved; negative if it would have cost more. waiting_less: the "
      "extra_usd of these misses. The others: all requests priced again, as by wick-growth with "
      "--what-if=compact-breaks and --what-if=ttl=1h.", kPrices}, {"SAVED", true, 100},
     [](AvoidableOf a) {
       return shown_as(as_usd(a.avoidable.saved), saved_text(a.avoidable.saved));
     }, "Saved"},
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
    out += human_count(n) + " misses of models without a price are not in the money\n";
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

void put_rows(JsonWriter& out, const ReplayedHistory& replayed, MissesBy by, bool subagents) {
  out.begin_array(fmt::format("by_{}", name_of(by)));
  for (const MissRow& row : miss_rows(replayed, by, subagents)) {
    MissLine line{row.sums, row.prompts};
    line.of_cause = by == MissesBy::kCause;
    out.begin_object().text(name_of(by), row.name.empty() ? "unknown" : row.name);
    put_members(out, kMissPrompts, line), put_members(out, kMissSums, line);
    out.end_object();
  }
  out.end_array();
}

}  // namespace

std::string misses_json(const ReplayedHistory& replayed, const MissesReport& report,
                        const HistoryReading& reading, bool counters) {
  JsonWriter out;
  out.begin_object();
  out.text("source", reading.kept ? "ledger" : "transcripts");
  if (counters) put_cache_counters(out, count_cache(replayed));
  for (bool subagents : {false, true}) {
    out.begin_object(subagents ? "subagents" : "main");
    MissLine line = subagents ? MissLine{report.subagents} : MissLine{report.main, report.prompts};
    put_members(out, kMissSums, line), put_members(out, kMissPrompts, line);
    for (MissesBy by : kAll) put_rows(out, replayed, by, subagents);
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
