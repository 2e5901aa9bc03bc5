// SPDX-License-Identifier: MIT
// What the files of a git repository say of it, read without running git.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wick {

/// Where the files of a repository are.
struct GitPlace {
  std::string root;    // the top folder of the work tree; empty in a bare repository
  std::string dir;     // the git folder; linked work trees and submodules have their own
  std::string common;  // the git folder that all work trees of the repository share
};

/// What HEAD says.
struct GitHead {
  std::string ref;         // "refs/heads/main"; empty when it is detached
  std::string commit;      // of a detached HEAD, all digits
  bool only_git = false;   // the refs are kept as a reftable, which git alone reads

  /// The branch as git calls it: without refs/heads/, "(detached)"; empty when it is not known.
  std::string name() const;
};

/// A text and the file that says it.
struct GitText {
  std::string text, file;
};

struct GitFiles {
  GitPlace place;
  GitHead head;
  /// The branch, during a rebase the one that is rebased, or the first 7 digits of the commit. As it stands in
  /// the file: not yet fit to print.
  GitText branch;
  GitText operation;  // rebase, am, merge, cherry-pick, revert, bisect: what is under way
};

/// Of the repository that `dir` lies in. Empty outside git.
std::optional<GitFiles> read_git_files(const std::string& dir);

/// The commit that is checked out, all its digits; empty on a branch without one, and where only git knows.
GitText git_commit(const GitFiles& files);

/// How many stashes there are; empty where only git knows, or there are thousands.
std::optional<std::int64_t> git_stashes(const GitFiles& files);
std::string git_stash_file(const GitPlace& place);

/// The folder that a repository is known by, for all its work trees and the folders in them: the main work tree's
/// top; of a bare one its own. A submodule is a repository of its own. Empty outside git.
std::string repository_of(const std::string& dir);

/// Changes when the index, HEAD or the branch does: then what git said of the work tree may not hold any more.
std::uint64_t git_marks(const GitFiles& files);

}  // namespace wick
