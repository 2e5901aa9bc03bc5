// SPDX-License-Identifier: MIT
// What a transcript's line says: asked for only where text of the conversation may leave the machine.
#pragma once

#include <cstdint>
#include <string>

namespace wick {

/// The texts, inputs and results in the message of the line at `offset`, the first 600 bytes; empty when
/// the file or the line is not there any more.
std::string text_at(const std::string& path, std::uint64_t offset);

}  // namespace wick
