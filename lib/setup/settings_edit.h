// SPDX-License-Identifier: MIT
// Entries of Claude Code's settings that wick-waste puts in, and takes out again.
#pragma once

#include <string>
#include <vector>

#include "lib/base/env.h"
#include "lib/claude/settings_entry.h"
#include "lib/setup/edit.h"

namespace wick {

/// One entry of a settings file.
struct SettingsChange {
  std::string file;
  SettingsEntry entry;  // in a list it becomes the last element
  bool operator==(const SettingsChange&) const = default;
};

/// Puts the changes in, or shows the diffs (`dry_run`). A variable that has a value of the user's own keeps it. What
/// was put in is remembered in the state folder. Failure, with what was done until then remembered.
Done apply_settings(const Env& env, const std::vector<SettingsChange>& wanted, bool dry_run);

/// Takes out all that was put in, but for what the user has changed since; byte for byte what was before, where
/// nothing else was changed. No report: there is nothing.
Done undo_settings(const Env& env, bool dry_run);

}  // namespace wick
