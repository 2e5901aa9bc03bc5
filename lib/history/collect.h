// SPDX-License-Identifier: MIT
// From the lines of a transcript to records.
#pragma once

#include <string_view>

#include "lib/claude/entry.h"
#include "lib/claude/lines.h"
#include "lib/history/records.h"

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
  void passes(const Entry& entry, const Request& response);
  void calls(const Entry& entry, std::uint64_t message, std::uint64_t offset);
  void user(const Entry& entry, std::uint64_t offset);
  void compaction(const Entry& entry, std::uint64_t offset);
  void blocks(const Entry& entry, std::uint64_t message, std::uint64_t offset);
  void total(const Entry& entry, std::uint64_t offset);
  void shape(const Entry& entry, std::uint64_t offset);
  std::uint32_t origin_of(const EntryOrigin& told);
  void mark_copies();
  void put(const Request& request);
  void put(const ToolCall& call);
  void put(const ContextBlock& block);

  EntryReader reader_;
  FileRecords out_;
  std::string_view agent_type_;
  std::uint32_t last_origin_ = 0;
  TimeMs last_time_ = kUndated;
};

/// Adds to a call what its result says.
void take_answer(ToolCall& call, const ToolCall& answer);

/// What Request::message and Request::request are of a response's line.
std::uint64_t message_key(const Entry& entry);
std::uint32_t request_key(const Entry& entry);

/// Two sightings with one message id, not both with a request id, are of the same response: the same was sent,
/// and about then. Old clients zero the usage of what a fork copies, and keep the time. Gateways may give all
/// responses one message id. Times of 0 or less are not known.
bool is_one_response(const Usage& a, TimeMs a_time, const Usage& b, TimeMs b_time);

/// A pass of a response whose tokens are not in the response's own usage, and are paid for. Those of type
/// "message" are in it already; a compaction's and an advisor's are not (documentation, measured on client
/// 2.1.332), nor is the attempt of a model that another one then stood in for (seen in a transcript of
/// client 2.1.219: the response's usage is the fallback's alone), which is not charged without output.
bool is_extra(const EntryIteration& pass, std::string_view model);

/// What a tool's target is kept as: a path as it is, the host of a URL, the program that a shell
/// command runs. Arguments and variables are not kept.
std::string target_of(const EntryCall& call);

}  // namespace wick
