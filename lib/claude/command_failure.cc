// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cctype>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/claude/command_sentences.h"
#include "lib/claude/tool_error.h"

namespace wick {
namespace {

using About = CommandFailure::About;

constexpr ToolError kNoCommand = ToolError::kNoCommand, kNoModule = ToolError::kNoModule;
constexpr ToolError kWrongOption = ToolError::kWrongOption, kWrongFolder = ToolError::kWrongFolder;
constexpr About kNoPart = CommandFailure::kNothing, kProgram = CommandFailure::kProgram,
                kOption = CommandFailure::kOption, kSub = CommandFailure::kSubcommand;

constexpr auto kCommandSigns = std::to_array<CommandSign>({
    {"command not found: ", kNoCommand, kProgram},          // zsh
    {"Unknown command: ", kNoCommand, kProgram},            // fish; npm, which quotes a subcommand
    {"failed to execute ", kNoCommand, kProgram},           // setsid
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
    {"error while loading shared libraries: ", kNoModule},
    {"Could not find or load main class ", kNoModule},
    {"Unable to locate a Java Runtime", kNoModule},
    {"JAVA_HOME is not set and no 'java' command", kNoModule, kNoPart, "java-runtime"},
    {"The JAVA_HOME environment variable is not defined correctly", kNoModule, kNoPart,
     "java-runtime"},
    {"A compatible .NET SDK was not found", kNoModule, kNoPart, "dotnet-runtime"},
    {"You must install or update .NET", kNoModule, kNoPart, "dotnet-runtime"},
    {"invalid active developer path", kNoModule, kNoPart, "xcode-runtime"},
    {"Library not loaded: ", kNoModule},
    {"rustup could not choose a version of ", kNoCommand, kProgram},
    {"Cannot connect to the Docker daemon", kNoModule, kNoPart, "docker-daemon"},
    {"permission denied while trying to connect to the Docker daemon", kNoModule, kNoPart,
     "docker-daemon"},
    {"System has not been booted with systemd", kNoModule, kNoPart, "systemd"},
    {"code EBADENGINE", kNoModule, kNoPart, "node-runtime"},
    {"Unsupported engine", kNoModule, kNoPart, "node-runtime"},
    {"externally-managed-environment", kNoModule, kNoPart, "venv"},
    {"CMake was unable to find a build program corresponding to ", kNoCommand},
    {"Could not find a Mix.Project", kWrongFolder, kProgram, "mix"},
    {"Could not locate Gemfile", kWrongFolder, kProgram, "bundle"},
    {"Could not find Package.swift", kWrongFolder, kProgram, "swift"},
    {"No pubspec.yaml file found", kWrongFolder, kProgram, "flutter"},
    {"Composer could not find a composer.json", kWrongFolder, kProgram, "composer"},
    {"Could not open input file: artisan", kWrongFolder, kProgram, "php"},
    {"Specify a project or solution file", kWrongFolder, kProgram, "dotnet"},
    {"Could not execute because the specified command or file was not found", kWrongOption,
     kProgram, "dotnet"},
    {"The goal you specified requires a project to execute but there is no POM", kWrongFolder,
     kProgram, "mvn"},
    {"illegal option -- ", kWrongOption},
    {"invalid option -- ", kWrongOption},
    {"unknown option -- ", kWrongOption},
    {"illegal option ", kWrongOption, kOption},
    {"unrecognized option: ", kWrongOption, kOption},
    {"unrecognized option ", kWrongOption, kOption},
    {"Unrecognized option: ", kWrongOption, kOption},
    {"Unrecognized option ", kWrongOption, kOption},
    {"unrecognized flag ", kWrongOption, kOption},
    {"unrecognized arguments: ", kWrongOption, kOption},
    {"unrecognized argument: ", kWrongOption, kOption},
    {"unrecognized command-line option ", kWrongOption, kOption},
    {"unrecognized command line option ", kWrongOption, kOption},
    {"unrecognized command line option: ", kWrongOption, kOption},
    {"Unrecognized switch: ", kWrongOption, kOption},
    {"not an option: ", kWrongOption, kOption},
    {"unknown option: ", kWrongOption, kOption},
    {"unknown option ", kWrongOption, kOption},
    {"Unknown option argument: ", kWrongOption, kOption},  // vim
    {"Unknown option: ", kWrongOption, kOption},
    {"Unknown options: ", kWrongOption, kOption},
    {"Unknown option ", kWrongOption, kOption},
    {"Unknown argument ", kWrongOption, kOption},
    {"Unknown argument: ", kWrongOption, kOption},
    {"Unknown arguments", kWrongOption},
    {"unknown argument: ", kWrongOption, kOption},
    {"unknown argument ", kWrongOption, kOption},
    {"Unknown command-line option ", kWrongOption, kOption},
    {"Unknown command line option ", kWrongOption, kOption},
    {"Unknown switch", kWrongOption},
    {"Unknown compiler option ", kWrongOption, kOption},
    {"unsupported option ", kWrongOption, kOption},
    {"option not found ", kWrongOption},
    {"Invalid Argument ", kWrongOption, kOption},
    {"Unrecognized CLI Parameter", kWrongOption},
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
    {"illegal line count -- ", kWrongOption},
    {"Unknown JSON field: ", kWrongOption},
    {"illegal time format", kWrongOption},
    {"unrecognized subcommand ", kWrongOption, kSub},
    {"no such command: ", kWrongOption, kSub},
    {"no such subcommand: ", kWrongOption, kSub},
    {"No such command ", kWrongOption, kSub},
    {"Invalid operation ", kWrongOption, kSub},
    {"Invalid command ", kWrongOption, kSub},
    {"Invalid choice", kWrongOption},
    {"Unrecognized command ", kWrongOption, kSub},
    {"Unknown command ", kWrongOption, kSub},
    {"Unknown lifecycle phase ", kWrongOption, kSub},
    {"Couldn't find a script named ", kWrongOption, kSub},
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
    {"no such file or directory: ", ToolError::kNoFile, kProgram},  // zsh
});

// The first beginning that fits counts, so none may hide a longer one.
constexpr bool none_is_hidden() {
  for (std::size_t later = 0; later < kCommandSigns.size(); ++later)
    for (std::size_t i = 0; i < later; ++i)
      if (kCommandSigns[later].text.starts_with(kCommandSigns[i].text)) return false;
  return true;
}
static_assert(none_is_hidden());

// Messages at the end of a line: "bash: line 1: rg: command not found". The subject precedes them.
constexpr auto kEnds = std::to_array<CommandSign>({
    {": command not found", kNoCommand, kProgram},
    {": executable file not found in $PATH", kNoCommand, kProgram},
    {": bad interpreter: No such file or directory", kNoCommand, kProgram},
    {": cannot execute binary file: Exec format error", kNoCommand, kProgram},
    {": cannot execute: required file not found", kNoCommand, kProgram},
    {" is not recognized as an internal or external command,", kNoCommand, kProgram},
    {": unknown primary or operator", kWrongOption, kOption},
    {": is unknown", kWrongOption, kOption},      // curl: option --x: is unknown
    {": invalid option", kWrongOption, kOption},  // bash: declare: -A: invalid option
    {": unknown option", kWrongOption, kOption},  // rsync: --x: unknown option
    {": unknown command", kWrongOption, kSub},    // error: x: unknown command
    {": applet not found", kNoCommand, kProgram},
});

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](unsigned char c) { return std::isdigit(c) != 0; });
}

