// SPDX-License-Identifier: MIT
// An entry of Claude Code's settings.json.
#pragma once

#include <string>
#include <vector>

namespace wick {

struct SettingsEntry {
  std::vector<std::string> member;  // names, the outermost first, one or two: permissions, deny
  std::string value;                // a JSON text
  bool in_list = false;             // the member is a list, and the value is in it
  bool operator==(const SettingsEntry&) const = default;
};

}  // namespace wick
