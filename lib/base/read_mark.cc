// SPDX-License-Identifier: MIT
#include "lib/base/read_mark.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "lib/base/hash.h"

namespace wick {
namespace {

constexpr std::size_t kProbe = 1024;  // bytes hashed at both ends of what was read

std::uint64_t hash_of(const OpenFile& file, std::uint64_t from, std::size_t size) {
  std::array<char, kProbe> part;
  return hash_bytes(std::string_view(part.data(), read_at(file, from, part.data(), size)));
}

}  // namespace

ReadMark mark_at(const OpenFile& file, std::uint64_t offset) {
  std::size_t probe = std::min<std::uint64_t>(kProbe, offset);
  return {file.info.device, file.info.inode, offset, hash_of(file, 0, probe),
          hash_of(file, offset - probe, probe)};
}

bool fits(const ReadMark& mark, const OpenFile& file) {
  if (file.info.device != mark.device || file.info.inode != mark.inode) return false;
  if (file.info.size < mark.offset) return false;
  ReadMark now = mark_at(file, mark.offset);
  return now.head_hash == mark.head_hash && now.tail_hash == mark.tail_hash;
}

}  // namespace wick
