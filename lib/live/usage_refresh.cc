// SPDX-License-Identifier: MIT
#include "lib/live/usage_refresh.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/detached.h"
#include "lib/base/file.h"
#include "lib/base/program.h"
#include "lib/history/usage_now.h"

namespace wick {
namespace {

constexpr TimeMs kOften = 60000;

bool is_lately(TimeMs time, TimeMs now) { return time <= now && now - time < kOften; }

bool is_due(const Env& env) {
  auto usage = read_usage_now(env);
  return !usage || !usage->today || !is_lately(usage->told, env.now);
}

// The lock's file has the process that was started last, and its time is when that was. An empty
// one was just made.
bool was_tried(const std::string& lock, const Env& env) {
  auto info = file_info(lock);
  return info && info->size > 0 && is_lately(info->modified, env.now);
}

bool note_start(int lock, const Env& env) {
  if (::ftruncate(lock, 0) != 0) return false;
  if (!write_all(lock, std::to_string(::getpid()) + "\n")) return false;
  timespec given{static_cast<time_t>(env.now / 1000), static_cast<long>(env.now % 1000) * 1000000};
  timespec times[2] = {given, given};
  return !env.now_is_given || ::futimens(lock, times) == 0;
}

// In the detached process, which becomes wick-usage: the descriptor stays open, and so the lock is
// held until that ends.
void become(const std::string& program, const std::string& lock_path, const Env& env) {
  if (!make_dirs(parent_dir(lock_path))) return;
  int lock = ::open(lock_path.c_str(), O_WRONLY | O_CREAT, 0600);
  if (lock < 0 || ::flock(lock, LOCK_EX | LOCK_NB) != 0) return;
  // Another line may have started it, and it may be done, since this one looked.
  if (was_tried(lock_path, env) || !note_start(lock, env)) return;
  ::execl(program.c_str(), program.c_str(), "-q", static_cast<char*>(nullptr));
}

}  // namespace

void refresh_usage(const Env& env, const char* argv0) {
  std::string path = usage_now_path(env);
  if (path.empty()) return;
  std::string lock = path + ".lock";
  if (was_tried(lock, env) || !is_due(env)) return;
  std::string program = sibling("wick-usage", argv0);
  if (program.find('/') == std::string::npos) return;  // not beside: not of this version
  run_detached([&] { become(program, lock, env); });
}

}  // namespace wick
