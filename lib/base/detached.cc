// SPDX-License-Identifier: MIT
#include "lib/base/detached.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace wick {
namespace {

// A pipe of the caller's that stayed open would keep its reader waiting.
void let_go_of_descriptors() {
  constexpr int kMostInherited = 64;
  for (int fd = 3; fd < kMostInherited; ++fd) ::close(fd);
  for (int fd : {0, 1, 2}) {
    int null = ::open("/dev/null", O_RDWR);
    if (null >= 0 && null != fd) ::dup2(null, fd);
    if (null > 2) ::close(null);
  }
}

}  // namespace

void run_detached(const std::function<void()>& work) {
  pid_t child = ::fork();
  if (child < 0) return;
  if (child > 0) {
    ::waitpid(child, nullptr, 0);
    return;
  }
  // The grandchild has no parent that would have to wait for it.
  ::setsid();
  if (::fork() != 0) ::_exit(0);
  let_go_of_descriptors();
  work();
  ::_exit(0);
}

}  // namespace wick
