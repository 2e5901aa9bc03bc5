// SPDX-License-Identifier: MIT
// Runs requests through the user's own `claude -p`, which has the account and the connection.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "lib/base/env.h"
#include "lib/history/ledger.h"
#include "lib/judge/request.h"

namespace wick {

struct JudgeRun {
  std::string program;     // path of `claude`
  std::string model;       // as for --model
  std::int64_t jobs = 4;   // maximum number at once
  double most_usd = 1;     // limit in total
  double each_usd = 0.05;  // reserved per request until its cost is known
  TimeMs now = 0;
};

struct JudgeOutcome {
  std::size_t requests = 0;  // answered requests
  VerdictCounts verdicts;
  double usd = 0;          // reported costs; reserved amounts if not reported
  bool all_priced = true;  // every cost was reported
  bool capped = false;     // stopped, because the rest could exceed the limit
  std::string model;       // the responding model
  std::string problem;     // the first problem
};

/// Runs all requests. Calls `keep` for each reply as soon as it arrives, one at a time. Gives up
/// after three requests without a reply. The amounts reserved for running requests never exceed the
/// remaining budget. An exception from `keep` ends the run.
JudgeOutcome run_judge(
    const std::vector<JudgeRequest>& requests, const JudgeRun& how,
    const std::function<void(const std::vector<Judgement>&, const JudgeOutcome&)>& keep);

/// The arguments of `claude`, starting with its name. They disable tools, hooks and servers, and no
/// session is saved.
std::vector<std::string> judge_arguments(const std::string& model, double most_usd);

// Results of a batch, from a file of the Message Batches API.

struct BatchResults {
  std::vector<Judgement> judgements;
  std::int64_t unanswered = 0, foreign = 0;  // lines without a verdict; lines not from wick
  std::string problem;                       // of the first unanswered one
};

/// Parses one JSON object per line, in any order. Throws Failure{kNoInput}.
BatchResults read_batch_results(const std::string& path, TimeMs now);

// The judgements in the ledger.

/// All functions throw Failure{kIo, "PATH: REASON"}: judgements cost money, so their loss must be
/// reported.
class JudgementStore {
 public:
  explicit JudgementStore(const Env& env);
  void put(std::span<const Judgement> judgements);
  /// Returns how many were deleted.
  std::int64_t forget();

 private:
  std::string path_;
  std::optional<Ledger> ledger_;
};

}  // namespace wick
