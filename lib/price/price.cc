// SPDX-License-Identifier: MIT
#include "lib/price/price.h"

#include <algorithm>
#include <array>

#include "lib/base/failure.h"
#include "lib/base/packed.h"
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

// Checked against what the client charges (tests/data/client_unit_prices.jsonl). Like the client,
// this omits the historic tiers above 200k tokens and the surcharge of regional endpoints.
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
  auto row = std::find_if(rows.begin(), rows.end(),
                          [time](const PriceRow* r) { return r->holds_at(time); });
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
    double numbers[] = {static_cast<double>(row.from),
                        static_cast<double>(row.until),
                        static_cast<double>(row.tier_above),
                        row.fast,
                        row.us,
                        r.input,
                        r.write_5m,
                        r.write_1h,
                        r.read,
                        r.output,
                        t.input,
                        t.write_5m,
                        t.write_1h,
                        t.read,
                        t.output};
    hash = hash_bytes({reinterpret_cast<const char*>(numbers), sizeof numbers}, hash);
  }
  return hash;
}

double cost(const PriceRow& row, const Usage& usage) { return cost_of_part(row, usage, usage); }

std::optional<double> price_of(const PriceRow* row, const Usage& usage) {
  return row && usage.is_known() ? std::optional(cost(*row, usage)) : std::nullopt;
}

