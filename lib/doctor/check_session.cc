// SPDX-License-Identifier: MIT
// Checks of the session that the tools would choose here, its tap, its price, and the clock.
#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/claude/lines.h"
#include "lib/doctor/check.h"
#include "lib/doctor/known.h"
#include "lib/live/locate.h"
#include "lib/output/human.h"

namespace wick {
namespace {

constexpr TimeMs kTolerance = 5000;  // ms; clocks and file systems round

std::string age(const Env& env, TimeMs time) {
  TimeMs ago = env.now - time;
  return ago < 0 ? "from the future" : human_duration(ago / 1000) + " old";
}

void any_tap(const Env& env, Checks& checks) {
  auto tap = read_tap(newest_tap(env));
  if (!tap) {
    checks.push_back({"tap", Status::kWarning,
                      "no tap: Claude Code has not run wick-line yet, or it could not keep the "
                      "payload",
                      "set up the status line (see settings) and send a prompt"});
    return;
  }
  const Payload& p = tap->payload;
  checks.push_back({"tap", Status::kOk,
                    fmt::format("the newest is {}, of client {}, session {}", age(env, tap->time),
                                p.version.empty() ? "unknown" : p.version, p.session_id),
                    ""});
}

void own_tap(const Subject& s, Checks& checks) {
  const Sources& in = s.evidence.sources;
  if (in.from_stdin) return;
  if (!in.tap) {
    checks.push_back({"tap", Status::kNote,
                      "this session has none: its limits, name and exact cost are unknown", ""});
  } else if (in.transcript_is_newer()) {
    checks.push_back(
        {"tap", Status::kWarning,
         "this session's is older than its last response: it is " + age(s.env, in.tap->time),
         "the status line has not run since then: check the settings, and the row in Claude Code"});
  } else {
    checks.push_back({"tap", Status::kOk, "this session's is " + age(s.env, in.tap->time), ""});
  }
}

std::string block_for(const std::string& model) {
  return fmt::format(
      "[[price]]\nmodel = \"{}\"\ninput = USD       # per million tokens\n"
      "write_5m = USD\nwrite_1h = USD\nread = USD\noutput = USD",
      model);
}

std::string span_of(const PriceRow& row) {
  auto day = [](TimeMs time) { return iso8601(time).substr(0, 10); };
  std::string out;
  if (row.from != 0) out += ", from " + day(row.from);
  if (row.until != 0) out += ", until " + day(row.until);
  return out;
}

std::string rates_of(const Rates& r) {
  return fmt::format("input {}, write {} (5m) {} (1h), read {}, output {}", number_text(r.input),
                     number_text(r.write_5m), number_text(r.write_1h), number_text(r.read),
                     number_text(r.output));
}

void later_than(const Env& env, const std::string& what, TimeMs time, Checks& checks) {
  if (time <= env.now + kTolerance) return;
  Status status = env.now_is_given ? Status::kNote : Status::kProblem;
  checks.push_back(
      {"clock", status,
       fmt::format("{} is {} ahead of the clock", what, human_duration((time - env.now) / 1000)),
       env.now_is_given ? "" : "set the clock: countdowns and prices depend on it"});
}

}  // namespace

std::string newest_tap(const Env& env) {
  std::string newest;
  TimeMs time = 0;
  for (const std::string& id : tap_ids(env)) {
    auto info = file_info(tap_path(env, id));
    if (!info || info->modified <= time) continue;
    time = info->modified;
    newest = tap_path(env, id);
  }
  return newest;
}

void check_session(const Checkup& c, Checks& checks) {
  if (!c.subject) {
    checks.push_back({"session", Status::kNote, c.no_session,
                      "start claude in this directory, or name a session with -s"});
  } else {
    const SessionState& s = c.subject->state.session;
    std::string what = fmt::format("{}, by its {}", s.id, name_of(s.source));
    if (s.pid > 0) what += fmt::format(", running as process {}", s.pid);
    checks.push_back({"session", Status::kOk, what, ""});
  }
  any_tap(c.env, checks);
  if (c.subject) own_tap(*c.subject, checks);
}

void check_price(const Checkup& c, Checks& checks) {
  if (!c.subject || c.subject->state.model.id.empty()) return;
  const ModelState& model = c.subject->state.model;
  std::string name = parse_model(model.id).canonical;
  if (!model.price) {
    checks.push_back({"price", Status::kProblem, name + " has no price: no money is shown",
                      fmt::format("add to {}/prices.toml, with figures for USD:\n{}",
                                  config_home(c.env), block_for(name))});
    return;
  }
  const PriceRow& row = *model.price;
  std::string what = fmt::format("{}: {} USD per million tokens{} ({})", name, rates_of(row.rates),
                                 span_of(row), row.source);
  checks.push_back({"price", Status::kOk, what, ""});
  if (row.tier_above > 0)
    checks.push_back({"price", Status::kOk,
                      fmt::format("prompts of more than {} tokens: {}", row.tier_above,
                                  rates_of(row.tier_rates)),
                      ""});
}

void check_clock(const Checkup& c, Checks& checks) {
  std::size_t before = checks.size();
  if (c.env.now_is_given) {
    checks.push_back({"clock", Status::kNote, "WICK_NOW replaces it: " + iso8601(c.env.now),
                      "unset WICK_NOW to use the system clock"});
  }
  if (c.subject) {
    const Sources& in = c.subject->evidence.sources;
    if (in.tail && in.tail->response)
      later_than(c.env, "the last response", in.tail->response->last, checks);
    if (in.tap && !in.from_stdin) later_than(c.env, "the tap", in.tap->time, checks);
    later_than(c.env, "the list of running sessions", in.found.live.updated, checks);
  }
  if (checks.size() == before)
    checks.push_back({"clock", Status::kOk, "no file is dated in the future", ""});
}

// Checks whether Claude Code has changed the format of its files.

namespace {

constexpr std::uint64_t kReads = 1024 * 1024;  // bytes of the transcript's end
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

// Compares number by number: "2.1.330" is newer than "2.1.9".
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
  if (!words.empty())
    checks.push_back({"drift", status, fmt::format("{}: {}", what, listed(words)), advice});
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
      "an old client, or one with a changed format: figures may be missing");
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
      "it may cost something: check whether wick-cost agrees with Claude Code's /cost");
}

// The session's payload, else the newest one of any session.
std::string payload_of(const Checkup& c) {
  if (c.subject && c.subject->evidence.sources.tap) return c.subject->payload_json;
  std::string path = newest_tap(c.env);
  return path.empty() ? "" : try_read_file(path, kLargestPayload).value_or("");
}

}  // namespace

void check_drift(const Checkup& c, Checks& checks) {
  std::size_t before = checks.size();
  std::string json = payload_of(c);
  if (!json.empty()) payload_keys(json, checks);
  if (c.subject) transcript_lines(c.subject->evidence.sources.found.transcript, checks);
  std::string version = c.subject ? c.subject->state.session.version : "";
  if (version.empty()) version = value_at(scalars_of(json), "version").value_or("");
  if (is_newer(version, kMeasuredClient))
    checks.push_back({"drift", Status::kNote,
                      fmt::format("client {} is newer than {}, with which wick was tested", version,
                                  kMeasuredClient),
                      ""});
  bool looked = !json.empty() || c.subject;
  if (looked && checks.size() == before)
    checks.push_back(
        {"drift", Status::kOk,
         fmt::format("wick knows everything that client {} wrote", version.empty() ? "?" : version),
         ""});
}

}  // namespace wick
