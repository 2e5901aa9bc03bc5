// SPDX-License-Identifier: MIT
#include "lib/claude/command_sentences.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "lib/base/file.h"
#include "lib/base/text.h"

namespace wick {
namespace {

constexpr ToolError kNoProgram = ToolError::kNoCommand, kMissing = ToolError::kNoModule;
constexpr ToolError kBadOption = ToolError::kWrongOption, kElsewhere = ToolError::kWrongFolder;

// BSD's sed took the script for the suffix of -i, and the file for the script.
bool is_sed_of_file(std::string_view line) {
  if (!take_start(line, "sed: 1: \"")) return false;
  std::string_view script = line.substr(0, line.find('"'));
  bool substitutes = script.size() > 1 && (script[0] == 's' || script[0] == 'y') &&
                     std::isalnum(static_cast<unsigned char>(script[1])) == 0 && script[1] != '.';
  std::size_t dot = script.rfind('.');
  return !substitutes && dot != script.npos && dot > 0 && script.size() - dot <= 6 &&
         script.find_first_of(" ;{}|") == script.npos;
}

// Sentences of single programs.
struct Sentence {
  std::string_view start, contained;
  ToolError error;
  std::string_view subject;  // empty: the first word between them
  CommandFailure::About about = CommandFailure::kNothing;
};

constexpr auto kSentences = std::to_array<Sentence>({
    {"go ", ": unknown command", kBadOption, "", CommandFailure::kSubcommand},
    {"Error in argument ", ": option not found ", kBadOption, "php", CommandFailure::kProgram},
    {"Windows Subsystem for Linux has no installed distributions", "", kMissing, "wsl-runtime"},
    {"The Windows Subsystem for Linux is not installed", "", kMissing, "wsl-runtime"},
    {"LinkageError occurred while loading main class ", "", kMissing, "java-runtime"},
    {"Terraform has no command named ", "", kBadOption, "", CommandFailure::kSubcommand},
    {"Option \"", "\" was replaced by ", kBadOption, "jest", CommandFailure::kProgram},
    {"Task '", "' not found in ", kBadOption, "", CommandFailure::kSubcommand},
    {"Don't know how to build task '", "", kBadOption, "", CommandFailure::kSubcommand},
    {"ERROR: Package '", "' requires a different Python: ", kMissing, "python-runtime"},
    {"The currently activated Python version ", " is not supported by the project", kMissing,
     "python-runtime"},
    {"pyenv: version `", "' not installed", kMissing, "python-runtime"},
    {"error ", ": The engine \"node\" is incompatible with this module", kMissing, "node-runtime"},
    {"error: package `", " cannot be built because it requires rustc ", kMissing, "rustc-runtime"},
    {"error: toolchain '", "' is not installed", kMissing, "toolchain"},
    {"error: '", "' is not installed for the toolchain ", kNoProgram, "cargo",
     CommandFailure::kProgram},
    {"error: tool '", "' requires Xcode", kMissing, "xcode-runtime"},
    {"xcode-select: error: tool '", "' requires Xcode", kMissing, "xcode-runtime"},
    {"go: go.mod requires go >= ", " (running go ", kMissing, "go-runtime"},
    {"Your Ruby version is ", ", but your Gemfile specified ", kMissing, "ruby-runtime"},
    {"Could not find ", " in locally installed gems", kMissing, "gems"},
    {"Error in library(", ") : there is no package called ", kMissing, "package"},
    {"  CMake ", " or higher is required", kMissing, "cmake-runtime"},
    {"CMake Error: The source directory ", " does not appear to contain CMakeLists.txt", kElsewhere,
     "cmake", CommandFailure::kProgram},
    {"error: Failed to spawn: `", "", kNoProgram, "", CommandFailure::kProgram},
    {"ERROR: '", "' is misspelled or not recognized by the system", kBadOption, "",
     CommandFailure::kSubcommand},
    {"No such command '", "", kBadOption, "", CommandFailure::kSubcommand},
    {"The command \"", "\" does not exist", kBadOption, "", CommandFailure::kSubcommand},
    {"Command \"", "\" is not defined", kBadOption, "", CommandFailure::kSubcommand},
    {"** (Mix) The task \"", "\" could not be found", kBadOption, "", CommandFailure::kSubcommand},
    {"error: linker `", "` not found", kNoProgram, ""},
    {"tar: Option ", " is not supported", kBadOption, "tar", CommandFailure::kProgram},
    {"There is no ", " option (", kBadOption, ""},
    {"Option \"", "\" is unknown", kBadOption, ""},
    {"No package.json (", ") was found in ", kElsewhere, "pnpm", CommandFailure::kProgram},
    {"Usage Error: Couldn't find a script named ", "", kBadOption, "", CommandFailure::kSubcommand},
    {"E: Command line option ", " is not understood", kBadOption, "", CommandFailure::kOption},
    {"cd: The directory '", "' does not exist", kElsewhere, "cd", CommandFailure::kProgram},
    {"Could not find module ", "", kMissing, ""},  // ghc
    {"ERROR: LoadError: ArgumentError: Package ", " not found in current path", kMissing, ""},
    {"PHP Warning:  require(vendor/autoload.php)", "", kMissing, "vendor"},
    {"The operation couldn", "Unable to locate a Java Runtime", kMissing, "java-runtime"},
    {"Can't locate ", " in @INC", kMissing, ""},
    {"The token '&&' is not a valid statement separator", "", kBadOption, ""},
    {"ERROR: (gcloud", ") unrecognized arguments: ", kBadOption, "gcloud",
     CommandFailure::kProgram},
    {"ERROR: (gcloud", ") Invalid choice: ", kBadOption, "gcloud", CommandFailure::kProgram},
});

// The same with a variable start.
struct Part {
  std::string_view first, second;  // in this order
  ToolError error;
  std::string_view subject;  // empty: the first word after the first part; ":": the first label
  CommandFailure::About about = CommandFailure::kNothing;
};

constexpr auto kParts = std::to_array<Part>({
    {": error: argument ", ": invalid choice: ", kBadOption, ":",
     CommandFailure::kProgram},  // argparse
    {": error: argument ", ": Invalid choice, ", kBadOption, ":", CommandFailure::kProgram},
    {": cd: too many arguments", "", kElsewhere, "cd", CommandFailure::kProgram},
    {": $'\\r': command not found", "", kNoProgram, "crlf"},
    {": no required module provides package ", "", kMissing, ""},
    {"Unable to parse command line options: Unrecognized option: ", "", kBadOption, "",
     CommandFailure::kOption},
    {"Invalid command arguments (", " not supported)", kBadOption, "zip", CommandFailure::kProgram},
    {": Executable doesn't exist at ", "", kMissing, "browser-runtime"},
    {" cannot be loaded because running scripts is disabled", "", kBadOption, "scripts"},
    {":cd:", ": no such file or directory: ", kElsewhere, "cd", CommandFailure::kProgram},  // zsh
    {": package ", " is not in std", kMissing, ""},                                         // go
    {": package ", " is not in GOROOT", kMissing, ""},
    {": invalid go version '", "", kMissing, "go-runtime"},
    {": module '", "' not found:", kMissing, ""},  // lua
    {": A parameter cannot be found that matches parameter name ", "", kBadOption, ""},
    {"require': cannot load such file -- ", "(LoadError)", kMissing, ""},  // ruby
    {"error during connect: ", "The system cannot find the file specified", kMissing,
     "docker-daemon"},
    {"UnsupportedClassVersionError", "", kMissing, "java-runtime"},
    {"This is not the tsc command you are looking for", "", kNoProgram, "tsc",
     CommandFailure::kProgram},  // npx without typescript
});

CommandFailure by_part(std::string_view line) {
  for (const Part& known : kParts) {
    std::size_t at = find_in(line, known.first);
    if (at == line.npos) continue;
    std::string_view rest = line.substr(at + known.first.size());
    if (!contains(rest, known.second)) continue;
    std::string subject(known.subject);
    if (subject == ":") subject = line.substr(0, line.find(':'));
    return failure({"", known.error, known.about}, subject.empty() ? subject_of(rest) : subject,
                   "");
  }
  return {};
}

}  // namespace

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
  if (out.about == CommandFailure::kProgram) out.subject = base_name(out.subject);
  // "unknown shorthand flag: 'x' in -xyz", "unknown option `x'": the number of dashes is unknown.
  if (out.about == CommandFailure::kOption && (out.subject.empty() || out.subject[0] != '-'))
    out.about = CommandFailure::kNothing;
  if (out.about == CommandFailure::kNothing && out.error == kBadOption && !speaker.empty())
    out.about = CommandFailure::kProgram, out.subject = base_name(speaker);
  return out;
}

