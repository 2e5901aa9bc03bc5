// SPDX-License-Identifier: MIT
// Checks whether Claude Code runs wick-line, and often enough.
#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/program.h"
#include "lib/base/text.h"
#include "lib/cli/run.h"
#include "lib/doctor/check.h"
#include "lib/doctor/program.h"
#include "lib/doctor/settings.h"
#include "lib/live/locate.h"
#include "lib/output/human.h"
#include "lib/output/json_writer.h"

namespace wick {
namespace {

constexpr double kLongRefresh = 60;      // seconds; an older countdown misleads
constexpr double kUselessRefresh = 300;  // seconds; the shortest TTL

class Wiring {
 public:
  Wiring(const Checkup& checkup, Checks& checks)
      : c_(checkup),
        checks_(checks),
        files_(read_settings(checkup.env, checkup.managed_settings, checkup.project())) {}

  void run() {
    for (const SettingsFile& file : files_) {
      if (!file.fault.empty())
        say(Status::kProblem, fmt::format("{}:{}", file.path, file.fault),
            "Claude Code cannot read the file so");
    }
    const SettingsFile* managed_only = with(&SettingsFile::managed_only);
    if (managed_only && managed_only->managed && *managed_only->managed_only) only_managed_ = true;
    const SettingsFile* winner = with(&SettingsFile::command, only_managed_);
    if (hooks_are_off(winner)) return;
    bool one_is_torn = std::any_of(files_.begin(), files_.end(),
                                   [](const SettingsFile& file) { return !file.fault.empty(); });
    if (!winner && one_is_torn) return;  // the setting may be in that file
    if (!winner) return nothing_wired();
    command(*winner);
    for (const SettingsFile& file : files_) {
      if (&file != winner && file.command && file.fault.empty())
        say(Status::kNote,
            file.where("statusLine") + ": this status line is hidden by the other one");
    }
    refresh();
    padding(*winner);
    trust();
  }

 private:
  void say(Status status, std::string what, std::string advice = "") {
    checks_.push_back({"settings", status, std::move(what), std::move(advice)});
  }

  std::string how_to_wire() const {
    auto call = lasting_call("wick-line", parent_dir(c_.program), c_.env.path);
    return "run `wick-setup claude`, or put into ~/.claude/settings.json:\n"
           "\"statusLine\": {\"type\": \"command\", \"command\": " +
           json_string(sh_word(call.value_or("wick-line"))) + ", \"refreshInterval\": 5}";
  }

  // The valid file with the highest precedence that has the key; `managed`: only managed files.
  template <class Member>
  const SettingsFile* with(Member member, bool managed = false) const {
    auto found = std::find_if(files_.begin(), files_.end(), [&](const SettingsFile& file) {
      return file.fault.empty() && (file.*member).has_value() && (file.managed || !managed);
    });
    return found == files_.end() ? nullptr : &*found;
  }

  bool hooks_are_off(const SettingsFile* winner) {
    const SettingsFile* file = with(&SettingsFile::disable_hooks);
    if (!file || !*file->disable_hooks) return false;
    if (!file->managed && winner && winner->managed) return false;
    say(Status::kProblem,
        file->where("disableAllHooks") + ": disableAllHooks turns the status line off",
        "remove it, or set it to false");
    return true;
  }

  void nothing_wired() {
    const SettingsFile* any = with(&SettingsFile::command);
    if (only_managed_ && any) {
      say(Status::kProblem,
          any->where("statusLine") + ": has no effect: allowManagedHooksOnly is set",
          "only your organization's settings can set the status line");
      return;
    }
    auto half = std::find_if(files_.begin(), files_.end(),
                             [](const SettingsFile& file) { return file.has_status_line; });
    if (half != files_.end())
      return say(Status::kProblem, half->where("statusLine") + ": has no command", how_to_wire());
    say(Status::kProblem, "no status line is set: limits, names and the exact cost are unknown",
        how_to_wire());
  }

  void command(const SettingsFile& file) {
    std::string where = file.where("statusLine.command");
    if (file.type && *file.type != "command")
      say(Status::kProblem, file.where("statusLine.type") + ": the type must be \"command\"");
    Command command = command_of(c_.env, *file.command);
    bool found = !command.path.empty() && is_executable(command.path);
    // Shell builtins such as cd are not files.
    if (!found && command.runs_wick && command.path.empty())
      found = what_is_not_found(c_.env, *file.command, c_.env.path).empty();
    if (command.program.empty()) {
      say(Status::kProblem, where + ": the command is empty", how_to_wire());
    } else if (!found) {
      say(Status::kProblem,
          fmt::format("{}: {} is not found, or may not be run", where, command.program),
          "give its full path, or add its folder to PATH");
    } else if (!command.runs_wick) {
      say(Status::kWarning,
          fmt::format("{}: the status line is not wick's: {}", where, *file.command),
          how_to_wire());
    } else {
      say(Status::kOk, fmt::format("{}: the status line is `{}`", where, *file.command));
      same_wick(where, command);
      everywhere(where, *file.command);
    }
  }

