// SPDX-License-Identifier: MIT
// Finds the session that the command line or the environment selects.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/base/env.h"
#include "lib/base/time.h"
#include "lib/claude/registry.h"

namespace wick {

/// What the command line says about the session. Empty members were not given.
struct SessionSelector {
  std::string transcript;  // --transcript FILE
  std::string session;     // --session ID, the beginning of one, or NAME
  std::string payload;     // --payload FILE, "-" for standard input
  std::string cwd;         // --cwd DIR
  // Conditions on the session of a directory; ignored where a session is named.
  bool live = false;  // its process runs
  TimeMs since = 0;   // its process runs, or its transcript changed at this time or later
};

/// A session and its files.
struct SessionFiles {
  std::string id;
  std::string transcript;  // path; empty when there is none (a session not kept on disk)
  std::string tap;         // path for its last payload, if any; empty without a state folder
  LiveSession live;        // pid 0 when it was not found through the live registry
};

/// The path for the last payload of a session: $XDG_STATE_HOME/wick/tap/ID.json. Empty when the
/// state folder is unknown or the id is not safe as a file name.
std::string tap_path(const Env& env, std::string_view session_id);

/// The ids of the sessions that have a tap.
std::vector<std::string> tap_ids(const Env& env);

/// The session whose transcript has this path.
SessionFiles session_at(const Env& env, const std::string& transcript);

/// Chooses the session, in this order: --transcript; --session; $CLAUDE_CODE_SESSION_ID; the newest
/// live session whose directory is the current one or the nearest above it; the newest transcript
/// of the project of the current directory or of the nearest above it. --cwd replaces the current
/// directory, and then $CLAUDE_CODE_SESSION_ID is ignored. Failure{kUnavailable} when there is
/// none, Failure{kUsage} for an ambiguous id.
SessionFiles locate(const Env& env, const SessionSelector& wanted);

}  // namespace wick
