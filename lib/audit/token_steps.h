// SPDX-License-Identifier: MIT
// Finds the places in a history that show how many tokens a model uses for a text: pairs of
// requests between which only that text was added, and responses that consist only of it.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/audit/cache_replay.h"

namespace wick {

/// How Read numbers lines. Clients up to 2.1.63 prefix them with blanks, the number and an arrow;
/// those from 2.1.114 on with the number and a tab (both seen in transcripts of these versions).
/// The same file is a different text under each.
enum class LineNumbers : std::uint8_t { kNone, kArrow, kTab, kUnknown };
LineNumbers line_numbers_of(std::string_view tool, std::string_view client);

/// A kind of text. Texts of one kind are similar enough for their token counts to be compared.
struct TextKind {
  enum Source : std::uint8_t { kResult, kEdit, kAnswer };
  Source source = kAnswer;
  std::string name;  // the tool of a result; the lower-case extension of an edited file; else ""
  LineNumbers numbers = LineNumbers::kNone;
  auto operator<=>(const TextKind&) const = default;

  /// False for results of Read with unknown line numbering: they cannot be compared between models.
  bool is_comparable() const { return numbers != LineNumbers::kUnknown; }
};

struct TokenStep {
  TextKind kind;
  Names::Id model = 0;  // as in HistoryRequest
  Names::Id session = 0;
  double per_kb = 0;  // tokens per 1,000 bytes of the text's JSON in the transcript
};

/// Minimum bytes of a step's text: in shorter ones, other content has too much influence.
inline constexpr std::uint64_t kLeastResult = 4000, kLeastEdit = 500, kLeastAnswer = 200;
/// The maximum share of the context's growth that the response before a result may have.
inline constexpr double kMostOutput = 0.15;

/// The steps of main chains that pass the filter. Needs evidence.
///
/// Result: two consecutive requests of the same model and client, with at least kLeastResult bytes
/// of results of one tool between them and nothing else. Its tokens are the growth of the context
/// minus the first response's output. Clients before 2.1.97 often report a placeholder as output;
/// then it is at least the estimate for the response's calls and texts.
///
/// Edit or answer: a response without thinking that consists only of edits of files with one
/// extension, or only of a text that the model ended itself. Its tokens are the output. Clients
/// before 2.1.97 have none.
std::vector<TokenStep> token_steps(const ReplayedHistory& replayed);

}  // namespace wick
