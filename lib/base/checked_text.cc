// SPDX-License-Identifier: MIT
#include "lib/base/checked_text.h"

#include <charconv>

#include "lib/base/format.h"
#include "lib/base/hash.h"

namespace wick {
namespace {

std::string first_line(std::string_view format, std::string_view body) {
  return fmt::format("{} {:x}\n", format, checksum(body));
}

}  // namespace

std::string checked_text(std::string_view format, std::string_view body) {
  return first_line(format, body).append(body);
}

std::optional<std::string_view> checked_body(std::string_view format, std::string_view text) {
  std::size_t end = text.find('\n');
  if (end == text.npos) return std::nullopt;
  std::string_view body = text.substr(end + 1);
  if (body.empty() || body.back() != '\n') return std::nullopt;
  if (text.substr(0, end + 1) != first_line(format, body)) return std::nullopt;
  return body.substr(0, body.size() - 1);
}

std::string hex(std::uint64_t number) {
  return fmt::format("{:x}", number);
}

std::optional<std::uint64_t> parse_hex(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number, 16);
  return hex(number) == text ? std::optional(number) : std::nullopt;
}

}  // namespace wick
