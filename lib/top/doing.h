// SPDX-License-Identifier: MIT
// What a session is doing: the tool calls at the end of its transcript.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/file.h"
#include "lib/base/time.h"

namespace wick {

/// A tool call and its result. The texts are raw, as in the transcript: not safe to print.
struct LastCall {
  std::string tool, target;            // target: the path, URL or command; empty without one
  std::optional<TimeMs> asked;         // time of the response that made the call
  std::optional<std::uint64_t> bytes;  // size of its result; empty: none yet
};

/// The last calls of the main chain, newest first, at most `most`. Calls before the last prompt that
/// have no result were interrupted and are left out. Reads at most the last 256 KiB.
std::vector<LastCall> read_last_calls(const OpenFile& transcript, std::size_t most);

}  // namespace wick
