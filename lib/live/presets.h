// SPDX-License-Identifier: MIT
// Looks to begin with: lines as a wick.toml would have them.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "lib/live/line_config.h"

namespace wick {

struct Preset {
  std::string_view name, shows;
  std::string_view toml;  // what `preset = "NAME"` stands for
};

std::span<const Preset> presets();
/// Null where there is none of that name.
const Preset* find_preset(std::string_view name);
/// "minimal, default, ...", for messages.
std::string preset_names();

/// The status line that a preset describes.
LineConfig preset_line(const Preset& preset);

}  // namespace wick
