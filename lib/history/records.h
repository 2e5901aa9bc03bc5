// SPDX-License-Identifier: MIT
// What history keeps of transcripts: counts, ids, names and paths, and their locations. Never text
// of the conversation.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/base/time.h"
#include "lib/claude/entry.h"
#include "lib/claude/tool_error.h"
#include "lib/claude/usage.h"

namespace wick {

/// The time of records without a readable timestamp.
inline constexpr TimeMs kUndated = -1;

/// A numbered set of strings; number 0 is the empty string.
class Names {
 public:
  using Id = std::uint32_t;

  Names() : texts_{""} {}
  /// The number of a string; adds it if it is new.
  Id id(std::string_view text);
  /// Adds a string that must not be in the set yet; faster, because nothing is looked up.
  void append(std::string_view text) { texts_.emplace_back(text); }
  const std::string& operator[](Id id) const { return texts_[id < texts_.size() ? id : 0]; }
  const std::vector<std::string>& all() const { return texts_; }
  std::size_t size() const { return texts_.size(); }
  bool operator==(const Names& other) const { return texts_ == other.texts_; }

 private:
  Id look_up(std::string_view text);

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

  std::vector<std::string> texts_;
  std::unordered_map<std::string, Id, Hash, std::equal_to<>> ids_;
  Id last_[2] = {0, 0};  // the last two results: most calls repeat one of them
};

/// A response that took several passes over the conversation (`usage.iterations`) has the sum of
/// their usage. This has the parts: tokens that the first pass read from the cache and other tokens
/// that it sent (input and cache writes), tokens that the last pass left in the cache, and all tokens
/// that it sent. All 0 for a single pass.
struct Passes {
  std::uint32_t read = 0, anew = 0, left = 0, context = 0;
  auto operator<=>(const Passes&) const = default;
};

/// Who issued a request, and where: see EntryOrigin.
struct Origin {
  Names::Id skill = 0, plugin = 0, mcp_server = 0, mcp_tool = 0, agent_type = 0, branch = 0,
            entrypoint = 0;
  bool operator==(const Origin&) const = default;
};
inline constexpr Names::Id Origin::*kOriginNames[] = {
    &Origin::skill,      &Origin::plugin, &Origin::mcp_server, &Origin::mcp_tool,
    &Origin::agent_type, &Origin::branch, &Origin::entrypoint};

/// Whether a response used thinking, as far as its lines say. In a merge the largest value wins.
enum class Thinking : std::uint8_t { kUnknown, kNone, kSome };

/// A request. In the records of one file it is a sighting that combines all lines of that file. The
/// same request may be in several files and counts once: see Requests. Kept small, because a
/// history has many.
struct Request {
  std::uint64_t message = 0;  // hash of the message id; without one, of the line's uuid
  TimeMs time = kUndated;
  std::uint32_t request = 0;  // hash of the request id, 0 without one
  std::uint32_t file = 0;     // index of its file, when several are read
  Names::Id session = 0, model = 0, agent = 0;
  Names::Id effort = 0, client = 0;  // the configured effort; the client's version
  Names::Id asked = 0;               // the requested model, if it responds under another name
  std::uint32_t origin = 0;          // index into the origins of the file or the history; 0: none
  Names::Id tool = 0;                // the first its response calls; 0: none; set by note_tools()
  Passes passes;
  std::uint32_t input = 0, write_5m = 0, write_1h = 0, read = 0, output = 0;  // as in Usage
  std::uint16_t web_searches = 0;
  std::uint16_t pass = 0;  // 0: the response; n: its n-th pass that the response's usage excludes
  bool sidechain : 1 = false;  // from a subagent
  bool nested : 1 = false;     // known only from a progress line of the parent
  bool copied : 1 = false;     // a fork's copy from another session
  bool fast : 1 = false, us : 1 = false;
  bool hour : 1 = false;  // its cache writes have a TTL of one hour
  Diagnosis diagnosis = Diagnosis::kNone;
  Thinking thinking = Thinking::kUnknown;
  std::uint64_t offset = 0;  // of its first line in the file

