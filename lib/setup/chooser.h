// SPDX-License-Identifier: MIT
// A person chooses the look of the status line: on the whole screen, or from a numbered list. What is shown is drawn
// from the text that would be written.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/base/env.h"
#include "lib/live/state.h"
#include "lib/setup/line_choice.h"

namespace wick {

/// One look to choose, and what was changed of it.
struct Look {
  std::string name, shows;
  LineChoice choice;
};

/// Draws looks with the figures of the session whose payload was kept last, or of a sample.
class LookDrawer {
 public:
  /// `text` is wick.toml's, of that path. Failure{kConfig}.
  LookDrawer(const Env& env, std::string path, std::string text);

  /// What the file has now, where it has something, and each preset.
  std::vector<Look> looks() const;
  LineConfig config_of(const LineChoice& choice) const;
  /// The rows as Claude Code shows them on a screen of so many columns.
  std::vector<std::string> rows(const LineChoice& choice, int columns) const;
  /// One segment of it alone.
  std::string segment(const LineChoice& choice, const std::string& name) const;
  /// Those that can be had: the line's, in their rows, and all others there are.
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

/// Empty when nothing was chosen; `signal` becomes the one that ended it, which the caller has to raise.
std::optional<LineChoice> choose_on_screen(const LookDrawer& drawer, int in, int out, int& signal);

/// The same with questions and answers in lines, for what is no terminal that can be redrawn.
std::optional<LineChoice> choose_from_list(const LookDrawer& drawer, int in, int out, int columns);

}  // namespace wick
