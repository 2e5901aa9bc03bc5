// SPDX-License-Identifier: MIT
// The file. First line: format and checksum; then when, a line for each window, one for each session.
#include <charconv>

#include "lib/base/checked_text.h"
#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/base/text.h"
#include "lib/session/pace.h"

namespace wick {
namespace {

constexpr std::string_view kFormat = "wick pace 1";
constexpr std::size_t kLargest = 16 * 1024;

// The shortest that reads back the same.
std::string exact(double number) {
  char text[32];
  return std::string(text, std::to_chars(text, text + sizeof text, number).ptr);
}
std::optional<double> amount(std::string_view text) {
  auto number = parse_number(text);
  return number && *number >= 0 && *number < 1e12 ? number : std::nullopt;
}

std::string line_of(std::string_view name, const WindowPace& window) {
  std::string out = std::string(name) + " " + std::to_string(window.resets_at) + " " +
                    exact(window.used_pct) + " " + exact(window.pending_usd);
  for (const PacePair& pair : window.pairs) out += " " + exact(pair.percent) + " " + exact(pair.usd);
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
  if (words[0] == "told" && words.size() == 2) {
    pace.told = parse_integer(words[1]).value_or(0);
    return pace.told > 0;
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
  std::string body = "told " + std::to_string(pace.told) + "\n" + line_of("five_hour", pace.five_hour) + line_of("seven_day", pace.seven_day);
  for (const Pace::Session& session : pace.sessions)
    body += "session " + hex(session.key) + " " + exact(session.usd) + "\n";
  return checked_text(kFormat, body);
}

std::optional<Pace> parse_pace(std::string_view text) {
  auto body = checked_body(kFormat, text);
  if (!body) return std::nullopt;
  Pace pace;
  for (std::string_view line : split(*body, '\n'))
    if (!take_line(line, pace)) return std::nullopt;
  return pace;
}

std::string pace_path(const Env& env, const std::string& config_dir) {
  std::string home = state_home(env);
  return home.empty() ? "" : home + "/pace/" + hex(hash_bytes(config_dir));
}

Pace read_pace(const std::string& path) {
  auto text = path.empty() ? std::nullopt : try_read_file(path, kLargest);
  return text ? parse_pace(*text).value_or(Pace{}) : Pace{};
}

}  // namespace wick
