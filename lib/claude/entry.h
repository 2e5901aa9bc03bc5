// SPDX-License-Identifier: MIT
// One object of a transcript, with everything that history counts. No conversation text: only the
// start of a text is examined, to classify it.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/packed.h"
#include "lib/base/time.h"
#include "lib/claude/squeeze.h"
#include "lib/claude/usage.h"

namespace wick {

enum class EntryKind {
  kOther,       // not used by history
  kResponse,    // a content block of a response, with the response's usage
  kUser,        // a prompt, tool results, or a note for the model
  kCompaction,  // system/compact_boundary
  kClearing,    // system/microcompact_boundary: tool results were removed from the context
  kCostState,   // the client's own running total
  kApiRequest,  // a request of a chain was sent; has its shape (client 2.1.330; measured)
  kAttachment,  // added by Claude Code for the model: listings, memory files, reminders
  kTitle,       // the session's name: custom-title or ai-title
  kWorktree,    // the session entered or left a linked work tree
};

/// A tool call in a response.
struct EntryCall {
  std::string_view id, tool;
  std::string_view target;        // the path, URL or command in its input; empty without one
  bool is_command = false;        // target is a shell command line
  std::uint64_t input_bytes = 0;  // size of the input's JSON
  std::uint64_t input_hash = 0;   // identifies the input; ignores description and timeout
  bool in_part = false;           // requests part of a file: offset, limit, pages
  std::string_view uses;          // the skill or agent type that it names
  std::uint64_t old_text = 0, new_text = 0;  // of an edit: hashes of the removed and the new text
};

/// The result of a call.
struct EntryResult {
  std::string_view call_id;
  std::uint64_t bytes = 0;  // size of the content's JSON, without the quotes of a string
  bool is_error = false;
  std::string_view head;   // start of its text, JSON-escaped; to classify errors
  std::uint64_t hash = 0;  // of the whole content
  bool is_image = false;   // its size does not indicate its tokens
};

/// One pass of a response (`usage.iterations`).
struct EntryIteration {
  std::string_view type;   // message, compaction, advisor_message, fallback_message
  std::string_view model;  // empty: the response's
  Usage usage;
};

/// The client's metadata of a line's result (`toolUseResult`).
struct EntryOutcome {
  std::int64_t first_line = 0, lines = 0;  // range of a file that was read; 0: unknown
  std::string_view agent;                  // the agent that a Task or Agent call started
  std::string_view type;                   // of a Read: text, image, file_unchanged, ...
  std::int64_t code = 0;                   // of a fetched page: the HTTP status
};

struct EntryAttachment {
  std::string_view type;    // skill_listing, nested_memory, ...
  std::string_view target;  // its file; empty without one
  /// Size of what the model sees, if the client reports it (2.1.330); else of its JSON, without
  /// what that contains twice.
  std::uint64_t bytes = 0;
  std::uint64_t hash = 0;            // identifies the content
  std::vector<std::uint32_t> names;  // of a listing: name_hash() of its entries
};

/// Identifies a name in listings.
inline std::uint32_t name_hash(std::string_view name) {
  std::uint64_t hash = hash_bytes(name);
  return static_cast<std::uint32_t>(hash ^ (hash >> 32));
}

/// The server's reason why a request could not read everything that the previous one had left in
/// the cache (`message.diagnostics.cache_miss_reason`, clients from about 2.1.205). It compares the
/// contents of the two requests, so it is also present on requests that read everything (measured):
/// it explains a miss but does not prove one.
enum class Diagnosis : std::uint8_t {
  kNone,         // not reported
  kModel,        // model_changed
  kSystem,       // system_changed
  kTools,        // tools_changed
  kMessages,     // messages_changed
  kNotFound,     // previous_message_not_found: the cached data is gone
  kUnavailable,  // unavailable, or a later client's value
};
inline constexpr std::uint64_t kDiagnoses = 7;
/// The server's names, in this order.
inline constexpr std::array<std::string_view, kDiagnoses> kDiagnosisNames = {
    "",
    "model_changed",
    "system_changed",
    "tools_changed",
    "messages_changed",
    "previous_message_not_found",
    "unavailable"};
inline std::string_view name_of(Diagnosis diagnosis) {
  return kDiagnosisNames[static_cast<std::size_t>(diagnosis)];
}

/// Who issued a request (`attribution*`: at most one of each), and where.
struct EntryOrigin {
  std::string_view skill, plugin, mcp_server, mcp_tool;
  std::string_view agent_type;  // of a subagent
  std::string_view branch;      // gitBranch
  std::string_view entrypoint;  // cli, sdk-py, claude-vscode, ...
};

/// The views are valid until the next object is read.
struct Entry {
  EntryKind kind = EntryKind::kOther;
  std::optional<TimeMs> time;
  std::string_view session_id;  // empty: not a line of Claude Code
  std::string_view cwd, uuid, agent_id, version;
  /// The uuid of the line that it follows in the conversation; empty at its beginning.
  std::string_view parent_uuid;
  /// The session that a fork copied the line from: requestSessionId or forkedFrom.
  std::string_view from_session;
  bool sidechain = false;

