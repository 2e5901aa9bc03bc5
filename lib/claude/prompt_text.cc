// SPDX-License-Identifier: MIT
#include "lib/claude/prompt_text.h"

#include <algorithm>
#include <iterator>

#include "lib/base/text.h"

namespace wick {

bool looks_typed(std::string_view text) {
  constexpr std::string_view kNotTyped[] = {
      "<local-command-stdout>", "<local-command-stderr>", "<local-command-caveat>",
      "<bash-stdout>",          "<bash-stderr>",          "<task-notification>",
      "<system-reminder>",      "[Request interrupted by user",
  };
  text = trim(text);
  return std::none_of(std::begin(kNotTyped), std::end(kNotTyped), [text](std::string_view start) {
    return text.substr(0, start.size()) == start;
  });
}

}  // namespace wick
