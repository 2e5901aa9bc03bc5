// SPDX-License-Identifier: MIT
// Which session is meant.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/base/env.h"
#include "lib/base/time.h"
#include "lib/claude/registry.h"

namespace wick {

/// What the command line says about it. Empty members say nothing.
struct SessionSelector {
  std::string transcript;  // --transcript FILE
  std::string session;     // --session ID
  std::string payload;     // --payload FILE, "-" for standard input
  std::string cwd;         // --cwd DIR
  // What a directory's session must be; of no weight where a session is named.
  bool live = false;  // its process runs
  TimeMs since = 0;   // its process runs, or its transcript changed at this time or later
};

/// A session that was found, and where its facts are.
struct SessionFiles {
  std::string id;
  std::string transcript;  // path; empty when there is none (a session not kept on disk)
  std::string tap;         // path where its last payload would be; empty without a state folder
  LiveSession live;        // pid 0 when it was not found through the live registry
};

/// Where the last payload of a session is kept: $XDG_STATE_HOME/wick/tap/ID.json. Empty when there
/// is no such folder to name or the id is not safe as a file name.
std::string tap_path(const Env& env, std::string_view session_id);

/// The sessions that have a tap.
std::vector<std::string> tap_ids(const Env& env);

/// The session that a transcript's path names.
SessionFiles session_at(const Env& env, const std::string& transcript);

/// Chooses the session, in this order: --transcript; --session; $CLAUDE_CODE_SESSION_ID; the newest
/// live session whose directory is this one or the nearest above it; the newest transcript of this
/// directory's project, or of the nearest directory's above it. --cwd replaces this directory, and
/// then the environment's session does not count. Failure{kUnavailable} when there is none,
/// Failure{kUsage} when an option cannot be meant so.
SessionFiles locate(const Env& env, const SessionSelector& wanted);

}  // namespace wick
