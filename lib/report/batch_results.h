// SPDX-License-Identifier: MIT
// The results of a batch, from a file as the Message Batches API gives them.
#pragma once

#include <string>
#include <vector>

#include "lib/report/judge_request.h"

namespace wick {

struct BatchResults {
  std::vector<Judgement> judgements;
  std::int64_t unanswered = 0, foreign = 0;  // lines: without a verdict; not of a request of wick's
  std::string problem;                       // of the first that is unanswered
};

/// One JSON object per line, in any order. Failure{kNoInput}.
BatchResults read_batch_results(const std::string& path, TimeMs now);

}  // namespace wick
