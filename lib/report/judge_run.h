// SPDX-License-Identifier: MIT
// Requests piped through the user's own `claude -p`: it has the account and the connection, we have none.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lib/report/judge_request.h"

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
  bool all_told = true;     // it said so of each
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

}  // namespace wick
