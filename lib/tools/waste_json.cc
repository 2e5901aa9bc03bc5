// SPDX-License-Identifier: MIT
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/output/human.h"
#include "lib/output/json_writer.h"
#include "lib/output/output.h"
#include "lib/tools/history_tool.h"
#include "lib/tools/waste_output.h"
#include "lib/tools/words.h"

namespace wick {
namespace {

void put_cost(JsonWriter& out, std::string_view prefix, const WasteCost& cost) {
  out.number(fmt::format("{}tokens", prefix), cost.tokens);
  out.number(fmt::format("{}usd", prefix), usd_of(cost.money));
}

void put_classes(JsonWriter& out, const WasteSums& sums) {
  out.begin_object("classes");
  for (std::size_t i = 0; i < kWastes; ++i) {
    if (sums.classes[i].tokens == 0) continue;
    out.begin_object(name_of(static_cast<Waste>(i)));
    put_cost(out, "", sums.classes[i]);
    out.end_object();
  }
  out.end_object();
}

void put_groups(JsonWriter& out, std::string_view by, const std::vector<WasteGroup>& groups) {
  out.begin_array(fmt::format("by_{}", by));
  for (const WasteGroup& g : groups) {
    out.begin_object().text(by, g.name.empty() ? "unknown" : g.name);
    put_cost(out, "wasted_", g.sums.wasted());
    put_classes(out, g.sums);
    out.end_object();
  }
  out.end_array();
}

// Leaves out what is unknown.
void put_what(JsonWriter& out, const Names& names, Waste waste, Names::Id tool, Names::Id target,
              ToolError error, Names::Id why) {
  out.text("class", name_of(waste));
  if (tool != 0) out.text("tool", names[tool]);
  if (target != 0) out.text("target", names[target]);
  if (error != ToolError::kNone) out.text("error", name_of(error));
  out.text("why", names[why]);
}

class Writer {
 public:
  explicit Writer(const WasteView& view) : view_(view), names_(view.report.names) {}

  bool is_shown(const WasteRow& f) const { return f.cost().money >= view_.min_usd; }

  void finding(JsonWriter& out, const WasteRow& f) const {
    out.begin_object();
    if (f.time != kUndated) out.text("time", iso8601_ms(f.time));
    out.text("session", names_[f.session]);
    out.text("project", names_[f.project]);
    if (f.agent != 0) out.text("agent", names_[f.agent]);
    put_what(out, names_, f.waste, f.tool, f.target, f.error, f.why);
    put_cost(out, "", f.once);
    put_cost(out, "compounded_", f.compounded);
    out.text("basis", name_of(f.basis));
    if (f.judge != 0)
      out.text("judged_by", names_[f.judge]).text("judged_at", iso8601_ms(f.judged_at));
    put_place(out, f);
    out.end_object();
  }

  void cluster(JsonWriter& out, const WasteCluster& c) const {
    out.begin_object();
    put_what(out, names_, c.waste, c.tool, c.target, c.error, c.why);
    out.number("findings", static_cast<std::int64_t>(c.findings.size()))
        .number("sessions", c.sessions);
    put_cost(out, "", c.cost);
    out.flag("only_cheap", c.only_in_rest);
    for (auto [name, i] :
         {std::pair("first", c.findings.front()), std::pair("last", c.findings.back())}) {
      const WasteRow& f = view_.report.findings[i];
      out.begin_object(name);
      if (f.time != kUndated) out.text("time", iso8601_ms(f.time));
      out.text("session", names_[f.session]);
      put_place(out, f);
      out.end_object();
    }
    if (std::string remedy = remedy_of(view_, c); !remedy.empty()) out.text("remedy", remedy);
    out.end_object();
  }

 private:
  void put_place(JsonWriter& out, const WasteRow& f) const {
    out.text("transcript", names_[f.transcript]);
    if (f.line > 0) out.number("line", static_cast<std::int64_t>(f.line));
  }

