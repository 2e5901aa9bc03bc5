// SPDX-License-Identifier: MIT
#include "lib/cli/moment.h"

#include "lib/base/calendar.h"
#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/base/text.h"

namespace wick {
namespace {

std::optional<Span> date_argument(const std::string& text, TimeMs now) {
  Calendar days(Period::kDay);
  if (text == "today") return days.at(now);
  if (text == "yesterday") return days.at(days.at(now).from - 1);
  std::string digits;
  for (char c : text)
    if (c != '-') digits += c;
  bool dashed = text.size() == 10 && text[4] == '-' && text[7] == '-';
  bool bare = text.size() == 8 && digits.size() == 8;
  auto number = digits.size() == 8 && (dashed || bare) ? parse_integer(digits) : std::nullopt;
  if (!number || *number < 0) return std::nullopt;
  auto part = [&](std::int64_t divisor, std::int64_t modulus) {
    return static_cast<int>(*number / divisor % modulus);
  };
  auto midnight = local_midnight(part(10000, 10000), part(100, 100), part(1, 100));
  if (!midnight) return std::nullopt;
  return days.at(*midnight);
}

}  // namespace

Moment parse_moment(std::string_view option, const std::string& text, TimeMs now, bool is_end) {
  if (auto day = date_argument(text, now)) return {is_end ? day->until : day->from, {}};
  if (auto span = parse_span(text)) return {0, *span};
  if (text.size() > 10) {
    bool zoned = text.find_first_of("Zz+-", 11) != text.npos;
    if (auto time = parse_iso8601(text)) return {zoned ? *time : from_local(*time), {}};
  }
  throw Failure{Exit::kUsage, fmt::format("{} {}: not a date such as 2026-11-24, a time or a span such as 7d",
                                          option, printable(text))};
}

TimeMs moment_argument(std::string_view option, const std::string& text, TimeMs now, bool is_end) {
  return parse_moment(option, text, now, is_end).at(now);
}

}  // namespace wick
