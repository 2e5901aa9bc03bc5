// SPDX-License-Identifier: MIT
// What only git can tell of a work tree: how many files changed. It is run behind the line, and what it said is kept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/env.h"
#include "lib/base/git.h"
#include "lib/base/time.h"

namespace wick {

/// What `git status` counts.
struct GitCounts {
  std::string head;      // the branch, or "(detached)"
  std::string commit;    // empty on a branch without one
  std::string upstream;  // "origin/main"; empty for none
  std::optional<std::int64_t> ahead, behind;  // commits; empty without an upstream, and where that is gone
  std::int64_t staged = 0, unstaged = 0, untracked = 0, conflicts = 0, stashes = 0;

  bool is_dirty() const { return staged + unstaged + untracked + conflicts > 0; }
  bool operator==(const GitCounts&) const = default;
};

/// Reads the output of `git status --porcelain=v2 --branch --show-stash -z`, in pieces of any size.
class GitStatusReader {
 public:
  void feed(std::string_view piece);
  /// Empty when that was no such output, or not all of it.
  std::optional<GitCounts> finish() const;

 private:
  void take_record();
  void take_header(std::string_view header);

  GitCounts counts_;
  std::string record_;        // the beginning of the one that is being read
  bool skips_record_ = false;  // it is the old name of a renamed file
  bool in_record_ = false, any_head_ = false, odd_ = false;
};

/// What is kept of a work tree.
struct GitKept {
  std::string root;  // its top folder
  std::optional<GitCounts> counts;
  TimeMs counted_at = 0;               // when git said so
  std::uint64_t counted_marks = 0;  // git_marks() just before
  TimeMs tried = 0;              // when its last run ended, whatever came of it
  std::uint64_t tried_marks = 0;
  std::int64_t took_ms = 0;  // how long it ran

  /// git is to be run again.
  bool is_due(std::uint64_t marks, TimeMs now) const;
  /// What it said may no longer hold.
  bool is_stale(std::uint64_t marks, TimeMs now) const;

  bool operator==(const GitKept&) const = default;
};
std::string encode(const GitKept& kept);
std::optional<GitKept> decode_git_kept(std::string_view bytes);

/// What a run of git before this one left.
struct KeptGit {
  std::string file;     // where it is kept; empty where nothing can be: no cache folder, no work tree
  bool first = false;   // git was never run here
  bool due = false;     // it is to be run
  bool stale = false;   // what it said may no longer hold
  TimeMs counted_at = 0;
  std::optional<GitCounts> counts;
};
KeptGit read_kept_git(const Env& env, const GitFiles& files);

/// Runs git and keeps what it says, unless it is running for this work tree or not due any more. Only in a detached
/// process, whose environment it changes, and only where a session works: git may run what a repository's
/// configuration names, as the session's own git does. Failure{kIo}.
void refresh_git(const Env& env, const GitFiles& files, const std::string& path);

}  // namespace wick
