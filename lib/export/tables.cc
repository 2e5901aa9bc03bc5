// SPDX-License-Identifier: MIT
#include "lib/export/tables.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "lib/audit/detectors.h"
#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/cli/options.h"
#include "lib/history/call_outcome.h"
#include "lib/history/collect.h"
#include "lib/history/requests_of_calls.h"

namespace wick {
namespace {

using CallOf = const CallRow&;

constexpr RowColumn<CallRow> kCallColumns[] = {
    time_column<CallRow>("time of the line that has the call, in UTC, to the millisecond"),
    date_column<CallRow>(),
    {{"id", kTextType, "hash of the call's id"}, [](CallOf r) { return text_cell(r.id); }},
    {{"request", kTextType, "id of the request whose response contains the call"},
     [](CallOf r) { return text_cell(r.request); }},
    {{"request_id", kTextType, "request_id of that request"},
     [](CallOf r) { return text_cell(r.request_id); }},
    session_column<CallRow>(),
    project_column<CallRow>(),
    {{"prompt", kTextType, "id of the prompt that the request belongs to"},
     [](CallOf r) { return text_cell(r.prompt); }},
    {{"model", kTextType, "model of the request"}, [](CallOf r) { return text_cell(r.model); }},
    {{"subagent", kFlagType, "whether a subagent made the call"},
     [](CallOf r) { return ExportCell{bool{r.call->sidechain}}; }},
    {{"agent", kTextType, "id of the subagent"}, [](CallOf r) { return text_cell(r.agent); }},
    {{"tool", kTextType, "name of the tool"}, [](CallOf r) { return text_cell(r.tool); }},
    {{"server", kTextType, "MCP server that the tool belongs to"},
     [](CallOf r) { return text_cell(r.server); }},
    {{"target", kTextType, "path, host or program in the input"},
     [](CallOf r) { return text_cell(r.target); }},
    {{"answered", kFlagType, "whether the call has a result"},
     [](CallOf r) { return ExportCell{bool{r.call->answered}}; }},
    {{"error", kTextType, "how it failed; wick-waste(1) has the classes"},
     [](CallOf r) { return text_cell(name_of(r.call->error)); }},
    {{"input_bytes", kCountType, "size of the input as JSON"},
     [](CallOf r) { return count_cell_of(static_cast<std::int64_t>(r.call->input_bytes)); }},
    {{"result_bytes", kCountType, "size of the result as JSON"},
     [](CallOf r) {
       return r.call->answered ? count_cell_of(static_cast<std::int64_t>(r.call->result_bytes))
                               : ExportCell{};
     }},
};

}  // namespace

CallRows::CallRows(const ReplayedHistory& replayed, const PromptsOfRequests& prompts,
                   Anonymizer* anonymizer)
    : replayed_(replayed), history_(replayed.history()), prompts_(prompts), texts_(anonymizer) {
  collect();
  std::erase_if(calls_, [&](const Call& c) { return !replayed.passes(*c.request); });
  std::sort(calls_.begin(), calls_.end(), [](const Call& a, const Call& b) {
    return std::tuple(a.call.time, a.request->message, a.call.key) <
           std::tuple(b.call.time, b.request->message, b.call.key);
  });
}

// Joins calls and results, which are separate sightings; each may occur several times.
void CallRows::collect() {
  RequestsOfCalls requests(history_.requests);
  std::vector<const HistoryCall*> sightings;
  for (const HistoryCall& call : history_.calls) sightings.push_back(&call);
  std::sort(sightings.begin(), sightings.end(), [](const HistoryCall* a, const HistoryCall* b) {
    return std::tuple(a->file, a->record.offset, a->record.key) <
           std::tuple(b->file, b->record.offset, b->record.key);
  });
  std::map<std::pair<const HistoryRequest*, std::uint64_t>, std::size_t> known;
  std::unordered_map<std::uint64_t, std::size_t> newest;  // latest call with that id in the file
  std::uint32_t file = UINT32_MAX;
  for (const HistoryCall* sighting : sightings) {
    if (std::exchange(file, sighting->file) != sighting->file) newest.clear();
    const ToolCall& seen = sighting->record;
    if (const HistoryRequest* request = requests.find(*sighting)) {
      auto [at, is_new] = known.try_emplace({request, seen.key}, calls_.size());
      if (is_new) calls_.push_back({seen, request});
      newest[seen.key] = at->second;
    }
    auto at = newest.find(seen.key);
    if (at != newest.end() && seen.answered && !calls_[at->second].call.answered)
      take_answer(calls_[at->second].call, seen);
  }
  for (Call& c : calls_) settle(c.call, history_.names[c.call.tool]);
}

void CallRows::each(const std::function<bool(const CallRow&)>& take) {
  for (const Call& call : calls_)
    if (!take(row(call))) return;
}

CallRow CallRows::row(const Call& c) {
  CallRow row;
  row.at = texts_.place(history_, c.call.time, c.request->session, c.request->file);
  row.id = hex_id(c.call.key);
  row.request = hex_id(c.request->message);
  row.request_id = request_id_text(*c.request);
  row.prompt = prompts_.id(prompts_.of(*c.request));
  row.model = texts_.plain(replayed_.model_of(c.request->model));
  row.agent = texts_.name(history_.names[c.request->agent]);
  const std::string& tool = history_.names[c.call.tool];
  row.tool = texts_.tool(tool);
  row.server = texts_.name(std::string(mcp_server_of(tool)));
  row.target = texts_.name(history_.names[c.call.target]);
  row.call = &c.call;
  return row;
}

namespace {

using PromptOf = const PromptRow&;

ExportCell duration_cell(const PastPrompt* p) {
  if (!p || p->time == kUndated || p->end < p->time) return {};
  return static_cast<double>(p->end - p->time) / 1000;
}

constexpr RowColumn<PromptRow> kPromptColumns[] = {
    time_column<PromptRow>("when the prompt was sent, in UTC, to the millisecond"),
    date_column<PromptRow>(),
    {{"id", kTextType, "hash of the id of the prompt's line"},
     [](PromptOf r) { return text_cell(r.id); }},
    session_column<PromptRow>(),
    project_column<PromptRow>(),
    {{"model", kTextType, "model of its first request"},
     [](PromptOf r) { return text_cell(r.model); }},
    {{"requests", kCountType, "requests of the main chain until the next prompt"},
     [](PromptOf r) { return count_cell_of(r.answer ? r.answer->shape.requests : 0); }},
    {{"context_tokens", kCountType, "all tokens that its first request sent"},
     [](PromptOf r) {
       return r.answer ? count_cell_of(r.answer->first->context()) : ExportCell{};
     }},
    {{"output_tokens", kCountType, "tokens generated in the main chain"},
     [](PromptOf r) { return r.answer ? count_cell_of(r.answer->shape.output) : ExportCell{}; }},
    {{"duration_s", kSecondsType, "seconds until its last request was answered"},
     [](PromptOf r) { return duration_cell(r.answer); }},
    {{"cost_usd", kUsdType, "list price of its requests in the main chain"},
     [](PromptOf r) { return r.answer ? usd_cell(r.answer->cost) : ExportCell{}; }},
    {{"subagents_usd", kUsdType,
      "list price of subagents' requests until the session's next prompt"},
     [](PromptOf r) { return r.answer ? usd_cell(r.answer->subagents) : ExportCell{}; }},
};

}  // namespace

PromptRows::PromptRows(const ReplayedHistory& replayed, const PromptsOfRequests& prompts,
                       Anonymizer* anonymizer)
    : replayed_(replayed), texts_(anonymizer) {
  for (const PastPrompt& prompt : prompts.prompts()) answers_.emplace(prompts.id(&prompt), &prompt);
  for (const HistoryPrompt& prompt : replayed.history().prompts)
    if (replayed.passes(prompt)) prompts_.push_back(&prompt);
  std::sort(prompts_.begin(), prompts_.end(), [](const HistoryPrompt* a, const HistoryPrompt* b) {
    return std::tuple(a->time, a->key) < std::tuple(b->time, b->key);
  });
}

void PromptRows::each(const std::function<bool(const PromptRow&)>& take) {
  for (const HistoryPrompt* prompt : prompts_) {
    PromptRow row;
    row.at = texts_.place(replayed_.history(), prompt->time, prompt->session, prompt->file);
    row.id = hex_id(prompt->key);
    auto answer = answers_.find(row.id);
    if (answer != answers_.end()) {
      row.answer = answer->second;
      row.model = texts_.plain(replayed_.model_of(row.answer->first->model));
    }
    if (!take(row)) return;
  }
}

namespace {

using FindingOf = const FindingRow&;

constexpr RowColumn<FindingRow> kFindingColumns[] = {
    time_column<FindingRow>(
        "time of the request that the finding belongs to, in UTC, to the millisecond"),
    date_column<FindingRow>(),
    session_column<FindingRow>(),
    project_column<FindingRow>(),
    {{"agent", kTextType, "id of the subagent; absent in the main chain"},
     [](FindingOf r) { return text_cell(r.agent); }},
    {{"class", kTextType, "one of the classes of wick-waste(1)"},
     [](FindingOf r) { return text_cell(name_of(r.finding->waste)); }},
    {{"tool", kTextType, "name of the tool"}, [](FindingOf r) { return text_cell(r.tool); }},
    {{"target", kTextType, "path, host or program in the tool's input"},
     [](FindingOf r) { return text_cell(r.target); }},
    {{"error", kTextType, "how the call failed"},
     [](FindingOf r) { return text_cell(name_of(r.finding->error)); }},
    {{"why", kTextType, "why it is waste, in wick's words"},
     [](FindingOf r) { return text_cell(r.why); }},
    {{"tokens", kCountType, "tokens when it was made and first sent"},
     [](FindingOf r) { return count_cell_of(r.finding->once.tokens); }},
    {{"usd", kUsdType, "cost of these tokens"},
     [](FindingOf r) { return usd_cell(r.finding->once.money); }},
    {{"compounded_tokens", kCountType,
      "tokens sent again in later requests, until a compaction or the end of the chain"},
     [](FindingOf r) { return count_cell_of(r.finding->compounded.tokens); }},
    {{"compounded_usd", kUsdType, "cost of these tokens"},
     [](FindingOf r) { return usd_cell(r.finding->compounded.money); }},
    {{"basis", kTextType, "how the tokens were determined: measured, apportioned or estimated"},
     [](FindingOf r) { return text_cell(name_of(r.finding->basis)); }},
    {{"judged_by", kTextType, "model that wick-waste-judge asked"},
     [](FindingOf r) { return text_cell(r.judge); }},
};

}  // namespace

std::span<const RowColumn<FindingRow>> finding_columns() { return kFindingColumns; }

void FindingRows::each(const std::function<bool(const FindingRow&)>& take) {
  const Names& names = report_.names;
  for (const WasteRow& f : report_.findings) {
    FindingRow row;
    row.at = texts_.place(f.time, names[f.session], names[f.project]);
    row.agent = texts_.name(names[f.agent]);
    row.tool = texts_.tool(names[f.tool]);
    row.target = texts_.name(names[f.target]);
    row.why = name_of(f.why);
    row.judge = texts_.plain(names[f.judge]);
    row.finding = &f;
    if (!take(row)) return;
  }
}

namespace {

constexpr std::array<std::string_view, 5> kTables = {"requests", "calls", "prompts", "misses",
                                                     "findings"};

template <class Row>
std::vector<ExportColumn> heads(std::span<const RowColumn<Row>> columns) {
  return {columns.begin(), columns.end()};
}

}  // namespace

std::string_view name_of(TableKind kind) { return kTables[static_cast<std::size_t>(kind)]; }

TableKind table_kind(const std::string& word) {
  return static_cast<TableKind>(word_argument("--table", word, kTables));
}

std::vector<ExportColumn> columns_of(TableKind kind) {
  switch (kind) {
    case TableKind::kRequests: return heads(request_columns());
    case TableKind::kCalls: return heads<CallRow>(kCallColumns);
    case TableKind::kPrompts: return heads<PromptRow>(kPromptColumns);
    case TableKind::kMisses: return heads(miss_columns());
    case TableKind::kFindings: return heads(finding_columns());
  }
  return {};
}

std::string parquet_prefix(TableKind kind) {
  return kind == TableKind::kRequests ? "wick_" : fmt::format("{}_wick_", name_of(kind));
}

RequestRows& ExportRows::requests() {
  return requests_ ? *requests_ : requests_.emplace(replayed_, prompts_, anonymizer_);
}

ExportTable ExportRows::table(TableKind kind) {
  switch (kind) {
    case TableKind::kCalls:
      return table_of<CallRow>(kCallColumns, calls_.emplace(replayed_, prompts_, anonymizer_));
    case TableKind::kPrompts:
      return table_of<PromptRow>(kPromptColumns, typed_.emplace(replayed_, prompts_, anonymizer_));
    case TableKind::kMisses:
      return table_of(miss_columns(), misses_.emplace(replayed_, prompts_, anonymizer_, true));
    default: return table_of(request_columns(), requests());
  }
}

}  // namespace wick