  // Claude Code may run with a shorter PATH than this shell's.
  void everywhere(const std::string& where, const std::string& text) {
    std::string said = what_is_not_found(c_.env, text, kEveryPath);
    if (said.empty()) return;
    std::size_t end = 0;
    bool is_plain = base_name(first_word(text, end)) == "wick-line";
    say(Status::kWarning, fmt::format("{}: with the PATH {}: {}", where, kEveryPath, said),
        std::string("a desktop or an editor may start Claude Code with such a PATH; ") +
            (is_plain ? "`wick-setup claude` writes the full path" : "give wick-line's full path"));
  }

  void same_wick(const std::string& where, const Command& command) {
    if (command.wick_line.empty() || !is_executable(command.wick_line)) {
      say(Status::kProblem, where + ": it runs wick-line, which is not found",
          fmt::format("add {} to PATH", parent_dir(c_.program)));
      return;
    }
    std::string version = wick_version_of(real_path(command.wick_line));
    if (!version.empty() && version != kVersion)
      say(Status::kWarning,
          fmt::format("{} is version {}, this is {}", command.wick_line, version, kVersion),
          "install one version, or give the full path of the right one");
  }

  // Claude Code redraws at events and when the cache expires, otherwise only every refreshInterval.
  void refresh() {
    const SettingsFile* file = with(&SettingsFile::refresh_s, only_managed_);
    const SettingsFile* line = with(&SettingsFile::command, only_managed_);
    if (!file && contains(*line->command, " --above=")) {
      say(Status::kNote,
          "no refreshInterval: the line is not updated between prompts, nor was the wrapped command",
          "\"refreshInterval\": 5 in \"statusLine\" keeps it up to date, but runs the wrapped command as often");
      return;
    }
    if (!file) {
      std::int64_t ttl = c_.subject ? c_.subject->state.cache.ttl_s.value_or(300) : 300;
      say(Status::kWarning,
          fmt::format(
              "no refreshInterval: the line is not updated between prompts, and a countdown may be up "
              "to {} old (the cache's TTL)",
              human_duration(ttl)),
          "add \"refreshInterval\": 5 to \"statusLine\"");
      return;
    }
    double seconds = *file->refresh_s;
    std::string what = fmt::format("{}: refreshInterval {}",
                                   file->where("statusLine.refreshInterval"), number_text(seconds));
    if (seconds < 1) {
      say(Status::kProblem, what + ": must be a number of seconds, 1 or more");
    } else if (seconds >= kUselessRefresh) {
      say(Status::kWarning, what + ": longer than a 5-minute cache lives", "5 is a good value");
    } else {
      say(seconds > kLongRefresh ? Status::kNote : Status::kOk,
          fmt::format("{}: a countdown is at most {} old", what,
                      human_duration(static_cast<std::int64_t>(seconds))));
    }
  }

  // wick-line must know the client's padding to fit the line, but the payload does not have it.
  void padding(const SettingsFile& line) {
    double padding = line.padding.value_or(0);
    if (padding == c_.margin || !command_of(c_.env, *line.command).runs_wick) return;
    std::string what =
        line.padding ? line.where("statusLine.padding") + ": padding " : "no statusLine.padding: ";
    say(Status::kWarning,
        fmt::format("{}{}, and the margin in wick.toml is {}: a long line is {}", what,
                    number_text(padding), c_.margin,
                    padding > c_.margin ? "cut off" : "shorter than it could be"),
        fmt::format("margin = {} in [line] of {}/wick.toml", number_text(padding),
                    config_home(c_.env)));
  }

  // .claude.json has this information, but is not opened because it also holds account data.
  void trust() {
    if (has_run_here())
      return say(Status::kOk, "the project is trusted: Claude Code has run the status line in it");
    say(Status::kNote,
        "wick does not check whether this project is trusted (.claude.json holds account data)",
        "if the row is blank or shows a notice, start claude here and confirm that you trust the "
        "folder");
  }

  bool has_run_here() const {
    std::string project = c_.project();
    for (const std::string& id : tap_ids(c_.env)) {
      auto tap = read_tap(tap_path(c_.env, id));
      if (tap && tap->payload.project_dir == project) return true;
    }
    return false;
  }

  const Checkup& c_;
  Checks& checks_;
  std::vector<SettingsFile> files_;
  bool only_managed_ = false;
};

}  // namespace

void check_settings(const Checkup& c, Checks& checks) { Wiring(c, checks).run(); }

}  // namespace wick
