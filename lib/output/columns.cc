// SPDX-License-Identifier: MIT
#include "lib/output/columns.h"

#include <algorithm>
#include <cmath>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/output/human.h"

namespace wick {

std::string Figure::text() const {
  if (shown) return *shown;
  if (!value) return "";
  const auto* count = std::get_if<std::int64_t>(&value->scalar);
  return count && value->unit == Unit::kCount ? human_count(*count) : human(*value);
}

Figure as_tokens(std::int64_t tokens) { return {Value{tokens, Unit::kTokens}}; }
Figure as_number(double number) { return {Value{number, Unit::kNone}}; }
std::string percent_text(double share) { return number_text(std::round(share * 1000) / 10) + "%"; }
Figure as_share(std::optional<double> share) {
  return share ? Figure{Value{*share, Unit::kShare}, percent_text(*share)} : Figure{};
}
Figure as_text(std::string_view text) { return {Value{std::string(text), Unit::kNone}}; }
Figure if_any(std::string_view text) { return text.empty() ? Figure{} : as_text(text); }

Figure blank_zero(Figure figure) {
  if (figure.value && number_in(*figure.value) == 0.0) figure.shown = "";
  return figure;
}

void begin_with(Definitions& definitions, std::initializer_list<std::string_view> names) {
  auto next = definitions.begin();
  for (std::string_view name : names) {
    auto found = std::find_if(next, definitions.end(),
                              [name](const Definition& d) { return d.name == name; });
    if (found != definitions.end()) std::rotate(next++, found, std::next(found));
  }
}

std::string explain(const Definitions& definitions, const std::string& name) {
  std::string out;
  std::vector<std::string_view> names = {"all"};
  for (const Definition& d : definitions) {
    names.push_back(d.name);
    if (name == "all" || name == d.name)
      out += fmt::format("{}: {}\n    source: {}\n", d.name, d.meaning, d.source);
  }
  if (out.empty()) throw no_such("--explain", name, "figure", names);
  return out;
}

Failure no_such(std::string_view option, std::string_view name, std::string_view kind,
                const std::vector<std::string_view>& names) {
  std::string problem = fmt::format("{} {}: no such {}", option, printable(name), kind);
  if (auto near = closest(name, names); !near.empty())
    problem += fmt::format("; did you mean {}?", near);
  return Failure{Exit::kUsage, problem};
}

}  // namespace wick
