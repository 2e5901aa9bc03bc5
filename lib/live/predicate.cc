// SPDX-License-Identifier: MIT
#include "lib/live/predicate.h"

#include <algorithm>

#include "lib/base/failure.h"
#include "lib/base/text.h"

namespace wick {
namespace {

double amount_or_fail(std::string_view option, const std::string& text, std::string_view digits,
                      const char* what) {
  auto number = parse_number(digits);
  if (number && *number >= 0 && *number <= 1e15) return *number;
  throw Failure{Exit::kUsage, std::string(option) + " " + printable(text) + ": not " + what};
}

}  // namespace

TokenBound TokenBound::parse(std::string_view option, const std::string& text) {
  constexpr const char* kWhat = "a number of tokens or a percentage";
  if (!text.empty() && text.back() == '%') {
    std::string_view digits = std::string_view(text).substr(0, text.size() - 1);
    return {amount_or_fail(option, text, digits, kWhat), true};
  }
  if (auto tokens = parse_tokens(text)) return {*tokens, false};
  throw Failure{Exit::kUsage, std::string(option) + " " + printable(text) + ": not " + kWhat};
}

bool TokenBound::exceeded_by(const ContextState& context) const {
  if (!context.tokens) return false;
  double tokens = static_cast<double>(*context.tokens);
  if (!percent) return tokens > amount;
  return context.window && tokens * 100 > amount * static_cast<double>(*context.window);
}

TimeMs span_argument(std::string_view option, const std::string& text) {
  auto span = parse_span(text);
  if (span) return *span;
  throw Failure{Exit::kUsage, std::string(option) + " " + printable(text) +
                                  ": not a span of time such as 12h or 7d"};
}

const std::string& color_argument(std::string_view option, const std::string& text) {
  constexpr std::string_view kWords[] = {"always", "never", "auto"};
  word_argument(option, text, kWords);
  return text;
}

double parse_usd(std::string_view option, const std::string& text) {
  std::string_view digits = text;
  if (!digits.empty() && digits.front() == '$') digits.remove_prefix(1);
  return amount_or_fail(option, text, digits, "an amount in USD");
}

double parse_percent(std::string_view option, const std::string& text) {
  std::string_view digits = text;
  if (!digits.empty() && digits.back() == '%') digits.remove_suffix(1);
  return amount_or_fail(option, text, digits, "a percentage");
}

}  // namespace wick
