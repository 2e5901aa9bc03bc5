// SPDX-License-Identifier: MIT
// Turns the lines of a transcript into records.
#pragma once

#include <string_view>

#include "lib/claude/entry.h"
#include "lib/claude/lines.h"
#include "lib/history/records.h"
#include "lib/history/requests.h"

namespace wick {

/// Collects the records of one span of a file. Nearby lines of one response become one record. A
/// repetition further away gets a record of its own; the merge counts both once.
class Collector {
 public:
  /// All records of the lines that begin in the span. Afterwards `lines` knows how far it has read.
  /// `agent_type` is the type of the subagent that wrote the file, for lines that do not name it.
  FileRecords collect(SpanLines& lines, std::string_view agent_type = {});

 private:
  void line(const SpanLine& line);
  void add(const Entry& entry, std::uint64_t offset);
  void response(const Entry& entry, std::uint64_t offset);
  void calls(const Entry& entry, std::uint64_t message, std::uint64_t offset);
  void user(const Entry& entry, std::uint64_t offset);
  void note_failure(ToolCall& call, const EntryResult& result, std::string_view tool);
  ToolCall* near_call(std::uint64_t key);
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

/// Copies the fields of a result into its call.
void take_answer(ToolCall& call, const ToolCall& answer);

/// The part of a call's target that is kept: a path as it is, the host of a URL, or the program
/// that a shell command runs. Arguments and variables are not kept.
std::string target_of(const EntryCall& call);

}  // namespace wick
