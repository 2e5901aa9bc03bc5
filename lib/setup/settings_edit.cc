// SPDX-License-Identifier: MIT
#include "lib/setup/settings_edit.h"

#include <algorithm>

#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/setup/json_edit.h"

namespace wick {
namespace {

constexpr std::size_t kLargestRecord = 1024 * 1024;

[[noreturn]] void refuse(const SettingsChange& change, std::string_view why) {
  throw Failure{Exit::kData,
                fmt::format("{}: {}: {}", change.file, change.entry.member.back(), why)};
}

// The value of the change's member; empty when there is no such member.
std::optional<std::string> value_in(const std::string& settings, const SettingsChange& change) {
  auto value = member_text(settings, change.entry.member[0]);
  if (!value || change.entry.member.size() == 1) return value;
  if (!value->starts_with('{')) refuse(change, "is not in an object");
  return member_text(*value, change.entry.member[1]);
}

// The settings with that value of the member. Verifies that nothing else changed, since it is the
// user's file.
std::string with_value(const std::string& settings, const SettingsChange& change,
                       const std::string& value) {
  const std::string& outer = change.entry.member[0];
  std::string text = value;
  if (change.entry.member.size() > 1) {
    auto object = member_text(settings, outer);
    text = object ? set_member(*object, change.entry.member[1], value)
                  : object_like(settings, {{change.entry.member[1], value}});
    if (object && !same_but_for(*object, text, change.entry.member[1], value))
      refuse(change, "internal error: the edit would change more");
  }
  std::string after = set_member(settings, outer, text);
  check_object(after, change.file);
  if (!same_but_for(settings, after, outer, text))
    refuse(change, "internal error: the edit would change more");
  return after;
}

// The settings without the member, and without the enclosing object if that becomes empty and did
// not exist before.
std::string without_value(const std::string& settings, const SettingsChange& change,
                          const std::string& before) {
  const std::string& outer = change.entry.member[0];
  if (change.entry.member.size() == 1) return remove_member(settings, outer);
  std::string object =
      remove_member(member_text(settings, outer).value_or("{}"), change.entry.member[1]);
  bool keep = !same_json(object, "{}") || member_text(before, outer);
  return keep ? set_member(settings, outer, object) : remove_member(settings, outer);
}

void put_in(std::string& settings, const SettingsChange& change) {
  auto value = value_in(settings, change);
  std::string object = settings;
  for (const std::string& name : change.entry.member) {
    if (count_members(object, name) > 1) refuse(change, "occurs twice");
    object = member_text(object, name).value_or("{}");
  }
  if (change.entry.in_list) {
    if (value && !value->starts_with('[')) refuse(change, "is not a list");
    if (!value || !has_element(*value, change.entry.value))
      settings =
          with_value(settings, change, add_element(value.value_or("[]"), change.entry.value));
  } else if (!value ||
             (change.entry.member.size() == 1 && !same_json(*value, change.entry.value))) {
    settings = with_value(settings, change, change.entry.value);
  }
}

// False when the entry is missing or the user has changed it since.
bool take_out(std::string& settings, const SettingsChange& change, const std::string& before) {
  auto value = value_in(settings, change), old = value_in(before, change);
  if (!value) return false;
  if (!change.entry.in_list) {
    if (!same_json(*value, change.entry.value) || (old && same_json(*old, *value))) return false;
    settings = old ? with_value(settings, change, *old) : without_value(settings, change, before);
    return true;
  }
  if (!value->starts_with('[') || !has_element(*value, change.entry.value)) return false;
  if (old && has_element(*old, change.entry.value)) return false;
  std::string rest = remove_element(*value, change.entry.value);
  settings = same_json(rest, "[]") && !old ? without_value(settings, change, before)
                                           : with_value(settings, change, rest);
  return true;
}

// An edit that makes the `wanted` changes; undoing it also undoes those `made` before.
Edit settings_edit(const std::string& file, const std::vector<SettingsChange>& wanted,
                   const std::vector<SettingsChange>& made) {
  Edit edit{file, "settings", nullptr, nullptr, file + ".waste"};
  edit.put_in = [file, wanted](const std::string& text) -> std::optional<std::string> {
    std::string settings = object_text(text, file), before = settings;
    for (const SettingsChange& change : wanted) put_in(settings, change);
    return settings == before ? std::nullopt : std::optional(settings);
  };
  std::vector<SettingsChange> all = made;
  all.insert(all.end(), wanted.begin(), wanted.end());
  edit.take_out = [file, all](const std::string& text,
                              const std::string* before) -> std::optional<std::string> {
    std::string settings = object_text(text, file),
                old = object_text(before ? *before : "", file + ": backup");
    bool any = false;
    for (const SettingsChange& change : all) any |= take_out(settings, change, old);
    if (!any) return std::nullopt;
    return before && same_json(settings, old) ? *before : settings;
  };
  return edit;
}

// The record of the changes made, needed for undo because another audit may propose other settings.

std::string record_path(const Env& env) {
  std::string home = state_home(env);
  if (home.empty())
    throw Failure{Exit::kUnavailable, "no home directory to record in what was written"};
  return home + "/settings-written";
}

SettingsChange change_of(const std::string& line, const std::string& path) {
  check_object(line, path);
  auto text = [&line](const char* key) { return string_member(line, key).value_or(""); };
  SettingsChange change{text("file"), {{text("member")}, text("value"), is_true(line, "in_list")}};
  if (auto inner = string_member(line, "inner")) change.entry.member.push_back(*inner);
  if (change.file.empty() || change.entry.member[0].empty() || change.entry.value.empty())
    throw Failure{Exit::kData, path + ": not written by wick-waste"};
  return change;
}

std::vector<SettingsChange> read_applied(const Env& env) {
  std::vector<SettingsChange> applied;
  std::string path = record_path(env), lines = read_if_any(path, kLargestRecord).value_or("");
  for (std::size_t begin = 0; begin < lines.size();) {
    std::size_t end = std::min(lines.find('\n', begin), lines.size());
    applied.push_back(change_of(lines.substr(begin, end - begin), path));
    begin = end + 1;
  }
  return applied;
}

void write_applied(const Env& env, const std::vector<SettingsChange>& applied) {
  std::string lines;
  for (const SettingsChange& change : applied) {
    lines += fmt::format(R"({{"file": {}, "member": {}, "value": {}, "in_list": {})",
                         encode_string(change.file), encode_string(change.entry.member[0]),
                         encode_string(change.entry.value), change.entry.in_list);
    if (change.entry.member.size() > 1)
      lines += fmt::format(R"(, "inner": {})", encode_string(change.entry.member[1]));
    lines += "}\n";
  }
  write_atomically(record_path(env), lines);
}

std::vector<SettingsChange> of_file(const std::vector<SettingsChange>& all,
                                    const std::string& file) {
  std::vector<SettingsChange> out;
  for (const SettingsChange& change : all)
    if (change.file == file) out.push_back(change);
  return out;
}

std::vector<std::string> files_of(const std::vector<SettingsChange>& all) {
  std::vector<std::string> files;
  for (const SettingsChange& change : all)
    if (std::find(files.begin(), files.end(), change.file) == files.end())
      files.push_back(change.file);
  return files;
}

}  // namespace

Done apply_settings(const Env& env, const std::vector<SettingsChange>& wanted, bool dry_run) {
  std::vector<SettingsChange> made = read_applied(env);
  Done all;
  for (const std::string& file : files_of(wanted)) {
    std::vector<SettingsChange> changes = of_file(wanted, file);
    Edit edit = settings_edit(file, changes, of_file(made, file));
    if (!dry_run && make(edit, true).changed) {
      // Recorded before writing: undo ignores entries that are missing.
      for (const SettingsChange& change : changes)
        if (std::find(made.begin(), made.end(), change) == made.end()) made.push_back(change);
      write_applied(env, made);
    }
    Done done = make(edit, dry_run);
    if (done.changed) all.report += done.report, all.changed = true;
  }
  return all;
}

Done undo_settings(const Env& env, bool dry_run) {
  std::vector<SettingsChange> made = read_applied(env);
  Done all;
  for (const std::string& file : files_of(made)) {
    Done done = undo(settings_edit(file, {}, of_file(made, file)), dry_run);
    all.report += done.report, all.changed |= done.changed;
    if (dry_run) continue;
    std::erase_if(made, [&file](const SettingsChange& change) { return change.file == file; });
    write_applied(env, made);
  }
  return all;
}

}  // namespace wick
