// SPDX-License-Identifier: MIT What the history tools share: options, reading with a progress line,
// definitions of their figures.
#pragma once

#include <memory>
#include <optional>
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
#include "lib/output/columns.h"
#include "lib/output/plot.h"
#include "lib/output/table.h"
#include "lib/price/price.h"

namespace wick {

/// "reading 412 MB of 1.2 GB, 204 of 3,000 files, 3s left", at most `columns` wide (0: any).
std::string progress_text(const Progress& progress, std::int64_t elapsed_ms, int columns);

/// A progress line on standard error that overwrites itself and is erased at the end. Not shown for
/// short readings.
class ProgressLine {
 public:
  ~ProgressLine() { clear(); }
  void show(const Progress& progress);
  /// For other work: shows a text.
  void show(const std::string& text);
  void clear();

 private:
  std::int64_t started_ = monotonic_ms();
  bool shown_ = false;
};

/// True when standard error is a terminal that can show such a line.
bool can_show_progress(const std::string& term);

// The definitions of the analysing tools' figures, for --explain and the report.

// The sources of most definitions.
inline constexpr std::string_view kRecord = "the transcripts";
inline constexpr std::string_view kPrices = "the transcripts, and list prices";

Definitions growth_definitions();
Definitions misses_definitions();
Definitions waste_definitions();

// Options and reading of the tools that analyse all sessions.

/// The parsed command line.
struct HistoryArguments {
  std::string since, until, zone;
  std::optional<int> week_start = {};  // from Monday, 0; empty: the locale says
  std::vector<std::string> projects, models;
  std::optional<std::int64_t> threads;
  bool ledger = true, verbose = false;
  bool quiet = false;                   // no warning when nothing was found
  std::vector<std::string> files = {};  // read only these; see HistoryOptions
  bool evidence = false;                // see HistoryOptions
  bool tools = false;                   // sets Request::tool, which needs the evidence
  bool requests_anyway = false;         // see HistoryOptions
  bool names = true;                    // show the sessions' names, unless wick.toml disables it
  std::vector<std::pair<By, std::string>> attributes = {};  // see UsageFilter
  std::optional<TimeMs> now = {};                           // replaces the clock
};

/// The filters as the user gave them: each as `lead`, its name, `is` and its text, separated by
/// `between`. Empty without filters.
std::string filter_text(const HistoryArguments& a, const char* lead, const char* is,
                        const char* between);

// What --help says of the options that most of these tools have.
inline constexpr std::string_view kDaysHelp =
    "      --since=DATE\tsince this date, time or age: 2026-11-24, yesterday, 7d\n"
    "      --until=DATE\tuntil this time, or the end of this date\n"
    "      --tz=ZONE\tdays of this time zone: Europe/Berlin, UTC\n";
// Of tools that do not add up days.
inline constexpr std::string_view kDatesHelp =
    "      --since=DATE\tsince this date, time or age: 2026-11-24, yesterday, 7d\n"
    "      --until=DATE\tuntil this time, or the end of this date\n"
    "      --tz=ZONE\tdates of --since and --until in this time zone: Europe/Berlin, UTC\n";
inline constexpr std::string_view kWeekStartHelp =
    "      --week-start=DAY\tweeks begin on this day; default: as in the locale\n";
inline constexpr std::string_view kProjectModelHelp =
    "      --project=DIR\tonly this directory and those below it; also by the last part of its "
    "path\n"
    "      --model=NAME\tonly this model, or the models with this word in their name: opus\n";
inline constexpr std::string_view kNoNamesHelp =
    "      --no-names\tdo not show the names of sessions\n";
inline constexpr std::string_view kReadingHelp =
    "      --no-ledger\tread all transcripts, and keep nothing\n"
    "      --threads=N\tread with this many threads; default: one per processor\n";
inline constexpr std::string_view kJsonHelp = "  -j, --json\tprint one JSON document\n";
inline constexpr std::string_view kVerboseHelp =
    "  -v, --verbose\treport what was read, and what was left out and why\n";

/// --since, --until, --tz, --project, --model.
std::vector<Option> filter_options(HistoryArguments& arguments);
/// filter_options(), --no-ledger, --threads and --verbose.
std::vector<Option> history_options(HistoryArguments& arguments);

struct OutputArguments {
  bool json = false, csv = false;
  std::string plot;  // the plot's file, or "-"; see draw_picture()
};
/// history_options(), --csv and --json.
std::vector<Option> history_options(HistoryArguments& arguments, OutputArguments& output);
/// --plot.
Option plot_option(OutputArguments& arguments);
/// --no-names.
Option names_option(HistoryArguments& arguments);

/// --week-start, of the tools that add up or draw weeks.
Option week_start_option(HistoryArguments& arguments);
/// --session.
Option session_option(std::optional<std::string>& session);

/// Makes a tool that is never destroyed: freeing a history piece by piece just before the process
/// ends would waste time. Call it once per kind of tool.
template <class Tool, class... Arguments>
Tool& make_to_last(Arguments&&... arguments) {
  static std::unique_ptr<Tool> it;
  it = std::make_unique<Tool>(std::forward<Arguments>(arguments)...);
  return *it;
}

/// Reads a history and helps to report it.
class HistoryTool {
 public:
  /// Sets the time zone and the first day of the week, and parses the filter. Failure{kUsage},
  /// Failure{kConfig} for prices.
  HistoryTool(Call& call, const HistoryArguments& arguments);

