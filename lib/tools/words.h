// SPDX-License-Identifier: MIT
// Texts of figures, the same in all reports.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/base/time.h"
#include "lib/history/pricer.h"
#include "lib/history/records.h"
#include "lib/history/session_names.h"
#include "lib/output/columns.h"
#include "lib/output/human.h"
#include "lib/output/layout.h"
#include "lib/price/model.h"

namespace wick {

/// "$12.40", "-$0.03".
inline std::string usd_text(Money money) {
  return (money < 0 ? "-" : "") + human_usd(std::abs(usd_of(money)));
}

/// "$12.40", "lost $0.03": under SAVED a negative amount would look like a mistake.
inline std::string saved_text(Money money) {
  return (money < 0 ? "lost " : "") + human_usd(std::abs(usd_of(money)));
}

/// "1 file", "2,000 files".
inline std::string plural(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", human_count(static_cast<std::int64_t>(count)),
                     count == 1 ? one : many);
}

/// The definition of requests without a price, and a note with their number.
inline constexpr std::string_view kUnpricedRequests =
    "Requests that have no price: their model has none, or they do not say what they used; no sum of money includes them.";
inline std::string unpriced_note(std::int64_t count) {
  return plural(static_cast<std::size_t>(count), "request has", "requests have") +
         " no price (unknown model, or no usage reported); the cost does not include this\n";
}

/// The share of the money, "2.7%"; empty if there is none.
inline std::string money_percent(Money part, Money whole) {
  return whole > 0 ? percent_text(static_cast<double>(part) / static_cast<double>(whole)) : "";
}

/// "12%", "<1%": without decimals.
inline std::string whole_percent(double share) {
  return share < 0.005 ? "<1%" : fmt::format("{}%", std::llround(share * 100));
}

/// A bar of at least one and at most `width` columns.
inline std::string bar_of(double share, int width) {
  std::string out;
  for (long i = 0; i < std::max(1L, std::lround(share * width)); ++i) out += "\u25a0";
  return out;
}

/// The local time, "2026-11-22 05:06"; empty if undated.
inline std::string moment_text(TimeMs time) {
  return time == kUndated ? "" : fmt::format("{} {}", local_date(time), clock_time(time));
}

// Figures; those of any report are in lib/output/columns.h.

inline Figure as_usd(Money money) { return {Value{usd_of(money), Unit::kUsd}}; }
inline Figure as_usd(std::optional<Money> money) { return money ? as_usd(*money) : Figure{}; }
inline Figure as_tokens(std::optional<std::int64_t> tokens) {
  return tokens ? as_tokens(*tokens) : Figure{};
}
/// For programs in UTC.
inline Figure as_time(TimeMs time) {
  return time == kUndated ? Figure{} : shown_as(as_text(iso8601_ms(time)), moment_text(time));
}
/// Without milliseconds.
inline Figure as_second(TimeMs time) {
  return time == kUndated ? Figure{} : shown_as(as_text(iso8601(time)), moment_text(time));
}
/// An id; people see its first characters.
inline Figure as_id(const std::string& id, std::size_t length) {
  return shown_as(as_text(id), printable(id.substr(0, length)));
}
/// People see "~" for `home`.
inline Figure as_path(const std::string& path, const std::string& home) {
  return shown_as(as_text(path), printable(shorten_home(path, home)));
}
/// A model; people see its name.
inline Figure as_model(const std::string& id) {
  return shown_as(if_any(id), printable(display_model(id)));
}

/// "d7f47105  fix the parser". Without a name: the short id and `place`, or the whole id.
inline std::string session_with_name(SessionNames& names, const std::string& session,
                                     const std::string& place = {}) {
  constexpr std::size_t kEnough = 8;
  const std::string& name = names.of(session);
  if (name.empty() && place.empty()) return session;
  return fmt::format("{}  {}", session.substr(0, kEnough), name.empty() ? place : name);
}

/// The session's name as "title", if it has one.
inline void put_title(JsonWriter& out, SessionNames& names, const std::string& session) {
  if (const std::string& title = names.of(session); !title.empty()) out.text("title", title);
}

}  // namespace wick
