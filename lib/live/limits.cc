// SPDX-License-Identifier: MIT
#include "lib/live/limits.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/kept_files.h"
#include "lib/claude/dirs.h"
#include "lib/live/locate.h"

namespace wick {
namespace {

struct TapFile {
  std::string path;
  TimeMs time;
};

std::vector<TapFile> tap_files(const Env& env) {
  std::vector<TapFile> files;
  std::string home = state_home(env);
  if (home.empty()) return files;
  for (const std::string& name : list_dir(home + "/tap")) {
    std::string path = home + "/tap/" + name;
    if (auto info = listed_info(path)) files.push_back({std::move(path), info->modified});
  }
  return files;
}

bool is_tap_name(std::string_view path) {
  return path.size() > 5 && path.substr(path.size() - 5) == ".json";
}

}  // namespace

std::optional<Tap> read_tap(const std::string& path) {
  if (path.empty()) return std::nullopt;
  auto info = file_info(path);
  auto json = info ? if_allowed([&] { return read_if_any(path, kLargestPayload); }) : std::nullopt;
  if (!json) return std::nullopt;
  JsonStatus status;
  Tap tap{parse_payload(*json, status), info->modified, path};
  if (status != JsonStatus::kOk) return std::nullopt;
  return tap;
}

void save_tap(const Env& env, const Payload& payload, std::string_view json) {
  std::string path = tap_path(env, payload.session_id);
  if (path.empty()) return;
  write_kept(path, json, env.now_is_given ? env.now : 0);
}

void each_tap(const Env& env, TimeMs since, const std::function<TimeMs(const Tap&)>& take) {
  std::vector<TapFile> files = tap_files(env);
  std::sort(files.begin(), files.end(),
            [](const TapFile& a, const TapFile& b) { return a.time > b.time; });
  for (const TapFile& file : files) {
    if (file.time < since) return;
    auto tap = is_tap_name(file.path) ? read_tap(file.path) : std::nullopt;
    if (tap) since = take(*tap);
  }
}

std::vector<std::int64_t> reported_windows(const Env& env, TimeMs since) {
  std::vector<std::int64_t> ends;
  each_tap(env, since, [&](const Tap& tap) {
    if (tap.payload.five_hour.resets_at) ends.push_back(*tap.payload.five_hour.resets_at);
    return since;
  });
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  return ends;
}

namespace {

using TapPtr = std::shared_ptr<const Tap>;

constexpr std::int64_t kClocksDiffer = 3600;

// A window must end within its length after the time of the report.
bool is_sane(const LimitWindow& window, TimeMs length, TimeMs reported_at) {
  if (!window.used_pct || *window.used_pct < 0) return false;
  if (!window.resets_at) return true;
  return *window.resets_at > 0 &&
         *window.resets_at <= (reported_at + length) / 1000 + kClocksDiffer;
}

// True if `other` supersedes `kept`: a later window or a higher percentage. If neither has an end
// they cannot be told apart, and the later report wins.
bool is_further(const ReportedWindow& other, const ReportedWindow& kept) {
  if (!kept.by) return true;
  const auto &a = other.window.resets_at, &b = kept.window.resets_at;
  if (a.has_value() != b.has_value()) return a.has_value();
  if (!a) return other.reported_at > kept.reported_at;
  if (std::abs(*a - *b) > kSameWindow) return *a > *b;
  if (*other.window.used_pct != *kept.window.used_pct)
    return *other.window.used_pct > *kept.window.used_pct;
  return other.reported_at > kept.reported_at;  // the same values, confirmed later
}

void take_window(ReportedWindow& kept, const LimitWindow& window, TimeMs length,
                 const TapPtr& tap) {
  ReportedWindow other{window, time_of_news(*tap), tap};
  if (is_sane(window, length, tap->time) && is_further(other, kept)) kept = std::move(other);
}

// A spend limit may be raised and its period changed, so values cannot be compared: the latest
// counts.
void take_spend(ReportedWindow& kept, const TapPtr& tap) {
  ReportedWindow other{tap->payload.spend, time_of_news(*tap), tap};
  if (other.window.used_pct && (!kept.by || other.reported_at > kept.reported_at))
    kept = std::move(other);
}

std::string account_of(const Tap& tap) { return config_dir_of(tap.payload.transcript_path); }

// When the last request was sent, computed from the cache's expiry and TTL.
std::optional<TimeMs> clock_of(const Tap& tap) {
  const Payload& p = tap.payload;
  constexpr std::int64_t kMost = std::numeric_limits<TimeMs>::max() / 2000;
  if (!p.expires_at || *p.expires_at <= 0 || *p.expires_at > kMost || p.ttl.empty())
    return std::nullopt;
  return std::clamp<TimeMs>((*p.expires_at - seconds_of_ttl(p.ttl)) * 1000, 0, tap.time);
}

// The account with the newest report, for when no session names an account.
std::string newest_account(const Env& env, TimeMs since) {
  std::string account;
  TimeMs newest = -1;
  each_tap(env, since, [&](const Tap& tap) {
    if (tap.payload.has_limits && time_of_news(tap) > newest)
      account = account_of(tap), newest = time_of_news(tap);
    return since;
  });
  return account;
}

// Collects the limits of one account from its taps, the newest tap first.
class Gathering {
 public:
  explicit Gathering(TimeMs since) : since_(since) {}

  void take(const Tap& tap) {
    if (!tap.payload.has_limits) return;
    auto shared = std::make_shared<const Tap>(tap);
    take_window(out_.five_hour, tap.payload.five_hour, kFiveHourWindow, shared);
    take_window(out_.seven_day, tap.payload.seven_day, kSevenDayWindow, shared);
    take_spend(out_.spend, shared);
  }

  // A tap that is older than the collected reports cannot add anything.
  TimeMs since() const {
    auto reported_at = [](const ReportedWindow& window) {
      return window.by ? clock_of(*window.by).value_or(0) : 0;
    };
    bool has_windows = out_.five_hour.by || out_.seven_day.by;
    return std::max(since_, has_windows
                                ? std::min(reported_at(out_.five_hour), reported_at(out_.seven_day))
                                : reported_at(out_.spend));
  }

  AccountLimits out() && { return std::move(out_); }

 private:
  TimeMs since_;
  AccountLimits out_;
};

}  // namespace

TimeMs time_of_news(const Tap& tap) { return clock_of(tap).value_or(tap.time); }

AccountLimits account_limits(const Env& env, const std::string& config_dir,
                             const std::optional<Tap>& own) {
  const TimeMs week = env.now - kSevenDayWindow;
  const std::string account = config_dir.empty() ? newest_account(env, week) : config_dir;
  Gathering gathering(week);
  if (own) gathering.take(*own);
  each_tap(env, gathering.since(), [&](const Tap& tap) {
    if (account_of(tap) == account) gathering.take(tap);
    return gathering.since();
  });
  return std::move(gathering).out();
}

}  // namespace wick
