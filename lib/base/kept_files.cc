// SPDX-License-Identifier: MIT
#include "lib/base/kept_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "lib/base/atomic_file.h"
#include "lib/base/file.h"
#include "lib/base/format.h"

namespace wick {
namespace {

constexpr TimeMs kDay = 24 * 3600'000LL;

struct KeptFile {
  std::string path;
  FileInfo info;
};

// Regular files only: what a link leads to is none of ours.
std::optional<FileInfo> regular_info(const std::string& path) {
  struct stat s {};
  if (::lstat(path.c_str(), &s) != 0 || !S_ISREG(s.st_mode)) return std::nullopt;
  return info_of(s);
}

std::vector<KeptFile> files_in(const std::string& folder) {
  std::vector<KeptFile> files;
  for (const std::string& name : list_dir(folder)) {
    std::string path = folder + "/" + name;
    if (auto info = regular_info(path)) files.push_back({std::move(path), *info});
  }
  return files;
}

bool is_left_over(const KeptFile& file, TimeMs now) {
  return file.path.ends_with(".tmp") && now - file.info.modified > kDay;
}

// False when another run has looked today, or nothing can be written there.
bool is_due(const std::string& folder, TimeMs now) {
  std::string mark = fmt::format("{}/.cleared-{}", parent_dir(folder), base_name(folder));
  auto last = regular_info(mark);
  if (last && last->modified <= now && now - last->modified < kDay) return false;
  Fd fd(::open(mark.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  return fd && set_modified(fd.get(), now);
}

void clear(const std::string& folder, TimeMs now) {
  for (const KeptFile& file : files_in(parent_dir(folder))) {
    if (is_left_over(file, now)) ::unlink(file.path.c_str());
  }
  std::vector<KeptFile> files = files_in(folder);
  std::sort(files.begin(), files.end(),
            [](const KeptFile& a, const KeptFile& b) { return a.info.modified > b.info.modified; });
  std::uint64_t bytes = 0;
  for (const KeptFile& file : files) {
    bytes += file.info.size;
    bool goes = is_left_over(file, now) || now - file.info.modified > kFilesKept || bytes > kMostKeptBytes;
    if (goes) ::unlink(file.path.c_str());
  }
}

std::uint64_t bytes_below(const std::string& folder, int depth) {
  std::uint64_t sum = 0;
  for (const std::string& name : list_dir(folder)) {
    std::string path = folder + "/" + name;
    struct stat s {};
    if (::lstat(path.c_str(), &s) != 0) continue;
    if (S_ISREG(s.st_mode)) sum += static_cast<std::uint64_t>(s.st_size);
    if (S_ISDIR(s.st_mode) && depth > 0) sum += bytes_below(path, depth - 1);
  }
  return sum;
}

}  // namespace

void clear_old_files(const std::string& folder, TimeMs now) {
  try {
    if (is_due(folder, now)) clear(folder, now);
  } catch (const Failure&) {
    // A folder that cannot be read now can be cleared another day.
  }
}

void keep_file(const std::string& path, std::string_view data) {
  try {
    bool is_new = !file_info(path);
    write_atomically(path, data);
    auto written = is_new ? file_info(path) : std::nullopt;
    if (written) clear_old_files(parent_dir(path), written->modified);
  } catch (const Failure&) {
  }
}

std::uint64_t bytes_below(const std::string& folder) { return bytes_below(folder, 4); }

}  // namespace wick
