// SPDX-License-Identifier: MIT
// Each request of a history again: what it found in the cache, what it cost, what a miss of it could have saved.
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

// What each request of a history found in the prompt cache.

/// A request of a chain (the main one, or a subagent's) and what it found.
struct ReplayedRequest : CacheFinding {
  const HistoryRequest* request = nullptr;
  std::uint32_t chain = 0;  // index into Chains::all()
  bool after_prompt = false;  // the first one after a prompt
  bool after_compaction = false;  // the first one after one, in a chain that went on
  bool begins_fork = false;   // what it could have read is another session's
  /// Of a miss: what writing the lost tokens cost more than reading them would have, at its model,
  /// tier and mode. Empty where it has no price.
  std::optional<Money> extra;
};

/// The requests of all chains, in their order. Passes of a request that are charged apart, requests of
/// mixed chains, and a fork's copies of another session's requests are not replayed. Pointers are into `history`.
std::vector<ReplayedRequest> replay_cache(const History& history, const Chains& chains,
                                          Pricer& pricer);

// A history whose cache was replayed, with the filter of a report: what the analyses look at.

class ReplayedHistory {
 public:
  /// Replays all of it, so that what passes the filter (and is of `session`, where one is given) is
  /// compared with what came before. All of them must outlive it.
  ReplayedHistory(const History& history, const UsageFilter& filter, Pricer& pricer,
                  std::optional<Names::Id> session = std::nullopt);

  const History& history() const { return history_; }
  Pricer& pricer() const { return pricer_; }
  const Chains& chains() const { return chains_; }
  /// Those that pass, in the order of their chains.
  const std::vector<ReplayedRequest>& requests() const { return requests_; }

  /// Those that pass and do not say what they sent, as some gateways' responses: requests like the others, of
  /// whose cache nothing is known.
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

// Which misses another habit would have avoided, and what that would have saved.

struct Avoidable {
  std::string_view name, words;
  std::int64_t misses = 0;
  Money saved = 0;  // below zero it would have cost more
};

/// In this order: a prompt before the cache expired (`waiting_less`: what the misses cost more than
/// hits would have), a compaction before the break (`compact_first`: the misses stay, but write less;
/// see what_if), and a TTL of 1 hour for all (`ttl_1h`: see what_if).
std::array<Avoidable, 3> avoidable_misses(const ReplayedHistory& replayed);

}  // namespace wick
