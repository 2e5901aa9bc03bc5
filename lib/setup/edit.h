// SPDX-License-Identifier: MIT
// One change as a unified diff.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/failure.h"

namespace wick {

/// The change from `before` (empty: no such file) to `after` with three lines of context; ""
/// without a change. Intended for changes that are close together: there is one hunk, from the
/// first line that differs to the last. Made printable, except tabs and a CR at the end of a line.
std::string unified_diff(const std::string& path, const std::optional<std::string>& before,
                         const std::optional<std::string>& after);

/// The line end that a text uses.
std::string newline_of(std::string_view text);

// A change to a file of the user's, which can be made, shown as a diff, and undone.

/// A change as functions from text to text. A missing file has the text "".
struct Edit {
  std::string path;
  std::string what;  // "status line", for messages
  /// The text with the change; empty when it already has it.
  std::function<std::optional<std::string>(const std::string& text)> put_in;
  /// The text without the change, given the text before the change (null: unknown); empty when the
  /// text does not have the change.
  std::function<std::optional<std::string>(const std::string& text, const std::string* before)>
      take_out;
  /// The backup is kept beside this path; empty: beside `path`. For a second change to the same
  /// file.
  std::string kept_as = {};
};

struct Done {
  std::string report;    // lines for standard output: what was done, or the diff
  bool changed = false;  // false: there was nothing to do
};

/// Makes the change and keeps a backup, unless there is one from the first time. `dry_run`: only
/// makes the diff. Failure.
Done make(const Edit& edit, bool dry_run);

/// Undoes the change. The file becomes byte for byte what it was if nothing else was changed since.
Done undo(const Edit& edit, bool dry_run);

}  // namespace wick
