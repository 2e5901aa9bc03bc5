// SPDX-License-Identifier: MIT
#include "lib/base/time.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "lib/base/format.h"
#include "lib/base/text.h"

namespace wick {
namespace {

// Days from 1970-01-01 to a Gregorian date. Years start in March, so that the leap day comes last.
std::int64_t days_from_civil(std::int64_t year, int month, int day) {
  year -= month <= 2;
  std::int64_t era = year / 400;
  std::int64_t year_of_era = year - era * 400;
  std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719468;
}

int days_in(int year, int month) {
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (month == 2) return leap ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// A cursor over the text; each step returns whether it matched.
struct Reader {
  std::string_view rest;

  bool literal(std::string_view any_of) {
    if (rest.empty() || any_of.find(rest.front()) == std::string_view::npos) return false;
    rest.remove_prefix(1);
    return true;
  }
  bool digits(std::size_t count, int low, int high, int& out) {
    if (rest.size() < count) return false;
    auto number = parse_integer(rest.substr(0, count));
    if (!number || rest.front() == '-' || *number < low || *number > high) return false;
    out = static_cast<int>(*number);
    rest.remove_prefix(count);
    return true;
  }
  // ".451" in milliseconds; further digits are ignored.
  int fraction() {
    if (!literal(".,")) return 0;
    int value = 0, seen = 0;
    for (; !rest.empty() && rest.front() >= '0' && rest.front() <= '9'; rest.remove_prefix(1)) {
      if (seen++ < 3) value = value * 10 + (rest.front() - '0');
    }
    for (; seen < 3; ++seen) value *= 10;
    return value;
  }
  // "Z", "+02:00", "-0500" or nothing (UTC), in minutes.
  bool offset(int& minutes) {
    minutes = 0;
    if (rest.empty() || literal("Zz")) return rest.empty();
    bool west = rest.front() == '-';
    int hour = 0, minute = 0;
    if (!literal("+-") || !digits(2, 0, 23, hour)) return false;
    literal(":");
    if (!rest.empty() && !digits(2, 0, 59, minute)) return false;
    minutes = (hour * 60 + minute) * (west ? -1 : 1);
    return rest.empty();
  }
};

tm broken_down(TimeMs time, bool local) {
  time_t seconds = static_cast<time_t>(time / 1000);
  tm out{};
  if (local) {
    localtime_r(&seconds, &out);
  } else {
    gmtime_r(&seconds, &out);
  }
  return out;
}

// Parses "2026-11-22T05:05:33.451Z", the form of all times that Claude Code writes and so of most
// times in a history. Empty for any other form.
std::optional<TimeMs> parse_usual_form(std::string_view text) {
  constexpr std::string_view kForm = "0000-00-00T00:00:00.000Z";
  if (text.size() != kForm.size()) return std::nullopt;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    bool fits = kForm[i] == '0' ? text[i] >= '0' && text[i] <= '9' : text[i] == kForm[i];
    if (!fits) return std::nullopt;
  }
  auto number = [text](std::size_t at, std::size_t digits) {
    int value = 0;
    for (std::size_t i = at; i < at + digits; ++i) value = value * 10 + (text[i] - '0');
    return value;
  };
  int year = number(0, 4), month = number(5, 2), day = number(8, 2);
  int hour = number(11, 2), minute = number(14, 2), second = number(17, 2);
  bool valid = year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= 28 && hour <= 23 &&
               minute <= 59 && second <= 59;
  if (!valid) return std::nullopt;  // left to the general parser
  std::int64_t minutes = (days_from_civil(year, month, day) * 24 + hour) * 60 + minute;
  return (minutes * 60 + second) * 1000 + number(20, 3);
}

}  // namespace

TimeMs system_now() {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  return static_cast<TimeMs>(now.tv_sec) * 1000 + now.tv_nsec / 1000000;
}

std::int64_t monotonic_ms() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1000000;
}

std::optional<TimeMs> parse_iso8601(std::string_view text) {
  if (auto time = parse_usual_form(text)) return time;
  Reader in{text};
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, millis = 0, offset = 0;
  if (!in.digits(4, 1970, 9999, year) || !in.literal("-") || !in.digits(2, 1, 12, month) ||
      !in.literal("-") || !in.digits(2, 1, days_in(year, month), day)) {
    return std::nullopt;
  }
  if (!in.rest.empty()) {
    if (!in.literal("Tt ") || !in.digits(2, 0, 23, hour) || !in.literal(":") ||
        !in.digits(2, 0, 59, minute)) {
      return std::nullopt;
    }
    if (in.literal(":")) {
      if (!in.digits(2, 0, 60, second)) return std::nullopt;
      millis = in.fraction();
    }
    if (!in.offset(offset)) return std::nullopt;
  }
  std::int64_t minutes = (days_from_civil(year, month, day) * 24 + hour) * 60 + minute - offset;
  return (minutes * 60 + second) * 1000 + millis;
}

