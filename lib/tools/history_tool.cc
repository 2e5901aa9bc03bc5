// SPDX-License-Identifier: MIT
#include "lib/tools/history_tool.h"

#include <unistd.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/terminal.h"
#include "lib/base/text.h"
#include "lib/base/time.h"
#include "lib/claude/dirs.h"
#include "lib/cli/options.h"
#include "lib/history/habits.h"
#include "lib/history/requests_of_calls.h"
#include "lib/history/session_summary.h"
#include "lib/history/usage_now.h"
#include "lib/history/usage_report.h"
#include "lib/live/limits.h"
#include "lib/live/live.h"
#include "lib/live/load.h"
#include "lib/output/color.h"
#include "lib/output/human.h"
#include "lib/output/layout.h"
#include "lib/tools/words.h"

namespace wick {
namespace {

constexpr std::int64_t kPatienceMs = 300;

}  // namespace

std::string progress_text(const Progress& p, std::int64_t elapsed_ms, int columns) {
  std::string text =
      fmt::format("reading {} of {}, {} of {} files", human_bytes(p.bytes),
                  human_bytes(p.all_bytes), human_count(static_cast<std::int64_t>(p.files)),
                  human_count(static_cast<std::int64_t>(p.all_files)));
  if (p.bytes > 0 && elapsed_ms > 0) {
    double left = static_cast<double>(p.all_bytes - p.bytes) / static_cast<double>(p.bytes) *
                  static_cast<double>(elapsed_ms) / 1000;
    if (left >= 1)
      text += fmt::format(", {} left", human_duration(static_cast<std::int64_t>(left + 0.5)));
  }
  return columns > 0 ? truncate_to_width(text, columns) : text;
}

void ProgressLine::show(const Progress& progress) {
  std::int64_t elapsed = monotonic_ms() - started_;
  if (elapsed < kPatienceMs) return;
  show(progress_text(progress, elapsed, 0));
}

void ProgressLine::show(const std::string& text) {
  int columns = terminal_size(STDERR_FILENO).columns;
  write_all(STDERR_FILENO,
            fmt::format("\r{}\033[K", columns > 0 ? truncate_to_width(text, columns) : text));
  shown_ = true;
}

void ProgressLine::clear() {
  if (shown_) write_all(STDERR_FILENO, "\r\033[K");
  shown_ = false;
}

bool can_show_progress(const std::string& term) {
  return ::isatty(STDERR_FILENO) && !term.empty() && term != "dumb";
}

namespace {

// How far back taps are read for 5-hour windows. If the history is read less often, windows are
// missed.
constexpr TimeMs kRecentTaps = 2 * kBlockLength;

// Makes paths absolute. "." and anything with a slash (as shell completion writes it) is a path; a
// bare name is not.
std::vector<std::string> absolute_projects(std::vector<std::string> projects, const Env& env) {
  for (std::string& project : projects) {
    bool is_name = project != "." && project != ".." && project.find('/') == project.npos;
    if (is_name || project[0] == '/' || is_windows_path(project)) continue;
    project = project.substr(0, 2) == "~/" ? env.home + project.substr(1)
                                           : real_path(env.cwd + "/" + project);
  }
  return projects;
}

// Habits are counted at most once an hour: they change slowly and take longer than today's costs.
bool are_habits_due(const Env& env) {
  constexpr TimeMs kHour = 3600000;
  auto counted_at = habits_counted_at(env);
  return !counted_at || *counted_at > env.now || env.now - *counted_at >= kHour;
}

}  // namespace

std::string filter_text(const HistoryArguments& a, const char* lead, const char* is,
                        const char* between) {
  std::string out;
  auto add = [&](const char* name, const std::string& text) {
    if (!text.empty()) out += (out.empty() ? "" : between) + std::string(lead) + name + is + text;
  };
  add("since", a.since), add("until", a.until);
  for (const std::string& project : a.projects) add("project", project);
  for (const std::string& model : a.models) add("model", model);
  for (const auto& [by, name] : a.attributes) add(kind_of(by).name.data(), name);
  return out;
}

std::vector<Option> filter_options(HistoryArguments& a) {
  // An empty argument is probably a script's unset variable; it must not mean "any".
  auto filter = [](std::string_view name, auto store) {
    return Option{name, 0, true, [name, store](const std::string& text) {
                    if (text.empty())
                      throw Failure{Exit::kUsage, fmt::format("--{}: empty argument", name)};
                    store(text);
                  }};
  };
  return {
      filter("since", [&a](const std::string& t) { a.since = t; }),
      filter("until", [&a](const std::string& t) { a.until = t; }),
      {"tz", 0, true, [&a](const std::string& t) { a.zone = t.empty() ? "?" : t; }},
      filter("project", [&a](const std::string& t) { a.projects.push_back(t); }),
      filter("model", [&a](const std::string& t) { a.models.push_back(t); }),
  };
}

std::vector<Option> history_options(HistoryArguments& a) {
  std::vector<Option> all = filter_options(a);
  all.push_back(flag_option("no-ledger", 0, a.ledger, false));
  all.push_back(
      {"threads", 0, true, [&a](const std::string& n) { a.threads = threads_argument(n); }});
  all.push_back(flag_option("verbose", 'v', a.verbose));
  return all;
}

std::vector<Option> history_options(HistoryArguments& a, OutputArguments& output) {
  std::vector<Option> all = history_options(a);
  all.push_back(flag_option("csv", 0, output.csv));
  all.push_back(flag_option("json", 'j', output.json));
  return all;
}

Option plot_option(OutputArguments& a) {
  return {"plot", 0, true, [&a](const std::string& file) {
            picture_kind(file);
            a.plot = file;
          }};
}

Option names_option(HistoryArguments& a) { return flag_option("no-names", 0, a.names, false); }

Option week_start_option(HistoryArguments& a) {
  return {"week-start", 0, true, [&a](const std::string& text) {
            constexpr std::string_view kDays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                                  "friday", "saturday", "sunday"};
            a.week_start.reset();
            for (int day = 0; day < 7; ++day)
              if (text.size() >= 3 && kDays[day].starts_with(lower(text))) a.week_start = day;
            if (!a.week_start)
              throw Failure{Exit::kUsage,
                            fmt::format("--week-start {}: not a day of the week, such as monday",
                                        printable(text))};
          }};
}

