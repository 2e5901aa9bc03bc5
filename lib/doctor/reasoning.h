// SPDX-License-Identifier: MIT
// Arithmetic as text that bc(1) or a reader can evaluate.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/format.h"
#include "lib/base/time.h"
#include "lib/doctor/check.h"
#include "lib/doctor/explanation.h"
#include "lib/output/human.h"

namespace wick::derive {

inline std::string text(std::int64_t number) { return std::to_string(number); }
inline std::string text(double number) { return number_text(number); }
/// "14950 * 4"
inline std::string product(std::int64_t count, double rate) {
  return fmt::format("{} * {}", text(count), text(rate));
}
/// Milliseconds converted to seconds.
inline std::string seconds(TimeMs time) { return text(static_cast<double>(time) / 1000); }
/// Whole seconds from now to `at`, rounded up.
inline std::string remaining(std::int64_t at, TimeMs now) {
  return fmt::format("ceil({} - {})", text(at), seconds(now));
}
inline std::string sum(std::initializer_list<std::int64_t> numbers) {
  std::string out;
  for (std::int64_t number : numbers) out += (out.empty() ? "" : " + ") + text(number);
  return out;
}

}  // namespace wick::derive

namespace wick {

// The evidence for one field, collected while its rule is applied.

/// A line of the transcript, or a file other than a payload.
enum class Fact {
  kResponse,    // the newest response
  kStart,       // the line that starts the cache's TTL
  kTtl,         // the newest write to the cache
  kCompaction,  // the newest compaction
  kTitle,
  kPermission,
  kCompacted,  // the first request after the last compaction
  kFirst,      // the session's first request
  kTotal,      // the client's own total
  kRegistry,   // the running session's file in the registry
};

class Reasoning {
 public:
  explicit Reasoning(Subject& of) : subject(of) {}

  Subject& subject;
  Explanation out;

  const State& state() const { return subject.state; }

  /// These look up keys separated by blanks, add what they find as witnesses and what they do not
  /// find to `missing`. True when something was found.
  bool from_payload(std::string_view keys);
  bool limit_windows(std::string_view keys);
  bool line(Fact fact, std::string_view keys);
  /// Adds the first of them that has the field's value; `lines` are "FACT:KEY". If the field has no
  /// value, adds all that were found to `missing`, as unused.
  void first_that_fits(std::string_view keys, std::string_view lines);

  /// Other fields that this one is computed from, separated by blanks.
  void uses(std::string_view fields);
  void uses_now();
  void arithmetic(std::string text) { out.arithmetic = std::move(text); }
  void witness(Witness witness);

 private:
  bool tell(const std::optional<Tap>& tap, bool now, const std::string& json,
            std::string_view keys);
  LineOffset place(Fact fact) const;
  bool registry(std::string_view keys);
};

/// The fact with that name in the table of rules; nullopt for an unknown name.
std::optional<Fact> fact_named(std::string_view name);

}  // namespace wick
