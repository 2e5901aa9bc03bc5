// SPDX-License-Identifier: MIT
// Claude Code's settings, as far as they concern the status line.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/env.h"
#include "lib/claude/dirs.h"
#include "lib/doctor/json_places.h"

namespace wick {

/// One settings file. Empty members are keys that it does not have.
struct SettingsFile {
  std::string path;
  bool managed = false;
  std::string fault;  // why it cannot be read: "LINE:COLUMN: REASON"
  std::optional<std::string> type, command;
  std::optional<double> refresh_s;
  std::optional<bool> disable_hooks, managed_only;
  bool has_status_line = false;
  JsonPlaces places;

  /// "PATH:LINE" of a key.
  std::string where(std::string_view key) const;
};

/// The settings files that are there, the one that wins first: managed, then of the project (local,
/// shared), then the user's in the configuration folders. A layer that has a key hides the same key
/// of those behind it.
std::vector<SettingsFile> read_settings(const Env& env, const std::vector<std::string>& managed,
                                        const std::string& project);

/// The text of one settings file, understood.
SettingsFile parse_settings(const std::string& json, const std::string& path);

}  // namespace wick
