// SPDX-License-Identifier: MIT
// What wick-line shows: wick.toml, or the default. wick.toml(5) describes the file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/base/toml.h"
#include "lib/output/color.h"
#include "lib/output/template.h"

namespace wick {

/// "when a field is above (or below) a number, or equals a text, use this style". Of several that
/// hold, the last wins.
struct Threshold {
  std::string field;
  std::optional<double> above, below;
  std::string equals;
  Style style;
};

enum class Icons { kNone, kUnicode, kNerd };

struct Segment {
  std::string name;
  Template format;
  std::string command;  // external: its last output is shown instead of a format
  std::string icon_unicode, icon_nerd;
  Style style;
  std::vector<Threshold> thresholds;
  int priority = 50;             // the lowest is dropped first when the line is too wide
  bool hide_when_absent = true;  // hidden when a field of its format has no value
  std::int64_t timeout_s = 5;    // external: killed after that
  std::int64_t refresh_s = 10;   // external: run again when its output is older
};

struct LineConfig {
  std::vector<std::vector<Segment>> rows;
  std::string separator = " · ";
  Icons icons = Icons::kNone;
  bool powerline = false;
  int margin = 0;  // the padding of Claude Code's statusLine setting, in its units

  /// Every field that a segment uses.
  std::vector<std::string_view> names() const;
};

/// Where a line is shown: each place has its table in wick.toml and its own default segments.
enum class Place {
  kStatusLine,  // [line]
  kPrompt,      // [prompt]: one row, and times of day in place of what would have to count down
};

/// The line without a configuration file.
LineConfig default_line(Place place);

/// A segment that comes with wick, by its name.
Segment built_in_segment(std::string_view name);

/// One segment with this format: wick-line --format. Failure{kUsage}.
LineConfig line_of_format(const std::string& format);

/// The line that a wick.toml describes. Failure{kConfig, "FILE:LINE:COLUMN: REASON"}.
LineConfig line_config(const TomlValue& file, Place place);

/// All rows in one, for where there is only one.
void join_rows(LineConfig& config);

}  // namespace wick
