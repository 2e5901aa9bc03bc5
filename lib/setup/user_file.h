// SPDX-License-Identifier: MIT The user's own files, which cannot be recreated: they are backed up
// before they are replaced, keep their mode, and symbolic links to them are followed.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "lib/base/file.h"

namespace wick {

/// Settings and shell startup files are not larger; larger files are refused.
constexpr std::size_t kLargestUserFile = 16 * 1024 * 1024;

/// A file and its contents when it was read.
struct UserFile {
  std::string path;                 // as the user named it
  std::string target;               // the file itself, with symbolic links resolved
  std::optional<std::string> text;  // empty: there is no file
  mode_t mode = 0600;
};

/// Reads a file; a missing one has no text. Failure{kNoInput} when it cannot be read.
UserFile read_user_file(const std::string& path);

/// Failure{kIo} when the file is read-only, {kTempfail} when another program has changed it since
/// it was read.
void check_may_change(const UserFile& file);

/// Calls check_may_change() and replaces the file's text, atomically and durably. Failure{kIo},
/// with the file unchanged.
void replace_user_file(const UserFile& file, const std::string& text);

/// Removes the file. Fails like replace_user_file().
void remove_user_file(const UserFile& file);

/// Creates the folder of a file. Returns the outermost folder that had to be created, or "".
/// Failure{kIo}, with none created.
std::string make_folder_of(const std::string& path);

/// Waits until no other wick-setup works on the file; the lock is held until the descriptor is
/// closed.
Fd lock_folder_of(const std::string& path);

/// The paths of the backup, beside the file, and of the note that replaces it if there was no file:
/// it names the outermost folder that was created.
std::string backup_of(const std::string& path);
std::string note_of(const std::string& path);

/// The state before wick-setup's first change.
struct Before {
  std::string text;
  bool existed = true;
  std::string made;  // the outermost folder that was created for it
};

/// Empty when there is no backup. Failure{kNoInput} when it cannot be read.
std::optional<Before> kept_before(const std::string& path);
/// Backs up the file under `name`, the path to give to the other functions. Failure{kIo}.
void keep_before(const UserFile& file, const std::string& name, const std::string& made);
void forget_before(const std::string& path);

/// Removes the folders of a file from the innermost to `made`, as long as they are empty.
void remove_folders(const std::string& path, const std::string& made);

}  // namespace wick
