// SPDX-License-Identifier: MIT
// The rows of the tables requests and misses.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lib/audit/cache_replay.h"
#include "lib/export/texts.h"
#include "lib/history/past_prompts.h"

namespace wick {

/// A request, with its texts in export form; an empty one is absent.
struct RequestRow {
  RowPlace at;
  std::string id;          // 16 hex digits; for a pass followed by "-" and its number
  std::string request_id;  // see request_id_text()
  std::string model, model_id, agent, prompt;
  std::string asked;  // the requested model, if another name responded
  std::string effort, client, entrypoint, branch, skill, plugin, server, agent_type;
  const HistoryRequest* request = nullptr;
  const ReplayedRequest* found = nullptr;  // its cache result; null: unknown
  std::optional<RequestPrice> price;
  const PastPrompt* of_prompt = nullptr;  // has the id `prompt`; null: none known

  bool is_miss() const { return found && found->outcome == CacheOutcome::kMiss; }
};

/// 8 hex digits; empty without a request id.
std::string request_id_text(const HistoryRequest& request);

std::span<const RowColumn<RequestRow>> request_columns();
std::span<const RowColumn<RequestRow>> miss_columns();

/// Finds the prompt of each request.
class PromptsOfRequests {
 public:
  PromptsOfRequests(const History& history, Pricer& pricer);

  const std::vector<PastPrompt>& prompts() const { return prompts_; }
  /// Null: no known prompt.
  const PastPrompt* of(const HistoryRequest& request) const;
  /// The prompt's id in the table prompts; "" for null.
  std::string id(const PastPrompt* prompt) const;

 private:
  const History& history_;
  std::vector<std::uint32_t> owners_;  // by request; see past_prompts()
  std::vector<PastPrompt> prompts_;
  std::vector<std::uint64_t> keys_;  // by prompt
};

/// The requests that pass the filter, sorted by time, undated ones first.
class RequestRows {
 public:
  /// `only_misses`: only the misses. All arguments must outlive the rows.
  RequestRows(const ReplayedHistory& replayed, const PromptsOfRequests& prompts,
              Anonymizer* anonymizer, bool only_misses = false);

  std::size_t size() const { return order_.size(); }
  /// Calls `take` with each row in order; the row is valid during the call. Ends if it returns
  /// false.
  void each(const std::function<bool(const RequestRow&)>& take);
  /// The number of prompts that pass the filter, by project.
  std::map<std::string, std::int64_t> prompt_counts();

 private:
  RequestRow row(std::uint32_t number);

  const ReplayedHistory& replayed_;
  const History& history_;
  const PromptsOfRequests& prompts_;
  ExportTexts texts_;
  std::vector<const ReplayedRequest*> found_;  // by request of the history
  std::vector<std::uint32_t> order_;           // indices of requests
};

}  // namespace wick
