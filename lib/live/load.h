// SPDX-License-Identifier: MIT
// Reads what the wanted fields of a session need. Evidence: what a State was computed from, for
// explanations.
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
  // Set where a forecast was made.
  NextQuery query;
  RestartSizes sizes;
  ForecastData experience;
  std::string habits_file;
  std::optional<Burn> burn;
  std::optional<CostLog> spend;  // set where money was summed
  AccountLimits limits;          // includes windows that have ended
  // The paths of the files with these figures; the files need not exist.
  std::string pace_file;  // percent of the limits per USD
  Pace pace;
  std::string usage_file;  // today's sums
  std::string waste_file;  // the session's waste
};

/// Fills the git group for a session that works in `dir`. `counts`: include the kept counts of git.
void load_git(const Env& env, const std::string& dir, bool counts, GitState& git);

/// Which groups of fields are wanted. Nothing is read for the others.
struct Needs {
  bool next = false;
  bool forecast = false;       // the whole next prompt
  bool after_compact = false;  // the context that the last compaction left
  bool after_clear = false;    // the context that the session began with
  bool cost = false;
  bool cost_in_full = false;  // read the whole transcript, however long
  bool limits = false;
  bool pace = false;          // percent of the limits per USD
  bool burn = false;          // misses, and growth from prompt to prompt
  bool auto_compact = false;  // when the client compacts automatically
  bool git = false;
  bool git_counts = false;  // the counts of `git status`
  bool payload = false;     // all keys of the payload
  bool permission_mode = false;
  bool usage = false;
  bool waste = false;
  bool keep_nothing = false;  // neither write nor use checkpoints
};

/// Adds the user's prices.toml to the built-in prices. Failure{kConfig}.
void load_prices(const Env& env, PriceTable& prices);

/// The state of a session that locate() found. `evidence` may be null.
State load_session(const Env& env, const SessionFiles& found, const Needs& needs,
                   const NextQuery& query, const PriceTable& prices, Evidence* evidence = nullptr);

/// The state of the session that a payload describes.
State load_payload(const Env& env, Payload payload, const Needs& needs, const NextQuery& query,
                   const PriceTable& prices, Evidence* evidence = nullptr);

}  // namespace wick