  const WasteView& view_;
  const Names& names_;
};

}  // namespace

std::string waste_json(const WasteView& view, const HistoryReading& reading) {
  const WasteReport& r = view.report;
  Writer writer(view);
  JsonWriter out;
  out.begin_object().text("source", reading.kept ? "ledger" : "transcripts");
  out.number("requests", r.requests)
      .number("sessions", r.sessions)
      .number("cheap_sessions", r.rest_sessions);
  if (r.unpriced > 0) out.number("unpriced_requests", r.unpriced);
  put_cost(out, "", r.all.total());
  put_cost(out, "wasted_", r.all.wasted());
  put_classes(out, r.all);
  put_groups(out, "project", r.projects);
  put_groups(out, "model", r.models);
  put_groups(out, "tool", r.tools);
  put_groups(out, "server", r.servers);
  put_groups(out, "week", r.weeks);
  put_groups(out, "session", r.by_session);
  out.begin_array("clusters");
  for (const WasteCluster& c : shown_clusters(view)) writer.cluster(out, c);
  out.end_array().begin_array("list");
  for (const WasteRow& f : r.findings)
    if (writer.is_shown(f)) writer.finding(out, f);
  out.end_array().end_object();
  return out.take() + "\n";
}

std::string waste_csv(const WasteView& view) {
  Writer writer(view);
  const Names& names = view.report.names;
  CsvWriter out;
  for (std::string_view name :
       {"time", "session", "project", "agent", "class", "tool", "target", "error", "why", "tokens",
        "usd", "compounded_tokens", "compounded_usd", "basis", "transcript", "line", "judged_by"})
    out.cell(name);
  out.end_row();
  for (const WasteRow& f : view.report.findings) {
    if (!writer.is_shown(f)) continue;
    out.cell(f.time == kUndated ? "" : iso8601_ms(f.time)).cell(names[f.session]);
    out.cell(names[f.project]).cell(names[f.agent]).cell(name_of(f.waste));
    out.cell(names[f.tool]).cell(names[f.target]).cell(name_of(f.error)).cell(names[f.why]);
    for (const WasteCost* cost : {&f.once, &f.compounded})
      out.cell(std::to_string(cost->tokens)).cell(number_text(usd_of(cost->money)));
    out.cell(name_of(f.basis))
        .cell(names[f.transcript])
        .cell(f.line > 0 ? std::to_string(f.line) : "")
        .cell(names[f.judge]);
    out.end_row();
  }
  return out.take();
}

namespace {

constexpr std::string_view kErrors = "the transcripts; texts of clients 1.0 to 2.1.332";
constexpr std::string_view kRule = "a rule of wick's own";

constexpr Definition kWasteDefinitions[] = {
    {"reread",
     "A Read of lines that were already in the context of the same chain: an earlier Read had "
     "returned them, the request that asked for them again had sent them, and in between no tool "
     "edited the file, no notice reported a change and no compaction removed them. The same lines "
     "must have been returned unchanged (the whole result is compared); a smaller part also "
     "counts if no command was run that might have changed the file. A preview of a large result "
     "does not count as the lines that were asked for; a Read that the client answers with a note "
     "that the file is unchanged is a reread. The context of a subagent is not part of its "
     "parent's context.",
     kRule},
    {"retry",
     "A call with the same tool and input as one that failed (a description and a timeout are not "
     "compared), which failed in the same way and with the same words except for numbers in them, "
     "if there was no prompt, no Read and no successful call in between that might have changed "
     "something. Also a prompt of six words or more that says nearly the same as the one before "
     "(at least seven eighths of their words, by a sample), with no successful call in between "
     "that may have changed something; or one that a model was asked about (wick-waste-judge) and "
     "called a repetition.",
     kRule},
    {"failed_call",
     "A call that was refused (by the user, a permission rule, a hook), was misuse (an unknown "
     "tool, invalid input, an edit of a file that was not read, a text to replace that is not "
     "there, a missing file, too large a result), timed out, or was cancelled because another "
     "call of the same response failed. It is recognized by the client's note (toolDenialKind) "
     "and by how the result begins, never by words within it. A plan that is sent back, a "
     "question that is answered otherwise and a call that the user refuses with words are "
     "steering, not waste.",
     kErrors},
    {"web_wall",
     "A call of WebFetch, WebSearch or an MCP server for browsing, fetching or search that met an "
     "HTTP error, no answer, a page that asks for a human or a login, an empty page, or no "
     "browser; it must be marked as an error or be no larger than 4,000 bytes. It is recognized "
     "by the server's status if the client notes it, else by how the first lines of the result "
     "begin. Errors of your own servers (localhost, .local, .test) are not counted.",
     kErrors},
    {"platform",
     "A command that failed because of the machine: something is not installed, a module or "
     "runtime is missing, this version or system does not have an option or subcommand, or the "
     "directory is wrong; or a tool of another version of Claude Code. It is recognized by lines "
     "that begin as shells and programs begin such messages, at the start of the output or about "
     "what the command runs; if a pipe hides the exit status, both must hold. A module that is "
     "edited in the same chain is not counted.",
     kErrors},
    {"dead_end",
     "Three or more failures of one tool on one target with no success after them, unless it "
     "fails in a different way each time after a file was edited; an edit and the edit that "
     "reverts it, or the git checkout, restore or reset of its file; an answer that was cut off "
     "at max_tokens, or interrupted before the model ended it; everything of a subagent that "
     "returned nothing or was interrupted. If a model was asked (wick-waste-judge), it decides "
     "which failures and which subagents these are.",
     kRule},
    {"verbose",
     "The part of a tool's result above 5,000 tokens, or of an answer's text above 3,000, that at "
     "least 3 later requests sent again, or after which the client compacted by itself; and "
     "output of 500 tokens or more that was asked for again and was the same. A Read of a part, a "
     "file that was edited afterwards or is below .claude, and a result that was copied into a "
     "file (by a later edit at least half as large) are not counted.",
     kRule},
    {"duplicate_instructions",
     "An attachment of 50 tokens or more that repeats one still in the context; the part above "
     "3,000 tokens of a memory file; a listing of skills, agents, tools or MCP instructions of "
     "500 tokens or more, if the chain used none of it.",
     kRule},
    {"cache",
     "Tokens that were written again because of a miss that could have been avoided (an expired "
     "cache; another model, effort, speed, system prompt or tools); 2,000 tokens or more that "
     "were written by the last request of a chain and that no other chain began with; or tokens "
     "that were written for an hour although no later request came more than 5 minutes after the "
     "one before it. The money is what this cost in addition to reading them, sending them "
     "uncached, or keeping them for 5 minutes; the rest is productive.",
     "the transcripts, replayed as wick-misses does"},
    {"productive", "Everything else. The classes add up to all tokens and all money.", kRecord},
    {"tokens",
     "For a finding: its part of the answer, what its result and input added to the next request, "
     "and, if all calls of a response were outright waste, everything that this request read and "
     "generated. If several classes claim a token, it belongs to the first one in this order: "
     "web_wall, platform, retry, failed_call, reread, dead_end, verbose, duplicate_instructions, "
     "cache.",
     kRule},
    {"usd",
     "What these tokens cost in the way they were sent: read, written, uncached or generated.",
     kPrices},
    {"compounded_tokens",
     "The finding's tokens, counted again for each later request that sent them, until a "
     "compaction or the end of the chain.",
     kRecord},
    {"compounded_usd", "What compounded_tokens cost.", kPrices},
    {"wasted_tokens", "All tokens that are not productive.", kRecord},
    {"wasted_usd", "All money that is not productive.", kPrices},
    {"basis",
     "How the tokens were determined. measured: from the client's own counts. apportioned: the "
     "measured growth of the context, divided among its parts by their sizes. estimated: from its "
     "size, at the tokens per byte of the rest of the chain.",
     kRecord},
    {"judged_by",
     "The model that was asked whether it is waste (wick-waste-judge); judged_at: when its answer "
     "was recorded. Absent if a rule decided.",
     "the ledger"},
    {"only_cheap",
     "No session with this finding is among the tenth of the sessions that cost the most.",
     kRecord},
    {"remedy", "What may help; it would have saved at most what the findings cost.", kRule},
    {"unpriced_requests", kUnpricedRequests, kPrices},
};

}  // namespace

Definitions waste_definitions() {
  return {std::begin(kWasteDefinitions), std::end(kWasteDefinitions)};
}

}  // namespace wick
