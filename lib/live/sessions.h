// SPDX-License-Identifier: MIT
// The states of all sessions found now, and the table of them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "lib/base/file.h"
#include "lib/cli/moment.h"
#include "lib/session/list.h"
#include "lib/session/load.h"
#include "lib/view/table.h"

namespace wick {

struct SessionsQuery {
  Moment since{0, 86400000};  // a transcript that was changed before does not count
  bool live_only = false;
  Needs needs;
};

/// Reads sessions again and again, but only those that changed.
class SessionReader {
 public:
  SessionReader(const Env& env, const SessionsQuery& query, const PriceTable& prices)
      : env_(env), query_(query), prices_(prices) {}

  /// The sessions at `now`, the most urgent first. A session that says nothing (no process, no
  /// response) is left out.
  std::vector<State> at(TimeMs now);

 private:
  struct Kept {
    State state;
    TimeMs read = 0;
    FileInfo transcript, tap;
    LiveSession live;
  };
  static bool still_true(const Kept& kept, const Kept& present, TimeMs now);
  const State& read(const Found& found, TimeMs now);

  Env env_;
  SessionsQuery query_;
  const PriceTable& prices_;
  std::map<std::string, Kept> kept_;
};

/// The table for people, headings first, as lines. `home` is shown as "~".
std::vector<std::string> sessions_table(const std::vector<State>& sessions, const std::string& home,
                                        const TableLook& look);

/// The names of the fields that the table shows.
std::vector<std::string_view> sessions_table_fields();

}  // namespace wick
