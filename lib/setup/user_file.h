// SPDX-License-Identifier: MIT
// Files that are the user's and cannot be made again: kept on disk before they are replaced, with
// their mode, behind the symbolic links that lead to them.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "lib/base/file.h"

namespace wick {

/// Settings and start files of shells are not larger; what is, is refused.
constexpr std::size_t kLargestUserFile = 16 * 1024 * 1024;

/// A file as it was when it was read.
struct UserFile {
  std::string path;                 // as the user calls it
  std::string target;               // the file itself, behind symbolic links
  std::optional<std::string> text;  // empty: there is none
  mode_t mode = 0600;
};

/// Reads a file; one that is not there has no text. Failure{kNoInput} when it cannot be read.
UserFile read_user_file(const std::string& path);

/// Failure{kIo} when the file is read-only, {kTempfail} when another program has changed it since it
/// was read.
void check_may_change(const UserFile& file);

/// Checks that, and puts `text` in the file's place, at once and durably. Failure{kIo} when it cannot;
/// the file is as it was then.
void replace_user_file(const UserFile& file, const std::string& text);

/// Removes the file. Failure as above.
void remove_user_file(const UserFile& file);

/// Makes the folder of a file; the outermost folder that had to be made, or "". Failure{kIo}, with none
/// made.
std::string make_folder_of(const std::string& path);

/// Waits until no other wick-setup works on a file, until the descriptor is closed.
Fd lock_folder_of(const std::string& path);

/// Where what was before is kept, beside the file: its bytes, or, where there was no file, a note
/// of what was made.
std::string backup_of(const std::string& path);
std::string note_of(const std::string& path);

/// What was there before wick-setup came.
struct Before {
  std::string text;
  bool existed = true;
  std::string made;  // the outermost folder that was made for it
};

/// Empty when nothing is kept. Failure{kNoInput} when it cannot be read.
std::optional<Before> kept_before(const std::string& path);
/// Keeps the file under that name, which the others take as the path. Failure{kIo}.
void keep_before(const UserFile& file, const std::string& name, const std::string& made);
void forget_before(const std::string& path);

/// Removes the folders of a file from the innermost to `made`, as long as they are empty.
void remove_folders(const std::string& path, const std::string& made);

}  // namespace wick