// True for the prefix of a message: "bash", "/usr/bin/python3", "line 12", "error", "npm ERR!",
// "zsh:1", "(eval):1". A position in a file ("cli_test.go:33") marks a quotation.
bool is_label(std::string_view label) {
  if (label.empty() || label.size() > 60) return false;
  if (label == "FAIL" || label == "FAILED") return false;  // a test's verdict
  // "error TS5023"
  if (std::string_view code = label; take_start(code, "error ")) return code.find(' ') == code.npos;
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

// A command given as a path is a file that is missing, not a program that is not installed.
CommandSign as_path(CommandSign sign, std::string_view subject) {
  if (sign.error == kNoCommand && subject.find('/') != subject.npos)
    sign.error = ToolError::kNoFile;
  return sign;
}

// True for the message of a program that is run by a relative path: it belongs to the project, and
// what it says of its arguments is a result. Not for a shell's message about its script.
bool is_of_project(std::string_view line) {
  std::size_t at = line.find(": ");
  std::string_view program = line.substr(0, at);
  if (at == line.npos || !is_label(program) || program.find('/') == program.npos) return false;
  bool installed = program[0] == '/' || program[0] == '~' || contains(program, "node_modules/") ||
                   contains(program, "venv/");
  std::string_view rest = line.substr(at + 2);
  return !installed && !take_start(rest, "line ") && !is_number(rest.substr(0, rest.find(": ")));
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
  bool is_shell = name == "sh" || name == "dash" || name == "ash" || name == "ksh" ||
                  name == "mksh" || name.ends_with(".sh") || name == "eval";
  return is_shell && (numbered || second == rest.npos);
}

// Messages of programs about a name that is no file; of git's, also no branch or commit.
struct NoName {
  std::string_view program, start, contained;
};
constexpr auto kNoNames = std::to_array<NoName>({
    {"git", "fatal: pathspec '", "' did not match any file"},
    {"git", "error: pathspec '", "' did not match any file"},
    {"git", "fatal: ambiguous argument '", "': unknown revision or path not in the working tree"},
    {"git", "fatal: bad revision '", "'"},
    {"git", "fatal: invalid upstream '", "'"},
    {"git", "fatal: invalid reference: ", ""},
    {"git", "error: can't open patch '", "': No such file or directory"},
    {"pytest", "ERROR: file or directory not found: ", ""},
});

// "psql: error: connection to server on socket "/run/x" failed: No such file or directory": the
// server does not run, which the caller could not know.
bool is_about_server(std::string_view line) {
  return contains(line, " connection to ") || contains(line, " connect to ") ||
         contains(line, " connect failed");
}

// "sed: src/a.c: No such file or directory", "python3: can't open file '/x.py': [Errno 2] No such
// file or directory". Ignores programs that test whether a file exists.
CommandFailure no_file(std::string_view line) {
  constexpr CommandSign kOf{"", ToolError::kNoFile, kProgram};
  constexpr std::string_view kEnd = "No such file or directory";
  for (const NoName& known : kNoNames)
    if (std::string_view rest = line; take_start(rest, known.start))
      return contains(rest, known.contained) ? failure(kOf, std::string(known.program), "")
                                             : CommandFailure{};
  std::size_t at = line.find(": ");
  if (!line.ends_with(kEnd) || at == line.npos || is_about_server(line)) return {};
  std::string_view program = line.substr(0, at);
  for (std::string_view other :
       {"ls",        "stat",    "test",          "find",    "du",    "env",  "/usr/bin/env",
        "xargs",     "make",    "exec",          "cd",      "bash",  "sh",   "zsh",
        "/bin/bash", "/bin/sh", "/usr/bin/bash", "timeout", "nohup", "nice", "setsid",
        "stdbuf"})
    if (program == other) return {};
  bool is_program =
      is_label(program) && program.find(':') == program.npos && program.substr(0, 5) != "line ";
  return is_program ? failure(kOf, std::string(program), "") : CommandFailure{};
}

// "bash: line 1: ./build.sh: No such file or directory": a script that the shell was to run;
// without a line, a shell that was given the script as an argument. `before`: what precedes the
// last ": ".
CommandFailure no_script(std::string_view before) {
  constexpr CommandSign kScript{"", ToolError::kNoFile, kProgram};
  std::size_t at = before.find(": ");
  if (at == before.npos || !base_name(before.substr(0, at)).ends_with("sh") || !are_labels(before))
    return {};
  bool numbered = before.substr(at + 2, 5) == "line ";
  std::string_view script = last_label(before);
  if (numbered && script.find('/') == script.npos) return {};
  return failure(kScript, std::string(numbered ? script : before.substr(0, at)), "");
}

CommandFailure by_end(std::string_view line) {
  for (const CommandSign& sign : kEnds) {
    if (!line.ends_with(sign.text)) continue;
    std::string_view before = line.substr(0, line.size() - sign.text.size());
    if (before.substr(0, 1) == "'" || contains(before, "exec: \""))
      return failure(sign, subject_of(before.substr(before.find_first_of("'\""))), "");
    std::string_view subject = last_label(before);
    take_start(subject, "option ");
    if (are_labels(before)) return failure(sign, subject_of(subject), "");
  }
  constexpr CommandSign kMissing{"", kNoCommand, kProgram},
      kFolder{"", kWrongFolder, kProgram, "cd"};
  constexpr std::string_view kNotFound = ": not found", kNoFile = ": No such file or directory";
  if (line.ends_with(kNotFound) && is_dash(line.substr(0, line.size() - kNotFound.size()))) {
    std::string subject = subject_of(last_label(line.substr(0, line.size() - kNotFound.size())));
    return failure(as_path(kMissing, subject), subject, "");
  }
  bool no_file = line.ends_with(kNoFile), no_folder = line.ends_with(": Not a directory");
  if (!no_file && !no_folder) return {};
  std::string_view before = line.substr(0, line.rfind(": "));
  std::size_t at = before.rfind("cd: ");
  if (at != before.npos &&
      (at == 0 || are_labels(before.substr(0, at - std::min<std::size_t>(2, at)))))
    return failure(kFolder, "", "");
  for (std::string_view runner :
       {"env: ", "/usr/bin/env: ", "xargs: ", "make: ", "exec: ", "nice: "})
    if (std::string_view of = before;
        no_file && take_start(of, runner) && of.find(' ') == of.npos && of.find('/') == of.npos)
      return failure(kMissing, subject_of(of), "");
  return no_file ? no_script(before) : CommandFailure{};
}

// Removes pnpm's code: " ERR_PNPM_NO_SCRIPT  ".
bool take_code(std::string_view& text) {
  if (text.substr(0, 10) != " ERR_PNPM_") return false;
  std::size_t end = text.find("  ");
  if (end == text.npos) return false;
  text.remove_prefix(end + 2);
  return true;
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
      std::string subject = subject_of(said);
      if (line.ends_with("No such file or directory")) found = as_path(found, subject);
      return failure(
          found, subject,
          is_label(speaker) && !contains(lower(std::string(speaker)), "err") ? speaker : "");
    }
    std::size_t at = rest.find(": ");
    // "npm ERR! x", "npm error x", "E   ModuleNotFoundError", "Error [ERR_MODULE_NOT_FOUND]: x".
    bool took = take_code(rest);
    for (std::string_view mark : {"npm ERR! ", "npm error ", "E   ",
                                  "error[E0463]: ", "Error [ERR_MODULE_NOT_FOUND]: ", "enoent ",
                                  "engine ", "\u25CF ", "** (Mix) ", "[ERROR] ", "! ", " ERROR  ",
                                  "MSBUILD : ", "CMake Error: ", "command error: "})
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
  take_code(line);
  if (line.empty() || line[0] == '\t') return {};
  if (line.size() > kLongest) return by_program(line.substr(0, kLongest));
  for (auto reads : {by_end, by_sentence, by_labels, no_file}) {
    CommandFailure found = reads(line);
    bool of_arguments = found.error == kWrongOption || found.error == ToolError::kNoFile;
    if (of_arguments && is_of_project(line)) return {};
    if (found.error != ToolError::kNone) return found;
  }
  return {};
}

