// SPDX-License-Identifier: MIT
#include "lib/live/input.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>

#include "lib/base/object_end.h"
#include "lib/base/time.h"

namespace wick {
namespace {

// Waits for input; false when the time is up.
bool wait_readable(int fd, std::int64_t deadline) {
  pollfd wait{fd, POLLIN, 0};
  while (true) {
    std::int64_t left = deadline < 0 ? -1 : deadline - monotonic_ms();
    if (deadline >= 0 && left <= 0) return false;
    int ready = ::poll(&wait, 1, static_cast<int>(left));
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

}  // namespace

std::string read_object(int fd, std::size_t limit, int timeout_ms, bool* ended) {
  constexpr std::size_t kBlock = 4 * 1024;
  std::int64_t deadline = timeout_ms < 0 ? -1 : monotonic_ms() + timeout_ms;
  std::string data;
  ObjectEnd end;
  char block[kBlock];
  while (data.size() < limit && wait_readable(fd, deadline)) {
    ssize_t n = ::read(fd, block, sizeof block);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      if (ended) *ended = n == 0;
      break;
    }
    std::string_view got(block, static_cast<std::size_t>(n));
    std::size_t length = end.feed(got);
    data += got.substr(0, length);
    if (length != ObjectEnd::kNotYet) break;
  }
  return data;
}

}  // namespace wick
