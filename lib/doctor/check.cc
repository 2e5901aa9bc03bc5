// SPDX-License-Identifier: MIT
#include "lib/doctor/check.h"

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/live/fields.h"
#include "lib/output/color.h"
#include "lib/output/json_writer.h"

namespace wick {

Subject read_subject(const Env& env, const LiveOptions& options, const PriceTable& prices,
                     const std::vector<std::string_view>& fields) {
  Needs needs = needs_of(fields);
  needs.cost_in_full = needs.keep_nothing = true;
  Subject subject{env, prices, {}, {}, ""};
  const SessionSelector& wanted = options.wanted;
  if (!wanted.payload.empty() && wanted.session.empty() && wanted.transcript.empty()) {
    subject.payload_json = payload_text(wanted.payload);
    subject.state = load_payload(env, payload_of(subject.payload_json, wanted.payload), needs,
                                 options.next, prices, &subject.evidence);
    subject.evidence.sources.tap->path = wanted.payload;
    return subject;
  }
  subject.state =
      load_session(env, locate(env, wanted), needs, options.next, prices, &subject.evidence);
  if (const auto& tap = subject.evidence.sources.tap)
    subject.payload_json = try_read_file(tap->path, kLargestPayload).value_or("");
  return subject;
}

std::string Checkup::project() const {
  if (!subject) return env.cwd;
  const std::string& project = subject->state.session.project();
  return project.empty() ? env.cwd : project;
}

Checks run_checks(const Checkup& checkup) {
  Checks checks;
  for (auto check : {check_tools, check_folders, check_config, check_settings, check_session,
                     check_drift, check_price, check_clock, check_terminal, check_shell}) {
    check(checkup, checks);
  }
  return checks;
}

namespace {

struct Look {
  std::string_view name, mark, style;
};
Look look_of(Status status) {
  switch (status) {
    case Status::kOk: return {"ok", "ok", "green"};
    case Status::kNote: return {"note", "- ", "dim"};
    case Status::kWarning: return {"warning", "! ", "bold yellow"};
    case Status::kProblem: break;
  }
  return {"problem", "x ", "bold red"};
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

// Every "HOME/" becomes "~/".
std::string shorten(std::string text, const std::string& home) {
  if (home.size() < 2) return text;
  for (std::size_t at = text.find(home + "/"); at != std::string::npos;
       at = text.find(home + "/", at + 1)) {
    bool starts_a_path = at == 0 || std::string_view(" :'\"=(").find(text[at - 1]) != text.npos;
    if (starts_a_path) text.replace(at, home.size(), "~");
  }
  return text;
}

std::string number_of(const Checks& checks, Status status) {
  auto count = std::count_if(checks.begin(), checks.end(),
                             [&](const Check& check) { return check.status == status; });
  std::string noun(look_of(status).name);
  return fmt::format("{} {}{}", count == 0 ? "no" : std::to_string(count), noun,
                     count == 1 ? "" : "s");
}

}  // namespace

std::string_view name_of(Status status) { return look_of(status).name; }

bool all_well(const Checks& checks) {
  return std::none_of(checks.begin(), checks.end(),
                      [](const Check& check) { return check.status == Status::kProblem; });
}

std::string report_text(const Checks& checks, const std::string& home, bool color) {
  constexpr std::size_t kGroup = 10;
  std::string out;
  for (const Check& check : checks) {
    Look look = look_of(check.status);
    std::string mark(look.mark);
    out += fmt::format("{} {}{}\n", color ? styled(mark, *parse_style(look.style)) : mark,
                       padded(check.group, kGroup), printable(shorten(check.what, home)));
    for (std::string_view line : split(check.advice, '\n')) {
      out += fmt::format("{}{}\n", std::string(mark.size() + 1 + kGroup + 2, ' '),
                         printable(shorten(std::string(line), home)));
    }
  }
  return out + fmt::format("{}, {}\n", number_of(checks, Status::kProblem),
                           number_of(checks, Status::kWarning));
}

std::string report_json(const Checks& checks) {
  JsonWriter out;
  out.begin_object().begin_array("checks");
  for (const Check& check : checks) {
    out.begin_object().text("group", check.group).text("status", name_of(check.status));
    out.text("what", check.what);
    if (!check.advice.empty()) out.text("advice", check.advice);
    out.end_object();
  }
  return out.end_array().flag("ok", all_well(checks)).end_object().take() + "\n";
}

}  // namespace wick
