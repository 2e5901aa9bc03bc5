// SPDX-License-Identifier: MIT Lets the user choose the look of the status line, on the whole
// screen or from a numbered list. Each look is drawn from the text that would be written.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/base/env.h"
#include "lib/live/state.h"
#include "lib/setup/line_choice.h"

namespace wick {

/// A look to choose from, with the user's changes to it.
struct Look {
  std::string name, shows;
  LineChoice choice;
};

/// Draws looks with the figures of the session that has the newest tap, or of a sample.
class LookDrawer {
 public:
  /// `text`: the text of the wick.toml at `path`. Failure{kConfig}.
  LookDrawer(const Env& env, std::string path, std::string text);

  /// The current [line] of the file, if it has one, and each preset.
  std::vector<Look> looks() const;
  LineConfig config_of(const LineChoice& choice) const;
  /// The rows as Claude Code would show them on a screen of that width.
  std::vector<std::string> rows(const LineChoice& choice, int columns) const;
  /// A line of only this segment.
  std::string segment(const LineChoice& choice, const std::string& name) const;
  /// The names of all segments, the file's and the built-in ones, that are not in `rows`.
  std::vector<std::string> others(const NamedRows& rows) const;

  const std::string& path() const { return path_; }
  const std::string& home() const { return env_.home; }
  const char* source() const { return is_sample_ ? "a sample" : "your last session"; }
  bool has_color() const { return has_color_; }

 private:
  std::string draw(const LineConfig& config, int columns) const;
  void load();

  const Env& env_;
  std::string path_, text_;
  State state_;
  bool is_sample_ = false, has_color_ = false;
};

/// Empty when nothing was chosen. If a signal ended it, sets `signal`, which the caller must raise.
std::optional<LineChoice> choose_on_screen(const LookDrawer& drawer, int in, int out, int& signal);

/// The same with questions and answers in lines, where the screen cannot be redrawn.
std::optional<LineChoice> choose_from_list(const LookDrawer& drawer, int in, int out, int columns);

}  // namespace wick
