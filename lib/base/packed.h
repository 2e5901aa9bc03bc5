// SPDX-License-Identifier: MIT
// Packs numbers and strings into bytes with a checksum: the format in which wick stores what it
// counted.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/file.h"

namespace wick {

// Hashes that identify contents. Not for secrets.

/// FNV-1a: for ids and other short strings.
constexpr std::uint64_t hash_bytes(std::string_view bytes,
                                   std::uint64_t seed = 14695981039346656037ull) {
  std::uint64_t hash = seed;
  for (char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return hash;
}

/// A checksum that processes eight bytes at a time, for long data: only detects damage.
inline std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t sum = bytes.size();
  for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), sizeof word);
    sum = (sum ^ word) * 0x9E3779B97F4A7C15ull;
    sum ^= sum >> 32;
  }
  return hash_bytes(bytes, sum);
}

/// A checksum of data that comes in pieces; independent of how it is divided.
class RunningSum {
 public:
  void add(std::string_view bytes) {
    size_ += bytes.size();
    for (; kept_ > 0 && !bytes.empty(); bytes.remove_prefix(1)) keep(bytes[0]);
    for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes.data(), sizeof word);
      mix(word);
    }
    for (char c : bytes) keep(c);
  }
  std::uint64_t sum() const { return hash_bytes(std::string_view(rest_, kept_), sum_ ^ size_); }

 private:
  void keep(char c) {
    rest_[kept_++] = c;
    if (kept_ < sizeof rest_) return;
    std::uint64_t word = 0;
    std::memcpy(&word, rest_, sizeof word);
    mix(word);
    kept_ = 0;
  }
  void mix(std::uint64_t word) {
    sum_ = (sum_ ^ word) * 0x9E3779B97F4A7C15ull;
    sum_ ^= sum_ >> 32;
  }

  std::uint64_t sum_ = 0, size_ = 0;
  char rest_[8] = {};
  std::size_t kept_ = 0;
};

// A compact, portable encoding of numbers and strings.

/// Appends numbers with seven bits per byte: small ones take one byte.
class PackedWriter {
 public:
  void put(std::uint64_t number) {
    for (; number >= 0x80; number >>= 7) out_ += static_cast<char>(number | 0x80);
    out_ += static_cast<char>(number);
  }
  /// Appends a signed number as its difference from `before`, which the reader must know too.
  void put_step(std::int64_t number, std::int64_t before) {
    auto step = static_cast<std::int64_t>(static_cast<std::uint64_t>(number) -
                                          static_cast<std::uint64_t>(before));
    put((static_cast<std::uint64_t>(step) << 1) ^ static_cast<std::uint64_t>(step >> 63));
  }
  /// Appends eight bytes: for hashes and the like.
  void put_word(std::uint64_t number) {
    for (int i = 0; i < 8; ++i) out_ += static_cast<char>(number >> (8 * i));
  }
  void put(std::string_view text) {
    put(text.size());
    out_ += text;
  }
  const std::string& bytes() const { return out_; }

 private:
  std::string out_;
};

/// Reads what a PackedWriter wrote. After the end or an invalid value, every read returns 0 and
/// ok() is false, so it is enough to check at the end.
class PackedReader {
 public:
  explicit PackedReader(std::string_view bytes)
      : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  std::uint64_t number() {
    // the common case
    if (at_ < end_ && static_cast<unsigned char>(*at_) < 0x80)
      return static_cast<unsigned char>(*at_++);
    return long_number();
  }
  /// A number of at most 32 bits, as all ids and token counts are; a larger one is damage.
  std::uint32_t small() {
    std::uint64_t out = number();
    return static_cast<std::uint32_t>(out <= 0xFFFFFFFF ? out : fail());
  }
  std::int64_t step_from(std::int64_t before) {
    std::uint64_t zigzag = number();
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(before) +
                                     ((zigzag >> 1) ^ (0 - (zigzag & 1))));
  }
  std::uint64_t word() {
    if (end_ - at_ < 8) return fail();
    std::uint64_t out = 0;
    for (int i = 0; i < 8; ++i) out |= std::uint64_t{static_cast<unsigned char>(at_[i])} << (8 * i);
    at_ += 8;
    return out;
  }
  std::string_view text() {
    std::uint64_t size = number();
    if (size > left()) return fail(), std::string_view{};
    std::string_view out(at_, size);
    at_ += size;
    return out;
  }
  /// The number of items that follow, each at least `least` bytes long.
  std::uint64_t count(std::size_t least) {
    std::uint64_t items = number();
    return items <= left() / least ? items : fail();
  }
  bool ok() const { return ok_; }
  bool at_end() const { return ok_ && at_ == end_; }

 private:
  std::uint64_t long_number() {
    std::uint64_t out = 0;
    for (int shift = 0; at_ < end_ && shift < 64; shift += 7) {
      auto byte = static_cast<unsigned char>(*at_++);
      out |= std::uint64_t{byte & 0x7Fu} << shift;
      if (byte < 0x80) return out;
    }
    return fail();
  }
  std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }
  std::uint64_t fail() {
    ok_ = false;
    at_ = end_;
    return 0;
  }

  const char* at_;
  const char* end_;
  bool ok_ = true;
};

// Small text files: the first line has the format and a checksum.

/// The content of such a file: "FORMAT CHECKSUM" and a newline, then `body`.
std::string checked_text(std::string_view format, std::string_view body);

/// The body without its last newline; empty if the format differs, the checksum is wrong, or the
/// body does not end in a newline.
std::optional<std::string_view> checked_body(std::string_view format, std::string_view text);

/// Formats and parses a hexadecimal number without leading zeros. parse_hex() is empty for text
/// that hex() did not produce.
std::string hex(std::uint64_t number);
std::optional<std::uint64_t> parse_hex(std::string_view text);

// Binary files: the format in the first line, a checksum, the bytes.

/// `format` ends in a newline and changes with the layout.
std::string sealed(std::string_view format, std::string_view body);
/// The body; empty if the format differs or the bytes are damaged.
std::optional<std::string_view> unsealed(std::string_view format, std::string_view bytes);

void put_mark(PackedWriter& out, const ReadMark& mark);
ReadMark mark_of(PackedReader& in);

}  // namespace wick
