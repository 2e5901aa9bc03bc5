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

/// A place where something that counts was read.
struct Witness {
  std::string source;      // payload, tap, transcript, registry, git, prices, name
  std::string file;        // its path; "-" for standard input, empty for what is built in
  std::uint64_t line = 0;  // from 1; 0 where there are no lines
  std::string key, value;  // as they stand there
  std::optional<std::int64_t> age_s;  // of a payload or tap

  bool operator==(const Witness&) const = default;
};

/// A figure that enters another.
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
  std::string arithmetic;            // gives the value when worked out; empty: read as it stands
  std::vector<std::string> missing;  // what was looked for in vain, where there is no value

  void miss(std::string what) {
    if (std::find(missing.begin(), missing.end(), what) == missing.end())
      missing.push_back(std::move(what));
  }
};

/// A path as people write it: "~/x" for what lies below `home`.
std::string with_tilde(const std::string& path, const std::string& home);

/// For people, several lines.
std::string explanation_text(const Explanation& explanation, const std::string& home, bool color);
/// One JSON object and a newline.
std::string explanation_json(const Explanation& explanation);

// wick-doctor explain: why a field has its value.

/// The fields that operands name: "cache.ttl", or "cache.*" for a group. Failure{kUsage}.
std::vector<const Field*> fields_named(const std::vector<std::string>& operands);

/// The evidence of the fields that it uses is its own too.
Explanation explain(Subject& subject, const Field& field);

}  // namespace wick
