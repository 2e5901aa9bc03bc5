// SPDX-License-Identifier: MIT
// Texts out of simdjson, the same from all its versions; for the files that include it.
#pragma once

namespace wick {

// A lone surrogate in a text is replaced, not an error. The simdjson of some distributions cannot do
// that yet.
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
