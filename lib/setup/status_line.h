// SPDX-License-Identifier: MIT
// wick's entry in the text of a settings.json. An empty text counts as {}.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace wick {

/// What to do with a status line that is not wick's.
enum class Foreign { kRefuse, kReplace, kWrap };

/// The entry's parameters.
struct StatusLineEntry {
  std::string path;     // of the settings, for messages
  std::string program;  // "wick-line", or its path
  Foreign foreign = Foreign::kRefuse;
  std::function<bool(const std::string&)> can_run;  // whether Claude Code finds the program
};

/// The settings with wick's status line; empty when they already have it. Failure{kData} when they
/// are not a JSON object, {kNo} when there is another status line and `foreign` is kRefuse.
std::optional<std::string> with_status_line(const std::string& settings,
                                            const StatusLineEntry& entry);

/// The settings with the status line of `before`, or without one; `before` itself if nothing else
/// differs. Empty when the status line is not wick's. Failure{kData}.
std::optional<std::string> without_status_line(const std::string& settings,
                                               const std::string& before, const std::string& path);

/// Whether settings turn status lines off, or have one. For files that wick does not change; false
/// for invalid ones.
bool turns_hooks_off(const std::string& settings);
bool has_status_line(const std::string& settings);
/// The text of the status line's padding; empty without one.
std::string status_line_padding(const std::string& settings);

}  // namespace wick
