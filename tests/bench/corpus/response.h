// SPDX-License-Identifier: MIT
// corpus: what one response consists of, decided before anything of it is written.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "ledger.h"

namespace corpus {

/// How a client's version tells what a response used.
enum class Era {
  kFlat,     // writes without their TTL; output_tokens grows over the lines of a message
  kGrowing,  // the same, with the split by TTL
  kFinal,    // the final usage on every line
};

struct Block {
  enum Kind { kThinking, kText, kToolUse } kind = kText;
  std::string uuid, tool_id, tool;
  Int time = 0;
  Int output = 0;  // the output_tokens its line tells
  Int bytes = 0;   // of its text
  bool lost = false;
};

struct Response {
  std::string id, request_id, model;  // request_id may be empty
  Usage usage;
  Int flat = 0, nested_5m = 0;  // cache_creation_input_tokens, ephemeral_5m_input_tokens
  std::vector<Part> parts;
  bool lists_message = false;  // among its iterations: what the top level says already
  bool fast = false, us = false;
  std::vector<Block> blocks;

  /// What the lines that survive say; output 0 when none does.
  Request seen() const;
};

/// How the context of a conversation grows, and what its responses are charged.
class Chat {
 public:
  /// `quirks`: also what is rare.
  Chat(Era era, bool subagent, bool quirks, Random& random);

  /// The next response of a request sent at `now`; times and uuids of its blocks are left open.
  Response next(Int now, bool calls_tool, Int block_bytes);
  /// Something that the next request sends along.
  void feed(Int bytes) { pending_ += std::min<Int>(bytes / 4, 25'000); }
  void choose_model();
  bool full() const { return context_ > limit_; }
  Int context() const { return context_; }
  void compact() { context_ = random_->between(8'000, 30'000); }

 private:
  void set_usage(Response& response, Int now);
  void spell_writes(Response& response);
  void set_rare(Response& response);
  void set_blocks(Response& response, bool calls_tool, Int block_bytes);
  void grow_output(Response& response);

  Era era_;
  bool subagent_, quirks_, hour_;
  Random* random_;
  std::string model_, last_id_;
  Int context_, limit_, pending_ = 0, last_ = 0;
};

}  // namespace corpus
