// SPDX-License-Identifier: MIT
#include "lib/setup/edit.h"

#include "lib/base/format.h"
#include "lib/setup/diff.h"
#include "lib/setup/user_file.h"

namespace wick {
namespace {

std::string text_of(const UserFile& file) { return file.text.value_or(""); }

// What is kept is the way back as long as the change is in the file. Else it is of another time.
bool is_way_back(const Edit& edit, const UserFile& file, const std::optional<Before>& before) {
  return before && edit.take_out(text_of(file), &before->text);
}

std::string line(const std::string& path, const std::string& what) {
  return fmt::format("{}: {}\n", path, what);
}

// Writes the file. `keep`: also what was before, first, so that there is a way back at any time; and
// when the change cannot be written, takes that away again.
void write(const UserFile& file, const std::string& after, bool keep, const std::string& made) {
  check_may_change(file);
  try {
    if (keep) keep_before(file, made);
    replace_user_file(file, after);
  } catch (const Failure&) {
    if (keep) forget_before(file.path);
    throw;
  }
}

}  // namespace

Done make(const Edit& edit, bool dry_run) {
  if (!dry_run) edit.put_in(text_of(read_user_file(edit.path)));  // may refuse: no folder is made
  std::string made = dry_run ? "" : make_folder_of(edit.path);
  try {
    Fd lock = dry_run ? Fd() : lock_folder_of(edit.path);
    UserFile file = read_user_file(edit.path);
    auto after = edit.put_in(text_of(file));
    if (!after) return {line(edit.path, edit.what + " is there already"), false};
    if (dry_run) return {unified_diff(edit.path, file.text, after), true};

    bool keep = !is_way_back(edit, file, kept_before(edit.path));
    write(file, *after, keep, made);
    return {line(edit.path, edit.what + (file.text ? " written" : " written to a new file")) +
                (keep && file.text ? line(backup_of(edit.path), "the file as it was") : ""),
            true};
  } catch (const Failure&) {
    remove_folders(edit.path, made);
    throw;
  }
}

Done undo(const Edit& edit, bool dry_run) {
  Fd lock = lock_folder_of(edit.path);
  UserFile file = read_user_file(edit.path);
  auto before = kept_before(edit.path);
  auto after = edit.take_out(text_of(file), before ? &before->text : nullptr);
  if (!file.text || !after) return {line(edit.path, "nothing to undo"), false};
  bool remove = before && !before->existed && after->empty();
  if (dry_run) return {unified_diff(edit.path, file.text, remove ? std::nullopt : after), true};

  if (remove) {
    remove_user_file(file);
  } else {
    replace_user_file(file, *after);
  }
  forget_before(edit.path);
  if (remove) remove_folders(edit.path, before->made);
  bool as_before = remove || (before && before->existed && *after == before->text);
  return {line(edit.path, remove      ? "removed, there was none before"
                          : as_before ? "as it was before"
                                      : edit.what + " taken out, the rest stays as it is"),
          true};
}

}  // namespace wick
