// SPDX-License-Identifier: MIT
// Commands of the user's, run through a shell.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/file.h"

namespace wick {

/// What `command` prints, at most `limit` bytes of it; empty when it failed or was not done in
/// time. Then it is killed with the processes that it started. `input` becomes its standard input;
/// -1 leaves it this process's.
std::optional<std::string> run_command(const std::string& command, int input,
                                       std::int64_t timeout_ms, std::size_t limit);

/// A file without a name that holds `content`, to be read from its start: a pipe could fill up
/// before a command reads it. Without a descriptor when there is no room for it.
Fd unnamed_file(std::string_view content);

}  // namespace wick
