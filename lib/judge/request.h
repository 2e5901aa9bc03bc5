// SPDX-License-Identifier: MIT
// What a transcript's line says: asked for only where text of the conversation may leave the machine.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/judge/cases.h"
#include "lib/output/table.h"
#include "lib/price/price.h"

namespace wick {

/// The texts, inputs and results in the message of the line at `offset`, the first 600 bytes; empty when
/// the file or the line is not there any more.
std::string text_at(const std::string& path, std::uint64_t offset);

// Questions to a model about ambiguous cases, and its answers.

/// What a model is told before the cases: what each kind means, and what the verdicts are.
extern const std::string_view kJudgeInstructions;
/// The JSON Schema of its answer: {"verdicts": [{"case": NUMBER, "verdict": WORD}]}.
extern const std::string_view kJudgeSchema;

/// Cases that are asked about in one request. They have the numbers 1, 2, ... there.
struct JudgeRequest {
  std::vector<std::uint64_t> keys;
  std::string prompt;
};

/// `most`: cases in one request. With `text` the texts that the cases name go into the prompt, the first
/// 600 bytes of each; otherwise none of the conversation does.
std::vector<JudgeRequest> judge_requests(const std::vector<JudgeCase>& cases, std::size_t most, bool text);

/// One line of a file for the Message Batches API. `model` is an id of the API's.
std::string batch_line(const JudgeRequest& request, std::string_view model);

/// An answer, as far as it could be understood.
struct JudgeReply {
  std::vector<std::pair<std::int64_t, Verdict>> verdicts;  // by the case's number
  std::string model;          // that answered; empty: not told
  std::optional<double> usd;  // that it cost, as the client says
  std::string problem;        // why there is no answer
  std::string custom_id;      // of a batch's request
};
/// What `claude -p --output-format json` prints.
JudgeReply claude_reply(std::string_view json);
/// A line of a batch's results.
JudgeReply batch_reply(std::string_view json);
/// The key of a request's only case, from its custom_id. Empty: not one of wick's.
std::optional<std::uint64_t> key_of_custom_id(std::string_view id);

/// The judgements in a reply. Verdicts about cases that were not asked about are left out.
std::vector<Judgement> judgements_of(const JudgeReply& reply, std::span<const std::uint64_t> keys, TimeMs now);

// What asking a model would take, told before anything is asked.

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
                       const JudgeEstimate& estimate, const std::string& model, bool text, const TableStyle& look);

}  // namespace wick
