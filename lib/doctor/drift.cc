// SPDX-License-Identifier: MIT
// Has Claude Code changed what it writes?
#include <algorithm>

#include "lib/base/file.h"
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
  if (words.size() > kShown) out += " and " + std::to_string(words.size() - kShown) + " more";
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
  if (!words.empty()) checks.push_back({"drift", status, what + ": " + listed(words), advice});
}

void payload_keys(const Subject& s, Checks& checks) {
  std::vector<std::string> unknown;
  for (const KeyValue& scalar : scalars_of(s.told_json)) {
    if (!is_known_payload_key(scalar.path)) add_once(unknown, scalar.path);
  }
  say(checks, Status::kNote, "keys of the payload that wick does not know", unknown);
  const Payload& p = s.evidence.accounts.told->payload;
  std::vector<std::string> gone;
  if (p.session_id.empty()) gone.emplace_back("session_id");
  if (p.model_id.empty()) gone.emplace_back("model.id");
  if (p.transcript_path.empty()) gone.emplace_back("transcript_path");
  if (!p.window_tokens) gone.emplace_back("context_window.context_window_size");
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

}  // namespace

void check_drift(const Checkup& c, Checks& checks) {
  if (!c.subject) return;
  std::size_t before = checks.size();
  const Subject& s = *c.subject;
  const std::string& version = s.state.session.version;
  if (is_newer(version, kMeasuredClient))
    checks.push_back({"drift", Status::kNote,
                      "client " + version + " is newer than the one wick was measured against, " +
                          std::string(kMeasuredClient),
                      ""});
  if (s.evidence.accounts.told) payload_keys(s, checks);
  transcript_lines(s.evidence.accounts.found.transcript, checks);
  if (checks.size() == before)
    checks.push_back({"drift", Status::kOk,
                      "nothing unknown in what client " + (version.empty() ? "?" : version) +
                          " wrote for this session",
                      ""});
}

}  // namespace wick
