// SPDX-License-Identifier: MIT
// One object of a transcript with all that history counts. No conversation text: of texts only the
// first bytes are looked at, to tell what they are.
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
  kOther,       // of no interest to history
  kResponse,    // a content block of a response, with the response's usage
  kUser,        // a prompt, tool results, or a note to the model
  kCompaction,  // system/compact_boundary
  kClearing,    // system/microcompact_boundary: results of tools were taken out of the context
  kCostState,   // the client's own running total
  kApiRequest,  // that a request of a chain was sent, and of what shape (client 2.1.330; measured)
  kAttachment,  // what Claude Code adds for the model: listings, memory files, reminders
  kTitle,       // the session's name: custom-title or ai-title
  kWorktree,    // the session went into a linked work tree, or left it
};

/// A call of a tool, as the response asked for it.
struct EntryCall {
  std::string_view id, tool;
  std::string_view target;        // the path, URL or command in its input; empty when it has none
  bool is_command = false;        // target is a shell command line
  std::uint64_t input_bytes = 0;  // of the input's JSON
  std::uint64_t input_hash = 0;   // tells inputs apart; a description and a timeout do not count
  bool in_part = false;           // it asks for a part of a file: offset, limit, pages
  std::string_view uses;          // the skill or the type of agent that it names
  std::uint64_t old_text = 0, new_text = 0;  // of an edit: hashes of what it takes away and puts there
};

/// What came back.
struct EntryResult {
  std::string_view call_id;
  std::uint64_t bytes = 0;  // of the content's JSON, without the quotes of a text
  bool is_error = false;
  std::string_view head;  // how its text begins, escapes as in JSON; to classify errors by
  std::uint64_t hash = 0;  // of all of it
  bool is_image = false;   // its size says nothing about its tokens
};

/// One of the passes that a response took (`usage.iterations`).
struct EntryIteration {
  std::string_view type;   // message, compaction, advisor_message, fallback_message
  std::string_view model;  // empty: the response's own
  Usage usage;
};

/// What the client notes of a line's result beside it (`toolUseResult`).
struct EntryOutcome {
  std::int64_t first_line = 0, lines = 0;  // of a file that was read; 0: not told
  std::string_view agent;  // whom a Task or Agent call started
  std::string_view type;   // of a Read: text, image, file_unchanged, ...
  std::int64_t code = 0;   // of a page that was fetched: the server's status
};

struct EntryAttachment {
  std::string_view type;    // skill_listing, nested_memory, ...
  std::string_view target;  // the file that it is of; empty where it is of none
  std::uint64_t bytes = 0;  // of what the model sees, where the client says (2.1.330); else of its JSON, without
                            // what it has twice
  std::uint64_t hash = 0;   // tells contents apart
  std::vector<std::uint32_t> names;  // of a listing: name_hash() of what it lists
};

/// Tells names in listings apart.
inline std::uint32_t name_hash(std::string_view name) {
  std::uint64_t hash = hash_bytes(name);
  return static_cast<std::uint32_t>(hash ^ (hash >> 32));
}

/// The server's own word on why a request could not read all that the one before left in the cache
/// (`message.diagnostics.cache_miss_reason`, clients from about 2.1.205). It compares what the two requests
/// were made of, so that it stands on requests that read all of it too (measured): it explains a miss,
/// and makes none.
enum class Diagnosis : std::uint8_t {
  kNone,         // nothing is said
  kModel,        // model_changed
  kSystem,       // system_changed
  kTools,        // tools_changed
  kMessages,     // messages_changed
  kNotFound,     // previous_message_not_found: what the cache had is gone
  kUnavailable,  // unavailable, or a word of a later client's
};
inline constexpr std::uint64_t kDiagnoses = 7;
/// The server's words for them, in this order.
inline constexpr std::array<std::string_view, kDiagnoses> kDiagnosisNames = {
    "", "model_changed", "system_changed", "tools_changed", "messages_changed", "previous_message_not_found", "unavailable"};
inline std::string_view name_of(Diagnosis diagnosis) { return kDiagnosisNames[static_cast<std::size_t>(diagnosis)]; }

/// Whose work a request is (`attribution*`: at most one of each), and where it was done.
struct EntryOrigin {
  std::string_view skill, plugin, mcp_server, mcp_tool;
  std::string_view agent_type;  // of a subagent
  std::string_view branch;      // gitBranch
  std::string_view entrypoint;  // cli, sdk-py, claude-vscode, ...
};

/// The views hold until the next object is read.
struct Entry {
  EntryKind kind = EntryKind::kOther;
  std::optional<TimeMs> time;
  std::string_view session_id;   // empty: not a line of Claude Code's
  std::string_view cwd, uuid, agent_id, version;
  std::string_view from_session;  // requestSessionId: the session that a fork has the line from
  bool sidechain = false;

