// SPDX-License-Identifier: MIT
#include "lib/setup/targets.h"

#include <algorithm>
#include <array>
#include <functional>

#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/program.h"
#include "lib/base/text.h"
#include "lib/claude/dirs.h"
#include "lib/setup/user_file.h"

namespace wick {
namespace {

constexpr std::string_view kMark = " # added by wick-setup";

bool is_marked(std::string_view line) {
  line = trim(line);
  return line.size() >= kMark.size() && line.substr(line.size() - kMark.size()) == kMark;
}

bool is_comment(std::string_view line) {
  line = trim(line);
  return !line.empty() && line[0] == '#';
}

// Replaces each line (with its newline) by the result of `change`.
std::string each_line(std::string_view text,
                      const std::function<std::string(std::string_view)>& change) {
  std::string out;
  while (!text.empty()) {
    std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    out += change(text.substr(0, end));
    text.remove_prefix(end);
  }
  return out;
}

}  // namespace

std::optional<std::string> with_line(const std::string& text, const RcLine& line) {
  std::string newline = newline_of(text);
  std::string whole = line.command + std::string(kMark) + newline;
  bool there = false, marked = false;
  std::string renewed = each_line(text, [&](std::string_view old) {
    if (is_marked(old)) {
      marked = true;
      there |= has_word(old, line.word);
      return whole;
    }
    there |= !is_comment(old) && contains(old, line.names);
    return std::string(old);
  });
  if (there) return std::nullopt;
  if (marked) return renewed;
  return text + (text.empty() || text.back() == '\n' ? "" : newline) + whole;
}

std::optional<std::string> without_line(const std::string& text, const std::string* before) {
  std::string out = each_line(
      text, [](std::string_view line) { return std::string(is_marked(line) ? "" : line); });
  if (out == text) return std::nullopt;
  if (before && out == *before + newline_of(*before)) return *before;
  return out;
}

namespace {

constexpr std::array<std::string_view, 3> kShells = {"zsh", "bash", "fish"};

std::string call_of(const Env& env, const std::string& own_folder, const std::string& name) {
  auto call = lasting_call(name, own_folder, env.path);
  if (!call) throw Failure{Exit::kUnavailable, name + ": neither beside wick-setup nor on PATH"};
  return *call;
}

// The same for an rc file, with ~ so that the file also works on other machines.
std::string word_in_rc(const Env& env, const std::string& own_folder, const std::string& name,
                       std::string (*quote)(std::string_view)) {
  std::string program = call_of(env, own_folder, name);
  bool at_home = !env.home.empty() && program.compare(0, env.home.size() + 1, env.home + "/") == 0;
  return at_home ? "~/" + quote(std::string_view(program).substr(env.home.size() + 1))
                 : quote(program);
}

// Whether Claude Code finds the program, however it was started.
bool can_run(const Env& env, std::string program) {
  if (program.compare(0, 2, "~/") == 0) program.replace(0, 1, env.home);
  return find_program(program, kEveryPath).has_value();
}

std::string home(const Env& env) {
  if (env.home.empty()) throw Failure{Exit::kUsage, "HOME: is not set"};
  return env.home;
}

RcLine prompt_line(const Env& env, const std::string& own_folder, const std::string& shell) {
  std::string word =
      word_in_rc(env, own_folder, "wick-init", shell == "fish" ? fish_word : sh_word);
  if (shell == "fish") {
    return {
        fmt::format("if status is-interactive; and command -q {}; {} fish --right | source; end",
                    word, word),
        "wick-init", word};
  }
  std::string side = shell == "zsh" ? " zsh --right" : " bash --left";
  return {fmt::format("if command -v {} >/dev/null; then eval \"$({}{})\"; fi", word, word, side),
          "wick-init", word};
}

// Not in fish's conf.d, because config.fish is read later and its prompt would replace ours.
std::string rc_file(const Env& env, const std::string& shell) {
  if (shell == "bash") return home(env) + "/.bashrc";
  if (shell == "zsh") return (env.zdotdir.empty() ? home(env) : env.zdotdir) + "/.zshrc";
  bool xdg = !env.xdg_config_home.empty() && env.xdg_config_home[0] == '/';
  return (xdg ? env.xdg_config_home : home(env) + "/.config") + "/fish/config.fish";
}

// The file that a login bash reads: the first of these that exists.
std::string bash_login_file(const Env& env) {
  for (const char* name : {"/.bash_profile", "/.bash_login", "/.profile"}) {
    if (file_info(home(env) + name)) return home(env) + name;
  }
  return "";
}

Edit line_edit(const std::string& path, std::function<RcLine()> line) {
  return {path, "wick's line", [line](const std::string& text) { return with_line(text, line()); },
          without_line};
}

}  // namespace

Edit status_line_edit(const Env& env, const std::string& own_folder, bool project,
                      Foreign foreign) {
  std::string path = project ? ".claude/settings.json" : settings_dir(env) + "/settings.json";
  auto put_in = [=](const std::string& text) {
    StatusLineEntry entry{path, call_of(env, own_folder, "wick-line"), foreign,
                          [&env](const std::string& program) { return can_run(env, program); }};
    return with_status_line(text, entry);
  };
  auto take_out = [=](const std::string& text, const std::string* before) {
    return before ? without_status_line(text, *before, path) : std::nullopt;
  };
  return {path, "status line", put_in, take_out};
}

std::vector<std::string> status_line_obstacles(const std::string& settings_path, bool project) {
  std::vector<std::string> out;
  auto turned_off = [&out](const std::string& path, const std::string& text) {
    if (turns_hooks_off(text))
      out.push_back(path + ": disableAllHooks: Claude Code shows no status line");
  };
  std::string settings = try_read_file(settings_path, kLargestUserFile).value_or("");
  turned_off(settings_path, settings);
  // wick-line cannot know a project's padding, because wick.toml applies to all projects.
  std::string padding = project ? status_line_padding(settings) : "";
  if (!padding.empty() && padding != "0")
    out.push_back(fmt::format(
        "{}: statusLine.padding is {}: write margin = {} into [line] of wick.toml, so that the "
        "line fits the remaining columns",
        settings_path, padding, padding));
  for (const char* name : {".claude/settings.json", ".claude/settings.local.json"}) {
    auto info = file_info(name), own = file_info(settings_path);
    bool is_it = info && own && info->device == own->device && info->inode == own->inode;
    if (!info || is_it || (project && std::string_view(name) == ".claude/settings.json")) continue;
    std::string text = try_read_file(name, kLargestUserFile).value_or("");
    turned_off(name, text);
    if (has_status_line(text))
      out.push_back(fmt::format(
          "{}: has a statusLine of its own, which takes precedence over this one", name));
  }
  return out;
}

std::string shell_name(const Env& env, const std::string& given) {
  std::string_view name = given.empty() ? base_name(env.shell) : std::string_view(given);
  for (std::string_view shell : kShells) {
    if (shell == name) return std::string(shell);
  }
  std::string which = !given.empty() ? given : env.shell.empty() ? "SHELL" : "SHELL " + env.shell;
  throw Failure{Exit::kUsage,
                fmt::format("{}: {}; give zsh, bash or fish as an operand", printable(which),
                            given.empty() && env.shell.empty() ? "is not set" : "unknown")};
}

std::vector<Edit> prompt_edits(const Env& env, const std::string& own_folder,
                               const std::string& shell, bool to_undo) {
  std::vector<Edit> edits = {
      line_edit(rc_file(env, shell), [=] { return prompt_line(env, own_folder, shell); })};
  if (shell == "bash" && (to_undo || bash_login_file(env).empty())) {
    edits.push_back(line_edit(home(env) + "/.bash_profile", [] {
      return RcLine{"if [ -f ~/.bashrc ]; then . ~/.bashrc; fi", "bashrc", "."};
    }));
  }
  return edits;
}

std::vector<std::string> prompt_obstacles(const Env& env, const std::string& shell) {
  std::string login = shell == "bash" ? bash_login_file(env) : "";
  if (login.empty() || contains(try_read_file(login, kLargestUserFile).value_or(""), "bashrc"))
    return {};
  return {
      login +
      ": does not read ~/.bashrc, so login shells, such as those that tmux starts, do not show it"};
}

}  // namespace wick
