// SPDX-License-Identifier: MIT
#include "lib/history/prompt_shape.h"

#include <algorithm>

namespace wick {
namespace {

// The client calls less than both of these no miss.
constexpr double kMissShare = 0.05;
constexpr std::int64_t kMissTokens = 2000;

// The part of a context, in thousandths, that a request sent anew though the one before had it cached.
std::int64_t resent(const Usage& before, const Usage& now) {
  if (!before.cached() || !now.cached()) return 0;
  std::int64_t fresh = std::max<std::int64_t>(0, now.prompt() - before.prompt());
  std::int64_t again = now.prompt() - now.read - fresh;
  bool is_miss = again >= kMissTokens &&
                 static_cast<double>(again) > kMissShare * static_cast<double>(now.prompt());
  return is_miss ? again * 1000 / now.prompt() : 0;
}

}  // namespace

std::optional<PromptShape> ShapeCollector::prompt() {
  std::optional<PromptShape> done;
  if (open_.in_prompt && open_.shape.requests > 0) done = open_.shape;
  open_.shape = {};
  open_.in_prompt = true;
  return done;
}

void ShapeCollector::request(std::uint64_t key, const Usage& usage) {
  if (seen(key, usage)) return;
  if (open_.in_prompt) follow(usage);
  open_.last = usage;
  std::copy_backward(open_.keys.begin(), open_.keys.end() - 1, open_.keys.end());
  open_.keys[0] = key;
}

// The lines of a response stand near one another; the later ones may have a higher count of output.
bool ShapeCollector::seen(std::uint64_t key, const Usage& usage) {
  auto at = std::find(open_.keys.begin(), open_.keys.end(), key);
  if (at == open_.keys.end()) return false;
  if (at == open_.keys.begin() && !open_.last.empty()) {
    std::int64_t before = open_.last.output;
    open_.last.keep_largest(usage);
    if (open_.shape.requests > 0) open_.shape.output += open_.last.output - before;
  }
  return true;
}

void ShapeCollector::follow(const Usage& usage) {
  PromptShape& shape = open_.shape;
  const Usage& last = open_.last;
  if (!last.empty()) {
    bool is_first = shape.requests == 0;
    std::int64_t step = usage.prompt() - last.prompt() - (is_first ? last.output : 0);
    (is_first ? shape.added : shape.grown) += std::max<std::int64_t>(0, step);
    if (!is_first) shape.resent_pm += resent(last, usage);
  }
  shape.requests += 1;
  shape.output += usage.output;
}

}  // namespace wick
