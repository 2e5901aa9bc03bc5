// SPDX-License-Identifier: MIT
// The present state of a conversation, read from the end of its transcript.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lib/base/file.h"
#include "lib/claude/entry.h"

namespace wick {

/// The newest response of a chain that says what it used.
struct Response {
  std::string message_id, request_id, request_ref, model, effort, ttl_requested, version, cwd;
  Usage usage;               // of its last pass, each field's maximum over the lines of the response
  TimeMs first = 0;          // time of its first line; 0 when no line has one
  TimeMs last = 0;           // time of its last line
  std::uint64_t offset = 0;  // of its last line in the file
  std::string requested_model;
  bool has_speed = false;

  /// The model that was asked for: a gateway may answer with another name.
  const std::string& asked() const { return requested_model.empty() ? model : requested_model; }
};

struct Compaction {
  TimeMs time = 0;                          // when it was done
  TimeMs started = 0;                       // when its request was sent: time - durationMs
  std::optional<std::int64_t> post_tokens;  // the size of the summary, as the client counts it
  std::uint64_t offset = 0;                 // of its line in the file
};

/// The line that a fact was taken from, by the offset of its first byte.
using LineOffset = std::optional<std::uint64_t>;

struct Tail {
  std::optional<Response> response;
  /// When the response's request was sent: the anchor of the cache clock (measured on
  /// client 2.1.330). From its api-request line; else the time of the main chain's `user` line
  /// before it; else its first line.
  TimeMs request_start = 0;
  /// "5m" or "1h": the TTL of the newest cache write; else what the newest response asked for;
  /// empty when neither is known or the response had no part in the cache.
  std::string ttl;
  std::optional<Compaction> compaction;  // the newest one met
  /// The compaction is newer than the response: the context that the response reports is gone.
  bool compacted = false;
  std::string title;  // the session's name: given by the user, else by the model
  LineOffset start_line, ttl_line, title_line;  // what the three above were taken from
  std::uint64_t bytes_read = 0;
};

/// All of these look at one chain: the main one, or in a subagent's transcript that of the `subagent`.

/// Reads a transcript backwards from its end: 8 KiB, where needed more, at most 704 KiB; only past
/// a line longer than 256 KiB (a picture, a huge output) up to 15 MiB. What lies further back is
/// unknown.
Tail read_tail(const OpenFile& transcript, bool subagent = false);

/// Only the last response of the main chain, from one line of it, in the last 704 KiB (client
/// 2.1.330 may write a snapshot of its prompt, 64 KiB long, behind it): for when a payload tells
/// all but whose cache it is and where it was made.
std::optional<Response> read_last_response(const OpenFile& transcript, bool subagent = false);

/// What the newest line of the chain that has a permission mode says ("default", "plan").
struct PermissionMode {
  std::string name;
  std::uint64_t offset = 0;
};
/// Looks at the last `limit` bytes.
std::optional<PermissionMode> read_permission_mode(const OpenFile& transcript, bool subagent, std::uint64_t limit);

/// The session's name as Tail::title has it, in the last 128 KiB; empty without one.
std::string read_title(const OpenFile& transcript);

/// A number of tokens and the line that has it.
struct TokensAt {
  std::int64_t tokens = 0;
  std::uint64_t offset = 0;
};

/// What the first request after the last compaction sent; the size of its summary when none was
/// sent since. Empty when the last 128 KiB hold no compaction.
std::optional<TokensAt> last_compacted_size(const OpenFile& transcript, bool subagent = false);

/// What the session's first request sent (the system prompt, the tools and the first prompt): what
/// /clear goes back to. Reads at most 64 KiB from the start; empty when no response stands there.
std::optional<TokensAt> first_prompt_tokens(const OpenFile& transcript, bool subagent = false);

}  // namespace wick
