// SPDX-License-Identifier: MIT
// The data that wick-top shows, also what each session is doing, and the reader that keeps it up to date.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lib/base/file.h"
#include "lib/base/time.h"
#include "lib/base/watch.h"
#include "lib/live/sessions.h"
#include "lib/top/past.h"

namespace wick {

/// A tool call and its result. The texts are raw, as in the transcript: not safe to print.
struct LastCall {
  std::string tool, target;            // target: the path, URL or command; empty without one
  std::optional<TimeMs> asked;         // time of the response that made the call
  std::optional<std::uint64_t> bytes;  // size of its result; empty: none yet
};

/// The last calls of the main chain, newest first, at most `most`. Calls before the last prompt that
/// have no result were interrupted and are left out. Reads at most the last 256 KiB.
std::vector<LastCall> read_last_calls(const OpenFile& transcript, std::size_t most);

/// "waits: permission", for a session whose status is "waiting".
std::string what_it_waits_for(const State& session);

/// A subagent, found by its transcript.
struct TopAgent {
  std::string id, type, transcript;  // type: "Explore"; empty if unknown
  TimeMs changed = 0;
  bool runs = false;  // its session runs, and its transcript changed recently
};

struct Board {
  TimeMs now = 0;
  std::vector<const State*> sessions;  // most urgent first; owned by the BoardReader
  bool complete = true;                // false: some sessions have not been read yet
  std::map<std::string, std::vector<LastCall>> calls;   // by session; newest first
  std::map<std::string, std::vector<TopAgent>> agents;  // by session; newest first
  std::map<std::string, std::string> jobs;  // by session: its id as a background job, if it is one
  LimitsState limits;
  std::optional<UsageNow> usage;  // saved sums, shown until `past` is known
  std::optional<Past> past;
  std::vector<std::string> unreadable;

  const State* find(const std::string& id) const;
  /// Null if the history is unknown or does not have the session.
  const PastSession* past_of(const std::string& id) const;
};

/// The number of sessions in each state.
struct BoardCounts {
  std::int64_t live = 0, busy = 0, waiting = 0, idle = 0;
  std::int64_t warm = 0;
  // USD: by how much the next prompts of the sessions that go cold within an hour become more
  // expensive.
  double cold_within_hour = 0;
};
BoardCounts count_board(const Board& board);

class BoardReader {
 public:
  BoardReader(const Env& env, const SessionsQuery& query, const PriceTable& prices);

  /// Sets the session whose calls and subagents are read even if it does not run.
  void select(const std::string& id) { selected_ = id; }

  /// Updates the board to the time `now`. Reads what the system reports as changed, and everything
  /// once a minute (or each time if the system reports no changes). Reads as many new sessions as
  /// `patience_ms` allows (negative: all), running ones first. True if a session's files changed.
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

/// All data as one JSON document: {"sessions":[...],"subagents":[...],"now":{...},"projects":[...],
/// "calendar":[...],"why":[...]} and a newline. A session is the object that wick-state prints.
/// Unknown values are left out.
std::string top_json(const Board& board);

}  // namespace wick
