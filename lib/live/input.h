// SPDX-License-Identifier: MIT
// Reading one JSON object from a stream that may never end.
#pragma once

#include <string>

namespace wick {

/// Reads from `fd` until the top-level object is complete, the end of input, `limit` bytes, or
/// `timeout_ms` in all (-1: no limit). Claude Code does not always close the pipe.
/// What was read is returned up to the object's end, complete or not; `ended` says whether the input
/// ended before that.
std::string read_object(int fd, std::size_t limit, int timeout_ms, bool* ended = nullptr);

}  // namespace wick
