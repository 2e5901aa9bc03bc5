// SPDX-License-Identifier: MIT
// The arithmetic of next.*, cost.* and price.*.
#include <algorithm>

#include "lib/base/format.h"
#include "lib/doctor/reasoning.h"
#include "lib/doctor/rules.h"

namespace wick::derive {
namespace {

// The name of the price field that applies to a prompt of that size.
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

// "(TERMS) / 1000000 * FACTORS", with the factors of the session's mode.
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

// Adds the price field for a prompt of that size, and the factors.
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

// Adds the row of the price table, with its file and line.
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

// The arithmetic of cost.*: the requests that were summed, and their prices.
namespace wick::derive {
namespace {

// The requests that are charged at the same rates.
struct Group {
  const PriceRow* row;
  bool tier, fast, us;
  Usage usage;  // summed
};

void add(Usage& sum, const Usage& u) {
  for (auto count : {&Usage::input, &Usage::write_5m, &Usage::write_1h, &Usage::read,
                     &Usage::output, &Usage::web_searches}) {
    sum.*count += u.*count;
  }
}

std::vector<Group> groups(const Reasoning& r, const std::optional<CostTotal>& mark) {
  std::vector<Group> out;
  each_after(
      *r.subject.evidence.spend, mark, r.subject.prices, r.state().now,
      [&](const PriceRow& row, const Usage& u) {
        Group group{&row, row.tier_above > 0 && u.prompt() > row.tier_above, u.fast, u.us, {}};
        auto same = std::find_if(out.begin(), out.end(), [&](const Group& g) {
          return g.row == &row && g.tier == group.tier && g.fast == group.fast && g.us == group.us;
        });
        if (same == out.end()) same = out.insert(out.end(), group);
        add(same->usage, u);
      });
  return out;
}

std::string bill(const Group& group) {
  const Rates& rates = group.tier ? group.row->tier_rates : group.row->rates;
  const Usage& u = group.usage;
  std::string out;
  auto term = [&out](std::int64_t count, double rate) {
    if (count > 0) out += (out.empty() ? "" : " + ") + product(count, rate);
  };
  term(u.input, rates.input);
  term(u.write_5m, rates.write_5m);
  term(u.write_1h, rates.write_1h);
  term(u.read, rates.read);
  term(u.output, rates.output);
  if (out.empty()) out = "0";
  double factor = group.row->factor(group.fast, group.us);
  out = fmt::format("({}) / 1000000{}", out, factor == 1 ? "" : " * " + text(factor));
  if (u.web_searches > 0) out += " + " + product(u.web_searches, kWebSearchUsd);
  return out;
}

std::ptrdiff_t requests_of(const CostLog& record, bool main_file) {
  const std::vector<Request>& all = record.lines.requests;
  return std::count_if(all.begin(), all.end(), [main_file](const Request& request) {
    return (request.file == 0) == main_file && request.is_response() && !request.copied;
  });
}

// Adds each file and the number of requests counted in it.
void witness_files(Reasoning& r, const CostLog& record) {
  for (std::size_t i = 0; i < record.sources.size(); ++i) {
    std::string requests = text(static_cast<std::int64_t>(requests_of(record, i == 0)));
    if (i > 1) requests.clear();  // the subagents' requests are counted together, with the first
    r.witness({"transcript", record.sources[i].path, 0, i == 0 ? "requests" : "subagents' requests",
               requests, std::nullopt});
  }
}

}  // namespace

void cost_total(Reasoning& r) {
  const CostState& c = r.state().cost;
  if (c.total && (c.source == Source::kPayload || c.source == Source::kTap)) {
    r.from_payload("cost.total_cost_usd");
    return;
  }
  const auto& spend = r.subject.evidence.spend;
  if (!spend) {
    r.from_payload("cost.total_cost_usd");
    r.out.miss("a transcript to add up");
    return;
  }
  witness_files(r, *spend);
  if (!c.total) {
    r.out.miss(c.unknown_model.empty() ? "a response that says what it used"
                                       : "a price for " + c.unknown_model);
    return;
  }
  std::string sum;
  auto mark = add_up(*spend, r.subject.prices, r.state().now).mark;
  if (mark) {
    r.line(Fact::kTotal, "totalCostUSD");
    sum = text(mark->usd);
  }
  for (const Group& group : groups(r, mark)) sum += (sum.empty() ? "" : " + ") + bill(group);
  bool read_as_it_stands = mark && sum == text(mark->usd);
  if (!read_as_it_stands) r.arithmetic(std::move(sum));
}

void cost_transcript(Reasoning& r) {
  const auto& spend = r.subject.evidence.spend;
  if (!spend) return r.out.miss("a transcript to add up");
  witness_files(r, *spend);
  if (!r.out.value) return r.out.miss("a price for one of its models");
  std::string sum;
  for (const Group& group : groups(r, std::nullopt))
    sum += (sum.empty() ? "" : " + ") + bill(group);
  r.arithmetic(std::move(sum));
}

void cost_requests(Reasoning& r) {
  const auto& spend = r.subject.evidence.spend;
  if (!spend || !r.state().cost.requests) {
    r.out.miss("a sum: Claude Code reports the total itself");
    return;
  }
  witness_files(r, *spend);
  r.arithmetic(sum({requests_of(*spend, true), requests_of(*spend, false)}));
}

void cost_source(Reasoning& r) {
  cost_total(r);
  r.out.arithmetic.clear();
}

void cost_without_usage(Reasoning& r) {
  const auto& spend = r.subject.evidence.spend;
  if (!spend || !r.out.value) return;
  witness_files(r, *spend);
}

void cost_unknown(Reasoning& r) {
  if (r.out.value) cost_source(r);
}

}  // namespace wick::derive
