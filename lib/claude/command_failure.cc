// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cctype>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/claude/tool_error.h"

namespace wick {
namespace {

using About = CommandFailure::About;

// A message of shells, runtimes or programs after "program: "; its subject follows.
struct CommandSign {
  std::string_view text;
  ToolError error;
  About about = CommandFailure::kNothing;
  std::string_view program = {};  // the program that prints it
};

constexpr ToolError kNoCommand = ToolError::kNoCommand, kNoModule = ToolError::kNoModule;
constexpr ToolError kWrongOption = ToolError::kWrongOption, kWrongFolder = ToolError::kWrongFolder;
constexpr About kProgram = CommandFailure::kProgram, kOption = CommandFailure::kOption,
                kSub = CommandFailure::kSubcommand;

constexpr auto kCommandSigns = std::to_array<CommandSign>({
    {"command not found: ", kNoCommand, kProgram},          // zsh
    {"Unknown command: ", kNoCommand, kProgram},            // fish; npm, which quotes a subcommand
    {"failed to run command ", kNoCommand, kProgram},       // timeout, nohup, nice
    {"could not determine executable to run", kNoCommand},  // npx
    {"ModuleNotFoundError: No module named ", kNoModule},
    {"ImportError: No module named ", kNoModule},
    {"No module named ", kNoModule},  // python -m
    {"Cannot find module ", kNoModule},
    {"Cannot find package ", kNoModule},
    {"cannot load such file -- ", kNoModule},
    {"no required module provides package ", kNoModule},
    {"can't find crate for ", kNoModule},
    {"Can't locate ", kNoModule},
    {"error while loading shared libraries: ", kNoModule},
    {"Could not find or load main class ", kNoModule},
    {"Unable to locate a Java Runtime", kNoModule},
    {"illegal option -- ", kWrongOption},
    {"invalid option -- ", kWrongOption},
    {"unknown option -- ", kWrongOption},
    {"unrecognized option: ", kWrongOption, kOption},
    {"unrecognized option ", kWrongOption, kOption},
    {"Unrecognized option: ", kWrongOption, kOption},
    {"Unrecognized option ", kWrongOption, kOption},
    {"unrecognized flag ", kWrongOption, kOption},
    {"unrecognized arguments: ", kWrongOption, kOption},
    {"unknown option: ", kWrongOption, kOption},
    {"unknown option ", kWrongOption, kOption},
    {"Unknown option: ", kWrongOption, kOption},
    {"Unknown compiler option ", kWrongOption, kOption},
    {"unknown switch ", kWrongOption, kOption},
    {"invalid option: ", kWrongOption, kOption},
    {"invalid option ", kWrongOption, kOption},
    {"Invalid option ", kWrongOption, kOption},
    {"unknown flag: ", kWrongOption, kOption},
    {"unknown shorthand flag: ", kWrongOption, kOption},
    {"flag provided but not defined: ", kWrongOption, kOption},
    {"unexpected argument ", kWrongOption, kOption},
    {"Found argument ", kWrongOption, kOption},
    {"no such option: ", kWrongOption, kOption},
    {"No such option: ", kWrongOption, kOption},
    {"No such option ", kWrongOption, kOption},
    {"bad option: ", kWrongOption, kOption},
    {"unknown predicate ", kWrongOption, kOption},
    {"Unknown JSON field: ", kWrongOption},
    {"illegal time format", kWrongOption},
    {"unrecognized subcommand ", kWrongOption, kSub},
    {"no such command: ", kWrongOption, kSub},
    {"no such subcommand: ", kWrongOption, kSub},
    {"No such command ", kWrongOption, kSub},
    {"unknown command: ", kWrongOption, kSub},
    {"unknown command ", kWrongOption, kSub},
    {"unknown subcommand ", kWrongOption, kSub},
    {"Missing script: ", kWrongOption, kSub},
    {"Script not found ", kWrongOption, kSub},
    {"not a git repository", kWrongFolder, kProgram, "git"},
    {"go.mod file not found", kWrongFolder, kProgram, "go"},
    {"cannot find main module", kWrongFolder, kProgram, "go"},
    {"*** No targets specified and no makefile found", kWrongFolder, kProgram, "make"},
    {"could not find a pyproject.toml", kWrongFolder, kProgram, "poetry"},
    {"Poetry could not find a pyproject.toml", kWrongFolder, kProgram, "poetry"},
    {"no configuration file provided", kWrongFolder, kProgram, "docker"},
    {"could not find `Cargo.toml`", kWrongFolder, kProgram, "cargo"},
    {"Could not read package.json", kWrongFolder, kProgram, "npm"},
    {"No package.json was found", kWrongFolder, kProgram, "pnpm"},
    {"The system cannot find the path specified", kWrongFolder},
    {"can't cd to ", kWrongFolder, kProgram, "cd"},
    {"cd: no such file or directory: ", kWrongFolder, kProgram, "cd"},
});

// Messages at the end of a line: "bash: line 1: rg: command not found". The subject precedes them.
constexpr auto kEnds = std::to_array<CommandSign>({
    {": command not found", kNoCommand, kProgram},
    {": executable file not found in $PATH", kNoCommand, kProgram},
    {": bad interpreter: No such file or directory", kNoCommand, kProgram},
    {": cannot execute binary file: Exec format error", kNoCommand, kProgram},
    {": cannot execute: required file not found", kNoCommand, kProgram},
    {" is not recognized as an internal or external command,", kNoCommand, kProgram},
    {": unknown primary or operator", kWrongOption, kOption},
    {": is unknown", kWrongOption, kOption},  // curl: option --x: is unknown
});

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](unsigned char c) { return std::isdigit(c) != 0; });
}

