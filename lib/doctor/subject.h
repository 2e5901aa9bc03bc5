// SPDX-License-Identifier: MIT
// What the doctor looks at: a session's state, what it was computed from, and the prices.
#pragma once

#include <string>

#include "lib/base/env.h"
#include "lib/doctor/scalars.h"
#include "lib/live/live.h"
#include "lib/session/evidence.h"

namespace wick {

struct Subject {
  const Env& env;
  const PriceTable& prices;
  State state;
  Evidence evidence;
  std::string told_json;  // the payload or the tap as it came; empty without one
  SeenLines lines = {};   // of the transcript

  /// Claude Code's account counts for what the transcript has too: it is not older than that.
  bool told_counts() const {
    return evidence.accounts.told && !evidence.accounts.transcript_is_newer();
  }
};

/// Reads what these fields need and writes nothing. Failure as load_wanted() has it.
Subject read_subject(const Env& env, const LiveOptions& options, const PriceTable& prices,
                     const std::vector<std::string_view>& fields);

}  // namespace wick
