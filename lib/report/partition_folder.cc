// SPDX-License-Identifier: MIT
#include "lib/report/partition_folder.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "lib/base/failure.h"
#include "lib/base/format.h"

namespace wick {
namespace {

[[noreturn]] void fail(const std::string& path) {
  throw Failure{Exit::kIo, fmt::format("{}: {}", path, std::strerror(errno))};
}

// A link is removed, not followed.
void remove_tree(const std::string& path) {
  struct stat st;
  if (::lstat(path.c_str(), &st) != 0) return;
  if (!S_ISDIR(st.st_mode)) {
    ::unlink(path.c_str());
    return;
  }
  for (const std::string& name : list_dir(path)) remove_tree(path + "/" + name);
  ::rmdir(path.c_str());
}

}  // namespace

PartitionFolder::PartitionFolder(const std::string& path) : path_(path) {
  if (!make_dirs(path)) fail(path);
  lock_ = Fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!lock_) fail(path);
  // A file system that has no locks is written to all the same.
  if (::flock(lock_.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    throw Failure{Exit::kTempfail, path + ": another wick-export is writing there"};
  std::string staging = path + "/.wick-export";
  remove_tree(staging);
  if (::mkdir(staging.c_str(), 0700) != 0) fail(path);
  staging_ = staging;
}

PartitionFolder::~PartitionFolder() {
  if (!staging_.empty()) remove_tree(staging_);
}

void PartitionFolder::publish() {
  for (const std::string& day : list_dir(staging_)) publish_day(day);
}

void PartitionFolder::publish_day(const std::string& day) {
  std::string from = staging_ + "/" + day + "/", to = path_ + "/" + day + "/";
  if (!make_dirs(path_ + "/" + day)) fail(to);
  std::vector<std::string> fresh = list_dir(from);
  for (const std::string& file : fresh)
    if (::rename((from + file).c_str(), (to + file).c_str()) != 0) fail(to + file);
  for (const std::string& file : list_dir(to)) {
    bool ours = file.compare(0, kPartitionFilePrefix.size(), kPartitionFilePrefix) == 0;
    bool stale = ours && std::find(fresh.begin(), fresh.end(), file) == fresh.end();
    if (stale && ::unlink((to + file).c_str()) != 0) fail(to + file);
  }
}

}  // namespace wick
