// SPDX-License-Identifier: MIT
// The lines of a transcript, from either end, in bounded memory.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/buffer.h"
#include "lib/base/file.h"
#include "lib/claude/squeeze.h"

namespace wick {

/// A line, with kJsonPadding readable bytes behind it. Valid until the next call.
struct Line {
  std::string_view text;     // without its newline, NUL bytes and white space around it
  std::uint64_t offset = 0;  // of its first byte in the file
  bool oversized = false;    // too long to hold: text is only its first or last bytes
};

/// A line without what a crash leaves around it: a run of NUL bytes where a file was to be written on;
/// and without white space.
std::string_view bare_line(std::string_view line);

/// Lines from the end of a file towards its start. Reads blocks, small ones first, because what is
/// looked for is nearly always close to the end.
class BackwardLines {
 public:
  explicit BackwardLines(const OpenFile& file) : file_(file), begin_(file.info.size) {}

  /// The line before the last one given; empty at the start of the file, and when it cannot be
  /// completed without having read more than `limit` bytes in all, or `big_line_limit` where a
  /// single line is longer than 256 KiB (a picture, a huge output).
  std::optional<Line> next(std::uint64_t limit, std::uint64_t big_line_limit);

  /// The next line that holds `mark`; oversized lines are passed over. One search over a whole
  /// block is cheaper than one for each of its lines.
  std::optional<Line> next_with(std::string_view mark, std::uint64_t limit);

  std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  bool grow(std::uint64_t limit, std::uint64_t big_line_limit);
  void make_room(std::size_t block);
  std::optional<Line> skip_oversized(std::uint64_t limit);
  std::string_view pending() const { return buffer_.view(front_, pending_); }

  const OpenFile& file_;
  Buffer buffer_;            // used from its end towards its start, and used again
  std::size_t front_ = 0;    // where the bytes from begin_ on stand in it
  std::size_t pending_ = 0;  // how many of them have not been given out
  std::uint64_t begin_ = 0;  // file offset of buffer_[front_]
  std::uint64_t bytes_read_ = 0;
  bool saw_big_line_ = false;
  std::string oversized_ends_;  // the first and last bytes of the last oversized line
};

/// Lines from an offset towards the end of a file. A last line without its newline is still
/// being written: it is not given out, and `complete_end` stays before it.
class ForwardLines {
 public:
  /// Reads `block` bytes at a time (few where the first lines will do) and no more than `limit`.
  ForwardLines(const OpenFile& file, std::uint64_t offset, std::size_t block, std::uint64_t limit)
      : file_(file), block_(block), left_(limit), read_to_(offset), line_start_(offset) {}

  /// The next line that ends in a newline; empty at the end. An oversized one has an empty text.
  std::optional<Line> next();
  /// The next one that holds `mark`.
  std::optional<Line> next_with(std::string_view mark);
  /// The offset behind the last newline seen: where to go on another time.
  std::uint64_t complete_end() const { return line_start_; }

 private:
  bool fill();

  const OpenFile& file_;
  std::size_t block_;
  std::uint64_t left_;  // bytes that may still be read
  Buffer buffer_;
  std::size_t used_ = 0;      // bytes of buffer_ that hold data
  std::size_t position_ = 0;  // of them, those given out
  std::uint64_t read_to_;
  std::uint64_t line_start_;
  bool skipping_ = false;  // within an oversized line
};

// The lines that begin in a span of a file, of any length, in bounded memory and at its speed.

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
