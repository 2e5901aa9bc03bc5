// SPDX-License-Identifier: MIT
#include "lib/live/refresh.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <string>

#include "lib/base/atomic_file.h"
#include "lib/base/file.h"
#include "lib/history/usage_now.h"

namespace wick {
namespace {

// A file with figures, and the program that updates it.
struct Kept {
  std::string path;
  const char* program;
  TimeMs often;
};

bool is_lately(TimeMs time, TimeMs now, TimeMs often) {
  return time >= 0 && time <= now && now - time < often;
}

// The lock file contains the id of the process started last, and its modification time is when that
// was. An empty lock file was only just created.
bool was_tried(const std::string& lock, const Kept& kept, const Env& env) {
  auto info = file_info(lock);
  return info && info->size > 0 && is_lately(info->modified, env.now, kept.often);
}

bool note_start(int lock, const Env& env) {
  if (::ftruncate(lock, 0) != 0) return false;
  if (!write_all(lock, std::to_string(::getpid()) + "\n")) return false;
  return !env.now_is_given || set_modified(lock, env.now);
}

// Runs in the detached process and replaces it with the program. The lock's descriptor stays open,
// so the lock is held until the program ends.
void become(const std::string& program, const std::string& lock_path, const Kept& kept,
            const Env& env) {
  if (!make_dirs(parent_dir(lock_path))) return;
  int lock = ::open(lock_path.c_str(), O_WRONLY | O_CREAT, 0600);
  if (lock < 0 || ::flock(lock, LOCK_EX | LOCK_NB) != 0) return;
  // Another line may have run the program since this one checked.
  if (was_tried(lock_path, kept, env) || !note_start(lock, env)) return;
  ::execl(program.c_str(), program.c_str(), "-q", static_cast<char*>(nullptr));
}

// `counted_at` returns when the figures were counted. It reads a file, so it is called last.
template <class CountedAt>
void add_refresh(const Env& env, const char* argv0, const Kept& kept, CountedAt counted_at,
                 Works& works) {
  if (kept.path.empty()) return;
  std::string lock = kept.path + ".lock";
  if (was_tried(lock, kept, env) || is_lately(counted_at(), env.now, kept.often)) return;
  std::string program = sibling(kept.program, argv0);
  if (program.find('/') == std::string::npos) return;  // not in the same folder
  works.push_back([program, lock, kept, &env] { become(program, lock, kept, env); });
}

constexpr TimeMs kNever = -1;
constexpr TimeMs kMinute = 60000;

}  // namespace

void refresh_usage(const Env& env, const char* argv0, Works& works) {
  add_refresh(
      env, argv0, {usage_now_path(env), "wick-usage", kMinute},
      [&env] {
        auto usage = read_usage_now(env);
        return usage && usage->today ? usage->counted_at : kNever;
      },
      works);
}

void refresh_waste(const Env& env, const char* argv0, Works& works) {
  add_refresh(
      env, argv0, {waste_now_path(env), "wick-waste", 5 * kMinute},
      [&env] {
        auto waste = read_waste_now(env);
        return waste ? waste->counted_at : kNever;
      },
      works);
}

}  // namespace wick