Option session_option(std::optional<std::string>& session) {
  return {"session", 0, true, [&session](const std::string& id) {
            if (id.empty()) throw Failure{Exit::kUsage, "--session: empty argument"};
            session = id;
          }};
}

HistoryTool::HistoryTool(Call& call, const HistoryArguments& arguments)
    : call_(call), arguments_(arguments), env_(process_env()) {
  if (!env_.problem.empty()) throw Failure{Exit::kUsage, env_.problem};
  if (arguments.now) env_.now = *arguments.now;
  if (!arguments.zone.empty() && !use_time_zone(arguments.zone))
    throw Failure{Exit::kUsage,
                  fmt::format("--tz {}: no such time zone", printable(arguments.zone))};
  use_week_start(arguments.week_start ? *arguments.week_start : locale_week_start().value_or(0));
  if (!arguments.since.empty())
    filter_.since = moment_argument("--since", arguments.since, env_.now, false);
  if (!arguments.until.empty())
    filter_.until = moment_argument("--until", arguments.until, env_.now, true);
  if (filter_.since && filter_.until && *filter_.since >= *filter_.until) {
    throw Failure{Exit::kUsage,
                  fmt::format("--until {}: not later than --since {}", printable(arguments.until),
                              printable(arguments.since))};
  }
  filter_.projects = absolute_projects(arguments.projects, env_);
  filter_.models = arguments.models;
  filter_.attributes = arguments.attributes;
  load_prices(env_, prices_);
  name_rules_ = name_rules(env_);
}

void HistoryTool::read(std::optional<std::int64_t> known_state) {
  HistoryOptions options;
  options.ledger = arguments_.ledger;
  options.files = arguments_.files;
  options.evidence = arguments_.evidence || arguments_.tools;
  options.keep_titles = name_rules_.keep;
  options.requests_anyway = arguments_.requests_anyway;
  if (!arguments_.verbose) options.known_state = known_state;  // --verbose lists what was left out
  auto cores = static_cast<std::int64_t>(std::thread::hardware_concurrency());
  options.threads =
      static_cast<int>(std::clamp<std::int64_t>(arguments_.threads.value_or(cores), 1, 64));
  std::vector<std::string> troubles;
  or_note(troubles, [&] { options.windows = reported_windows(env_, env_.now - kRecentTaps); });
  ProgressLine line;
  if (can_show_progress(env_.term))
    options.progress = [&line](const Progress& progress) { line.show(progress); };
  reading_ = read_history(env_, options);
  if (arguments_.tools) note_tools(reading_.history.requests, reading_.history.calls);
  line.clear();
  reading_.unreadable.insert(reading_.unreadable.end(), troubles.begin(), troubles.end());
  for (const std::string& warning : reading_.warnings) call_.warn(warning);
  if (arguments_.verbose) tell_left_out();
  tell_unreadable();
  keep_for_live_tools();
}

// Counts the whole history, whatever the filter. With --tz, days are not kept: they are another
// zone's.
void HistoryTool::keep_for_live_tools() {
  if (!has_whole_history() || reading_.unchanged) return;
  try {
    if (arguments_.zone.empty())
      write_usage_now(env_, count_usage_now(history(), prices_, reading_.windows, env_.now));
    if (are_habits_due(env_)) write_habits(env_, count_habits(history(), prices_, env_.now));
  } catch (const Failure&) {
    // The report does not need them.
  }
}

