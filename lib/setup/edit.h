// SPDX-License-Identifier: MIT
// One change as a unified diff.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/failure.h"

namespace wick {

/// The change from `before` to `after` (empty: no such file) with three lines around it; "" when
/// there is none. Made for changes that stand together: all from the first line that differs to the
/// last is one hunk. Made printable, with tabs and the CR at a line's end kept.
std::string unified_diff(const std::string& path, const std::optional<std::string>& before,
                         const std::optional<std::string>& after);

/// How the lines of a text end.
std::string newline_of(std::string_view text);

// A change to a file of the user's, done once, shown, and undone.

/// A change as functions from text to text. A file that is not there has the text "".
struct Edit {
  std::string path;
  std::string what;  // "status line", for messages
  /// The text with the change; empty when it has it already.
  std::function<std::optional<std::string>(const std::string& text)> put_in;
  /// The text without the change, in the light of what was before (null: not known); empty when it
  /// has no change that could be taken out.
  std::function<std::optional<std::string>(const std::string& text, const std::string* before)>
      take_out;
  /// What was before is kept beside the file of this name; empty: of the path. For a second change of one file.
  std::string kept_as = {};
};

/// What came of it.
struct Done {
  std::string report;    // lines for standard output: what was done, or would be, as a diff
  bool changed = false;  // false: there was nothing to do
};

/// Makes the change and keeps what was before, unless that is kept since the change was made first.
/// `dry_run`: only the diff. Failure.
Done make(const Edit& edit, bool dry_run);

/// Takes the change out. Byte for byte what was before, where nothing else was changed since.
Done undo(const Edit& edit, bool dry_run);

}  // namespace wick
