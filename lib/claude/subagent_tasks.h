// SPDX-License-Identifier: MIT
// The input of Claude Code's subagentStatusLine command.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/claude/json.h"

namespace wick {

/// A row of Claude Code's agent panel. Members that the client did not send are empty.
struct SubagentTask {
  std::string id;     // for a subagent ("local_agent") also the ID in agent-ID.jsonl
  std::string type;   // "local_agent", "local_bash" and others
  std::string label;  // what it does, in the words of the client
  std::string model;  // from client 2.1.205, once the first response names it
  std::optional<std::int64_t> window;  // in tokens; from client 2.1.205
  /// What its newest response sent and answered, in tokens (measured on client 2.1.332).
  std::optional<std::int64_t> tokens;
};

struct SubagentTasks {
  std::string transcript;  // path of the session's, not of a subagent's
  int columns = 0;         // width of a row; 0: unknown
  std::vector<SubagentTask> tasks;
};

/// Parses the object that the client writes to the command's standard input. What cannot be read is
/// empty.
SubagentTasks parse_subagent_tasks(std::string_view json, JsonStatus& status);

}  // namespace wick