// Lines that may precede an error without being output: "Usage: x", a traceback, Node's own frames.
bool is_preamble(std::string_view line) {
  for (std::string_view start : {"Usage:",
                                 "usage:",
                                 "ERROR: usage:",
                                 "> ",
                                 "$ ",
                                 "yarn run v",
                                 "FAILURE: ",
                                 "* What went wrong",
                                 "At line:",
                                 "+ ",
                                 "====",
                                 "____",
                                 "ImportError while ",
                                 "Hint: make sure",
                                 "Traceback:",
                                 "\u256D",
                                 "Usage Error",
                                 "Try '",
                                 "Traceback (most recent call last)",
                                 "node:internal/",
                                 "warning: ",
                                 "  "})
    if (line.substr(0, start.size()) == start) return true;
  return trim(line).empty() || line.ends_with(": in <module>");
}

bool ends_with_127(std::string_view rest) {
  return contains(rest, "] Error 127") || contains(rest, "exit code 127") ||
         contains(rest, "error code 127");
}

// The header that a C or C++ compiler did not find, if it is one of the system's.
std::string missing_header(std::string_view line, std::string_view rest) {
  std::size_t at = line.find(": fatal error: ");
  bool missing =
      line.ends_with(": No such file or directory") || line.ends_with("' file not found");
  bool of_system = contains(rest.substr(0, rest.find('\n')), "#include <");
  return at != line.npos && missing && of_system ? subject_of(line.substr(at + 15)) : "";
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
    if (contains(line, ": fatal error: "))
      if (std::string header = missing_header(line, text); !header.empty())
        found = {kNoModule, CommandFailure::kNothing, header, false};
    // The shell that a build tool started, after the tool's own lines.
    found.leading = leading || (found.error == kNoCommand && ends_with_127(text));
    if (found.error != ToolError::kNone) return found;
    leading = leading && is_preamble(line);
  }
  // Shells exit with 127 if a command is not found, and if a script is not there.
  return exit_127 && !contains(kept, "o such file or directory")
             ? CommandFailure{kNoCommand, CommandFailure::kNothing, "", true}
             : CommandFailure{};
}

}  // namespace wick
