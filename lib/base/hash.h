// SPDX-License-Identifier: MIT
// Hashes that tell contents apart. Not for secrets.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace wick {

/// FNV-1a: for ids and other short texts.
constexpr std::uint64_t hash_bytes(std::string_view bytes,
                                   std::uint64_t seed = 14695981039346656037ull) {
  std::uint64_t hash = seed;
  for (char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return hash;
}

/// A checksum of eight bytes at a time, for what is long: finds damage, no more.
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

}  // namespace wick
