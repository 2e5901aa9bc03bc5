// SPDX-License-Identifier: MIT
#include "lib/base/packed_file.h"

#include "lib/base/hash.h"

namespace wick {

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
  std::uint64_t told = sum.word();
  if (!sum.ok() || checksum(bytes.substr(kSum)) != told) return std::nullopt;
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
