// SPDX-License-Identifier: MIT
#include "lib/base/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string_view>

#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/base/packed.h"

namespace wick {
namespace {

TimeMs modified_ms(const struct stat& st) {
#ifdef __APPLE__
  const timespec& t = st.st_mtimespec;
#else
  const timespec& t = st.st_mtim;
#endif
  return static_cast<TimeMs>(t.tv_sec) * 1000 + t.tv_nsec / 1000000;
}

[[noreturn]] void fail(const std::string& path, std::string_view why) {
  throw Failure{Exit::kNoInput, fmt::format("{}: {}", path, why)};
}
[[noreturn]] void fail(const std::string& path) {
  throw Failure{Exit::kNoInput, fmt::format("{}: {}", path, std::strerror(errno)), errno};
}

bool is_missing(int error) { return error == ENOENT || error == ENOTDIR; }

// Checks that `fd` is a regular file that was opened for reading.
OpenFile regular(Fd fd, const std::string& path) {
  struct stat st;
  if (!fd || ::fstat(fd.get(), &st) != 0) fail(path);
  if (S_ISDIR(st.st_mode)) fail(path, std::strerror(EISDIR));
  if (!S_ISREG(st.st_mode)) fail(path, "not a regular file");
  return OpenFile{std::move(fd), info_of(st), path};
}

// With O_NONBLOCK, because opening a fifo would wait for a writer.
Fd open_to_read(const std::string& path) {
  return Fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
}

std::string whole(const OpenFile& file, std::size_t limit) {
  if (file.info.size > limit) fail(file.path, fmt::format("larger than {} bytes", limit));
  std::string data(file.info.size, '\0');
  data.resize(read_at(file, 0, data.data(), data.size()));
  return data;
}

bool stat_of(const std::string& path, struct stat& st) {
  if (::stat(path.c_str(), &st) == 0) return true;
  if (!is_out_of_reach(errno)) fail(path);
  return false;
}

}  // namespace

FileInfo info_of(const struct stat& st) {
  return {static_cast<std::uint64_t>(st.st_dev), static_cast<std::uint64_t>(st.st_ino),
          static_cast<std::uint64_t>(st.st_size), modified_ms(st)};
}

bool is_out_of_reach(int error) {
  return is_missing(error) || error == EACCES || error == EPERM || error == ELOOP ||
         error == ENAMETOOLONG;
}

Fd::~Fd() {
  if (fd_ >= 0) ::close(fd_);
}

OpenFile open_regular(const std::string& path) { return regular(open_to_read(path), path); }

std::optional<OpenFile> open_if_any(const std::string& path) {
  Fd fd = open_to_read(path);
  if (!fd && is_missing(errno)) return std::nullopt;
  return regular(std::move(fd), path);
}

std::optional<OpenFile> try_open_regular(const std::string& path) {
  try {
    return open_if_any(path);
  } catch (const Failure&) {
    return std::nullopt;
  }
}

std::size_t read_at(const OpenFile& file, std::uint64_t offset, char* into, std::size_t size) {
  std::size_t done = 0;
  while (done < size) {
    ssize_t n = ::pread(file.fd.get(), into + done, size - done, static_cast<off_t>(offset + done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(file.path);
    if (n == 0) break;
    done += static_cast<std::size_t>(n);
  }
  return done;
}

std::string read_file(const std::string& path, std::size_t limit) {
  return whole(open_regular(path), limit);
}

std::optional<std::string> read_if_any(const std::string& path, std::size_t limit) {
  auto file = open_if_any(path);
  return file ? std::optional(whole(*file, limit)) : std::nullopt;
}

std::optional<std::string> try_read_file(const std::string& path, std::size_t limit) {
  try {
    return read_if_any(path, limit);
  } catch (const Failure&) {
    return std::nullopt;
  }
}

std::optional<FileInfo> file_info(const std::string& path) {
  struct stat st;
  return stat_of(path, st) ? std::optional(info_of(st)) : std::nullopt;
}

std::optional<FileInfo> listed_info(const std::string& path) {
  auto info = file_info(path);
  if (!info && errno == EACCES) fail(path);
  return info;
}

bool is_directory(const std::string& path) {
  struct stat st;
  return stat_of(path, st) && S_ISDIR(st.st_mode);
}

std::vector<std::string> list_dir(const std::string& path) {
  std::vector<std::string> names;
  std::unique_ptr<DIR, int (*)(DIR*)> dir(::opendir(path.c_str()), ::closedir);
  if (!dir && is_missing(errno)) return names;
  if (!dir) fail(path);
  errno = 0;
  while (const dirent* entry = ::readdir(dir.get())) {
    std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
    errno = 0;
  }
  if (errno != 0) fail(path);
  return names;
}

bool make_dirs(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) return true;
  if (errno != ENOENT || path == "/" || path == ".") return false;
  return make_dirs(parent_dir(path)) && (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST);
}

bool write_all(int fd, std::string_view data) {
  while (!data.empty()) {
    ssize_t n = ::write(fd, data.data(), data.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    data.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

std::string parent_dir(std::string_view path) {
  while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
  std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return ".";
  return std::string(path.substr(0, slash == 0 ? 1 : slash));
}

std::string_view base_name(std::string_view path) {
  std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool is_windows_path(std::string_view path) {
  if (path.substr(0, 2) == "\\\\") return true;
  if (path.size() < 2 || path[1] != ':') return false;
  char drive = static_cast<char>(path[0] | 0x20);
  return drive >= 'a' && drive <= 'z' && (path.size() == 2 || path[2] == '\\' || path[2] == '/');
}

std::optional<std::string> behind_links(std::string path) {
  constexpr int kMostLinks = 40;  // the limit of Linux
  for (int links = 0; links < kMostLinks; ++links) {
    char to[4096];
    ssize_t n = ::readlink(path.c_str(), to, sizeof to);
    if (n <= 0) return path;
    std::string target(to, static_cast<std::size_t>(n));
    path = target[0] == '/' ? target : parent_dir(path) + "/" + target;
  }
  return std::nullopt;
}

std::string real_path(const std::string& path) {
  char* resolved = ::realpath(path.c_str(), nullptr);
  if (!resolved) return path;
  std::string out = resolved;
  ::free(resolved);
  return out;
}

namespace {

constexpr std::size_t kProbe = 1024;  // bytes hashed at each end

std::uint64_t checksum_of(const OpenFile& file, std::uint64_t from, std::size_t size) {
  std::array<char, kProbe> part;
  return checksum(std::string_view(part.data(), read_at(file, from, part.data(), size)));
}

}  // namespace

ReadMark mark_at(const OpenFile& file, std::uint64_t offset) {
  std::size_t probe = std::min<std::uint64_t>(kProbe, offset);
  return {file.info.device, file.info.inode, offset, checksum_of(file, 0, probe),
          checksum_of(file, offset - probe, probe)};
}

bool fits(const ReadMark& mark, const OpenFile& file) {
  if (file.info.device != mark.device || file.info.inode != mark.inode) return false;
  if (file.info.size < mark.offset) return false;
  ReadMark now = mark_at(file, mark.offset);
  return now.head_hash == mark.head_hash && now.tail_hash == mark.tail_hash;
}

}  // namespace wick
