// SPDX-License-Identifier: MIT
#include "lib/base/watch.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <cstring>

namespace wick {

FolderWatch::FolderWatch() : fd_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {}

bool FolderWatch::add(const std::string& folder) {
  if (!fd_) return false;
  if (numbers_.count(folder) > 0) return true;
  constexpr std::uint32_t kEvents = IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVED_FROM |
                                    IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF |
                                    IN_ONLYDIR;
  int number = ::inotify_add_watch(fd_.get(), folder.c_str(), kEvents);
  if (number < 0) return false;
  numbers_[folder] = number;
  folders_[number] = folder;
  return true;
}

FolderChanges FolderWatch::take() {
  FolderChanges changes;
  alignas(inotify_event) char events[16 * 1024];
  while (fd_) {
    ssize_t size = ::read(fd_.get(), events, sizeof events);
    if (size <= 0) break;
    for (ssize_t at = 0; at < size;) {
      inotify_event event;
      std::memcpy(&event, events + at, sizeof event);
      const char* name = events + at + sizeof event;
      at += static_cast<ssize_t>(sizeof event + event.len);
      if (event.mask & IN_Q_OVERFLOW) changes.anything = true;
      auto folder = folders_.find(event.wd);
      if (folder == folders_.end()) continue;
      changes.paths.insert(event.len > 0 ? folder->second + "/" + name : folder->second);
      if (!(event.mask & (IN_IGNORED | IN_MOVE_SELF))) continue;
      if (event.mask & IN_MOVE_SELF) ::inotify_rm_watch(fd_.get(), event.wd);
      numbers_.erase(folder->second);
      folders_.erase(folder);
    }
  }
  return changes;
}

}  // namespace wick
