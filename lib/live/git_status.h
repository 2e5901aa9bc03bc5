// SPDX-License-Identifier: MIT How many files of a work tree changed. Only git can count that: it
// runs after the line was printed, and its counts are kept for the next line.
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
  std::string head;                           // the branch, or "(detached)"
  std::string commit;                         // empty on a branch without a commit
  std::string upstream;                       // "origin/main"; empty for none
  std::optional<std::int64_t> ahead, behind;  // commits; empty if there is no upstream
  std::int64_t staged = 0, unstaged = 0, untracked = 0, conflicts = 0, stashes = 0;

  bool is_dirty() const { return staged + unstaged + untracked + conflicts > 0; }
  bool operator==(const GitCounts&) const = default;
};

/// Parses the output of `git status --porcelain=v2 --branch --show-stash -z`, in pieces of any
/// size.
class GitStatusReader {
 public:
  void feed(std::string_view piece);
  /// Empty when the output was malformed or incomplete.
  std::optional<GitCounts> finish() const;

 private:
  void take_record();
  void take_header(std::string_view header);

  GitCounts counts_;
  std::string record_;         // the beginning of the record that is being read
  bool skips_record_ = false;  // the next record is the old name of a renamed file
  bool in_record_ = false, any_head_ = false, odd_ = false;
};

/// The cached counts of a work tree.
struct GitKept {
  std::string root;  // its top folder
  std::optional<GitCounts> counts;
  TimeMs counted_at = 0;            // when git counted
  std::uint64_t counted_marks = 0;  // git_marks() just before that
  TimeMs tried = 0;                 // when the last run ended, successful or not
  std::uint64_t tried_marks = 0;
  std::int64_t took_ms = 0;  // duration of the last run

  /// True when git should run again.
  bool is_due(std::uint64_t marks, TimeMs now) const;
  /// True when the counts may be out of date.
  bool is_stale(std::uint64_t marks, TimeMs now) const;

  bool operator==(const GitKept&) const = default;
};
std::string encode(const GitKept& kept);
std::optional<GitKept> decode_git_kept(std::string_view bytes);

/// What the last run of git left in the cache.
struct KeptGit {
  std::string file;    // path of the cache file; empty without a cache folder or a work tree
  bool first = false;  // git never ran here
  bool due = false;    // git should run again
  bool stale = false;  // the counts may be out of date
  TimeMs counted_at = 0;
  std::optional<GitCounts> counts;
};
KeptGit read_kept_git(const Env& env, const GitFiles& files);

/// Runs git and keeps its counts, unless it already runs for this work tree or is no longer due.
/// Call it only in a detached process, because it changes the environment, and only for a directory
/// in which a session works: git may run programs that the repository's configuration names, as it
/// does when the session itself runs git. Failure{kIo}.
void refresh_git(const Env& env, const GitFiles& files, const std::string& path);

}  // namespace wick
