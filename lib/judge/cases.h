// SPDX-License-Identifier: MIT
// The ambiguous cases that wick-waste-judge asks a model about: counts, and names of tools and
// errors.
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

/// The location of a text of the conversation: the line at `offset` of a transcript.
struct CaseText {
  std::string_view label;
  std::string path;
  std::uint64_t offset = 0;
};

struct JudgeCase {
  using Counts = std::map<std::string, std::int64_t>;

  std::uint64_t key = 0;  // key of the judgement
  CaseKind kind = CaseKind::kGivenUp;
  bool by_rule = false;     // without a judgement, it counts as waste
  std::int64_t tokens = 0;  // tokens concerned, times the number of sends
  std::string tool;
  std::vector<std::pair<std::string_view, std::int64_t>> numbers;
  std::vector<std::pair<std::string_view, Counts>> counts;
  std::vector<CaseText> texts;  // sent only on request
};

/// The cases that pass the filter and have no judgement yet, most tokens first.
std::vector<JudgeCase> judge_cases(const ReplayedHistory& replayed, const WasteLimits& limits);

}  // namespace wick
