// SPDX-License-Identifier: MIT
// What asking a model would take, told before anything is asked.
#pragma once

#include <string>

#include "lib/price/price.h"
#include "lib/report/judge_request.h"
#include "lib/view/table.h"

namespace wick {

/// Tokens by size: three bytes each, and what `claude -p` adds (measured: 2.1.119, 2.1.332). Estimates.
struct JudgeEstimate {
  std::int64_t input_tokens = 0, output_tokens = 0;
  std::string model;          // whose price it is
  std::optional<double> usd;  // empty: no price is known
  std::string older;          // the model that older clients take for the same word, and its price
  std::optional<double> older_usd;
  /// Of a request, the dearest way; empty: no price is known.
  std::optional<double> each_usd;
};

/// `model` as --model of `claude` takes it: "haiku" or an id. A batch costs half.
JudgeEstimate estimate_judge(const std::vector<JudgeRequest>& requests, const std::string& model, bool batch,
                             const PriceTable& prices, TimeMs now);
/// The id that "haiku" stands for; another model's name as it is.
std::string model_id(const std::string& model);

/// The cases by kind, and a line on what goes where at what price.
std::string judge_plan(const std::vector<JudgeCase>& cases, const std::vector<JudgeRequest>& requests,
                       const JudgeEstimate& estimate, const std::string& model, bool text, const TableLook& look);

}  // namespace wick
