// SPDX-License-Identifier: MIT
// wick-sessions: running and recent sessions, most urgent first; --all: the past
#include <signal.h>
#include <unistd.h>

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/terminal.h"
#include "lib/base/text.h"
#include "lib/base/time.h"
#include "lib/claude/dirs.h"
#include "lib/cli/options.h"
#include "lib/history/session_summary.h"
#include "lib/live/fields.h"
#include "lib/live/live.h"
#include "lib/live/sessions.h"
#include "lib/output/layout.h"
#include "lib/tools/history_tool.h"
#include "lib/tools/session_output.h"

namespace {
using namespace wick;

constexpr std::string_view kUsage[] = {
    "wick-sessions: running and recent sessions, most urgent first; --all: the past\n"
    "usage: wick-sessions [-jlqw] [-f FORMAT] [--since=DATE] [--prefix=FORMAT]\n"
    "                     [--no-names]\n"
    "       wick-sessions -a [-jq] [--sort=ORDER] [--since=DATE] [--until=DATE]\n"
    "                     [--project=DIR] [--model=NAME] [--no-names]\n"
    "                     [--no-ledger]\n"
    "       wick-sessions show ID [-jq] [--no-names] [--no-ledger]\n"
    "  -l, --live           only sessions whose process is alive\n"
    "      --since=DATE     since this date, time or age: 2026-11-24, yesterday, 7d;\n"
    "                       default: 24h (no limit with --all)\n"
    "  -w, --watch          redraw the table every second, until q or Ctrl-C\n"
    "  -f, --format=FORMAT  print {session.id} and other fields, a line per session\n"
    "      --prefix=FORMAT  print this before each row of the table, for pickers\n"
    "  -a, --all            all past sessions, with their total cost\n"
    "      --sort=ORDER     with --all: in the order of last, cost, peak or project\n"
    "      --until=DATE     with --all: until this time, or the end of this date\n"
    "      --project=DIR    with --all: only this directory and those below it; also\n"
    "                       by the last part of its path\n"
    "      --model=NAME     with --all: only this model, or the models with this\n"
    "                       word in their name\n",
    kNoNamesHelp,
    "      --no-ledger      read all transcripts, and keep nothing\n"
    "  -j, --json           print a JSON object per session\n"
    "  -q, --quiet          print nothing; the exit status says whether there is one\n",
    kHelpAndVersion};

struct Options {
  SessionsQuery query;
  bool json = false, watch = false;
  std::optional<Template> format, prefix;
  bool all = false;
  std::optional<std::string> show;  // the id of a session
  SessionOrder order = SessionOrder::kLast;
  HistoryArguments history;
  std::vector<std::string_view> given;  // names of options

