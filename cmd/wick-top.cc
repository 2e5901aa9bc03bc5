// SPDX-License-Identifier: MIT
// wick-top: all sessions on one screen; jump to one or resume it
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <memory>

#include "lib/base/format.h"
#include "lib/base/program.h"
#include "lib/base/text.h"
#include "lib/claude/dirs.h"
#include "lib/cli/options.h"
#include "lib/live/fields.h"
#include "lib/live/live.h"
#include "lib/tools/history_tool.h"
#include "lib/top/alarm.h"
#include "lib/top/board.h"
#include "lib/top/draw.h"
#include "lib/top/git_runner.h"
#include "lib/top/go.h"
#include "lib/top/past.h"
#include "lib/top/screen.h"

namespace {
using namespace wick;

constexpr std::string_view kUsage[] = {
    "wick-top: all sessions on one screen; jump to one or resume it\n"
    "usage: wick-top [-jlo] [--pane=KIND] [--filter=TEXT] [--since=DATE]\n"
    "                [--interval=AGE] [--alarm=HOW] [--budget=USD] [--no-names]\n"
    "                [--no-ledger]\n"
    "  -l, --live          only sessions whose process is alive\n"
    "      --since=DATE    since this date, time or age: 2026-11-24, yesterday, 7d;\n"
    "                      default: 24h\n"
    "      --filter=TEXT   only sessions with these words in name, project, model,\n"
    "                      branch or id; also cold, warm, waits, busy, idle, live,\n"
    "                      >200k, <50k\n"
    "      --pane=KIND     begin with sessions, projects, calendar, why or limits\n"
    "      --interval=AGE  time between two updates: 5s; default: 1s\n"
    "      --alarm=HOW     alert when a session waits, a minute before a cache goes\n"
    "                      cold, and when the budget is reached: bell, notify, or\n"
    "                      a command that gets the message as $1\n"
    "      --budget=USD    the budget for one day\n"
    "  -o, --once          print the pane once and exit\n",
    kNoNamesHelp,
    "      --no-ledger     read all transcripts, keep nothing\n"
    "  -j, --json          print one JSON document of all panes\n",
    kHelpAndVersion};

struct Options {
  SessionsQuery query;
  std::string since;
  TopView view;
  bool once = false, json = false;
  std::string alarm;
  std::optional<double> budget;
  HistoryArguments history;
};

Options parse(const Call& call) {
  Options o;
  std::vector<Option> all = {
      flag_option("live", 'l', o.query.live_only),
      text_option("since", 0, o.since),
      text_option("filter", 0, o.view.filter),
      {"pane", 0, true,
       [&o](const std::string& pane) {
         o.view.pane = static_cast<TopPane>(word_argument("--pane", pane, kTopPanes));
       }},
      {"interval", 0, true,
       [&o](const std::string& span) {
         o.view.interval_s = static_cast<int>(
             std::clamp<TimeMs>(span_argument("--interval", span) / 1000, 1, 3600));
       }},
      text_option("alarm", 0, o.alarm),
      {"budget", 0, true, [&o](const std::string& usd) { o.budget = parse_usd("--budget", usd); }},
      flag_option("once", 'o', o.once),
      names_option(o.history),
      flag_option("no-ledger", 0, o.history.ledger, false),
      {"json", 'j', false, [&o](const std::string&) { o.json = o.once = true; }}};
  std::vector<std::string> operands = parse_options(call.argc, call.argv, all);
  if (!operands.empty())
    throw Failure{Exit::kUsage, printable(operands[0]) + ": unexpected operand"};
  o.history.evidence = o.history.requests_anyway = o.history.quiet = true;
  return o;
}

// What to read of each session: what the panes show, or everything.
Needs needs_of(bool json) {
  if (json) return wick::needs_of(field_names());
  Needs needs = wick::needs_of(sessions_table_fields());
  needs.next = needs.burn = needs.cost = needs.auto_compact = needs.git = needs.git_counts =
      needs.permission_mode = true;
  return needs;
}

class Top {
 public:
  Top(Call& call, Options options)
      : call_(call), o_(std::move(options)), env_(process_env()), past_reader_(nullptr) {
    if (!env_.problem.empty()) throw Failure{Exit::kUsage, env_.problem};
    if (!o_.since.empty()) o_.query.since = parse_moment("--since", o_.since, env_.now, false);
    load_prices(env_, prices_);
    o_.query.needs = ::needs_of(o_.json);
    o_.query.oldest = o_.once ? 0 : 60'000;
    shows_names_ = o_.query.names = o_.history.names && name_rules(env_).show;
    look_.home = env_.home;
    look_.kept_git = [this](const GitFiles& files) {
      env_now_.now = board_.now;
      return read_kept_git(env_now_, files);
    };
    if (shows_names_) look_.name_of = [this](const std::string& id) { return name_of(id); };
    env_now_ = env_;
    reader_ = std::make_unique<BoardReader>(env_, o_.query, prices_);
  }