// True for the prefix of a message: "bash", "/usr/bin/python3", "line 12", "error", "npm ERR!",
// "zsh:1", "(eval):1". A position in a file ("cli_test.go:33") marks a quotation.
bool is_label(std::string_view label) {
  if (label.empty() || label.size() > 60) return false;
  if (take_start(label, "line ") || take_start(label, "option ")) return true;
  std::size_t colon = label.find(':');
  if (colon != label.npos) {
    std::string_view shell = label.substr(0, colon);
    bool is_shell = (shell.substr(0, 1) == "(" && shell.ends_with(")")) || shell.ends_with("sh") ||
                    shell == "cd" || is_label(shell.substr(shell.size()));
    return is_shell && label.find_first_of(" \t\"'") == label.npos;
  }
  return label.find_first_of(" \t\"'`=") == label.npos;
}

// The first word without quotes; the option in "--out=x".
std::string subject_of(std::string_view text) {
  for (std::string_view quote : {"'", "\"", "`", "\xE2\x80\x98", "\xE2\x80\x9C"})
    if (take_start(text, quote)) break;
  std::size_t end = text.find_first_of(" '\"`,;()=\n");
  std::size_t curly = text.find("\xE2\x80");
  text = text.substr(0, std::min(end, curly));
  while (!text.empty() && (text.back() == '.' || text.back() == ':')) text.remove_suffix(1);
  return std::string(text);
}

CommandFailure failure(const CommandSign& sign, std::string subject, std::string_view speaker) {
  CommandFailure out{sign.error, sign.about, std::move(subject), false};
  if (!sign.program.empty()) out.subject = sign.program;
  if (out.about == kProgram) out.subject = base_name(out.subject);
  // "unknown shorthand flag: 'x' in -xyz", "unknown option `x'": the number of dashes is unknown.
  if (out.about == kOption && (out.subject.empty() || out.subject[0] != '-'))
    out.about = CommandFailure::kNothing;
  if (out.about == CommandFailure::kNothing && out.error == kWrongOption && !speaker.empty())
    out.about = kProgram, out.subject = base_name(speaker);
  return out;
}

// The last label: "zsh" of "/bin/sh: line 2: rg".
std::string_view last_label(std::string_view labels) {
  std::size_t at = labels.rfind(": ");
  return at == labels.npos ? labels : labels.substr(at + 2);
}

bool are_labels(std::string_view text) {
  while (!text.empty()) {
    std::size_t at = text.find(": ");
    if (!is_label(text.substr(0, at))) return false;
    text.remove_prefix(at == text.npos ? text.size() : at + 2);
  }
  return true;
}

