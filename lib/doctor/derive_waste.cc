// SPDX-License-Identifier: MIT
// The evidence for waste.*: the file that wick-waste writes.
#include "lib/base/format.h"
#include "lib/doctor/arithmetic.h"
#include "lib/doctor/rules.h"

namespace wick::derive {
namespace {

const SessionWasteNow* told(Reasoning& r) {
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
  const SessionWasteNow* waste = told(r);
  if (!waste) return;
  witness(r, "wasted", waste->wasted);
  witness(r, "all", waste->all);
  r.arithmetic(fmt::format("{} / {} * 100", text(waste->wasted), text(waste->all)));
}

void waste_session_usd(Reasoning& r) {
  const SessionWasteNow* waste = told(r);
  if (!waste) return;
  witness(r, "wasted", waste->wasted);
  r.arithmetic(text(waste->wasted) + " / 10000000000");
}

void waste_told_at(Reasoning& r) {
  const SessionWasteNow* waste = told(r);
  if (!waste) return;
  witness(r, "told", waste->told);
  r.arithmetic(fmt::format("floor({} / 1000)", text(waste->told)));
}

void waste_source(Reasoning& r) {
  waste_told_at(r);
  r.out.arithmetic.clear();
}

}  // namespace wick::derive
