// SPDX-License-Identifier: MIT
// The arithmetic of cost.*: which requests were summed, at which prices.
#include <algorithm>

#include "lib/base/format.h"
#include "lib/doctor/arithmetic.h"
#include "lib/doctor/rules.h"

namespace wick::derive {
namespace {

// Requests that are charged at the same rates.
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

std::vector<Group> groups(const SpendRecord& record, const std::optional<CostMark>& mark, const PriceTable& prices) {
  std::vector<Group> out;
  for (const SpentRequest& request : record.requests) {
    if (request.copied || !is_after_mark(request, mark)) continue;
    ModelName name = parse_model(record.models[request.model]);
    const PriceRow* row = prices.find(name.canonical, request.time);
    if (!row) continue;
    const Usage& u = request.usage;
    Group group{
        row, row->tier_above > 0 && u.prompt() > row->tier_above, u.fast || name.fast, u.us, {}};
    auto same = std::find_if(out.begin(), out.end(), [&](const Group& g) {
      return g.row == row && g.tier == group.tier && g.fast == group.fast && g.us == group.us;
    });
    if (same == out.end()) same = out.insert(out.end(), group);
    add(same->usage, u);
  }
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

std::ptrdiff_t requests_of(const SpendRecord& record, bool main_file) {
  return std::count_if(record.requests.begin(), record.requests.end(), [main_file](const SpentRequest& request) {
    return request.main_file == main_file && request.pass == 0 && !request.copied;
  });
}

// A file, and what of it was counted.
void witness_files(Reasoning& r, const SpendRecord& record) {
  for (std::size_t i = 0; i < record.sources.size(); ++i) {
    std::string requests = text(static_cast<std::int64_t>(requests_of(record, i == 0)));
    if (i > 1) requests.clear();  // the subagents' are counted together
    r.witness({"transcript", record.sources[i].path, 0, i == 0 ? "requests" : "subagents' requests",
               requests, std::nullopt});
  }
}

}  // namespace

void cost_total(Reasoning& r) {
  const CostState& c = r.state().cost;
  if (c.total && (c.source == Source::kPayload || c.source == Source::kTap)) {
    r.told("cost.total_cost_usd");
    return;
  }
  const auto& spend = r.subject.evidence.spend;
  if (!spend) {
    r.told("cost.total_cost_usd");
    r.out.miss("a transcript to add up");
    return;
  }
  witness_files(r, *spend);
  if (!c.total) {
    r.out.miss("a price for " + c.unknown_model);
    return;
  }
  std::string sum;
  auto mark = add_up(*spend, r.subject.prices).mark;
  if (mark) {
    r.line(Fact::kTotal, "totalCostUSD");
    sum = text(mark->usd);
  }
  for (const Group& group : groups(*spend, mark, r.subject.prices))
    sum += (sum.empty() ? "" : " + ") + bill(group);
  bool read_as_it_stands = mark && sum == text(mark->usd);
  if (!read_as_it_stands) r.arithmetic(std::move(sum));
}

void cost_transcript(Reasoning& r) {
  const auto& spend = r.subject.evidence.spend;
  if (!spend) return r.out.miss("a transcript to add up");
  witness_files(r, *spend);
  if (!r.out.value) return r.out.miss("a price for one of its models");
  std::string sum;
  for (const Group& group : groups(*spend, std::nullopt, r.subject.prices))
    sum += (sum.empty() ? "" : " + ") + bill(group);
  r.arithmetic(std::move(sum));
}

void cost_requests(Reasoning& r) {
  const auto& spend = r.subject.evidence.spend;
  if (!spend || !r.state().cost.requests) {
    r.out.miss("a sum: Claude Code tells the total itself");
    return;
  }
  witness_files(r, *spend);
  r.arithmetic(sum({requests_of(*spend, true), requests_of(*spend, false)}));
}

void cost_source(Reasoning& r) {
  cost_total(r);
  r.out.arithmetic.clear();
}

void cost_unknown(Reasoning& r) {
  if (r.out.value) cost_source(r);
}

}  // namespace wick::derive
