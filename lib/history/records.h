// SPDX-License-Identifier: MIT
// What history keeps of transcripts: counts, ids, names and paths, and where each came from. Never
// any text of the conversation.
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

/// The time of what has none that could be read.
inline constexpr TimeMs kUndated = -1;

/// Texts by number: number 0 is the empty one.
class Names {
 public:
  using Id = std::uint32_t;

  Names() : texts_{""} {}
  /// The number of a text, a new one if it has none yet.
  Id id(std::string_view text);
  /// A text with the next number, which must not be there yet; faster where nothing is looked up.
  void append(std::string_view text) { texts_.emplace_back(text); }
  const std::string& operator[](Id id) const { return texts_[id < texts_.size() ? id : 0]; }
  const std::vector<std::string>& all() const { return texts_; }
  std::size_t size() const { return texts_.size(); }

 private:
  Id look_up(std::string_view text);

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  std::vector<std::string> texts_;
  std::unordered_map<std::string, Id, Hash, std::equal_to<>> ids_;
  Id last_[2] = {0, 0};  // that were asked for: mostly it is one of them again
};

/// Of a response that took several passes over the conversation (`usage.iterations`), whose usage sums
/// them: what its first pass read from the cache and sent anew, what its last one left there, and sent.
/// All 0 where it took one.
struct Passes {
  std::uint32_t read = 0, anew = 0, left = 0, context = 0;
  auto operator<=>(const Passes&) const = default;
};

/// Whose work requests are, and where it was done: see EntryOrigin.
struct Origin {
  Names::Id skill = 0, plugin = 0, mcp_server = 0, mcp_tool = 0, agent_type = 0, branch = 0, entrypoint = 0;
  bool operator==(const Origin&) const = default;
};
inline constexpr Names::Id Origin::*kOriginNames[] = {
    &Origin::skill,      &Origin::plugin, &Origin::mcp_server, &Origin::mcp_tool,
    &Origin::agent_type, &Origin::branch, &Origin::entrypoint};

/// Whether a response thought, as far as its lines say; of equal sightings the largest holds.
enum class Thinking : std::uint8_t { kUnknown, kNone, kSome };

/// A request. In the records of a file a sighting of it: what that file says, all its lines taken together. The same
/// request may stand in several files, and counts once: see Requests. Small, because a history has many.
struct Request {
  std::uint64_t message = 0;  // hash of the message id; without one, of the line's uuid
  TimeMs time = kUndated;     // of its earliest line
  std::uint32_t request = 0;  // hash of the request id, 0 without one
  std::uint32_t file = 0;     // where several files are looked at, the number of the one whose it is
  Names::Id session = 0, model = 0, agent = 0;
  Names::Id effort = 0, client = 0;  // the effort that was set; the client's version
  Names::Id asked = 0;               // the model that was asked for, where it answers with another name
  std::uint32_t origin = 0;          // into the origins of the file or the history; 0: none
  Names::Id tool = 0;                // that its response calls first; only in a History with calls, 0: none
  Passes passes;
  std::uint32_t input = 0, write_5m = 0, write_1h = 0, read = 0, output = 0;  // as in Usage
  std::uint16_t web_searches = 0;
  std::uint16_t pass = 0;  // 0: the response; n: the n-th pass of it whose tokens are not in its own
  bool sidechain : 1 = false;  // a subagent's
  bool nested : 1 = false;     // known from a progress line of the parent
  bool copied : 1 = false;     // a fork's copy of another session's
  bool fast : 1 = false, us : 1 = false;
  bool hour : 1 = false;  // the TTL of what it wrote is one hour
  Diagnosis diagnosis = Diagnosis::kNone;
  Thinking thinking = Thinking::kUnknown;
  std::uint64_t offset = 0;  // of its first line in the file

  Usage usage() const;
  /// Counts that no context reaches are cut off.
  void set_usage(const Usage& usage);
  bool is_response() const { return pass == 0; }
  /// The TTL of what it wrote into the cache, in seconds; 0: it wrote nothing.
  std::int64_t ttl_s() const { return write_5m + write_1h == 0 ? 0 : hour || write_1h > 0 ? 3600 : 300; }
  /// Tokens in the context: what its last pass sent.
  std::int64_t context() const {
    return passes.context > 0 ? passes.context : std::int64_t{input} + write_5m + write_1h + read;
  }
};
inline constexpr Names::Id Request::*kRequestNames[] = {&Request::session, &Request::model,  &Request::agent,
                                                        &Request::effort,  &Request::client, &Request::asked};

/// A message that a person typed.
struct Prompt {
  std::uint64_t key = 0;  // hash of its uuid
  TimeMs time = kUndated;
  Names::Id session = 0;
  bool copied = false;
  std::uint64_t offset = 0;
};

