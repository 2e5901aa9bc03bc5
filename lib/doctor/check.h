// SPDX-License-Identifier: MIT
// What wick-doctor examines: a session's state, the evidence for it, and the prices.
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
  std::string payload_json;  // the payload or the tap, verbatim; empty without one
  SeenLines lines = {};      // of the transcript

  /// True when the tap is not older than the transcript, so that it wins where both have a value.
  bool uses_payload_counts() const {
    return evidence.sources.tap && !evidence.sources.transcript_is_newer();
  }
};

/// Reads what these fields need and writes nothing. Fails like load_wanted().
Subject read_subject(const Env& env, const LiveOptions& options, const PriceTable& prices,
                     const std::vector<std::string_view>& fields);

// The checks of wick-doctor. Each examines one thing and reports what it finds; none changes
// anything.

/// kNote: good to know. kWarning: works, but not as well as it could. kProblem: does not work.
enum class Status { kOk, kNote, kWarning, kProblem };
/// "ok", "note", "warning", "problem".
std::string_view name_of(Status status);

struct Check {
  std::string group;  // tools, folders, ...
  Status status = Status::kOk;
  std::string what;    // one line
  std::string advice;  // what to do; may have several lines; empty if nothing
};
using Checks = std::vector<Check>;

struct Terminal {
  bool is_terminal = false;  // standard output is a terminal
  int columns = 0;           // of standard output or error; 0: neither is a terminal
};

/// Everything that the checks examine.
struct Checkup {
  const Env& env;
  std::string program;  // this executable's path
  Terminal terminal;
  std::vector<std::string> managed_settings;   // paths; see managed_settings()
  std::string config_problem, prices_problem;  // "FILE:LINE:COLUMN: REASON"
  std::optional<Subject> subject;
  std::string no_session;    // the reason if there is no subject
  int margin = 0;            // of [line] in wick.toml
  bool shows_usage = false;  // a configured line has usage.*

  /// The directory whose project settings apply.
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

/// The path of the newest tap; empty when there is none.
std::string newest_tap(const Env& env);

/// Runs all checks, in this order.
Checks run_checks(const Checkup& checkup);

/// True when there is no kProblem.
bool all_well(const Checks& checks);

/// One line per check with its advice below, then a summary line.
std::string report_text(const Checks& checks, const std::string& home, bool color);
/// {"checks":[{"group":...,"status":...,"what":...,"advice":...}],"ok":true} and a newline.
std::string report_json(const Checks& checks);

}  // namespace wick