  /// Reads the history, with a progress line on a terminal. Adds warnings to the call; with
  /// `--verbose` also what was left out, and why. Keeps the figures that live tools show. With
  /// `known_state` nothing is loaded if the ledger is still in that state; see HistoryOptions.
  void read(std::optional<std::int64_t> known_state = std::nullopt);
  /// The exit status of a report; `any`: it has something to show. If not, calls tell_nothing(). If
  /// files could not be read, so that requests may be missing, Call::incomplete changes the status
  /// later.
  Exit status(bool any, const std::string& what = "requests");
  /// Warns that no `what` were found, with the places searched and what to try; not if unreadable
  /// files are already reported as the reason.
  void tell_nothing(const std::string& what);

  const Env& env() const { return env_; }
  const PriceTable& prices() const { return prices_; }
  const UsageFilter& filter() const { return filter_; }
  /// How a table is shown on standard output.
  TableStyle look() const;
  /// Draws if `--plot` was given; a plot for standard output is appended to the call's output.
  void draw(const OutputArguments& output, const PlotPage& page);
  /// True when the whole history is in the ledger and nothing is filtered out.
  bool has_all() const { return has_whole_history() && wants_all(); }
  /// True when nothing is filtered out and no files are given.
  bool wants_all() const { return filter_.empty() && arguments_.files.empty(); }
  const HistoryReading& reading() const { return reading_; }
  /// The sessions' names; empty where they must not be shown. `paths` has the transcripts if the
  /// history itself was not loaded.
  SessionNames& session_names(const Names* paths = nullptr);
  /// The session that a command line names: by its id, as resolve_session() finds it, or by its
  /// name.
  Names::Id session_number(const std::string& text);
  const History& history() const { return reading_.history; }

 private:
  // Figures kept for other tools must not lack files that could not be read now.
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

/// The base of the tools that replay the cache.
class ReplayTool : public HistoryTool {
 public:
  using HistoryTool::HistoryTool;
  /// Replays the history, or only `session` (an id, a prefix of one, or a name). Fails like
  /// session_number().
  void replay(const std::optional<std::string>& session = std::nullopt);
  /// After replay().
  const ReplayedHistory& replayed() const { return *replayed_; }

 private:
  std::optional<Pricer> pricer_;
  std::optional<ReplayedHistory> replayed_;
};

}  // namespace wick
