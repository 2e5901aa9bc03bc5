// SPDX-License-Identifier: MIT
#include "plan.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

namespace corpus {
namespace {

// In rotation, so that a small corpus has some of each. A fork copies the previous session.
constexpr Int kRound = 40;
constexpr std::pair<Int, Oddity> kOddities[] = {
    {1, Oddity::kGlued},         {4, Oddity::kTorn},          {7, Oddity::kNuls},
    {10, Oddity::kCrlf},         {13, Oddity::kBlank},        {16, Oddity::kShuffled},
    {19, Oddity::kUnterminated}, {20, Oddity::kUnterminated}, {22, Oddity::kCut},
    {25, Oddity::kResumed},      {26, Oddity::kResumed},      {29, Oddity::kFork},
    {33, Oddity::kFork},         {37, Oddity::kFork}};

Oddity oddity_of(Int index) {
  for (auto [turn, oddity] : kOddities) {
    if (index % kRound == turn) return oddity;
  }
  return Oddity::kNone;
}

// A few sessions have much of everything: in 2 GiB the largest has 87 MB, the n-th 87 MB / n^1.2.
constexpr Int kHundredthsOfLargest[] = {100, 44, 27, 19, 14, 12, 10, 8, 7, 6};
constexpr Int kLargest = 87'000'000, kUsualTotal = Int{2} << 30;

Int scaled(Int bytes, const Options& options) {
  return bytes / 1000 * options.bytes / kUsualTotal * 1000;
}

// Shares of `total` in proportion to the weights; their sum is exactly `total`.
std::vector<Int> share_out(Int total, const std::vector<Int>& weights) {
  Int all = std::max<Int>(std::accumulate(weights.begin(), weights.end(), Int{0}), 1);
  std::vector<Int> shares;
  for (Int weight : weights) shares.push_back(total * weight / all);
  Int missing = total - std::accumulate(shares.begin(), shares.end(), Int{0});
  Int count = static_cast<Int>(shares.size());
  for (Int i = 0; i < count; ++i) shares[static_cast<std::size_t>(i)] += (missing + i) / count;
  return shares;
}

void set_giant(Plan& plan, Int rank, const Options& options) {
  constexpr Int kGiants[] = {24'000'000, 9'000'000, 2'000'000, 2'000'000,
                             2'000'000,  2'000'000, 2'000'000};
  if (options.plain || rank >= std::ssize(kGiants)) return;
  plan.giant = std::min(kGiants[rank], scaled(kGiants[rank], options));
  plan.giant_is_picture = rank == 1;
}

// Sets the bytes of the largest sessions, at positions spread over all ordinary ones.
Int set_largest(std::vector<Plan>& plans, const Options& options) {
  Int count = std::min<Int>(std::size(kHundredthsOfLargest), (options.sessions + 7) / 8);
  Int sum = 0;
  for (Int rank = 0; rank < count; ++rank) {
    std::size_t at = static_cast<std::size_t>(rank * options.sessions / count);
    while (at + 1 < plans.size() && plans[at].oddity != Oddity::kNone) ++at;
    Plan& plan = plans[at];
    plan.large = true;
    plan.bytes = scaled(kLargest, options) * kHundredthsOfLargest[rank] / 100;
    sum += plan.bytes;
    set_giant(plan, rank, options);
  }
  return sum;
}

}  // namespace

std::vector<Plan> make_plans(const Options& options) {
  Random random(static_cast<std::uint64_t>(options.seed) ^ 0x706C616E);
  std::vector<Plan> plans(static_cast<std::size_t>(options.sessions));
  for (std::size_t i = 0; i < plans.size(); ++i) {
    plans[i].index = static_cast<Int>(i);
    if (!options.plain) plans[i].oddity = oddity_of(plans[i].index);
  }
  Int left = std::max<Int>(options.bytes - set_largest(plans, options), 0);
  std::vector<Int> weights;
  for (const Plan& plan : plans) weights.push_back(plan.bytes > 0 ? 0 : random.long_tailed(10'000));
  std::vector<Int> bytes = share_out(left, weights);
  weights.clear();
  for (std::size_t i = 0; i < plans.size(); ++i) {
    plans[i].bytes += bytes[i];
    weights.push_back(plans[i].bytes * random.between(60, 140) / 100 + 1);
  }
  Int each = options.responses >= options.sessions ? 1 : 0;
  std::vector<Int> responses = share_out(options.responses - each * options.sessions, weights);
  for (std::size_t i = 0; i < plans.size(); ++i) plans[i].responses = responses[i] + each;
  return plans;
}

}  // namespace corpus
