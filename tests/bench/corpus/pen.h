// SPDX-License-Identifier: MIT
// corpus: how each kind of line is spelled. A Pen writes the lines of one conversation, each into
// `line`, and chains them by their uuids.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "response.h"
#include "text.h"

namespace corpus {

struct Line {
  std::string text;
  // Of an assistant's line: where its usage stands.
  std::size_t usage_at = 0, usage_size = 0;
  bool chained = false;  // has a uuid and a parent: a fork copies it
};

/// What all lines of one conversation have in common.
struct Voice {
  Era era = Era::kFinal;
  std::string session, cwd, version, branch;
  std::string agent;             // empty: not a subagent
  bool envelope_behind = false;  // cwd, sessionId ... behind the message, as newer clients have it
};

void put(std::string& out, std::initializer_list<std::string_view> parts);

/// The usage of a response as a line gives it that tells `output` for its output_tokens.
std::string usage_json(const Response& response, Era era, Int output);

class Pen {
 public:
  Pen(const Filler& filler, Random& random, const Voice& voice);

  void assistant(const Response& response, const Block& block);
  /// A local filler in the place of a response.
  void synthetic(Int time, bool error);
  void prompt(Int time, Int bytes);
  /// A user line that nobody typed: `start`, then `bytes` of filler; `marks` are further keys.
  void note(Int time, std::string_view start, Int bytes, std::string_view marks);
  void interruption(Int time);
  void result(Int time, const Block& call, Int bytes);
  void picture_result(Int time, const Block& call, Int bytes);

  void compact_boundary(Int time, std::string_view trigger, Int before, Int after);
  void system(Int time, std::string_view subtype, std::string_view keys);
  void attachment(Int time, Int bytes);
  void snapshot(Int time, Int bytes);
  /// A line that is not part of the chain; `keys` stand between its type and its session.
  void aside(std::string_view type, std::string_view keys);

  /// Progress of a subagent: a copy of a line of its own.
  void agent_progress(const Response& response, const Block& block, std::string_view agent,
                      std::string_view parent_tool);
  void agent_progress(Int time, const Block& call, Int bytes, std::string_view agent,
                      std::string_view parent_tool);
  void bash_progress(Int time, const Block& call, Int bytes);

  const Voice& voice() const { return voice_; }
  const Line& line() const { return line_; }

 private:
  void open(std::string_view type, bool chained = true);
  void open_user() { open(R"(,"type":"user","message":{"role":"user","content":)"); }
  void stamp(const std::string& uuid, Int time);
  void close(const std::string& uuid);
  void finish_user(Int time, std::string_view marks = {});
  void message(const Response& response, const Block& block);
  void content(const Block& block);
  void finish_progress(Int time, std::string_view agent, std::string_view parent_tool);

  const Filler* filler_;
  Random* random_;
  Voice voice_;
  std::string front_, back_, parent_;
  Line line_;
};

}  // namespace corpus
