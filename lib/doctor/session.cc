// SPDX-License-Identifier: MIT
// The session that the tools would speak of here, its tap, its price, and the clock.
#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/doctor/check.h"
#include "lib/session/locate.h"
#include "lib/view/human.h"

namespace wick {
namespace {

constexpr TimeMs kTolerance = 5000;  // clocks and file systems round

std::string age(const Env& env, TimeMs time) {
  TimeMs ago = env.now - time;
  return ago < 0 ? "from the future" : human_duration(ago / 1000) + " old";
}

void any_tap(const Env& env, Checks& checks) {
  auto tap = read_tap(newest_tap(env));
  if (!tap) {
    checks.push_back({"tap", Status::kWarning,
                      "no tap: Claude Code has not run wick-line yet, or it could not keep what it "
                      "was told",
                      "wire the status line (see settings) and send a prompt"});
    return;
  }
  const Payload& p = tap->payload;
  checks.push_back({"tap", Status::kOk,
                    fmt::format("the newest is {}, of client {}, session {}", age(env, tap->time),
                                p.version.empty() ? "unknown" : p.version, p.session_id),
                    ""});
}

void own_tap(const Subject& s, Checks& checks) {
  const Accounts& in = s.evidence.accounts;
  if (in.told_now) return;
  if (!in.told) {
    checks.push_back({"tap", Status::kNote,
                      "this session has none: its limits, name and exact cost are not known", ""});
  } else if (in.transcript_is_newer()) {
    checks.push_back(
        {"tap", Status::kWarning,
         "this session's is older than its last response: it is " + age(s.env, in.told->time),
         "the status line was not run since: look at settings, and at the row in Claude Code"});
  } else {
    checks.push_back({"tap", Status::kOk, "this session's is " + age(s.env, in.told->time), ""});
  }
}

std::string block_for(const std::string& model) {
  return fmt::format("[[price]]\nmodel = \"{}\"\ninput = USD       # per million tokens\n"
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
  checks.push_back({"clock", status,
                    fmt::format("{} is {} ahead of the clock", what, human_duration((time - env.now) / 1000)),
                    env.now_is_given ? "" : "set the clock: countdowns and prices go by it"});
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
                      fmt::format("add to {}/prices.toml, with figures for USD:\n{}", config_home(c.env),
                                  block_for(name))});
    return;
  }
  const PriceRow& row = *model.price;
  std::string what = fmt::format("{}: {} USD per million tokens{} ({})", name, rates_of(row.rates),
                                 span_of(row), row.source);
  checks.push_back({"price", Status::kOk, what, ""});
  if (row.tier_above > 0)
    checks.push_back(
        {"price", Status::kOk,
         fmt::format("prompts of more than {} tokens: {}", row.tier_above, rates_of(row.tier_rates)), ""});
}

void check_clock(const Checkup& c, Checks& checks) {
  std::size_t before = checks.size();
  if (c.env.now_is_given) {
    checks.push_back({"clock", Status::kNote, "WICK_NOW replaces it: " + iso8601(c.env.now),
                      "unset WICK_NOW for the time of day"});
  }
  if (c.subject) {
    const Accounts& in = c.subject->evidence.accounts;
    if (in.tail && in.tail->response)
      later_than(c.env, "the last response", in.tail->response->last, checks);
    if (in.told && !in.told_now) later_than(c.env, "the tap", in.told->time, checks);
    later_than(c.env, "the list of running sessions", in.found.live.updated, checks);
  }
  if (checks.size() == before)
    checks.push_back({"clock", Status::kOk, "no file is dated in the future", ""});
}

}  // namespace wick
