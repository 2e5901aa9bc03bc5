// SPDX-License-Identifier: MIT
#include "lib/history/command_kind.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "lib/base/file.h"
#include "lib/base/packed.h"
#include "lib/base/text.h"

namespace wick {
namespace {

constexpr auto kLookers = std::to_array<std::string_view>(
    {"[",    "awk",  "basename", "cat",  "cd",   "cut",  "date",  "df",   "diff",  "dirname", "du",
     "echo", "env",  "false",    "fd",   "file", "find", "grep",  "head", "hexdump", "id",   "jq",
     "less", "ls",   "nl",       "od",   "pgrep", "printf", "ps", "pwd",  "rg",    "sed",    "sleep",
     "sort", "stat", "tail",     "test", "tr",   "tree", "true",  "type", "uname", "uniq",   "wc",
     "which", "whoami"});
constexpr auto kGitLookers = std::to_array<std::string_view>(
    {"blame", "branch", "diff", "grep", "log", "ls-files", "remote", "rev-parse", "show", "status"});

template <class Words>
bool has(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::uint64_t kSpread = 0x9E3779B97F4A7C15ull;

// The high bits of a product depend on all bits of the factor.
std::uint64_t spread(std::uint64_t hash) { return (hash ^ (hash >> 32)) * kSpread; }

std::string_view take_word(std::string_view& text) {
  text = trim(text);
  std::string_view word = text.substr(0, text.find_first_of(" \t\n"));
  text.remove_prefix(word.size());
  return word;
}

bool looks(std::string_view simple) {
  std::string_view program = base_name(take_word(simple));
  if (program.empty()) return true;
  if (program == "git") return has(kGitLookers, take_word(simple));
  bool writes = (program == "sed" && contains(simple, "-i")) ||
                (program == "find" && (contains(simple, "-delete") || contains(simple, "-exec")));
  return has(kLookers, program) && !writes;
}

}  // namespace

bool only_looks(std::string_view command) {
  // Where more may be behind it than its words tell.
  if (command.find_first_of("`\n") != command.npos || contains(command, "$(")) return false;
  std::size_t to_file = command.find('>');
  while (to_file != command.npos) {
    std::string_view into = command.substr(to_file + 1);
    bool nowhere = into.substr(0, 2) == "&1" || trim(into).substr(0, 9) == "/dev/null";
    if (!nowhere) return false;
    to_file = command.find('>', to_file + 1);
  }
  while (!command.empty()) {
    std::size_t end = std::min(command.find_first_of("|&;"), command.size());
    std::string_view simple = command.substr(0, end);
    if (trim(simple) != "1" && !looks(simple)) return false;
    command.remove_prefix(std::min(end + 1, command.size()));
  }
  return true;
}

std::uint64_t put_back_by(std::string_view command, std::string_view cwd) {
  std::string_view file;
  while (!command.empty()) {
    std::size_t end = std::min(command.find_first_of("|&;\n"), command.size());
    std::string_view simple = command.substr(0, end);
    command.remove_prefix(std::min(end + 1, command.size()));
    std::string_view program = take_word(simple);
    if (program == "cd") return 0;  // somewhere else
    std::string_view verb = program == "git" ? take_word(simple) : "";
    if (verb != "checkout" && verb != "restore") continue;
    for (std::string_view word = take_word(simple); !word.empty(); word = take_word(simple)) {
      if (word[0] == '-' || word == "HEAD") continue;
      if (!file.empty() || word.find_first_of("*?'\"$") != word.npos) return 0;
      file = word;
    }
  }
  if (file.substr(0, 2) == "./") file.remove_prefix(2);
  if (file.empty()) return 0;
  return hash_bytes(file[0] == '/' ? std::string(file) : std::string(cwd) + "/" + std::string(file));
}

// Each byte is the smallest hash that a word of the text has under a function of its own: so of two texts
// as large a part of the bytes is equal as they share of their words.
std::uint64_t words_hash(std::string_view text) {
  constexpr int kFewest = 6;
  std::array<std::uint64_t, 8> least;
  least.fill(~std::uint64_t{0});
  std::string lowered = lower(std::string(text));
  int words = 0;
  for (std::string_view rest = trim(lowered); !rest.empty(); rest = trim(rest)) {
    std::string_view word = take_word(rest);
    while (!word.empty() && std::ispunct(static_cast<unsigned char>(word.back()))) word.remove_suffix(1);
    if (word.empty()) continue;
    ++words;
    for (std::size_t i = 0; i < least.size(); ++i)
      least[i] = std::min<std::uint64_t>(least[i], spread(hash_bytes(word, (i + 1) * kSpread)));
  }
  if (words < kFewest) return 0;
  std::uint64_t out = 0;
  for (std::uint64_t hash : least) out = out << 8 | ((hash >> 24) & 0xFF);
  return out == 0 ? 1 : out;
}

int same_words(std::uint64_t a, std::uint64_t b) {
  int same = 0;
  for (int i = 0; i < 8; ++i) same += ((a >> (8 * i)) & 0xFF) == ((b >> (8 * i)) & 0xFF);
  return same;
}

}  // namespace wick
