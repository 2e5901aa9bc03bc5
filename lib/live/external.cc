// SPDX-License-Identifier: MIT
#include "lib/live/external.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/kept_files.h"
#include "lib/base/program.h"
#include "lib/base/text.h"

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

std::string ExternalSegments::output(const Segment& segment) {
  if (folder_.empty()) return "";
  std::string path = folder_ + "/" + session_id_ + "." + segment.name;
  auto info = file_info(path);
  bool due =
      !info || env_.now - info->modified >= segment.refresh_s * 1000 || info->modified > env_.now;
  if (due) due_.push_back({segment.command, path, segment.timeout_s});
  if (!info) return "";
  std::string kept = try_read_file(path, kLongestOutput).value_or("");
  return std::string(first_line(kept));
}

void ExternalSegments::refresh(const std::string& payload, Works& works) const {
  if (!due_.empty()) works.push_back([this, &payload] { work(payload); });
}

void ExternalSegments::work(const std::string& payload) const {
  std::string lock_path = folder_ + "/" + session_id_ + ".lock";
  if (!make_dirs(folder_)) return;
  Fd lock(::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock || ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) return;
  clear_old_files(folder_, env_.now);
  Fd input = unnamed_file(payload);
  for (const Due& due : due_) {
    auto output = run_command(due.command, input.get(), due.timeout_s * 1000, kLongestOutput);
    try {
      // A command that failed keeps its last output, and is not tried again before its time.
      if (!output) output = try_read_file(due.path, kLongestOutput).value_or("");
      write_atomically(due.path, *output, env_.now_is_given ? env_.now : 0);
    } catch (const Failure&) {
      return;
    }
  }
}

}  // namespace wick
