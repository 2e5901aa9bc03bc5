// SPDX-License-Identifier: MIT
#include "lib/export/request_rows.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_map>

#include "lib/base/format.h"

namespace wick {
namespace {

using Row = const RequestRow&;

ExportCell usd(Row r, Money RequestPrice::*amount) {
  return r.price ? usd_cell((*r.price).*amount) : ExportCell{};
}
std::string_view outcome_name(CacheOutcome outcome) {
  switch (outcome) {
    case CacheOutcome::kFirst: return "first";
    case CacheOutcome::kHit: return "hit";
    case CacheOutcome::kMiss: return "miss";
    case CacheOutcome::kRebuild: return "rebuild";
  }
  return {};
}
ExportCell seconds_cell(std::optional<TimeMs> span) {
  return span ? ExportCell{static_cast<double>(*span) / 1000} : ExportCell{};
}

using C = RowColumn<RequestRow>;

// Columns of both tables.
constexpr C kId = {{"id", kTextType, "hash of the message id, followed by -N for its pass N"},
                   [](Row r) { return text_cell(r.id); }};
constexpr C kRequestId = {{"request_id", kTextType, "hash of the request id"},
                          [](Row r) { return text_cell(r.request_id); }};
constexpr C kModel = {{"model", kTextType, "name of the model in the price list"},
                      [](Row r) { return text_cell(r.model); }};
constexpr C kSubagent = {{"subagent", kFlagType, "whether a subagent sent it"},
                         [](Row r) { return ExportCell{bool{r.request->sidechain}}; }};
constexpr C kAgent = {{"agent", kTextType, "id of the subagent"},
                      [](Row r) { return text_cell(r.agent); }};
constexpr C kContext = {
    {"context_tokens", kCountType, "all tokens sent: input, cache writes and cache reads"},
    [](Row r) { return count_cell_of(r.request->context()); }};
constexpr C kCause = {
    {"cause", kTextType, "cause of a miss; wick-misses(1) has the list"},
    [](Row r) { return r.is_miss() ? text_cell(name_of(r.found->cause)) : ExportCell{}; }};
constexpr C kDiagnosis = {{"diagnosis", kTextType, "the server's own reason for the miss"},
                          [](Row r) { return text_cell(name_of(r.request->diagnosis)); }};
constexpr C kLost = {
    {"lost_tokens", kCountType,
     "tokens that a miss sent again instead of reading them from the cache"},
    [](Row r) { return r.is_miss() ? count_cell_of(r.found->lost) : ExportCell{}; }};
constexpr C kExtra = {{"extra_usd", kUsdType, "how much more that cost than reading them"},
                      [](Row r) { return r.is_miss() ? usd_cell(r.found->extra) : ExportCell{}; }};

constexpr C kRequestColumns[] = {
    time_column<RequestRow>("time of the request's first line, in UTC, to the millisecond"),
    date_column<RequestRow>(),
    kId,
    kRequestId,
    session_column<RequestRow>(),
    project_column<RequestRow>(),
    kModel,
    {{"model_id", kTextType, "name of the model in the transcript"},
     [](Row r) { return text_cell(r.model_id); }},
    {{"kind", kTextType, "response, or pass: a further pass of the model for the same response"},
     [](Row r) {
       return ExportCell{std::string_view(r.request->is_response() ? "response" : "pass")};
     }},
    kSubagent,
    kAgent,
    {{"input_tokens", kCountType, "tokens neither read from the cache nor written to it"},
     [](Row r) { return count_cell_of(r.request->input); }},
    {{"cache_write_5m_tokens", kCountType, "tokens written to the cache for 5 minutes"},
     [](Row r) { return count_cell_of(r.request->write_5m); }},
    {{"cache_write_1h_tokens", kCountType, "tokens written to the cache for 1 hour"},
     [](Row r) { return count_cell_of(r.request->write_1h); }},
    {{"cache_read_tokens", kCountType, "tokens read from the cache"},
     [](Row r) { return count_cell_of(r.request->read); }},
    {{"output_tokens", kCountType, "tokens generated"},
     [](Row r) { return count_cell_of(r.request->output); }},
    kContext,
    {{"web_searches", kCountType, "web searches made by the server"},
     [](Row r) { return count_cell_of(r.request->web_searches); }},
    {{"fast", kFlagType, "whether it was sent in fast mode"},
     [](Row r) { return ExportCell{bool{r.request->fast}}; }},
    {{"us", kFlagType, "whether inference was in the US"},
     [](Row r) { return ExportCell{bool{r.request->us}}; }},
    {{"cost_usd", kUsdType, "list price of the request"},
     [](Row r) { return usd(r, &RequestPrice::cost); }},
    {{"saved_usd", kUsdType, "how much more it would have cost without the cache"},
     [](Row r) { return usd(r, &RequestPrice::saved); }},
    {{"prompt", kTextType, "id of the prompt that the request belongs to"},
     [](Row r) { return text_cell(r.prompt); }},
    {{"effort", kTextType, "effort level"}, [](Row r) { return text_cell(r.effort); }},
    {{"client", kTextType, "version of Claude Code"}, [](Row r) { return text_cell(r.client); }},
    {{"entrypoint", kTextType, "how Claude Code was started: cli, claude-desktop"},
     [](Row r) { return text_cell(r.entrypoint); }},
    {{"branch", kTextType, "branch that was checked out"},
     [](Row r) { return text_cell(r.branch); }},
    {{"skill", kTextType, "skill that the request served"},
     [](Row r) { return text_cell(r.skill); }},
    {{"plugin", kTextType, "plugin of that skill"}, [](Row r) { return text_cell(r.plugin); }},
    {{"server", kTextType, "MCP server that the request answered"},
     [](Row r) { return text_cell(r.server); }},
    {{"agent_type", kTextType, "type of the subagent"},
     [](Row r) { return text_cell(r.agent_type); }},
    {{"cache", kTextType, "what it found in the cache: first, hit, miss or rebuild"},
     [](Row r) { return r.found ? text_cell(outcome_name(r.found->outcome)) : ExportCell{}; }},
    kCause,
    kDiagnosis,
    kLost,
    kExtra,
};

constexpr C kMissColumns[] = {
    time_column<RequestRow>("time of the request that missed, in UTC, to the millisecond"),
    date_column<RequestRow>(),
    kId,
    kRequestId,
    session_column<RequestRow>(),
    project_column<RequestRow>(),
    kModel,
    kSubagent,
    kAgent,
    kCause,
    kDiagnosis,
    {{"idle_s", kSecondsType, "seconds since the previous request in its chain"},
     [](Row r) { return seconds_cell(r.found->idle); }},
    {{"ttl_s", kCountType, "seconds for which the cached prefix was kept"},
     [](Row r) { return r.found->ttl_s > 0 ? count_cell_of(r.found->ttl_s) : ExportCell{}; }},
    kContext,
    {{"cached_tokens", kCountType, "tokens that it could have read from the cache"},
     [](Row r) { return count_cell_of(r.found->cached); }},
    kLost,
    {{"written_tokens", kCountType, "all tokens that it wrote to the cache"},
     [](Row r) { return count_cell_of(r.request->usage().written()); }},
    kExtra,
};

auto place(const HistoryRequest& r) { return std::tuple(r.time, r.message, r.pass, r.request); }

}  // namespace

std::string request_id_text(const HistoryRequest& request) {
  return request.request != 0 ? fmt::format("{:08x}", request.request) : "";
}

std::span<const C> request_columns() { return kRequestColumns; }
std::span<const C> miss_columns() { return kMissColumns; }

PromptsOfRequests::PromptsOfRequests(const History& history, Pricer& pricer)
    : history_(history), prompts_(past_prompts(history, pricer, kUndated, &owners_)) {
  std::unordered_map<std::uint64_t, std::vector<const HistoryPrompt*>> at;  // by offset
  for (const HistoryPrompt& prompt : history.prompts) at[prompt.offset].push_back(&prompt);
  for (const PastPrompt& prompt : prompts_) {
    keys_.push_back(0);
    for (const HistoryPrompt* typed : at[prompt.offset])
      if (typed->file == prompt.file) keys_.back() = typed->key;
  }
}

const PastPrompt* PromptsOfRequests::of(const HistoryRequest& request) const {
  std::uint32_t owner = owners_[static_cast<std::size_t>(&request - history_.requests.data())];
  return owner == kNoPrompt ? nullptr : &prompts_[owner];
}

std::string PromptsOfRequests::id(const PastPrompt* prompt) const {
  return prompt ? hex_id(keys_[static_cast<std::size_t>(prompt - prompts_.data())]) : "";
}

RequestRows::RequestRows(const ReplayedHistory& replayed, const PromptsOfRequests& prompts,
                         Anonymizer* anonymizer, bool only_misses)
    : replayed_(replayed), history_(replayed.history()), prompts_(prompts), texts_(anonymizer) {
  const auto& requests = history_.requests;
  found_.resize(requests.size());
  for (const ReplayedRequest& found : replayed.requests())
    found_[static_cast<std::size_t>(found.request - requests.data())] = &found;
  for (std::uint32_t i = 0; i < requests.size(); ++i) {
    bool wanted = !only_misses || (found_[i] && found_[i]->outcome == CacheOutcome::kMiss);
    if (wanted && replayed.passes(requests[i])) order_.push_back(i);
  }
  std::sort(order_.begin(), order_.end(), [&requests](std::uint32_t a, std::uint32_t b) {
    return place(requests[a]) < place(requests[b]);
  });
}

void RequestRows::each(const std::function<bool(const RequestRow&)>& take) {
  for (std::uint32_t number : order_)
    if (!take(row(number))) return;
}

std::map<std::string, std::int64_t> RequestRows::prompt_counts() {
  std::map<std::string, std::int64_t> out;
  for (const HistoryPrompt& prompt : history_.prompts)
    if (replayed_.passes(prompt)) ++out[texts_.name(replayed_.project_of(prompt.file))];
  return out;
}

RequestRow RequestRows::row(std::uint32_t number) {
  const HistoryRequest& r = history_.requests[number];
  const Origin& origin = history_.origins[r.origin];
  const Names& names = history_.names;
  RequestRow row;
  row.at = texts_.place(history_, r.time, r.session, r.file);
  row.id = hex_id(r.message) + (r.is_response() ? "" : fmt::format("-{}", r.pass));
  row.request_id = request_id_text(r);
  row.model = texts_.plain(replayed_.model_of(r.model));
  row.model_id = texts_.plain(names[r.model]);
  row.asked = texts_.plain(names[r.asked]);
  row.agent = texts_.name(names[r.agent]);
  row.of_prompt = prompts_.of(r);
  row.prompt = prompts_.id(row.of_prompt);
  row.effort = texts_.plain(names[r.effort]);
  row.client = texts_.plain(names[r.client]);
  row.entrypoint = texts_.plain(names[origin.entrypoint]);
  row.branch = texts_.name(names[origin.branch]);
  row.skill = texts_.name(names[origin.skill]);
  row.plugin = texts_.name(names[origin.plugin]);
  row.server = texts_.name(names[origin.mcp_server]);
  row.agent_type = texts_.name(names[origin.agent_type]);
  row.request = &r;
  row.found = found_[number];
  row.price = replayed_.pricer().price(r);
  return row;
}

}  // namespace wick
