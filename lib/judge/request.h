// SPDX-License-Identifier: MIT
// Builds the requests to a model about ambiguous cases, estimates their cost, and parses the
// replies.
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

/// The texts, inputs and results in the message at `offset`, up to 600 bytes; empty if the file or
/// the line is gone. Called only if conversation text may leave the machine.
std::string text_at(const std::string& path, std::uint64_t offset);

/// The system prompt: the kinds of cases and the possible verdicts.
extern const std::string_view kJudgeInstructions;
/// The JSON Schema of the reply: {"verdicts": [{"case": NUMBER, "verdict": WORD}]}.
extern const std::string_view kJudgeSchema;

/// The cases in one request, numbered 1, 2, ...
struct JudgeRequest {
  std::vector<std::uint64_t> keys;
  std::string prompt;
};

/// `most`: cases per request. With `text`, the prompt includes the texts of the cases, up to 600
/// bytes each; otherwise it has no conversation text.
std::vector<JudgeRequest> judge_requests(const std::vector<JudgeCase>& cases, std::size_t most,
                                         bool text);

/// A line of a file for the Message Batches API. `model` is an API model id.
std::string batch_line(const JudgeRequest& request, std::string_view model);

/// A parsed reply; unknown parts are ignored.
struct JudgeReply {
  std::vector<std::pair<std::int64_t, Verdict>> verdicts;  // by number of the case
  std::string model;                                       // the responding model; empty: not given
  std::optional<double> usd;                               // cost reported by the client
  std::string problem;                                     // why there are no verdicts
  std::string custom_id;                                   // of a batch request
};
/// Parses the output of `claude -p --output-format json`.
JudgeReply claude_reply(std::string_view json);
/// Parses a line of a batch's results.
JudgeReply batch_reply(std::string_view json);
/// The key of the only case in a request, from its custom_id. Empty if the id is not wick's.
std::optional<std::uint64_t> key_of_custom_id(std::string_view id);

/// The judgements in a reply. Verdicts on cases outside the request are dropped.
std::vector<Judgement> judgements_of(const JudgeReply& reply, std::span<const std::uint64_t> keys,
                                     TimeMs now);

// The estimated cost, shown before any request.

/// Estimates: three bytes per token, plus what `claude -p` adds (measured: 2.1.119, 2.1.332).
struct JudgeEstimate {
  std::int64_t input_tokens = 0, output_tokens = 0;
  std::string model;          // model used for the price
  std::optional<double> usd;  // empty: no price known
  std::string older;          // the model that older clients use for the same name
  std::optional<double> older_usd;
  /// Highest cost of one request with either model; empty: no price known.
  std::optional<double> each_usd;
};

/// `model`: as for `claude --model`, "haiku" or an id. A batch costs half.
JudgeEstimate estimate_judge(const std::vector<JudgeRequest>& requests, const std::string& model,
                             bool batch, const PriceTable& prices, TimeMs now);
/// The id for "haiku"; other names unchanged.
std::string model_id(const std::string& model);

/// The cases by kind, and a line about what is sent where at what price.
std::string judge_plan(const std::vector<JudgeCase>& cases,
                       const std::vector<JudgeRequest>& requests, const JudgeEstimate& estimate,
                       const std::string& model, bool text, const TableStyle& look);

}  // namespace wick
