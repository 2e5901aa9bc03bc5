// SPDX-License-Identifier: MIT
#include <algorithm>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/doctor/check.h"
#include "lib/view/color.h"
#include "lib/view/json_writer.h"

namespace wick {
namespace {

struct Look {
  std::string_view name, mark, style;
};
Look look_of(Status status) {
  switch (status) {
    case Status::kOk:
      return {"ok", "ok", "green"};
    case Status::kNote:
      return {"note", "- ", "dim"};
    case Status::kWarning:
      return {"warning", "! ", "bold yellow"};
    case Status::kProblem:
      break;
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
  return fmt::format("{} {}{}", count == 0 ? "no" : std::to_string(count), noun, count == 1 ? "" : "s");
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
  return out + number_of(checks, Status::kProblem) + ", " + number_of(checks, Status::kWarning) +
         "\n";
}

std::string report_json(const Checks& checks) {
  std::string out;
  for (const Check& check : checks) {
    out += out.empty() ? "{\"checks\":[" : ",";
    out += "{\"group\":" + json_string(check.group) +
           ",\"status\":" + json_string(name_of(check.status)) +
           ",\"what\":" + json_string(check.what);
    if (!check.advice.empty()) out += ",\"advice\":" + json_string(check.advice);
    out += "}";
  }
  return out + "],\"ok\":" + (all_well(checks) ? "true" : "false") + "}\n";
}

}  // namespace wick
