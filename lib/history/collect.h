// SPDX-License-Identifier: MIT
// From the lines of a transcript to records.
#pragma once

#include <string_view>

#include "lib/claude/entry.h"
#include "lib/claude/lines.h"
#include "lib/history/records.h"
#include "lib/history/requests.h"

namespace wick {

/// Collects the records of one span of a file. Lines of the same response that stand near one another
/// become one record; whatever repeats it further off is recorded again and counts once all the same.
class Collector {
 public:
  /// All records of the lines that begin in the span. `lines` says afterwards how far it is read. `agent_type`
  /// is the subagent's whose file it is, for lines that do not say it.
  FileRecords collect(SpanLines& lines, std::string_view agent_type = {});

 private:
  void line(const SpanLine& line);
  void add(const Entry& entry, std::uint64_t offset);
  void response(const Entry& entry, std::uint64_t offset);
  void calls(const Entry& entry, std::uint64_t message, std::uint64_t offset);
  void user(const Entry& entry, std::uint64_t offset);
  void note_failure(ToolCall& call, const EntryResult& result);
  void compaction(const Entry& entry, std::uint64_t offset);
  void blocks(const Entry& entry, std::uint64_t message, std::uint64_t offset);
  void total(const Entry& entry, std::uint64_t offset);
  void shape(const Entry& entry, std::uint64_t offset);
  std::uint32_t origin_of(const EntryOrigin& names);
  void mark_copies();
  void put(const ToolCall& call);
  void put(const ContextBlock& block);

  EntryReader reader_;
  FileRecords out_;
  Requests requests_;
  std::string_view agent_type_;
  std::uint32_t last_origin_ = 0;
};

/// Adds to a call what its result says.
void take_answer(ToolCall& call, const ToolCall& answer);

/// What a tool's target is kept as: a path as it is, the host of a URL, the program that a shell
/// command runs. Arguments and variables are not kept.
std::string target_of(const EntryCall& call);

}  // namespace wick
