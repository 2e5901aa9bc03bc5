// SPDX-License-Identifier: MIT
// All that wick-top shows, and how it stays up to date.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lib/base/watch.h"
#include "lib/live/sessions.h"
#include "lib/top/doing.h"
#include "lib/top/past.h"

namespace wick {

/// "waits: permission" of a session whose status is "waiting".
std::string what_it_waits_for(const State& session);

/// A subagent, by its transcript.
struct TopAgent {
  std::string id, type, transcript;  // type: "Explore"; empty where nothing says it
  TimeMs changed = 0;
  bool runs = false;  // its session does, and it wrote something lately
};

struct Board {
  TimeMs now = 0;
  std::vector<const State*> sessions;                   // the most urgent first; the reader's
  bool complete = true;                                 // all that there are
  std::map<std::string, std::vector<LastCall>> calls;   // by session: the newest first
  std::map<std::string, std::vector<TopAgent>> agents;  // by session, the newest first
  std::map<std::string, std::string> jobs;  // by session: the job in the background that it is
  LimitsState limits;
  std::optional<UsageNow> usage;  // until the past is known
  std::optional<Past> past;
  std::vector<std::string> unreadable;

  const State* find(const std::string& id) const;
  /// Null where it is not known.
  const PastSession* past_of(const std::string& id) const;
};

/// How many sessions are in which state.
struct BoardCounts {
  std::int64_t live = 0, busy = 0, waiting = 0, idle = 0;
  std::int64_t warm = 0;
  double cold_within_hour =
      0;  // USD: what the prompts of sessions that go cold within the hour will cost more then
};
BoardCounts count_board(const Board& board);

class BoardReader {
 public:
  BoardReader(const Env& env, const SessionsQuery& query, const PriceTable& prices);

  /// The session of which more is shown, running or not.
  void select(const std::string& id) { selected_ = id; }

  /// Brings the board to `now`. What changed is told by the system where it can; everything is
  /// looked at every minute, and each time where it cannot. True when a session's files changed. Of
  /// sessions that it has not seen it reads as many as `patience_ms` allows (below 0: all); running
  /// ones first.
  bool refresh(Board& board, TimeMs now, std::int64_t patience_ms);

 private:
  bool watch_folders();
  bool must_list(const FolderChanges& changes, TimeMs now) const;
  void read_session_extras(Board& board, const FolderChanges* changes);
  void read_agents(Board& board, const State& state);
  void read_calls(Board& board, const State& state);
  void read_account(Board& board);

  Env env_;
  SessionReader reader_;
  const PriceTable& prices_;
  FolderWatch watch_;
  bool watched_ = false;
  std::string selected_;
  std::set<std::string> seen_;  // sessions whose calls and subagents were read
  TimeMs listed_ = 0, account_read_ = 0;
};

}  // namespace wick
