// SPDX-License-Identifier: MIT
// The current sessions of all configuration folders.
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
  std::vector<std::string> unreadable;  // files and folders: "PATH: REASON"
};
/// The running sessions and, unless `live_only`, those whose main transcript changed at or after
/// `changed_since`: each once, with its newest transcript and its newest process, the newest
/// session first. Only the live registry's files are opened.
SessionList list_sessions(const Env& env, TimeMs changed_since, bool live_only);

/// Puts first what is about to become expensive: sessions whose next prompt is warm, the one with
/// the least time left first; then those whose next prompt is cold, the most expensive first; then
/// those without a price, the newest first. Among equals, sessions that wait for their user come
/// first.
void sort_by_urgency(std::vector<State>& sessions);
void sort_by_urgency(std::vector<const State*>& sessions);

/// True when the session runs or had a response; there is nothing to show of others.
bool is_known(const State& session);

struct SessionsQuery {
  Moment since{0, 86400000};  // sessions whose last response is before this are ignored
  bool live_only = false;
  Needs needs;
  bool names = true;      // keep the sessions' names
  TimeMs oldest = 10000;  // maximum age of data from other files: limits, branch, subagents' cost
};

/// Reads sessions repeatedly, but each time only those that changed.
class SessionReader {
 public:
  SessionReader(const Env& env, const SessionsQuery& query, const PriceTable& prices)
      : env_(env), query_(query), prices_(prices) {}

  /// The sessions at `now`, the most urgent first, without those that are not is_known().
  std::vector<State> at(TimeMs now);
  /// Brings states() to `now`. With `changes`, checks only sessions whose files changed, whose
  /// cache went cold, or that were read too long ago; without, all sessions. After `patience_ms`
  /// (negative: no limit) sessions that were never read are left for the next call; running
  /// sessions come first. True when something is new.
  bool refresh(TimeMs now, const FolderChanges* changes, std::int64_t patience_ms);
  /// In the order of at(); valid until the next refresh().
  const std::vector<const State*>& states() const { return states_; }
  /// False while sessions are left for the next refresh().
  bool is_complete() const { return complete_; }
  /// All sessions found, also those that are not is_known().
  const std::vector<SessionFiles>& found() const { return list_.sessions; }
  /// "PATH: REASON" of their unreadable files and folders.
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

/// The table for people as lines, the headings first. `home` is shown as "~".
std::vector<std::string> sessions_table(const std::vector<State>& sessions, const std::string& home,
                                        const TableStyle& look);

/// The names of the fields that the table shows.
std::vector<std::string_view> sessions_table_fields();

}  // namespace wick
