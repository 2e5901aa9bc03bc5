// SPDX-License-Identifier: MIT
// wick-line's options.
#pragma once

#include <optional>
#include <string>

#include "lib/cli/run.h"
#include "lib/live/line_config.h"
#include "lib/live/live.h"
#include "lib/live/predicate.h"
#include "lib/view/escape.h"

namespace wick {

struct LineOptions : LiveOptions {
  Place place = Place::kStatusLine;   // --prompt: another
  Target target = Target::kTerminal;  // --prompt, --tmux
  std::optional<TokenBound> over;
  std::string color;  // always, never, auto; empty: the environment decides
  int width = 0;      // columns; 0: the terminal's, where the line fills a row
  std::string above;  // another status line command

  /// A status line fills its row; what stands in a prompt or in tmux has no width of its own.
  bool fills_row() const { return place == Place::kStatusLine && target == Target::kTerminal; }
};

/// Parses the command line; `now` is what --recent counts from. Failure{kUsage}.
LineOptions parse_line_options(const Call& call, TimeMs now);

}  // namespace wick
