// SPDX-License-Identifier: MIT
#include "lib/history/command_kind.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <vector>

#include "lib/base/file.h"
#include "lib/base/packed.h"
#include "lib/base/text.h"

namespace wick {
namespace {

constexpr auto kLookers = std::to_array<std::string_view>(
    {"[",           "[[",           "arch",        "awk",        "b2sum",         "basename",
     "bat",         "cat",          "cd",          "cksum",      "cmp",           "column",
     "comm",        "cut",          "date",        "df",         "diff",          "dig",
     "dir",         "dirname",      "du",          "echo",       "egrep",         "env",
     "false",       "fd",           "file",        "find",       "findstr",       "free",
     "getent",      "grep",         "groups",      "head",       "hexdump",       "host",
     "hostname",    "id",           "journalctl",  "jq",         "less",          "locale",
     "ls",          "lsblk",        "lscpu",       "lsof",       "md5sum",        "netstat",
     "nl",          "nproc",        "nslookup",    "od",         "pgrep",         "ping",
     "printenv",    "printf",       "ps",          "pwd",        "readlink",      "realpath",
     "rg",          "sed",          "sha1sum",     "sha256sum",  "sleep",         "sort",
     "ss",          "stat",         "strings",     "tac",        "tail",          "test",
     "tr",          "tree",         "true",        "type",       "uname",         "uniq",
     "uptime",      "wc",           "where",       "which",      "who",           "whoami",
     "xxd",         "zcat",         "zgrep",       "Get-Item",   "Get-ChildItem", "Get-Content",
     "Get-Command", "Get-Location", "Get-Process", "Out-String", "Select-String", "Select-Object",
     "Sort-Object", "Where-Object", "Test-Path"});

// Programs that change something with some subcommands, and those that only read.
struct Verbs {
  std::string_view program, verbs;  // separated by spaces
};
constexpr auto kVerbs = std::to_array<Verbs>(
    {{"git",
      " blame branch cat-file describe diff grep log ls-files ls-remote ls-tree merge-base reflog "
      "remote rev-list rev-parse shortlog show status "},
     {"kubectl", " api-resources describe events explain get logs top version "},
     {"docker", " history images info inspect logs ps stats top version "},
     {"podman", " history images info inspect logs ps stats top version "},
     {"helm", " get history list ls show status "},
     {"npm", " list ls outdated view why "},
     {"pnpm", " list ls outdated why "},
     {"pip", " freeze list show "},
     {"pip3", " freeze list show "},
     {"cargo", " metadata tree "},
     {"go", " doc env list version "},
     {"systemctl", " cat is-active is-enabled list-timers list-units show status "},
     {"terraform", " output providers show validate "},
     {"brew", " deps info list "},
     {"gh", " checks diff list status view "}});

template <class Words>
bool has(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::uint64_t kSpread = 0x9E3779B97F4A7C15ull;

// In a product, only the high bits depend on all bits of the factor.
std::uint64_t spread(std::uint64_t hash) { return (hash ^ (hash >> 32)) * kSpread; }

std::string_view take_word(std::string_view& text) {
  text = trim(text);
  std::string_view word = text.substr(0, text.find_first_of(" \t\n"));
  text.remove_prefix(word.size());
  return word;
}

// Removes and returns the next word that is no option or the value of one.
std::string_view take_verb(std::string_view& text) {
  std::string_view word = take_word(text);
  for (; !word.empty() && word[0] == '-'; word = take_word(text))
    if (word == "-C" || word == "-c" || word == "-n" || word == "-R" || word == "--namespace" ||
        word == "--context")
      take_word(text);
  return word;
}

bool looks(std::string_view simple) {
  std::string_view program = base_name(take_word(simple));
  if (program.empty()) return true;
  for (const Verbs& known : kVerbs) {
    if (program != known.program) continue;
    std::string_view verb = take_verb(simple);
    if (program == "gh") verb = take_verb(simple);  // gh pr view
    return !verb.empty() && contains(known.verbs, " " + std::string(verb) + " ");
  }
  bool writes = (program == "sed" && contains(simple, "-i")) ||
                (program == "find" && (contains(simple, "-delete") || contains(simple, "-exec")));
  return has(kLookers, program) && !writes;
}

}  // namespace

bool only_looks(std::string_view command) {
  // Substitutions and further lines may run commands that are not seen here.
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

std::uint64_t path_hash(std::string_view path) {
  std::vector<std::string> parts;
  std::string slashed(path);
  std::replace(slashed.begin(), slashed.end(), '\\', '/');
  for (std::string_view part : split(slashed, '/')) {
    if (part.empty() || part == ".") continue;
    if (part != "..") parts.emplace_back(part);
    else if (!parts.empty()) parts.pop_back();
  }
  // Windows: shells write "D:\\src" as "/d/src".
  bool drive = !parts.empty() && parts[0].size() == 2 && parts[0][1] == ':';
  if (drive) parts[0] = lower(parts[0].substr(0, 1));
  std::string out;
  for (const std::string& part : parts) out += "/" + part;
  return hash_bytes(out);
}

bool is_below(std::string_view file, std::uint64_t path) {
  for (std::size_t end = file.size(); end != file.npos && end > 0;
       end = file.find_last_of("/\\", end - 1))
    if (path_hash(file.substr(0, end)) == path) return true;
  return false;
}

namespace {

bool is_absolute(std::string_view path) {
  return path.substr(0, 1) == "/" ||
         (path.size() > 2 && path[1] == ':' && (path[2] == '/' || path[2] == '\\'));
}

// A path in a command, without its quotes; empty if the shell expands it.
std::string named(std::string_view word, std::string_view dir) {
  if (word.size() > 1 && (word[0] == '\'' || word[0] == '"') && word.back() == word[0])
    word = word.substr(1, word.size() - 2);
  if (word.empty() || word.find_first_of("*?'\"$~") != word.npos) return "";
  if (is_absolute(word)) return std::string(word);
  return dir.empty() ? "" : std::string(dir) + "/" + std::string(word);
}

// Collects the paths that one git command, run in `dir`, restores.
void take_back(std::string_view simple, std::string dir, std::vector<std::uint64_t>& out) {
  std::string_view verb = take_word(simple);
  while (verb == "-C" || verb == "-c") {
    std::string_view value = take_word(simple);
    if (verb == "-C") dir = named(value, dir);
    verb = take_word(simple);
  }
  if (verb == "reset" && contains(simple, "--hard") && !dir.empty()) out.push_back(path_hash(dir));
  if (verb != "checkout" && verb != "restore") return;
  // Unstaging leaves the file unchanged.
  bool staged = contains(simple, "--staged") || contains(simple, " -S");
  if (verb == "restore" && staged && !contains(simple, "--worktree") && !contains(simple, " -W"))
    return;
  for (std::string_view word = take_word(simple); !word.empty(); word = take_word(simple)) {
    if (word == "-b" || word == "-B" || word == "--source" || word == "-s") take_word(simple);
    if (word[0] == '-' || word == "HEAD") continue;
    if (std::string path = named(word, dir); !path.empty()) out.push_back(path_hash(path));
  }
}

}  // namespace

std::vector<std::uint64_t> put_back_by(std::string_view command, std::string_view cwd) {
  std::vector<std::uint64_t> out;
  std::string dir(cwd);
  while (!command.empty()) {
    std::size_t end = std::min(command.find_first_of("|&;\n"), command.size());
    std::string_view simple = command.substr(0, end);
    command.remove_prefix(std::min(end + 1, command.size()));
    std::string_view program = take_word(simple);
    if (program == "cd") dir = named(trim(simple), dir);
    if (program == "git") take_back(simple, dir, out);
  }
  return out;
}

// MinHash: each byte is the smallest hash of any word under its own hash function. The share of
// equal bytes estimates the share of common words.
std::uint64_t words_hash(std::string_view text) {
  constexpr int kFewest = 6;
  std::array<std::uint64_t, 8> least;
  least.fill(~std::uint64_t{0});
  std::string lowered = lower(std::string(text));
  int words = 0;
  for (std::string_view rest = trim(lowered); !rest.empty(); rest = trim(rest)) {
    std::string_view word = take_word(rest);
    while (!word.empty() && std::ispunct(static_cast<unsigned char>(word.back())))
      word.remove_suffix(1);
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
