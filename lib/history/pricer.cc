// SPDX-License-Identifier: MIT
#include "lib/history/pricer.h"

#include <cmath>

namespace wick {
namespace {

Money money(double usd) { return std::llround(usd * kMoneyPerUsd); }

// The same request without any cache reads or writes.
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

const PriceRow* Pricer::row(const Request& request) {
  return model(request.model).prices.at(request.time == kUndated ? now_ : request.time);
}

Usage Pricer::usage(const Request& request) {
  Usage usage = request.usage();
  usage.fast |= model(request.model).fast;
  return usage;
}

std::optional<Money> Pricer::cost(const Request& request) {
  auto usd = price_of(row(request), usage(request));
  return usd ? std::optional(money(*usd)) : std::nullopt;
}

std::optional<RequestPrice> Pricer::price(const Request& request) {
  const PriceRow* found = row(request);
  Usage used = usage(request);
  auto usd = price_of(found, used);
  if (!usd) return std::nullopt;
  Money paid = money(*usd);
  return RequestPrice{paid, money(wick::cost(*found, uncached(used))) - paid};
}

std::optional<Money> Pricer::price_part(const Request& request, const Usage& part) {
  const PriceRow* found = row(request);
  if (!found) return std::nullopt;
  return money(cost_of_part(*found, part, usage(request)));
}

}  // namespace wick
