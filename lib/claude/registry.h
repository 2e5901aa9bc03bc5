// SPDX-License-Identifier: MIT
// The running sessions: CONFIG/sessions/PID.json.
#pragma once

#include <string>
#include <vector>

#include "lib/base/time.h"

namespace wick {

struct LiveSession {
  std::int64_t pid = 0;
  std::string session_id;
  std::string cwd;
  std::string proc_start;  // process start as recorded by Claude Code; empty if not given
  std::string name;
  std::string status;       // busy, idle, waiting; empty if not given
  std::string waiting_for;  // "permission prompt", "input needed", ...; empty if not waiting
  std::string tmux;         // "session:@window.%pane"; empty outside tmux
  // Of a session in the background: what `claude attach` and `claude stop` take; empty for others.
  std::string job;
  std::string version;
  TimeMs started = 0, updated = 0, status_updated = 0;
  std::string config_dir;

  bool operator==(const LiveSession&) const = default;
};

/// The sessions of a configuration folder whose process is running: the pid exists and, if it can
/// be checked, the process started when the file says (pids are soon reused). The `.key` files
/// beside them are secrets and are never opened.
std::vector<LiveSession> live_sessions(const std::string& config_dir);

/// Parses one registry file; pid 0 if it is invalid.
LiveSession parse_live_session(std::string_view json);

/// Field 22 of /proc/PID/stat: the start of the process in clock ticks since boot. Empty on systems
/// other than Linux, or if there is no such process.
std::string process_start(std::int64_t pid);

}  // namespace wick
