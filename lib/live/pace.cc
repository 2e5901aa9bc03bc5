// SPDX-License-Identifier: MIT
#include "lib/live/pace.h"

#include <algorithm>
#include <cmath>

#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/packed.h"
#include "lib/base/text.h"
#include "lib/claude/dirs.h"
#include "lib/live/limits.h"

namespace wick {
namespace {

constexpr std::size_t kFewest = 10, kMostSessions = 32;
// Earlier in a window, a single prompt would decide the pace. For a 5-hour window a twelfth is
// enough.
constexpr double kLeast = 100 * 60000;

// True if the session began after the account's last change, so that all its money was spent since.
bool began_since(const Pace& pace, const Payload& payload, TimeMs now) {
  return pace.changed_at > 0 && payload.duration_ms && *payload.duration_ms >= 0 &&
         now - *payload.duration_ms >= pace.changed_at;
}

// What the session spent since its previous payload.
double spent_since(Pace& pace, const Payload& payload, TimeMs now) {
  std::uint64_t key = hash_bytes(payload.session_id);
  auto at = std::find_if(pace.sessions.begin(), pace.sessions.end(),
                         [key](const Pace::Session& s) { return s.key == key; });
  double usd = *payload.cost_usd;
  double spent = 0;
  if (at != pace.sessions.end()) {
    if (at->usd == usd) return 0;
    spent = usd - at->usd;  // negative after a /clear, which resets the total
    pace.sessions.erase(at);
  } else if (began_since(pace, payload, now)) {
    spent = usd;
  }
  pace.sessions.push_back({key, usd});
  if (pace.sessions.size() > kMostSessions) pace.sessions.erase(pace.sessions.begin());
  return std::max(0.0, spent);
}

void observe_window(WindowPace& pace, const LimitWindow& reported, double spent) {
  if (!reported.used_pct || !reported.resets_at) return;
  if (std::abs(*reported.resets_at - pace.resets_at) > kSameWindow) {
    // Ignore an old payload of a window that has ended.
    if (*reported.resets_at > pace.resets_at) {
      pace.resets_at = *reported.resets_at;
      pace.used_pct = *reported.used_pct;
      pace.pending_usd = 0;
    }
    return;
  }
  pace.pending_usd += spent;
  if (*reported.used_pct <= pace.used_pct) return;
  if (pace.pending_usd > 0) {
    pace.pairs.push_back({*reported.used_pct - pace.used_pct, pace.pending_usd});
    if (pace.pairs.size() > kMostPairs) pace.pairs.erase(pace.pairs.begin());
  }
  pace.used_pct = *reported.used_pct;
  pace.pending_usd = 0;
}

bool is_money(std::optional<double> usd) { return usd && *usd >= 0 && *usd < 1e9; }
bool is_percent(const LimitWindow& window) {
  return !window.used_pct || (*window.used_pct >= 0 && *window.used_pct <= 1000);
}

}  // namespace

void observe(Pace& pace, const Payload& payload, TimeMs now) {
  if (!payload.has_limits || payload.session_id.empty() || !is_money(payload.cost_usd)) return;
  if (!is_percent(payload.five_hour) || !is_percent(payload.seven_day)) return;
  const Pace before = pace;
  double spent = spent_since(pace, payload, now);
  observe_window(pace.five_hour, payload.five_hour, spent);
  observe_window(pace.seven_day, payload.seven_day, spent);
  if (pace != before) pace.changed_at = now;
}

std::optional<double> percent_per_usd(const WindowPace& window) {
  if (window.pairs.size() < kFewest) return std::nullopt;
  double percent = 0, usd = 0;
  for (const PacePair& pair : window.pairs) percent += pair.percent, usd += pair.usd;
  return percent / usd;
}

std::optional<std::int64_t> runs_out_at(const LimitWindow& window, TimeMs length,
                                        TimeMs reported_at) {
  if (!window.used_pct || !window.resets_at || *window.used_pct <= 0) return std::nullopt;
  if (*window.used_pct >= 100) return reported_at / 1000;
  auto begin = static_cast<double>(*window.resets_at * 1000 - length);
  double elapsed = static_cast<double>(reported_at) - begin;
  if (elapsed < std::min(static_cast<double>(length) / 12, kLeast)) return std::nullopt;
  double at = (begin + elapsed * 100 / *window.used_pct) / 1000;
  if (at >= static_cast<double>(*window.resets_at)) return std::nullopt;
  return std::llround(at);
}

void keep_pace(const Env& env, const Payload& payload) {
  if (!payload.has_limits || !payload.cost_usd) return;
  std::string path = pace_path(env, config_dir_of(payload.transcript_path));
  if (path.empty()) return;
  Pace before = read_pace(path), after = before;
  observe(after, payload, env.now);
  if (after != before) write_atomically(path, pace_text(after));
}

// The file: a line with format and checksum, one with the time, one per window, one per session.
// Each number is the shortest text that parses to it.

namespace {

constexpr std::string_view kPaceFormat = "wick pace 1";
constexpr std::size_t kLargestPace = 16 * 1024;

std::optional<double> amount(std::string_view text) {
  auto number = parse_number(text);
  return number && *number >= 0 && *number < 1e12 ? number : std::nullopt;
}

std::string line_of(std::string_view name, const WindowPace& window) {
  std::string out =
      fmt::format("{} {} {} {}", name, window.resets_at, window.used_pct, window.pending_usd);
  for (const PacePair& pair : window.pairs) out += fmt::format(" {} {}", pair.percent, pair.usd);
  return out + "\n";
}

std::optional<WindowPace> window_of(const std::vector<std::string_view>& words) {
  WindowPace window;
  if (words.size() < 4 || words.size() % 2 != 0 || words.size() > 4 + 2 * kMostPairs) return {};
  auto resets_at = parse_integer(words[1]);
  auto used = amount(words[2]), pending = amount(words[3]);
  if (!resets_at || *resets_at < 0 || !used || !pending) return {};
  window.resets_at = *resets_at, window.used_pct = *used, window.pending_usd = *pending;
  for (std::size_t i = 4; i < words.size(); i += 2) {
    auto percent = amount(words[i]), usd = amount(words[i + 1]);
    if (!percent || !usd || *usd <= 0) return {};
    window.pairs.push_back({*percent, *usd});
  }
  return window;
}

bool take_line(std::string_view line, Pace& pace) {
  std::vector<std::string_view> words = split(line, ' ');
  if (words.empty()) return false;
  if (words[0] == "told" && words.size() == 2) {
    pace.changed_at = parse_integer(words[1]).value_or(0);
    return pace.changed_at > 0;
  }
  if (words[0] == "session" && words.size() == 3) {
    auto key = parse_hex(words[1]);
    auto usd = amount(words[2]);
    if (key && usd) pace.sessions.push_back({*key, *usd});
    return key && usd;
  }
  auto window = window_of(words);
  if (!window || (words[0] != "five_hour" && words[0] != "seven_day")) return false;
  (words[0] == "five_hour" ? pace.five_hour : pace.seven_day) = std::move(*window);
  return true;
}

}  // namespace

std::string pace_text(const Pace& pace) {
  std::string body = fmt::format("told {}\n", pace.changed_at) +
                     line_of("five_hour", pace.five_hour) + line_of("seven_day", pace.seven_day);
  for (const Pace::Session& session : pace.sessions)
    body += fmt::format("session {} {}\n", hex(session.key), session.usd);
  return checked_text(kPaceFormat, body);
}

std::optional<Pace> parse_pace(std::string_view text) {
  auto body = checked_body(kPaceFormat, text);
  if (!body) return std::nullopt;
  Pace pace;
  for (std::string_view line : split(*body, '\n'))
    if (!take_line(line, pace)) return std::nullopt;
  return pace.changed_at > 0 ? std::optional(std::move(pace)) : std::nullopt;
}

std::string pace_path(const Env& env, const std::string& config_dir) {
  std::string home = state_home(env);
  return home.empty() ? "" : home + "/pace/" + hex(hash_bytes(config_dir));
}

Pace read_pace(const std::string& path) {
  auto text = path.empty() ? std::nullopt : try_read_file(path, kLargestPace);
  return text ? parse_pace(*text).value_or(Pace{}) : Pace{};
}

}  // namespace wick
