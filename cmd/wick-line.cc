// SPDX-License-Identifier: MIT
// wick-line: one rendered line: for status lines, prompts, tmux
#include <sys/ioctl.h>
#include <unistd.h>

#include <memory>

#include "lib/base/text.h"
#include "lib/live/command.h"
#include "lib/live/external.h"
#include "lib/live/input.h"
#include "lib/live/line.h"
#include "lib/live/live.h"
#include "lib/live/predicate.h"
#include "lib/session/fields.h"
#include "lib/view/escape.h"
#include "lib/view/json_writer.h"

namespace {
using namespace wick;

constexpr char kUsage[] =
    "usage: wick-line [-jq] [-f FORMAT] [--tmux] [--above=COMMAND] [--color=WHEN]\n"
    "                                                      (a payload on standard input)\n"
    "       wick-line [-jq] [-f FORMAT] [--tmux | --prompt=SHELL] [--live] [--recent=AGE]\n"
    "                 [--over=TOKENS] [--color=WHEN] [-s ID | -t FILE | -p FILE] [-C DIR]\n"
    "  -s, --session=ID       the session with this id, or the only one that starts so\n"
    "  -t, --transcript=FILE  the session of this transcript\n"
    "  -p, --payload=FILE     the session of this status line payload, - for standard input\n"
    "  -C, --cwd=DIR          the session of this directory\n"
    "  -f, --format=FORMAT    print {context.tokens} and other fields, not the configured "
    "segments\n"
    "      --prompt=SHELL     for the prompt of zsh, bash or fish, or as plain text: escaped for\n"
    "                         it, the segments of [prompt]\n"
    "      --tmux             for tmux: its colour codes, escaped for it, one row\n"
    "      --live             only of a session that is running\n"
    "      --recent=AGE       only of a session that runs or was used since: 30m, 12h, 7d\n"
    "      --over=TOKENS      only when the context holds more: 150000, 150k, 80%\n"
    "      --color=WHEN       always, never or auto\n"
    "      --above=COMMAND    run another status line command and print its rows first\n"
    "  -j, --json             print the line and its segments as a JSON object\n"
    "  -q, --quiet            print nothing, the exit status tells whether there is a session\n"
    "  -h, --help             print this\n"
    "  -V, --version          print the version\n";

constexpr int kPatienceMs = 200;
constexpr int kPatienceAboveMs = 3000;
constexpr std::size_t kMostAbove = 64 * 1024;

int terminal_columns(const Env& env) {
  if (auto columns = parse_integer(env.columns); columns && *columns > 0 && *columns < 100000) {
    return static_cast<int>(*columns);
  }
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

class Line {
 public:
  explicit Line(Call& call) : call_(call), env_(process_env()) {}

  Exit run() {
    parse();
    bool from_status_line = speaks_claude_code();
    if (!env_.problem.empty()) {
      if (!from_status_line) throw Failure{Exit::kUsage, env_.problem};
      trouble("clock", env_.problem);
    }
    configure();
    bool found = from_status_line ? as_status_line() : as_query();
    if (over_ && !over_->exceeded_by(state_.context))
      return from_status_line ? Exit::kOk : Exit::kNo;
    print(from_status_line);
    bool must_succeed = from_status_line && !options_.quiet;
    return found || must_succeed ? Exit::kOk : Exit::kNo;
  }

 private:
  void parse() {
    std::vector<Option> all = live_options(options_);
    Wanted& wanted = options_.wanted;
    all.push_back({"prompt", 0, true, [this](const std::string& shell) { prompt(shell); }});
    all.push_back({"tmux", 0, false, [this](const std::string&) { target_ = Target::kTmux; }});
    all.push_back({"live", 0, false, [&wanted](const std::string&) { wanted.live = true; }});
    all.push_back({"recent", 0, true, [this](const std::string& age) {
                     options_.wanted.since = env_.now - span_argument("--recent", age);
                   }});
    all.push_back({"over", 0, true, [this](const std::string& tokens) {
                     over_ = TokenBound::parse("--over", tokens);
                   }});
    all.push_back({"color", 0, true, [this](const std::string& when) {
                     env_.wick_color = color_argument("--color", when);
                   }});
    all.push_back({"above", 0, true, [this](const std::string& command) { above_ = command; }});
    parse_live(call_, all);
    if (!above_.empty() && options_.json)
      throw Failure{Exit::kUsage, "--above: does not go with --json"};
  }

  void prompt(const std::string& shell) {
    auto target = prompt_of(shell);
    if (!target) {
      throw Failure{Exit::kUsage,
                    "--prompt " + printable(shell) + ": not zsh, bash, fish or plain"};
    }
    target_ = *target;
    place_ = Place::kPrompt;
  }

  // A status line fills its row; what stands in a prompt or in tmux has no width of its own.
  bool fills_row() const { return place_ == Place::kStatusLine && target_ == Target::kTerminal; }

  // Without a word about the session, standard input has the payload, unless a person sits there.
  bool speaks_claude_code() const {
    const Wanted& w = options_.wanted;
    if (w.payload == "-" && w.session.empty() && w.transcript.empty()) return true;
    bool named = !(w.session.empty() && w.transcript.empty() && w.payload.empty() && w.cwd.empty());
    return !named && place_ == Place::kStatusLine && !::isatty(STDIN_FILENO);
  }

  // A line comes out whatever is wrong; a mark in it says that something is.
  void trouble(const char* what, const std::string& why) {
    if (!marker_.empty()) marker_ += ' ';
    marker_ += std::string("!") + what;
    call_.warn(why);
  }

  void configure() {
    if (options_.has_format) {
      config_ = line_of_format(options_.format);
    } else {
      try {
        std::string home = config_home(env_);
        auto file = home.empty() ? std::nullopt : load_toml(home + "/wick.toml");
        config_ = file ? line_config(*file, place_) : default_line(place_);
      } catch (const Failure& failure) {
        config_ = default_line(place_);
        trouble("config", failure.message);
      }
    }
    try {
      load_prices(env_, prices_);
    } catch (const Failure& failure) {
      trouble("prices", failure.message);
    }
    if (!fills_row()) join_rows(config_);
    needs_ = needs_of(config_.names());
  }

  bool as_status_line() {
    payload_json_ = read_object(STDIN_FILENO, kLargestPayload, kPatienceMs);
    JsonStatus status;
    Payload payload = parse_payload(payload_json_, status);
    if (status == JsonStatus::kOk) {
      keep(payload);
    } else {
      trouble("payload",
              std::string("standard input: ") +
                  (status == JsonStatus::kMalformed ? "malformed JSON" : "not a JSON object"));
    }
    if (!payload.session_id.empty() || !payload.model_id.empty()) {
      state_ = load_payload(env_, std::move(payload), needs_, options_.next, prices_);
      return true;
    }
    return as_query();
  }

  void keep(const Payload& payload) {
    try {
      save_tap(env_, payload, payload_json_);
    } catch (const Failure& failure) {
      call_.warn(failure.message);  // the line is as good without it
    }
  }

  bool as_query() {
    try {
      LiveOptions options = options_;
      if (options.wanted.payload == "-")
        options.wanted.payload.clear();  // it was read, and is of no use
      state_ = load_wanted(env_, options, needs_, prices_);
      return true;
    } catch (const Failure& failure) {
      bool nothing_there = failure.code == Exit::kUnavailable;
      if (!nothing_there && !speaks_claude_code()) throw;
      if (!nothing_there) trouble("session", failure.message);
      return false;
    }
  }

  void print(bool from_status_line) {
    if (options_.quiet) return;
    auto external = std::make_shared<ExternalSegments>(env_, state_.session.id);
    LineLook look;
    if (fills_row()) look.columns = terminal_columns(env_);
    bool shown_to_people = from_status_line || !fills_row() || ::isatty(STDOUT_FILENO);
    look.color =
        !options_.json && use_color(env_.wick_color, env_.no_color, env_.term, shown_to_people);
    std::vector<ShownSegment> shown;
    auto output = [&external](const Segment& segment) { return external->output(segment); };
    call_.out = render_line(state_, config_, look, marker_, output, &shown);
    // Claude Code takes an empty output for a failure.
    if (call_.out.empty() && from_status_line)
      call_.out = (marker_.empty() ? "wick" : "wick " + marker_) + "\n";
    if (options_.json) call_.out = as_json(shown);
    else call_.out = escape_for(target_, call_.out);
    if (!above_.empty()) call_.out.insert(0, rows_above());
    call_.after = [external, this] { external->refresh(payload_json_); };
  }

  // The other command's rows as Claude Code would show them: as they came, and none of them when it
  // failed or hangs.
  std::string rows_above() const {
    Fd input = unnamed_file(payload_json_);
    if (!input) return "";
    std::string rows = run_command(above_, input.get(), kPatienceAboveMs, kMostAbove).value_or("");
    if (trim(rows).empty()) return "";
    if (rows.back() != '\n') rows += '\n';
    return rows;
  }

  std::string as_json(const std::vector<ShownSegment>& shown) const {
    std::string out = "{\"line\":" + json_string(trim(call_.out)) + ",\"segments\":[";
    for (const ShownSegment& segment : shown) {
      if (&segment != &shown.front()) out += ',';
      out +=
          "{\"name\":" + json_string(segment.name) + ",\"text\":" + json_string(segment.text) + "}";
    }
    return out + "]}\n";
  }

  Call& call_;
  Env env_;
  LiveOptions options_;
  Place place_ = Place::kStatusLine;
  Target target_ = Target::kTerminal;
  std::optional<TokenBound> over_;
  LineConfig config_;
  PriceTable prices_;
  Needs needs_;
  State state_;
  std::string payload_json_, marker_, above_;
};

Exit line(Call& call) {
  static std::unique_ptr<Line>
      it;  // outlives the call: the external segments are refreshed after it
  it = std::make_unique<Line>(call);
  return it->run();
}

}  // namespace

int main(int argc, char** argv) { return run(argc, argv, kUsage, line); }
