// SPDX-License-Identifier: MIT
// Money for a whole history: the price of each request, looked up once per model.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/history/merge_records.h"
#include "lib/history/money.h"
#include "lib/price/price.h"

namespace wick {

struct RequestPrice {
  Money cost = 0;
  Money saved = 0;  // what the same tokens would have cost more, had all been sent as input
};

class Pricer {
 public:
  /// `now` prices what has no date.
  Pricer(const PriceTable& prices, const Names& models, TimeMs now);

  /// Empty when the model has no price at that time.
  std::optional<RequestPrice> price(const HistoryRequest& request);

  /// The price of a part of a request, at its tier and in its mode. Empty when it has no price.
  std::optional<Money> price_part(const HistoryRequest& request, const Usage& part);

  /// The model's name as prices are looked up by it.
  const std::string& canonical(Names::Id model);

 private:
  struct Model {
    std::string canonical;
    bool fast = false;
    ModelPrices prices;
  };
  Model& model(Names::Id id);
  const PriceRow* row_of(const Model& model, const HistoryRequest& request) const;

  const PriceTable& prices_;
  const Names& names_;
  TimeMs now_;
  std::vector<Model> models_;
};

}  // namespace wick
