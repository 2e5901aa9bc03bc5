// SPDX-License-Identifier: MIT
#include "lib/doctor/explain.h"

#include <algorithm>

#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/doctor/rules.h"

namespace wick {
namespace {

const Rule* rule_of(std::string_view field) {
  for (const Rule& rule : rules()) {
    if (rule.field == field) return &rule;
  }
  return nullptr;
}

void apply(Reasoning& r, const Rule& rule) {
  constexpr std::string_view kLimit = "limit:";
  bool of_limits = rule.keys.substr(0, kLimit.size()) == kLimit;
  r.out.rule = std::string(rule.text);
  r.uses(rule.uses);
  if (rule.work) rule.work(r);
  else if (of_limits) r.limits_told(rule.keys.substr(kLimit.size()));
  else r.first_that_fits(rule.keys, rule.lines);
}

}  // namespace

std::vector<const Field*> fields_named(const std::vector<std::string>& operands) {
  std::vector<const Field*> out;
  for (const std::string& operand : operands) {
    std::size_t before = out.size();
    for (const Field& field : fields()) {
      bool in_group = operand == fmt::format("{}.*", group_of(field.name));
      if (field.name == operand || in_group) out.push_back(&field);
    }
    if (out.size() > before) continue;
    std::string message = printable(operand) + ": unknown field";
    if (auto near = closest(operand, field_names()); !near.empty())
      message += fmt::format("; did you mean {}?", near);
    throw Failure{Exit::kUsage, message};
  }
  return out;
}

Explanation explain(Subject& subject, const Field& field) {
  Reasoning r(subject);
  r.out.field = &field;
  r.out.value = field.compute(subject.state);
  if (const Rule* rule = rule_of(field.name)) apply(r, *rule);
  for (Input& input : r.out.uses) {
    const Field* used = find_field(input.name);
    if (!used) continue;
    Explanation of_input = explain(subject, *used);
    input.arithmetic = of_input.arithmetic;
    for (Witness& witness : of_input.from) r.witness(std::move(witness));
    if (!input.value) r.out.miss(input.name);
  }
  if (r.out.value) r.out.missing.clear();
  return std::move(r.out);
}

}  // namespace wick
