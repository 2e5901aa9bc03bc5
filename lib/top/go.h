// SPDX-License-Identifier: MIT
// What wick-top starts and stops: said as a command before it is done.
#pragma once

#include <string>
#include <vector>

#include "lib/top/board.h"
#include "lib/top/view.h"

namespace wick {

enum class TopRun {
  kNothing,   // the words are all there is to it
  kReplace,   // the program takes wick-top's place
  kQuiet,     // behind the screen; what it complains of is said
  kAway,      // the terminal is its own until it ends
  kAwayRead,  // the same, and what it printed is to be read before the screen comes back
  kSignal,    // no program: `pid` is asked to end
};

struct TopCommand {
  TopRun run = TopRun::kNothing;
  std::vector<std::string> arguments;  // the first one is the program
  std::string words;  // what is done, as a command line of a shell; or why nothing is
  bool asks = false;  // it starts or stops something: the words are said first
  std::int64_t pid = 0;
};

struct TopPlaces {
  bool in_tmux = false;
  std::function<std::string(const std::string& name)> tool;  // the path of one of wick's programs
  std::function<std::string(const std::string& id)> transcript =
      {};  // of a session that is not on the board
};
/// What a wish of the user's comes to, for the row that is selected.
TopCommand command_for(TopWish wish, const Board& board, const TopView& view,
                       const TopPlaces& places);

/// The sequence that puts text into the terminal's clipboard (OSC 52).
std::string copying_sequence(const std::string& text);

}  // namespace wick
