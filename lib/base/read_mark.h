// SPDX-License-Identifier: MIT
// How far a file that only grows was read, and whether it is still that file.
#pragma once

#include <cstdint>

#include "lib/base/file.h"

namespace wick {

struct ReadMark {
  std::uint64_t device = 0, inode = 0, offset = 0;
  // Of what stood at its start and just before `offset`.
  std::uint64_t head_hash = 0, tail_hash = 0;
};

/// The mark of a file that was read up to `offset`.
ReadMark mark_at(const OpenFile& file, std::uint64_t offset);

/// The file still starts with what was read of it: it is the same one, not shorter, and the ends of
/// what was read are as they were.
bool fits(const ReadMark& mark, const OpenFile& file);

}  // namespace wick
