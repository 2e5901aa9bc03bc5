// SPDX-License-Identifier: MIT
// wick-doctor: checks your set-up; explains where a figure comes from
#include <sys/ioctl.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/doctor/check.h"
#include "lib/doctor/explanation.h"
#include "lib/doctor/settings.h"
#include "lib/live/line_config.h"
#include "lib/live/live.h"
#include "lib/output/color.h"

namespace {
using namespace wick;

constexpr std::string_view kUsage[] = {
    "wick-doctor: checks your set-up; explains where a figure comes from\n"
    "usage: wick-doctor [-jq] [-s ID | -t FILE | -p FILE] [-C DIR]\n"
    "       wick-doctor explain FIELD ... [-jq] [-s ID | -t FILE | -p FILE] [-C DIR]\n",
    kSessionHelp,
    "  -j, --json             print JSON\n"
    "  -q, --quiet            print nothing; the exit status is the answer\n",
    kHelpAndVersion};

Terminal terminal() {
  Terminal out{::isatty(STDOUT_FILENO) == 1, 0};
  winsize size{};
  for (int fd : {STDOUT_FILENO, STDERR_FILENO}) {
    if (out.columns == 0 && ::ioctl(fd, TIOCGWINSZ, &size) == 0) out.columns = size.ws_col;
  }
  return out;
}

class Doctor {
 public:
  explicit Doctor(Call& call) : call_(call), env_(process_env()) {}

  Exit run() {
    std::vector<Option> all = live_options(options_);
    std::erase_if(all, [](const Option& option) { return option.name == "format"; });
    std::vector<std::string> operands = parse_options(call_.argc, call_.argv, all);
    if (!env_.problem.empty()) throw Failure{Exit::kUsage, env_.problem};
    if (operands.empty()) return check();
    if (operands[0] != "explain")
      throw Failure{Exit::kUsage,
                    printable(operands[0]) + ": not an operand; did you mean explain?"};
    operands.erase(operands.begin());
    if (operands.empty())
      throw Failure{Exit::kUsage, "explain: field expected ('wick-state --fields' lists them)"};
    return explain_all(operands);
  }

 private:
  bool color() const {
    return use_color(env_.wick_color, env_.no_color, env_.term, ::isatty(STDOUT_FILENO));
  }

  Exit explain_all(const std::vector<std::string>& operands) {
    std::vector<const Field*> wanted = fields_named(operands);
    load_prices(env_, prices_);
    Subject subject = read_subject(env_, options_, prices_, field_names());
    Exit code = Exit::kOk;
    for (const Field* field : wanted) {
      Explanation e = explain(subject, *field);
      if (!e.value) code = Exit::kNo;
      if (options_.quiet) continue;
      call_.out += options_.json ? explanation_json(e) : explanation_text(e, env_.home, color());
    }
    return code;
  }

  Exit check() {
    std::string self = real_path("/proc/self/exe");
    if (self == "/proc/self/exe") self = real_path(call_.argv[0]);
    Checkup checkup{env_, self, terminal(), managed_settings(), "", "", std::nullopt, "", false};
    read_configuration(checkup);
    try {
      checkup.subject.emplace(read_subject(env_, options_, prices_, {}));
    } catch (const Failure& failure) {
      if (failure.code != Exit::kUnavailable) throw;
      checkup.no_session = failure.message;
    }
    Checks checks = run_checks(checkup);
    if (!options_.quiet)
      call_.out = options_.json ? report_json(checks) : report_text(checks, env_.home, color());
    return all_well(checks) ? Exit::kOk : Exit::kNo;
  }

  // Errors in these files are reported by the checks; they must not end the program.
  void read_configuration(Checkup& checkup) {
    try {
      std::string home = config_home(env_);
      if (auto file = home.empty() ? std::nullopt : load_toml(home + "/wick.toml"))
        for (Place place : {Place::kStatusLine, Place::kPrompt}) {
          LineConfig config = line_config(*file, place);
          checkup.shows_usage |= needs_of(config.names()).usage;
          if (place == Place::kStatusLine) checkup.margin = config.margin;
        }
    } catch (const Failure& failure) {
      checkup.config_problem = failure.message;
    }
    try {
      load_prices(env_, prices_);
    } catch (const Failure& failure) {
      checkup.prices_problem = failure.message;
    }
  }

  Call& call_;
  Env env_;
  LiveOptions options_;
  PriceTable prices_;
};

Exit doctor(Call& call) { return Doctor(call).run(); }

}  // namespace

int run_wick_doctor(int argc, char** argv) { return run(argc, argv, kUsage, doctor); }
