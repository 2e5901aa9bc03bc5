// SPDX-License-Identifier: MIT
// Files: opening without blocking, bounded reads, atomic writes.
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

/// An open file descriptor; the destructor closes it.
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

/// Identifies a file and its state.
struct FileInfo {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  TimeMs modified = 0;

  bool operator==(const FileInfo&) const = default;
};
FileInfo info_of(const struct ::stat& s);

/// A regular file open for reading. Opening never blocks: fifos and devices are rejected.
struct OpenFile {
  Fd fd;
  FileInfo info;
  std::string path;  // for messages
};

// An error is not the end of a file, and an unreadable file is not a missing one. The three
// functions differ in how they treat missing files. The first two throw Failure{kNoInput, "PATH:
// REASON"}.

/// Opens a regular file that must exist.
OpenFile open_regular(const std::string& path);
/// Opens a regular file; empty if it does not exist.
std::optional<OpenFile> open_if_any(const std::string& path);
/// Opens a regular file; empty on any error. For data that no figure depends on.
std::optional<OpenFile> try_open_regular(const std::string& path);

/// Reads up to `size` bytes at `offset`; fewer only at the end of the file. Throws
/// Failure{kNoInput}.
std::size_t read_at(const OpenFile& file, std::uint64_t offset, char* into, std::size_t size);

/// Reads a small file of at most `limit` bytes, with the same three variants; the last is for
/// caches that can be rebuilt.
std::string read_file(const std::string& path, std::size_t limit);
std::optional<std::string> read_if_any(const std::string& path, std::size_t limit);
std::optional<std::string> try_read_file(const std::string& path, std::size_t limit);

/// True for errors of stat(2) that mean that a file does not exist or is not visible to this user.
/// Other errors (EIO, ESTALE, ENOMEM) say nothing about it.
bool is_out_of_reach(int error);

/// The result of stat(2); empty, with errno set, if the file does not exist or is out of reach.
/// Throws Failure{kNoInput} on other errors.
std::optional<FileInfo> file_info(const std::string& path);
/// The same for a name listed in a folder: throws Failure also if it is out of reach (EACCES).
std::optional<FileInfo> listed_info(const std::string& path);
bool is_directory(const std::string& path);

/// The names in a folder without "." and "..", unsorted; empty without such a folder. Throws
/// Failure{kNoInput} if they cannot all be read.
std::vector<std::string> list_dir(const std::string& path);

/// Calls `read` for a file or a folder that others may have created. Returns an empty result if it
/// is out of reach, too large or of another type; throws Failure if it should be readable but is
/// not.
template <class Read>
auto if_allowed(Read read) -> decltype(read()) {
  try {
    return read();
  } catch (const Failure& failure) {
    if (failure.error != 0 && !is_out_of_reach(failure.error)) throw;
    return {};
  }
}

/// Calls `read`, one of many. On Failure, appends "PATH: REASON" to `unreadable` and returns false,
/// so that the others can continue.
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

/// The target of the links at `path`, even if it does not exist (realpath(3) cannot do that);
/// `path` itself if it is no link. Empty for circular links.
std::optional<std::string> behind_links(std::string path);

/// Creates a folder and its missing parents, 0700. False, with errno set, on failure; an existing
/// folder is no failure.
bool make_dirs(const std::string& path);

/// Writes `data` to a new file beside `path` and renames it over `path`, mode 0600; creates missing
/// folders (0700). Readers see the complete old or new content. `modified` sets the file's time
/// unless it is 0. Throws Failure{kIo, "PATH: REASON"} after removing the partial file.
void write_atomically(const std::string& path, std::string_view data, TimeMs modified = 0);

/// Writes all data to a descriptor, in as many calls as needed; false, with errno set, on failure.
bool write_all(int fd, std::string_view data);

/// The folder of a path: "/a" for "/a/b", "/" for "/a", "." for "a".
std::string parent_dir(std::string_view path);
std::string_view base_name(std::string_view path);

/// True for a Windows path: "C:\\shop", "c:/shop", "\\\\server\\share".
bool is_windows_path(std::string_view path);

/// The path without symbolic links, "." and ".."; the path itself if it cannot be resolved.
std::string real_path(const std::string& path);

// How far a growing file was read, to check later that it is still the same file.

struct ReadMark {
  std::uint64_t device = 0, inode = 0, offset = 0;
  // hashes of the bytes at its start and just before `offset`
  std::uint64_t head_hash = 0, tail_hash = 0;
};

/// The mark of a file that was read up to `offset`.
ReadMark mark_at(const OpenFile& file, std::uint64_t offset);

/// True if the file still has the content that was read: it is the same file, it is not shorter,
/// and both ends of that content are unchanged.
bool fits(const ReadMark& mark, const OpenFile& file);

}  // namespace wick