  bool has(std::string_view name) const {
    return std::find(given.begin(), given.end(), name) != given.end();
  }
};

SessionOrder order_argument(const std::string& text) {
  // Same order as the enumeration.
  constexpr std::string_view kWords[] = {"last", "cost", "peak", "project"};
  return static_cast<SessionOrder>(word_argument("--sort", text, kWords));
}

std::vector<Option> options_into(Options& o) {
  std::vector<Option> all = {
      flag_option("live", 'l', o.query.live_only),
      flag_option("watch", 'w', o.watch),
      {"format", 'f', true, [&o](const std::string& f) { o.format = parse_format(f); }},
      {"prefix", 0, true, [&o](const std::string& f) { o.prefix = parse_format(f, "--prefix"); }},
      flag_option("all", 'a', o.all),
      {"sort", 0, true, [&o](const std::string& order) { o.order = order_argument(order); }},
      flag_option("json", 'j', o.json),
      flag_option("quiet", 'q', o.history.quiet),
      names_option(o.history),
      flag_option("no-ledger", 0, o.history.ledger, false),
  };
  // No --tz: the environment's TZ is enough for a table of sessions.
  for (Option& option : filter_options(o.history))
    if (option.name != "tz") all.push_back(std::move(option));
  for (Option& option : all) {
    option.store = [&o, name = option.name, store = option.store](const std::string& argument) {
      o.given.push_back(name);
      store(argument);
    };
  }
  return all;
}

// Rejects options that exclude each other.
void check(const Options& o) {
  auto refuse = [&o](std::initializer_list<std::string_view> names, const std::string& why) {
    for (std::string_view name : names)
      if (o.has(name)) throw Failure{Exit::kUsage, fmt::format("--{}: {}", name, why)};
  };
  if (o.show) refuse({"all", "sort", "since", "until", "project", "model"}, "not with show");
  if (o.show || o.all)
    return refuse({"live", "watch", "format", "prefix"},
                  o.show ? "not with show" : "not with --all");
  refuse({"sort", "until", "project", "model"}, "only with --all");
  refuse({"no-ledger"}, "only with --all or show");
  const char* other = o.json ? "--json" : o.history.quiet ? "--quiet" : nullptr;
  if (o.watch && other) throw Failure{Exit::kUsage, std::string("--watch: not with ") + other};
  if (o.format && !o.json) other = "--format";
  if (o.prefix && other) throw Failure{Exit::kUsage, std::string("--prefix: not with ") + other};
}

Options parse(const Call& call) {
  Options o;
  std::vector<std::string> operands = parse_options(call.argc, call.argv, options_into(o));
  if (!operands.empty()) {
    if (operands[0] != "show")
      throw Failure{Exit::kUsage, printable(operands[0]) + ": unexpected operand"};
    if (operands.size() == 1 || operands[1].empty())
      throw Failure{Exit::kUsage, "show: id of a session missing"};
    if (operands.size() > 2)
      throw Failure{Exit::kUsage, printable(operands[2]) + ": one session at a time"};
    o.show = operands[1];
  }
  check(o);
  return o;
}

Needs needs_of(const Options& o) {
  std::vector<std::string_view> names = {"next.now_usd"};  // needed for sorting
  auto add = [&names](const std::vector<std::string_view>& more) {
    names.insert(names.end(), more.begin(), more.end());
  };
  if (o.json) add(field_names());
  else if (o.format) add(o.format->names());
  else add(sessions_table_fields());
  if (o.prefix) add(o.prefix->names());
  return wick::needs_of(names);
}

std::string rendered(const Template& format, const State& state) {
  return format.render([&state](std::string_view name) { return field_value(state, name); });
}

class Sessions {
 public:
  Sessions(Call& call, Options options) : call_(call), o_(std::move(options)), env_(process_env()) {
    if (!env_.problem.empty()) throw Failure{Exit::kUsage, env_.problem};
    if (o_.has("since"))
      o_.query.since = parse_moment("--since", o_.history.since, env_.now, false);
    load_prices(env_, prices_);
    o_.query.needs = ::needs_of(o_);
    shows_names_ = o_.history.names && name_rules(env_).show;
    look_.color = use_color(env_.wick_color, env_.no_color, env_.term, ::isatty(STDOUT_FILENO));
  }

  Exit print() {
    SessionReader reader(env_, o_.query, prices_);
    std::vector<State> sessions = read(reader, env_.now);
    call_.tell_unreadable(reader.unreadable());
    if (o_.history.quiet) return sessions.empty() ? Exit::kNo : Exit::kOk;
    if (sessions.empty()) {
      call_.warn(nothing());
      return Exit::kNo;
    }
    look_.columns = output_columns(env_.columns, STDOUT_FILENO);
    for (const std::string& line : lines(sessions)) call_.out += line + "\n";
    return Exit::kOk;
  }

  // Returns the signal that ended it, or 0.
  int watch() {
    if (!::isatty(STDOUT_FILENO) || env_.term.empty() || env_.term == "dumb")
      throw Failure{Exit::kUsage, "--watch: standard output is not a terminal that can be redrawn"};
    SessionReader reader(env_, o_.query, prices_);
    FullScreen screen(STDIN_FILENO, STDOUT_FILENO);
    std::vector<std::string> shown;
    while (true) {
      TimeMs now = clock();
      std::vector<std::string> frame = frame_of(read(reader, now));
      if (!write_all(STDOUT_FILENO, diff_frame(shown, frame)))
        throw Failure{Exit::kIo, "standard output: cannot be written"};
      shown = std::move(frame);
      // All countdowns change at the full second.
      constexpr TimeMs kSecond = 1000;
      Wake wake = screen.wait(static_cast<int>(kSecond - clock() % kSecond));
      if (wake == Wake::kSignal) return screen.signal();
      if (wake == Wake::kKey && (screen.key() == 'q' || screen.key() == 'Q')) return 0;
      if (wake == Wake::kRedraw) shown.clear();
    }
  }

 private:
  std::vector<State> read(SessionReader& reader, TimeMs now) const {
    std::vector<State> sessions = reader.at(now);
    if (!shows_names_)
      for (State& session : sessions) session.session.name.clear();
    return sessions;
  }

  // WICK_NOW sets the time at the start; it advances from there.
  TimeMs clock() const {
    return env_.now_is_given ? env_.now + monotonic_ms() - started_ : system_now();
  }

