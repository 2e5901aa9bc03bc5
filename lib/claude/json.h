// SPDX-License-Identifier: MIT
// Texts out of simdjson, the same from all its versions; for the files that include it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
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

// A walk through one JSON object. simdjson does the work, in json.cc alone.

/// Bytes that must be readable behind every text handed to JsonWalker (their content is free).
inline constexpr std::size_t kJsonPadding = 64;

/// Has simdjson use the processor's best kernel without asking the processor again: call it before the
/// first use. JsonWalker does.
void choose_json_kernel();

/// A scalar met on the walk. Each accessor is empty when the value is of another type or out of
/// range, so that a field of the wrong type is a field that is not there: a number written as a
/// string is not a number, a negative count is not a count.
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
  /// A whole number from 0 to 2^53: tokens, counts, times.
  std::optional<std::int64_t> count() const;
  /// Valid only during the call that hands it over.
  std::optional<std::string_view> text() const;

 private:
  JsonScalar() = default;
  JsonScalar(Kind kind, double number, std::string_view text)
      : kind_(kind), number_(number), text_(text) {}
  Kind kind_ = Kind::kNull;
  double number_ = 0;
  std::string_view text_;
};

/// Told of what the walk meets. Paths join keys with '.':
/// "context_window.current_usage.input_tokens"; the elements of an array at "a" are all called
/// "a[]".
class JsonVisitor {
 public:
  virtual ~JsonVisitor() = default;
  /// Is anything below this object or array wanted? What is not is skipped, however deep.
  virtual bool enter(std::string_view path) = 0;
  /// An object or array that was entered has ended.
  virtual void leave(std::string_view /*path*/) {}
  virtual void scalar(std::string_view path, const JsonScalar& value) = 0;
};

/// How a walk ended.
enum class JsonStatus {
  kOk,         // a whole object
  kNotObject,  // valid so far, but no object at the top: null, an array, nothing
  kMalformed,  // broken off; what the visitor was told before still holds
};

class JsonWalker {
 public:
  JsonWalker();
  ~JsonWalker();
  /// Walks the first object of `text`, behind which kJsonPadding bytes must be readable. Keys that
  /// occur twice are told twice (so the last wins, as in JavaScript). `rest`, when given, is set to
  /// what follows the object: Claude Code sometimes glues two on a line.
  JsonStatus walk(std::string_view text, JsonVisitor& visitor, std::string_view* rest = nullptr);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// A copy of `text` with the padding behind it, and the walk over it: for text of any origin.
JsonStatus walk_json(std::string_view text, JsonVisitor& visitor);

}  // namespace wick
