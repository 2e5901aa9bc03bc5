// SPDX-License-Identifier: MIT
// What was chosen of the status line's look, as the [line] table of a wick.toml.
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

/// A preset, or where that is null what the file has, and what is to be different. What is empty stays.
struct LineChoice {
  const Preset* preset = nullptr;
  std::string theme, icons;
  std::string style;  // "plain", or how blocks of powerline meet
  std::optional<NamedRows> rows;

  bool changes_nothing() const { return !preset && theme.empty() && icons.empty() && style.empty() && !rows; }
};

/// The words that a choice may have, as wick.toml has them.
std::span<const std::string_view> style_words();
std::span<const std::string_view> icon_words();
std::vector<std::string_view> theme_words();

/// Where wick.toml is. Failure{kUsage} when there is no HOME.
std::string wick_toml(const Env& env);

/// The text of that file with the choice: of [line] all is written anew for a preset, with comments, but for the
/// margin, which is no matter of looks; else the keys that differ. Failure{kConfig}.
std::string with_choice(const std::string& text, const LineChoice& choice, const std::string& path);

/// The line that a text describes, slips left aside.
LineConfig line_of_text(const std::string& text, const std::string& path);

/// The names of its segments.
NamedRows names_of(const LineConfig& config);

/// The choice as a change that can be undone: then [line] is as it was before, but for the margin.
Edit look_edit(const std::string& path, const LineChoice& choice);

/// [line] margin, which is the padding of Claude Code's statusLine setting. Kept and undone apart from the look.
Edit margin_edit(const std::string& path, const std::string& padding);

}  // namespace wick
