// SPDX-License-Identifier: MIT
// The common parts of the live tools: options, arguments, loading and printing.
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

  /// Failure{kUsage} when `text` is invalid; `option` is named in the message.
  static TokenBound parse(std::string_view option, const std::string& text);
  /// True when more than the bound is used; false when that is unknown.
  bool exceeded_by(const ContextState& context) const;
};

/// "90s", "30m", "12h", "7d", "2w": a span of time in milliseconds. Failure{kUsage}.
TimeMs span_argument(std::string_view option, const std::string& text);
/// "always", "never", "auto", as in WICK_COLOR. Failure{kUsage}.
const std::string& color_argument(std::string_view option, const std::string& text);
/// "1.50", "$1.50": an amount of money. Failure{kUsage}.
double parse_usd(std::string_view option, const std::string& text);
/// "80", "80%". Failure{kUsage}.
double parse_percent(std::string_view option, const std::string& text);

// What the live tools share: a default line of fields, options that choose the session, and the
// ways to print.

/// The differences between live tools.
struct LiveTool {
  std::string_view group;         // the group of fields that it prints; empty: all fields
  std::string_view main_field;    // if absent, `unknown` is printed with status kNo; may be empty
  std::string_view line;          // the default format; empty: JSON
  std::string_view unknown;       // the default line when the main field is absent
  std::string_view operand = {};  // a word that asks for something other than the line
  /// Not empty: the tool works without a session; this is the warning if it then has no answer.
  std::string_view without_session = {};
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
/// What --help says of the first four.
inline constexpr std::string_view kSessionHelp =
    "  -s, --session=ID       the session with this id or name, or the only one\n"
    "                         whose id starts with it\n"
    "  -t, --transcript=FILE  the session of this transcript\n"
    "  -p, --payload=FILE     the session of this status line payload, - for\n"
    "                         standard input\n"
    "  -C, --cwd=DIR          the session of this directory\n";

class LiveRun {
 public:
  LiveRun(Call& call, const LiveTool& tool) : call_(call), tool_(tool), env_(process_env()) {}

  LiveOptions options;

  /// Parses the command line; `own` are this tool's additional options. Failure{kUsage}.
  void parse(std::vector<Option> own = {});

  /// Finds the session and reads what the output needs.
  const State& load();

  /// The same with explicit needs and the evidence, for tools that print their own output.
  const State& load(const Needs& needs, Evidence& evidence);
  const PriceTable& prices() const { return prices_; }
  const Env& env() const { return env_; }
  /// Prints LiveTool::unknown. Returns kNo.
  Exit print_unknown();

  /// Prints what the options ask for. kNo when the main field is absent.
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

/// Parses, loads and prints: a complete live tool.
Exit run_live(Call& call, const LiveTool& tool);

/// Parses a command line. The only operand allowed is `word`; true when it was given.
/// Failure{kUsage}.
bool parse_live(const Call& call, std::vector<Option> all, std::string_view word = {});

/// Parses the template given as the argument of `option`. Failure{kUsage}.
Template parse_format(const std::string& format, std::string_view option = "--format");

/// The state of the session that the command line selects; --transcript and --session take
/// precedence over --payload. Fails like locate(), and with kNoInput or kData for a payload that
/// cannot be read.
State load_wanted(const Env& env, const LiveOptions& options, const Needs& needs,
                  const PriceTable& prices, Evidence* evidence = nullptr);

/// The text of a payload file, or of standard input for "-". Failure{kNoInput}.
std::string payload_text(const std::string& path);
/// Parses that text. Failure{kData}.
Payload payload_of(std::string_view json, const std::string& path);

/// The names of all fields, and "payload.*" for the payload's own keys.
const std::vector<std::string_view>& field_names();

MaybeValue field_value(const State& state, std::string_view name);

/// The fields of a group (all fields when it is empty) as one JSON object and a newline.
std::string state_json(const State& state, std::string_view group);

// Reading one JSON object from a stream that may never end.

/// Reads from `fd` until the top-level object is complete, the input ends, `limit` bytes were read,
/// or `timeout_ms` have passed (-1: no limit). Claude Code does not always close the pipe. Returns
/// what was read up to the object's end, complete or not; `ended` is set when the input ended
/// before that.
std::string read_object(int fd, std::size_t limit, int timeout_ms, bool* ended = nullptr);

// Messages for when there is nothing to show, because silence looks like a defect.

/// The configuration folders that are searched for sessions: "~/.config/claude, ~/.claude".
std::string searched_places(const Env& env);

/// "WHERE: no WHAT ...; what to do", or with a filter "FILTER: no WHAT in WHERE; ...".
std::string nothing_found(const Env& env, const std::string& filter, const std::string& what);

}  // namespace wick
