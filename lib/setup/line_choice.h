// SPDX-License-Identifier: MIT
// The chosen look of the status line as the [line] table of a wick.toml.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/env.h"
#include "lib/live/line_config.h"
#include "lib/live/presets.h"
#include "lib/setup/edit.h"

namespace wick {

using NamedRows = std::vector<std::vector<std::string>>;

/// A preset (null: what the file has) and changes to it. Empty members change nothing.
struct LineChoice {
  const Preset* preset = nullptr;
  std::string theme, icons;
  std::string style;  // "plain", or the powerline separator
  std::optional<NamedRows> rows;
};

/// The values that a choice may have, as in wick.toml.
std::span<const std::string_view> style_words();
std::span<const std::string_view> icon_words();
std::vector<std::string_view> theme_words();

/// The path of wick.toml. Failure{kUsage} when HOME is not set.
std::string wick_toml(const Env& env);

/// The text of that file with the choice. For a preset, [line] is rewritten, with comments; only
/// the margin stays, because it does not depend on the look. Without a preset, only the keys that
/// differ are changed. Failure{kConfig}.
std::string with_choice(const std::string& text, const LineChoice& choice, const std::string& path);

/// The line that a text describes; errors are ignored.
LineConfig line_of_text(const std::string& text, const std::string& path);

/// The names of its segments.
NamedRows names_of(const LineConfig& config);

/// The choice as a change. Undoing it restores [line] except the margin.
Edit look_edit(const std::string& path, const LineChoice& choice);

/// Sets margin in [line] to the padding of Claude Code's statusLine setting. Backed up and undone
/// separately from the look.
Edit margin_edit(const std::string& path, const std::string& padding);

}  // namespace wick
