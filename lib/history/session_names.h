// SPDX-License-Identifier: MIT
// The names of sessions: the user's, else the model's. A name is conversation text, so it is read
// from the transcript, shown only if the user permits it, and stored only if the user asks for it.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/base/env.h"

namespace wick {

/// The settings for names in wick.toml.
struct NameRules {
  bool show = true;   // [privacy] names
  bool keep = false;  // [ledger] titles: store them in the ledger, for when transcripts are gone
};
/// Throws Failure{kConfig}.
NameRules name_rules(const Env& env);

/// By session id; an empty text means that the session is known to have no name.
using SessionTitles = std::unordered_map<std::string, std::string>;

/// The name near the end of a transcript; empty without one, or if the file cannot be read.
std::string title_in(const std::string& transcript);

/// Looks up names on demand: a history may have thousands of sessions, and a table shows a few.
class SessionNames {
 public:
  SessionNames() = default;
  /// `transcripts`: paths of main transcripts, which need not exist; other paths are ignored.
  /// `kept`: the names that the ledger has.
  SessionNames(const std::vector<std::string_view>& transcripts, SessionTitles kept);

  /// Empty if it has none or its name is no longer known.
  const std::string& of(const std::string& session);
  /// The ids of the sessions with that name, sorted. Looks up the names of all sessions.
  std::vector<std::string> sessions_named(std::string_view name);

 private:
  std::unordered_map<std::string, std::vector<std::string>> transcripts_;  // by session
  SessionTitles titles_;
};

}  // namespace wick