SessionNames& HistoryTool::session_names(const Names* known) {
  if (session_names_) return *session_names_;
  if (!arguments_.names || !name_rules_.show) return session_names_.emplace();
  std::vector<std::string_view> paths;
  for (const HistoryFile& file : history().files) paths.push_back(file.path);
  if (known) paths.insert(paths.end(), known->all().begin(), known->all().end());
  return session_names_.emplace(paths, reading_.titles);
}

// Ids take precedence: the name of one session may be a prefix of another's id.
Names::Id HistoryTool::session_number(const std::string& text) {
  try {
    return wick::session_number(history(), text);
  } catch (const Failure&) {
    std::vector<std::string> named = session_names().sessions_named(text);
    if (named.empty()) throw;
    if (named.size() > 1)
      throw Failure{Exit::kUsage, fmt::format("session {}: {} sessions have this name",
                                              printable(text), named.size())};
    return wick::session_number(history(), named.front());
  }
}

TableStyle HistoryTool::look() const {
  TableStyle look;
  look.color = use_color(env_.wick_color, env_.no_color, env_.term, ::isatty(STDOUT_FILENO));
  look.columns = output_columns(env_.columns, STDOUT_FILENO);
  return look;
}

void HistoryTool::draw(const OutputArguments& output, const PlotPage& page) {
  if (output.plot.empty()) return;
  call_.out += draw_picture(env_, output.plot, page, ::isatty(STDOUT_FILENO), look());
}

Exit HistoryTool::status(bool any, const std::string& what) {
  if (!any) tell_nothing(what);
  return any ? Exit::kOk : Exit::kNo;
}

void HistoryTool::tell_nothing(const std::string& what) {
  if (arguments_.quiet || !reading_.unreadable.empty()) return;
  const std::vector<std::string>& files = arguments_.files;
  // If there are no requests at all, the filter is not the reason.
  std::string filter = history().requests.empty() ? "" : filter_text(arguments_, "--", "=", " ");
  if (!files.empty() && filter.empty()) {
    std::string where =
        files.size() == 1 ? files[0] : plural(files.size(), "transcript", "transcripts");
    call_.warn(
        fmt::format("{}: no {}; without TRANSCRIPT operands all sessions are read", where, what));
  } else {
    call_.warn(nothing_found(env_, filter, what) + last_request());
  }
}

// "; the last request was on 2026-11-24 10:15": a hint if the filter selects only later days.
std::string HistoryTool::last_request() const {
  TimeMs last = kUndated;
  for (const HistoryRequest& request : history().requests) last = std::max(last, request.time);
  return last == kUndated ? "" : "; the last request was on " + moment_text(last);
}

// Always reported, because the report lacks the contents of these files.
void HistoryTool::tell_unreadable() {
  call_.incomplete |= !reading_.unreadable.empty();
  call_.tell_unreadable(reading_.unreadable_ledgers);
  constexpr std::size_t kFew = 3;
  const std::vector<std::string>& all = reading_.unreadable;
  std::size_t shown = arguments_.verbose || all.size() <= kFew ? all.size() : kFew;
  for (std::size_t i = 0; i < shown; ++i) call_.warn(all[i]);
  if (shown < all.size())
    call_.warn(plural(all.size() - shown, "more file", "more files") +
               " not read: --verbose lists all");
}

void HistoryTool::tell_left_out() {
  const LeftOut& l = history().left_out;
  call_.warn(fmt::format("read {} of {}, of {} found", human_bytes(reading_.bytes_read),
                         plural(reading_.files_read, "file", "files"),
                         plural(reading_.files_found, "file", "files")));
  auto tell = [this](std::uint64_t count, const char* one, const char* many, const char* why) {
    if (count > 0) call_.warn(fmt::format("left out: {}: {}", plural(count, one, many), why));
  };
  tell(l.malformed_lines, "line", "lines", "not valid JSON");
  tell(l.unfinished_lines, "last line", "last lines", "still incomplete");
  tell(l.oversized_lines, "line", "lines", "too long");
  tell(l.fillers, "line", "lines",
       "an API error or another text by Claude Code itself, not a response");
  tell(l.foreign_lines, "line", "lines",
       "a response without a session, written by another program");
  for (const std::string& file : history().foreign_files)
    call_.warn(file + ": has responses without a session: not a transcript of Claude Code");
}

void ReplayTool::replay(const std::optional<std::string>& session) {
  pricer_.emplace(prices(), history().names, env().now);
  std::optional<Names::Id> number;
  if (session) number = session_number(*session);
  replayed_.emplace(history(), filter(), *pricer_, number);
}

}  // namespace wick
