// SPDX-License-Identifier: MIT
// An entry of Claude Code's settings.json.
#pragma once

#include <string>
#include <vector>

namespace wick {

struct SettingsEntry {
  std::vector<std::string> member;  // one or two names, outermost first: permissions, deny
  std::string value;                // JSON
  bool in_list = false;             // the member is a list that contains the value
  bool operator==(const SettingsEntry&) const = default;
};

}  // namespace wick
