// SPDX-License-Identifier: MIT
// The branch of a working directory, read from .git/HEAD without running git.
#pragma once

#include <string>

namespace wick {

/// The branch checked out in `dir` or the nearest folder above it that is a git work tree: its name
/// without refs/heads/, or the first 7 digits of the commit when HEAD is detached. Follows the .git
/// file of a linked work tree. Empty outside git. As it stands in the file: not yet fit to print.
std::string git_branch(const std::string& dir);

/// The HEAD file that says so; empty outside git.
std::string git_head(const std::string& dir);

}  // namespace wick