  Usage usage() const;
  /// Counts are truncated to 32 bits, more than any context has.
  void set_usage(const Usage& usage);
  bool is_response() const { return pass == 0; }
  /// The TTL of its cache writes in seconds; 0 if it wrote nothing.
  std::int64_t ttl_s() const {
    return write_5m + write_1h == 0 ? 0 : hour || write_1h > 0 ? 3600 : 300;
  }
  /// Tokens in the context: those that its last pass sent.
  std::int64_t context() const {
    return passes.context > 0 ? passes.context : std::int64_t{input} + write_5m + write_1h + read;
  }
  bool operator==(const Request&) const = default;
};
inline constexpr Names::Id Request::*kRequestNames[] = {&Request::session, &Request::model,
                                                        &Request::agent,   &Request::effort,
                                                        &Request::client,  &Request::asked};

/// A message that a person typed.
struct Prompt {
  std::uint64_t key = 0;  // hash of its uuid
  TimeMs time = kUndated;
  Names::Id session = 0;
  bool copied = false;
  std::uint64_t offset = 0;
  bool operator==(const Prompt&) const = default;
};

/// A tool call, its result, or both: whatever one span of a file contains.
struct ToolCall {
  std::uint64_t key = 0;      // hash of the tool_use id
  std::uint64_t message = 0;  // of the response that made the call; 0: result only
  TimeMs time = kUndated;
  Names::Id session = 0, tool = 0;
  Names::Id target = 0;  // path, host or program from its input
  bool sidechain = false;
  bool answered = false;
  ToolError error = ToolError::kNone;
  std::uint64_t input_bytes = 0, result_bytes = 0;  // size as JSON
  std::uint64_t offset = 0;
  // Since version 3 of the packing, for audits:
  Names::Id agent = 0;                       // whose chain contains it
  Names::Id started_agent = 0;               // the subagent that it started
  std::uint64_t answer_offset = 0;           // of the line with its result
  std::uint64_t input_hash = 0;              // identifies the input; 0: unknown
  std::uint64_t result_hash = 0;             // identifies the result
  std::uint64_t old_text = 0, new_text = 0;  // of an edit: hashes of removed and inserted text
  std::uint64_t first_line = 0, lines = 0;   // range of the file that was read; 0: unknown
  std::vector<std::uint64_t> puts_back;      // files that a command restores: put_back_by()
  ToolError wall = ToolError::kNone;         // web error in the result: see classify_wall()
  bool in_part = false;                      // it requested part of a file
  bool only_looks = false;                   // a command that changes nothing
  bool is_image = false;                     // the result contains an image
  Names::Id denial = 0;                      // why it was not run (toolDenialKind); since version 5
  // Since version 8:
  std::uint64_t marks = 0;            // of a command: command_marks()
  std::uint64_t failure = 0;          // hash of a failing result without its digits; 0: none
  ToolError said = ToolError::kNone;  // system error in a command's output: classify_command()
  std::uint64_t asks = 0;             // mark of what that error is about
  Names::Id subject = 0;              // name of a program or module it is about
  std::uint32_t uses = 0;             // name_hash() of the skill or agent type that it names
  bool leading = false;               // the error is the first thing in the output
  bool own_words = false;             // error text of Claude Code's own tools; see settle()
  bool persisted = false;             // the result is a preview of output saved to a file
  bool unchanged = false;             // a Read that the client answered with "file unchanged"
  bool operator==(const ToolCall&) const = default;
};

/// Everything else in a context, for audits: sizes and hashes.
struct ContextBlock {
  enum class Kind : std::uint8_t { kAnswer, kPrompt, kNote, kAttachment, kInterrupt };
  Kind kind = Kind::kNote;
  std::uint64_t message = 0;       // of an answer, as Request::message
  std::uint64_t hash = 0;          // of its content; of a prompt, its words_hash()
  std::uint64_t bytes = 0;         // size as JSON
  Names::Id name = 0, target = 0;  // of an attachment: its type and its file
  Names::Id agent = 0;
  bool truncated = false;            // an answer cut off at max_tokens
  bool ended = false;                // an answer that the model ended itself; since version 8
  std::vector<std::uint32_t> names;  // of a listing: name_hash() of its entries; since version 8
  bool sidechain = false;
  std::uint64_t offset = 0;
  bool operator==(const ContextBlock&) const = default;
};

struct CompactionRecord {
  std::uint64_t key = 0;  // hash of its uuid
  TimeMs time = kUndated;
  Names::Id session = 0;
  bool sidechain = false, automatic = false, copied = false;
  std::optional<std::int64_t> pre_tokens, post_tokens;
  std::uint64_t offset = 0;
  bool operator==(const CompactionRecord&) const = default;
};

/// Start of a stretch of a file's chain whose requests have this system prompt and these tools.
/// Recorded when they change.
struct ShapeRecord {
  TimeMs time = kUndated;
  Names::Id shape = 0;  // hash of the system prompt and tools
  std::uint64_t offset = 0;
  bool operator==(const ShapeRecord&) const = default;
};

/// Tool results were removed from the context, so the next request's cache write is expected.
struct ClearingRecord {
  TimeMs time = kUndated;
  std::uint64_t offset = 0;
  bool operator==(const ClearingRecord&) const = default;
};

/// The client's own running total of a session: the last one in a file.
struct CostTotal {
  Names::Id session = 0;
  double usd = 0;
  bool unknown_model = false;  // includes a model for which the client has no price
  std::uint64_t offset = 0;    // later requests in the file are not included
  TimeMs time = kUndated;      // of the last dated line before it; excludes later subagent requests
  bool operator==(const CostTotal&) const = default;
};

/// What was not counted.
struct LeftOut {
  std::uint64_t malformed_lines = 0;   // not valid transcript JSON
  std::uint64_t unfinished_lines = 0;  // the last line: still being written, or cut off
  std::uint64_t oversized_lines = 0;   // too long even with their strings shortened
  std::uint64_t foreign_lines = 0;     // responses without a session id: another program's file
  std::uint64_t fillers = 0;           // API errors and other texts of the client: no requests

