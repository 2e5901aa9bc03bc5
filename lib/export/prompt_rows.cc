// SPDX-License-Identifier: MIT
#include "lib/export/prompt_rows.h"

#include <algorithm>
#include <tuple>

namespace wick {
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

std::span<const RowColumn<PromptRow>> prompt_columns() { return kPromptColumns; }

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

}  // namespace wick
