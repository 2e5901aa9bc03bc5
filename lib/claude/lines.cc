// SPDX-License-Identifier: MIT
#include "lib/claude/lines.h"

#include <algorithm>
#include <cstring>

#include "lib/claude/json.h"

namespace wick {
namespace {

constexpr std::uint64_t kFirstBlock = 32 * 1024;
constexpr std::uint64_t kSecondBlock = 96 * 1024;
constexpr std::uint64_t kLargestBlock = 256 * 1024;
// No response is as long as this: 128k output tokens are half a megabyte.
constexpr std::size_t kLongestLine = 1024 * 1024;
constexpr std::size_t kLongestForwardLine = 8 * 1024 * 1024;
// How much of an oversized line is kept, to tell what it was.
constexpr std::size_t kKept = 4096;

// A crash can leave a run of NUL bytes where the end of a file was to be written.
std::string_view bare(std::string_view line) {
  auto blank = [](char c) { return c == '\0' || c == ' ' || c == '\t' || c == '\r'; };
  while (!line.empty() && blank(line.front())) line.remove_prefix(1);
  while (!line.empty() && blank(line.back())) line.remove_suffix(1);
  return line;
}

}  // namespace

// Reads one more block in front of the pending bytes.
bool BackwardLines::grow(std::uint64_t limit, std::uint64_t big_line_limit) {
  saw_big_line_ |= pending_ > kLargestBlock;
  if (saw_big_line_) limit = std::max(limit, big_line_limit);
  std::uint64_t block = bytes_read_ == 0 ? kFirstBlock
                        : bytes_read_ <= kFirstBlock ? kSecondBlock : kLargestBlock;
  block = std::min(block, begin_);
  if (block == 0 || bytes_read_ + block > limit) return false;
  std::string grown(block + pending_ + kJsonPadding, '\0');
  std::size_t got = read_at(file_, begin_ - block, grown.data(), block);
  if (got < block) return false;  // the file shrank while it was read
  std::memcpy(grown.data() + block, buffer_.data(), pending_);
  buffer_ = std::move(grown);
  begin_ -= block;
  pending_ += block;
  bytes_read_ += block;
  return true;
}

Line BackwardLines::line_at(std::size_t from, std::size_t to) {
  return {bare(std::string_view(buffer_).substr(from, to - from)), begin_ + from, false};
}

std::optional<Line> BackwardLines::next(std::uint64_t limit, std::uint64_t big_line_limit) {
  // pending_ counts the newline that ends the wanted line, where there is one.
  std::size_t searched = 0;
  while (true) {
    std::size_t end = pending_;
    if (end > 0 && buffer_[end - 1] == '\n') --end;
    std::string_view window(buffer_.data(), end - std::min(end, searched));
    std::size_t newline = window.rfind('\n');
    if (newline != std::string_view::npos) {
      pending_ = newline + 1;
      return line_at(newline + 1, end);
    }
    if (begin_ == 0) {
      if (pending_ == 0) return std::nullopt;
      pending_ = 0;
      return line_at(0, end);
    }
    if (end > kLongestLine) return skip_oversized(big_line_limit);
    searched = end;
    if (!grow(limit, big_line_limit)) return std::nullopt;
  }
}

// The start of the line is far off: look for it without keeping what lies between.
std::optional<Line> BackwardLines::skip_oversized(std::uint64_t limit) {
  std::string tail = buffer_.substr(pending_ - std::min(pending_, kKept), kKept);
  while (begin_ > 0) {
    pending_ = 0;
    if (!grow(limit, limit)) return std::nullopt;
    std::size_t newline = std::string_view(buffer_.data(), pending_).rfind('\n');
    if (newline == std::string_view::npos && begin_ > 0) continue;
    std::size_t start = newline == std::string_view::npos ? 0 : newline + 1;
    std::string ends = buffer_.substr(start, std::min(kKept, pending_ - start)) + tail;
    std::uint64_t offset = begin_ + start;
    // Keep what precedes, and park the line's ends behind it.
    buffer_.resize(start);
    pending_ = start;
    buffer_ += ends;
    buffer_.append(kJsonPadding, '\0');
    return Line{std::string_view(buffer_).substr(start, ends.size()), offset, true};
  }
  return std::nullopt;
}

bool ForwardLines::fill() {
  std::size_t rest = used_ - position_;
  if (position_ > 0) std::memmove(buffer_.data(), buffer_.data() + position_, rest);
  position_ = 0;
  used_ = rest;
  std::size_t wanted = std::max<std::size_t>(kLargestBlock, rest);
  if (buffer_.size() < rest + wanted + kJsonPadding) buffer_.resize(rest + wanted + kJsonPadding);
  std::size_t got = read_at(file_, read_to_, buffer_.data() + used_, wanted);
  used_ += got;
  read_to_ += got;
  return got > 0;
}

std::optional<Line> ForwardLines::next() {
  std::size_t searched = 0;
  while (true) {
    std::string_view window(buffer_.data() + position_, used_ - position_);
    std::size_t newline = window.find('\n', searched);
    if (newline != std::string_view::npos) {
      Line line{skipping_ ? std::string_view{} : bare(window.substr(0, newline)), line_start_, skipping_};
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

}  // namespace wick
