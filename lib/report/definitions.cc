// SPDX-License-Identifier: MIT
#include "lib/report/definitions.h"

#include <algorithm>
#include <vector>

#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/base/text.h"

namespace wick {
namespace {

std::string text_of(const Definition& d) {
  return fmt::format("{}: {}\n    source: {}\n", d.name, d.meaning, d.source);
}

}  // namespace

std::string explain(std::span<const Definition> definitions, const std::string& name) {
  std::string out;
  for (const Definition& d : definitions)
    if (name == "all" || d.name == name) out += text_of(d);
  if (!out.empty()) return out;
  std::vector<std::string_view> names = {"all"};
  for (const Definition& d : definitions) names.push_back(d.name);
  std::string problem = fmt::format("--explain {}: no such figure", printable(name));
  if (auto near = closest(name, names); !near.empty()) problem += fmt::format("; did you mean {}?", near);
  throw Failure{Exit::kUsage, problem};
}

}  // namespace wick
