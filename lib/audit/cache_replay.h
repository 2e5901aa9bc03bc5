// SPDX-License-Identifier: MIT
// Replays each request of a history: what it found in the cache, its cost, and what avoiding a miss
// would have saved.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/audit/cache_chain.h"
#include "lib/history/pricer.h"
#include "lib/history/usage_report.h"

namespace wick {

/// A request of a main chain or a subagent, and what it found.
struct ReplayedRequest : CacheFinding {
  const HistoryRequest* request = nullptr;
  std::uint32_t chain = 0;        // index into Chains::all()
  bool after_prompt = false;      // first one after a prompt
  bool after_compaction = false;  // first one after a compaction in a continued chain
  bool begins_fork = false;       // what it could have read was written by another session
  /// Of a miss: how much more writing the lost tokens cost than reading them, at the request's
  /// model, tier and speed. Empty without a price.
  std::optional<Money> extra;
};

/// The requests of all chains, in chain order. Separately charged passes, requests of mixed chains,
/// and a fork's copies of another session's requests are not replayed. Pointers point into
/// `history`.
std::vector<ReplayedRequest> replay_cache(const History& history, const Chains& chains,
                                          Pricer& pricer);

/// A history with its cache replayed and a report's filter applied: the input of the analyses.

class ReplayedHistory {
 public:
  /// Replays the whole history, so that requests that pass the filter (and belong to `session`, if
  /// given) are compared with those before them. All arguments must outlive it.
  ReplayedHistory(const History& history, const UsageFilter& filter, Pricer& pricer,
                  std::optional<Names::Id> session = std::nullopt);

  const History& history() const { return history_; }
  Pricer& pricer() const { return pricer_; }
  const Chains& chains() const { return chains_; }
  /// The requests that pass, in chain order.
  const std::vector<ReplayedRequest>& requests() const { return requests_; }

  /// The requests that pass and report no usage, as some gateways' responses do: nothing is known
  /// of their cache.
  const std::vector<const HistoryRequest*>& without_usage() const { return without_usage_; }

  bool is_subagent(const ReplayedRequest& r) const { return chains_.all()[r.chain].subagent; }
  bool passes(const HistoryRequest& request) const {
    return (!session_ || request.session == *session_) && filtered_.passes(request);
  }
  bool passes(const HistoryPrompt& prompt) const {
    return (!session_ || prompt.session == *session_) && filtered_.passes(prompt);
  }
  bool passes(const HistoryCompaction& compaction) const {
    return (!session_ || compaction.record.session == *session_) && filtered_.passes(compaction);
  }
  const std::string& model_of(Names::Id id) const { return pricer_.canonical(id); }
  const std::string& project_of(std::uint32_t file) const {
    return history_.projects[history_.files[file].project];
  }

 private:
  const History& history_;
  Pricer& pricer_;
  FilteredHistory filtered_;
  std::optional<Names::Id> session_;
  Chains chains_;
  std::vector<ReplayedRequest> requests_;
  std::vector<const HistoryRequest*> without_usage_;
};

// Misses that a different habit would have avoided, and the savings.

struct Avoidable {
  std::string_view name, words;
  std::int64_t misses = 0;
  Money saved = 0;  // negative if it would have cost more
};

/// In this order: a prompt before the cache expired (`waiting_less`: the extra cost of those
/// misses), a compaction before the break (`compact_first`: the misses remain, but write less; see
/// what_if), and a TTL of 1 hour everywhere (`ttl_1h`: see what_if).
std::array<Avoidable, 3> avoidable_misses(const ReplayedHistory& replayed);

}  // namespace wick
