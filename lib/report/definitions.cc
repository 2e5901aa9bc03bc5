// SPDX-License-Identifier: MIT
#include "lib/report/definitions.h"

#include <algorithm>
#include <vector>

#include "lib/base/failure.h"
#include "lib/base/text.h"

namespace wick {
namespace {

std::string text_of(const Definition& d) {
  return std::string(d.name) + ": " + std::string(d.meaning) + "\n    source: " +
         std::string(d.source) + "\n";
}

}  // namespace

std::string explain(std::span<const Definition> definitions, const std::string& name) {
  std::string out;
  for (const Definition& d : definitions)
    if (name == "all" || d.name == name) out += text_of(d);
  if (!out.empty()) return out;
  std::vector<std::string_view> names = {"all"};
  for (const Definition& d : definitions) names.push_back(d.name);
  std::string problem = "--explain " + printable(name) + ": no such figure";
  if (auto near = closest(name, names); !near.empty())
    problem += "; did you mean " + std::string(near) + "?";
  throw Failure{Exit::kUsage, problem};
}

}  // namespace wick