  Exit print_once() {
    // The history first: it saves figures that the sessions' fields then have.
    board_.past = read_past(o_.history, env_.now);
    refresh(env_.now);
    call_.tell_unreadable(board_.unreadable);
    for (const std::string& trouble : board_.past->troubles) call_.warn(trouble);
    call_.incomplete |= board_.past->incomplete;
    bool has_folder = !config_dirs(env_).empty();
    if (!has_folder) call_.warn(nothing_found(env_, "", "sessions"));
    if (o_.json) {
      call_.out = top_json(board_);
    } else {
      bool terminal = ::isatty(STDOUT_FILENO);
      int columns = output_columns(env_.columns, STDOUT_FILENO);
      look_.columns = columns > 0 ? columns : 160;
      look_.whole = true;
      Grid grid = draw_top(board_, o_.view, look_);
      bool color = use_color(env_.wick_color, env_.no_color, env_.term, terminal);
      int rows = grid.rows();
      while (rows > 0 && grid.line(rows - 1, false).empty()) --rows;
      for (int row = 0; row < rows; ++row) call_.out += grid.line(row, color) + "\n";
    }
    bool any = !board_.sessions.empty() || !board_.past->sessions.empty();
    return any && has_folder ? Exit::kOk : Exit::kNo;
  }

  // Returns the signal that ended it, or 0.
  int watch() {
    if (!::isatty(STDOUT_FILENO))
      throw Failure{Exit::kUsage, "standard output: not a terminal; --once prints what there is"};
    past_reader_ = std::make_unique<PastReader>(
        [arguments = o_.history](TimeMs now) { return read_past(arguments, now); });
    screen_ = std::make_unique<Screen>(env_.term,
                                       use_color(env_.wick_color, env_.no_color, env_.term, true));
    alarms_ = std::make_unique<AlarmWatch>(o_.budget);
    refresh(clock());
    while (true) {
      draw();
      int interval = o_.view.interval_s * 1000;
      bool soon = !o_.view.paused && (!board_.complete || waits_for_past());
      Wake wake = screen_->wait(soon ? (board_.complete ? 50 : 0)
                                     : interval - static_cast<int>(clock() % 1000));
      if (wake == Wake::kSignal) return screen_->signal();
      if (wake == Wake::kRedraw) shown_.reset();
      if (wake == Wake::kKey && press_key(screen_->key())) return 0;
      if (wake == Wake::kTimeout && !o_.view.paused) refresh(clock());
    }
  }

  /// The command that replaces wick-top once the terminal is restored; empty without one.
  const std::vector<std::string>& successor() const { return successor_; }
  void give_terminal_back() {
    screen_.reset();
    past_reader_.reset();
  }

 private:
  // WICK_NOW is only the start of the clock, which then runs on.
  TimeMs clock() const {
    return env_.now_is_given ? env_.now + monotonic_ms() - started_ : system_now();
  }

  // True until the first count of the history arrives, which is polled more often.
  bool waits_for_past() const { return past_reader_ && !board_.past; }

  void refresh(TimeMs now) {
    constexpr std::int64_t kPatience = 80;  // ms; keys wait for at most that long
    reader_->select(o_.view.pane == TopPane::kSessions ? meant_session(board_, o_.view) : "");
    bool changed = reader_->refresh(board_, now, o_.once ? -1 : kPatience);
    if (!past_reader_) return;
    if (!o_.alarm.empty() || o_.budget)
      for (const std::string& news : alarms_->look(board_)) raise_alarm(news);
    constexpr TimeMs kOldPast = 300'000;
    past_is_old_ |= changed || (board_.past && now - board_.past->counted_at > kOldPast);
    if (!shown_) return;  // git must not delay the first screen
    env_now_.now = now;
    git_.look(board_, env_now_, monotonic_ms());
    std::int64_t monotonic = monotonic_ms();
    if (auto past = past_reader_->take(monotonic)) board_.past = std::move(past);
    if (!past_is_old_) return;
    past_reader_->ask(now, monotonic);
    past_is_old_ = !past_reader_->is_busy();
  }

