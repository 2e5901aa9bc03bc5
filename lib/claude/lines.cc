// SPDX-License-Identifier: MIT
#include "lib/claude/lines.h"

#include <algorithm>
#include <cstring>

#include "lib/base/text.h"
#include "lib/claude/json.h"

namespace wick {
namespace {

// Small blocks in a small, reused buffer: the first access to a page costs more than its bytes
// (measured: 3 us a page, of 500 us that a process takes).
constexpr std::uint64_t kBlock = 8 * 1024;
constexpr std::uint64_t kLongLine = 64 * 1024;  // beyond this length, larger blocks are read
constexpr std::uint64_t kBigLineBlock = 256 * 1024;
// Longer than any response: 128k output tokens are half a megabyte.
constexpr std::size_t kLongestLine = 1024 * 1024;
constexpr std::size_t kLongestForwardLine = 8 * 1024 * 1024;
// How much of an oversized line is kept, to identify it.
constexpr std::size_t kKept = 4096;

std::size_t last_newline(std::string_view text) {
#ifdef __GLIBC__
  const void* at = text.empty() ? nullptr : ::memrchr(text.data(), '\n', text.size());
  return at ? static_cast<std::size_t>(static_cast<const char*>(at) - text.data())
            : std::string_view::npos;
#else
  return text.rfind('\n');
#endif
}

}  // namespace

std::string_view bare_line(std::string_view line) {
  auto blank = [](char c) { return c == '\0' || c == ' ' || c == '\t' || c == '\r'; };
  while (!line.empty() && blank(line.front())) line.remove_prefix(1);
  while (!line.empty() && blank(line.back())) line.remove_suffix(1);
  return line;
}

// Makes room for a block before front_: moves the pending bytes to the end, over lines already
// returned, or to a larger buffer.
void BackwardLines::make_room(std::size_t block) {
  if (front_ >= block) return;
  std::size_t needed = block + pending_ + kJsonPadding;
  if (buffer_.size() < needed) {
    Buffer larger(std::max<std::size_t>(needed, 2 * buffer_.size()));
    if (pending_ > 0) {
      std::memcpy(larger.data() + larger.size() - kJsonPadding - pending_, buffer_.data() + front_,
                  pending_);
    }
    buffer_ = std::move(larger);
  } else {
    std::memmove(buffer_.data() + buffer_.size() - kJsonPadding - pending_, buffer_.data() + front_,
                 pending_);
  }
  front_ = buffer_.size() - kJsonPadding - pending_;
}

// Reads one more block before the pending bytes.
bool BackwardLines::grow(std::uint64_t limit, std::uint64_t big_line_limit) {
  saw_big_line_ |= pending_ > kBigLineBlock;
  if (saw_big_line_) limit = std::max(limit, big_line_limit);
  std::uint64_t left = limit - std::min(limit, bytes_read_);
  std::uint64_t block = std::min({pending_ > kLongLine ? kBigLineBlock : kBlock, begin_, left});
  if (block == 0) return false;
  make_room(block);
  std::size_t got = read_at(file_, begin_ - block, buffer_.data() + front_ - block, block);
  if (got < block) return false;  // the file shrank meanwhile
  front_ -= block;
  begin_ -= block;
  pending_ += block;
  bytes_read_ += block;
  return true;
}

std::optional<Line> BackwardLines::next(std::uint64_t limit, std::uint64_t big_line_limit) {
  std::size_t searched = 0;
  while (true) {
    // The pending bytes end with the newline of the wanted line, if it has one.
    std::string_view bytes = pending();
    std::size_t end = bytes.size();
    if (end > 0 && bytes[end - 1] == '\n') --end;
    std::size_t newline = last_newline(bytes.substr(0, end - std::min(end, searched)));
    bool is_first = newline == std::string_view::npos && begin_ == 0;
    if (newline != std::string_view::npos || is_first) {
      if (pending_ == 0) return std::nullopt;
      pending_ = is_first ? 0 : newline + 1;
      return Line{bare_line(bytes.substr(pending_, end - pending_)), begin_ + pending_, false};
    }
    if (end > kLongestLine) return skip_oversized(big_line_limit);
    searched = end;
    if (!grow(limit, big_line_limit)) return std::nullopt;
  }
}

std::optional<Line> BackwardLines::next_with(std::string_view mark, std::uint64_t limit) {
  while (true) {
    std::string_view bytes = pending();
    std::size_t last = std::string_view::npos;
    for (std::size_t at = find_in(bytes, mark); at != std::string_view::npos;) {
      last = at;
      std::size_t more = find_in(bytes.substr(at + 1), mark);
      at = more == std::string_view::npos ? more : at + 1 + more;
    }
    if (last != std::string_view::npos) {
      std::size_t newline = bytes.find('\n', last);
      if (newline != std::string_view::npos) pending_ = newline + 1;
      auto line = next(limit, limit);
      if (!line || !line->oversized) return line;
      continue;
    }
    // Only the first line may continue in the previous block.
    std::size_t newline = bytes.find('\n');
    if (newline != std::string_view::npos) pending_ = newline + 1;
    if (pending_ > kLongestLine || !grow(limit, limit)) return std::nullopt;
  }
}

namespace {

// The time in a piece of a line, with its key; or what was found behind the piece.
std::string time_in(std::string_view piece, std::string behind) {
  constexpr std::size_t kLongestTime = 40;
  std::size_t at = find_in(piece, kTimeMark);
  if (at == std::string_view::npos) return behind;
  return std::string(piece.substr(at, kTimeMark.size() + kLongestTime));
}

}  // namespace

// The start of the line is far away: search for it without keeping what is in between.
std::optional<Line> BackwardLines::skip_oversized(std::uint64_t limit) {
  std::string tail(pending().substr(pending_ - std::min(pending_, kKept)));
  saw_big_line_ = true;
  // The first one in the line: what a tool returned comes behind the line's own time.
  std::string time = time_in(pending(), "");
  while (begin_ > 0) {
    pending_ = 0;
    if (!grow(limit, limit)) return std::nullopt;
    std::size_t newline = last_newline(pending());
    if (newline == std::string_view::npos && begin_ > 0) {
      time = time_in(pending(), std::move(time));
      continue;
    }
    std::size_t start = newline == std::string_view::npos ? 0 : newline + 1;
    time = time_in(pending().substr(start), std::move(time));
    oversized_ends_ = std::string(pending().substr(start, kKept)) + time + tail;
    pending_ = start;
    return Line{oversized_ends_, begin_ + start, true};
  }
  return std::nullopt;
}

bool ForwardLines::fill() {
  std::size_t rest = used_ - position_;
  if (position_ > 0) std::memmove(buffer_.data(), buffer_.data() + position_, rest);
  position_ = 0;
  used_ = rest;
  std::size_t wanted = std::max(block_, rest);
  if (std::size_t needed = rest + wanted + kJsonPadding; buffer_.size() < needed) {
    Buffer larger(needed);
    if (rest > 0) std::memcpy(larger.data(), buffer_.data(), rest);
    buffer_ = std::move(larger);
  }
  std::size_t got =
      read_at(file_, read_to_, buffer_.data() + used_, std::min<std::uint64_t>(wanted, left_));
  left_ -= got;
  used_ += got;
  read_to_ += got;
  return got > 0;
}

std::optional<Line> ForwardLines::next() {
  std::size_t searched = 0;
  while (true) {
    std::string_view window = buffer_.view(position_, used_ - position_);
    std::size_t newline = window.find('\n', searched);
    if (newline != std::string_view::npos) {
      Line line{skipping_ ? std::string_view{} : bare_line(window.substr(0, newline)), line_start_,
                skipping_};
      position_ += newline + 1;
      line_start_ = read_to_ - (used_ - position_);
      skipping_ = false;
      return line;
    }
    searched = window.size();
    if (window.size() > kLongestForwardLine) {
      skipping_ = true;
      position_ = used_;
      searched = 0;
    }
    if (!fill()) return std::nullopt;
  }
}

std::optional<Line> ForwardLines::unended() const {
  std::string_view rest = bare_line(buffer_.view(position_, used_ - position_));
  if (skipping_ || rest.empty()) return std::nullopt;
  return Line{rest, line_start_, false};
}

std::optional<Line> ForwardLines::next_with(std::string_view mark) {
  while (true) {
    std::string_view window = buffer_.view(position_, used_ - position_);
    std::size_t hit = find_in(window, mark);
    std::size_t start = last_newline(window.substr(0, hit));
    if (start != std::string_view::npos) {
      position_ += start + 1;
      line_start_ += start + 1;
    }
    if (hit != std::string_view::npos) return next();
    if (!fill()) return std::nullopt;
  }
}

namespace {

// Half of a processor's second-level cache, so that data is still cached when it is processed.
constexpr std::size_t kSpanBlock = 256 * 1024;
// Shorter lines are parsed as fast as they are squeezed.
constexpr std::size_t kShort = 4096;

std::string_view without_blank_front(std::string_view text) {
  constexpr std::string_view kBlank("\0 \t\r", 4);
  return text.substr(std::min(text.size(), text.find_first_not_of(kBlank)));
}

}  // namespace

SpanLines::SpanLines() : buffer_(kSpanBlock + kJsonPadding) {}

void SpanLines::open(const OpenFile& file, std::uint64_t from, std::uint64_t to) {
  file_ = &file;
  to_ = std::min(to, file.info.size);
  position_ = used_ = 0;
  read_to_ = complete_end_ = from;
  read_at_once_ = false;
  // The first bytes of a span that does not begin with a line belong to the previous span.
  if (from > 0 && !skip_to_line_start(from)) complete_end_ = to_ = 0;
}

// Moves the rest to the front of the buffer and reads more. False at the end of the file.
bool SpanLines::fill() {
  std::uint64_t left = file_->info.size - std::min(file_->info.size, read_to_);
  if (left == 0) return false;
  std::memmove(buffer_.data(), buffer_.data() + position_, used_ - position_);
  used_ -= position_;
  position_ = 0;
  read_at_once_ = read_to_ == 0;
  std::size_t got = read_at(*file_, read_to_, buffer_.data() + used_,
                            std::min<std::uint64_t>(kSpanBlock - used_, left));
  used_ += got;
  read_to_ += got;
  return got > 0;
}

bool SpanLines::skip_to_line_start(std::uint64_t from) {
  --read_to_;
  while (complete_end_ < to_ && fill()) {
    const void* newline = std::memchr(buffer_.data(), '\n', used_);
    position_ =
        newline ? static_cast<std::size_t>(static_cast<const char*>(newline) - buffer_.data()) + 1
                : used_;
    complete_end_ = std::max(from, read_to_ - (used_ - position_));
    if (newline) return true;
  }
  return false;
}

void SpanLines::give(SpanLine& line, std::string_view text) {
  text = bare_line(text);
  line = {text, {}, complete_end_, true, false};
  if (text.size() < kShort) return;
  squeezer_.start();
  squeezer_.feed(text);
  line.text = squeezer_.text();
  line.cuts = squeezer_.cuts();
  line.overflowed = squeezer_.overflowed();
}

bool SpanLines::next(SpanLine& line) {
  if (complete_end_ >= to_) return false;
  std::size_t searched = 0;
  while (true) {
    std::string_view window = buffer_.view(position_, used_ - position_);
    std::size_t newline = window.find('\n', searched);
    if (newline != std::string_view::npos) {
      give(line, window.substr(0, newline));
      position_ += newline + 1;
      complete_end_ += newline + 1;
      return true;
    }
    searched = window.size();
    if (searched == kSpanBlock) return next_long(line);
    if (!fill()) break;
  }
  if (position_ == used_) return false;
  give(line, buffer_.view(position_, used_ - position_));
  line.ended = false;
  to_ = complete_end_;  // it was the last line
  return true;
}

// Squeezes a line that is longer than the buffer piece by piece.
bool SpanLines::next_long(SpanLine& line) {
  line = {{}, {}, complete_end_, false, false};
  std::uint64_t length = 0;
  squeezer_.start();
  while (!line.ended) {
    std::string_view window = buffer_.view(position_, used_ - position_);
    std::size_t newline = window.find('\n');
    line.ended = newline != std::string_view::npos;
    window = window.substr(0, newline);
    squeezer_.feed(squeezer_.text().empty() ? without_blank_front(window) : window);
    length += window.size();
    position_ += window.size() + (line.ended ? 1 : 0);
    if (!line.ended && !fill()) break;
  }
  line.text = bare_line(squeezer_.text());
  line.cuts = squeezer_.cuts();
  line.overflowed = squeezer_.overflowed();
  if (line.ended) complete_end_ += length + 1;
  else to_ = complete_end_;
  return true;
}

}  // namespace wick
