// SPDX-License-Identifier: MIT
#include "lib/base/kept_files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "lib/base/file.h"

namespace wick {
namespace {

constexpr TimeMs kDay = 24 * 3600'000LL;

struct KeptFile {
  std::string path;
  FileInfo info;
};

// Regular files only: targets of links are not wick's.
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

TimeMs last_change(const std::string& folder) {
  struct stat s {};
  return ::stat(folder.c_str(), &s) == 0 ? info_of(s).modified : 0;
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
    bool goes =
        is_left_over(file, now) || now - file.info.modified > kFilesKept || bytes > kMostKeptBytes;
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

KeptFolder::KeptFolder(std::string path) : path_(std::move(path)), before_(last_change(path_)) {}

KeptFolder::~KeptFolder() {
  TimeMs now = last_change(path_);
  if (before_ == 0 || before_ / kDay == now / kDay) return;
  try {
    clear(path_, now);
  } catch (const Failure&) {
  }
}

void write_kept(const std::string& path, std::string_view data, TimeMs modified) {
  KeptFolder folder(parent_dir(path));
  write_atomically(path, data, modified);
}

void keep_file(const std::string& path, std::string_view data) {
  try {
    write_kept(path, data);
  } catch (const Failure&) {
  }
}

std::uint64_t bytes_below(const std::string& folder) { return bytes_below(folder, 4); }

}  // namespace wick
