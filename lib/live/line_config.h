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
  kApi,  // where Claude Code tells no limits of a subscription
  kOff,
};

/// Whether segments link to what they name.
enum class ShowLinks { kAuto, kOn, kOff };

struct LineConfig {
  std::vector<std::vector<Segment>> rows;
  LineStyle look;  // but for colour and width
  Icons icons = Icons::kNone;
  ShowMoney money = ShowMoney::kAlways;
  ShowLinks links = ShowLinks::kAuto;  // kAuto: where the terminal is known to show them
  int margin = 0;  // the padding of Claude Code's statusLine setting, in its units

  /// Every field that a segment uses.
  std::vector<std::string_view> names() const;
  /// The same of what its links lead to.
  std::vector<std::string_view> names_of_links() const;
};

/// Where a line is shown: each place has its table in wick.toml and its own default segments.
enum class Place {
  kStatusLine,  // [line]
  kPrompt,      // [prompt]: one row, and times of day in place of what would have to count down
};

/// The line without a configuration file.
LineConfig default_line(Place place);

/// One segment with this format: wick-line --format. Failure{kUsage}.
LineConfig line_of_format(const std::string& format);

/// The line that a wick.toml describes. With `slips`, a slip costs the key in which it stands, and is told there;
/// without, Failure{kConfig, "FILE:LINE:COLUMN: REASON"}.
LineConfig line_config(const TomlValue& file, Place place, std::vector<std::string>* slips = nullptr);

/// All rows in one, for where there is only one.
void join_rows(LineConfig& config);

}  // namespace wick
