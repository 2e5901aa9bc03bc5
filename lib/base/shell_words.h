// SPDX-License-Identifier: MIT
// Words of shell command lines.
#pragma once

#include <string>
#include <string_view>

namespace wick {

/// `text` as one word of sh, zsh or bash; of fish. Quoted only where it has to be.
std::string sh_word(std::string_view text);
std::string fish_word(std::string_view text);

/// The first word of an sh command, without its quotes; `end` becomes the position behind it.
/// Expansions stay as they are written.
std::string first_word(std::string_view command, std::size_t& end);

/// Does `word` stand in `text` with no letter, digit, '-', '_', '.' or '/' at its sides?
bool has_word(std::string_view text, std::string_view word);

}  // namespace wick
