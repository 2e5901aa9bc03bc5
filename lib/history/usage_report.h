// SPDX-License-Identifier: MIT
// 5-hour blocks: the windows in which a subscription's limit counts.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/base/time.h"
#include "lib/history/merge_records.h"
#include "lib/history/pricer.h"

namespace wick {

inline constexpr TimeMs kBlockLength = 5 * 3600 * 1000;

struct Block {
  TimeMs from = 0, until = 0;
  bool told = false;  // Claude Code said when it ends; else inferred
};

/// The blocks that requests at `times` (in order) lie in, in order. A block that Claude Code told of
/// (`windows`: ends, epoch seconds, in order) is as it said; any other starts at the exact time of the
/// first request behind the block before, and ends five hours later or where a told one begins.
std::vector<Block> blocks_of(const std::vector<TimeMs>& times,
                             const std::vector<std::int64_t>& windows);

/// The block that a time lies in; else, with `or_next`, the first behind it; else null.
const Block* block_at(const std::vector<Block>& blocks, TimeMs time, bool or_next);

// Tokens and money of a history, added up by day, project, model and so on.

enum class By { kDay, kWeek, kMonth, kProject, kModel, kSession, kBlock };

/// Which requests and prompts count. Empty members let all pass.
struct UsageFilter {
  std::optional<TimeMs> since, until;  // [since, until)
  std::vector<std::string> projects;   // see matches_project()
  std::vector<std::string> models;     // see matches_model()

  bool empty() const { return !since && !until && projects.empty() && models.empty(); }
};

struct UsageSums {
  std::int64_t requests = 0;  // API responses, each counted once
  std::int64_t prompts = 0;   // typed by a person
  std::int64_t input = 0, write_5m = 0, write_1h = 0, read = 0, output = 0, web_searches = 0;
  Money cost = 0, saved = 0;  // of what has a price
  std::int64_t priced = 0, unpriced = 0;  // requests, and passes of them with tokens of their own

  void add(const HistoryRequest& request, const std::optional<RequestPrice>& price);
  UsageSums& operator+=(const UsageSums& other);
  bool has_cost() const { return priced > 0 || unpriced == 0; }
  std::int64_t tokens() const { return input + write_5m + write_1h + read + output; }
};

struct ModelSums {
  std::string model;  // its canonical name
  UsageSums sums;
};

struct UsageRow {
  std::string name;            // a day, a project...; empty: has no date
  TimeMs from = kUndated, until = kUndated;  // of a period or block; else first and last request
  bool current = false;        // the period or block that `now` lies in
  bool told = false;           // a block whose end Claude Code told
  std::string project;         // of a session
  UsageSums all, subagents;    // subagents: that part of all
  std::vector<ModelSums> models;  // all, by model, the dearest first
  std::optional<Money> background;  // of a session: see Reconciliation
};

/// What the client's own totals (cost-state) have more than the requests that the transcripts show:
/// titles, compactions and other requests in the background.
struct Reconciliation {
  std::int64_t sessions = 0;  // that have such a total, and could be compared
  std::int64_t skipped = 0;   // whose total holds another session's too, or a model without a price
  Money told = 0, shown = 0;
  Money background() const { return told - shown; }
};

/// Requests of a model that are in no sum of money.
struct UnknownModel {
  std::string model;
  bool no_usage = false;  // their responses do not say what they sent; else the model has no price
  std::int64_t requests = 0, tokens = 0;

  void add(const HistoryRequest& request, const Names& names);
};

/// By canonical name, and whether it is their usage that is missing.
class UnknownModels {
 public:
  void add(const std::string& canonical, const HistoryRequest& request, const Names& names) {
    all_[{canonical, !request.usage().is_known()}].add(request, names);
  }
  std::vector<UnknownModel> take();

 private:
  std::map<std::pair<std::string, bool>, UnknownModel> all_;
};

struct UsageReport {
  By by = By::kDay;
  std::vector<UsageRow> rows;  // in order of time; of projects, models and sessions the dearest first
  UsageSums totals, subagents;
  std::vector<UnknownModel> unknown_models;
  std::optional<Reconciliation> reconciliation;  // where nothing is filtered out
};

struct UsageQuery {
  By by = By::kDay;
  UsageFilter filter;
  TimeMs now = 0;
  std::vector<std::int64_t> windows;  // see blocks_of()
};

UsageReport report_usage(const History& history, const PriceTable& prices, const UsageQuery& query);

/// "/home/you/shop": that project and those below it; "shop": those whose last part it is.
bool matches_project(std::string_view project, std::string_view wanted);
/// The canonical name, or a word of it ("opus", "haiku-4-5").
bool matches_model(std::string_view canonical, std::string_view wanted);

/// A filter over one history: asks each project and model once.
class FilteredHistory {
 public:
  FilteredHistory(const History& history, const UsageFilter& filter, Pricer& pricer);
  bool passes(const HistoryRequest& request) const;
  bool passes(const HistoryPrompt& prompt) const;
  bool passes(const HistoryCompaction& compaction) const;

 private:
  bool in_time(TimeMs time) const;

  const History& history_;
  const UsageFilter& filter_;
  std::vector<bool> projects_, models_;
};

/// Which sessions' totals the client told, compared with their requests.
struct SessionReconciliation {
  Names::Id session;
  Money told, shown;
};
std::vector<SessionReconciliation> reconcile(const History& history, Pricer& pricer,
                                             std::int64_t& skipped);

}  // namespace wick
