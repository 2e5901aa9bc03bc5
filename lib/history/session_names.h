// SPDX-License-Identifier: MIT
// What sessions are called: by the user, else by the model. A name is text of the conversation's kind, so it is
// read where it stands, shown only where the user does not mind, and kept only where the user says so.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/base/env.h"

namespace wick {

/// What wick.toml says of names.
struct NameRules {
  bool show = true;   // [privacy] names
  bool keep = false;  // [ledger] titles: the ledger keeps them, for when transcripts are gone
};
/// Failure{kConfig}.
NameRules name_rules(const Env& env);

/// By session id; empty texts are of sessions that are known to have no name.
using SessionTitles = std::unordered_map<std::string, std::string>;

/// The name that a transcript has near its end; empty without one, or where it cannot be read.
std::string title_in(const std::string& transcript);

/// Looks names up when they are asked for: a history may have thousands of sessions, a table shows a few.
class SessionNames {
 public:
  SessionNames() = default;  // knows none
  /// `transcripts` are the paths of main transcripts, there or not; others among them do no harm. `kept` are
  /// those that the ledger has.
  SessionNames(const std::vector<std::string_view>& transcripts, SessionTitles kept);

  /// Empty when it has none, or nobody knows it any more.
  const std::string& of(const std::string& session);
  /// The ids of the sessions of that name, in order. Looks all of them up.
  std::vector<std::string> sessions_named(std::string_view name);

 private:
  std::unordered_map<std::string, std::vector<std::string>> transcripts_;  // by session
  SessionTitles titles_;
};

}  // namespace wick