  // kResponse
  bool nested = false;  // a subagent's reply, quoted in a progress line of its parent
  std::string_view message_id, request_id, model;
  std::string_view requested_model;  // requested model: a gateway may respond with another
  std::string_view effort;           // from 2.1.212
  std::string_view request_ref;      // id of its api-request line (2.1.330)
  std::string_view ttl_requested;    // "5m", "1h" or empty
  /// The TTL of its cache writes in seconds; 0: it wrote nothing. If the usage does not report it,
  /// the requested one.
  std::int64_t ttl_s = 0;
  bool has_speed = false;  // usage.speed was present
  Diagnosis diagnosis = Diagnosis::kNone;
  EntryOrigin origin;
  Usage usage;
  /// The usage of the first and the last pass over the conversation, without an advisor's passes.
  /// If a response took several (`iterations`), `usage` is their sum; the first shows what was in
  /// the cache, the last the context (measured on client 2.1.332).
  Usage first_pass, last_pass;
  /// All counts are 0, as in a fork's copy from before a compaction or a gateway's response, or one
  /// of them is no count: text, a fraction, negative, impossibly large.
  bool zeroed = false;
  bool filler = false;  // an API error or another text of the client: no request
  std::vector<EntryIteration> iterations;
  std::vector<EntryCall> calls;
  std::uint64_t text_bytes = 0;  // of its texts, without thinking
  bool thinks = false;           // a block or its usage shows thinking
  bool truncated = false;        // stopped at max_tokens
  bool ended = false;            // the model had finished: end_turn

  // kUser
  bool is_prompt = false;  // typed by a person
  std::vector<EntryResult> results;
  EntryOutcome outcome;
  std::string_view denial;  // toolDenialKind: why its tool was not run
  std::string_view text;    // start of its first text, JSON-escaped or not; text_bytes: full size

  // kAttachment
  EntryAttachment attachment;

  // kCompaction
  bool automatic = false;
  std::optional<std::int64_t> pre_tokens, post_tokens, duration_ms;

  // kApiRequest
  std::string_view id;
  std::string_view shape;  // hash of system prompt and tools; only of a chain's requests

  // kWorktree
  std::string_view started_in;  // the original directory; empty when it left the work tree

  // kTitle
  std::string_view title;
  bool custom_title = false;

  // kCostState
  std::optional<double> cost_usd;
  bool unknown_model_cost = false;

  /// The requested model.
  std::string_view asked() const { return requested_model.empty() ? model : requested_model; }
  /// A fork's copy of a line of another session.
  bool is_copy() const { return !from_session.empty() && from_session != session_id; }
  /// True for a response of the conversation that reports its usage. False for fillers, errors, and
  /// the zeroed copies of responses before a compaction that a fork keeps.
  bool counts() const { return kind == EntryKind::kResponse && !filler && !zeroed; }
  /// The same, or a gateway's response that does not report its usage: a request of unknown price.
  bool is_request() const {
    return kind == EntryKind::kResponse && !filler && !(zeroed && is_copy());
  }
};

/// Reads the objects of lines; reuses its buffers.
class EntryReader {
 public:
  EntryReader();
  ~EntryReader();

  enum class Status {
    kEntry,      // entry() is the next object of the line
    kEnd,        // no object left
    kMalformed,  // no object left, and part of the line was not valid JSON
  };

  /// Starts a line, which must be followed by kJsonPadding readable bytes. `cuts`: what a Squeezer
  /// removed from it.
  void start(std::string_view line, std::span<const Cut> cuts);
  /// Reads the next object. There are two if Claude Code wrote two on one line, or was killed while
  /// writing the first and then continued. Incomplete objects are skipped.
  Status next();
  const Entry& entry() const;
  /// The object's own text: part of the line.
  std::string_view text() const;
  /// Where the object begins in its line, as that is in the file. Added to the line's offset, it
  /// tells which of the objects of one line comes first.
  std::uint64_t position() const;

 private:
  bool read_first(std::string_view text);

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Strings to search for lines of a kind. A quote in a JSON string is escaped, so these only match
/// a key or a whole value. Every response has a count of its output. The longer the string, the
/// faster the search.
inline constexpr std::string_view kResponseMark = "\"output_tokens\"";
inline constexpr std::string_view kCompactionMark = "\"compact_boundary\"";

/// False for a non-empty line that cannot matter. Looks at its first bytes: lines of many kinds
/// begin with their type.
bool could_be_entry(std::string_view line);

/// The properties by which an object is classified. Collected first, because `type` may come last.
struct EntrySigns {
  std::string_view type, subtype, nested_type;
  bool has_usage = false, error_flag = false;
  bool is_meta = false, is_summary = false, transcript_only = false;
  std::string_view origin, source, turn_origin, query_source;
  std::string_view text;     // start of a user line's own text
  bool has_content = false;  // content is a string or an array
  bool has_results = false;  // contains tool results
  std::string_view stop_reason;
};

/// True for the query source of a request in a chain.
bool is_of_chain(std::string_view source);
EntryKind kind_of(const EntrySigns& signs);
/// True for a user line that a person typed.
bool is_typed(const EntrySigns& signs, const Entry& entry);

/// False for user text that is no prompt: commands that Claude Code executes itself (/clear, /model
/// and "!" send nothing) and their output, notifications, reminders, interruption marks. Judged by
/// the start of the text (seen in clients 1.0 to 2.1.330): a command that becomes a prompt
/// (/review, a skill) starts with <command-message>, others with <command-name>.
bool looks_typed(std::string_view text);

}  // namespace wick