  LeftOut& operator+=(const LeftOut& other);
  bool operator==(const LeftOut&) const = default;
};

/// The records of one span of a file, in file order.
struct FileRecords {
  Names names;       // used by all but the calls and blocks
  Names call_names;  // used by the calls and blocks
  std::vector<Request> requests;
  std::vector<Prompt> prompts;
  std::vector<CompactionRecord> compactions;
  std::vector<ShapeRecord> shapes;
  std::vector<ClearingRecord> clearings;
  std::vector<Origin> origins = {{}};  // without duplicates; the first is empty
  std::vector<ToolCall> calls;
  std::vector<ContextBlock> blocks;
  std::optional<CostTotal> total;
  TimeMs last_time = kUndated;  // latest time of any line
  Names::Id cwd = 0;            // the first directory in its lines
  Names::Id version = 0;        // the last client version
  Names::Id started_in = 0;     // the directory from which the session entered a linked work tree
  LeftOut left_out;

  bool empty() const {
    return requests.empty() && prompts.empty() && compactions.empty() && shapes.empty() &&
           calls.empty() && blocks.empty() && !total;
  }
  bool operator==(const FileRecords&) const = default;
};

/// The values are stored in the ledger: append, never renumber.
enum class Verdict : std::uint8_t {
  kUnclear = 0,  // undecided: the rules of wick-waste(1) apply
  kWaste = 1,
  kUseful = 2,
};
/// "unclear", "waste", "useful".
std::string_view name_of(Verdict verdict);
/// Empty for any other word.
std::optional<Verdict> verdict_of(std::string_view word);

struct Judgement {
  std::uint64_t key = 0;  // of the case; see lib/audit/detectors.h
  Verdict verdict = Verdict::kUnclear;
  std::string model;  // the model that was asked, by its API name
  TimeMs time = 0;    // when the answer was recorded
};

/// The number of judgements per verdict.
struct VerdictCounts {
  std::int64_t unclear = 0, waste = 0, useful = 0;
  VerdictCounts& operator+=(Verdict verdict);
  std::int64_t all() const { return unclear + waste + useful; }
};

/// The latest judgement of each case, by the case's key.
using Judgements = std::unordered_map<std::uint64_t, Judgement>;

}  // namespace wick
