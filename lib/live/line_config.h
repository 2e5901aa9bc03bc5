// SPDX-License-Identifier: MIT
// What wick-line shows: wick.toml, or the default. wick.toml(5) describes the file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/base/toml.h"
#include "lib/live/segments.h"
#include "lib/output/row.h"

namespace wick {

/// Whether segments with amounts of money are shown.
enum class ShowMoney {
  kAlways,
  kApi,  // only where Claude Code reports no subscription limits
  kOff,
};

/// Whether segments are hyperlinks.
enum class ShowLinks { kAuto, kOn, kOff };

struct LineConfig {
  std::vector<std::vector<Segment>> rows;
  LineStyle look;  // without colour and width
  Icons icons = Icons::kNone;
  ShowMoney money = ShowMoney::kAlways;
  ShowLinks links = ShowLinks::kAuto;  // kAuto: on terminals known to support them
  int margin = 0;  // the padding of Claude Code's statusLine setting, in its units

  /// Every field that a segment uses.
  std::vector<std::string_view> names() const;
  /// Every field that a segment's link uses.
  std::vector<std::string_view> names_of_links() const;
};

/// Where a line is shown. Each place has a table in wick.toml and default segments of its own.
enum class Place {
  kStatusLine,  // [line]
  kPrompt,      // [prompt]: one row; shows times of day, since it is not redrawn to count down
  kSubagents,   // [subagents]: the row of a subagent in Claude Code's agent panel
};

/// The line without a configuration file.
LineConfig default_line(Place place);

/// A line of one segment with this format, for wick-line --format. Failure{kUsage}.
LineConfig line_of_format(const std::string& format);

/// The line that a wick.toml describes. With `slips`, a key with an error is ignored and the error
/// is added there; without, Failure{kConfig, "FILE:LINE:COLUMN: REASON"}.
LineConfig line_config(const TomlValue& file, Place place,
                       std::vector<std::string>* slips = nullptr);

/// Moves all segments into the first row, for places that have only one.
void join_rows(LineConfig& config);

}  // namespace wick