  void raise_alarm(const std::string& news) {
    o_.view.message = news;
    if (o_.alarm.empty()) return;
    if (o_.alarm == "bell") screen_->beep();
    else if (o_.alarm == "notify") screen_->send(notification(news, !env_.vte_version.empty()));
    else
      run_detached({[command = o_.alarm, news] {
        run_program({"/bin/sh", "-c", command, "wick-top", news}, "", -1, 10'000,
                    [](std::string_view) {});
      }});
  }

  void draw() {
    look_.rows = screen_->rows(), look_.columns = screen_->columns();
    Grid grid = draw_top(board_, o_.view, look_);
    if (asked_.run != TopRun::kNothing) draw_question(grid, asked_.words);
    if (shown_ && *shown_ == grid) return;
    screen_->show(grid);
    shown_ = std::move(grid);
  }

  // Returns true if the key ends the program.
  bool press_key(int key) {
    if (asked_.run != TopRun::kNothing) {
      TopCommand command = std::exchange(asked_, {});
      return key == '\r' && run(command);
    }
    TopWish wish = press(o_.view, board_, key);
    if (wish == TopWish::kNone) return false;
    if (wish == TopWish::kQuit) return true;
    if (wish == TopWish::kGo && o_.view.pane == TopPane::kProjects) wish = TopWish::kContinue;
    TopCommand command =
        command_for(wish, board_, o_.view,
                    {!env_.tmux.empty(),
                     [this](const std::string& name) { return sibling(name, call_.argv[0]); },
                     [this](const std::string& id) { return transcript_of(id); }});
    if (wish == TopWish::kCopy && !meant_session(board_, o_.view).empty())
      screen_->send(copying_sequence(meant_session(board_, o_.view)));
    if (!command.asks) return run(command);
    asked_ = std::move(command);
    return false;
  }

  bool run(const TopCommand& command) {
    if (command.run == TopRun::kReplace) {
      successor_ = command.arguments;
      return true;
    }
    std::string words = carry_out(
        command, env_, [this] { screen_->leave(); },
        [this] {
          screen_->come_back();
          shown_.reset();
        });
    if (!words.empty()) o_.view.message = words;
    return false;
  }

  std::string transcript_of(const std::string& id) const {
    std::vector<std::string> ignored;
    std::string path;
    or_note(ignored, [&] { path = find_transcript(config_dirs(env_), id).value_or(""); });
    return path;
  }

  // The name of a session that is not on the board.
  std::string name_of(const std::string& id) {
    auto [at, is_new] = names_.try_emplace(id);
    std::string& name = at->second;
    if (!is_new) return name;
    if (std::string path = transcript_of(id); !path.empty()) name = title_in(path);
    return name;
  }

  Call& call_;
  Options o_;
  Env env_, env_now_;  // env_now_: the same at the time of the board
  PriceTable prices_;
  bool shows_names_ = true;
  TopStyle look_;
  Board board_;
  std::unique_ptr<BoardReader> reader_;
  std::unique_ptr<PastReader> past_reader_;
  GitRunner git_;
  std::unique_ptr<Screen> screen_;
  std::unique_ptr<AlarmWatch> alarms_;
  std::optional<Grid> shown_;
  TopCommand asked_;
  std::vector<std::string> successor_;
  std::map<std::string, std::string> names_;
  bool past_is_old_ = true;
  std::int64_t started_ = monotonic_ms();
};

Exit top(Call& call) {
  Options options = parse(call);
  bool once = options.once;
  Top it(call, std::move(options));
  if (once) return it.print_once();
  int signal = it.watch();
  it.give_terminal_back();
  // Die of the signal, so that the shell sees it.
  if (signal != 0) ::raise(signal);
  if (it.successor().empty()) return Exit::kOk;
  std::vector<char*> argv = argv_of(it.successor());
  ::execvp(argv[0], argv.data());
  throw Failure{Exit::kUnavailable, it.successor()[0] + ": " + std::strerror(errno)};
}

}  // namespace

int run_wick_top(int argc, char** argv) { return run(argc, argv, {kUsage, 22}, top); }
