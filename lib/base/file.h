// SPDX-License-Identifier: MIT
// Files: opened without blocking, read within bounds, written whole or not at all.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct stat;

#include "lib/base/failure.h"
#include "lib/base/time.h"

namespace wick {

/// An open file descriptor, closed when it goes.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Fd();
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

/// What tells one file from another, and one state of it from the next.
struct FileInfo {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  TimeMs modified = 0;

  bool operator==(const FileInfo&) const = default;
};
FileInfo info_of(const struct ::stat& s);

/// A regular file open for reading. Never waits: a fifo or a device is refused.
struct OpenFile {
  Fd fd;
  FileInfo info;
  std::string path;  // for messages
};

// An error is not an end, and a file that cannot be read is not one that is missing: what goes by these
// three names differs in what is made of the second only. Each throws Failure{kNoInput, "PATH: REASON"}.

/// Opens a regular file, which must be there.
OpenFile open_regular(const std::string& path);
/// The same of one that may well not be there: empty then.
std::optional<OpenFile> open_if_any(const std::string& path);
/// The same, empty whatever is wrong: where nothing that is told depends on it.
std::optional<OpenFile> try_open_regular(const std::string& path);

/// Up to `size` bytes at `offset`; fewer only at the end of the file. Failure{kNoInput}.
std::size_t read_at(const OpenFile& file, std::uint64_t offset, char* into, std::size_t size);

/// A whole small file, not larger than `limit`, in the same three ways; the last one is for what is kept to
/// save time, and made anew.
std::string read_file(const std::string& path, std::size_t limit);
std::optional<std::string> read_if_any(const std::string& path, std::size_t limit);
std::optional<std::string> try_read_file(const std::string& path, std::size_t limit);

/// What stat(2) answers of a file that is not there, or that this user may not see: any other error (EIO,
/// ESTALE, ENOMEM) says nothing about it.
bool is_out_of_reach(int error);

/// What stat(2) says; empty, with errno set, when there is no such file or it is out of reach.
/// Failure{kNoInput} when it cannot be told.
std::optional<FileInfo> file_info(const std::string& path);
/// The same of what may well be there, as a name that its folder lists: a file that is out of reach is a Failure too.
std::optional<FileInfo> listed_info(const std::string& path);
bool is_directory(const std::string& path);

/// Names in a folder, "." and ".." left out, in no order; none when there is no such folder.
/// Failure{kNoInput} when they cannot all be read.
std::vector<std::string> list_dir(const std::string& path);

/// What `read` reads of a file or a folder that others may have put there: nothing when it is out of reach, too
/// large, or of another type; a Failure when it cannot be read although it should be.
template <class Read>
auto if_allowed(Read read) -> decltype(read()) {
  try {
    return read();
  } catch (const Failure& failure) {
    if (failure.error != 0 && !is_out_of_reach(failure.error)) throw;
    return {};
  }
}

/// Does `read` for one of many; what cannot be read is noted, "PATH: REASON", and the others go on. False then.
template <class Read>
bool or_note(std::vector<std::string>& unreadable, Read read) {
  try {
    read();
    return true;
  } catch (const Failure& failure) {
    unreadable.push_back(failure.message);
    return false;
  }
}

/// Where the links at `path` lead, also when nothing is there yet, which realpath(3) does not tell; `path` itself
/// when it is no link. Empty when they lead in circles.
std::optional<std::string> behind_links(std::string path);

/// Makes a folder and the missing ones above it, 0700; false with errno set when it cannot. It may
/// be there.
bool make_dirs(const std::string& path);

/// Writes `data` to a new file beside `path` and renames it over `path`, mode 0600, making missing
/// folders (0700). A reader sees the old or the new content, whole. `modified` other than 0 sets
/// the file's time. Failure{kIo, "PATH: REASON"}; the half-written file is removed.
void write_atomically(const std::string& path, std::string_view data, TimeMs modified = 0);

/// Writes everything to a descriptor, however many calls it takes; false with errno set when it
/// cannot.
bool write_all(int fd, std::string_view data);

/// The folder part of a path: "/a/b" gives "/a", "/a" gives "/", "a" gives ".".
std::string parent_dir(std::string_view path);
/// The last part of a path.
std::string_view base_name(std::string_view path);

/// A path as programs on Windows write it: "C:\\shop", "c:/shop", "\\\\server\\share".
bool is_windows_path(std::string_view path);

/// The path without symbolic links, "." and ".."; the path itself when it cannot be resolved.
std::string real_path(const std::string& path);

// How far a file that only grows was read, and whether it is still that file.

struct ReadMark {
  std::uint64_t device = 0, inode = 0, offset = 0;
  // Of what stood at its start and just before `offset`.
  std::uint64_t head_hash = 0, tail_hash = 0;
};

/// The mark of a file that was read up to `offset`.
ReadMark mark_at(const OpenFile& file, std::uint64_t offset);

/// The file still starts with what was read of it: it is the same one, not shorter, and the ends of
/// what was read are as they were.
bool fits(const ReadMark& mark, const OpenFile& file);

}  // namespace wick
