// SPDX-License-Identifier: MIT
// Ready-made status lines, written as a wick.toml would describe them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/live/line_config.h"

namespace wick {

struct Preset {
  std::string_view name, shows;
  std::string_view toml;  // the text that `preset = "NAME"` stands for
};

std::span<const Preset> presets();
/// Null when there is no preset of that name.
const Preset* find_preset(std::string_view name);
/// "minimal, default, ...", for messages.
std::string preset_names();

LineConfig preset_line(const Preset& preset);

/// The names of all fields that presets and built-in segments show.
std::vector<std::string_view> fields_of_looks();

}  // namespace wick
