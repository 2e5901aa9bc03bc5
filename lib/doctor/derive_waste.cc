// SPDX-License-Identifier: MIT
// The evidence for waste.*: the file that wick-waste writes.
#include "lib/doctor/arithmetic.h"
#include "lib/doctor/rules.h"

namespace wick::derive {
namespace {

const SessionWasteNow* told(Reasoning& r) {
  const std::string& file = r.subject.evidence.waste_file;
  if (r.state().waste) return &*r.state().waste;
  r.out.miss("the session in " + (file.empty() ? "a cache folder: there is none" : file) + ": wick-waste writes it");
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
  r.arithmetic(text(waste->wasted) + " / " + text(waste->all) + " * 100");
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
  r.arithmetic("floor(" + text(waste->told) + " / 1000)");
}

void waste_source(Reasoning& r) {
  waste_told_at(r);
  r.out.arithmetic.clear();
}

}  // namespace wick::derive
