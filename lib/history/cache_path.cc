// SPDX-License-Identifier: MIT
#include "lib/history/cache_path.h"

#include <cstdio>

#include "lib/base/hash.h"
#include "lib/claude/dirs.h"

namespace wick {

std::string history_cache_path(const Env& env, std::string_view name) {
  std::string home = cache_home(env);
  if (home.empty()) return "";
  std::string path = home + "/" + std::string(name);
  if (env.claude_config_dir.empty()) return path;
  std::string folders;
  for (const std::string& dir : possible_config_dirs(env)) folders += dir + '\n';
  char suffix[24];
  std::snprintf(suffix, sizeof suffix, "-%016llx",
                static_cast<unsigned long long>(hash_bytes(folders)));
  return path + suffix;
}

}  // namespace wick
