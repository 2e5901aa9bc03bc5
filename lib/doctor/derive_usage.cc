// SPDX-License-Identifier: MIT
// The evidence for usage.*: the file that wick-usage writes.
#include "lib/base/format.h"
#include "lib/doctor/arithmetic.h"
#include "lib/doctor/rules.h"

namespace wick::derive {
namespace {

std::string figure(const UsageSum& sum) {
  if (!sum.cost) return "unknown";
  return text(*sum.cost) + (sum.lower_bound ? "+" : "");
}

// Adds what the file says of a sum; without it, what there should be.
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
  const char* how = r.state().usage->block_told ? "told" : "inferred";
  r.witness({"ledger", r.subject.evidence.usage_file, 0, "block source", how, std::nullopt});
}

void usage_lower_bound(Reasoning& r) {
  money(r, today(r));
  money(r, block(r));
  r.out.arithmetic.clear();
}

void usage_told_at(Reasoning& r) {
  const std::string& file = r.subject.evidence.usage_file;
  if (!r.state().usage)
    return r.out.miss(file.empty() ? "a cache folder" : file + ": wick-usage writes it");
  TimeMs told = r.state().usage->told;
  r.witness({"ledger", file, 0, "told", text(told), std::nullopt});
  r.arithmetic(fmt::format("floor({} / 1000)", text(told)));
}

void usage_source(Reasoning& r) {
  usage_told_at(r);
  r.out.arithmetic.clear();
}

}  // namespace wick::derive
