// SPDX-License-Identifier: MIT
// The rows of the table prompts: what people typed, and the results.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "lib/audit/cache_replay.h"
#include "lib/export/request_rows.h"
#include "lib/export/texts.h"

namespace wick {

struct PromptRow {
  RowPlace at;
  std::string id, model;
  const PastPrompt* answer = nullptr;  // null: not answered
};

std::span<const RowColumn<PromptRow>> prompt_columns();

/// The prompts that pass the filter, sorted by time.
class PromptRows {
 public:
  /// All arguments must outlive the rows.
  PromptRows(const ReplayedHistory& replayed, const PromptsOfRequests& prompts,
             Anonymizer* anonymizer);

  std::size_t size() const { return prompts_.size(); }
  void each(const std::function<bool(const PromptRow&)>& take);

 private:
  const ReplayedHistory& replayed_;
  ExportTexts texts_;
  std::unordered_map<std::string, const PastPrompt*> answers_;  // by id
  std::vector<const HistoryPrompt*> prompts_;
};

}  // namespace wick
