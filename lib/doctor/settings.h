// SPDX-License-Identifier: MIT
// Where things stand in a JSON file that people write: for messages.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/env.h"
#include "lib/claude/dirs.h"

namespace wick {

struct JsonPlaces {
  std::map<std::string, std::size_t, std::less<>> lines;  // "statusLine.command" to its line
  std::string fault;  // "LINE:COLUMN: expected ..."; empty for valid JSON
};

/// Goes through `text` by the grammar of RFC 8259; keys in arrays are not noted.
JsonPlaces json_places(std::string_view text);

// Claude Code's settings, as far as they concern the status line.

/// One settings file. Empty members are keys that it does not have.
struct SettingsFile {
  std::string path;
  bool managed = false;
  std::string fault;  // why it cannot be read: "LINE:COLUMN: REASON"
  std::optional<std::string> type, command;
  std::optional<double> refresh_s;
  std::optional<double> padding;  // units of two columns
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
