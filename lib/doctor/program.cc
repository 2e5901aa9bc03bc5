// SPDX-License-Identifier: MIT
#include "lib/doctor/program.h"

#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/program.h"
#include "lib/base/text.h"
#include "lib/cli/run.h"

namespace wick {
namespace {

constexpr std::size_t kLargestScript = 64 * 1024;
constexpr std::string_view kLineTool = "wick-line";

template <class T>
T number_at(const std::string& bytes, std::size_t at) {
  T value{};
  if (at + sizeof value <= bytes.size()) std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

std::string expand_home(const Env& env, const std::string& word) {
  for (std::string_view start : {"~/", "$HOME/", "${HOME}/"}) {
    if (word.compare(0, start.size(), start) == 0)
      return env.home + "/" + word.substr(start.size());
  }
  return word;
}

// The words of a command up to the first operator of the shell.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (true) {
    std::size_t end = 0;
    std::string word = first_word(text, end);
    text.remove_prefix(end);
    if (!word.empty()) words.push_back(std::move(word));
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    if (end == 0 || text.empty() || std::string_view("\n;|&<>()").find(text[0]) != text.npos)
      return words;
  }
}

bool is_assignment(const std::string& word) {
  std::size_t equals = word.find('=');
  return equals != std::string::npos && equals > 0 && word.find('/') > equals;
}

std::string resolve(const Env& env, const std::string& word) {
  std::string name = expand_home(env, word);
  if (name.find('/') != std::string::npos) return name;
  std::vector<std::string> found = on_path(name, env.path);
  return found.empty() ? "" : found.front();
}

bool script_runs_wick(const std::string& path) {
  auto text = try_read_file(path, kLargestScript);
  return text &&
         text->compare(0, 4,
                       "\x7f"
                       "ELF") != 0 &&
         contains(*text, kLineTool);
}

}  // namespace

// Dynamic if there is a program header of type PT_INTERP, which names the loader. Only for 64-bit
// files in this machine's byte order.
Linkage linkage_of(const std::string& path) {
  constexpr std::size_t kHeader = 64, kEntry = 56;
  constexpr std::uint32_t kInterpreter = 3;
  auto file = try_open_regular(path);
  std::string head(4096, '\0');
  if (file) head.resize(read_at(*file, 0, head.data(), head.size()));
  bool is_elf64 = file && head.size() >= kHeader &&
                  head.compare(0, 5,
                               "\x7f"
                               "ELF\x02") == 0;
  if (!is_elf64) return Linkage::kUnknown;
  auto table = number_at<std::uint64_t>(head, 32);
  auto entries = number_at<std::uint16_t>(head, 56);
  for (std::size_t i = 0; i < entries; ++i) {
    std::size_t at = table + i * kEntry;
    if (at >= head.size()) return Linkage::kUnknown;
    if (number_at<std::uint32_t>(head, at) == kInterpreter) return Linkage::kDynamic;
  }
  return Linkage::kStatic;
}

std::string wick_version_of(const std::string& path) {
  constexpr std::size_t kBlock = 256 * 1024;
  auto file = try_open_regular(path);
  if (!file) return "";
  std::string window;
  std::string block(kBlock, '\0');
  for (std::uint64_t at = 0; at < file->info.size;) {
    std::size_t got = read_at(*file, at, block.data(), block.size());
    if (got == 0) return "";
    at += got;
    window.append(block, 0, got);
    std::size_t mark = find_in(window, kVersionMark);
    // The constant kVersionMark itself is in the program too, without a version after it.
    for (; mark != std::string::npos; mark = window.find(kVersionMark, mark + 1)) {
      std::size_t begin = mark + kVersionMark.size();
      std::string_view rest = std::string_view(window).substr(begin, 32);
      std::size_t end = rest.find_first_not_of("0123456789.");
      if (end != 0 && end != std::string_view::npos && rest[end] == '\0')
        return std::string(rest.substr(0, end));
    }
    window.erase(0, window.size() - std::min<std::size_t>(window.size(), 64));
  }
  return "";
}

Command command_of(const Env& env, const std::string& text) {
  Command out;
  std::vector<std::string> words = words_of(text);
  auto first = std::find_if_not(words.begin(), words.end(), is_assignment);
  if (first == words.end()) return out;
  out.program = *first;
  out.path = resolve(env, out.program);
  out.runs_wick = contains(text, kLineTool) || contains(text, "wick line");
  for (const std::string& word : words) {
    if (base_name(word) == kLineTool) out.wick_line = resolve(env, word);
    if (out.runs_wick || word.find('/') == std::string::npos) continue;
    out.runs_wick = script_runs_wick(expand_home(env, word));
  }
  if (!out.runs_wick && !out.path.empty()) out.runs_wick = script_runs_wick(out.path);
  if (out.runs_wick && out.wick_line.empty()) out.wick_line = resolve(env, std::string(kLineTool));
  return out;
}

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
    out += assignment(name, "/dev/null");  // so that no folder can be created there
  return fmt::format("{} /bin/sh -c {} 2>&1; echo \"$?\"", out, sh_word(command));
}

// The messages of shells and of shell/statusline.sh.
bool says_not_found(std::string_view line) {
  return contains(line, "wick-line: not found") || contains(line, "wick-line: command not found");
}

}  // namespace

std::string what_is_not_found(const Env& env, const std::string& command, std::string_view path) {
  Fd payload = unnamed_file("{}");
  if (!payload) return "";
  auto output =
      run_command(in_bare_environment(env, command, path), payload.get(), kPatienceMs, kMostOutput);
  if (!output) return "";
  std::vector<std::string_view> lines = split(trim(*output), '\n');
  for (std::string_view line : lines) {
    if (says_not_found(line)) return std::string(line);
  }
  bool not_run = lines.back() == "127" || lines.back() == "126";  // sh(1)
  return not_run ? std::string(lines.size() > 1 ? lines[lines.size() - 2] : "not found") : "";
}

}  // namespace wick
