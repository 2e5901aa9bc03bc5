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

/// What stands in front of a line in which something is wrong; the short text where there is no room.
struct LineMark {
  std::string text, short_text;
};

/// A segment as it will be shown: for --json.
struct ShownSegment {
  std::string name, text;
};

/// The last output of an external segment; empty when there is none yet.
using ExternalOutput = std::function<std::string(const Segment&)>;

/// The rows, each ended by a newline; rows without a visible segment are left out. `look` has width,
/// colour and its depth, and whether there are links; all else comes from the configuration. `mark`, when not empty, is put in
/// front. `shown`, when given, is told of what is visible.
std::string render_line(const State& state, const LineConfig& config, const LineStyle& look,
                        const LineMark& mark, const ExternalOutput& external,
                        std::vector<ShownSegment>* shown = nullptr);

/// Columns that Claude Code shows of a status line: of the terminal's four less, two less again for each unit of its
/// padding; the rest is cut off (measured on client 2.1.332).
int status_line_columns(int columns, int margin);

/// One segment, without its icon; no text when it is hidden. Not for external ones.
Piece render_segment(const State& state, const Segment& segment);

/// `text` with all control characters replaced but SGR sequences and links kept (`color`, `links`) or taken away: for
/// the output of external commands. A link that is not ended is.
std::string keep_sgr(std::string_view text, bool color, bool links = false);

// wick-line's options.

struct LineOptions : LiveOptions {
  Place place = Place::kStatusLine;   // --prompt: another
  Target target = Target::kTerminal;  // --prompt, --tmux
  std::optional<TokenBound> over;
  std::string color;  // always, never, auto; empty: the environment decides
  int width = 0;      // columns; 0: the terminal's, where the line fills a row
  std::string above;  // another status line command
  std::string preset;  // one of presets.h's; empty: wick.toml decides
  bool preview = false;   // all presets
  bool segments = false;  // all segments that come with wick

  /// A status line fills its row; what stands in a prompt or in tmux has no width of its own.
  bool fills_row() const { return place == Place::kStatusLine && target == Target::kTerminal; }
};

/// Parses the command line; `now` is what --recent counts from. Failure{kUsage}.
LineOptions parse_line_options(const Call& call, TimeMs now);

}  // namespace wick
