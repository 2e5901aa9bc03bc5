// SPDX-License-Identifier: MIT
#include "lib/live/locate.h"

#include <algorithm>
#include <limits>

#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/kept_files.h"
#include "lib/base/text.h"
#include "lib/claude/dirs.h"
#include "lib/claude/tail.h"
#include "lib/history/session_names.h"
#include "lib/live/limits.h"

namespace wick {
namespace {

std::optional<SessionFiles> by_id(const Env& env, const std::vector<std::string>& dirs,
                                  const std::string& id) {
  if (auto transcript = find_transcript(dirs, id)) return session_at(env, *transcript);
  SessionFiles found{id, "", tap_path(env, id), {}};
  if (!found.tap.empty() && file_info(found.tap)) return found;
  return std::nullopt;
}

// "/a/b" gives "/a/b", "/a", "/".
std::vector<std::string> with_ancestors(std::string dir) {
  std::vector<std::string> chain;
  while (dir.size() > 1 && dir.back() == '/') dir.pop_back();
  while (true) {
    chain.push_back(dir);
    std::string parent = parent_dir(dir);
    if (parent == dir || dir.empty() || dir == ".") return chain;
    dir = parent;
  }
}

// The live session in `cwd` that changed last.
const LiveSession* newest_in(const std::vector<LiveSession>& sessions, const std::string& cwd) {
  const LiveSession* newest = nullptr;
  for (const LiveSession& session : sessions) {
    if (session.cwd == cwd && (!newest || session.updated > newest->updated)) newest = &session;
  }
  return newest;
}

std::vector<LiveSession> all_live(const std::vector<std::string>& dirs) {
  std::vector<LiveSession> sessions;
  for (const std::string& dir : dirs) {
    for (LiveSession& session : live_sessions(dir)) sessions.push_back(std::move(session));
  }
  return sessions;
}

// Adds the live registry's data to a session that was found in another way. If two processes have
// the session, the one that was active last counts. A copy of its transcript elsewhere gets no such
// data.
SessionFiles with_live(SessionFiles found, const std::vector<LiveSession>& sessions) {
  for (const LiveSession& session : sessions) {
    if (session.session_id != found.id || session.updated < found.live.updated) continue;
    if (found.transcript.empty() || config_dir_of(found.transcript) == session.config_dir)
      found.live = session;
  }
  return found;
}

std::optional<SessionFiles> by_registry(const Env& env, const std::vector<LiveSession>& sessions,
                                        const std::vector<std::string>& chain) {
  for (const std::string& cwd : chain) {
    const LiveSession* live = newest_in(sessions, cwd);
    if (!live) continue;
    auto transcript = find_transcript({live->config_dir}, live->session_id);
    return SessionFiles{live->session_id, transcript.value_or(""), tap_path(env, live->session_id),
                        *live};
  }
  return std::nullopt;
}

// True if the session was started in another directory with the same project folder: the names of
// "my-app" and "my.app" are the same there.
bool is_of_another(const std::string& transcript, const std::string& cwd) {
  auto file = open_if_any(transcript);
  std::string started = file ? start_dir(transcript, read_first_cwd(*file)) : "";
  return !started.empty() && started[0] == '/' && started != cwd;
}

std::optional<SessionFiles> by_project(const Env& env, const std::vector<std::string>& dirs,
                                       const std::vector<std::string>& chain, TimeMs since) {
  for (const std::string& cwd : chain) {
    std::optional<std::string> newest;
    TimeMs newest_time = 0;
    auto is_wanted = [&cwd](const std::string& path) { return !is_of_another(path, cwd); };
    for (const std::string& dir : dirs) {
      auto project = project_dir(dir, cwd, env);
      auto transcript = project ? newest_transcript(*project, is_wanted) : std::nullopt;
      auto info = transcript ? file_info(*transcript) : std::nullopt;
      if (!info || info->modified < since) continue;
      if (newest && info->modified <= newest_time) continue;
      newest = transcript;
      newest_time = info->modified;
    }
    if (newest) return session_at(env, *newest);
  }
  return std::nullopt;
}

// The directory and its ancestors, each by its logical and its physical path: Claude Code may have
// been started with either.
std::vector<std::string> places(const std::string& cwd) {
  std::vector<std::string> logical = with_ancestors(cwd);
  std::string real_cwd = real_path(cwd);
  if (real_cwd == cwd) return logical;
  std::vector<std::string> real = with_ancestors(real_cwd), both;
  for (std::size_t i = 0; i < std::max(logical.size(), real.size()); ++i) {
    if (i < logical.size()) both.push_back(logical[i]);
    if (i < real.size()) both.push_back(real[i]);
  }
  return both;
}

std::optional<SessionFiles> by_directory(const Env& env, const std::vector<std::string>& dirs,
                                         const std::vector<LiveSession>& live,
                                         const std::string& cwd, const SessionSelector& wanted) {
  std::vector<std::string> chain = places(cwd);
  if (auto found = by_registry(env, live, chain)) return found;
  if (wanted.live) return std::nullopt;
  auto found = by_project(env, dirs, chain, wanted.since);
  return found ? std::optional(with_live(*found, live)) : std::nullopt;
}

// The only session whose id has this prefix, whether it has a transcript or just a tap.
std::optional<SessionFiles> by_prefix(const Env& env, const std::vector<std::string>& dirs,
                                      const std::string& prefix) {
  if (!is_safe_name(prefix) || prefix.size() < kShortestIdPrefix) return std::nullopt;
  std::vector<std::string> ids = session_ids_starting(dirs, prefix);
  for (const std::string& id : tap_ids(env)) {
    if (id.compare(0, prefix.size(), prefix) == 0) ids.push_back(id);
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  if (ids.empty()) return std::nullopt;
  if (ids.size() == 1) return by_id(env, dirs, ids.front());
  throw Failure{Exit::kUsage, fmt::format("--session {}: matches {} sessions", prefix, ids.size())};
}

// The one session that the user or the model gave this name, or that was started with it.
std::optional<SessionFiles> by_name(const Env& env, const std::vector<std::string>& dirs,
                                    const std::vector<LiveSession>& live, const std::string& name) {
  std::vector<std::string> transcripts = main_transcripts(dirs);
  SessionNames names({transcripts.begin(), transcripts.end()}, {});
  std::vector<std::string> ids = names.sessions_named(name);
  for (const LiveSession& session : live)
    if (session.name == name) ids.push_back(session.session_id);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  if (ids.empty()) return std::nullopt;
  if (ids.size() == 1) return by_id(env, dirs, ids.front());
  throw Failure{Exit::kUsage, fmt::format("--session {}: {} sessions have this name",
                                          printable(name), ids.size())};
}

// An alias may set CLAUDE_CONFIG_DIR only for claude itself; the payloads then reveal the folder.
std::vector<std::string> dirs_of_taps(const Env& env, const std::vector<std::string>& known) {
  constexpr int kMostTaps = 16;
  std::vector<std::string> dirs;
  if (!env.claude_config_dir.empty()) return dirs;
  int taps = 0;
  each_tap(env, env.now - kFilesKept, [&](const Tap& tap) {
    std::string dir = config_dir_of(tap.payload.transcript_path);
    bool is_new = std::find(known.begin(), known.end(), dir) == known.end() &&
                  std::find(dirs.begin(), dirs.end(), dir) == dirs.end();
    if (is_new && is_directory(dir)) dirs.push_back(dir);
    return ++taps < kMostTaps ? 0 : std::numeric_limits<TimeMs>::max();
  });
  return dirs;
}

std::string absolute(const std::string& dir, const std::string& cwd) {
  if (!is_directory(dir)) throw Failure{Exit::kNoInput, dir + ": not a directory"};
  if (dir[0] == '/') return dir;
  return dir == "." ? cwd : real_path(dir);
}

}  // namespace

std::vector<std::string> tap_ids(const Env& env) {
  constexpr std::string_view kSuffix = ".json";
  std::vector<std::string> ids;
  std::string home = state_home(env);
  if (home.empty()) return ids;
  for (std::string& name : list_dir(home + "/tap")) {
    bool is_tap = name.size() > kSuffix.size() &&
                  name.compare(name.size() - kSuffix.size(), kSuffix.size(), kSuffix) == 0;
    if (!is_tap) continue;
    name.resize(name.size() - kSuffix.size());
    ids.push_back(std::move(name));
  }
  return ids;
}

std::string tap_path(const Env& env, std::string_view session_id) {
  std::string home = state_home(env);
  if (home.empty() || !is_safe_name(session_id)) return "";
  return home + "/tap/" + std::string(session_id) + ".json";
}

SessionFiles session_at(const Env& env, const std::string& transcript) {
  std::string id = session_id_of(transcript);
  return {id, transcript, tap_path(env, id), {}};
}

SessionFiles locate(const Env& env, const SessionSelector& wanted) {
  std::vector<std::string> dirs = config_dirs(env);
  std::vector<LiveSession> live = all_live(dirs);
  if (!wanted.transcript.empty()) {
    SessionFiles found = session_at(env, wanted.transcript);
    open_regular(wanted.transcript);  // throws if it is unreadable
    return with_live(std::move(found), live);
  }
  if (!wanted.session.empty()) {
    if (auto found = by_id(env, dirs, wanted.session)) return with_live(*found, live);
    if (auto found = by_prefix(env, dirs, wanted.session)) return with_live(*found, live);
    if (auto found = by_name(env, dirs, live, wanted.session)) return with_live(*found, live);
    throw no_such_session(wanted.session);
  }
  if (wanted.cwd.empty() && is_safe_name(env.claude_session_id)) {
    if (auto found = by_id(env, dirs, env.claude_session_id)) return with_live(*found, live);
  }
  std::string cwd = wanted.cwd.empty() ? env.cwd : absolute(wanted.cwd, env.cwd);
  if (auto found = by_directory(env, dirs, live, cwd, wanted)) return *found;
  std::vector<std::string> others = dirs_of_taps(env, dirs);
  if (auto found = by_directory(env, others, all_live(others), cwd, wanted)) return *found;
  throw Failure{
      Exit::kUnavailable,
      (cwd.empty() ? "current directory" : printable(cwd)) +
          ": no session; run claude there, or name one with -s (wick-sessions lists them)"};
}

}  // namespace wick
