// SPDX-License-Identifier: MIT
#include "lib/session/course.h"

#include <algorithm>
#include <cmath>

namespace wick {
namespace {

// A window that is full again at once would compact for ever.
constexpr int kMostCompactions = 16;

// How many of `n` requests, of `first` tokens and `growth` more each time, have at most `bound`.
double count_up_to(double bound, double first, double growth, double n) {
  if (first > bound) return 0;
  if (growth <= 0) return n;
  return std::min(n, std::floor((bound - first) / growth) + 1);
}

class Walk {
 public:
  Walk(const Plan& plan, const Start& start, const std::optional<Tariff>& tariff)
      : plan_(plan), start_(start), tariff_(tariff) {}

  Course run() {
    size_ = start_.context + start_.answer + plan_.added;
    if (must_compact()) compact_first();
    enter();
    double left = plan_.requests - 1;
    for (int i = 0; left > 0; ++i) {
      double n = left;
      if (start_.compacts_at && i < kMostCompactions)
        n = count_up_to(*start_.compacts_at, size_, plan_.growth, left);
      later(n);
      left -= n;
      if (left > 0) compact_between();
    }
    out_.output += plan_.output * plan_.requests;
    out_.context_after = size_;
    resend();
    if (tariff_) out_.warm = warm_, out_.cold = cold_;
    return out_;
  }

 private:
  bool must_compact() const { return start_.compacts_at && size_ > *start_.compacts_at; }

  void pay(double usd) { warm_ += usd, cold_ += usd; }

  // The first request: it finds the context of before in the cache, or nothing.
  void enter() {
    out_.sent += size_;
    if (!tariff_) return;
    TokenPrices prices = tariff_->at(size_);
    double prefix = out_.compacts ? 0 : std::min(start_.context, size_);
    warm_ += prefix * prices.read + (size_ - prefix) * prices.write;
    cold_ += size_ * prices.write;
    pay(plan_.output * prices.output);
  }

  // `n` requests more, split where a tier begins.
  void later(double n) {
    if (n <= 0) return;
    double first = size_ + plan_.growth;
    if (tariff_) {
      auto bound = tariff_->tier_above();
      double below = bound ? count_up_to(*bound, first, plan_.growth, n) : n;
      pay_same_tier(first, below);
      pay_same_tier(first + below * plan_.growth, n - below);
    }
    out_.sent += n * first + plan_.growth * n * (n - 1) / 2;
    size_ += n * plan_.growth;
  }

  void pay_same_tier(double first, double n) {
    if (n <= 0) return;
    TokenPrices prices = tariff_->at(first);
    double read = n * (first - plan_.growth) + plan_.growth * n * (n - 1) / 2;
    pay(read * prices.read + n * (plan_.growth * prices.write + plan_.output * prices.output));
  }

  // Before the first request, which then writes all that is left: the cache is as the prompt finds it.
  void compact_first() {
    double before = compact();
    if (!tariff_) return;
    double prefix = std::min(start_.context, before);
    TokenPrices prices = tariff_->at(before);
    warm_ += prefix * prices.read + (before - prefix) * prices.write;
    cold_ += before * prices.write;
  }

  // What it leaves is new to the cache for the request after it, which else would read it.
  void compact_between() {
    double before = compact();
    if (!tariff_) return;
    TokenPrices left = tariff_->at(size_);
    pay(before * tariff_->at(before).read + size_ * (left.write - left.read));
  }

  // The size before.
  double compact() {
    out_.compacts = true;
    double before = size_;
    size_ = std::min(start_.compacts_to, size_);
    out_.sent += before;
    out_.output += start_.summary;
    if (tariff_) pay(start_.summary * tariff_->at(before).output);
    return before;
  }

  void resend() {
    if (!tariff_ || plan_.resent <= 0) return;
    double size = out_.sent / plan_.requests;
    TokenPrices prices = tariff_->at(size);
    pay(plan_.resent * size * (prices.write - prices.read));
  }

  const Plan& plan_;
  const Start& start_;
  const std::optional<Tariff>& tariff_;
  double size_ = 0, warm_ = 0, cold_ = 0;
  Course out_;
};

}  // namespace

Course course_of(const Plan& plan, const Start& start, const std::optional<Tariff>& tariff) {
  return Walk(plan, start, tariff).run();
}

}  // namespace wick
