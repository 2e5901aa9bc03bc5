// SPDX-License-Identifier: MIT
// The sessions there are now, of all configuration folders.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "lib/base/file.h"
#include "lib/base/watch.h"
#include "lib/cli/options.h"
#include "lib/live/load.h"
#include "lib/live/locate.h"
#include "lib/live/state.h"
#include "lib/output/table.h"

namespace wick {

struct SessionList {
  std::vector<SessionFiles> sessions;
  std::vector<std::string> unreadable;  // what could not be looked into: "PATH: REASON"
};
/// The sessions that run and, unless `live_only`, those whose main transcript was changed at or
/// after `changed_since`: each once, with the newest of its transcripts and its newest process.
/// Newest first. Nothing is opened but the live registry's files.
SessionList list_sessions(const Env& env, TimeMs changed_since, bool live_only);

/// Puts first what is about to get expensive: sessions whose next prompt is warm, the one with the
/// least time left first; then those whose next prompt is cold, the dearest first; then those
/// without a price, the newest first. Of equals, one that waits for its user goes before others.
void sort_by_urgency(std::vector<State>& sessions);
void sort_by_urgency(std::vector<const State*>& sessions);

/// There is something to say of the session: it runs, or had a response.
bool is_known(const State& session);

// The states of all sessions found now, and the table of them.

struct SessionsQuery {
  Moment since{0, 86400000};  // a transcript that was changed before does not count
  bool live_only = false;
  Needs needs;
  bool names = true;      // what sessions are called is told
  TimeMs oldest = 10000;  // what depends on other files (limits, branch, subagents' cost) may be so old
};

/// Reads sessions again and again, but only those that changed.
class SessionReader {
 public:
  SessionReader(const Env& env, const SessionsQuery& query, const PriceTable& prices)
      : env_(env), query_(query), prices_(prices) {}

  /// The sessions at `now`, the most urgent first. A session that says nothing (no process, no
  /// response) is left out.
  std::vector<State> at(TimeMs now);
  /// Brings states() to `now`. With `changes` no others are looked at than those whose files changed, whose cache went
  /// cold, or that were read too long ago; without, all that there are. What was not read before waits for the
  /// next call once `patience_ms` (below 0: any) is over; running sessions come first. True when there is something new.
  bool refresh(TimeMs now, const FolderChanges* changes, std::int64_t patience_ms);
  /// As at() has them; until the next refresh().
  const std::vector<const State*>& states() const { return states_; }
  /// None is left to be read.
  bool is_complete() const { return complete_; }
  /// Those that were found, also such as say nothing.
  const std::vector<SessionFiles>& found() const { return list_.sessions; }
  /// What could not be read of them, and of the folders where they are.
  const std::vector<std::string>& unreadable() const { return unreadable_; }

 private:
  struct Kept {
    State state;
    TimeMs read = 0;
    FileInfo transcript, tap;
    LiveSession live;
  };
  void read(const SessionFiles& found, TimeMs now);
  bool is_untouched(const SessionFiles& found, TimeMs now, const FolderChanges* changes);
  void collect(TimeMs now);
  bool is_due(const Kept& kept, const Kept& present, TimeMs now) const;

  Env env_;
  SessionsQuery query_;
  const PriceTable& prices_;
  std::map<std::string, Kept> kept_;
  SessionList list_;
  std::vector<const State*> states_;
  bool complete_ = true;
  std::vector<std::string> unreadable_;
};

/// The table for people, headings first, as lines. `home` is shown as "~".
std::vector<std::string> sessions_table(const std::vector<State>& sessions, const std::string& home,
                                        const TableStyle& look);

/// The names of the fields that the table shows.
std::vector<std::string_view> sessions_table_fields();

}  // namespace wick
