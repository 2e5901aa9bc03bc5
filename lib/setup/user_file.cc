// SPDX-License-Identifier: MIT
#include "lib/setup/user_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/base/text.h"

namespace wick {
namespace {

[[noreturn]] void fail(const std::string& path, int error) {
  throw Failure{Exit::kIo, fmt::format("{}: {}", path, std::strerror(error))};
}

bool sync_folder(const std::string& folder) {
  Fd fd(::open(folder.c_str(), O_RDONLY | O_CLOEXEC));
  return fd && ::fsync(fd.get()) == 0;
}

// Writes a temporary file and renames it, so that readers, also after a power failure, see either
// the old or the new text.
void write_durably(const std::string& path, const std::string& text, mode_t mode) {
  std::string temporary = path + ".wick-XXXXXX";
  Fd fd(::mkstemp(temporary.data()));
  if (!fd) fail(path, errno);
  struct stat old;
  if (::stat(path.c_str(), &old) == 0 && ::geteuid() == 0)
    (void)!::fchown(fd.get(), old.st_uid, old.st_gid);  // keep the owner under sudo
  bool done = ::fchmod(fd.get(), mode) == 0 && write_all(fd.get(), text) &&
              ::fsync(fd.get()) == 0 && ::rename(temporary.c_str(), path.c_str()) == 0;
  if (!done) {
    int error = errno;
    ::unlink(temporary.c_str());
    fail(path, error);
  }
  sync_folder(parent_dir(path));
}

}  // namespace

UserFile read_user_file(const std::string& path) {
  auto target = behind_links(path);
  if (!target) throw Failure{Exit::kNoInput, fmt::format("{}: {}", path, std::strerror(ELOOP))};
  UserFile file{path, *target, std::nullopt};
  struct stat st;
  if (::stat(file.target.c_str(), &st) != 0) {
    if (errno == ENOENT) return file;
    throw Failure{Exit::kNoInput, fmt::format("{}: {}", path, std::strerror(errno))};
  }
  file.mode = st.st_mode & 07777;
  file.text = read_file(path, kLargestUserFile);
  return file;
}

// Renaming does not need write permission for the file itself, but a read-only file must not be
// changed.
void check_may_change(const UserFile& file) {
  if (read_user_file(file.path).text != file.text)
    throw Failure{Exit::kTempfail, file.path + ": was changed by another program in the meantime"};
  bool writable = (file.mode & 0222) != 0 && ::access(file.target.c_str(), W_OK) == 0;
  if (file.text && !writable) fail(file.path, EACCES);
}

void replace_user_file(const UserFile& file, const std::string& text) {
  check_may_change(file);
  write_durably(file.target, text, file.mode);
}

void remove_user_file(const UserFile& file) {
  check_may_change(file);
  if (::unlink(file.target.c_str()) != 0) fail(file.path, errno);
}

std::string make_folder_of(const std::string& path) {
  std::string folder = parent_dir(path);
  if (is_directory(folder)) return "";
  std::string outermost = make_folder_of(folder);
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    int error = errno;
    remove_folders(folder, outermost);
    fail(folder, error);
  }
  return outermost.empty() ? folder : outermost;
}

Fd lock_folder_of(const std::string& path) {
  Fd fd(::open(parent_dir(path).c_str(), O_RDONLY | O_CLOEXEC));
  if (fd) ::flock(fd.get(), LOCK_EX);  // ignored if the file system has no locks
  return fd;
}

std::string backup_of(const std::string& path) { return path + ".wick-backup"; }
std::string note_of(const std::string& path) { return path + ".wick-created"; }

std::optional<Before> kept_before(const std::string& path) {
  if (auto text = read_if_any(backup_of(path), kLargestUserFile)) return Before{*text, true, ""};
  auto note = read_if_any(note_of(path), kLargestUserFile);
  if (!note) return std::nullopt;
  return Before{"", false, std::string(trim(*note))};
}

void keep_before(const UserFile& file, const std::string& name, const std::string& made) {
  forget_before(name);  // an outdated backup; nothing is lost if we die here
  if (file.text) {
    write_durably(backup_of(name), *file.text, file.mode);
  } else {
    write_durably(note_of(name), made + "\n", 0600);
  }
}

void forget_before(const std::string& path) {
  ::unlink(backup_of(path).c_str());
  ::unlink(note_of(path).c_str());
}

void remove_folders(const std::string& path, const std::string& made) {
  if (made.empty()) return;
  std::string folder = parent_dir(path);
  while (folder.size() >= made.size() && folder.compare(0, made.size(), made) == 0 &&
         ::rmdir(folder.c_str()) == 0) {
    folder = parent_dir(folder);
  }
}

}  // namespace wick
