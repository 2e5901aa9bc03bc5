// SPDX-License-Identifier: MIT
// Work that goes on when this process is done.
#pragma once

#include <functional>

namespace wick {

/// Does `work` in a process of its own that belongs to nobody: whoever waits for this process, or
/// for the end of what it prints, does not wait for that one, and no signal to this one's group
/// reaches it. Its standard streams are /dev/null; it has no other descriptor of this process's.
/// Nothing happens where no process can be made.
void run_detached(const std::function<void()>& work);

}  // namespace wick
