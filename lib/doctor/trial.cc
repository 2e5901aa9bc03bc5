// SPDX-License-Identifier: MIT
#include "lib/doctor/trial.h"

#include "lib/base/format.h"
#include "lib/base/shell_words.h"
#include "lib/base/text.h"
#include "lib/live/command.h"

namespace wick {
namespace {

constexpr std::int64_t kPatienceMs = 5000;
constexpr std::size_t kMostOutput = 64 * 1024;

std::string assignment(const char* name, std::string_view value) {
  return value.empty() ? "" : " " + sh_word(fmt::format("{}={}", name, value));
}

std::string in_bare_environment(const Env& env, const std::string& command, std::string_view path) {
  std::string out = "/usr/bin/env -i";
  out += assignment("PATH", path) + assignment("HOME", env.home);
  out += assignment("CLAUDE_CONFIG_DIR", env.claude_config_dir);
  out += assignment("XDG_CONFIG_HOME", env.xdg_config_home);
  for (const char* name : {"XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"})
    out += assignment(name, "/dev/null");  // no folder can be made below
  return fmt::format("{} /bin/sh -c {} 2>&1; echo \"$?\"", out, sh_word(command));
}

// The shells' words for it, and those of shell/statusline.sh.
bool says_not_found(std::string_view line) {
  return contains(line, "wick-line: not found") || contains(line, "wick-line: command not found");
}

}  // namespace

std::string what_is_not_found(const Env& env, const std::string& command, std::string_view path) {
  Fd payload = unnamed_file("{}");
  if (!payload) return "";
  auto output = run_command(in_bare_environment(env, command, path), payload.get(), kPatienceMs,
                            kMostOutput);
  if (!output) return "";
  std::vector<std::string_view> lines = split(trim(*output), '\n');
  for (std::string_view line : lines) {
    if (says_not_found(line)) return std::string(line);
  }
  bool not_run = lines.back() == "127" || lines.back() == "126";  // sh(1)
  return not_run ? std::string(lines.size() > 1 ? lines[lines.size() - 2] : "not found") : "";
}

}  // namespace wick
