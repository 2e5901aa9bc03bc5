// SPDX-License-Identifier: MIT
// Helpers to get the same strings from all versions of simdjson, and a visitor for JSON objects.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace wick {

/// Removes a byte order mark; newer versions of simdjson do so themselves.
inline std::string_view without_mark(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  return text.starts_with(kMark) ? text.substr(kMark.size()) : text;
}

/// True if text_of() may have failed because of a lone surrogate. simdjson 3.0 cannot replace one;
/// such a string is unknown, but the rest of the object is still valid.
inline bool may_have_surrogates(std::string_view token) {
  return token.find("\\ud") != token.npos || token.find("\\uD") != token.npos;
}

// Replaces lone surrogates in strings instead of failing, if simdjson supports that.
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

// The visitor. Only json.cc uses simdjson.

/// Number of bytes that must be readable after any text passed to JsonWalker; their content is
/// irrelevant.
inline constexpr std::size_t kJsonPadding = 64;

/// Selects simdjson's best kernel without querying the processor again. Must be called before the
/// first use; JsonWalker does.
void choose_json_kernel();

/// Whether AVX2 instructions can be used. Asks the C library where it knows: a program that contains
/// __builtin_cpu_supports() queries the processor four times (cpuid) before main(), which takes 40 us
/// on a virtual machine.
bool has_avx2();

/// A scalar value. Each accessor is empty if the value has another type or is out of range, so that
/// a field of the wrong type is treated as missing: a number in a string is no number, a negative
/// count is no count.
class JsonScalar {
 public:
  enum class Kind { kNull, kBool, kNumber, kText, kOther };

  static JsonScalar null() { return {}; }
  static JsonScalar other() { return {Kind::kOther, 0, {}}; }
  static JsonScalar of(bool flag) { return {Kind::kBool, flag ? 1.0 : 0.0, {}}; }
  static JsonScalar of(double number) { return {Kind::kNumber, number, {}}; }
  static JsonScalar of(std::string_view text) { return {Kind::kText, 0, text}; }

  bool is_null() const { return kind_ == Kind::kNull; }
  std::optional<bool> flag() const;
  /// A finite number from -1e15 to 1e15.
  std::optional<double> number() const;
  /// An integer from 0 to 2^53: tokens, counts, times.
  std::optional<std::int64_t> count() const;
  /// Valid only during the call that passes it.
  std::optional<std::string_view> text() const;

 private:
  JsonScalar() = default;
  JsonScalar(Kind kind, double number, std::string_view text)
      : kind_(kind), number_(number), text_(text) {}
  Kind kind_ = Kind::kNull;
  double number_ = 0;
  std::string_view text_;
};

/// Receives the values of a JSON object. A path joins keys with '.':
/// "context_window.current_usage.input_tokens"; all elements of an array at "a" have the path
/// "a[]".
class JsonVisitor {
 public:
  virtual ~JsonVisitor() = default;
  /// Returns whether to descend into this object or array; else it is skipped.
  virtual bool enter(std::string_view path) = 0;
  /// Called at the end of each object or array that was entered.
  virtual void leave(std::string_view /*path*/) {}
  virtual void scalar(std::string_view path, const JsonScalar& value) = 0;
};

enum class JsonStatus {
  kOk,         // a complete object
  kNotObject,  // valid so far, but no object: null, an array, nothing
  kMalformed,  // invalid; values passed to the visitor before are still good
};

class JsonWalker {
 public:
  JsonWalker();
  ~JsonWalker();
  /// Walks the first object of `text`, which must be followed by kJsonPadding readable bytes. A key
  /// that occurs twice is passed twice (so the last wins, as in JavaScript). `rest`, if given,
  /// receives the text after the object: Claude Code sometimes writes two on one line.
  JsonStatus walk(std::string_view text, JsonVisitor& visitor, std::string_view* rest = nullptr);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Copies `text` with padding and walks it: for text from anywhere.
JsonStatus walk_json(std::string_view text, JsonVisitor& visitor);

}  // namespace wick
