// SPDX-License-Identifier: MIT
// Where a history shows how many tokens a model makes of a text: requests between which nothing but that text came, and
// responses that are nothing but it.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/audit/cache_replay.h"

namespace wick {

/// How Read numbers the lines of a file. Clients up to 2.1.63 put blanks, the number and an arrow before them, those from
/// 2.1.114 on the number and a tab (both seen in transcripts of these versions): the same file is another text.
enum class LineNumbers : std::uint8_t { kNone, kArrow, kTab, kUnknown };
LineNumbers line_numbers_of(std::string_view tool, std::string_view client);

/// A kind of text: texts of one kind are alike enough for their tokens to be compared.
struct TextKind {
  enum Source : std::uint8_t { kResult, kEdit, kAnswer };
  Source source = kAnswer;
  std::string name;  // the tool of a result, the extension of an edited file, in lower case; "" for others
  LineNumbers numbers = LineNumbers::kNone;
  auto operator<=>(const TextKind&) const = default;

  /// Two models can be compared by it: not by results of Read whose lines are numbered nobody knows how.
  bool is_comparable() const { return numbers != LineNumbers::kUnknown; }
};

struct TokenStep {
  TextKind kind;
  Names::Id model = 0;    // as in HistoryRequest
  Names::Id session = 0;
  double per_kb = 0;      // tokens per 1,000 bytes of the text as the transcript's JSON has it
};

/// The least that a step's text has: below that, what comes beside it counts too much.
inline constexpr std::uint64_t kLeastResult = 4000, kLeastEdit = 500, kLeastAnswer = 200;
/// The most that the response before a result may have of what the context grew by.
inline constexpr double kMostOutput = 0.15;

/// Of main chains, and of what passes the filter. Needs evidence.
///
/// A result: a request and the next one of the same model and client, between them results of one tool with at least
/// kLeastResult bytes and nothing else. Their tokens are what the context grew by, without what the first one generated.
/// Of clients before 2.1.97, which often note a placeholder in place of that, it is at least what its calls and texts take.
///
/// An edit, an answer: a response that did not think, and is nothing but edits of files with one extension, or nothing
/// but a text that the model ended. Their tokens are what it generated. None of clients before 2.1.97.
std::vector<TokenStep> token_steps(const ReplayedHistory& replayed);

}  // namespace wick
