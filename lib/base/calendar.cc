// SPDX-License-Identifier: MIT
#include "lib/base/calendar.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include <algorithm>

#include "lib/base/format.h"
#include "lib/base/text.h"

namespace wick {
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

// Midnight, or the first moment after it where the clocks jump over it; of a midnight that comes
// twice, the first. A date may be left out altogether (Samoa, 2011-12-30): then the next day's.
std::int64_t first_moment(int year, int month, int day) {
  tm wanted{};
  wanted.tm_year = year - 1900, wanted.tm_mon = month - 1, wanted.tm_mday = day;
  wanted.tm_isdst = -1;
  auto guess = static_cast<std::int64_t>(timegm(&wanted));  // normalises the date too
  Date date{wanted.tm_year + 1900, wanted.tm_mon + 1, wanted.tm_mday};
  // Zones are at most 26 hours apart, and the date never goes back by a day within them.
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
    from.day -= (t.tm_wday + 6) % 7;
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

// "CET-1CEST", "<+0330>-3:30": a name and an offset at least.
bool is_posix_rule(const std::string& zone) {
  std::size_t name = zone[0] == '<' ? zone.find('>') : zone.find_first_of("+-0123456789");
  if (name == zone.npos || name < 3) return false;
  std::size_t digit = zone.find_first_of("0123456789", name);
  return digit != zone.npos && digit <= name + 2 && zone.find('/') >= digit;
}

}  // namespace

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
