// SPDX-License-Identifier: MIT
// The segments of a line, and the built-in ones. wick.toml(5) describes them.
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

/// "When a field is above (or below) a number, or equals a text, use this style." If several hold,
/// the last one wins.
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
  std::string short_format;  // tried when the line is too wide, before segments are left out
  std::vector<std::string_view> short_names = {};  // the fields of the user's short format
  std::string command;  // external: the segment shows its last output instead of a format
  std::string icon_unicode, icon_nerd;
  Style style;
  std::vector<Threshold> thresholds;
  int priority = 50;             // the lowest is dropped first when the line is too wide
  int max_width = 0;             // columns; cut to this when the line is too wide; 0: never
  bool hide_when_absent = true;  // hide the segment when a field of its format has no value
  LinkTo link = LinkTo::kNothing;
  std::int64_t wait_ms = 0;     // external: how long the line waits for a command that is due
  std::int64_t timeout_s = 5;   // external: the command is killed after that
  std::int64_t refresh_s = 10;  // external: the command runs again when its output is older
};

/// The fields that a link needs.
std::vector<std::string_view> names_of_link(LinkTo link);

/// Empty when there is no built-in segment of that name.
std::optional<Segment> built_in_segment(std::string_view name);

/// The name of each built-in segment, and what it shows.
std::vector<std::pair<std::string_view, std::string_view>> built_in_segments();

}  // namespace wick
