// SPDX-License-Identifier: MIT
// What part of each recent session was wasted: kept in a small file, so that live tools need no audit to show it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/env.h"
#include "lib/base/time.h"
#include "lib/history/money.h"

namespace wick {

struct SessionWaste {
  std::string session;
  Money wasted = 0, all = 0;  // all is more than 0
  bool operator==(const SessionWaste&) const = default;
};

struct WasteNow {
  TimeMs told = 0;  // when it was counted
  std::vector<SessionWaste> sessions;
  bool operator==(const WasteNow&) const = default;
};

/// Of one session, with when it was counted.
struct SessionWasteNow {
  TimeMs told = 0;
  Money wasted = 0, all = 0;
};

/// Where it is kept: see history_cache_path().
std::string waste_now_path(const Env& env);

/// Keeps it, atomically, mode 0600; does nothing without a cache folder. Failure{kIo}.
void write_waste_now(const Env& env, const WasteNow& waste);

/// Empty when nothing was kept, or what is there is odd in any way, or told in the future.
std::optional<WasteNow> read_waste_now(const Env& env);

/// The file's text, and back; empty for any text but one that waste_now_text() gives.
std::string waste_now_text(const WasteNow& waste);
std::optional<WasteNow> parse_waste_now(std::string_view text);

}  // namespace wick
