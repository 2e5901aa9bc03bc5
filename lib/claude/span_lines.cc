// SPDX-License-Identifier: MIT
#include "lib/claude/span_lines.h"

#include <algorithm>
#include <cstring>

#include "lib/claude/json.h"
#include "lib/claude/lines.h"

namespace wick {
namespace {

// Half of a processor's second-level cache: what was read is looked at while it is still there.
constexpr std::size_t kBlock = 256 * 1024;
// Shorter lines are parsed as fast as they are squeezed.
constexpr std::size_t kShort = 4096;

std::string_view without_blank_front(std::string_view text) {
  constexpr std::string_view kBlank("\0 \t\r", 4);
  return text.substr(std::min(text.size(), text.find_first_not_of(kBlank)));
}

}  // namespace

SpanLines::SpanLines() : buffer_(kBlock + kJsonPadding) {}

void SpanLines::open(const OpenFile& file, std::uint64_t from, std::uint64_t to) {
  file_ = &file;
  to_ = std::min(to, file.info.size);
  position_ = used_ = 0;
  read_to_ = complete_end_ = from;
  read_at_once_ = false;
  // A span that does not start with a line leaves its first bytes to the span before.
  if (from > 0 && !skip_to_line_start(from)) complete_end_ = to_ = 0;
}

// Moves what is left to the front of the buffer and reads on. False at the end of the file.
bool SpanLines::fill() {
  std::uint64_t left = file_->info.size - std::min(file_->info.size, read_to_);
  if (left == 0) return false;
  std::memmove(buffer_.data(), buffer_.data() + position_, used_ - position_);
  used_ -= position_;
  position_ = 0;
  read_at_once_ = read_to_ == 0;
  std::size_t got = read_at(*file_, read_to_, buffer_.data() + used_,
                            std::min<std::uint64_t>(kBlock - used_, left));
  used_ += got;
  read_to_ += got;
  return got > 0;
}

bool SpanLines::skip_to_line_start(std::uint64_t from) {
  --read_to_;
  while (complete_end_ < to_ && fill()) {
    const void* newline = std::memchr(buffer_.data(), '\n', used_);
    position_ = newline ? static_cast<std::size_t>(static_cast<const char*>(newline) -
                                                   buffer_.data()) + 1
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
    if (searched == kBlock) return next_long(line);
    if (!fill()) break;
  }
  if (position_ == used_) return false;
  give(line, buffer_.view(position_, used_ - position_));
  line.ended = false;
  to_ = complete_end_;  // it was the last one
  return true;
}

// The buffer is full of one line: it goes through the squeezer piece by piece.
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
