// SPDX-License-Identifier: MIT
// The positions of keys in a hand-written JSON file, for messages.
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
  std::map<std::string, std::size_t, std::less<>> lines;  // key ("statusLine.command") to line
  std::string fault;  // "LINE:COLUMN: expected ..."; empty for valid JSON
};

/// Checks `text` against the grammar of RFC 8259 and finds its keys, except those in arrays.
JsonPlaces json_places(std::string_view text);

// Claude Code's settings that concern the status line.

/// One settings file. Empty members: the file does not have the key.
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

/// The existing settings files, in order of precedence: managed, the project's (local, then
/// shared), the user's in the configuration folders. A key hides the same key in later files.
std::vector<SettingsFile> read_settings(const Env& env, const std::vector<std::string>& managed,
                                        const std::string& project);

/// Parses the text of one settings file.
SettingsFile parse_settings(const std::string& json, const std::string& path);

}  // namespace wick
