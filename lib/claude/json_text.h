// SPDX-License-Identifier: MIT
// Texts out of simdjson, the same from all its versions; for the files that include it.
#pragma once

#include <string_view>

namespace wick {

/// Newer versions skip a byte order mark by themselves.
inline std::string_view without_mark(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  return text.starts_with(kMark) ? text.substr(kMark.size()) : text;
}

/// Whether what text_of() could not read may be a lone surrogate: with simdjson 3.0, which cannot
/// replace one, such a text is not known, and nothing else is lost.
inline bool may_have_surrogates(std::string_view token) {
  return token.find("\\ud") != token.npos || token.find("\\uD") != token.npos;
}

// A lone surrogate in a text is replaced, not an error, where simdjson can do that.
template <class Field>
auto key_of(Field& field) {
  if constexpr (requires { field.unescaped_key(true); }) return field.unescaped_key(true);
  else return field.unescaped_key();
}
template <class Text>
auto text_of(Text& value) {
  if constexpr (requires { value.get_string(true); }) return value.get_string(true);
  else return value.get_string();
}

}  // namespace wick
