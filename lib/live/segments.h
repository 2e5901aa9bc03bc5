// SPDX-License-Identifier: MIT
// The segments of a line, and those that come with wick. wick.toml(5) describes them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

/// What a segment links to, where links are shown.
enum class LinkTo : unsigned char { kNothing, kPullRequest, kRepository, kBranch, kDirectory };

enum class Icons { kNone, kUnicode, kNerd };

struct Segment {
  std::string name;
  Template format;
  std::string short_format;  // where the line is too wide, before a segment is left out; empty: none
  std::vector<std::string_view> short_names = {};  // the fields of a short format of the user's
  std::string command;  // external: its last output is shown instead of a format
  std::string icon_unicode, icon_nerd;
  Style style;
  std::vector<Threshold> thresholds;
  int priority = 50;             // the lowest is dropped first when the line is too wide
  int max_width = 0;             // columns; cut to so many when the line is too wide; 0: never
  bool hide_when_absent = true;  // hidden when a field of its format has no value
  LinkTo link = LinkTo::kNothing;
  std::int64_t wait_ms = 0;      // external: the line waits so long for it when it is due
  std::int64_t timeout_s = 5;    // external: killed after that
  std::int64_t refresh_s = 10;   // external: run again when its output is older
};

/// The fields that its link is made of.
std::vector<std::string_view> names_of_link(LinkTo link);

/// A segment that comes with wick, by its name; empty when there is none.
std::optional<Segment> built_in_segment(std::string_view name);

/// The name of each, and what it shows.
std::vector<std::pair<std::string_view, std::string_view>> built_in_segments();

}  // namespace wick
