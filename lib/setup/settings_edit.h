// SPDX-License-Identifier: MIT
// Entries that wick-waste adds to Claude Code's settings and can remove again.
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
  SettingsEntry entry;  // appended if it is for a list
  bool operator==(const SettingsChange&) const = default;
};

/// Makes the changes, or only the diffs (`dry_run`). A variable that the user has set keeps its
/// value. The changes made are recorded in the state folder, even if a later one throws a Failure.
Done apply_settings(const Env& env, const std::vector<SettingsChange>& wanted, bool dry_run);

/// Removes all entries added, except those that the user has changed since. A file that was not
/// changed otherwise becomes byte for byte what it was. The report is empty if there was nothing to
/// undo.
Done undo_settings(const Env& env, bool dry_run);

}  // namespace wick
