// SPDX-License-Identifier: MIT
// What a request costs: list prices by model and date, as the client itself charges.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/time.h"
#include "lib/base/toml.h"
#include "lib/claude/usage.h"
#include "lib/price/model.h"

namespace wick {

/// USD per million tokens.
struct Rates {
  double input = 0, write_5m = 0, write_1h = 0, read = 0, output = 0;
};

/// The price of one model in a span of time.
struct PriceRow {
  std::string_view model;  // canonical
  TimeMs from = 0;         // first moment, 0 for ever
  TimeMs until = 0;        // first moment after, 0 for ever
  Rates rates;
  std::int64_t tier_above =
      0;  // a prompt of more tokens is charged at tier_rates, all of it; 0: no tier
  Rates tier_rates = {};
  double fast = 1;                       // fast mode: every token price times this
  double us = 1.1;                       // US inference: every token price times this
  std::string_view source = "built-in";  // or the file that the row was read from
  std::uint64_t line = 0;                // in that file

  bool is_users() const { return source != "built-in"; }
  bool holds_at(TimeMs time) const { return time >= from && (until == 0 || time < until); }
  /// The rates for a request whose prompt has so many tokens.
  const Rates& rates_for(std::int64_t prompt_tokens) const {
    return tier_above > 0 && prompt_tokens > tier_above ? tier_rates : rates;
  }
  /// The factor on every token price.
  double factor(bool is_fast, bool is_us) const { return (is_fast ? fast : 1) * (is_us ? us : 1); }
};

/// USD for one web search.
inline constexpr double kWebSearchUsd = 0.01;

/// Whether two names are one model's: letters have no case.
bool is_same_model(std::string_view a, std::string_view b);

/// The rows that come with wick: the list prices known on 2026-11-22.
std::span<const PriceRow> built_in_prices();

/// The rows of one model, in the order in which they are looked at.
struct ModelPrices {
  std::vector<const PriceRow*> rows;
  /// The first that holds at a time; null when none does.
  const PriceRow* at(TimeMs time) const;
};

/// A context window in tokens, and who says so: as in PriceRow.
struct ModelWindow {
  std::int64_t tokens = 0;
  std::string_view source = "built-in";
  std::uint64_t line = 0;
};

/// The built-in rows and the user's, which come first.
class PriceTable {
 public:
  PriceTable() = default;
  PriceTable(const PriceTable&) = delete;  // the rows point into names_
  PriceTable& operator=(const PriceTable&) = delete;

  /// Adds the entries of a prices.toml (wick.toml(5) has the format). Failure{kConfig}.
  void add(const TomlValue& file, const std::string& path);

  ModelPrices of(std::string_view canonical_model) const;
  /// The row for a model at a time; null when the model or the time has none: no money then.
  const PriceRow* find(std::string_view canonical_model, TimeMs time) const {
    return of(canonical_model).at(time);
  }

  /// The model's context window, where no payload tells: the user's word, or else context_window().
  /// Empty where neither knows it.
  std::optional<ModelWindow> window_of(const ModelName& model) const;
  std::optional<std::int64_t> window(const ModelName& model) const {
    auto window = window_of(model);
    return window ? std::optional(window->tokens) : std::nullopt;
  }

  /// Tells the user's rows apart from others.
  std::uint64_t hash() const;

 private:
  /// What an entry says of a window: so many tokens, or as many as another model has.
  struct OwnWindow {
    std::string model, same_as;  // canonical
    std::optional<ModelWindow> window;
  };

  std::vector<PriceRow> rows_;
  std::vector<OwnWindow> windows_;
  std::deque<std::string> names_;  // what the rows' string_views point to
};

/// The price of one request in USD.
double cost(const PriceRow& row, const Usage& usage);
/// The same; empty without a row, and for a usage that does not say what was sent.
std::optional<double> price_of(const PriceRow* row, const Usage& usage);
/// The price of a part of one: at the tier and in the mode of the whole.
double cost_of_part(const PriceRow& row, const Usage& part, const Usage& whole);

/// The price of a request by the model's id; empty when there is no price.
std::optional<double> cost(const PriceTable& table, std::string_view model_id, TimeMs time,
                           Usage usage);

}  // namespace wick