std::optional<TimeMs> parse_when(std::string_view text) {
  constexpr double kYear9999 = 253402300799.0;
  if (auto seconds = parse_number(text); seconds && *seconds >= 0 && *seconds <= kYear9999) {
    return static_cast<TimeMs>(std::llround(*seconds * 1000));
  }
  return parse_iso8601(text);
}

std::optional<TimeMs> parse_span(std::string_view text) {
  constexpr std::string_view kUnits = "smhdw";
  constexpr double kMilliseconds[] = {1e3, 60e3, 3600e3, 86400e3, 604800e3};
  constexpr double kLongest = 30 * 366 * 86400e3;
  std::size_t unit = text.empty() ? kUnits.npos : kUnits.find(text.back());
  if (unit == kUnits.npos) return std::nullopt;
  text.remove_suffix(1);
  auto amount = parse_number(text);
  if (!amount || !(*amount >= 0)) return std::nullopt;
  return static_cast<TimeMs>(std::min(*amount * kMilliseconds[unit], kLongest));
}

std::string clock_time(TimeMs time) {
  tm parts = broken_down(time, true);
  return fmt::format("{:02}:{:02}", parts.tm_hour, parts.tm_min);
}

namespace {

int week_start = 0;

// Both count from Monday, modulo 7.
int place_in_week(int weekday) { return (weekday - week_start + 7) % 7; }
std::string_view name_of_weekday(int weekday) {
  constexpr std::string_view kDays = "MonTueWedThuFriSatSun";
  return kDays.substr(3 * static_cast<std::size_t>(weekday % 7), 3);
}

}  // namespace

std::string weekday_name(TimeMs time) {
  return std::string(name_of_weekday(broken_down(time, true).tm_wday + 6));
}

