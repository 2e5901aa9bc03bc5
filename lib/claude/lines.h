// SPDX-License-Identifier: MIT
// Reads the lines of a transcript from either end, in bounded memory.
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

/// A line, followed by kJsonPadding readable bytes. Valid until the next call.
struct Line {
  std::string_view text;     // without its newline and surrounding NUL bytes and white space
  std::uint64_t offset = 0;  // of its first byte in the file
  /// Too long to store: text is only its first or last bytes, with its time between them if that was
  /// seen; see kTimeMark.
  bool oversized = false;
};

/// What is in front of the time of a line; in a text it would have backslashes.
inline constexpr std::string_view kTimeMark = "\",\"timestamp\":\"";

/// Strips white space, and the NUL bytes that a crash leaves where a file was being extended.
std::string_view bare_line(std::string_view line);

/// Reads lines from the end of a file to its start. Starts with small blocks, because the data
/// sought is nearly always near the end.
class BackwardLines {
 public:
  explicit BackwardLines(const OpenFile& file) : file_(file), begin_(file.info.size) {}

  /// The previous line. Empty at the start of the file, and if the line cannot be completed within
  /// `limit` bytes read in total, or `big_line_limit` once a line is longer than 256 KiB (an image,
  /// a huge output).
  std::optional<Line> next(std::uint64_t limit, std::uint64_t big_line_limit);

  /// The previous line that contains `mark`, skipping oversized lines. Searching a whole block is
  /// cheaper than searching each line.
  std::optional<Line> next_with(std::string_view mark, std::uint64_t limit);

  std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  bool grow(std::uint64_t limit, std::uint64_t big_line_limit);
  void make_room(std::size_t block);
  std::optional<Line> skip_oversized(std::uint64_t limit);
  std::string_view pending() const { return buffer_.view(front_, pending_); }

  const OpenFile& file_;
  Buffer buffer_;            // filled from its end to its start, and reused
  std::size_t front_ = 0;    // index of the first pending byte
  std::size_t pending_ = 0;  // number of bytes not returned yet
  std::uint64_t begin_ = 0;  // file offset of buffer_[front_]
  std::uint64_t bytes_read_ = 0;
  bool saw_big_line_ = false;
  std::string oversized_ends_;  // start and end of the last oversized line
};

/// Reads lines from an offset to the end of a file. A last line without newline may still be being
/// written: only unended() returns it, and complete_end() stays before it.
class ForwardLines {
 public:
  /// Reads `block` bytes at a time (few if the first lines suffice) and at most `limit`.
  ForwardLines(const OpenFile& file, std::uint64_t offset, std::size_t block, std::uint64_t limit)
      : file_(file), block_(block), left_(limit), read_to_(offset), line_start_(offset) {}

  /// The next line that ends in a newline; empty at the end. An oversized line has an empty text.
  std::optional<Line> next();
  /// The next line that contains `mark`.
  std::optional<Line> next_with(std::string_view mark);
  /// At the end of the file: the last line, if it has no newline. It may be incomplete.
  std::optional<Line> unended() const;
  /// The offset after the last newline: where to continue later.
  std::uint64_t complete_end() const { return line_start_; }

 private:
  bool fill();

  const OpenFile& file_;
  std::size_t block_;
  std::uint64_t left_;  // bytes that may still be read
  Buffer buffer_;
  std::size_t used_ = 0;      // bytes of data in buffer_
  std::size_t position_ = 0;  // how many of them were returned
  std::uint64_t read_to_;
  std::uint64_t line_start_;
  bool skipping_ = false;  // inside an oversized line
};

// Reads the lines that begin in a span of a file; they may have any length.

/// A line, followed by kJsonPadding readable bytes. Valid until the next one.
struct SpanLine {
  std::string_view text;      // stripped by bare_line(), with long strings shortened
  std::span<const Cut> cuts;  // what was removed
  std::uint64_t offset = 0;   // of its first byte in the file
  bool ended = true;          // has a newline; false: the last line, which may be incomplete
  bool overflowed = false;    // too long even then: text is only its start
};

/// Reads spans of files one after the other, reusing its buffers. The spans of a file together
/// contain each of its lines once.
class SpanLines {
 public:
  SpanLines();

  /// Starts with the lines of `file` that begin in [from, to). Ignores bytes after
  /// `file.info.size`, even if the file has grown.
  void open(const OpenFile& file, std::uint64_t from, std::uint64_t to);
  /// False if no line is left.
  bool next(SpanLine& line);

  /// The offset after the last newline: where to continue later. 0 if there was none, because the
  /// whole span belongs to a line that began before it.
  std::uint64_t complete_end() const { return complete_end_; }
  /// The whole content of a file that was small enough for one read; else empty.
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
  std::uint64_t read_to_ = 0;  // file offset after the buffer's content
  std::uint64_t complete_end_ = 0;
  bool read_at_once_ = false;  // the buffer starts with the start of the file
  Buffer buffer_;
  std::size_t position_ = 0, used_ = 0;
  Squeezer squeezer_;
};

}  // namespace wick