CommandFailure by_program(std::string_view line) {
  if (is_sed_of_file(line)) return failure({"", kBadOption, CommandFailure::kProgram}, "sed", "");
  for (const Sentence& known : kSentences) {
    std::string_view rest = line;
    if (!take_start(rest, known.start) || !contains(rest, known.contained)) continue;
    std::string subject(known.subject);
    return failure({"", known.error, known.about}, subject.empty() ? subject_of(rest) : subject,
                   "");
  }
  // MSBuild, Maven, Rich's frames and PHP's packages put blanks or marks before a sentence.
  std::string_view bare = line;
  for (bool more = true; more;)
    more = take_start(bare, " ") || take_start(bare, "\u2502") || take_start(bare, "- ");
  return bare.size() < line.size() && bare.size() > 8 ? by_program(trim(bare)) : by_part(line);
}

CommandFailure by_sentence(std::string_view line) {
  constexpr CommandSign kUnknown{"", kNoProgram, CommandFailure::kProgram},
      kOptionOf{"", kBadOption, CommandFailure::kProgram},
      kSubOf{"", kBadOption, CommandFailure::kSubcommand};
  std::string_view rest = line;
  if (take_start(rest, "git: '") && contains(rest, "' is not a git command"))
    return failure(kSubOf, subject_of(rest), "");
  if (take_start(rest, "docker: '") && contains(rest, "' is not a docker command"))
    return failure(kSubOf, subject_of(rest), "");
  if (take_start(rest, "Command '") && contains(rest, "' not found, "))
    return failure(kUnknown, subject_of(rest), "");
  if (take_start(rest, "The term '") && contains(rest, "' is not recognized as "))
    return failure(kUnknown, subject_of(rest), "");
  std::size_t term = line.find("The term '");
  if (term != line.npos && contains(line, "' is not recognized as ") &&
      line.substr(0, term).find(' ') >= term - std::min<std::size_t>(term, 3))
    return failure(kUnknown, subject_of(line.substr(term + 9)), "");
  for (std::string_view start : {"error Command \"", "Command \""})
    if (rest = line; take_start(rest, start) && contains(rest, "\" not found"))
      return failure(kSubOf, subject_of(rest), "");
  if (take_start(rest = line, "sed: ") && (contains(rest, ": invalid command code ") ||
                                           contains(rest, ": extra characters at the end of ")))
    return failure(kOptionOf, "sed", "");
  if (contains(line, ": version `GLIBC") && contains(line, "' not found"))
    return failure({"", kMissing}, "glibc", "");
  if (contains(line, "Command `") && contains(line, "` not found"))  // nushell
    return failure(kUnknown, subject_of(line.substr(line.find("Command `") + 8)), "");
  return by_program(line);
}

}  // namespace wick
