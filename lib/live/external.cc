// SPDX-License-Identifier: MIT
#include "lib/live/external.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <string>

#include "lib/base/atomic_file.h"
#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/kept_files.h"
#include "lib/base/program.h"
#include "lib/base/text.h"
#include "lib/history/usage_now.h"

namespace wick {
namespace {

constexpr std::size_t kLongestOutput = 4096;

std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

}  // namespace

ExternalSegments::ExternalSegments(const Env& env, std::string session_id)
    : env_(env), session_id_(std::move(session_id)) {
  std::string home = cache_home(env);
  if (!home.empty() && is_safe_name(session_id_)) folder_ = home + "/segments";
}

bool ExternalSegments::is_due(const Segment& segment) const {
  auto info = file_info(path_of(segment));
  return !info || env_.now - info->modified >= segment.refresh_s * 1000 ||
         info->modified > env_.now;
}

void ExternalSegments::wait_for(const std::vector<Segment>& row, const std::string& payload) {
  std::vector<Due> due;
  std::int64_t patience_ms = 0;
  for (const Segment& segment : row) {
    if (segment.command.empty() || segment.wait_ms == 0 || folder_.empty() || !is_due(segment))
      continue;
    due.push_back({segment.command, path_of(segment), segment.timeout_s});
    patience_ms = std::max(patience_ms, segment.wait_ms);
  }
  if (due.empty()) return;
  waited_for_.insert(waited_for_.end(), due.begin(), due.end());
  run_detached({[this, &due, &payload] { work(due, payload); }}, static_cast<int>(patience_ms));
}

std::string ExternalSegments::output(const Segment& segment) {
  if (folder_.empty()) return "";
  std::string path = path_of(segment);
  bool just_run = std::any_of(waited_for_.begin(), waited_for_.end(),
                              [&](const Due& d) { return d.path == path; });
  if (!just_run && is_due(segment)) due_.push_back({segment.command, path, segment.timeout_s});
  std::string kept = try_read_file(path, kLongestOutput).value_or("");
  return std::string(first_line(kept));
}

void ExternalSegments::refresh(const std::string& payload, Works& works) const {
  if (!due_.empty()) works.push_back([this, &payload] { work(due_, payload); });
}

void ExternalSegments::work(const std::vector<Due>& all, const std::string& payload) const {
  std::string lock_path = folder_ + "/" + session_id_ + ".lock";
  if (!make_dirs(folder_)) return;
  KeptFolder kept(folder_);
  Fd lock(::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock || ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) return;
  Fd input = unnamed_file(payload);
  for (const Due& due : all) {
    auto output = run_command(due.command, input.get(), due.timeout_s * 1000, kLongestOutput);
    try {
      // After a failure keep the last output; rewriting it delays the next try by refresh_s.
      if (!output) output = try_read_file(due.path, kLongestOutput).value_or("");
      write_atomically(due.path, *output, env_.now_is_given ? env_.now : 0);
    } catch (const Failure&) {
      return;
    }
  }
}

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
