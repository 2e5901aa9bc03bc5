// SPDX-License-Identifier: MIT
#include "lib/setup/edit.h"

#include <algorithm>
#include <vector>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/setup/user_file.h"

namespace wick {
namespace {

constexpr std::size_t kContext = 3;

using Lines = std::vector<std::string_view>;  // each with its newline

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

std::string shown(char mark, std::string_view line) {
  bool whole = line.back() == '\n';
  if (whole) line.remove_suffix(1);
  bool cr = !line.empty() && line.back() == '\r';
  if (cr) line.remove_suffix(1);
  std::string out(1, mark);
  for (std::size_t begin = 0; begin <= line.size();) {
    std::size_t tab = std::min(line.find('\t', begin), line.size());
    out += printable(line.substr(begin, tab - begin));
    if (tab < line.size()) out += '\t';
    begin = tab + 1;
  }
  return out + (cr ? "\r\n" : "\n") + (whole ? "" : "\\ No newline at end of file\n");
}

std::string range(std::size_t begin, std::size_t count) {
  return std::to_string(count == 0 ? begin : begin + 1) +
         (count == 1 ? "" : fmt::format(",{}", count));
}

std::string header(const char* mark, const std::string& path, bool exists) {
  return fmt::format("{} {}\n", mark, exists ? printable(path) : "/dev/null");
}

}  // namespace

std::string unified_diff(const std::string& path, const std::optional<std::string>& before,
                         const std::optional<std::string>& after) {
  std::string old_text = before.value_or(""), new_text = after.value_or("");
  if (old_text == new_text) return "";
  Lines a = lines_of(old_text), b = lines_of(new_text);
  std::size_t shorter = std::min(a.size(), b.size()), same = 0, tail = 0;
  while (same < shorter && a[same] == b[same]) ++same;
  while (tail < shorter - same && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;

  std::size_t begin = same - std::min(same, kContext);
  std::size_t after_change = std::min(tail, kContext);
  std::size_t a_end = a.size() - tail, b_end = b.size() - tail;
  std::string out =
      header("---", path, before.has_value()) + header("+++", path, after.has_value());
  out += fmt::format("@@ -{} +{} @@\n", range(begin, a_end + after_change - begin),
                     range(begin, b_end + after_change - begin));
  for (std::size_t i = begin; i < same; ++i) out += shown(' ', a[i]);
  for (std::size_t i = same; i < a_end; ++i) out += shown('-', a[i]);
  for (std::size_t i = same; i < b_end; ++i) out += shown('+', b[i]);
  for (std::size_t i = a_end; i < a_end + after_change; ++i) out += shown(' ', a[i]);
  return out;
}

std::string newline_of(std::string_view text) { return contains(text, "\r\n") ? "\r\n" : "\n"; }

namespace {

const std::string& kept_name(const Edit& edit) {
  return edit.kept_as.empty() ? edit.path : edit.kept_as;
}

std::string text_in(const UserFile& file) { return file.text.value_or(""); }

// A backup is only valid while the change is in the file; otherwise it is from an earlier time.
bool is_way_back(const Edit& edit, const UserFile& file, const std::optional<Before>& before) {
  return before && edit.take_out(text_in(file), &before->text);
}

std::string line(const std::string& path, const std::string& what) {
  return fmt::format("{}: {}\n", path, what);
}

// Writes the file. `keep`: makes a backup first, so that the change can be undone at any time;
// removes it again if the file cannot be written.
void write(const Edit& edit, const UserFile& file, const std::string& after, bool keep,
           const std::string& made) {
  check_may_change(file);
  try {
    if (keep) keep_before(file, kept_name(edit), made);
    replace_user_file(file, after);
  } catch (const Failure&) {
    if (keep) forget_before(kept_name(edit));
    throw;
  }
}

}  // namespace

Done make(const Edit& edit, bool dry_run) {
  if (!dry_run) edit.put_in(text_in(read_user_file(edit.path)));  // may throw; creates no folder
  std::string made = dry_run ? "" : make_folder_of(edit.path);
  try {
    Fd lock = dry_run ? Fd() : lock_folder_of(edit.path);
    UserFile file = read_user_file(edit.path);
    auto after = edit.put_in(text_in(file));
    if (!after) return {line(edit.path, edit.what + " is already there"), false};
    if (dry_run) return {unified_diff(edit.path, file.text, after), true};

    bool keep = !is_way_back(edit, file, kept_before(kept_name(edit)));
    write(edit, file, *after, keep, made);
    return {line(edit.path, edit.what + (file.text ? " written" : " written to a new file")) +
                (keep && file.text ? line(backup_of(kept_name(edit)), "the file as it was") : ""),
            true};
  } catch (const Failure&) {
    remove_folders(edit.path, made);
    throw;
  }
}

Done undo(const Edit& edit, bool dry_run) {
  Fd lock = lock_folder_of(edit.path);
  UserFile file = read_user_file(edit.path);
  auto before = kept_before(kept_name(edit));
  auto after = edit.take_out(text_in(file), before ? &before->text : nullptr);
  if (!file.text || !after) return {line(edit.path, "nothing to undo"), false};
  bool remove = before && !before->existed && after->empty();
  if (dry_run) return {unified_diff(edit.path, file.text, remove ? std::nullopt : after), true};

  if (remove) {
    remove_user_file(file);
  } else {
    replace_user_file(file, *after);
  }
  forget_before(kept_name(edit));
  if (remove) remove_folders(edit.path, before->made);
  bool as_before = remove || (before && before->existed && *after == before->text);
  return {line(edit.path, remove      ? "removed, because there was none before"
                          : as_before ? "as it was before"
                                      : edit.what + " removed; the rest is unchanged"),
          true};
}

}  // namespace wick
