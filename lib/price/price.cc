// SPDX-License-Identifier: MIT
#include "lib/price/price.h"

#include <array>

#include "lib/base/failure.h"
#include "lib/base/hash.h"
#include "lib/base/text.h"

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

double price_of(const TomlValue& table, std::string_view key) {
  const TomlValue* value = table.find(key);
  if (!value) throw Failure{Exit::kConfig, table.where + ": " + std::string(key) + ": missing"};
  double price = value->as_number();
  if (!(price >= 0 && price < 1e6)) throw Failure{Exit::kConfig, value->where + ": not a price"};
  return price;
}

Rates rates_of(const TomlValue& table) {
  return {price_of(table, "input"), price_of(table, "write_5m"), price_of(table, "write_1h"),
          price_of(table, "read"), price_of(table, "output")};
}

PriceRow row_of(const TomlValue& entry) {
  check_keys(entry, {"model", "from", "until", "input", "write_5m", "write_1h", "read", "output",
                     "above", "fast", "us"});
  PriceRow row;
  row.rates = rates_of(entry);
  if (const TomlValue* from = entry.find("from")) row.from = from->as_date();
  if (const TomlValue* until = entry.find("until")) row.until = until->as_date();
  if (entry.find("fast")) row.fast = price_of(entry, "fast");
  if (entry.find("us")) row.us = price_of(entry, "us");
  if (const TomlValue* above = entry.find("above")) {
    check_keys(*above, {"tokens", "input", "write_5m", "write_1h", "read", "output"});
    row.tier_above = static_cast<std::int64_t>(price_of(*above, "tokens"));
    row.tier_rates = rates_of(*above);
  }
  return row;
}

}  // namespace

std::span<const PriceRow> built_in_prices() { return kRows; }

void PriceTable::add(const TomlValue& file, const std::string& path) {
  check_keys(file, {"price"});
  const TomlValue* entries = file.find("price");
  if (!entries) return;
  for (const TomlValue& entry : entries->as_array()) {
    const TomlValue* model = entry.find("model");
    if (!model) throw Failure{Exit::kConfig, entry.where + ": model: missing"};
    PriceRow row = row_of(entry);
    row.model = names_.emplace_back(parse_model(model->as_text()).canonical);
    row.source = names_.emplace_back(path);
    rows_.push_back(row);
  }
}

const PriceRow* PriceTable::find(std::string_view canonical_model, TimeMs time) const {
  for (std::span<const PriceRow> rows : {std::span<const PriceRow>(rows_), built_in_prices()}) {
    for (const PriceRow& row : rows) {
      if (row.model == canonical_model && row.holds_at(time)) return &row;
    }
  }
  return nullptr;
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