std::string local_date(TimeMs time) {
  tm parts = broken_down(time, true);
  return fmt::format("{:04}-{:02}-{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
}

std::string iso8601(TimeMs time) {
  tm parts = broken_down(time, false);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

std::string iso8601_ms(TimeMs time) {
  std::string text = iso8601(time);
  return text.insert(text.size() - 1, fmt::format(".{:03}", (time % 1000 + 1000) % 1000));
}

namespace {

constexpr std::int64_t kHour = 3600;

struct Date {
  int year, month, day;  // month from 1
  auto operator<=>(const Date&) const = default;
};

std::int64_t floor_seconds(TimeMs time) { return time >= 0 ? time / 1000 : -((999 - time) / 1000); }

tm local(std::int64_t seconds) {
  time_t t = static_cast<time_t>(seconds);
  tm out{};
  localtime_r(&t, &out);
  return out;
}

Date date_at(std::int64_t seconds) {
  tm t = local(seconds);
  return {t.tm_year + 1900, t.tm_mon + 1, t.tm_mday};
}

// Midnight, or the first moment after it if the clocks skip it; if it occurs twice, the first one.
// A date may be skipped entirely (Samoa, 2011-12-30): then the next day's.
std::int64_t first_moment(int year, int month, int day) {
  tm wanted{};
  wanted.tm_year = year - 1900, wanted.tm_mon = month - 1, wanted.tm_mday = day;
  wanted.tm_isdst = -1;
  auto guess = static_cast<std::int64_t>(timegm(&wanted));  // also normalizes the date
  Date date{wanted.tm_year + 1900, wanted.tm_mon + 1, wanted.tm_mday};
  // Time zones differ by at most 26 hours, and within one the date never goes back by a day.
  std::int64_t before = guess - 27 * kHour, after = guess + 27 * kHour;
  while (after - before > 1) {
    std::int64_t middle = before + (after - before) / 2;
    (date_at(middle) < date ? before : after) = middle;
  }
  return after;
}

std::string text_of(const Date& date, bool with_day) {
  std::string month = fmt::format("{:04}-{:02}", date.year, date.month);
  return with_day ? fmt::format("{}-{:02}", month, date.day) : month;
}

Span span_of(Period period, std::int64_t seconds) {
  tm t = local(seconds);
  Date from{t.tm_year + 1900, t.tm_mon + 1, t.tm_mday};
  Date until = from;
  if (period == Period::kMonth) {
    from.day = until.day = 1;
    ++until.month;
  } else if (period == Period::kWeek) {
    from.day -= place_in_week(t.tm_wday + 6);
    until.day = from.day + 7;
  } else {
    ++until.day;
  }
  std::int64_t first = first_moment(from.year, from.month, from.day);
  std::int64_t next = first_moment(until.year, until.month, until.day);
  tm normal{};
  normal.tm_year = from.year - 1900, normal.tm_mon = from.month - 1, normal.tm_mday = from.day;
  timegm(&normal);
  Date named{normal.tm_year + 1900, normal.tm_mon + 1, normal.tm_mday};
  return {first * 1000, next * 1000, text_of(named, period != Period::kMonth)};
}

bool is_zone_name(const std::string& zone) {
  struct stat s;
  if (zone.empty() || zone[0] == '/' || zone.find("..") != zone.npos) return false;
  const char* folder = ::getenv("TZDIR");
  std::string path = fmt::format("{}/{}", folder ? folder : "/usr/share/zoneinfo", zone);
  return zone == "UTC" || (::stat(path.c_str(), &s) == 0 && S_ISREG(s.st_mode));
}

// True for "CET-1CEST", "<+0330>-3:30": at least a name and an offset.
bool is_posix_rule(const std::string& zone) {
  std::size_t name = zone[0] == '<' ? zone.find('>') : zone.find_first_of("+-0123456789");
  if (name == zone.npos || name < 3) return false;
  std::size_t digit = zone.find_first_of("0123456789", name);
  return digit != zone.npos && digit <= name + 2 && zone.find('/') >= digit;
}

}  // namespace

void use_week_start(int weekday) { week_start = weekday; }

std::optional<int> locale_week_start() {
#ifdef __GLIBC__
  const char* name = nullptr;
  for (const char* variable : {"LC_ALL", "LC_TIME", "LANG"})
    if (!name || !*name) name = ::getenv(variable);
  if (!name || !std::strchr(name, '_')) return std::nullopt;
  locale_t locale = ::newlocale(LC_TIME_MASK, "", nullptr);
  if (!locale) return std::nullopt;
  // _NL_TIME_WEEK_1STDAY is the date (YYYYMMDD) of some day, in the low 32 bits of the pointer.
  // _NL_TIME_FIRST_WEEKDAY is the first day of the week, counted from that day, starting at 1.
  constexpr std::int32_t kSunday = 19971130;
  auto base = static_cast<std::int32_t>(
      reinterpret_cast<std::intptr_t>(::nl_langinfo_l(_NL_TIME_WEEK_1STDAY, locale)));
  int first = *::nl_langinfo_l(_NL_TIME_FIRST_WEEKDAY, locale) - 1;
  ::freelocale(locale);
  return (first + (base == kSunday ? 6 : 0)) % 7;
#else
  return std::nullopt;
#endif
}

int day_of_week(const Span& day) {
  constexpr TimeMs kDay = 24 * 3600'000LL;
  std::optional<TimeMs> date = parse_iso8601(day.name);
  return date ? place_in_week(static_cast<int>((*date / kDay + 3) % 7))
              : 0;  // 1970-01-01 was a Thursday
}

std::string_view weekday_at(int day_of_week) { return name_of_weekday(week_start + day_of_week); }

const Span& Calendar::at(TimeMs time) {
  if (last_ && last_->holds(time)) return *last_;
  auto next = found_.upper_bound(time);
  if (next != found_.begin() && std::prev(next)->second.holds(time))
    return *(last_ = &std::prev(next)->second);
  Span span = span_of(period_, floor_seconds(time));
  return *(last_ = &found_.emplace(span.from, std::move(span)).first->second);
}

bool use_time_zone(const std::string& zone) {
  if (zone.empty() || (!is_zone_name(zone) && !is_posix_rule(zone))) return false;
  ::setenv("TZ", zone.c_str(), 1);
  ::tzset();
  return true;
}

std::optional<TimeMs> local_midnight(int year, int month, int day) {
  std::int64_t first = first_moment(year, month, day);
  Date found = date_at(first);
  if (found.year != year || found.month != month || found.day != day) return std::nullopt;
  return first * 1000;
}

TimeMs from_local(TimeMs wall) {
  std::int64_t seconds = floor_seconds(wall);
  time_t t = static_cast<time_t>(seconds);
  tm parts{};
  gmtime_r(&t, &parts);
  parts.tm_isdst = -1;
  return static_cast<TimeMs>(mktime(&parts)) * 1000 + (wall - seconds * 1000);
}

std::string utc_offset(TimeMs time) {
  std::int64_t minutes = local(floor_seconds(time)).tm_gmtoff / 60;
  std::int64_t size = minutes < 0 ? -minutes : minutes;
  return fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', size / 60, size % 60);
}

}  // namespace wick
