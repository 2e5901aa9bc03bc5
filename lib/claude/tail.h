// SPDX-License-Identifier: MIT
// Reads the current state of a conversation from the end of its transcript.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lib/base/file.h"
#include "lib/claude/entry.h"

namespace wick {

/// The newest response of a chain that reports its usage.
struct Response {
  std::string message_id, request_id, request_ref, model, effort, ttl_requested, version, cwd;
  Usage usage;               // of its last pass; maximum of each field over the response's lines
  TimeMs first = 0;          // time of its first line; 0 if no line has one
  TimeMs last = 0;           // time of its last line
  std::uint64_t offset = 0;  // of its last line in the file
  std::string requested_model;
  bool has_speed = false;

  /// The requested model: a gateway may respond with another name.
  const std::string& asked() const { return requested_model.empty() ? model : requested_model; }
};

struct Compaction {
  TimeMs time = 0;                          // when it finished
  TimeMs started = 0;                       // when its request was sent: time - durationMs
  std::optional<std::int64_t> post_tokens;  // size of the summary, as counted by the client
  std::uint64_t offset = 0;                 // of its line in the file
};

/// The offset of the line that a value was taken from.
using LineOffset = std::optional<std::uint64_t>;

struct Tail {
  std::optional<Response> response;
  /// When the response's request was sent, which starts the cache's TTL (measured on client
  /// 2.1.330). From its api-request line; else the time of the last `user` line before it in the
  /// main chain; else of its first line.
  TimeMs request_start = 0;
  /// "5m" or "1h": the TTL of the newest cache write; else the one the newest response requested;
  /// empty if neither is known or that response did not use the cache.
  std::string ttl;
  std::optional<Compaction> compaction;  // the newest one found
  /// The compaction is newer than the response: the context that it reported is gone.
  bool compacted = false;
  std::string title;  // the session's name, by the user or else by the model
  LineOffset start_line, ttl_line, title_line;  // sources of the three values above
  std::uint64_t bytes_read = 0;                 // without giant lines
};

// All of these look at one chain: the main one, or with `subagent` the one of a subagent's
// transcript.

/// Reads a transcript backwards from its end: 8 KiB, if necessary up to 704 KiB, and up to 15 MiB
/// only to get past a line longer than 256 KiB (an image, a huge output) to the response or to the
/// prompt before it. Anything further back is unknown.
Tail read_tail(const OpenFile& transcript, bool subagent = false);

/// Finds only the last response of the chain, from one of its lines, in the last 704 KiB (client
/// 2.1.330 may append a 64 KiB snapshot of its prompt). For use with a payload, which has
/// everything except whose cache it is and where the response was made.
std::optional<Response> read_last_response(const OpenFile& transcript, bool subagent = false);

/// The permission mode ("default", "plan") of the newest line of the chain that has one.
struct PermissionMode {
  std::string name;
  std::uint64_t offset = 0;
};
/// Searches the last `limit` bytes.
std::optional<PermissionMode> read_permission_mode(const OpenFile& transcript, bool subagent,
                                                   std::uint64_t limit);

/// The working directory in the first line that has one, from the first 64 KiB; empty without one.
std::string read_first_cwd(const OpenFile& transcript);

/// The session's name as in Tail::title, from the last 128 KiB; empty without one.
std::string read_title(const OpenFile& transcript);

/// A number of tokens, and the line that has it.
struct TokensAt {
  std::int64_t tokens = 0;
  std::uint64_t offset = 0;
};

/// The size of the first request after the last compaction, or of its summary if none followed.
/// Empty without a compaction in the last 128 KiB.
std::optional<TokensAt> last_compacted_size(const OpenFile& transcript, bool subagent = false);

/// The size of the session's first request (system prompt, tools and first prompt), to which /clear
/// returns. Reads at most 64 KiB from the start; empty without a response there.
std::optional<TokensAt> first_prompt_tokens(const OpenFile& transcript, bool subagent = false);

}  // namespace wick
