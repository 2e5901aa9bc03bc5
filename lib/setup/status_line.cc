// SPDX-License-Identifier: MIT
#include "lib/setup/status_line.h"

#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/setup/json_edit.h"

namespace wick {
namespace {

const std::string kKey = "statusLine";
constexpr std::string_view kRefresh = "5";  // seconds

std::string checked(const std::string& settings, const std::string& path) {
  std::string text = object_text(settings, path);
  if (count_members(text, kKey) > 1)
    throw Failure{Exit::kData, fmt::format("{}: {}: occurs twice", path, kKey)};
  return text;
}

// The last line of defence for the user's file: throws if the edit changed anything else.
std::string proven(std::string after, const std::string& before, const std::string& path,
                   std::string_view value) {
  check_object(after, path);
  if (!same_but_for(before, after, kKey, value))
    throw Failure{Exit::kSoftware, path + ": internal error: the edit would change more"};
  return after;
}

// Also true for a command that the user wrote around wick-line or with our script.
bool is_wicks(const std::string& command) {
  std::size_t end = 0;
  return base_name(first_word(command, end)) == "wick-line" || has_word(command, "wick-line") ||
         contains(command, "share/wick/statusline.sh");
}

// True if the entry is wick's but may run nothing: wick-line was moved or uninstalled, or is not on
// every PATH.
bool is_stale(const std::string& command, const StatusLineEntry& entry) {
  std::size_t end = 0;
  std::string program = first_word(command, end);
  bool can_tell = base_name(program) == "wick-line" && !contains(program, "$");
  return can_tell && !entry.can_run(program);
}

std::string with_program(const std::string& command, const std::string& program) {
  std::size_t end = 0;
  first_word(command, end);
  return sh_word(program) + command.substr(end);
}

std::string new_entry(const std::string& settings, const std::string& program) {
  return object_like(settings, {{"type", "\"command\""},
                                {"command", encode_string(sh_word(program))},
                                {"refreshInterval", std::string(kRefresh)}});
}

[[noreturn]] void refuse(const StatusLineEntry& entry, const std::optional<std::string>& command) {
  std::string what = command ? "runs another command: " + *command : "is not wick's";
  throw Failure{
      Exit::kNo,
      fmt::format("{}: statusLine {}; --wrap keeps it and adds wick's line, --replace replaces it",
                  entry.path, what)};
}

std::string in_place_of(const std::string& old, const std::string& settings,
                        const StatusLineEntry& entry) {
  auto command = string_member(old, "command");
  if (old == "null" || entry.foreign == Foreign::kReplace)
    return new_entry(settings, entry.program);
  if (entry.foreign == Foreign::kRefuse) refuse(entry, command);
  if (!command) throw Failure{Exit::kData, entry.path + ": statusLine: has no command to keep"};
  // Keeps the refresh interval, because the other command may be slow to start.
  std::string wrapped = fmt::format("{} --above={}", sh_word(entry.program), sh_word(*command));
  return set_member(old, "command", encode_string(wrapped));
}

// The value that the member should have; empty when it already has it.
std::optional<std::string> wanted(const std::string& settings, const StatusLineEntry& entry) {
  auto old = member_text(settings, kKey);
  if (!old) return new_entry(settings, entry.program);
  std::string command = string_member(*old, "command").value_or("");
  if (!is_wicks(command)) return in_place_of(*old, settings, entry);
  if (entry.foreign == Foreign::kReplace && command != sh_word(entry.program))
    return new_entry(settings, entry.program);
  if (!is_stale(command, entry)) return std::nullopt;
  return set_member(*old, "command", encode_string(with_program(command, entry.program)));
}

std::optional<std::string> valid(const std::string& settings) {
  try {
    return checked(settings, "");
  } catch (const Failure&) {
    return std::nullopt;
  }
}

}  // namespace

std::optional<std::string> with_status_line(const std::string& settings,
                                            const StatusLineEntry& entry) {
  std::string text = checked(settings, entry.path);
  auto value = wanted(text, entry);
  if (!value) return std::nullopt;
  return proven(set_member(text, kKey, *value), text, entry.path, *value);
}

std::optional<std::string> without_status_line(const std::string& settings,
                                               const std::string& before, const std::string& path) {
  std::string text = checked(settings, path);
  auto now = member_text(text, kKey);
  if (!now || !is_wicks(string_member(*now, "command").value_or(""))) return std::nullopt;
  std::string old = checked(before, path + ": backup");
  auto value = member_text(old, kKey);
  std::string after = value ? set_member(text, kKey, *value) : remove_member(text, kKey);
  proven(after, text, path, value.value_or(""));
  return same_but_for("{}", after, kKey, "") && same_but_for("{}", old, kKey, "") ? before : after;
}

bool turns_hooks_off(const std::string& settings) {
  auto text = valid(settings);
  return text && is_true(*text, "disableAllHooks");
}

bool has_status_line(const std::string& settings) {
  auto text = valid(settings);
  return text && member_text(*text, kKey);
}

std::string status_line_padding(const std::string& settings) {
  auto text = valid(settings);
  auto line = text ? member_text(*text, kKey) : std::nullopt;
  if (!line || !line->starts_with('{')) return "";
  std::string padding = member_text(*line, "padding").value_or("");
  return parse_integer(padding) ? padding : "";
}

}  // namespace wick
