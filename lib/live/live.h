// SPDX-License-Identifier: MIT
// The yes-or-no questions of the live tools, and the arguments that they take.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/env.h"
#include "lib/cli/options.h"
#include "lib/cli/run.h"
#include "lib/live/load.h"
#include "lib/live/locate.h"
#include "lib/live/state.h"
#include "lib/output/template.h"

namespace wick {

/// kOk for yes, kNo for no.
inline Exit yes_or_no(bool yes) { return yes ? Exit::kOk : Exit::kNo; }

/// "150k", "1M", "15000", "80%": a bound on the context.
struct TokenBound {
  double amount = 0;
  bool percent = false;

  /// Failure{kUsage} when `text` is none; `option` is named in the message.
  static TokenBound parse(std::string_view option, const std::string& text);
  /// More than the bound is used. What is not known does not exceed.
  bool exceeded_by(const ContextState& context) const;
};

/// "90s", "30m", "12h", "7d", "2w": a span of time in milliseconds. Failure{kUsage}.
TimeMs span_argument(std::string_view option, const std::string& text);
/// "always", "never", "auto": what WICK_COLOR says too. Failure{kUsage}.
const std::string& color_argument(std::string_view option, const std::string& text);
/// "1.50", "$1.50": an amount of money. Failure{kUsage}.
double parse_usd(std::string_view option, const std::string& text);
/// "80", "80%". Failure{kUsage}.
double parse_percent(std::string_view option, const std::string& text);

// The frame of the live tools: a default line over the fields, options that choose the session, and
// the ways to print.

/// What sets one live tool off from another.
struct LiveTool {
  std::string_view group;  // its part of the fields; empty: all of them
  std::string_view
      main_field;            // without it the answer is "unknown" and the status kNo; may be empty
  std::string_view line;     // the default format; empty: JSON
  std::string_view unknown;  // the default line when the main field is absent
  std::string_view operand = {};  // a word that asks for something else than the line
  std::string_view without_session = {};  // not empty: it has an answer without one; said if that is "unknown"
};

/// The options that all live tools share.
struct LiveOptions {
  SessionSelector wanted;
  bool json = false;
  bool quiet = false;
  bool has_format = false;
  std::string format;
  NextQuery next;
  bool has_operand = false;  // LiveTool::operand was given
};

/// --session, --transcript, --payload, --cwd, --json, --format, --quiet.
std::vector<Option> live_options(LiveOptions& options);

/// A live tool's run: options, state, answer.
class LiveRun {
 public:
  LiveRun(Call& call, const LiveTool& tool) : call_(call), tool_(tool), env_(process_env()) {}

  LiveOptions options;

  /// Parses the command line; `own` are the options that this tool has besides. Failure{kUsage}.
  void parse(std::vector<Option> own = {});

  /// Finds the session and reads what the output needs.
  const State& load();

  /// The same with its evidence, for what this tool prints by itself.
  const State& load(const Needs& needs, Evidence& evidence);
  const PriceTable& prices() const { return prices_; }
  const Env& env() const { return env_; }
  /// The line that says that nothing is known. kNo.
  Exit print_unknown();

  /// Prints as asked. kNo when the main field is absent.
  Exit print();

 private:
  bool wants_json() const;

  Call& call_;
  const LiveTool& tool_;
  Env env_;
  PriceTable prices_;
  Template format_;
  State state_;
  bool alone_ = false;  // without a session
};

/// parse, load, print: the whole of a tool without a predicate.
Exit run_live(Call& call, const LiveTool& tool);

/// Parses a command line into `options`; without operands, but for one that may be `word`: true then.
/// Failure{kUsage}.
bool parse_live(const Call& call, const std::vector<Option>& all, std::string_view word = {});

/// A template that the user gave as the argument of `option`. Failure{kUsage}.
Template parse_format(const std::string& format, std::string_view option = "--format");

/// The state of the session that the command line means; --payload gives way to --transcript and
/// --session. Failure as locate() has it, and kNoInput, kData for a payload that cannot be read.
State load_wanted(const Env& env, const LiveOptions& options, const Needs& needs,
                  const PriceTable& prices, Evidence* evidence = nullptr);

/// The text of a payload: a file's, or for "-" what comes on standard input. Failure{kNoInput}.
std::string payload_text(const std::string& path);
/// That text as a payload. Failure{kData}.
Payload payload_of(std::string_view json, const std::string& path);

/// The names of all fields, and "payload.*" for those of the payload.
const std::vector<std::string_view>& field_names();

/// The value of a field by name.
MaybeValue field_value(const State& state, std::string_view name);

/// The fields of a group (all of them when it is empty) as one JSON object and a newline.
std::string state_json(const State& state, std::string_view group);

// Reading one JSON object from a stream that may never end.

/// Reads from `fd` until the top-level object is complete, the end of input, `limit` bytes, or
/// `timeout_ms` in all (-1: no limit). Claude Code does not always close the pipe.
/// What was read is returned up to the object's end, complete or not; `ended` says whether the input
/// ended before that.
std::string read_object(int fd, std::size_t limit, int timeout_ms, bool* ended = nullptr);

// What is said where there is nothing to show: silence looks like a defect.

/// The configuration folders in which sessions are looked for: "~/.config/claude, ~/.claude".
std::string searched_places(const Env& env);

/// "WHERE: no WHAT ...; what to do", or with a filter "FILTER: no WHAT in WHERE; ...".
std::string nothing_found(const Env& env, const std::string& filter, const std::string& what);

}  // namespace wick
