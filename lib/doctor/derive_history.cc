// SPDX-License-Identifier: MIT
// The evidence for growth.* and misses.*: the session's prompts, its misses and their cost.
#include "lib/base/format.h"
#include "lib/doctor/reasoning.h"
#include "lib/doctor/rules.h"

namespace wick::derive {
namespace {

const Burn* burn_of(Reasoning& r) {
  const auto& burn = r.subject.evidence.burn;
  if (!burn) r.out.miss("a transcript");
  else if (!burn->complete) r.out.miss("the end of the transcript: it is read a piece at a time");
  return burn && burn->complete ? &*burn : nullptr;
}

void witness(Reasoning& r, const char* key, std::string value) {
  r.witness({"transcript", r.subject.evidence.sources.found.transcript, 0, key, std::move(value),
             std::nullopt});
}

// The additional cost of a miss: the lost tokens at their rates less the rate of reading.
std::string extra(const PriceRow& row, const BurnMiss& miss) {
  Usage usage = miss.usage, unlost = without_loss(usage, miss.lost);
  const Rates& rates = row.rates_for(usage.prompt());
  std::string out;
  auto term = [&](std::int64_t Usage::*kind, double rate) {
    std::int64_t part = usage.*kind - unlost.*kind;
    if (part > 0)
      out += fmt::format("{}{} * ({} - {})", out.empty() ? "" : " + ", text(part), text(rate),
                         text(rates.read));
  };
  term(&Usage::write_1h, rates.write_1h);
  term(&Usage::write_5m, rates.write_5m);
  term(&Usage::input, rates.input);
  double factor = row.factor(usage.fast || parse_model(miss.model).fast, usage.us);
  return fmt::format("({}) / 1000000{}", out, factor == 1 ? "" : " * " + text(factor));
}

}  // namespace

void growth_contexts(Reasoning& r) {
  const Burn* burn = burn_of(r);
  if (!burn) return;
  if (burn->contexts.empty() && !r.out.value) return r.out.miss("a prompt that was answered");
  std::string contexts;
  for (const PromptContext& context : burn->contexts)
    contexts +=
        (contexts.empty() ? "" : " ") + text(context.tokens) + (context.restarted ? "*" : "");
  witness(r, "contexts", contexts);
}

void growth_slope(Reasoning& r) {
  growth_contexts(r);
  const Burn* burn = burn_of(r);
  std::vector<std::int64_t> steps =
      burn ? growth_steps(burn->contexts) : std::vector<std::int64_t>{};
  if (steps.empty()) {
    if (burn && !burn->contexts.empty())
      r.out.miss("two prompts that were answered without a compaction between them");
    return;
  }
  std::size_t middle = steps.size() / 2;
  std::string sum = text(steps[middle]);
  if (steps.size() % 2 == 0)
    sum = fmt::format("floor(({} + {}) / 2 + 0.5)", text(steps[middle - 1]), sum);
  r.arithmetic(sum);
}

// The settings that decide when the client compacts, if any.
void auto_compact_setting(Reasoning& r) {
  const AutoCompact& set = r.state().context.auto_compact;
  auto add = [&](const CompactSetting& s, std::string value) {
    r.witness({s.file.empty() ? "environment" : "settings", s.file, 0, s.key, std::move(value),
               std::nullopt});
  };
  auto number = [](double value) { return text(static_cast<std::int64_t>(value)); };
  if (set.off) {
    add(*set.off, set.off->value == 0 ? "false" : "1");
    return r.out.miss("a compaction: it is turned off by " + set.off->key);
  }
  if (const CompactSetting* window = compact_window(set, r.state().model.id))
    add(*window, number(window->value));
  if (set.percent) add(*set.percent, text(set.percent->value));
}

void compact_at(Reasoning& r) {
  const ContextState& c = r.state().context;
  auto_compact_setting(r);
  if (!r.out.value) return;
  std::int64_t window = *c.window;
  if (const CompactSetting* own = compact_window(c.auto_compact, r.state().model.id))
    window = std::min(window, static_cast<std::int64_t>(own->value));
  std::string at = fmt::format("{} - 33000", window);
  if (const auto& percent = c.auto_compact.percent)
    at = fmt::format("min({}, floor(({} - 20000) * {} / 100))", at, window, text(percent->value));
  r.arithmetic(fmt::format("max(0, {})", at));
}

void to_compact(Reasoning& r) {
  const ContextState& c = r.state().context;
  if (r.out.value)
    r.arithmetic(fmt::format("max(0, {} - {})", text(*c.compacts_at), text(*c.tokens)));
}

void to_compact_pct(Reasoning& r) {
  const ContextState& c = r.state().context;
  std::string at = c.compacts_at ? text(*c.compacts_at) : "";
  if (r.out.value)
    r.arithmetic(fmt::format("floor(max(0, {} - {}) * 100 / {} + 0.5)", at, text(*c.tokens), at));
}

void growth_prompts_to_compact(Reasoning& r) {
  const ContextState& c = r.state().context;
  auto_compact_setting(r);
  if (!burn_of(r) || !r.out.value) return;
  r.arithmetic(fmt::format("({} - {}) / {}", text(*c.compacts_at), text(*c.tokens),
                           text(*r.state().burn.slope)));
}

void misses_count(Reasoning& r) {
  if (r.state().burn.misses_source != Source::kTranscript && r.from_payload("prompt_cache.misses"))
    return;
  const Burn* burn = burn_of(r);
  if (!burn) return;
  witness(r, "misses", text(burn->misses));
  r.arithmetic(text(burn->misses));
}

void misses_source(Reasoning& r) {
  misses_count(r);
  r.out.arithmetic.clear();
}

void misses_extra(Reasoning& r) {
  const Burn* burn = burn_of(r);
  if (!burn) return;
  witness(r, "misses", text(burn->misses));
  if (!r.out.value) return r.out.miss("a price for each of the models, or for all of the misses");
  std::string sum = burn->priced.empty() ? "0" : "";
  for (const BurnMiss& miss : burn->priced) {
    const PriceRow* row = r.subject.prices.find(parse_model(miss.model).canonical, miss.time);
    if (row) sum += (sum.empty() ? "" : " + ") + extra(*row, miss);
  }
  r.arithmetic(sum);
}

}  // namespace wick::derive

