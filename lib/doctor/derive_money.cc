// SPDX-License-Identifier: MIT
// The arithmetic of next.*, cost.* and price.*.
#include <algorithm>

#include "lib/base/format.h"
#include "lib/doctor/arithmetic.h"
#include "lib/doctor/rules.h"

namespace wick::derive {
namespace {

// The names of the price fields that hold for a prompt of that size.
std::string price_field(const PriceRow& row, std::int64_t prompt, std::string_view kind) {
  bool tier = row.tier_above > 0 && prompt > row.tier_above;
  return fmt::format("price.{}{}_usd_per_mtok", tier ? "tier_" : "", kind);
}

std::string factors(const PriceRow& row, bool fast, bool us) {
  std::string out;
  if (fast && row.fast != 1) out += " * " + text(row.fast);
  if (us && row.us != 1) out += " * " + text(row.us);
  return out;
}

// (TERMS) / 1000000 * FACTORS, in the mode that the session is in.
std::string bill(const State& s, const std::string& terms) {
  return fmt::format("({}) / 1000000{}", terms, factors(*s.model.price, s.model.fast, s.model.us));
}

double write_rate(const Rates& rates, const State& s) {
  return *s.cache.ttl_s == 3600 ? rates.write_1h : rates.write_5m;
}

void use_factors(Reasoning& r) {
  const ModelState& m = r.state().model;
  if (m.fast) r.uses("model.fast price.fast_factor");
  if (m.us) {
    r.uses("price.us_factor");
    r.line(Fact::kResponse, "message.usage.inference_geo");
  }
}

// The price of sending so much as is not cached.
void use_price(Reasoning& r, std::int64_t prompt, std::string_view kind) {
  if (const PriceRow* row = r.state().model.price) r.uses(price_field(*row, prompt, kind));
  use_factors(r);
}

std::string_view write_kind(const State& s) {
  return s.cache.ttl_s == 3600 ? "write_1h" : "write_5m";
}

void restart(Reasoning& r, std::optional<std::int64_t> tokens) {
  const State& s = r.state();
  if (!tokens) return;
  use_price(r, *tokens, write_kind(s));
  if (!r.out.value) return;
  const Rates& rates = s.model.price->rates_for(*tokens);
  r.arithmetic(bill(s, product(*tokens, write_rate(rates, s))));
}

// "claude-opus-5-5 write_5m"
std::string row_key(const PriceRow& row, std::string_view field) {
  std::string_view kind = field.substr(field.find('.') + 1);
  return fmt::format("{} {}", row.model, kind.substr(0, kind.find("_usd_per_mtok")));
}

}  // namespace

void next_tokens(Reasoning& r) {
  const ContextState& c = r.state().context;
  if (r.out.value) r.arithmetic(sum({*c.tokens, c.output.value_or(0)}));
}

void next_warm(Reasoning& r) {
  const State& s = r.state();
  if (!r.out.value) return;
  std::int64_t prompt = *s.next.tokens, prefix = *s.context.tokens;
  const Rates& rates = s.model.price->rates_for(prompt);
  r.uses(price_field(*s.model.price, prompt, "read"));
  use_price(r, prompt, write_kind(s));
  r.arithmetic(bill(s, fmt::format("{} + {}", product(prefix, rates.read),
                                   product(prompt - prefix, write_rate(rates, s)))));
}

void next_cold(Reasoning& r) {
  const State& s = r.state();
  if (!r.out.value) return;
  std::int64_t prompt = *s.next.tokens;
  const Rates& rates = s.model.price->rates_for(prompt);
  bool uncached = s.cache.phase == CachePhase::kNone;
  use_price(r, prompt, uncached ? "input" : write_kind(s));
  r.arithmetic(bill(s, product(prompt, uncached ? rates.input : write_rate(rates, s))));
}

void next_now(Reasoning& r) {
  if (r.state().next.is_warm) next_warm(r);
  else next_cold(r);
}

void next_difference(Reasoning& r) {
  const NextState& n = r.state().next;
  if (r.out.value) r.arithmetic(fmt::format("{} - {}", text(*n.cold), text(*n.warm)));
}

void next_ratio(Reasoning& r) {
  const NextState& n = r.state().next;
  if (r.out.value) r.arithmetic(fmt::format("{} / {}", text(*n.cold), text(*n.warm)));
}

void after_compact(Reasoning& r) { restart(r, r.state().next.after_compact_tokens); }
void after_clear(Reasoning& r) { restart(r, r.state().next.after_clear_tokens); }

// Where the row stands that the figures are of.
void price(Reasoning& r) {
  const PriceRow* row = r.state().model.price;
  const std::string& id = r.state().model.id;
  if (!row) return r.out.miss("a price for " + (id.empty() ? std::string("a model") : id));
  if (!r.out.value) return;
  Witness witness{"prices",    "", 0, row_key(*row, r.out.field->name), plain(*r.out.value),
                  std::nullopt};
  if (row->source != "built-in") {
    witness.file = std::string(row->source);
    witness.line = row->line;
  }
  r.witness(std::move(witness));
}

}  // namespace wick::derive
