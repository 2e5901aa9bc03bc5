// SPDX-License-Identifier: MIT
#include "lib/cli/run.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <string_view>

#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/text.h"

#ifndef WICK_VERSION
#error "the Makefile defines WICK_VERSION from the file VERSION"
#endif

namespace wick {
namespace {

// True if `letter` or `name` is among the arguments before "--".
bool asks_for(int argc, char** argv, std::string_view letter, std::string_view name) {
  for (int i = 1; i < argc && std::string_view(argv[i]) != "--"; ++i) {
    if (argv[i] == letter || argv[i] == name) return true;
  }
  return false;
}

// Keeps freed memory for reuse: touching a new page costs microseconds, and these processes live
// for less than a thousand of them.
void keep_memory() {
#ifdef __GLIBC__
  ::mallopt(M_TRIM_THRESHOLD, 256 * 1024 * 1024);
  ::mallopt(M_TOP_PAD, 64 * 1024);
#endif
}

// "OPTION<TAB>DESCRIPTION" as lines of at most 79 characters.
std::string option_help(std::string_view line, std::size_t column) {
  constexpr std::size_t kWidth = 79;
  std::size_t tab = line.find('\t');
  std::string out, last(line.substr(0, tab));
  last.resize(std::max(column, tab + 2), ' ');
  bool is_first = true;
  for (std::string_view word : split(line.substr(tab + 1), ' ')) {
    bool fits = last.size() + 1 + word.size() <= kWidth;
    if (!fits) out += last + '\n', last.assign(column, ' ');
    else if (!is_first) last += ' ';
    last += word;
    is_first = false;
  }
  return out + last + '\n';
}

Exit guarded(Call& call, const HelpText& usage, Exit (*body)(Call&)) {
  if (asks_for(call.argc, call.argv, "-h", "--help")) {
    call.out = help_of(usage);
    return Exit::kOk;
  }
  if (asks_for(call.argc, call.argv, "-V", "--version")) {
    call.out = fmt::format("{} {}\n", call.name, kVersion);
    return Exit::kOk;
  }
  try {
    return body(call);
  } catch (const Failure& failure) {
    call.out.clear();
    call.warn(failure.message);
    return failure.code;
  } catch (const std::exception& error) {
    call.out.clear();
    call.warn(std::string("internal error: ") + error.what());
    return Exit::kSoftware;
  } catch (...) {
    call.out.clear();
    call.warn("internal error");
    return Exit::kSoftware;
  }
}

}  // namespace

constexpr char kMarkedVersion[] = "@(#)wick " WICK_VERSION;
const char* const kVersion = kMarkedVersion + kVersionMark.size();

std::string help_of(const HelpText& text) {
  std::string out;
  for (std::string_view piece : text.pieces) {
    if (piece.find('\t') == piece.npos) {
      out += piece;
      continue;
    }
    for (std::string_view line : split(piece, '\n'))
      if (!line.empty()) out += option_help(line, text.column);
  }
  return out;
}

void Call::warn(const std::string& message) {
  warnings += printable(fmt::format("{}: {}", name, message)) + "\n";
}

void Call::tell_unreadable(const std::vector<std::string>& all) {
  for (const std::string& each : all) warn(each);
  incomplete |= !all.empty();
}

int run(int argc, char** argv, const HelpText& usage, Exit (*body)(Call&)) {
  keep_memory();
  Call call{argc, argv, "", "", printable(base_name(argc > 0 ? argv[0] : "wick")), nullptr, false};
  Exit code = guarded(call, usage, body);
  if (call.incomplete && (code == Exit::kOk || code == Exit::kNo)) code = Exit::kNoInput;
  if (!call.out.empty() && !write_all(STDOUT_FILENO, call.out)) {
    call.warn(std::string("standard output: ") + std::strerror(errno));
    code = Exit::kIo;
  }
  if (!call.warnings.empty()) write_all(STDERR_FILENO, call.warnings);
  try {
    if (call.after) call.after();
  } catch (...) {  // the output is complete; the next call will make up for this work
  }
  ::_exit(static_cast<int>(code));
}

int run_as(int argc, char** argv, std::initializer_list<NamedTool> tools) {
  if (tools.size() == 1) return tools.begin()->main(argc, argv);
  std::string called = argc > 0 ? argv[0] : "";
  auto named = [&](std::string_view path) {
    auto is_it = [name = base_name(path)](const NamedTool& one) { return one.name == name; };
    return std::find_if(tools.begin(), tools.end(), is_it);
  };
  const NamedTool* tool = named(called);
  // For symbolic links with names of their own, and for `exec -a`.
  if (tool == tools.end()) tool = named(real_path("/proc/self/exe"));
  if (tool != tools.end()) return tool->main(argc, argv);
  std::string names;
  for (const NamedTool& one : tools) names += fmt::format(" {}", one.name);
  Call call{argc, argv, "", "", printable(base_name(called)), nullptr};
  call.warn(fmt::format("no tool has this name; this program is{}", names));
  write_all(STDERR_FILENO, call.warnings);
  return static_cast<int>(Exit::kUsage);
}

}  // namespace wick