// The evidence for usage.*: the file that wick-usage writes.
namespace wick::derive {
namespace {

std::string figure(const UsageSum& sum) {
  if (!sum.cost) return "unknown";
  return text(*sum.cost) + (sum.lower_bound ? "+" : "");
}

// Adds a sum of the file as a witness, or says where it should be.
const UsageSum* sum_of(Reasoning& r, std::optional<UsageSum> UsageNow::*which, const char* key) {
  const std::string& file = r.subject.evidence.usage_file;
  const std::optional<UsageNow>& usage = r.state().usage;
  if (!usage || !(*usage.*which)) {
    r.out.miss(fmt::format("{} in {}, as of now: wick-usage writes it", key,
                           file.empty() ? "a cache folder: there is none" : file));
    return nullptr;
  }
  const UsageSum& sum = *(*usage.*which);
  r.witness({"ledger", file, 0, key, figure(sum), std::nullopt});
  return &sum;
}

const UsageSum* today(Reasoning& r) { return sum_of(r, &UsageNow::today, "today"); }
const UsageSum* block(Reasoning& r) { return sum_of(r, &UsageNow::block, "block"); }

void money(Reasoning& r, const UsageSum* sum) {
  if (sum && sum->cost) r.arithmetic(text(*sum->cost) + " / 10000000000");
  else if (sum) r.out.miss("a price for any of the models");
}

}  // namespace

void usage_today(Reasoning& r) { money(r, today(r)); }
void usage_block(Reasoning& r) { money(r, block(r)); }

void usage_block_ends_at(Reasoning& r) {
  const UsageSum* sum = block(r);
  if (!sum) return;
  r.witness(
      {"ledger", r.subject.evidence.usage_file, 0, "block until", text(sum->until), std::nullopt});
  r.arithmetic(fmt::format("floor({} / 1000)", text(sum->until)));
}

void usage_block_ends_in(Reasoning& r) {
  r.uses_now();
  if (r.out.value) r.arithmetic(remaining(r.state().usage->block->until / 1000, r.state().now));
}

void usage_block_source(Reasoning& r) {
  if (!block(r)) return;
  const char* how = r.state().usage->block_confirmed ? "told" : "inferred";
  r.witness({"ledger", r.subject.evidence.usage_file, 0, "block source", how, std::nullopt});
}

void usage_lower_bound(Reasoning& r) {
  money(r, today(r));
  money(r, block(r));
  r.out.arithmetic.clear();
}

void usage_counted_at(Reasoning& r) {
  const std::string& file = r.subject.evidence.usage_file;
  if (!r.state().usage)
    return r.out.miss(file.empty() ? "a cache folder" : file + ": wick-usage writes it");
  TimeMs counted_at = r.state().usage->counted_at;
  r.witness({"ledger", file, 0, "told", text(counted_at), std::nullopt});
  r.arithmetic(fmt::format("floor({} / 1000)", text(counted_at)));
}

void usage_source(Reasoning& r) {
  usage_counted_at(r);
  r.out.arithmetic.clear();
}

}  // namespace wick::derive

// The evidence for waste.*: the file that wick-waste writes.
namespace wick::derive {
namespace {

const SessionWasteNow* waste_of(Reasoning& r) {
  const std::string& file = r.subject.evidence.waste_file;
  if (r.state().waste) return &*r.state().waste;
  r.out.miss(fmt::format("the session in {}: wick-waste writes it",
                         file.empty() ? "a cache folder: there is none" : file));
  return nullptr;
}

void witness(Reasoning& r, const char* key, std::int64_t value) {
  r.witness({"ledger", r.subject.evidence.waste_file, 0, key, text(value), std::nullopt});
}

}  // namespace

void waste_session_pct(Reasoning& r) {
  const SessionWasteNow* waste = waste_of(r);
  if (!waste) return;
  witness(r, "wasted", waste->wasted);
  witness(r, "all", waste->all);
  r.arithmetic(fmt::format("{} / {} * 100", text(waste->wasted), text(waste->all)));
}

void waste_session_usd(Reasoning& r) {
  const SessionWasteNow* waste = waste_of(r);
  if (!waste) return;
  witness(r, "wasted", waste->wasted);
  r.arithmetic(text(waste->wasted) + " / 10000000000");
}

void waste_counted_at(Reasoning& r) {
  const SessionWasteNow* waste = waste_of(r);
  if (!waste) return;
  witness(r, "told", waste->counted_at);
  r.arithmetic(fmt::format("floor({} / 1000)", text(waste->counted_at)));
}

void waste_source(Reasoning& r) {
  waste_counted_at(r);
  r.out.arithmetic.clear();
}

}  // namespace wick::derive
