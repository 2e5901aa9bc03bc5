// SPDX-License-Identifier: MIT
#include "lib/claude/registry.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>

#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/claude/json.h"

namespace wick {
namespace {

constexpr std::size_t kLargestFile = 64 * 1024;

class RegistryVisitor : public JsonVisitor {
 public:
  explicit RegistryVisitor(LiveSession& session) : out_(session) {}
  bool enter(std::string_view) override { return false; }
  void scalar(std::string_view path, const JsonScalar& value) override {
    if (path == "pid") out_.pid = value.count().value_or(0);
    else if (path == "updatedAt") out_.updated = value.count().value_or(0);
    else if (path == "sessionId") out_.session_id = value.text().value_or("");
    else if (path == "cwd") out_.cwd = value.text().value_or("");
    else if (path == "procStart") out_.proc_start = value.text().value_or("");
    else if (path == "name") out_.name = value.text().value_or("");
    else if (path == "status") out_.status = value.text().value_or("");
    else if (path == "waitingFor") out_.waiting_for = value.text().value_or("");
    else if (path == "tmux") out_.tmux = value.text().value_or("");
    else if (path == "jobId") out_.job = value.text().value_or("");
    else if (path == "version") out_.version = value.text().value_or("");
    else if (path == "startedAt") out_.started = value.count().value_or(0);
    else if (path == "statusUpdatedAt") out_.status_updated = value.count().value_or(0);
  }

 private:
  LiveSession& out_;
};

bool is_alive(const LiveSession& session) {
  constexpr std::int64_t kLargestPid = 1 << 30;
  if (session.pid <= 0 || session.pid > kLargestPid) return false;
  if (::kill(static_cast<pid_t>(session.pid), 0) != 0 && errno != EPERM) return false;
  std::string start = process_start(session.pid);
  // macOS records a date instead of ticks: only compare values of the same kind.
  bool comparable = !start.empty() && parse_integer(session.proc_start).has_value();
  return !comparable || start == session.proc_start;
}

bool is_registry_name(std::string_view name) {
  constexpr std::string_view kEntrySuffix = ".json";
  if (name.size() <= kEntrySuffix.size() ||
      name.substr(name.size() - kEntrySuffix.size()) != kEntrySuffix)
    return false;
  return parse_integer(name.substr(0, name.size() - kEntrySuffix.size())).has_value();
}

}  // namespace

LiveSession parse_live_session(std::string_view json) {
  LiveSession session;
  RegistryVisitor visitor(session);
  if (walk_json(json, visitor) != JsonStatus::kOk || !is_safe_name(session.session_id)) return {};
  if (!is_safe_name(session.job) || session.job[0] == '-') session.job.clear();
  return session;
}

std::string process_start(std::int64_t pid) {
  char stat[1024];
  Fd fd(::open(fmt::format("/proc/{}/stat", pid).c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return "";
  ssize_t n = ::read(fd.get(), stat, sizeof stat);
  if (n <= 0) return "";
  // The second field, the command's name, may contain spaces and brackets: count from the last ')'.
  std::string_view text(stat, static_cast<std::size_t>(n));
  std::size_t bracket = text.rfind(')');
  if (bracket == std::string_view::npos || bracket + 2 > text.size()) return "";
  std::vector<std::string_view> fields = split(text.substr(bracket + 2), ' ');
  constexpr std::size_t kStartTime = 22 - 3;  // the first field here is number 3
  return fields.size() > kStartTime ? std::string(fields[kStartTime]) : "";
}

std::vector<LiveSession> live_sessions(const std::string& config_dir) {
  std::vector<LiveSession> sessions;
  for (const std::string& name : list_dir(config_dir + "/sessions")) {
    if (!is_registry_name(name)) continue;
    auto json =
        if_allowed([&] { return read_if_any(config_dir + "/sessions/" + name, kLargestFile); });
    if (!json) continue;
    LiveSession session = parse_live_session(*json);
    if (!is_alive(session)) continue;
    session.config_dir = config_dir;
    sessions.push_back(std::move(session));
  }
  return sessions;
}

}  // namespace wick
