// SPDX-License-Identifier: MIT
// What the doctor looks at: a session's state, what it was computed from, and the prices.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/env.h"
#include "lib/doctor/known.h"
#include "lib/live/live.h"
#include "lib/live/load.h"

namespace wick {

struct Subject {
  const Env& env;
  const PriceTable& prices;
  State state;
  Evidence evidence;
  std::string payload_json;  // the payload or the tap as it came; empty without one
  SeenLines lines = {};   // of the transcript

  /// Claude Code's account counts for what the transcript has too: it is not older than that.
  bool uses_payload_counts() const {
    return evidence.sources.tap && !evidence.sources.transcript_is_newer();
  }
};

/// Reads what these fields need and writes nothing. Failure as load_wanted() has it.
Subject read_subject(const Env& env, const LiveOptions& options, const PriceTable& prices,
                     const std::vector<std::string_view>& fields);

// The checks of wick-doctor. Each looks at one thing and says what it finds; none changes anything.

/// kNote: good to know. kWarning: works, but not as well as it could. kProblem: does not work.
enum class Status { kOk, kNote, kWarning, kProblem };
/// "ok", "note", "warning", "problem".
std::string_view name_of(Status status);

struct Check {
  std::string group;  // tools, folders, ...
  Status status = Status::kOk;
  std::string what;    // one line
  std::string advice;  // what to do; may have several lines; empty where there is nothing to do
};
using Checks = std::vector<Check>;

struct Terminal {
  bool is_terminal = false;  // standard output is one
  int columns = 0;           // of standard output or error; 0: neither is one
};

/// All that the checks look at.
struct Checkup {
  const Env& env;
  std::string program;  // this executable's path
  Terminal terminal;
  std::vector<std::string> managed_settings;   // files; see managed_settings()
  std::string config_problem, prices_problem;  // "FILE:LINE:COLUMN: REASON"
  std::optional<Subject> subject;
  std::string no_session;    // why there is no subject
  int margin = 0;            // of [line] in wick.toml
  bool shows_usage = false;  // a line that is configured has usage.*

  /// The directory whose project's settings count.
  std::string project() const;
};

void check_tools(const Checkup& checkup, Checks& checks);
void check_folders(const Checkup& checkup, Checks& checks);
void check_config(const Checkup& checkup, Checks& checks);
void check_settings(const Checkup& checkup, Checks& checks);
void check_session(const Checkup& checkup, Checks& checks);
void check_drift(const Checkup& checkup, Checks& checks);
void check_price(const Checkup& checkup, Checks& checks);
void check_clock(const Checkup& checkup, Checks& checks);
void check_terminal(const Checkup& checkup, Checks& checks);
void check_shell(const Checkup& checkup, Checks& checks);

/// The path of the tap that was written last; empty when there is none.
std::string newest_tap(const Env& env);

/// All of them, in this order.
Checks run_checks(const Checkup& checkup);

/// No problem among them.
bool all_well(const Checks& checks);

/// One line for each check, its advice below it, and a line that sums up.
std::string report_text(const Checks& checks, const std::string& home, bool color);
/// {"checks":[{"group":...,"status":...,"what":...,"advice":...}],"ok":true} and a newline.
std::string report_json(const Checks& checks);

}  // namespace wick
