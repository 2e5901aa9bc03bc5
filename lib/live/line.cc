// SPDX-License-Identifier: MIT
#include "lib/live/line.h"

#include "lib/base/failure.h"
#include "lib/base/text.h"
#include "lib/live/live.h"
#include "lib/output/human.h"

namespace wick {
namespace {

std::optional<double> number_of(const MaybeValue& value) {
  if (!value) return std::nullopt;
  if (const auto* n = std::get_if<std::int64_t>(&value->scalar)) return static_cast<double>(*n);
  if (const auto* n = std::get_if<double>(&value->scalar)) return *n;
  return std::nullopt;
}

bool holds(const Threshold& t, const State& state) {
  MaybeValue value = field_value(state, t.field);
  if (!value) return false;
  if (!t.equals.empty()) return plain(*value) == t.equals;
  auto number = number_of(value);
  if (!number || (!t.above && !t.below)) return false;
  return (!t.above || *number > *t.above) && (!t.below || *number < *t.below);
}

Style style_of(const Segment& segment, const State& state) {
  Style style = segment.style;
  for (const Threshold& threshold : segment.thresholds) {
    if (!holds(threshold, state)) continue;
    if (!threshold.style.foreground.empty()) style.foreground = threshold.style.foreground;
    if (!threshold.style.background.empty()) style.background = threshold.style.background;
    if (!threshold.style.attributes.empty()) style.attributes = threshold.style.attributes;
  }
  return style;
}

std::string without_newlines(std::string text) {
  for (char& c : text) {
    if (c == '\n' || c == '\t') c = ' ';
  }
  return text;
}

const std::string& icon_of(const Segment& segment, Icons icons) {
  static const std::string none;
  if (icons == Icons::kUnicode) return segment.icon_unicode;
  if (icons == Icons::kNerd) return segment.icon_nerd;
  return none;
}

std::string text_of(const Segment& segment, const State& state, const ExternalOutput& external,
                    bool color) {
  if (!segment.command.empty()) return keep_sgr(external(segment), color);
  auto lookup = [&state](std::string_view name) { return field_value(state, name); };
  // A condition's field that is absent hides nothing; a bare placeholder's does.
  if (segment.hide_when_absent && !segment.format.complete(lookup)) return "";
  return without_newlines(segment.format.render(lookup));
}

}  // namespace

std::string render_line(const State& state, const LineConfig& config, LineLook look,
                        const std::string& marker, const ExternalOutput& external,
                        std::vector<ShownSegment>* shown) {
  look.separator = config.separator;
  look.powerline = config.powerline;
  std::string out;
  bool marked = marker.empty();
  for (const auto& row : config.rows) {
    std::vector<Piece> pieces;
    if (!marked) pieces.push_back({marker, *parse_style("red"), 1000});
    marked = true;
    for (const Segment& segment : row) {
      std::string text = text_of(segment, state, external, look.color);
      if (trim(text).empty()) continue;
      if (shown) shown->push_back({segment.name, text});
      const std::string& icon = icon_of(segment, config.icons);
      pieces.push_back(
          {icon.empty() ? text : icon + " " + text, style_of(segment, state), segment.priority});
    }
    if (!pieces.empty()) out += lay_out(std::move(pieces), look) + "\n";
  }
  return out;
}

Piece render_segment(const State& state, const Segment& segment) {
  return {text_of(segment, state, nullptr, false), style_of(segment, state), segment.priority};
}

std::string keep_sgr(std::string_view text, bool color) {
  std::string out;
  while (!text.empty()) {
    std::size_t esc = text.find('\x1b');
    out += printable(text.substr(0, esc));
    if (esc == std::string_view::npos) break;
    text.remove_prefix(esc);
    std::size_t end = text.size() > 1 && text[1] == '[' ? text.find_first_not_of("0123456789;:", 2)
                                                        : std::string_view::npos;
    if (end != std::string_view::npos && text[end] == 'm') {
      if (color) out += text.substr(0, end + 1);
      text.remove_prefix(end + 1);
    } else {
      out += printable(text.substr(0, 1));
      text.remove_prefix(1);
    }
  }
  return out;
}

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
