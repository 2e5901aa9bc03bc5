// SPDX-License-Identifier: MIT
#include "lib/session/tap.h"

#include <unistd.h>

#include <algorithm>

#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/claude/dirs.h"
#include "lib/session/locate.h"

namespace wick {
namespace {

constexpr TimeMs kDay = 86400000;
// As long as Claude Code itself keeps a transcript by default.
constexpr TimeMs kKeep = 30 * kDay;

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
    if (auto info = file_info(path)) files.push_back({std::move(path), info->modified});
  }
  return files;
}

bool is_tap_name(std::string_view path) {
  return path.size() > 5 && path.substr(path.size() - 5) == ".json";
}

// A new session is rare enough an event to clear away what is a month old.
void prune(const Env& env) {
  for (const TapFile& file : tap_files(env)) {
    if (env.now - file.time > kKeep) ::unlink(file.path.c_str());
  }
}

}  // namespace

std::optional<Tap> read_tap(const std::string& path) {
  if (path.empty()) return std::nullopt;
  auto info = file_info(path);
  auto json = info ? try_read_file(path, kLargestPayload) : std::nullopt;
  if (!json) return std::nullopt;
  JsonStatus status;
  Tap tap{parse_payload(*json, status), info->modified, path};
  if (status != JsonStatus::kOk) return std::nullopt;
  return tap;
}

void save_tap(const Env& env, const Payload& payload, std::string_view json) {
  std::string path = tap_path(env, payload.session_id);
  if (path.empty()) return;
  bool is_new = !file_info(path);
  write_atomically(path, json, env.now_is_given ? env.now : 0);
  if (is_new) prune(env);
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

std::vector<std::int64_t> told_windows(const Env& env, TimeMs since) {
  std::vector<std::int64_t> ends;
  each_tap(env, since, [&](const Tap& tap) {
    if (tap.payload.five_hour.resets_at) ends.push_back(*tap.payload.five_hour.resets_at);
    return since;
  });
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  return ends;
}

}  // namespace wick
