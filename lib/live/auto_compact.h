// SPDX-License-Identifier: MIT
// When Claude Code compacts a context automatically, according to its settings and environment.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/env.h"

namespace wick {

/// A setting and where it was found.
struct CompactSetting {
  double value = 0;
  std::string file, key;  // no file: the environment
  std::string model;      // for a setting in modelSettings: the model id as written there
};

/// The settings found, the one with precedence first.
struct AutoCompact {
  std::optional<CompactSetting> off;    // the setting that turned it off
  std::vector<CompactSetting> windows;  // windows to use instead; 0: "auto", the model's own
  std::optional<CompactSetting> percent;
};

/// Reads the settings files (the one with precedence first), their `env` and the environment.
/// Values given to `claude --settings` or `--autocompact` cannot be seen.
AutoCompact read_auto_compact(const Env& env, const std::vector<std::string>& files);

/// The window configured for a model; null when none is set, or it is "auto".
const CompactSetting* compact_window(const AutoCompact& set, std::string_view model_id);

/// The context size, in tokens, at which the client compacts: 33,000 below the model's window, or
/// below the configured window if that is smaller (20,000 for an answer and 13,000 for the summary,
/// according to the client's documentation and third-party analyses). A configured percentage
/// applies to the window less 20,000, and can only lower the result. Empty where auto-compaction is
/// off.
std::optional<std::int64_t> auto_compact_at(const AutoCompact& set, std::string_view model_id,
                                            std::int64_t window);

}  // namespace wick
