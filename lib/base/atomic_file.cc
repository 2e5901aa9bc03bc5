// SPDX-License-Identifier: MIT
#include "lib/base/atomic_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "lib/base/failure.h"
#include "lib/base/format.h"

namespace wick {
namespace {

// Replaces the old file. ext4 flushes a file's data when it is renamed over another (70 us,
// measured, of the 500 that a process takes). Exchanging the two names is as atomic and avoids
// that; what a power failure loses here, the next run writes again.
bool replace(const std::string& temporary, const std::string& path) {
#ifdef RENAME_EXCHANGE
  if (::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, path.c_str(), RENAME_EXCHANGE) == 0) {
    if (::unlink(temporary.c_str()) == 0 || errno != EISDIR) return true;
    // It was a folder: exchange them again.
    ::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, path.c_str(), RENAME_EXCHANGE);
    errno = EISDIR;
    return false;
  }
#endif
  return ::rename(temporary.c_str(), path.c_str()) == 0;
}

// A name that no other process uses. The pid alone is not enough, because containers may share
// folders.
std::string temporary_name(const std::string& path) {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return fmt::format("{}.{}.{}.tmp", path, ::getpid(),
                     now.tv_sec % 1000000 * 1000000000 + now.tv_nsec);
}

Fd create_beside(const std::string& path, std::string& temporary) {
  constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
  for (int attempt = 0; attempt < 3; ++attempt) {
    temporary = temporary_name(path);
    Fd fd(::open(temporary.c_str(), kFlags, 0600));
    if (fd) return fd;
    bool again = errno == EEXIST || (errno == ENOENT && make_dirs(parent_dir(path)));
    if (!again) break;
  }
  return Fd();
}

}  // namespace

bool set_modified(int fd, TimeMs modified) {
  timespec t{};
  t.tv_sec = static_cast<time_t>(modified / 1000);
  t.tv_nsec = static_cast<long>(modified % 1000) * 1000000;
  timespec times[2] = {t, t};
  return ::futimens(fd, times) == 0;
}

AtomicFile::AtomicFile(std::string path) : path_(std::move(path)) {
  fd_ = create_beside(path_, temporary_);
  if (!fd_) fail();
}

AtomicFile::~AtomicFile() {
  if (fd_ && !temporary_.empty()) ::unlink(temporary_.c_str());
}

void AtomicFile::fail() const {
  throw Failure{Exit::kIo, fmt::format("{}: {}", path_, std::strerror(errno))};
}

void AtomicFile::write(std::string_view piece) {
  if (!write_all(fd_.get(), piece)) fail();
}

void AtomicFile::keep_mode() {
  struct stat old;
  if (::stat(path_.c_str(), &old) == 0 && ::fchmod(fd_.get(), old.st_mode & 0666) != 0) fail();
}

void AtomicFile::commit(TimeMs modified) {
  if (modified != 0 && !set_modified(fd_.get(), modified)) fail();
  if (!replace(temporary_, path_)) fail();
  temporary_.clear();
}

bool AtomicFile::commit_if_first() {
  if (::link(temporary_.c_str(), path_.c_str()) == 0) return true;
  if (errno == EEXIST || file_info(path_)) return false;
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) fail();  // a file system without links
  temporary_.clear();
  return true;
}

void write_atomically(const std::string& path, std::string_view data, TimeMs modified) {
  AtomicFile file(path);
  file.write(data);
  file.commit(modified);
}

}  // namespace wick
