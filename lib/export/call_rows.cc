// SPDX-License-Identifier: MIT
#include "lib/export/call_rows.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "lib/audit/detectors.h"
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

std::span<const RowColumn<CallRow>> call_columns() { return kCallColumns; }

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

}  // namespace wick
