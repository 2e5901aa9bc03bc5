// SPDX-License-Identifier: MIT
#include "lib/live/line_options.h"

#include "lib/base/failure.h"
#include "lib/base/text.h"

namespace wick {
namespace {

void set_prompt(LineOptions& o, const std::string& shell) {
  constexpr std::string_view kShells[] = {"zsh", "bash", "fish", "plain"};
  word_argument("--prompt", shell, kShells);
  o.target = prompt_of(shell).value();
  o.place = Place::kPrompt;
}

int columns_of(const std::string& text) {
  auto columns = parse_integer(text);
  if (!columns || *columns < 1 || *columns > 10000)
    throw Failure{Exit::kUsage, "--width " + printable(text) + ": not a number of columns"};
  return static_cast<int>(*columns);
}

}  // namespace

LineOptions parse_line_options(const Call& call, TimeMs now) {
  LineOptions o;
  std::vector<Option> all = live_options(o);
  auto add = [&all](const char* name, bool takes_argument, auto store) {
    all.push_back({name, 0, takes_argument, store});
  };
  add("prompt", true, [&](const std::string& shell) { set_prompt(o, shell); });
  add("tmux", false, [&](const std::string&) { o.target = Target::kTmux; });
  add("live", false, [&](const std::string&) { o.wanted.live = true; });
  add("recent", true,
      [&](const std::string& age) { o.wanted.since = now - span_argument("--recent", age); });
  add("over", true,
      [&](const std::string& tokens) { o.over = TokenBound::parse("--over", tokens); });
  add("color", true, [&](const std::string& when) { o.color = color_argument("--color", when); });
  add("width", true, [&](const std::string& columns) { o.width = columns_of(columns); });
  add("above", true, [&](const std::string& command) { o.above = command; });
  parse_live(call, all);
  if (!o.above.empty() && (o.json || !o.fills_row()))
    throw Failure{Exit::kUsage, "--above: does not go with --json, --tmux or --prompt"};
  return o;
}

}  // namespace wick
