// SPDX-License-Identifier: MIT
#include "lib/history/pricer.h"

#include <cmath>

namespace wick {
namespace {

Money money(double usd) { return std::llround(usd * kMoneyPerUsd); }

// The same request, had nothing been read from a cache nor written to one.
Usage uncached(const Usage& usage) {
  Usage out = usage;
  out.input = usage.prompt();
  out.read = out.write_5m = out.write_1h = 0;
  return out;
}

}  // namespace

Pricer::Pricer(const PriceTable& prices, const Names& models, TimeMs now)
    : prices_(prices), names_(models), now_(now), models_(models.size()) {}

Pricer::Model& Pricer::model(Names::Id id) {
  Model& model = models_[id];
  if (model.canonical.empty() && !names_[id].empty()) {
    ModelName name = parse_model(names_[id]);
    model.canonical = name.canonical;
    model.fast = name.fast;
    model.prices = prices_.of(name.canonical);
  }
  return model;
}

const std::string& Pricer::canonical(Names::Id id) { return model(id).canonical; }

const PriceRow* Pricer::row_of(const Model& m, const HistoryRequest& request) const {
  return m.prices.at(request.time == kUndated ? now_ : request.time);
}

std::optional<RequestPrice> Pricer::price(const HistoryRequest& request) {
  Model& m = model(request.model);
  const PriceRow* row = row_of(m, request);
  Usage usage = request.usage();
  usage.fast |= m.fast;
  auto usd = price_of(row, usage);
  if (!usd) return std::nullopt;
  Money paid = money(*usd);
  return RequestPrice{paid, money(cost(*row, uncached(usage))) - paid};
}

std::optional<Money> Pricer::price_part(const HistoryRequest& request, const Usage& part) {
  Model& m = model(request.model);
  const PriceRow* row = row_of(m, request);
  if (!row) return std::nullopt;
  Usage usage = request.usage();
  usage.fast |= m.fast;
  return money(cost_of_part(*row, part, usage));
}

}  // namespace wick
