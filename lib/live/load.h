// SPDX-License-Identifier: MIT
// What a State was computed from, for those who ask why.
#pragma once

#include <optional>
#include <string>

#include "lib/base/env.h"
#include "lib/live/burn.h"
#include "lib/live/forecast.h"
#include "lib/live/limits.h"
#include "lib/live/locate.h"
#include "lib/live/merge.h"
#include "lib/live/next.h"
#include "lib/live/pace.h"
#include "lib/live/spend.h"
#include "lib/live/state.h"

namespace wick {

struct Evidence {
  Sources sources;
  std::optional<TokensAt> after_compact, after_clear;
  std::optional<PermissionMode> permission_mode;
  // Where a forecast was made.
  NextQuery query;
  RestartSizes sizes;
  ForecastData experience;
  std::string habits_file;
  std::optional<Burn> burn;
  std::optional<CostLog> spend;  // where money was summed
  AccountLimits limits;              // what the limits were read from, passed windows and all
  std::string pace_file;             // where what a dollar takes of the limits would be
  Pace pace;
  std::string usage_file;            // where today's figures would be
  std::string waste_file;            // where the session's waste would be
};

/// The git group of a session that works in `dir`: of what git itself said, if `counts`, what is kept.
void load_git(const Env& env, const std::string& dir, bool counts, GitState& git);

// Reads what the wanted fields need of a session, and nothing else.

/// Which groups of fields are wanted; what is not costs no reading.
struct Needs {
  bool next = false;
  bool forecast = false;       // the whole next prompt
  bool after_compact = false;  // what the last compaction left
  bool after_clear = false;    // what the session began with
  bool cost = false;
  bool cost_in_full = false;  // read all of the transcript, however long, where no total is told
  bool limits = false;
  bool pace = false;  // what a dollar takes of them
  bool burn = false;  // misses, and growth from prompt to prompt
  bool auto_compact = false;  // when the client compacts by itself
  bool git = false;
  bool git_counts = false;  // what git itself said
  bool payload = false;          // all that it says
  bool permission_mode = false;
  bool usage = false;
  bool waste = false;
  bool keep_nothing = false;  // write no checkpoint, and use none
};

/// The prices: built in, and the user's prices.toml over them. Failure{kConfig}.
void load_prices(const Env& env, PriceTable& prices);

/// The state of a session that locate() found. `evidence`, when given, is what it comes from.
State load_session(const Env& env, const SessionFiles& found, const Needs& needs, const NextQuery& query,
                   const PriceTable& prices, Evidence* evidence = nullptr);

/// The state of the session that a payload speaks of.
State load_payload(const Env& env, Payload payload, const Needs& needs, const NextQuery& query,
                   const PriceTable& prices, Evidence* evidence = nullptr);

}  // namespace wick
