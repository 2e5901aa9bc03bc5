// SPDX-License-Identifier: MIT
#include "lib/live/shell_init.h"

#include <vector>

#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/cli/run.h"
#include "lib/live/live.h"

// kZshScript, kBashScript, kFishScript: the Makefile generates them from the files in shell/.
#include "lib/live/shell_scripts.h"

namespace wick {
namespace {

std::vector<std::string> command(const ShellInit& wanted) {
  std::vector<std::string> words = {wanted.wick_line, "--prompt=" + wanted.shell, "-C", "."};
  if (wanted.live) words.push_back("--live");
  if (!wanted.recent.empty()) words.push_back("--recent=" + wanted.recent);
  if (!wanted.over.empty()) words.push_back("--over=" + wanted.over);
  if (!wanted.color.empty()) words.push_back("--color=" + wanted.color);
  if (!wanted.format.empty()) words.push_back("--format=" + wanted.format);
  return words;
}

std::string joined(const std::vector<std::string>& words, std::string (*quote)(std::string_view)) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + quote(word);
  return out;
}

// Reports errors now, because at each prompt standard error is discarded.
void check(const ShellInit& wanted) {
  if (!wanted.recent.empty()) span_argument("--recent", wanted.recent);
  if (!wanted.over.empty()) TokenBound::parse("--over", wanted.over);
  if (!wanted.color.empty()) color_argument("--color", wanted.color);
  if (!wanted.format.empty()) parse_format(wanted.format);
}

}  // namespace

std::string shell_init(const ShellInit& wanted) {
  check(wanted);
  std::string place = wanted.place.empty() ? "none" : wanted.place;
  std::string line = joined(command(wanted), wanted.shell == "fish" ? fish_word : sh_word);
  // Exported so that wick-doctor, a child process, can check it.
  std::string loaded = fmt::format("{}:{}", wanted.shell, kVersion);
  if (wanted.shell == "zsh") {
    std::string functions =
        wanted.functions.empty()
            ? ""
            : fmt::format("typeset -g __wick_functions={}\n", sh_word(wanted.functions));
    return fmt::format(
        "{}typeset -ga __wick_line=({})\ntypeset -g __wick_place={}\nexport _WICK_INIT={}\n{}",
        functions, line, place, loaded, kZshScript);
  }
  if (wanted.shell == "bash") {
    if (place == "right") throw Failure{Exit::kUsage, "--right: bash has no right prompt"};
    return fmt::format("__wick_line=({})\n__wick_place={}\nexport _WICK_INIT={}\n{}", line, place,
                       loaded, kBashScript);
  }
  if (wanted.shell == "fish") {
    return fmt::format("set -g __wick_line {}\nset -g __wick_place {}\nset -gx _WICK_INIT {}\n{}",
                       line, place, loaded, kFishScript);
  }
  throw Failure{Exit::kUsage, printable(wanted.shell) + ": not zsh, bash or fish"};
}

}  // namespace wick
