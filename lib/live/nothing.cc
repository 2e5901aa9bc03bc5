// SPDX-License-Identifier: MIT
#include "lib/live/nothing.h"

#include <vector>

#include "lib/claude/dirs.h"
#include "lib/view/shorten.h"

namespace wick {

std::string searched_places(const Env& env) {
  std::vector<std::string> dirs = config_dirs(env);
  if (dirs.empty()) dirs = possible_config_dirs(env);
  std::string out;
  for (const std::string& dir : dirs) out += (out.empty() ? "" : ", ") + shorten_home(dir, env.home);
  return out.empty() ? "HOME" : out;
}

std::string nothing_found(const Env& env, const std::string& filter, const std::string& what) {
  std::string where = searched_places(env);
  if (config_dirs(env).empty())
    return where + ": no Claude Code folder; run claude once, or set CLAUDE_CONFIG_DIR to its folder";
  if (filter.empty())
    return where + ": no " + what + " yet; send a prompt in claude, or set CLAUDE_CONFIG_DIR to another folder";
  return filter + ": no " + what + " in " + where + "; widen this, or leave it out";
}

}  // namespace wick
