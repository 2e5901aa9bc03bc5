// SPDX-License-Identifier: MIT
#include "lib/claude/entry_kind.h"

#include <algorithm>
#include <iterator>

#include "lib/base/object_end.h"
#include "lib/base/text.h"
#include "lib/claude/prompt_text.h"

namespace wick {
// Others are sent in the background: titles, compactions.
bool is_of_chain(std::string_view source) {
  for (std::string_view start : {"repl_main_thread", "sdk", "agent:"})
    if (source.substr(0, start.size()) == start) return true;
  return false;
}

bool is_typed(const EntrySigns& signs, const Entry& entry) {
  bool person = signs.origin.empty() || signs.origin == "human";
  bool source = signs.source != "system";
  bool turn = signs.turn_origin.empty() || signs.turn_origin == "human" || signs.turn_origin == "sdk";
  return person && source && turn && signs.has_content && !signs.has_results && !signs.is_meta &&
         !signs.is_summary && !signs.transcript_only && !entry.sidechain && looks_typed(signs.text);
}

EntryKind kind_of(const EntrySigns& signs) {
  if (signs.type == "assistant") return signs.has_usage ? EntryKind::kResponse : EntryKind::kOther;
  if (signs.type == "user") return EntryKind::kUser;
  if (signs.type == "progress" && signs.nested_type == "assistant" && signs.has_usage)
    return EntryKind::kResponse;
  if (signs.type == "system" && signs.subtype == "compact_boundary") return EntryKind::kCompaction;
  if (signs.type == "system" && signs.subtype == "microcompact_boundary") return EntryKind::kClearing;
  if (signs.type == "attachment") return EntryKind::kAttachment;
  if (signs.type == "cost-state") return EntryKind::kCostState;
  if (signs.type == "api-request") return EntryKind::kApiRequest;
  if (signs.type == "custom-title" || signs.type == "ai-title") return EntryKind::kTitle;
  return EntryKind::kOther;
}

bool could_be_entry(std::string_view line) {
  constexpr std::string_view kStart = "{\"type\":\"";
  constexpr std::string_view kKinds[] = {"assistant\"", "user\"", "progress\"", "system\"",
                                         "cost-state\"", "api-request\"", "custom-title\"", "ai-title\""};
  if (line.substr(0, kStart.size()) != kStart) return true;
  std::string_view type = line.substr(kStart.size());
  bool counts = std::any_of(std::begin(kKinds), std::end(kKinds), [type](std::string_view kind) {
    return type.substr(0, kind.size()) == kind;
  });
  if (counts || line.back() != '}') return true;
  // What is broken is to be found out, and another object may be glued to this one, torn or whole. Of a long line
  // that takes too long: there the signs of one must do; quotes within texts stand behind backslashes.
  constexpr std::size_t kShort = 4096;
  if (line.size() <= kShort) return ObjectEnd().feed(line) != line.size();
  return contains(line, "}{\"") || contains(type, kStart) || contains(type, "{\"parentUuid\":");
}

}  // namespace wick
