// SPDX-License-Identifier: MIT
// Small text files of our own: a first line that names format and checksum, and what it is of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wick {

/// The text of such a file: "FORMAT CHECKSUM" and a newline, then `body`.
std::string checked_text(std::string_view format, std::string_view body);

/// The body without its last newline; empty when the format is another, the sum is wrong, or the body
/// does not end in a newline.
std::optional<std::string_view> checked_body(std::string_view format, std::string_view text);

/// A number in base 16, without leading zeros; and back, empty for what hex() cannot have given.
std::string hex(std::uint64_t number);
std::optional<std::uint64_t> parse_hex(std::string_view text);

}  // namespace wick
