// SPDX-License-Identifier: MIT
// The cost of a request: list prices by model and date, as the client charges them.
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

/// The prices of a model for a span of time.
struct PriceRow {
  std::string_view model;  // canonical
  TimeMs from = 0;         // first moment; 0: no limit
  TimeMs until = 0;        // first moment after; 0: no limit
  Rates rates;
  std::int64_t tier_above = 0;  // longer prompts are charged at tier_rates entirely; 0: no tier
  Rates tier_rates = {};
  double fast = 1;                       // factor on all token prices in fast mode
  double us = 1.1;                       // factor on all token prices for US inference
  std::string_view source = "built-in";  // or the file it was read from
  std::uint64_t line = 0;                // in that file

  bool is_users() const { return source != "built-in"; }
  bool holds_at(TimeMs time) const { return time >= from && (until == 0 || time < until); }
  /// The rates for a request with a prompt of this size.
  const Rates& rates_for(std::int64_t prompt_tokens) const {
    return tier_above > 0 && prompt_tokens > tier_above ? tier_rates : rates;
  }
  double factor(bool is_fast, bool is_us) const { return (is_fast ? fast : 1) * (is_us ? us : 1); }
};

/// USD for one web search.
inline constexpr double kWebSearchUsd = 0.01;

/// True if two names denote the same model; case does not matter.
bool is_same_model(std::string_view a, std::string_view b);

/// The list prices built into wick, as known on 2026-11-22.
std::span<const PriceRow> built_in_prices();

/// The rows of one model, in order of precedence.
struct ModelPrices {
  std::vector<const PriceRow*> rows;
  /// The first row that is valid at a time; null without one.
  const PriceRow* at(TimeMs time) const;
};

/// A context window in tokens, and its source as in PriceRow.
struct ModelWindow {
  std::int64_t tokens = 0;
  std::string_view source = "built-in";
  std::uint64_t line = 0;
};

/// The user's rows, followed by the built-in ones.
class PriceTable {
 public:
  PriceTable() = default;
  PriceTable(const PriceTable&) = delete;  // the rows point into names_
  PriceTable& operator=(const PriceTable&) = delete;

  /// Adds the entries of a prices.toml (format: wick.toml(5)). Throws Failure{kConfig}.
  void add(const TomlValue& file, const std::string& path);

  ModelPrices of(std::string_view canonical_model) const;
  /// The row for a model at a time; null, and thus no cost, without one.
  const PriceRow* find(std::string_view canonical_model, TimeMs time) const {
    return of(canonical_model).at(time);
  }

  /// The model's context window, for use without a payload: the user's setting, else
  /// context_window(). Empty if unknown.
  std::optional<ModelWindow> window_of(const ModelName& model) const;
  std::optional<std::int64_t> window(const ModelName& model) const {
    auto window = window_of(model);
    return window ? std::optional(window->tokens) : std::nullopt;
  }

  /// Identifies the user's rows.
  std::uint64_t hash() const;

 private:
  /// An entry's window: a number of tokens, or the same as another model's.
  struct OwnWindow {
    std::string model, same_as;  // canonical
    std::optional<ModelWindow> window;
  };

  std::vector<PriceRow> rows_;
  std::vector<OwnWindow> windows_;
  std::deque<std::string> names_;  // storage for the string_views in the rows
};

/// The price of one request in USD.
double cost(const PriceRow& row, const Usage& usage);
/// The same; empty without a row, and for a usage without input.
std::optional<double> price_of(const PriceRow* row, const Usage& usage);
/// The price of part of a request, at the tier and speed of the whole.
double cost_of_part(const PriceRow& row, const Usage& part, const Usage& whole);

/// The price of a request by model id; empty without a price.
std::optional<double> cost(const PriceTable& table, std::string_view model_id, TimeMs time,
                           Usage usage);

}  // namespace wick
