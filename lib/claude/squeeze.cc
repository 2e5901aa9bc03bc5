// SPDX-License-Identifier: MIT
#include "lib/claude/squeeze.h"

#include <algorithm>

#include "lib/claude/json.h"

namespace wick {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

// How many backslashes `text` ends with.
std::size_t backslashes_at_end(std::string_view text) {
  std::size_t last = text.find_last_not_of('\\');
  return last == kNone ? text.size() : text.size() - last - 1;
}

}  // namespace

Squeezer::Squeezer() { text_.reserve(64 * 1024); }

void Squeezer::start() {
  text_.clear();
  cuts_.clear();
  in_text_ = odd_ = cutting_ = overflowed_ = false;
}

void Squeezer::feed(std::string_view bytes) {
  while (!bytes.empty()) bytes.remove_prefix(in_text_ ? inside(bytes) : outside(bytes));
  if (text_.capacity() < text_.size() + kJsonPadding) text_.reserve(2 * text_.size() + kJsonPadding);
}

// Up to and with the quote that opens a text; how many bytes that were.
std::size_t Squeezer::outside(std::string_view bytes) {
  std::size_t quote = bytes.find('"');
  std::size_t done = quote == kNone ? bytes.size() : quote + 1;
  keep(bytes.substr(0, done));
  in_text_ = quote != kNone;
  opened_ = text_.size();
  odd_ = cutting_ = false;
  return done;
}

// Up to and with the quote that closes the text.
std::size_t Squeezer::inside(std::string_view bytes) {
  std::size_t quote = bytes.find('"');
  for (; quote != kNone; quote = bytes.find('"', quote + 1)) {
    std::size_t run = backslashes_at_end(bytes.substr(0, quote));
    bool escaped = run % 2 == 1;
    if (run == quote && odd_) escaped = !escaped;
    if (!escaped) break;
  }
  std::string_view content = bytes.substr(0, quote);
  keep_some(content);
  if (quote == kNone) {
    std::size_t run = backslashes_at_end(content);
    odd_ = (run % 2 == 1) != (run == content.size() && odd_);
    return bytes.size();
  }
  keep("\"");
  in_text_ = false;
  return quote + 1;
}

void Squeezer::keep(std::string_view bytes) {
  std::size_t room = kMost - std::min(kMost, text_.size());
  overflowed_ |= bytes.size() > room;
  text_ += bytes.substr(0, room);
}

void Squeezer::keep_some(std::string_view bytes) {
  if (cutting_) {
    cuts_.back().bytes += bytes.size();
    return;
  }
  std::size_t room = kKept - std::min(kKept, text_.size() - opened_);
  keep(bytes.substr(0, room));
  if (bytes.size() <= room) return;
  std::size_t before = text_.size();
  back_to_whole_character();
  cuts_.push_back({text_.size(), bytes.size() - room + before - text_.size()});
  cutting_ = true;
}

// What was cut may have been in the middle of a character or of an escape sequence.
void Squeezer::back_to_whole_character() {
  constexpr std::size_t kLongestEscape = 6;  // \u20ac
  while (text_.size() > opened_ && static_cast<unsigned char>(text_.back()) >= 0x80) text_.pop_back();
  std::string_view content = std::string_view(text_).substr(opened_);
  for (std::size_t length = 1; length <= std::min(kLongestEscape, content.size()); ++length) {
    if (content[content.size() - length] != '\\') continue;
    std::string_view before = content.substr(0, content.size() - length + 1);
    if (backslashes_at_end(before) % 2 == 0) return;
    bool whole = length >= (length > 1 && content[content.size() - length + 1] == 'u' ? 6 : 2);
    if (!whole) text_.resize(text_.size() - length);
    return;
  }
}

}  // namespace wick
