// SPDX-License-Identifier: MIT
// Has Claude Code changed what it writes?
#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/claude/lines.h"
#include "lib/doctor/check.h"
#include "lib/doctor/known.h"
#include "lib/doctor/scalars.h"

namespace wick {
namespace {

constexpr std::uint64_t kReads = 1024 * 1024;  // of the transcript's end
constexpr std::size_t kShown = 8;

void add_once(std::vector<std::string>& list, std::string word) {
  if (std::find(list.begin(), list.end(), word) == list.end()) list.push_back(std::move(word));
}

std::string listed(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size() && i < kShown; ++i) out += (i ? ", " : "") + words[i];
  if (words.size() > kShown) out += fmt::format(" and {} more", words.size() - kShown);
  return out;
}

// "2.1.9" is before "2.1.330".
bool is_newer(std::string_view version, std::string_view than) {
  std::vector<std::string_view> a = split(version, '.'), b = split(than, '.');
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    auto x = parse_integer(a[i]), y = parse_integer(b[i]);
    if (!x || !y) return false;
    if (*x != *y) return *x > *y;
  }
  return false;
}

struct Unknown {
  std::vector<std::string> types, keys, usage;

  void look_at(const std::string& line) {
    std::vector<KeyValue> scalars = scalars_of(line);
    auto type = value_at(scalars, "type");
    if (type && !is_known_line_type(*type)) add_once(types, *type);
    if (type != "assistant") return;
    for (const KeyValue& scalar : scalars) {
      if (!is_known_response_key(scalar.path))
        add_once(is_usage_key(scalar.path) ? usage : keys, scalar.path);
    }
  }
};

void say(Checks& checks, Status status, const std::string& what,
         const std::vector<std::string>& words, const char* advice = "") {
  if (!words.empty()) checks.push_back({"drift", status, fmt::format("{}: {}", what, listed(words)), advice});
}

void payload_keys(const std::string& json, Checks& checks) {
  std::vector<std::string> unknown, gone;
  std::vector<KeyValue> scalars = scalars_of(json);
  for (const KeyValue& scalar : scalars) {
    if (!is_known_payload_key(scalar.path)) add_once(unknown, scalar.path);
  }
  say(checks, Status::kNote, "keys of the payload that wick does not know", unknown);
  for (const char* key : {"session_id", "transcript_path", "model.id", "version",
                          "context_window.context_window_size"}) {
    if (!value_at(scalars, key)) gone.emplace_back(key);
  }
  say(checks, Status::kWarning, "keys that the payload should have", gone,
      "an old client, or one that has changed: figures may be absent");
}

void transcript_lines(const std::string& path, Checks& checks) {
  auto file = try_open_regular(path);
  if (!file) return;
  Unknown unknown;
  BackwardLines lines(*file);
  while (auto line = lines.next(kReads, kReads)) {
    if (!line->oversized) unknown.look_at(std::string(line->text));
  }
  say(checks, Status::kNote, "types of lines that wick does not know", unknown.types);
  say(checks, Status::kNote, "keys of responses that wick does not know", unknown.keys);
  say(checks, Status::kWarning, "usage that wick does not know", unknown.usage,
      "it may be charged for: look whether wick-cost agrees with Claude Code's /cost");
}

// The session's own payload, else the last one that any session was given.
std::string payload_of(const Checkup& c) {
  if (c.subject && c.subject->evidence.accounts.told) return c.subject->told_json;
  std::string path = newest_tap(c.env);
  return path.empty() ? "" : try_read_file(path, kLargestPayload).value_or("");
}

}  // namespace

void check_drift(const Checkup& c, Checks& checks) {
  std::size_t before = checks.size();
  std::string json = payload_of(c);
  if (!json.empty()) payload_keys(json, checks);
  if (c.subject) transcript_lines(c.subject->evidence.accounts.found.transcript, checks);
  std::string version = c.subject ? c.subject->state.session.version : "";
  if (version.empty()) version = value_at(scalars_of(json), "version").value_or("");
  if (is_newer(version, kMeasuredClient))
    checks.push_back({"drift", Status::kNote,
                      fmt::format("client {} is newer than the one wick was measured against, {}", version,
                                  kMeasuredClient),
                      ""});
  bool looked = !json.empty() || c.subject;
  if (looked && checks.size() == before)
    checks.push_back({"drift", Status::kOk,
                      fmt::format("nothing unknown in what client {} wrote", version.empty() ? "?" : version),
                      ""});
}

}  // namespace wick
