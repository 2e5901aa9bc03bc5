// SPDX-License-Identifier: MIT
// What a session does at this moment: the calls of tools at the end of its transcript.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/file.h"
#include "lib/base/time.h"

namespace wick {

/// A call and what came back. Texts are as they stand in the transcript: not yet fit to print.
struct LastCall {
  std::string tool, target;            // target: the path, URL or command; empty where it has none
  std::optional<TimeMs> asked;         // when the model asked for it
  std::optional<std::uint64_t> bytes;  // of its result; empty: there is none yet
};

/// The last calls of the main chain, the newest first, at most `most`. Those that were left without
/// a result before the last prompt (it was interrupted) are none. Reads at most 256 KiB from the
/// end.
std::vector<LastCall> read_last_calls(const OpenFile& transcript, std::size_t most);

}  // namespace wick
