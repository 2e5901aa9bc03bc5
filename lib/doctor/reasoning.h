// SPDX-License-Identifier: MIT
// The evidence for one field, collected while its rule is gone through.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/doctor/explanation.h"
#include "lib/doctor/subject.h"

namespace wick {

/// A line of the transcript, or another file that is no payload.
enum class Fact {
  kResponse,    // the newest response
  kStart,       // what the cache clock starts with
  kTtl,         // the newest write to the cache
  kCompaction,  // the newest compaction
  kTitle,
  kCompacted,  // the first request after the last compaction
  kFirst,      // the session's first request
  kTotal,      // the client's own total
  kRegistry,   // the file of the running session
};

class Reasoning {
 public:
  explicit Reasoning(Subject& of) : subject(of) {}

  Subject& subject;
  Explanation out;

  const State& state() const { return subject.state; }

  /// Each of these adds what it finds as a witness, for keys with blanks between, and what it does
  /// not find to `missing`. True when something was found.
  bool told(std::string_view keys);
  bool limits_told(std::string_view keys);
  bool line(Fact fact, std::string_view keys);
  /// The first of them that says the field's value; `lines` are "FACT:KEY". Both where none does.
  void first_that_fits(std::string_view keys, std::string_view lines);

  /// Other fields that enter this one, with blanks between.
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

/// Which line a fact is called by in a rule's table; nullopt for another word.
std::optional<Fact> fact_named(std::string_view name);

}  // namespace wick
