// SPDX-License-Identifier: MIT
// Amounts of money that can be added up.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/history/records.h"
#include "lib/price/price.h"

namespace wick {

/// Money in units of 1e-10 USD, so that sums do not depend on their order: a token of the cheapest
/// kind is a hundred of them.
using Money = std::int64_t;
inline constexpr double kMoneyPerUsd = 1e10;
inline double usd_of(Money money) { return static_cast<double>(money) / kMoneyPerUsd; }

// Money for a whole history: the price of each request, looked up once per model.

struct RequestPrice {
  Money cost = 0;
  Money saved = 0;  // what the same tokens would have cost more, had all been sent as input
};

class Pricer {
 public:
  /// `now` prices what has no date.
  Pricer(const PriceTable& prices, const Names& models, TimeMs now);

  /// Empty when the model has no price at that time, and when its usage is not known.
  std::optional<Money> cost(const Request& request);
  std::optional<RequestPrice> price(const Request& request);

  /// The price of a part of a request, at its tier and in its mode. Empty when it has no price.
  std::optional<Money> price_part(const Request& request, const Usage& part);

  /// What holds for a request: null when its model has no price at that time.
  const PriceRow* row(const Request& request);
  /// Its usage, in the mode that its model's name says.
  Usage usage(const Request& request);

  /// The model's name as prices are looked up by it.
  const std::string& canonical(Names::Id model);

 private:
  struct Model {
    std::string canonical;
    bool fast = false;
    ModelPrices prices;
  };
  Model& model(Names::Id id);

  const PriceTable& prices_;
  const Names& names_;
  TimeMs now_;
  std::vector<Model> models_;
};

}  // namespace wick
