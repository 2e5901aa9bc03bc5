// SPDX-License-Identifier: MIT
// Reads the files of a git repository, without running git.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wick {

/// The folders of a repository.
struct GitPlace {
  std::string root;    // top folder of the work tree; empty in a bare repository
  std::string dir;     // the git folder; linked work trees and submodules have their own
  std::string common;  // the git folder shared by all work trees of the repository
};

/// The content of HEAD.
struct GitHead {
  std::string ref;        // "refs/heads/main"; empty if detached
  std::string commit;     // of a detached HEAD, full length
  bool only_git = false;  // refs are stored as a reftable, which only git can read

  /// The branch as git names it, without refs/heads/; "(detached)"; empty if unknown.
  std::string name() const;
};

/// A text and the file it was read from.
struct GitText {
  std::string text, file;
};

struct GitFiles {
  GitPlace place;
  GitHead head;
  /// The branch; during a rebase the one being rebased; on a detached HEAD the first 7 digits of
  /// the commit. Raw content of the file, not safe to print.
  GitText branch;
  GitText operation;  // in progress: rebase, am, merge, cherry-pick, revert, bisect
};

/// The repository that contains `dir`. Empty outside git.
std::optional<GitFiles> read_git_files(const std::string& dir);

/// The full id of the checked out commit; empty on a branch without commits, or if only git can
/// tell.
GitText git_commit(const GitFiles& files);

/// The number of stashes; empty if only git can tell, or there are thousands.
std::optional<std::int64_t> git_stashes(const GitFiles& files);
std::string git_stash_file(const GitPlace& place);

/// The folder that identifies a repository for all its work trees and their folders: the top of the
/// main work tree, or a bare repository itself. A submodule is a repository of its own. Empty
/// outside git.
std::string repository_of(const std::string& dir);

/// Changes with the index, HEAD and the branch: then git's earlier output on the work tree may be
/// outdated.
std::uint64_t git_marks(const GitFiles& files);

}  // namespace wick
