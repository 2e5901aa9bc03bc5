// SPDX-License-Identifier: MIT
#include "lib/price/price.h"

#include <algorithm>
#include <array>

#include "lib/base/hash.h"

namespace wick {
namespace {

constexpr Rates kFable52{8, 10, 16, 0.20, 40};
constexpr Rates kFable51{10, 12.50, 20, 0.25, 50};
constexpr Rates kFable5{10, 12.50, 20, 1, 50};
constexpr Rates kOpus5{5, 6.25, 10, 0.50, 25};
constexpr Rates kOpus4{15, 18.75, 30, 1.50, 75};
constexpr Rates kSonnet4{3, 3.75, 6, 0.30, 15};

constexpr TimeMs kSonnet55Cut = 1791331200000;  // 2026-10-07T00:00:00Z

// Checked against what the client charges (tests/data/client_unit_prices.jsonl). The historic tiers
// above 200k tokens are left out, as the client leaves them out; so is the surcharge of regional
// endpoints, which it does not know either.
constexpr auto kRows = std::to_array<PriceRow>({
    {.model = "claude-fable-5-2", .rates = kFable52, .fast = 2},
    {.model = "claude-mythos-5-2", .rates = kFable52, .fast = 2},
    {.model = "claude-fable-5-1", .rates = kFable51},
    {.model = "claude-mythos-5-1", .rates = kFable51},
    {.model = "claude-fable-5", .rates = kFable5},
    {.model = "claude-mythos-5", .rates = kFable5},
    {.model = "claude-opus-5-5", .rates = {4, 5, 8, 0.20, 20}, .fast = 2},
    {.model = "claude-opus-5", .rates = kOpus5, .fast = 2},
    {.model = "claude-opus-4-8", .rates = kOpus5, .fast = 2},
    {.model = "claude-opus-4-7", .rates = kOpus5, .fast = 6},
    {.model = "claude-opus-4-6", .rates = kOpus5, .fast = 6},
    {.model = "claude-opus-4-5", .rates = kOpus5},
    {.model = "claude-opus-4-1", .rates = kOpus4},
    {.model = "claude-opus-4-0", .rates = kOpus4},
    {.model = "claude-3-opus", .rates = kOpus4},
    {.model = "claude-sonnet-5-5", .until = kSonnet55Cut, .rates = {2, 2.50, 4, 0.20, 10}},
    {.model = "claude-sonnet-5-5", .from = kSonnet55Cut, .rates = {2, 2.50, 4, 0.10, 10}},
    {.model = "claude-sonnet-5", .rates = {2, 2.50, 4, 0.20, 10}},
    {.model = "claude-sonnet-4-6", .rates = kSonnet4},
    {.model = "claude-sonnet-4-5", .rates = kSonnet4},
    {.model = "claude-sonnet-4-0", .rates = kSonnet4},
    {.model = "claude-3-7-sonnet", .rates = kSonnet4},
    {.model = "claude-3-5-sonnet", .rates = kSonnet4},
    {.model = "claude-3-sonnet", .rates = kSonnet4},
    {.model = "claude-haiku-5-5",
     .rates = {0.10, 0.125, 0.20, 0.01, 0.50},
     .tier_above = 100000,
     .tier_rates = {0.50, 0.625, 1, 0.05, 2.50}},
    {.model = "claude-haiku-4-5", .rates = {1, 1.25, 2, 0.10, 5}},
    {.model = "claude-3-5-haiku", .rates = {0.80, 1, 1.60, 0.08, 4}},
    {.model = "claude-3-haiku", .rates = {0.25, 0.30, 0.50, 0.03, 1.25}},
});

}  // namespace

std::span<const PriceRow> built_in_prices() { return kRows; }

bool is_same_model(std::string_view a, std::string_view b) {
  auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [small](char x, char y) { return small(x) == small(y); });
}

const PriceRow* ModelPrices::at(TimeMs time) const {
  auto row = std::find_if(rows.begin(), rows.end(), [time](const PriceRow* r) { return r->holds_at(time); });
  return row == rows.end() ? nullptr : *row;
}

ModelPrices PriceTable::of(std::string_view canonical_model) const {
  ModelPrices out;
  for (std::span<const PriceRow> rows : {std::span<const PriceRow>(rows_), built_in_prices()}) {
    for (const PriceRow& row : rows)
      if (is_same_model(row.model, canonical_model)) out.rows.push_back(&row);
  }
  return out;
}

std::optional<ModelWindow> PriceTable::window_of(const ModelName& model) const {
  for (const OwnWindow& own : windows_) {
    if (!is_same_model(own.model, model.canonical)) continue;
    if (own.window) return own.window;
    ModelName other = model;
    other.canonical = own.same_as;
    if (auto window = window_of(other)) return window;
  }
  auto tokens = context_window(model);
  return tokens ? std::optional(ModelWindow{*tokens}) : std::nullopt;
}

std::uint64_t PriceTable::hash() const {
  std::uint64_t hash = rows_.size();
  for (const PriceRow& row : rows_) {
    hash = hash_bytes(row.model, hash);
    const Rates &r = row.rates, &t = row.tier_rates;
    double numbers[] = {static_cast<double>(row.from), static_cast<double>(row.until), static_cast<double>(row.tier_above),
                        row.fast, row.us, r.input, r.write_5m, r.write_1h, r.read, r.output,
                        t.input, t.write_5m, t.write_1h, t.read, t.output};
    hash = hash_bytes({reinterpret_cast<const char*>(numbers), sizeof numbers}, hash);
  }
  return hash;
}

double cost(const PriceRow& row, const Usage& usage) { return cost_of_part(row, usage, usage); }

double cost_of_part(const PriceRow& row, const Usage& u, const Usage& whole) {
  const Rates& rates = row.rates_for(whole.prompt());
  auto part = [](std::int64_t tokens, double rate) {
    return static_cast<double>(tokens) * rate / 1e6;
  };
  double tokens = part(u.input, rates.input) + part(u.write_5m, rates.write_5m) +
                  part(u.write_1h, rates.write_1h) + part(u.read, rates.read) +
                  part(u.output, rates.output);
  return tokens * row.factor(whole.fast, whole.us) + kWebSearchUsd * static_cast<double>(u.web_searches);
}

std::optional<double> cost(const PriceTable& table, std::string_view model_id, TimeMs time,
                           Usage usage) {
  ModelName model = parse_model(model_id);
  const PriceRow* row = table.find(model.canonical, time);
  if (!row) return std::nullopt;
  usage.fast |= model.fast;
  return cost(*row, usage);
}

}  // namespace wick
