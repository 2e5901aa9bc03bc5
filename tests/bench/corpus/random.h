// SPDX-License-Identifier: MIT
// corpus: random numbers, sizes and names, and the time they happen at. Whole numbers only: a seed
// must mean the same bytes with every compiler and library.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace corpus {

using Int = std::int64_t;

inline std::string number(Int n) { return std::to_string(n); }

/// Splitmix64.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }

  Int below(Int n) { return n > 1 ? static_cast<Int>(next() % static_cast<std::uint64_t>(n)) : 0; }
  Int between(Int low, Int high) { return low + below(high - low + 1); }
  bool one_in(Int n) { return below(n) == 0; }

  /// Twenty steps up or down by a ratio: close to log-normal, sigma 1.06, at most a hundred times
  /// the median.
  Int long_tailed(Int median) {
    int up = std::popcount(next() & 0xFFFFF);
    Int value = median;
    for (int step = 10; step < up; ++step) value = value * 8 / 5;
    for (int step = up; step < 10; ++step) value = value * 5 / 8;
    return value * between(85, 115) / 100;
  }
  /// The same by its mean.
  Int long_tailed_by_mean(Int mean) { return long_tailed(mean * 100 / 176); }

  template <typename T, std::size_t n>
  const T& pick(const T (&from)[n]) {
    return from[next() % n];
  }

  std::string hex(std::size_t length) { return letters({}, length, "0123456789abcdef", 16); }
  /// An id as the API makes them: its prefix, then letters and digits.
  std::string id(std::string_view prefix, std::size_t length) {
    return letters(prefix, length, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
                   62);
  }
  std::string uuid() {
    std::string out = hex(36);
    for (std::size_t dash : {8u, 13u, 18u, 23u}) out[dash] = '-';
    out[14] = '4';
    out[19] = "89ab"[next() % 4];
    return out;
  }

 private:
  std::string letters(std::string_view prefix, std::size_t length, const char* from,
                      std::uint64_t base) {
    std::string out(prefix);
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < length; ++i) {
      if (i % 10 == 0) bits = next();
      out += from[bits % base];
      bits /= base;
    }
    return out;
  }

  std::uint64_t state_;
};

/// Milliseconds since 1970. Everything happens before kEnd: 2026-11-22T00:00:00Z.
constexpr Int kSecond = 1000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour;
constexpr Int kEnd = 1795305600000;

/// "2026-11-21T23:59:59.999Z"; its first ten characters are the day.
inline std::string iso(Int time) {
  // Days to a date, by counting from a 1st of March (Howard Hinnant, "chrono-compatible low-level
  // date algorithms").
  Int days = time / kDay + 719468, era = days / 146097, day = days % 146097;
  Int year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
  day -= 365 * year + year / 4 - year / 100;
  Int month = (5 * day + 2) / 153;
  std::string out = "0000-00-00T00:00:00.000Z";
  auto put = [&out](std::size_t at, std::size_t digits, Int value) {
    for (; digits-- > 0; value /= 10) out[at + digits] = static_cast<char>('0' + value % 10);
  };
  put(0, 4, year + 400 * era + (month >= 10 ? 1 : 0));
  put(5, 2, month < 10 ? month + 3 : month - 9);
  put(8, 2, day - (153 * month + 2) / 5 + 1);
  put(11, 2, time % kDay / kHour);
  put(14, 2, time % kHour / kMinute);
  put(17, 2, time % kMinute / kSecond);
  put(20, 3, time % kSecond);
  return out;
}

}  // namespace corpus
