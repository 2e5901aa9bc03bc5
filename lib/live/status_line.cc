// SPDX-License-Identifier: MIT
#include "lib/live/status_line.h"

#include <unistd.h>

#include <memory>

#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/program.h"
#include "lib/base/terminal.h"
#include "lib/base/text.h"
#include "lib/live/external.h"
#include "lib/live/fields.h"
#include "lib/live/git_status.h"
#include "lib/live/line.h"
#include "lib/live/live.h"
#include "lib/live/pace.h"
#include "lib/live/presets.h"
#include "lib/live/subagent_rows.h"
#include "lib/output/json_writer.h"
#include "lib/output/layout.h"
#include "lib/output/link.h"

namespace wick {
namespace {

constexpr int kPatienceMs = 200;
constexpr int kPatienceGitMs = 20;
constexpr int kPatienceAboveMs = 3000;
constexpr std::size_t kMostAbove = 64 * 1024;

class StatusLine {
 public:
  explicit StatusLine(Call& call) : call_(call), env_(process_env()) {}

  Exit run() {
    options_ = parse_line_options(call_, env_.now);
    if (!options_.color.empty()) env_.wick_color = options_.color;
    if (options_.place == Place::kSubagents) return print_subagents();
    from_status_line_ = stdin_is_payload();  // set this before has_payload() may throw
    from_status_line_ = from_status_line_ && has_payload();
    if (!env_.problem.empty()) {
      if (!from_status_line_) throw Failure{Exit::kUsage, env_.problem};
      trouble("clock", env_.problem);
    }
    configure();
    found_ = from_status_line_ ? as_status_line() : as_query();
    if (is_choice()) return show_choice();
    if (options_.over && !options_.over->exceeded_by(state_.context))
      return from_status_line_ ? Exit::kOk : Exit::kNo;
    print();
    bool must_succeed = from_status_line_ && !options_.quiet;
    return found_ || must_succeed ? Exit::kOk : Exit::kNo;
  }

  // The last resort as Claude Code's status line, whose row is blank when the command fails: prints
  // what is known, with a mark. As a query returns false: the exit status then reports the error.
  bool print_after(const std::string& problem) {
    if (!from_status_line_) return false;
    try {
      trouble("internal", problem);
      config_ = default_line(options_.place);
      print();
    } catch (...) {
      call_.out = options_.quiet ? "" : "wick !internal\n";
    }
    return true;
  }

 private:
  // If no option names a session, the payload comes on standard input, unless that is a terminal.
  bool stdin_is_payload() const {
    const SessionSelector& w = options_.wanted;
    if (w.payload == "-" && w.session.empty() && w.transcript.empty()) return true;
    bool named = !(w.session.empty() && w.transcript.empty() && w.payload.empty() && w.cwd.empty());
    return !named && options_.place == Place::kStatusLine && !::isatty(STDIN_FILENO);
  }

  // tmux and cron give their commands an empty input. Claude Code never does, but its payload may
  // be late.
  bool has_payload() {
    bool ended = false;
    payload_json_ = read_object(STDIN_FILENO, kLargestPayload, kPatienceMs, &ended);
    if (!payload_json_.empty()) return true;
    return options_.fills_row() && (!ended || options_.wanted.payload == "-");
  }

  // Adds a mark to the line, with `where` if there is room, and a warning. The line is printed
  // anyway.
  void trouble(const char* what, const std::string& why, const std::string& where = "") {
    for (std::string* mark : {&mark_.text, &mark_.short_text}) {
      if (!mark->empty()) *mark += ' ';
      *mark += std::string("!") + what;
    }
    if (!where.empty()) mark_.text += " " + where;
    call_.warn(why);
  }

  // For the mark, "FILE:4:9: unknown key align" becomes "4:9 unknown key align".
  void trouble_with_config(const std::string& file, const std::string& why) {
    constexpr int kWidest = 48;
    std::string where = why.starts_with(file + ":") ? why.substr(file.size() + 1) : why;
    if (std::size_t colon = where.find(": "); colon != std::string::npos) where.erase(colon, 1);
    trouble("config", why, truncate_to_width(where, kWidest));
  }

