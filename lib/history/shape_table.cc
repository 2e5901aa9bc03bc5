// SPDX-License-Identifier: MIT
#include "lib/history/shape_table.h"

#include <algorithm>
#include <cmath>

namespace wick {
namespace {

constexpr double kGolden = 0.6180339887498949;

bool is_less(const WeighedPrompt& a, const WeighedPrompt& b) {
  if (a.shape.requests != b.shape.requests) return a.shape.requests < b.shape.requests;
  if (a.shape.grown != b.shape.grown) return a.shape.grown < b.shape.grown;
  return a.shape.output < b.shape.output;
}

}  // namespace

ShapeTable table_of(std::vector<WeighedPrompt> prompts, std::size_t rows) {
  ShapeTable table;
  table.prompts = static_cast<std::int64_t>(prompts.size());
  std::sort(prompts.begin(), prompts.end(), is_less);
  double all = 0;
  for (const WeighedPrompt& each : prompts) all += each.weight;
  rows = std::min(rows, prompts.size());
  auto at = prompts.begin();
  double passed = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    // Places that are evenly spread in their parts, whatever else is in order there.
    double place = std::fmod(0.5 + static_cast<double>(row) * kGolden, 1);
    double target = (static_cast<double>(row) + place) / static_cast<double>(rows) * all;
    while (std::next(at) != prompts.end() && passed + at->weight <= target) {
      passed += at->weight;
      ++at;
    }
    table.rows.push_back(at->shape);
  }
  return table;
}

}  // namespace wick