double cost_of_part(const PriceRow& row, const Usage& u, const Usage& whole) {
  const Rates& rates = row.rates_for(whole.prompt());
  auto part = [](std::int64_t tokens, double rate) {
    return static_cast<double>(tokens) * rate / 1e6;
  };
  double tokens = part(u.input, rates.input) + part(u.write_5m, rates.write_5m) +
                  part(u.write_1h, rates.write_1h) + part(u.read, rates.read) +
                  part(u.output, rates.output);
  return tokens * row.factor(whole.fast, whole.us) +
         kWebSearchUsd * static_cast<double>(u.web_searches);
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

// The user's prices.toml: explicit prices, or references to another model's.
namespace wick {
namespace {

constexpr auto kPrices =
    std::to_array<std::string_view>({"input", "write_5m", "write_1h", "read", "output"});
constexpr std::size_t kMostRows = 10000;  // entries that refer to each other can multiply

[[noreturn]] void refuse(const TomlValue& value, const std::string& reason) {
  throw Failure{Exit::kConfig, value.where + ": " + reason};
}

double price_of(const TomlValue& table, std::string_view key) {
  const TomlValue* value = table.find(key);
  if (!value) refuse(table, std::string(key) + ": missing");
  double price = value->as_number();
  if (!(price >= 0 && price < 1e6)) refuse(*value, "not a price");
  return price;
}

Rates rates_of(const TomlValue& table) {
  return {price_of(table, "input"), price_of(table, "write_5m"), price_of(table, "write_1h"),
          price_of(table, "read"), price_of(table, "output")};
}

std::string model_of(const TomlValue& entry, std::string_view key) {
  const TomlValue* value = entry.find(key);
  return value ? parse_model(value->as_text()).canonical : "";
}

PriceRow row_of(const TomlValue& entry) {
  PriceRow row;
  row.rates = rates_of(entry);
  if (const TomlValue* above = entry.find("above")) {
    check_keys(*above, {"tokens", "input", "write_5m", "write_1h", "read", "output"});
    row.tier_above = static_cast<std::int64_t>(price_of(*above, "tokens"));
    row.tier_rates = rates_of(*above);
  }
  return row;
}

void multiply(Rates& rates, const TomlValue& entry) {
  double by = price_of(entry, "multiplier");
  for (double Rates::*rate :
       {&Rates::input, &Rates::write_5m, &Rates::write_1h, &Rates::read, &Rates::output}) {
    rates.*rate *= by;
    if (!(rates.*rate < 1e6)) refuse(*entry.find("multiplier"), "makes no price");
  }
}

// Applies an entry's other keys to a row, limited to the entry's time span.
PriceRow adapted(PriceRow row, const TomlValue& entry) {
  if (entry.find("multiplier")) multiply(row.rates, entry), multiply(row.tier_rates, entry);
  if (entry.find("fast")) row.fast = price_of(entry, "fast");
  if (entry.find("us")) row.us = price_of(entry, "us");
  const TomlValue *from = entry.find("from"), *until = entry.find("until");
  if (from) row.from = std::max(row.from, from->as_date());
  if (until) row.until = row.until == 0 ? until->as_date() : std::min(row.until, until->as_date());
  return row;
}

std::uint64_t line_of(const TomlValue& value) {
  std::vector<std::string_view> parts = split(value.where, ':');
  return parts.size() < 3
             ? 0
             : static_cast<std::uint64_t>(parse_integer(parts[parts.size() - 2]).value_or(0));
}

bool has_prices(const TomlValue& entry) {
  return entry.find("above") ||
         std::any_of(kPrices.begin(), kPrices.end(), [&](auto key) { return entry.find(key); });
}

void check(const TomlValue& entry) {
  check_keys(entry, {"model", "same_as", "from", "until", "input", "write_5m", "write_1h", "read",
                     "output", "above", "multiplier", "fast", "us", "window"});
  if (!entry.find("model")) refuse(entry, "model: missing");
  const TomlValue *same_as = entry.find("same_as"), *window = entry.find("window");
  if (same_as && has_prices(entry)) refuse(*same_as, "same_as: cannot be combined with prices");
  if (window && !(window->as_integer() > 0 && window->as_integer() < 1000000000))
    refuse(*window, "not a number of tokens");
}

// Computes the rows that the entries define.
class Entries {
 public:
  explicit Entries(const TomlValue::Array& entries) : entries_(entries) {}

  std::vector<PriceRow> rows_of(const TomlValue& entry) {
    asking_.assign(1, model_of(entry, "model"));
    return rows_of_one(entry);
  }

 private:
  std::vector<PriceRow> rows_of_one(const TomlValue& entry) {
    std::vector<PriceRow> out;
    for (const PriceRow& row : base_of(entry)) {
      out.push_back(adapted(row, entry));
      out.back().line = line_of(entry);
      if (out.back().until != 0 && out.back().until <= out.back().from) out.pop_back();
    }
    rows_ += out.size();
    if (rows_ > kMostRows) refuse(entry, "same_as: too many rows");
    return out;
  }

  // The rows that an entry starts from: its own prices, another model's rows, or the built-in ones.
  // An entry that only sets a window needs none.
  std::vector<PriceRow> base_of(const TomlValue& entry) {
    if (const TomlValue* same_as = entry.find("same_as")) return rows_of_model(*same_as);
    bool has_factor = entry.find("multiplier") || entry.find("fast") || entry.find("us");
    if (has_factor && !has_prices(entry)) return built_in(entry);
    if (entry.find("window") && !has_prices(entry)) return {};
    return {row_of(entry)};
  }

  std::vector<PriceRow> built_in(const TomlValue& entry) {
    std::vector<PriceRow> out = built_in_rows(asking_.back());
    if (out.empty()) refuse(entry, "no price is known for " + asking_.back());
    return out;
  }

  static std::vector<PriceRow> built_in_rows(const std::string& model) {
    std::vector<PriceRow> out;
    for (const PriceRow& row : built_in_prices())
      if (row.model == model) out.push_back(row);
    return out;
  }

  std::vector<PriceRow> rows_of_model(const TomlValue& same_as) {
    std::string model = parse_model(same_as.as_text()).canonical;
    for (const std::string& asked : asking_)
      if (is_same_model(asked, model)) refuse(same_as, "same_as: leads back to " + model);
    asking_.push_back(model);
    std::vector<PriceRow> out;
    for (const TomlValue& entry : entries_) {
      if (!is_same_model(model_of(entry, "model"), model)) continue;
      for (const PriceRow& row : rows_of_one(entry)) out.push_back(row);
    }
    for (const PriceRow& row : built_in_rows(model)) out.push_back(row);
    asking_.pop_back();
    if (out.empty()) refuse(same_as, "no price is known for " + model);
    return out;
  }

  const TomlValue::Array& entries_;
  std::vector<std::string> asking_;  // chain of references to the current model
  std::size_t rows_ = 0;
};

}  // namespace

void PriceTable::add(const TomlValue& file, const std::string& path) {
  check_keys(file, {"price"});
  const TomlValue* array = file.find("price");
  if (!array) return;
  for (const TomlValue& entry : array->as_array()) check(entry);
  Entries entries(array->as_array());
  std::string_view source = names_.emplace_back(path);
  for (const TomlValue& entry : array->as_array()) {
    std::string_view model = names_.emplace_back(model_of(entry, "model"));
    for (PriceRow row : entries.rows_of(entry)) {
      row.model = model, row.source = source;
      rows_.push_back(row);
    }
    const TomlValue* window = entry.find("window");
    OwnWindow own{std::string(model), model_of(entry, "same_as"), {}};
    if (window) own.window = ModelWindow{window->as_integer(), source, line_of(entry)};
    if (window || !own.same_as.empty()) windows_.push_back(std::move(own));
  }
}

}  // namespace wick