// "sh: 1: rg: not found", "./build.sh: 3: rg: not found": dash and busybox.
bool is_dash(std::string_view before) {
  std::size_t at = before.find(": ");
  if (at == before.npos) return false;
  std::string_view shell = before.substr(0, at), rest = before.substr(at + 2);
  take_start(rest, "line ");
  std::size_t second = rest.find(": ");
  bool numbered = second != rest.npos && is_number(rest.substr(0, second));
  std::string_view name = base_name(shell);
  bool is_shell =
      name == "sh" || name == "dash" || name == "ash" || name.ends_with(".sh") || name == "eval";
  return is_shell && (numbered || second == rest.npos);
}

// "sed: src/a.c: No such file or directory", "python3: can't open file '/x.py': [Errno 2] No such
// file or directory". Ignores programs that test whether a file exists.
CommandFailure no_file(std::string_view line) {
  constexpr CommandSign kOf{"", ToolError::kNoFile, kProgram};
  constexpr std::string_view kEnd = "No such file or directory";
  if (take_start(line, "fatal: pathspec '") || take_start(line, "error: pathspec '"))
    return contains(line, "' did not match any file") ? failure(kOf, "git", "") : CommandFailure{};
  if (take_start(line, "fatal: ambiguous argument '"))
    return contains(line, "': unknown revision or path not in the working tree")
               ? failure(kOf, "git", "")
               : CommandFailure{};
  std::size_t at = line.find(": ");
  if (!line.ends_with(kEnd) || at == line.npos) return {};
  std::string_view program = line.substr(0, at);
  for (std::string_view other :
       {"ls", "stat", "test", "find", "du", "env", "/usr/bin/env", "xargs", "make", "exec", "cd",
        "bash", "sh", "zsh", "/bin/bash", "/bin/sh", "/usr/bin/bash"})
    if (program == other) return {};
  bool is_program =
      is_label(program) && program.find(':') == program.npos && program.substr(0, 5) != "line ";
  return is_program ? failure(kOf, std::string(program), "") : CommandFailure{};
}

CommandFailure by_end(std::string_view line) {
  for (const CommandSign& sign : kEnds) {
    if (!line.ends_with(sign.text)) continue;
    std::string_view before = line.substr(0, line.size() - sign.text.size());
    if (before.substr(0, 1) == "'" || contains(before, "exec: \""))
      return failure(sign, subject_of(before.substr(before.find_first_of("'\""))), "");
    if (are_labels(before)) return failure(sign, subject_of(last_label(before)), "");
  }
  constexpr CommandSign kMissing{"", kNoCommand, kProgram},
      kFolder{"", kWrongFolder, kProgram, "cd"};
  constexpr std::string_view kNotFound = ": not found", kNoFile = ": No such file or directory";
  if (line.ends_with(kNotFound) && is_dash(line.substr(0, line.size() - kNotFound.size())))
    return failure(kMissing, subject_of(last_label(line.substr(0, line.size() - kNotFound.size()))),
                   "");
  if (CommandFailure missing = no_file(line); missing.error != ToolError::kNone) return missing;
  bool no_file = line.ends_with(kNoFile), no_folder = line.ends_with(": Not a directory");
  if (!no_file && !no_folder) return {};
  std::string_view before = line.substr(0, line.rfind(": "));
  std::size_t at = before.rfind("cd: ");
  if (at != before.npos &&
      (at == 0 || are_labels(before.substr(0, at - std::min<std::size_t>(2, at)))))
    return failure(kFolder, "", "");
  for (std::string_view runner : {"env: ", "/usr/bin/env: ", "xargs: ", "make: ", "exec: "})
    if (std::string_view of = before;
        no_file && take_start(of, runner) && of.find(' ') == of.npos && of.find('/') == of.npos)
      return failure(kMissing, subject_of(of), "");
  return {};
}

