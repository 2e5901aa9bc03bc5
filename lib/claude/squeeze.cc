// SPDX-License-Identifier: MIT
#include "lib/claude/squeeze.h"

#include <algorithm>
#include <bit>
#ifdef __x86_64__
#include <immintrin.h>
#endif

#include "lib/claude/json.h"

namespace wick {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

// The number of backslashes at the end of `text`.
std::size_t backslashes_at_end(std::string_view text) {
  std::size_t count = 0;
  while (count < text.size() && text[text.size() - count - 1] == '\\') ++count;
  return count;
}

// A bit mask of the quotes in 16 (or 32) bytes that may end a string. A quote after a single
// backslash, like most in a transcript, does not. Two bytes before `at` must be readable.
#ifdef __x86_64__
unsigned ends_in_16(const char* at) {
  auto where = [](const char* from, char c) {
    __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(c))));
  };
  unsigned quotes = where(at, '"');
  return quotes == 0 ? 0 : quotes & (~where(at - 1, '\\') | where(at - 2, '\\'));
}

__attribute__((target("avx2"))) unsigned where_in_32(const char* from, char c) {
  __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
  return static_cast<unsigned>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(c))));
}

// Skips blocks without such quotes; returns the offset of the first block with one, or of an
// incomplete block.
__attribute__((target("avx2"))) std::size_t pass_over_32(std::string_view bytes, std::size_t from) {
  for (; from + 32 <= bytes.size(); from += 32) {
    const char* at = bytes.data() + from;
    unsigned quotes = where_in_32(at, '"');
    if (quotes != 0 && (quotes & (~where_in_32(at - 1, '\\') | where_in_32(at - 2, '\\'))) != 0)
      break;
  }
  return from;
}
#endif

// The position of the first quote from `from` on that may end a string.
std::size_t next_quote(std::string_view bytes, std::size_t from) {
  for (; from < 2 && from < bytes.size(); ++from)
    if (bytes[from] == '"') return from;
#ifdef __x86_64__
  static const bool wide = has_avx2();
  for (std::size_t blocks = 0; from + 16 <= bytes.size(); from += 16, ++blocks) {
    if (blocks == 2 && wide) from = pass_over_32(bytes, from);  // a long string
    if (from + 16 > bytes.size()) break;
    unsigned ends = ends_in_16(bytes.data() + from);
    if (ends != 0) return from + static_cast<std::size_t>(std::countr_zero(ends));
  }
#endif
  return bytes.find('"', from);
}

// The end of a string that continues at `from`: its closing quote or the end of `bytes`. `odd`: an
// odd number of backslashes precedes `bytes`.
std::size_t end_of_text(std::string_view bytes, std::size_t from, bool odd) {
  for (std::size_t at = from;; ++at) {
    at = next_quote(bytes, at);
    if (at == kNone) return bytes.size();
    std::size_t run = backslashes_at_end(bytes.substr(from, at - from));
    bool escaped = (run % 2 == 1) != (run == at - from && odd);
    if (!escaped) return at;
  }
}

// The next quote from `from` on, or the end. Between strings it is never far.
std::size_t opening_quote(std::string_view bytes, std::size_t from) {
  std::size_t near = std::min(bytes.size(), from + 16);
  for (; from < near; ++from)
    if (bytes[from] == '"') return from;
  return std::min(bytes.size(), bytes.find('"', from));
}

}  // namespace

Squeezer::Squeezer() { text_.reserve(64 * 1024); }

void Squeezer::start() {
  text_.clear();
  cuts_.clear();
  in_text_ = odd_ = cutting_ = overflowed_ = false;
}

// Copies kept bytes in runs, each up to the position where a string is cut.
void Squeezer::feed(std::string_view bytes) {
  std::size_t run = 0, at = 0;
  while (at < bytes.size()) {
    if (!in_text_) {
      at = opening_quote(bytes, at);
      in_text_ = at < bytes.size();
      at += in_text_;
      length_ = 0;
      odd_ = cutting_ = false;
      continue;
    }
    std::size_t end = end_of_text(bytes, at, odd_);
    std::string_view content = bytes.substr(at, end - at);
    if (cutting_) {
      cuts_.back().bytes += content.size();
      sum_.add(content);
      run = end;
    } else if (length_ + content.size() > kKept) {
      keep(bytes.substr(run, at - run));
      cut(content);
      run = end;
    }
    length_ += content.size();
    in_text_ = end == bytes.size();
    if (!content.empty()) last_ = content.back();
    if (cutting_ && !in_text_) end_cut();
    if (in_text_) {
      std::size_t backslashes = backslashes_at_end(content);
      odd_ = (backslashes % 2 == 1) != (backslashes == content.size() && odd_);
    }
    at = end + !in_text_;
  }
  if (run < bytes.size()) keep(bytes.substr(run));
  if (text_.capacity() < text_.size() + kJsonPadding)
    text_.reserve(2 * text_.size() + kJsonPadding);
}

void Squeezer::keep(std::string_view bytes) {
  std::size_t room = kMost - std::min(kMost, text_.size());
  overflowed_ |= bytes.size() > room;
  text_ += bytes.substr(0, room);
}

// Keeps up to kKept bytes of a string; `content` is the piece that exceeds them.
void Squeezer::cut(std::string_view content) {
  std::size_t room = kKept - std::min(kKept, length_);
  keep(content.substr(0, room));
  std::size_t before = text_.size();
  back_to_whole_character();
  cuts_.push_back({text_.size(), content.size() - room + before - text_.size()});
  cutting_ = true;
  // The checksum starts at a fixed position, independent of the pieces and of the bytes removed by
  // back_to_whole_character().
  sum_ = {};
  sum_.add(content.substr(room));
}

// A string that was torn by the end of a client goes on with the next record, up to the quote of
// its first key. So that this record is found, its brace is kept.
void Squeezer::end_cut() {
  cuts_.back().sum = sum_.sum();
  if (last_ != '{') return;
  if (--cuts_.back().bytes == 0) cuts_.pop_back();
  keep("{");
}

// Removes a character or escape sequence that the cut made incomplete.
void Squeezer::back_to_whole_character() {
  constexpr std::size_t kLongestEscape = 6;  // \u20ac
  std::size_t least = text_.size() - std::min(text_.size(), kKept);
  auto last = [this] { return static_cast<unsigned char>(text_.back()); };
  for (int i = 0; i < 3 && text_.size() > least && last() >= 0x80 && last() < 0xC0; ++i)
    text_.pop_back();
  if (text_.size() > least && last() >= 0x80) text_.pop_back();
  std::string_view content = std::string_view(text_).substr(least);
  for (std::size_t length = 1; length <= std::min(kLongestEscape, content.size()); ++length) {
    if (content[content.size() - length] != '\\') continue;
    std::string_view before = content.substr(0, content.size() - length + 1);
    if (backslashes_at_end(before) % 2 == 0) return;
    bool whole = length >= (length > 1 && content[content.size() - length + 1] == 'u' ? 6 : 2);
    if (!whole) text_.erase(text_.size() - length);
    return;
  }
}

}  // namespace wick
