// SPDX-License-Identifier: MIT
// wick-sessions: the sessions found now, first what is about to get expensive
#include <signal.h>
#include <unistd.h>

#include "lib/base/terminal.h"
#include "lib/base/time.h"
#include "lib/live/live.h"
#include "lib/live/predicate.h"
#include "lib/live/sessions.h"
#include "lib/session/fields.h"
#include "lib/view/frame.h"

namespace {
using namespace wick;

constexpr char kUsage[] =
    "usage: wick-sessions [-jlqw] [-f FORMAT] [--since=AGE] [--prefix=FORMAT]\n"
    "  -l, --live           only those whose process is alive\n"
    "      --since=AGE      those that changed within 90s, 30m, 12h, 7d, 2w; 24h without it\n"
    "  -w, --watch          draw the table anew every second, until q or Ctrl-C\n"
    "  -f, --format=FORMAT  print {session.id} and other fields, a line per session\n"
    "      --prefix=FORMAT  print this before each row of the table: for pickers\n"
    "  -j, --json           print a JSON object per session, as wick-state does\n"
    "  -q, --quiet          print nothing, the exit status tells whether there is one\n"
    "  -h, --help           print this\n"
    "  -V, --version        print the version\n";

struct Options {
  SessionsQuery query;
  bool json = false, quiet = false, watch = false;
  std::optional<Template> format, prefix;
};

Options parse(const Call& call) {
  Options o;
  parse_live(call,
             {
                 {"live", 'l', false, [&o](const std::string&) { o.query.live_only = true; }},
                 {"since", 0, true,
                  [&o](const std::string& age) { o.query.age = span_argument("--since", age); }},
                 {"watch", 'w', false, [&o](const std::string&) { o.watch = true; }},
                 {"format", 'f', true, [&o](const std::string& f) { o.format = parse_format(f); }},
                 {"prefix", 0, true,
                  [&o](const std::string& f) { o.prefix = parse_format(f, "--prefix"); }},
                 {"json", 'j', false, [&o](const std::string&) { o.json = true; }},
                 {"quiet", 'q', false, [&o](const std::string&) { o.quiet = true; }},
                 {"help", 'h', false, [](const std::string&) {}},  // run() answers these two
                 {"version", 'V', false, [](const std::string&) {}},
             });
  const char* other = o.json ? "--json" : o.quiet ? "--quiet" : nullptr;
  if (o.watch && other) throw Failure{Exit::kUsage, std::string("--watch: not with ") + other};
  if (o.format && !o.json) other = "--format";
  if (o.prefix && other) throw Failure{Exit::kUsage, std::string("--prefix: not with ") + other};
  return o;
}

Needs needs_of(const Options& o) {
  std::vector<std::string_view> names = {"next.now_usd"};  // the order goes by it
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
    load_prices(env_, prices_);
    o_.query.needs = ::needs_of(o_);
    look_.color = use_color(env_.wick_color, env_.no_color, env_.term, ::isatty(STDOUT_FILENO));
  }

  Exit print() {
    std::vector<State> sessions = SessionReader(env_, o_.query, prices_).at(env_.now);
    if (sessions.empty()) return Exit::kNo;
    if (o_.quiet) return Exit::kOk;
    look_.columns = output_columns(env_.columns, STDOUT_FILENO);
    for (const std::string& line : lines(sessions)) call_.out += line + "\n";
    return Exit::kOk;
  }

  // The signal that ended it, or 0.
  int watch() {
    if (!::isatty(STDOUT_FILENO) || env_.term.empty() || env_.term == "dumb")
      throw Failure{Exit::kUsage, "--watch: standard output is not a terminal that can be redrawn"};
    SessionReader reader(env_, o_.query, prices_);
    FullScreen screen(STDIN_FILENO, STDOUT_FILENO);
    std::vector<std::string> shown;
    while (true) {
      TimeMs now = clock();
      std::vector<std::string> frame = frame_of(reader.at(now));
      if (!write_all(STDOUT_FILENO, diff_frame(shown, frame)))
        throw Failure{Exit::kIo, "standard output: cannot be written"};
      shown = std::move(frame);
      // The countdowns all change with the full second.
      constexpr TimeMs kSecond = 1000;
      Wake wake = screen.wait(static_cast<int>(kSecond - clock() % kSecond));
      if (wake == Wake::kSignal) return screen.signal();
      if (wake == Wake::kKey && (screen.key() == 'q' || screen.key() == 'Q')) return 0;
      if (wake == Wake::kRedraw) shown.clear();
    }
  }

 private:
  // WICK_NOW starts another clock; that one goes on too.
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

  // The headings' prefix has no values: its tabs keep the columns of a picker together.
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
  TableLook look_;
  std::int64_t started_ = monotonic_ms();
};

Exit sessions(Call& call) {
  Options options = parse(call);
  bool watch = options.watch;
  Sessions it(call, std::move(options));
  if (!watch) return it.print();
  // The terminal has been given back: die as if the signal had not been caught, for the shell to
  // see.
  if (int signal = it.watch()) ::raise(signal);
  return Exit::kOk;
}

}  // namespace

int main(int argc, char** argv) { return run(argc, argv, kUsage, sessions); }