  void configure() {
    if (options_.has_format) {
      config_ = line_of_format(options_.format);
    } else if (!options_.preset.empty()) {
      config_ = preset_line(*find_preset(options_.preset));
    } else {
      read_config();
    }
    try {
      load_prices(env_, prices_);
    } catch (const Failure& failure) {
      trouble("prices", failure.message);
    }
    if (!options_.fills_row()) join_rows(config_);
    std::vector<std::string_view> names = config_.names();
    auto add = [&names](const std::vector<std::string_view>& more) {
      names.insert(names.end(), more.begin(), more.end());
    };
    if (is_choice()) add(fields_of_looks());
    if (shows_links()) add(config_.names_of_links());
    needs_ = needs_of(names);
    needs_.limits |= config_.money == ShowMoney::kApi;  // limits show that it is a subscription
  }

  // No links where the line is escaped for a prompt or tmux, or printed as JSON.
  bool shows_links() const {
    bool is_for_eyes =
        options_.fills_row() && !options_.json && (from_status_line_ || ::isatty(STDOUT_FILENO));
    if (config_.links == ShowLinks::kAuto) return is_for_eyes && knows_links(env_);
    return config_.links == ShowLinks::kOn && options_.fills_row() && !options_.json;
  }

  void read_config() {
    std::string home = config_home(env_), path = home + "/wick.toml";
    try {
      auto file = home.empty() ? std::nullopt : load_toml(path);
      std::vector<std::string> slips;
      config_ = file ? line_config(*file, options_.place, &slips) : default_line(options_.place);
      for (const std::string& slip : slips) {
        if (&slip == &slips.front()) trouble_with_config(path, slip);
        else call_.warn(slip);
      }
    } catch (const Failure& failure) {
      config_ = default_line(options_.place);
      trouble_with_config(path, failure.message);
    }
  }

  // --subagents. The client shows its own rows where nothing is printed, so errors cost only ours.
  Exit print_subagents() {
    configure();
    std::string json = read_object(STDIN_FILENO, kLargestPayload, kPatienceMs);
    JsonStatus status;
    SubagentTasks panel = parse_subagent_tasks(json, status);
    if (status != JsonStatus::kOk) {
      call_.warn("standard input: not the object that Claude Code gives to subagentStatusLine");
      return Exit::kOk;
    }
    call_.out = subagent_rows(env_, panel, config_, look_of_screen(), needs_, prices_);
    return Exit::kOk;
  }

  // --preview, --segments: all presets or segments, with this session's figures, or a sample's.

  bool is_choice() const { return options_.preview || options_.segments; }

  void use_sample() {
    state_ = sample_state(env_, needs_, prices_);
    call_.warn(fmt::format("{}: no session; these are a sample's figures", printable(env_.cwd)));
  }

  Exit show_choice() {
    if (!found_) use_sample();
    LineStyle look = look_of_screen();
    auto no_output = [](const Segment&) { return std::string(); };
    auto heading = [&look](std::string_view name, std::string_view shows) {
      std::string text = fmt::format("{}: {}", name, shows);
      return look.color ? styled(text, {"", "", "2"}) : text;
    };
    if (options_.segments) {
      for (const auto& [name, shows] : built_in_segments())
        call_.out += fmt::format("{}\t{}\t{}\n", name, shows,
                                 render_segment(state_, *built_in_segment(name)).text);
      return Exit::kOk;
    }
    for (const Preset& preset : presets()) {
      if (!call_.out.empty()) call_.out += '\n';
      call_.out += heading(preset.name, preset.shows) + "\n";
      call_.out += render_line(state_, preset_line(preset), look, {}, no_output);
    }
    return Exit::kOk;
  }

  bool as_status_line() {
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
      keep_pace(env_, payload);
    } catch (const Failure& failure) {
      call_.warn(failure.message);  // the line does not need it
    }
  }

  bool as_query() {
    try {
      LiveOptions options = options_;
      if (options.wanted.payload == "-")
        options.wanted.payload.clear();  // it was read, but is useless
      state_ = load_wanted(env_, options, needs_, prices_);
      return true;
    } catch (const Failure& failure) {
      bool nothing_there = failure.code == Exit::kUnavailable;
      if (!nothing_there && !from_status_line_) throw;
      if (!nothing_there) trouble("session", failure.message);
      // No warning in a shell prompt or tmux's status line, which run this repeatedly.
      else if (!from_status_line_ && options_.fills_row() && !options_.quiet && !is_choice())
        call_.warn(failure.message);
      return false;
    }
  }

  // git runs only if the line shows its counts, and only in a session's directory.
  bool shows_git() const {
    const KeptGit& kept = state_.git.kept;
    return found_ && needs_.git_counts && !kept.file.empty() && !state_.session.id.empty() &&
           !state_.session.cwd.empty();
  }

