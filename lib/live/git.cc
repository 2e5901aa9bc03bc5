// SPDX-License-Identifier: MIT
#include "lib/live/git.h"

#include "lib/base/file.h"
#include "lib/base/text.h"

namespace wick {
namespace {

constexpr std::size_t kLargestHead = 4096;

// The git folder that belongs to a work tree; empty when `dir` is none.
std::string git_dir(const std::string& dir) {
  std::string dot_git = dir + "/.git";
  if (is_directory(dot_git)) return dot_git;
  auto link = try_read_file(dot_git, kLargestHead);
  constexpr std::string_view kMark = "gitdir:";
  if (!link || link->compare(0, kMark.size(), kMark) != 0) return "";
  std::string target(trim(std::string_view(*link).substr(kMark.size())));
  if (target.empty()) return "";
  return target[0] == '/' ? target : dir + "/" + target;
}

std::string branch_in(const std::string& head) {
  constexpr std::string_view kRef = "ref:";
  constexpr std::string_view kHeads = "refs/heads/";
  std::string_view text = trim(head);
  if (text.substr(0, kRef.size()) != kRef) return std::string(text.substr(0, 7));
  text = trim(text.substr(kRef.size()));
  if (text.substr(0, kHeads.size()) == kHeads) text.remove_prefix(kHeads.size());
  return std::string(text);
}

}  // namespace

std::string git_head(const std::string& dir) {
  if (dir.empty() || dir[0] != '/') return "";
  for (std::string at = dir;; at = parent_dir(at)) {
    if (std::string git = git_dir(at); !git.empty()) return git + "/HEAD";
    if (at == "/") return "";
  }
}

std::string git_branch(const std::string& dir) {
  std::string path = git_head(dir);
  auto head = path.empty() ? std::nullopt : try_read_file(path, kLargestHead);
  return head ? branch_in(*head) : "";
}

}  // namespace wick
