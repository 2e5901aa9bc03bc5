// SPDX-License-Identifier: MIT
#include "lib/history/call_outcome.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "lib/base/file.h"
#include "lib/base/packed.h"
#include "lib/base/text.h"

namespace wick {
namespace {

// Programs that run another one, named next.
constexpr auto kRunners = std::to_array<std::string_view>(
    {"command", "doas", "env", "exec", "nice", "nohup", "npx", "run", "stdbuf", "sudo", "time",
     "timeout", "watch", "xargs", "-m"});

bool is_runner(std::string_view word) {
  return std::find(kRunners.begin(), kRunners.end(), word) != kRunners.end();
}

// The mark of a program that is run by a relative path: it belongs to the project. Not so for the
// wrappers of build tools, for what package managers installed, and for scripts of a shell, in
// which other programs speak.
constexpr std::string_view kOfProject = "./";
bool is_of_project(std::string_view word) {
  std::string_view name = base_name(word);
  return name.size() < word.size() && word[0] != '/' && word[0] != '~' && word[0] != '$' &&
         !contains(word, "node_modules/") && !contains(word, "venv/") && name != "gradlew" &&
         name != "mvnw" && name != "configure" && !name.ends_with("sh");
}

// True if the arguments are those of a program of the project, so that it does not know an option
// is a result: "./app --x", "cargo run -- --x".
bool runs_project(const ToolCall& call) {
  using enum CommandFailure::About;
  bool through_build =
      (is_marked(call, kProgram, "cargo") || is_marked(call, kProgram, "dotnet")) &&
      is_marked(call, kSubcommand, "run") && is_marked(call, kOption, "--");
  return through_build || is_marked(call, kProgram, kOfProject);
}

// Splits a command line into words; handles quotes, and finds where each simple command begins.
class Marker {
 public:
  std::uint64_t run(std::string_view command) {
    for (std::size_t at = 0; at < command.size(); ++at) {
      char c = command[at];
      if (c == '\'' || c == '"') {
        std::size_t end = std::min(command.find(c, at + 1), command.size());
        word_ += command.substr(at + 1, end - at - 1);
        quoted_ = true;
        at = end;
      } else if (c == '\\' && at + 1 < command.size()) {
        if (command[++at] != '\n') word_ += command[at];
      } else if (c == ' ' || c == '\t') {
        end_word();
      } else if (std::string_view("|&;\n(){}`").find(c) != std::string_view::npos) {
        end_word();
        place_ = 0;
      } else {
        word_ += c;
      }
    }
    end_word();
    return marks_;
  }

 private:
  void end_word() {
    std::string word = std::exchange(word_, "");
    bool quoted = std::exchange(quoted_, false);
    if (word.empty() || word.find_first_of("<>") != word.npos) return;
    if (word[0] == '-' && word.size() > 1 && !quoted) {
      marks_ |= mark_of(CommandFailure::kOption, word.substr(0, word.find('=')));
      if (word == "-m") place_ = 0;
      return;
    }
    if (place_ == 0 && (word.find('=') != word.npos || word == "!" || word == "$")) return;
    bool number = word.find_first_not_of("0123456789smhd.") == word.npos;
    if (place_ == 0 && number) return;  // as in timeout 60 make
    if (place_ == 0 && is_of_project(word)) marks_ |= mark_of(CommandFailure::kProgram, kOfProject);
    if (place_ == 0) marks_ |= mark_of(CommandFailure::kProgram, base_name(word));
    else if (place_ <= 2 && !quoted) marks_ |= mark_of(CommandFailure::kSubcommand, word);
    place_ = is_runner(base_name(word)) ? 0 : place_ + 1;
  }

  std::uint64_t marks_ = 0;
  std::string word_;
  bool quoted_ = false;
  int place_ = 0;  // index of the next word in its simple command, not counting options
};

// Rejecting a plan or answering a question differently gives the model a direction.
bool is_asking(std::string_view tool) {
  return tool == "ExitPlanMode" || tool == "exit_plan_mode" || tool == "AskUserQuestion";
}

// "cargo --version" asks whether there is a cargo. A longer command does something else, and its
// marks could have any word's.
bool asks_for_program(const ToolCall& call) {
  using enum CommandFailure::About;
  constexpr int kFewWords = 4, kBitsOfWord = 4;
  bool is_short = std::popcount(call.marks) <= kFewWords * kBitsOfWord;
  bool version = is_marked(call, kOption, "--version") || is_marked(call, kOption, "-version") ||
                 is_marked(call, kOption, "-V") || is_marked(call, kSubcommand, "version");
  return is_short && version && call.subject != 0 && call.subject == call.target;
}

// True if an error in the command's output counts. If the command failed, the error must be its
// first output or concern what it ran; if a pipe hid the status, both.
bool counts(const ToolCall& call, bool failed) {
  bool about_it = call.asks != 0 && (call.marks & call.asks) == call.asks;
  if (call.said == ToolError::kNoCommand && asks_for_program(call)) return false;
  if (call.said == ToolError::kWrongOption && runs_project(call)) return false;
  if (call.said == ToolError::kNoFile) {
    // This option of git's makes the absence of a file an answer.
    bool asked = is_marked(call, CommandFailure::kOption, "--error-unmatch");
    return failed && call.leading && about_it && !asked;
  }
  if (!failed)
    return call.leading && (about_it || (call.said == ToolError::kNoModule && !call.only_looks));
  return call.leading || about_it || call.said == ToolError::kNoModule;
}

}  // namespace

bool is_command(std::string_view tool) { return tool == "Bash" || tool == "PowerShell"; }

bool is_marked(const ToolCall& call, CommandFailure::About about, std::string_view word) {
  std::uint64_t mark = mark_of(about, word);
  return (call.marks & mark) == mark;
}

std::uint64_t mark_of(CommandFailure::About about, std::string_view word) {
  if (about == CommandFailure::kNothing || word.empty()) return 0;
  std::uint64_t hash = hash_bytes(word, 0xCBF29CE484222325ull + static_cast<unsigned char>(about)) *
                       0x9E3779B97F4A7C15ull;
  std::uint64_t mark = 0;
  for (int shift : {58, 52, 46, 40}) mark |= std::uint64_t{1} << ((hash >> shift) & 63);
  return mark;
}

std::uint64_t command_marks(std::string_view command) { return Marker().run(command); }

void settle(ToolCall& call, std::string_view tool) {
  if (!call.answered || tool.empty()) return;
  bool command = is_command(tool);
  if ((command || tool.substr(0, 5) == "mcp__") && call.own_words) call.error = ToolError::kOther;
  call.own_words = false;
  if (is_asking(tool) && call.error == ToolError::kRejected) call.error = ToolError::kSteered;
  if (!command) return;
  if (call.error == ToolError::kOther) call.error = ToolError::kExitCode;
  bool failed = call.error == ToolError::kExitCode;
  if (call.said != ToolError::kNone && (failed || call.error == ToolError::kNone) &&
      counts(call, failed))
    call.error = call.said;
}

}  // namespace wick
