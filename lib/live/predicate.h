// SPDX-License-Identifier: MIT
// The yes-or-no questions of the live tools, and the arguments that they take.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/live/live.h"

namespace wick {

/// kOk for yes, kNo for no.
inline Exit yes_or_no(bool yes) { return yes ? Exit::kOk : Exit::kNo; }

/// "150k", "1M", "15000", "80%": a bound on the context.
struct TokenBound {
  double amount = 0;
  bool percent = false;

  /// Failure{kUsage} when `text` is none; `option` is named in the message.
  static TokenBound parse(std::string_view option, const std::string& text);
  /// More than the bound is used. What is not known does not exceed.
  bool exceeded_by(const ContextState& context) const;
};

/// "90s", "30m", "12h", "7d", "2w": a span of time in milliseconds. Failure{kUsage}.
TimeMs span_argument(std::string_view option, const std::string& text);
/// "always", "never", "auto": what WICK_COLOR says too. Failure{kUsage}.
const std::string& color_argument(std::string_view option, const std::string& text);
/// "1.50", "$1.50": an amount of money. Failure{kUsage}.
double parse_usd(std::string_view option, const std::string& text);
/// "80", "80%". Failure{kUsage}.
double parse_percent(std::string_view option, const std::string& text);

}  // namespace wick
