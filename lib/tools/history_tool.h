// SPDX-License-Identifier: MIT
// What the history tools share: their options, the reading and its progress, the words of their tables.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/audit/cache_replay.h"
#include "lib/base/env.h"
#include "lib/base/time.h"
#include "lib/cli/options.h"
#include "lib/cli/run.h"
#include "lib/history/read_history.h"
#include "lib/history/session_names.h"
#include "lib/history/update.h"
#include "lib/history/usage_report.h"
#include "lib/output/plot.h"
#include "lib/output/table.h"
#include "lib/price/price.h"

namespace wick {

// How far a long reading is, on a terminal.

/// "reading 412 MB of 1.2 GB, 204 of 3,000 files, 3s left", at most `columns` wide (0: any).
std::string progress_text(const Progress& progress, std::int64_t elapsed_ms, int columns);

/// A line on standard error that is written over itself, and is gone in the end. Nothing for readings
/// that are over at once.
class ProgressLine {
 public:
  ~ProgressLine() { clear(); }
  void show(const Progress& progress);
  /// The same for other work, in words.
  void show(const std::string& text);
  void clear();

 private:
  std::int64_t started_ = monotonic_ms();
  bool shown_ = false;
};

/// Standard error is a terminal that such a line can be shown on.
bool can_show_progress(const std::string& term);

// What the figures of the analysing tools mean, each in one place: for --explain and the report.

struct Definition {
  std::string_view name;     // as JSON and CSV have it
  std::string_view meaning;  // one sentence or two
  std::string_view source;   // who says so, or how it was measured
};

// The sources of most of them.
inline constexpr std::string_view kRecord = "the transcripts";
inline constexpr std::string_view kPrices = "the transcripts, and list prices";

std::span<const Definition> growth_definitions();
std::span<const Definition> misses_definitions();
std::span<const Definition> waste_definitions();

/// The definition of `name`, or of all for "all". Failure{kUsage, "--explain NAME: ..."} for another.
std::string explain(std::span<const Definition> definitions, const std::string& name);

// The frame of the tools that look at all sessions: their common options, and the reading.

/// What the command line says.
struct HistoryArguments {
  std::string since, until, zone;
  std::optional<int> week_start = {};  // from Monday, 0; empty: the locale says
  std::vector<std::string> projects, models;
  std::optional<std::int64_t> threads;
  bool ledger = true, verbose = false;
  bool quiet = false;  // nothing is said of a history that has nothing
  std::vector<std::string> files = {};  // only these; see HistoryOptions
  bool evidence = false;                // likewise
  bool requests_anyway = false;         // likewise
  bool names = true;  // sessions are shown with their names, unless wick.toml says no
  std::vector<std::pair<By, std::string>> attributes = {};  // see UsageFilter
  std::optional<TimeMs> now = {};  // the time, where it is not the clock's
};

/// What the filters are, as they were given: each as `lead`, its name, `is` and its text, with `between`
/// between them. Empty without any.
std::string filter_text(const HistoryArguments& a, const char* lead, const char* is, const char* between);

/// --since, --until, --tz, --project, --model.
std::vector<Option> filter_options(HistoryArguments& arguments);
/// These, --no-ledger, --threads, --verbose, --help and --version.
std::vector<Option> history_options(HistoryArguments& arguments);

/// How the answer is given.
struct OutputArguments {
  bool json = false, csv = false;
  std::string plot;  // a picture's file, or "-"; see draw_picture()
};
/// --json, --csv.
std::vector<Option> format_options(OutputArguments& arguments);
/// --plot.
Option plot_option(OutputArguments& arguments);
/// --no-names.
Option names_option(HistoryArguments& arguments);

/// --week-start, of the tools that add up or draw weeks.
Option week_start_option(HistoryArguments& arguments);
/// --session.
Option session_option(std::optional<std::string>& session);

/// Makes a tool that outlives the call: a history is not to be given back piece by piece just before the process
/// ends. Once for each kind of tool.
template <class Tool, class... Arguments>
Tool& make_to_last(Arguments&&... arguments) {
  static std::unique_ptr<Tool> it;
  it = std::make_unique<Tool>(std::forward<Arguments>(arguments)...);
  return *it;
}

/// One history, read and to be reported.
class HistoryTool {
 public:
  /// Sets the time zone, the first day of the week, and understands the filter. Failure{kUsage}, Failure{kConfig} for prices.
  HistoryTool(Call& call, const HistoryArguments& arguments);

  /// Reads, with a line of progress on a terminal; warnings go to the call. With `--verbose` so does
  /// what was left out, and why. Keeps what live tools show of it.
  /// With `known_state` nothing is loaded when the ledger is still in that state; see HistoryOptions.
  void read(std::optional<std::int64_t> known_state = std::nullopt);
  /// The exit status of a report, by whether it has anything. Where it has not, see tell_nothing(). When
  /// something could not be read, so that requests may be missing, Call::incomplete makes another of it.
  Exit status(bool any, const std::string& what = "requests");
  /// Warns that there is none of `what`, where they were looked for, and what to try; unless that is
  /// clear from what could not be read.
  void tell_nothing(const std::string& what);

  const Env& env() const { return env_; }
  const PriceTable& prices() const { return prices_; }
  const UsageFilter& filter() const { return filter_; }
  /// How a table is shown on standard output.
  TableStyle look() const;
  /// Draws where `--plot` says, if it does; what is to be shown goes behind the call's output.
  void draw(const OutputArguments& output, const PlotPage& page);
  /// Everything that there is was read into the ledger, and nothing is filtered out.
  bool has_all() const { return has_whole_history() && wants_all(); }
  /// Nothing is filtered out, and no files are given.
  bool wants_all() const { return filter_.empty() && arguments_.files.empty(); }
  const HistoryReading& reading() const { return reading_; }
  /// What sessions are called; empty where names are not to be shown. `paths` has their transcripts where the
  /// history itself was not loaded.
  SessionNames& session_names(const Names* paths = nullptr);
  /// The one session that a command line means: as resolve_session() has it, or by its name.
  Names::Id session_number(const std::string& text);
  const History& history() const { return reading_.history; }

 private:
  // What is kept for others must not lack what could not be read today.
  bool has_whole_history() const { return reading_.kept && reading_.unreadable.empty(); }
  void tell_left_out();
  std::string last_request() const;
  void keep_for_live_tools();
  void tell_unreadable();

  Call& call_;
  const HistoryArguments& arguments_;
  Env env_;
  PriceTable prices_;
  UsageFilter filter_;
  NameRules name_rules_;
  HistoryReading reading_;
  std::optional<SessionNames> session_names_;
};

// The frame of the tools that replay the cache: a history that was read, with its prices.

class ReplayTool : public HistoryTool {
 public:
  using HistoryTool::HistoryTool;
  /// Replays what was read; of `session`, a session's id or how it begins, where one is given. What
  /// session_number() throws.
  void replay(const std::optional<std::string>& session = std::nullopt);
  /// After replay().
  const ReplayedHistory& replayed() const { return *replayed_; }

 private:
  std::optional<Pricer> pricer_;
  std::optional<ReplayedHistory> replayed_;
};

}  // namespace wick
