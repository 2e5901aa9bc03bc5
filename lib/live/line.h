// SPDX-License-Identifier: MIT
// A session's state as the rendered line.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "lib/cli/run.h"
#include "lib/live/line_config.h"
#include "lib/live/live.h"
#include "lib/live/state.h"
#include "lib/output/escape.h"
#include "lib/output/row.h"

namespace wick {

/// The mark in front of a line when something is wrong; `short_text` is used where space is short.
struct LineMark {
  std::string text, short_text;
};

/// A visible segment, for --json.
struct ShownSegment {
  std::string name, text;
};

/// The last output of an external segment; empty when there is none yet.
using ExternalOutput = std::function<std::string(const Segment&)>;

/// The rows, each ended by a newline; rows without a visible segment are left out. Only width,
/// colour, colour depth and links are taken from `look`, the rest from `config`. `mark` is put in
/// front of the first row. `shown`, when given, receives the visible segments.
std::string render_line(const State& state, const LineConfig& config, const LineStyle& look,
                        const LineMark& mark, const ExternalOutput& external,
                        std::vector<ShownSegment>* shown = nullptr);

/// Columns that Claude Code shows of a status line: four fewer than the terminal has, and two fewer
/// again for each unit of padding; it cuts off the rest (measured on client 2.1.332).
int status_line_columns(int columns, int margin);

/// One segment without its icon; no text when it is hidden. Not for external segments.
Piece render_segment(const State& state, const Segment& segment);

/// Replaces control characters in the output of an external command. SGR sequences are kept if
/// `color` and links if `links`, else removed; a link that is left open is closed.
std::string keep_sgr(std::string_view text, bool color, bool links = false);

// wick-line's options.

struct LineOptions : LiveOptions {
  Place place = Place::kStatusLine;   // --prompt: kPrompt; --subagents: kSubagents
  Target target = Target::kTerminal;  // --prompt, --tmux
  std::optional<TokenBound> over;
  std::string color;      // always, never, auto; empty: the environment decides
  int width = 0;          // columns; 0: the terminal's width where fills_row(), else no limit
  std::string above;      // another status line command, shown above
  std::string preset;     // a name in presets.h; empty: wick.toml decides
  bool preview = false;   // all presets
  bool segments = false;  // all built-in segments

  /// False in a shell prompt and in tmux, where the available width is unknown.
  bool fills_row() const { return place == Place::kStatusLine && target == Target::kTerminal; }
};

/// Parses the command line; `now` is what --recent counts from. Failure{kUsage}.
LineOptions parse_line_options(const Call& call, TimeMs now);

}  // namespace wick
