// SPDX-License-Identifier: MIT
#include "lib/audit/model_switch.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/base/text.h"

namespace wick {
namespace {

std::int64_t times(std::int64_t tokens, double ratio) {
  return std::llround(static_cast<double>(tokens) * ratio);
}

Usage scaled(Usage usage, double ratio) {
  for (auto kind :
       {&Usage::input, &Usage::write_5m, &Usage::write_1h, &Usage::read, &Usage::output})
    usage.*kind = times(usage.*kind, ratio);
  return usage;
}

class Switcher {
 public:
  Switcher(const ReplayedHistory& replayed, const PriceTable& prices, const std::string& model,
           const TokenRatios& ratios)
      : replayed_(replayed),
        model_(model),
        prices_(prices.of(model)),
        window_(prices.window(parse_model(model))),
        ratios_(ratios) {
    if (prices_.rows.empty())
      throw Failure{Exit::kUsage,
                    fmt::format("--what-if model={}: no price for this model", printable(model))};
  }

  ModelSwitch run() {
    for (const HistoryRequest& r : replayed_.history().requests)
      if (replayed_.passes(r)) add(r);
    for (const auto& [session, sums] : out_.report.sessions) out_.report.all += sums;
    for (auto& [name, its] : models_)
      if (name != model_) out_.models.push_back(std::move(its));
    std::sort(
        out_.models.begin(), out_.models.end(), [](const SwitchedModel& a, const SwitchedModel& b) {
          return a.sums.actual != b.sums.actual ? a.sums.actual > b.sums.actual : a.model < b.model;
        });
    return std::move(out_);
  }

 private:
  SwitchedModel& model_of(const HistoryRequest& r) {
    const std::string& name = replayed_.model_of(r.model);
    auto [at, is_new] = models_.try_emplace(name);
    if (is_new) at->second.model = name, at->second.ratio = ratio_between(ratios_, model_, name);
    return at->second;
  }

  void add(const HistoryRequest& r) {
    SwitchedModel& its = model_of(r);
    double ratio = its.ratio ? its.ratio->ratio : 1;
    bool is_its_own = its.model == model_;
    bool is_too_long = window_ && times(r.context(), ratio) > *window_;
    WhatIfSums sums;
    Usage actual = replayed_.pricer().usage(r), would = actual;
    auto paid = replayed_.pricer().cost(r);
    auto cost = paid;
    if (!is_its_own && is_too_long) {
      ++its.too_long;
    } else if (!is_its_own) {
      would = scaled(actual, ratio);
      auto usd = price_of(r.time == kUndated ? prices_.rows.front() : prices_.at(r.time), would);
      cost = usd ? std::optional<Money>(std::llround(*usd * kMoneyPerUsd)) : std::nullopt;
    }
    sums.requests = r.is_response(), sums.changed = r.is_response() && !is_its_own && !is_too_long;
    sums.sent_actual = actual.prompt(), sums.sent_would = would.prompt();
    if (paid && cost) sums.actual = *paid, sums.would = *cost;
    else sums.unpriced = 1;
    out_.report.sessions[r.session] += sums;
    its.sums += sums;
  }

  const ReplayedHistory& replayed_;
  const std::string& model_;
  ModelPrices prices_;
  std::optional<std::int64_t> window_;
  const TokenRatios& ratios_;
  std::map<std::string, SwitchedModel> models_;
  ModelSwitch out_;
};

}  // namespace

ModelSwitch switch_model(const ReplayedHistory& replayed, const PriceTable& prices,
                         const std::string& model, const TokenRatios& ratios) {
  return Switcher(replayed, prices, model, ratios).run();
}

}  // namespace wick
