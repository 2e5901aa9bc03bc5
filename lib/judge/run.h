// SPDX-License-Identifier: MIT
// Requests piped through the user's own `claude -p`: it has the account and the connection, we have none.
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
  std::string program;  // the path of `claude`
  std::string model;    // as --model takes it
  std::int64_t jobs = 4;     // at the same time, at most
  double most_usd = 1;  // in all
  double each_usd = 0.05;  // put aside for a request until the client says what it cost
  TimeMs now = 0;
};

struct JudgeOutcome {
  std::size_t requests = 0;                // that were answered
  VerdictCounts verdicts;
  double usd = 0;           // as the client says; of what it did not, as much as was put aside
  bool all_priced = true;     // it said so of each
  bool capped = false;      // the rest would have cost too much
  std::string model;        // that answered
  std::string problem;      // the first one
};

/// Asks all of it. `keep` gets each answer as soon as it is there, one at a time. Gives up after three
/// requests that were not answered; what was put aside for those that run never exceeds what is left.
/// What `keep` throws ends it.
JudgeOutcome run_judge(const std::vector<JudgeRequest>& requests, const JudgeRun& how,
                       const std::function<void(const std::vector<Judgement>&, const JudgeOutcome&)>& keep);

/// The arguments of `claude`, its name first. With them it has no tools, hooks, servers or session of its own.
std::vector<std::string> judge_arguments(const std::string& model, double most_usd);

// The results of a batch, from a file as the Message Batches API gives them.

struct BatchResults {
  std::vector<Judgement> judgements;
  std::int64_t unanswered = 0, foreign = 0;  // lines: without a verdict; not of a request of wick's
  std::string problem;                       // of the first that is unanswered
};

/// One JSON object per line, in any order. Failure{kNoInput}.
BatchResults read_batch_results(const std::string& path, TimeMs now);

// Where a model's answers are kept: in the ledger, beside what was read.

/// All functions throw Failure{kIo, "PATH: REASON"}: an answer was paid for, and must not be lost unseen.
class JudgementStore {
 public:
  explicit JudgementStore(const Env& env);
  void put(std::span<const Judgement> judgements);
  /// How many there were.
  std::int64_t forget();

 private:
  std::string path_;
  std::optional<Ledger> ledger_;
};

}  // namespace wick
