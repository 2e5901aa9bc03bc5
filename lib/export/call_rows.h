// SPDX-License-Identifier: MIT
// The rows of the table calls: the tool calls in responses.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "lib/audit/cache_replay.h"
#include "lib/export/request_rows.h"
#include "lib/export/texts.h"

namespace wick {

/// A call, with its texts in export form.
struct CallRow {
  RowPlace at;
  std::string id, request, request_id, prompt, model, agent, tool, server, target;
  const ToolCall* call = nullptr;  // with its result, if there is one
};

std::span<const RowColumn<CallRow>> call_columns();

/// The calls of all requests that pass the filter, each once, where its request counts; sorted by
/// time. The history must have its evidence.
class CallRows {
 public:
  /// All arguments must outlive the rows.
  CallRows(const ReplayedHistory& replayed, const PromptsOfRequests& prompts,
           Anonymizer* anonymizer);

  std::size_t size() const { return calls_.size(); }
  void each(const std::function<bool(const CallRow&)>& take);

 private:
  struct Call {
    ToolCall call;
    const HistoryRequest* request = nullptr;
  };
  void collect();
  CallRow row(const Call& call);

  const ReplayedHistory& replayed_;
  const History& history_;
  const PromptsOfRequests& prompts_;
  ExportTexts texts_;
  std::vector<Call> calls_;
};

}  // namespace wick