  // kResponse
  bool nested = false;  // a subagent's reply, quoted in a progress line of its parent
  std::string_view message_id, request_id, model;
  std::string_view requested_model;  // what was asked for: a gateway may answer with another
  std::string_view effort;  // 2.1.212 and later
  std::string_view request_ref;    // id of its api-request line (2.1.330)
  std::string_view ttl_requested;  // "5m", "1h" or empty
  /// The TTL of what it wrote into the cache, in seconds; 0: it wrote nothing. Where the usage does not
  /// say, it is the one that was asked for.
  std::int64_t ttl_s = 0;
  bool has_speed = false;  // usage.speed was there
  Diagnosis diagnosis = Diagnosis::kNone;
  EntryOrigin origin;
  Usage usage;
  /// What its first and its last pass over the conversation used, an advisor's left out: where a response
  /// took several (`iterations`), `usage` sums them; the cache is what the first one found, and the context
  /// that of the last (measured on client 2.1.332).
  Usage first_pass, last_pass;
  bool zeroed = false;  // all counts are zero: a fork's copy from before a compaction, or a gateway's
  bool filler = false;  // an API error or another text of the client's own: no request
  std::vector<EntryIteration> iterations;
  std::vector<EntryCall> calls;
  std::uint64_t text_bytes = 0;  // of its texts; not of its thinking
  bool thinks = false;           // a block or its usage says that it thought
  bool truncated = false;        // it ended at max_tokens
  bool ended = false;            // the model had said what it wanted: end_turn

  // kUser
  bool is_prompt = false;  // a person typed it
  std::vector<EntryResult> results;
  EntryOutcome outcome;
  std::string_view denial;  // toolDenialKind: why its tool was not run
  std::string_view text;  // how its first text begins, escapes as in JSON or not; text_bytes: all of it

  // kAttachment
  EntryAttachment attachment;

  // kCompaction
  bool automatic = false;
  std::optional<std::int64_t> pre_tokens, post_tokens, duration_ms;

  // kApiRequest
  std::string_view id;
  std::string_view shape;  // a hash of system prompt and tools; only of a chain's

  // kWorktree
  std::string_view started_in;  // the directory that it came from; empty when it left the work tree

  // kTitle
  std::string_view title;
  bool custom_title = false;

  // kCostState
  std::optional<double> cost_usd;
  bool unknown_model_cost = false;

  /// The model that was asked for.
  std::string_view asked() const { return requested_model.empty() ? model : requested_model; }
  /// A fork's copy of another session's line.
  bool is_copy() const { return !from_session.empty() && from_session != session_id; }
  /// A response of the conversation itself that says what it used. Fillers, errors and the zeroed
  /// copies that a fork keeps of responses before a compaction are not.
  bool counts() const { return kind == EntryKind::kResponse && !filler && !zeroed; }
  /// The same, and a gateway's response that does not say what it used: a request, of unknown price.
  bool is_request() const { return kind == EntryKind::kResponse && !filler && !(zeroed && is_copy()); }
};

/// Reads the objects of lines; keeps its buffers from one to the next.
class EntryReader {
 public:
  EntryReader();
  ~EntryReader();

  enum class Status {
    kEntry,      // entry() is the next object of the line
    kEnd,        // there is none left
    kMalformed,  // neither, and a part of the line was no JSON object
  };

  /// A new line, behind which kJsonPadding bytes must be readable; `cuts` are what a Squeezer took
  /// out of it.
  void start(std::string_view line, std::span<const Cut> cuts);
  /// Reads the next object of it: there are two where Claude Code glued them together, or where it was killed
  /// within the first and went on. What is torn is passed over.
  Status next();
  const Entry& entry() const;
  /// Its own text: part of the line.
  std::string_view text() const;

 private:
  bool read_first(std::string_view text);

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// What the lines of a kind hold, to search for it. A quote inside a JSON string is escaped, so
/// these stand only where a key or a whole value does. No response is without a count of its
/// output; the longer the mark, the faster the search.
inline constexpr std::string_view kResponseMark = "\"output_tokens\"";
inline constexpr std::string_view kCompactionMark = "\"compact_boundary\"";

/// False for a line (not empty) that cannot matter, told by its first bytes: many kinds of lines begin
/// with their type.
bool could_be_entry(std::string_view line);

// What kind of entry an object is, by what it says.

/// What an object says before it is known what it is: `type` may stand at its end.
struct EntrySigns {
  std::string_view type, subtype, nested_type;
  bool has_usage = false, error_flag = false;
  bool is_meta = false, is_summary = false, transcript_only = false;
  std::string_view origin, source, turn_origin, query_source;
  std::string_view text;      // how a user line's own text begins
  bool has_content = false;   // it is a text, or an array
  bool has_results = false;   // it brings back results of tools
  std::string_view stop_reason;
};

/// The source of a request of a chain.
bool is_of_chain(std::string_view source);
EntryKind kind_of(const EntrySigns& signs);
/// A user's line that a person typed.
bool is_typed(const EntrySigns& signs, const Entry& entry);

// Whether a person typed a text that a user line has.

/// False for what Claude Code carries out itself, and for what it writes in the user's name: /clear, /model and "!"
/// commands send nothing, nor do their outputs; notifications, reminders, the mark of an interruption. Goes by how
/// the text begins (seen in clients 1.0 to 2.1.330): of a command that becomes a prompt (/review, a skill) it is
/// <command-message>, of the others <command-name>.
bool looks_typed(std::string_view text);

}  // namespace wick
