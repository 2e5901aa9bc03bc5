// SPDX-License-Identifier: MIT
// Ready-made status lines, written as a wick.toml would describe them, and an imaginary session in
// the middle of its work: looks are drawn with its figures until there is a real one.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/env.h"
#include "lib/live/line_config.h"
#include "lib/live/load.h"

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

/// The session at env.now in env.cwd: warm for 4m22s, with a subscription's limits. Keeps nothing.
State sample_state(const Env& env, Needs needs, const PriceTable& prices);

}  // namespace wick
