// SPDX-License-Identifier: MIT
// What wick-waste-judge asks a model about: ambiguous cases, each as counts and names of tools and errors.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/audit/detectors.h"
#include "lib/audit/waste.h"

namespace wick {

enum class CaseKind : std::uint8_t { kGivenUp, kSubagent, kPrompt };
inline constexpr std::size_t kCaseKinds = 3;
/// "calls given up", "subagent", "prompt typed again".
std::string_view name_of(CaseKind kind);

/// Where a text of the conversation stands: the line that begins at `offset` of a transcript.
struct CaseText {
  std::string_view label;
  std::string path;
  std::uint64_t offset = 0;
};

struct JudgeCase {
  using Counts = std::map<std::string, std::int64_t>;

  std::uint64_t key = 0;  // what the answer is kept under
  CaseKind kind = CaseKind::kGivenUp;
  bool by_rule = false;     // without an answer it counts as waste
  std::int64_t tokens = 0;  // that it is about, each time they were sent
  std::string tool;
  std::vector<std::pair<std::string_view, std::int64_t>> numbers;
  std::vector<std::pair<std::string_view, Counts>> counts;
  std::vector<CaseText> texts;  // sent only where that was asked for
};

/// The cases of what passes the filter that no model has judged yet, those with the most tokens first.
std::vector<JudgeCase> judge_cases(const ReplayedHistory& replayed, const WasteLimits& limits);

}  // namespace wick