/// A tool's call, its result, or both, as far as they stand in one piece of a file.
struct ToolCall {
  std::uint64_t key = 0;  // hash of the tool_use id
  std::uint64_t message = 0;  // of the response that asked for it, as Request::message; 0: result only
  TimeMs time = kUndated;
  Names::Id session = 0, tool = 0;
  Names::Id target = 0;  // the path, host or program in its input
  bool sidechain = false;
  bool answered = false;
  ToolError error = ToolError::kNone;
  std::uint64_t input_bytes = 0, result_bytes = 0;  // of their JSON
  std::uint64_t offset = 0;
  // Since version 3 of the packing, for audits:
  Names::Id agent = 0;               // whose chain it stands in
  Names::Id started_agent = 0;                // the subagent that it started
  std::uint64_t answer_offset = 0;   // of the line of its result
  std::uint64_t input_hash = 0;      // tells inputs apart; 0: not known
  std::uint64_t result_hash = 0;     // of its result
  std::uint64_t old_text = 0, new_text = 0;  // of an edit: hashes of what it takes away and puts there
  std::uint64_t first_line = 0, lines = 0;   // of the file that was read; 0: not told
  std::vector<std::uint64_t> puts_back;      // of a command that takes files back from git: put_back_by()
  ToolError wall = ToolError::kNone;  // what a wall of the web says; see classify_wall()
  bool in_part = false;               // it asked for a part of a file
  bool only_looks = false;            // a command that changes nothing
  bool is_image = false;              // its result has a picture
  Names::Id denial = 0;               // why it was not run (toolDenialKind); since version 5
  // Since version 8:
  std::uint64_t marks = 0;            // of a command: command_marks()
  std::uint64_t failure = 0;          // of what its result says, but for the numbers in it; 0: it did not fail
  ToolError said = ToolError::kNone;  // what a command's result says of the machine: classify_command()
  std::uint64_t asks = 0;             // the mark of what that is about
  Names::Id subject = 0;              // its name: a program or a module
  std::uint32_t uses = 0;             // name_hash() of the skill or the type of agent that it names
  bool leading = false;               // nothing stands before it
  bool own_words = false;             // the error is told by words of Claude Code's own tools; see settle()
  bool persisted = false;             // its result is a preview of what was put into a file
  bool unchanged = false;             // a Read that the client answered with a note that the file is as it was
};

/// What else stands in a context, for audits: sizes and hashes.
struct ContextBlock {
  enum class Kind : std::uint8_t { kAnswer, kPrompt, kNote, kAttachment, kInterrupt };
  Kind kind = Kind::kNote;
  std::uint64_t message = 0;  // of an answer, as Request::message
  std::uint64_t hash = 0;     // of what it says; of a prompt its words_hash()
  std::uint64_t bytes = 0;    // of its JSON
  Names::Id name = 0, target = 0;  // of an attachment: its type and its file
  Names::Id agent = 0;
  bool truncated = false;  // an answer that ended at max_tokens
  bool ended = false;      // an answer that the model ended; since version 8
  std::vector<std::uint32_t> names;  // of a listing: name_hash() of what it lists; since version 8
  bool sidechain = false;
  std::uint64_t offset = 0;
};

struct CompactionRecord {
  std::uint64_t key = 0;  // hash of its uuid
  TimeMs time = kUndated;
  Names::Id session = 0;
  bool sidechain = false, automatic = false, copied = false;
  std::optional<std::int64_t> pre_tokens, post_tokens;
  std::uint64_t offset = 0;
};

/// From when on requests of a file's chain had this system prompt and these tools. Noted where it
/// changes.
struct ShapeRecord {
  TimeMs time = kUndated;
  Names::Id shape = 0;  // its hash
  std::uint64_t offset = 0;
};

/// Results of tools were taken out of the context: what the next request writes anew was to be expected.
struct ClearingRecord {
  TimeMs time = kUndated;
  std::uint64_t offset = 0;
};

/// The client's own running total of a session, the last one of a file.
struct CostTotal {
  Names::Id session = 0;
  double usd = 0;
  bool unknown_model = false;  // a model is in it that the client has no price for
  std::uint64_t offset = 0;    // requests behind it in the file are not in it
  TimeMs time = kUndated;  // of the last dated line before it: later requests of subagents are not in it
};

/// What was not counted, and why.
struct LeftOut {
  std::uint64_t malformed_lines = 0;   // not the JSON of Claude Code's lines
  std::uint64_t unfinished_lines = 0;  // the last line, still being written or torn
  std::uint64_t oversized_lines = 0;   // too long, even with its texts cut short
  std::uint64_t foreign_lines = 0;     // responses of another program's file: no session id
  std::uint64_t fillers = 0;           // API errors and other texts of the client's own: no requests

  LeftOut& operator+=(const LeftOut& other);
  bool operator==(const LeftOut&) const = default;
};

/// The records of a piece of a file, in its order.
struct FileRecords {
  Names names;       // of all but the calls
  Names call_names;  // of the calls and the blocks
  std::vector<Request> requests;
  std::vector<Prompt> prompts;
  std::vector<CompactionRecord> compactions;
  std::vector<ShapeRecord> shapes;
  std::vector<ClearingRecord> clearings;
  std::vector<Origin> origins = {{}};  // each once; the first is none
  std::vector<ToolCall> calls;
  std::vector<ContextBlock> blocks;
  std::optional<CostTotal> total;
  TimeMs last_time = kUndated;  // of all its lines, whatever they tell
  Names::Id cwd = 0;      // the first directory that a line names
  Names::Id version = 0;  // the last client version
  Names::Id started_in = 0;  // the directory from which the session went into a linked work tree
  LeftOut left_out;

  bool empty() const {
    return requests.empty() && prompts.empty() && compactions.empty() && shapes.empty() &&
           calls.empty() && blocks.empty() && !total;
  }
};

}  // namespace wick
