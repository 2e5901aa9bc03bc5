// SPDX-License-Identifier: MIT
// Prices the requests of a history, in amounts that can be added exactly.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/history/records.h"
#include "lib/price/price.h"

namespace wick {

/// Money in units of 1e-10 USD: integers, so that sums do not depend on their order. A token of the
/// cheapest kind costs a hundred units.
using Money = std::int64_t;
inline constexpr double kMoneyPerUsd = 1e10;
inline double usd_of(Money money) { return static_cast<double>(money) / kMoneyPerUsd; }

struct RequestPrice {
  Money cost = 0;
  Money saved = 0;  // extra cost of the same tokens, had all been sent as uncached input
};

class Pricer {
 public:
  /// Prices the requests of one history, looking up each model once. `now` is used for requests
  /// without a date.
  Pricer(const PriceTable& prices, const Names& models, TimeMs now);

  /// Empty if the model had no price at that time, or if its usage is unknown.
  std::optional<Money> cost(const Request& request);
  std::optional<RequestPrice> price(const Request& request);

  /// The price of part of a request, at the request's tier and speed. Empty without a price.
  std::optional<Money> price_part(const Request& request, const Usage& part);

  /// The prices that apply to a request; null if its model had no price at that time.
  const PriceRow* row(const Request& request);
  /// Its usage, with the speed that its model's name implies.
  Usage usage(const Request& request);

  /// The name that prices are listed under.
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
