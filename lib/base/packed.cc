// SPDX-License-Identifier: MIT
#include "lib/base/packed.h"

#include <charconv>

#include "lib/base/format.h"

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

std::string hex(std::uint64_t number) { return fmt::format("{:x}", number); }

std::optional<std::uint64_t> parse_hex(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number, 16);
  return hex(number) == text ? std::optional(number) : std::nullopt;
}

std::string sealed(std::string_view format, std::string_view body) {
  PackedWriter sum;
  sum.put_word(checksum(body));
  return std::string(format) + sum.bytes() + std::string(body);
}

std::optional<std::string_view> unsealed(std::string_view format, std::string_view bytes) {
  constexpr std::size_t kSum = 8;
  if (bytes.substr(0, format.size()) != format) return std::nullopt;
  bytes.remove_prefix(format.size());
  PackedReader sum(bytes.substr(0, kSum));
  std::uint64_t expected = sum.word();
  if (!sum.ok() || checksum(bytes.substr(kSum)) != expected) return std::nullopt;
  return bytes.substr(kSum);
}

void put_mark(PackedWriter& out, const ReadMark& mark) {
  for (std::uint64_t number : {mark.device, mark.inode, mark.offset}) out.put(number);
  out.put_word(mark.head_hash), out.put_word(mark.tail_hash);
}

ReadMark mark_of(PackedReader& in) {
  ReadMark mark;
  mark.device = in.number(), mark.inode = in.number(), mark.offset = in.number();
  mark.head_hash = in.word(), mark.tail_hash = in.word();
  return mark;
}

}  // namespace wick