// Messages with their subject in the middle.
CommandFailure by_sentence(std::string_view line) {
  constexpr CommandSign kMissing{"", kNoCommand, kProgram}, kOptionOf{"", kWrongOption, kProgram},
      kSubOf{"", kWrongOption, kSub};
  std::string_view rest = line;
  if (take_start(rest, "git: '") && contains(rest, "' is not a git command"))
    return failure(kSubOf, subject_of(rest), "");
  if (take_start(rest, "docker: '") && contains(rest, "' is not a docker command"))
    return failure(kSubOf, subject_of(rest), "");
  if (take_start(rest, "Command '") && contains(rest, "' not found, "))
    return failure(kMissing, subject_of(rest), "");
  if (take_start(rest, "The term '") && contains(rest, "' is not recognized as "))
    return failure(kMissing, subject_of(rest), "");
  std::size_t term = line.find("The term '");
  if (term != line.npos && contains(line, "' is not recognized as ") &&
      line.substr(0, term).find(' ') >= term - std::min<std::size_t>(term, 3))
    return failure(kMissing, subject_of(line.substr(term + 9)), "");
  for (std::string_view start : {"error Command \"", "Command \""})
    if (rest = line; take_start(rest, start) && contains(rest, "\" not found"))
      return failure(kSubOf, subject_of(rest), "");
  if (take_start(rest = line, "sed: ") && (contains(rest, ": invalid command code ") ||
                                           contains(rest, ": extra characters at the end of ")))
    return failure(kOptionOf, "sed", "");
  if (contains(line, ": version `GLIBC") && contains(line, "' not found"))
    return failure({"", kNoModule}, "", "");
  return {};
}

CommandFailure by_labels(std::string_view line) {
  std::string_view speaker, rest = line;
  for (int labels = 0; labels < 5; ++labels) {
    for (const CommandSign& sign : kCommandSigns) {
      std::string_view said = rest;
      if (!take_start(said, sign.text)) continue;
      CommandSign found = sign;
      // npm: Unknown command: "x".
      if (sign.text == "Unknown command: " && said.substr(0, 1) == "\"")
        found.error = kWrongOption, found.about = kSub;
      return failure(
          found, subject_of(said),
          is_label(speaker) && !contains(lower(std::string(speaker)), "err") ? speaker : "");
    }
    std::size_t at = rest.find(": ");
    // "npm ERR! x", "npm error x", "E   ModuleNotFoundError", "Error [ERR_MODULE_NOT_FOUND]: x".
    bool took = false;
    for (std::string_view mark : {"npm ERR! ", "npm error ", "E   ", "error[E0463]: ",
                                  "Error [ERR_MODULE_NOT_FOUND]: ", " ERR_PNPM_NO_SCRIPT  "})
      took = took || take_start(rest, mark);
    if (took) continue;
    if (at == rest.npos || !is_label(rest.substr(0, at))) return {};
    speaker = rest.substr(0, at);
    rest.remove_prefix(at + 2);
  }
  return {};
}

CommandFailure of_line(std::string_view line) {
  constexpr std::size_t kLongest = 300;
  if (line.empty() || line.size() > kLongest || line[0] == '\t') return {};
  for (CommandFailure found : {by_end(line), by_sentence(line), by_labels(line)})
    if (found.error != ToolError::kNone) return found;
  return {};
}

// Lines that may precede an error without being output: "Usage: x", a traceback, Node's own frames.
bool is_preamble(std::string_view line) {
  for (std::string_view start : {"Usage:", "usage:", "Try '", "Traceback (most recent call last)",
                                 "node:internal/", "warning: ", "  "})
    if (line.substr(0, start.size()) == start) return true;
  return trim(line).empty();
}

}  // namespace

CommandFailure classify_command(std::string_view json) {
  constexpr std::size_t kNear = 480;
  std::string kept = plain_text(json.substr(0, kNear));
  std::string_view text = kept;
  take_start(text, "Error: ");
  bool exit_127 = text.substr(0, 13) == "Exit code 127";
  if (text.substr(0, 10) == "Exit code ") take_line(text);
  // A line that was cut off has no usable end.
  bool whole = json.size() <= kNear;
  bool leading = true;
  while (!text.empty()) {
    bool last = text.find('\n') == text.npos;
    std::string_view line = take_line(text);
    CommandFailure found = last && !whole ? by_labels(line) : of_line(line);
    found.leading = leading;
    if (found.error != ToolError::kNone) return found;
    leading = leading && is_preamble(line);
  }
  // Shells exit with 127 if a command is not found.
  return exit_127 ? CommandFailure{kNoCommand, CommandFailure::kNothing, "", true}
                  : CommandFailure{};
}

}  // namespace wick
