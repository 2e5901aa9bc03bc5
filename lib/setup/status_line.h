// SPDX-License-Identifier: MIT
// wick's entry in the text of a settings.json. No text, or one of white space, counts as {}.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace wick {

/// What to do with a status line that is not wick's.
enum class Foreign { kRefuse, kReplace, kWrap };

/// What there is to know for an entry.
struct StatusLineEntry {
  std::string path;     // of the settings, for messages
  std::string program;  // "wick-line", or its path
  Foreign foreign = Foreign::kRefuse;
  std::function<bool(const std::string&)> can_run;  // does Claude Code find it?
};

/// The settings with wick's status line; empty when they have it. Failure{kData} when they are not
/// a JSON object, {kNo} when a foreign status line is in the way.
std::optional<std::string> with_status_line(const std::string& settings,
                                            const StatusLineEntry& entry);

/// The settings with the status line that `before` has, or none; `before` itself where it has
/// nothing else. Empty when wick's line is not there. Failure{kData}.
std::optional<std::string> without_status_line(const std::string& settings,
                                               const std::string& before, const std::string& path);

/// Do settings turn status lines off, or have one of their own? For files other than the one that
/// is changed: what is not valid says nothing.
bool turns_hooks_off(const std::string& settings);
bool has_status_line(const std::string& settings);
/// The padding that they give the line, as it is written; empty where they give none.
std::string status_line_padding(const std::string& settings);

}  // namespace wick
