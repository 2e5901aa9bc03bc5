// SPDX-License-Identifier: MIT
// A history whose cache was replayed, with the filter of a report: what the analyses look at.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/audit/cache_replay.h"
#include "lib/history/usage_report.h"

namespace wick {

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
};

}  // namespace wick
