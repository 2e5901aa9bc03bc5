// SPDX-License-Identifier: MIT
// Packed records as files of our own: a first line that names the format, a checksum, the bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/base/packed.h"
#include "lib/base/read_mark.h"

namespace wick {

/// `format` ends in a newline, and changes with the layout.
std::string sealed(std::string_view format, std::string_view body);
/// The body; empty when the format is another, or the bytes are not whole.
std::optional<std::string_view> unsealed(std::string_view format, std::string_view bytes);

void put_mark(PackedWriter& out, const ReadMark& mark);
ReadMark mark_of(PackedReader& in);

}  // namespace wick
