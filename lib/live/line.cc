// SPDX-License-Identifier: MIT
#include "lib/live/line.h"

#include <algorithm>

#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/live/fields.h"
#include "lib/live/live.h"
#include "lib/live/presets.h"
#include "lib/output/human.h"
#include "lib/output/layout.h"
#include "lib/output/link.h"

namespace wick {
namespace {

bool holds(const Threshold& t, const State& state) {
  MaybeValue value = field_value(state, t.field);
  if (!value) return false;
  if (!t.equals.empty()) return plain(*value) == t.equals;
  auto number = number_in(*value);
  if (!number || (!t.above && !t.below)) return false;
  return (!t.above || *number > *t.above) && (!t.below || *number < *t.below);
}

Style style_of(const Segment& segment, const State& state, bool& warns) {
  Style style = segment.style;
  for (const Threshold& threshold : segment.thresholds) {
    if (!holds(threshold, state)) continue;
    warns = true;
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

// An absent field hides the segment if it is a bare placeholder, but not if it is in a condition.
std::string text_of(const Segment& segment, const Template& format, const State& state,
                    const FormStyle& look) {
  auto lookup = [&state](std::string_view name) { return field_value(state, name); };
  if (segment.hide_when_absent && !format.complete(lookup)) return "";
  return without_newlines(format.render(lookup, look));
}

bool shows_money(const Segment& segment) {
  const auto& names = segment.format.names();
  return std::any_of(names.begin(), names.end(), [](std::string_view name) {
    const Field* field = find_field(name);
    return field && field->unit == Unit::kUsd;
  });
}

bool is_hidden(const Segment& segment, const State& state, ShowMoney money) {
  if (money == ShowMoney::kAlways) return false;
  bool subscribed = state.limits.five_hour.used_pct || state.limits.seven_day.used_pct;
  return (money == ShowMoney::kOff || subscribed) && shows_money(segment);
}

// The URL of a segment's link; empty when unknown.
std::string address_of(LinkTo link, const State& state) {
  auto said = [&state](std::string_view name) {
    MaybeValue value = field_value(state, name);
    const auto* text = value ? std::get_if<std::string>(&value->scalar) : nullptr;
    return text ? *text : std::string();
  };
  if (link == LinkTo::kPullRequest) return said("pr.url");
  if (link == LinkTo::kDirectory) return file_address(said("session.cwd"));
  if (link == LinkTo::kNothing) return "";
  std::string host = said("repo.host"), owner = said("repo.owner"), name = said("repo.name");
  if (host.empty() || owner.empty() || name.empty()) return "";
  std::string repository =
      fmt::format("https://{}/{}/{}", address_part(host), address_part(owner), address_part(name));
  // GitHub's URL; GitLab and Gitea accept it too. Only branches have one, not commits or
  // operations.
  bool is_branch = state.git.files && !state.git.files->head.ref.empty();
  if (link == LinkTo::kBranch)
    return is_branch ? repository + "/tree/" + address_part(said("git.branch")) : "";
  return repository;
}

// Added to priorities, so that segments with a warning are the last to be left out.
constexpr int kWarning = 10'000, kMarker = 100'000;

class LineRenderer {
 public:
  LineRenderer(const State& state, const LineConfig& config, const LineStyle& look,
               const ExternalOutput& external)
      : state_(state), config_(config), external_(external), look_(config.look) {
    look_.color = look.color, look_.depth = look.depth, look_.columns = look.columns,
    look_.links = look.links;
    forms_.ascii = config.icons == Icons::kNone;
    forms_.home = state.home, forms_.now = state.now;
    forms_.color = look_.color && !look_.powerline;
    forms_.theme = look_.theme, forms_.depth = look_.depth;
  }

  std::string row(const std::vector<Segment>& segments, std::vector<Piece> pieces,
                  std::vector<ShownSegment>* shown) const {
    for (const Segment& segment : segments) {
      if (is_hidden(segment, state_, config_.money)) continue;
      std::string text = segment.command.empty()
                             ? text_of(segment, segment.format, state_, forms_)
                             : keep_sgr(external_(segment), look_.color, look_.links);
      if (trim(text).empty()) continue;
      if (shown) shown->push_back({segment.name, text});
      pieces.push_back(piece(segment, text));
    }
    std::string out;
    if (pieces.empty()) return out;
    for (const std::string& line : lay_out(std::move(pieces), look_)) out += line + "\n";
    return out;
  }

 private:
  Piece piece(const Segment& segment, const std::string& text) const {
    bool warns = false;
    Piece out;
    out.style = style_of(segment, state_, warns);
    out.priority = segment.priority + (warns ? kWarning : 0);
    std::string icon = icon_of(segment, config_.icons);
    if (!icon.empty()) icon += ' ';
    std::string address = look_.links ? address_of(segment.link, state_) : "";
    out.text = icon + linked(text, address);
    if (segment.short_format.empty() && segment.max_width == 0) return out;
    out.shorter = [this, &segment, icon, text, address] {
      std::string cut = shorter(segment, text);
      return trim(cut).empty() ? "" : icon + linked(cut, address);
    };
    return out;
  }

  std::string shorter(const Segment& segment, std::string text) const {
    if (!segment.short_format.empty())
      text = text_of(segment, Template::parse(segment.short_format, field_names()), state_, forms_);
    return segment.max_width > 0 ? truncate_to_width(text, segment.max_width) : text;
  }

  const State& state_;
  const LineConfig& config_;
  const ExternalOutput& external_;
  LineStyle look_;
  FormStyle forms_;
};

}  // namespace

std::string render_line(const State& state, const LineConfig& config, const LineStyle& look,
                        const LineMark& mark, const ExternalOutput& external,
                        std::vector<ShownSegment>* shown) {
  LineRenderer renderer(state, config, look, external);
  std::vector<Piece> marks;
  if (!mark.text.empty())
    marks.push_back({mark.text, *parse_style("red"), kMarker, [&mark] { return mark.short_text; }});
  std::string out;
  for (const auto& row : config.rows) out += renderer.row(row, std::exchange(marks, {}), shown);
  return out;
}

int status_line_columns(int columns, int margin) { return std::max(1, columns - 4 - 2 * margin); }

Piece render_segment(const State& state, const Segment& segment) {
  bool warns = false;
  FormStyle look;
  look.now = state.now;
  return {text_of(segment, segment.format, state, look), style_of(segment, state, warns),
          segment.priority};
}

std::string keep_sgr(std::string_view text, bool color, bool links) {
  std::string out;
  bool open = false;  // inside a link
  while (!text.empty()) {
    std::size_t esc = text.find('\x1b');
    out += printable(text.substr(0, esc));
    if (esc == std::string_view::npos) break;
    text.remove_prefix(esc);
    std::size_t end = text.size() > 1 && text[1] == '[' ? text.find_first_not_of("0123456789;:", 2)
                                                        : std::string_view::npos;
    bool is_sgr = end != std::string_view::npos && text[end] == 'm';
    LinkSequence link = is_sgr ? LinkSequence{} : link_sequence(text);
    std::size_t length = is_sgr ? end + 1 : link.length;
    if (length == 0) {
      out += printable(text.substr(0, length = 1));
    } else if (is_sgr ? color : links) {
      out += text.substr(0, length);
      if (!is_sgr) open = link.opens;
    }
    text.remove_prefix(length);
  }
  return open ? out + std::string(kLinkEnd) : out;
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
    throw Failure{Exit::kUsage,
                  fmt::format("--width {}: not a number of columns", printable(text))};
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
  add("subagents", false, [&](const std::string&) { o.place = Place::kSubagents; });
  add("tmux", false, [&](const std::string&) { o.target = Target::kTmux; });
  add("live", false, [&](const std::string&) { o.wanted.live = true; });
  add("recent", true,
      [&](const std::string& age) { o.wanted.since = now - span_argument("--recent", age); });
  add("over", true,
      [&](const std::string& tokens) { o.over = TokenBound::parse("--over", tokens); });
  add("color", true, [&](const std::string& when) { o.color = color_argument("--color", when); });
  add("width", true, [&](const std::string& columns) { o.width = columns_of(columns); });
  add("above", true, [&](const std::string& command) { o.above = command; });
  add("preset", true, [&](const std::string& name) {
    if (!find_preset(name))
      throw Failure{Exit::kUsage, fmt::format("--preset {}: unknown; the presets are {}",
                                              printable(name), preset_names())};
    o.preset = name;
  });
  add("preview", false, [&](const std::string&) { o.preview = true; });
  add("segments", false, [&](const std::string&) { o.segments = true; });
  parse_live(call, std::move(all));
  if (!o.above.empty() && (o.json || !o.fills_row()))
    throw Failure{Exit::kUsage, "--above: does not go with --json, --tmux or --prompt"};
  if (o.place == Place::kSubagents && (o.json || o.preview || o.segments || !o.preset.empty()))
    throw Failure{Exit::kUsage, "--subagents: does not go with --json or another look"};
  if (o.preview + o.segments + o.has_format + !o.preset.empty() > 1)
    throw Failure{Exit::kUsage, "give only one of --format, --preset, --preview, --segments"};
  return o;
}

}  // namespace wick
