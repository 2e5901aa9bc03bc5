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

/// A request with its texts as they are written; an empty one is absent.
struct RequestRow {
  RowPlace at;
  std::string id;          // 16 hex digits, "-1" behind those of a pass
  std::string request_id;  // see request_id_text()
  std::string model, model_id, agent, prompt;
  std::string asked;  // the model that was asked for, where another name answered
  std::string effort, client, entrypoint, branch, skill, plugin, server, agent_type;
  const HistoryRequest* request = nullptr;
  const ReplayedRequest* found = nullptr;  // in the prompt cache; null: nothing is known of that
  std::optional<RequestPrice> price;
  const PastPrompt* of_prompt = nullptr;   // whose `prompt` is the id; null: of none

  bool is_miss() const { return found && found->outcome == CacheOutcome::kMiss; }
};

/// 8 hex digits; empty without a request id.
std::string request_id_text(const HistoryRequest& request);

std::span<const RowColumn<RequestRow>> request_columns();
std::span<const RowColumn<RequestRow>> miss_columns();

/// Which prompt each request was made for.
class PromptsOfRequests {
 public:
  PromptsOfRequests(const History& history, Pricer& pricer);

  const std::vector<PastPrompt>& prompts() const { return prompts_; }
  /// Null: it was made for none that is known.
  const PastPrompt* of(const HistoryRequest& request) const;
  /// The id of the prompt in the table prompts; "" for null.
  std::string id(const PastPrompt* prompt) const;

 private:
  const History& history_;
  std::vector<std::uint32_t> owners_;  // of each request; see past_prompts()
  std::vector<PastPrompt> prompts_;
  std::vector<std::uint64_t> keys_;  // of each prompt
};

/// What passes the filter, ordered by time, the undated first.
class RequestRows {
 public:
  /// With `only_misses` only those. All of them must outlive the rows.
  RequestRows(const ReplayedHistory& replayed, const PromptsOfRequests& prompts, Anonymizer* anonymizer,
              bool only_misses = false);

  std::size_t size() const { return order_.size(); }
  /// Gives each row in order; it is valid until `take` returns. One that returns false ends it.
  void each(const std::function<bool(const RequestRow&)>& take);
  /// How many prompts pass the filter, by project.
  std::map<std::string, std::int64_t> prompt_counts();

 private:
  RequestRow row(std::uint32_t number);

  const ReplayedHistory& replayed_;
  const History& history_;
  const PromptsOfRequests& prompts_;
  ExportTexts texts_;
  std::vector<const ReplayedRequest*> found_;  // of each request of the history
  std::vector<std::uint32_t> order_;           // numbers of requests
};

}  // namespace wick
