// SPDX-License-Identifier: MIT
// A buffer to read into.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace wick {

/// Memory of a fixed size, not initialized: a page that is never read is never touched.
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(std::size_t size)
      : bytes_(std::make_unique_for_overwrite<char[]>(size)), size_(size) {}
  char* data() { return bytes_.get(); }
  std::size_t size() const { return size_; }
  std::string_view view(std::size_t from, std::size_t length) const {
    return {bytes_.get() + from, length};
  }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
};

}  // namespace wick
