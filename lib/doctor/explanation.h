// SPDX-License-Identifier: MIT
// Why a field has its value: the evidence, the rule, the arithmetic.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/doctor/check.h"
#include "lib/live/fields.h"

namespace wick {

/// A place where a piece of evidence was read.
struct Witness {
  std::string source;                 // payload, tap, transcript, registry, git, prices, name
  std::string file;                   // its path; "-" for standard input, empty for built-in data
  std::uint64_t line = 0;             // from 1; 0 where there are no lines
  std::string key, value;             // as written there
  std::optional<std::int64_t> age_s;  // of a payload or tap

  bool operator==(const Witness&) const = default;
};

/// A figure that another is computed from.
struct Input {
  std::string name;  // a field, or "now"
  MaybeValue value;
  std::string arithmetic;
};

struct Explanation {
  const Field* field = nullptr;
  MaybeValue value;
  std::string rule;
  std::vector<Witness> from;
  std::vector<Input> uses;
  std::string arithmetic;            // evaluates to the value; empty: the value was read directly
  std::vector<std::string> missing;  // if there is no value: what was not found

  void miss(std::string what) {
    if (std::find(missing.begin(), missing.end(), what) == missing.end())
      missing.push_back(std::move(what));
  }
};

/// The path with "~" for `home`.
std::string with_tilde(const std::string& path, const std::string& home);

/// For people, several lines.
std::string explanation_text(const Explanation& explanation, const std::string& home, bool color);
/// One JSON object and a newline.
std::string explanation_json(const Explanation& explanation);

// wick-doctor explain: why a field has its value.

/// The fields that operands name: "cache.ttl", or "cache.*" for a group. Failure{kUsage}.
std::vector<const Field*> fields_named(const std::vector<std::string>& operands);

/// Includes the evidence of the fields that `field` uses.
Explanation explain(Subject& subject, const Field& field);

}  // namespace wick
