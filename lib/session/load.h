// SPDX-License-Identifier: MIT
// Reads what the wanted fields need of a session, and nothing else.
#pragma once

#include <optional>
#include <string>

#include "lib/base/env.h"
#include "lib/session/evidence.h"
#include "lib/session/locate.h"
#include "lib/session/next.h"
#include "lib/session/state.h"
#include "lib/session/tap.h"

namespace wick {

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
  bool git = false;
  bool usage = false;
  bool waste = false;
  bool keep_nothing = false;  // write no checkpoint, and use none
};

/// The prices: built in, and the user's prices.toml over them. Failure{kConfig}.
void load_prices(const Env& env, PriceTable& prices);

/// The state of a session that locate() found. `evidence`, when given, is what it comes from.
State load_session(const Env& env, const Found& found, const Needs& needs, const NextQuery& query,
                   const PriceTable& prices, Evidence* evidence = nullptr);

/// The state of the session that a payload speaks of.
State load_payload(const Env& env, Payload payload, const Needs& needs, const NextQuery& query,
                   const PriceTable& prices, Evidence* evidence = nullptr);

}  // namespace wick
