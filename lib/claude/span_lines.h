// SPDX-License-Identifier: MIT
// The lines that begin in a span of a file, of any length, in bounded memory and at its speed.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "lib/base/buffer.h"
#include "lib/base/file.h"
#include "lib/claude/squeeze.h"

namespace wick {

/// A line, with kJsonPadding readable bytes behind it. Valid until the next one.
struct SpanLine {
  std::string_view text;      // as bare_line() has it, the long texts in it cut short
  std::span<const Cut> cuts;  // what was cut
  std::uint64_t offset = 0;   // of its first byte in the file
  bool ended = true;          // by a newline; false: the last line, which may still be being written
  bool overflowed = false;    // too long even so: text is only its beginning
};

/// Reads spans of files, one after the other, with the same buffers. The spans of a file, read in
/// any order, give each of its lines once.
class SpanLines {
 public:
  SpanLines();

  /// Goes on with the lines of `file` that begin at `from` or later and before `to`. The bytes behind
  /// `file.info.size` are not there, even if the file grows meanwhile.
  void open(const OpenFile& file, std::uint64_t from, std::uint64_t to);
  /// False when there is none left.
  bool next(SpanLine& line);

  /// Behind the last newline seen: where to go on another time. 0 when there was none, because all of
  /// the span is within a line that began before it.
  std::uint64_t complete_end() const { return complete_end_; }
  /// All bytes of the file from its beginning, where it is so small that one read got them; else
  /// empty.
  std::string_view whole_file() const {
    return read_at_once_ ? buffer_.view(0, used_) : std::string_view{};
  }

 private:
  bool fill();
  bool skip_to_line_start(std::uint64_t from);
  void give(SpanLine& line, std::string_view text);
  bool next_long(SpanLine& line);

  const OpenFile* file_ = nullptr;
  std::uint64_t to_ = 0;
  std::uint64_t read_to_ = 0;  // file offset behind what is in the buffer
  std::uint64_t complete_end_ = 0;
  bool read_at_once_ = false;  // what is in the buffer is the file's beginning
  Buffer buffer_;
  std::size_t position_ = 0, used_ = 0;
  Squeezer squeezer_;
};

}  // namespace wick
