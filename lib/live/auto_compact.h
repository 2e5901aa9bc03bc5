// SPDX-License-Identifier: MIT
// When Claude Code compacts a context by itself, as its settings and environment say.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/env.h"

namespace wick {

/// A setting and where it stands.
struct CompactSetting {
  double value = 0;
  std::string file, key;  // no file: the environment
  std::string model;      // of modelSettings: the id, as it is written
};

/// What is set, the strongest word of each first. Empty: nothing is.
struct AutoCompact {
  std::optional<CompactSetting> off;      // who turned it off
  std::vector<CompactSetting> windows;    // smaller windows to go by; 0: "auto", the model's own
  std::optional<CompactSetting> percent;
};

/// What the files say (the one that wins first), their `env` and the environment. What was given to
/// `claude --settings` or `--autocompact` is not seen.
AutoCompact read_auto_compact(const Env& env, const std::vector<std::string>& files);

/// The smaller window that a model's contexts are compacted by; null when none is set.
const CompactSetting* compact_window(const AutoCompact& set, std::string_view model_id);

/// From how many tokens on a context is compacted: 33,000 below the model's window, or the smaller one that
/// is set (20,000 for an answer and 13,000 for the summary: the client's documentation, and third-party
/// analyses of it). A percentage is of all but the 20,000, and can only lower it. Empty where it is off.
std::optional<std::int64_t> auto_compact_at(const AutoCompact& set, std::string_view model_id, std::int64_t window);

}  // namespace wick
