// SPDX-License-Identifier: MIT
// The commands that wick-top runs for keys, and their execution. They are shown before they run.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lib/base/env.h"
#include "lib/top/board.h"
#include "lib/top/view.h"

namespace wick {

enum class TopRun {
  kNothing,   // no program: only show the words
  kReplace,   // the program replaces wick-top
  kQuiet,     // runs in the background; only its error message is shown
  kAway,      // gets the terminal until it ends; if it fails, waits for a key
  kAwayRead,  // the same, then waits for a key so that its output can be read
  kSignal,    // no program: asks the process `pid` to end
};

struct TopCommand {
  TopRun run = TopRun::kNothing;
  std::vector<std::string> arguments;  // the first one is the program
  std::string words;                   // the command as a shell command line; or why there is none
  bool asks = false;                   // it starts or stops something: show the words and ask first
  std::int64_t pid = 0;
};

struct TopPlaces {
  bool in_tmux = false;
  std::function<std::string(const std::string& name)> tool;  // the path of one of wick's programs
  // Returns the transcript of a session that is not on the board.
  std::function<std::string(const std::string& id)> transcript = {};
};
/// The command that a key's wish leads to, for the selected row.
TopCommand command_for(TopWish wish, const Board& board, const TopView& view,
                       const TopPlaces& places);

/// The escape sequence that copies text to the clipboard (OSC 52).
std::string copying_sequence(const std::string& text);

/// Runs the command, or asks the process to end. Commands that need the terminal run between calls
/// of `leave` and `come_back`. Returns a message to show; empty: none.
std::string carry_out(const TopCommand& command, const Env& env, const std::function<void()>& leave,
                      const std::function<void()>& come_back);

}  // namespace wick
