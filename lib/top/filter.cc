// SPDX-License-Identifier: MIT
// Matches sessions against wick-top's filter.
#include "lib/base/text.h"
#include "lib/top/view.h"

namespace wick {
namespace {

bool holds_word(const State& s, const std::string& word) {
  if (word == "cold") return s.next.now && !s.next.is_warm;
  if (word == "warm") return s.next.now && s.next.is_warm;
  if (word == "waits" || word == "waiting") return s.session.status == "waiting";
  if (word == "busy" || word == "idle") return s.session.pid > 0 && s.session.status == word;
  if (word == "live") return s.session.pid > 0;
  if (word.size() > 1 && (word[0] == '>' || word[0] == '<')) {
    if (auto bound = parse_tokens(std::string_view(word).substr(1))) {
      if (!s.context.tokens) return false;
      auto tokens = static_cast<double>(*s.context.tokens);
      return word[0] == '>' ? tokens > *bound : tokens < *bound;
    }
  }
  for (const std::string* text : {&s.session.name, &s.session.project(), &s.model.name, &s.model.id,
                                  &s.git.branch, &s.session.id})
    if (contains(lower(*text), word)) return true;
  return false;
}

}  // namespace

bool passes_filter(const State& session, std::string_view filter) {
  std::string words = lower(std::string(filter));
  for (std::string_view word : split(words, ' '))
    if (!word.empty() && !holds_word(session, std::string(word))) return false;
  return true;
}

}  // namespace wick