  // The first line in a work tree waits kPatienceGitMs; in most work trees git is done by then.
  void wait_for_git() {
    if (!shows_git() || !state_.git.kept.first) return;
    run_detached({[this] { refresh_git(env_, *state_.git.files, state_.git.kept.file); }},
                 kPatienceGitMs);
    try {
      load_git(env_, state_.session.cwd, needs_.git_counts, state_.git);
    } catch (const Failure& failure) {
      call_.warn(failure.message);  // keep what was read before
    }
    state_.git.kept.due = false;  // it ran just now, or is running
  }

  void print() {
    if (options_.quiet) return;
    wait_for_git();
    auto external = std::make_shared<ExternalSegments>(env_, state_.session.id);
    for (const auto& row : config_.rows) external->wait_for(row, payload_json_);
    LineStyle look = look_of_screen();
    std::vector<ShownSegment> shown;
    auto output = [&external](const Segment& segment) { return external->output(segment); };
    call_.out = render_line(state_, config_, look, mark_, output, &shown);
    // Claude Code treats an empty output as a failure.
    if (call_.out.empty() && from_status_line_)
      call_.out = (mark_.text.empty() ? "wick" : "wick " + mark_.text) + "\n";
    if (options_.json) call_.out = as_json(shown);
    else call_.out = escape_for(options_.target, call_.out);
    if (!options_.above.empty()) call_.out.insert(0, rows_above());
    bool shows_usage = needs_.usage && found_, shows_waste = needs_.waste && found_;
    call_.after = [external, shows_usage, shows_waste, this] {
      Works works;
      external->refresh(payload_json_, works);
      if (shows_git() && state_.git.kept.due)
        works.push_back([this] { refresh_git(env_, *state_.git.files, state_.git.kept.file); });
      if (shows_usage) refresh_usage(env_, call_.argv[0], works);
      if (shows_waste) refresh_waste(env_, call_.argv[0], works);
      run_detached(works);
    };
  }

  LineStyle look_of_screen() {
    LineStyle look;
    look.columns = options_.width;
    if (options_.width == 0 && options_.fills_row()) look.columns = columns_of_row();
    bool shown_to_people = from_status_line_ || !options_.fills_row() || ::isatty(STDOUT_FILENO);
    look.color =
        !options_.json && use_color(env_.wick_color, env_.no_color, env_.term, shown_to_people);
    look.links = shows_links();
    look.depth = color_depth(env_.colorterm, env_.term);
    state_.now = env_.now, state_.home = env_.home;
    return look;
  }

  int columns_of_row() const {
    int columns = output_columns(env_.columns, STDOUT_FILENO);
    if (columns == 0 || !from_status_line_ || ::isatty(STDOUT_FILENO)) return columns;
    return status_line_columns(columns, config_.margin);
  }

  // The other command's output as Claude Code would show it: unchanged, and nothing if it fails or
  // hangs.
  std::string rows_above() const {
    Fd input = unnamed_file(payload_json_);
    if (!input) return "";
    std::string rows =
        run_command(options_.above, input.get(), kPatienceAboveMs, kMostAbove).value_or("");
    if (trim(rows).empty()) return "";
    if (rows.back() != '\n') rows += '\n';
    return rows;
  }

  std::string as_json(const std::vector<ShownSegment>& shown) const {
    JsonWriter out;
    out.begin_object().text("line", trim(call_.out)).begin_array("segments");
    for (const ShownSegment& segment : shown)
      out.begin_object().text("name", segment.name).text("text", segment.text).end_object();
    return out.end_array().end_object().take() + "\n";
  }

  Call& call_;
  Env env_;
  LineOptions options_;
  LineConfig config_;
  PriceTable prices_;
  Needs needs_;
  bool from_status_line_ = false, found_ = false;
  State state_;
  std::string payload_json_;
  LineMark mark_;
};

}  // namespace

Exit status_line(Call& call) {
  static std::unique_ptr<StatusLine> it;  // static: call.after uses it after this returns
  it = std::make_unique<StatusLine>(call);
  try {
    return it->run();
  } catch (const Failure& failure) {
    if (!it->print_after(failure.message)) throw;
  } catch (const std::exception& error) {
    if (!it->print_after(std::string("internal error: ") + error.what())) throw;
  } catch (...) {
    if (!it->print_after("internal error")) throw;
  }
  return Exit::kOk;
}

}  // namespace wick
