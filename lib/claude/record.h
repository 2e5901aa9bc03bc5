// SPDX-License-Identifier: MIT
// One line of a transcript as a plain struct. Conversation text is never kept.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/time.h"
#include "lib/claude/json.h"
#include "lib/claude/usage.h"

namespace wick {

enum class RecordKind {
  kOther,       // of no interest here
  kResponse,    // one content block of an assistant's response, with the response's usage
  kApiRequest,  // a request was sent
  kUser,        // a person's prompt, a tool's result, or a note to the model
  kCompaction,  // system/compact_boundary
  kCostState,   // the client's own running total
  kTitle,       // custom-title or ai-title
};

struct Record {
  RecordKind kind = RecordKind::kOther;
  std::optional<TimeMs> time;  // the line's timestamp
  bool sidechain = false;      // of a subagent
  std::string version;         // Claude Code's
  std::string cwd;

  // kResponse. A response is written as several lines that share message_id.
  std::string message_id, request_id, uuid;
  std::string request_ref;  // id of its api-request line (2.1.330)
  std::string model, effort;
  std::string ttl_requested;  // "5m", "1h" or empty
  Usage usage;
  bool api_error = false;  // a local filler: its model is "<synthetic>"

  std::string id;  // kApiRequest

  // kCompaction
  std::optional<std::int64_t> pre_tokens, post_tokens, duration_ms;

  // kCostState
  std::optional<double> cost_usd;
  bool unknown_model_cost = false;

  // kTitle
  std::string title;
  bool custom_title = false;

  /// A response of the conversation itself that says what it used. Fillers, errors and the zeroed
  /// copies that a fork keeps of responses before a compaction are not.
  bool counts() const { return kind == RecordKind::kResponse && !api_error && !usage.empty(); }
};

/// Reads transcript lines; keeps its buffers from one line to the next.
class RecordReader {
 public:
  /// The records of a line (two when two objects are glued on it), kOther left out. kJsonPadding
  /// bytes must be readable behind `line`. A malformed line has none.
  std::vector<Record> read(std::string_view line);

 private:
  JsonWalker walker_;
};

/// False when the line cannot hold a record: a quick look that spares parsing it.
bool could_be_record(std::string_view line);

/// What the lines of a kind hold, to search for it. A quote inside a JSON string is escaped, so
/// these stand only where a key or a whole value does. No response is without a count of its
/// output; the longer the mark, the faster the search.
inline constexpr std::string_view kResponseMark = "\"output_tokens\"";
inline constexpr std::string_view kCompactionMark = "\"compact_boundary\"";

}  // namespace wick
