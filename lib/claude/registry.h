// SPDX-License-Identifier: MIT
// The sessions that are running now: CONFIG/sessions/PID.json.
#pragma once

#include <string>
#include <vector>

#include "lib/base/time.h"

namespace wick {

struct LiveSession {
  std::int64_t pid = 0;
  std::string session_id;
  std::string cwd;
  std::string proc_start;  // start of the process as Claude Code noted it; empty when it did not
  std::string name;
  std::string status;  // busy, idle, waiting; empty when not given
  std::string
      waiting_for;   // "permission prompt", "input needed", ...; empty when it is not waiting
  std::string tmux;  // "session:@window.%pane"; empty outside tmux
  std::string version;
  TimeMs started = 0, updated = 0, status_updated = 0;
  std::string config_dir;

  bool operator==(const LiveSession&) const = default;
};

/// The sessions of a configuration folder whose process is alive: the pid exists and, where it can
/// be told, started when the file says it did (a pid is soon given to another process). The `.key`
/// files beside them are secrets and never opened.
std::vector<LiveSession> live_sessions(const std::string& config_dir);

/// Parses one registry file; pid 0 when it is not one.
LiveSession parse_live_session(std::string_view json);

/// Field 22 of /proc/PID/stat, the start of the process in clock ticks since boot; empty elsewhere
/// than on Linux and when there is no such process.
std::string process_start(std::int64_t pid);

}  // namespace wick
