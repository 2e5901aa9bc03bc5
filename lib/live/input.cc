// SPDX-License-Identifier: MIT
#include "lib/live/input.h"

#include <poll.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>

namespace wick {
namespace {

// Follows brackets and strings, no more: is the first value of the text complete?
class ObjectEnd {
 public:
  // True once the closing bracket has been seen.
  bool feed(std::string_view bytes) {
    for (char c : bytes) {
      if (in_string_) {
        if (escaped_) escaped_ = false;
        else if (c == '\\') escaped_ = true;
        else if (c == '"') in_string_ = false;
      } else if (c == '"') {
        in_string_ = true;
      } else if (c == '{' || c == '[') {
        ++depth_;
      } else if ((c == '}' || c == ']') && depth_ > 0 && --depth_ == 0) {
        return true;
      }
    }
    return false;
  }

 private:
  int depth_ = 0;
  bool in_string_ = false, escaped_ = false;
};

long monotonic_ms() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<long>(now.tv_sec * 1000 + now.tv_nsec / 1000000);
}

// Waits for input; false when the time is up.
bool wait_readable(int fd, long deadline) {
  pollfd wait{fd, POLLIN, 0};
  while (true) {
    long left = deadline < 0 ? -1 : deadline - monotonic_ms();
    if (deadline >= 0 && left <= 0) return false;
    int ready = ::poll(&wait, 1, static_cast<int>(left));
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

}  // namespace

std::string read_object(int fd, std::size_t limit, int timeout_ms) {
  constexpr std::size_t kBlock = 4 * 1024;
  long deadline = timeout_ms < 0 ? -1 : monotonic_ms() + timeout_ms;
  std::string data;
  ObjectEnd end;
  char block[kBlock];
  while (data.size() < limit && wait_readable(fd, deadline)) {
    ssize_t n = ::read(fd, block, sizeof block);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    std::string_view got(block, static_cast<std::size_t>(n));
    data += got;
    if (end.feed(got)) break;
  }
  return data;
}

}  // namespace wick