  std::vector<std::string> frame_of(const std::vector<State>& sessions) {
    TerminalSize size = terminal_size(STDOUT_FILENO);
    look_.columns = size.columns;
    if (sessions.empty()) return {"no sessions"};
    return fit_frame(lines(sessions), size.columns, size.rows);
  }

  std::vector<std::string> lines(const std::vector<State>& sessions) const {
    std::vector<std::string> out;
    if (!o_.json && !o_.format) return table(sessions);
    for (const State& state : sessions) {
      out.push_back(o_.json ? state_json(state, "") : rendered(*o_.format, state));
      if (o_.json) out.back().pop_back();  // its newline
    }
    return out;
  }

  // The message for no sessions: what was searched, where, and what would find more.
  std::string nothing() const {
    if (config_dirs(env_).empty()) return nothing_found(env_, "", "sessions");
    if (o_.query.live_only)
      return searched_places(env_) +
             ": no session is running; without --live, those of the last 24 hours are listed";
    const std::string& since = o_.history.since;
    return fmt::format(
        "{}: no session was used {}, --all lists all past sessions", searched_places(env_),
        since.empty()
            ? "in the last 24 hours; --since=7d looks further back"
            : fmt::format("since {}; an earlier --since looks further back", printable(since)));
  }

  // The headings get the prefix without values, whose tabs keep a picker's columns aligned.
  std::vector<std::string> table(const std::vector<State>& sessions) const {
    std::vector<std::string> out = sessions_table(sessions, env_.home, look_);
    if (!o_.prefix) return out;
    out[0] = o_.prefix->render([](std::string_view) { return std::nullopt; }) + out[0];
    for (std::size_t i = 0; i < sessions.size(); ++i)
      out[i + 1] = rendered(*o_.prefix, sessions[i]) + out[i + 1];
    return out;
  }

  Call& call_;
  Options o_;
  Env env_;
  PriceTable prices_;
  TableStyle look_;
  bool shows_names_ = true;
  std::int64_t started_ = monotonic_ms();
};

// Past sessions, from the ledger and the transcripts.
class PastSessions {
 public:
  PastSessions(Call& call, const Options& options)
      : call_(call), o_(options), tool_(call, options.history) {
    const Env& env = tool_.env();
    look_.home = env.home;
    look_.table.color = use_color(env.wick_color, env.no_color, env.term, ::isatty(STDOUT_FILENO));
    look_.table.columns = output_columns(env.columns, STDOUT_FILENO);
  }

  Exit list() {
    SessionsReport report = read();
    if (report.sessions.empty()) {
      tool_.tell_nothing("sessions");
      return Exit::kNo;
    }
    if (o_.history.quiet) return Exit::kOk;
    sort_sessions(report.sessions, o_.order);
    look_.id_length = unique_prefix_length(session_ids(tool_.history()));
    for (SessionSummary& session : report.sessions) put_title(session);
    call_.out = o_.json ? session_lines(report.sessions) : session_rows(report, look_);
    return Exit::kOk;
  }

  Exit show() {
    SessionsReport report = read();
    const std::string& id = tool_.history().names[tool_.session_number(*o_.show)];
    for (SessionSummary& session : report.sessions) {
      if (session.usage.name != id) continue;
      put_title(session);
      std::vector<std::string>& files = session.transcripts;
      auto is_gone = [](const std::string& path) { return !file_info(path); };
      files.erase(std::remove_if(files.begin(), files.end(), is_gone), files.end());
      if (!o_.history.quiet)
        call_.out = o_.json ? session_document(session) : session_page(session, look_);
    }
    return Exit::kOk;
  }

 private:
  void put_title(SessionSummary& session) {
    session.usage.title = tool_.session_names().of(session.usage.name);
  }

  SessionsReport read() {
    tool_.read();
    return summarize_sessions(tool_.history(), tool_.prices(), tool_.filter(), tool_.env().now);
  }

  Call& call_;
  const Options& o_;
  HistoryTool tool_;
  SessionStyle look_;
};

Exit sessions(Call& call) {
  Options options = parse(call);
  if (options.show) return PastSessions(call, options).show();
  if (options.all) return PastSessions(call, options).list();
  bool watch = options.watch;
  Sessions it(call, std::move(options));
  if (!watch) return it.print();
  // The terminal has been restored: die by the signal, so that the shell sees it.
  if (int signal = it.watch()) ::raise(signal);
  return Exit::kOk;
}

}  // namespace

int run_wick_sessions(int argc, char** argv) { return run(argc, argv, {kUsage, 23}, sessions); }
