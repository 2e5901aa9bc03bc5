// SPDX-License-Identifier: MIT
// See gitrepository-layout(5), and wt-status.c for operations in progress.
#include "lib/base/git.h"

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/packed.h"
#include "lib/base/text.h"

namespace wick {
namespace {

constexpr std::size_t kLargestHead = 4096;
constexpr std::size_t kLargestStashLog = 256 * 1024;
constexpr std::size_t kRefBlock = 4096;
constexpr std::uint64_t kMostUnsorted = 1024 * 1024;  // limit if packed-refs is unsorted
constexpr std::string_view kHeads = "refs/heads/";

bool exists(const std::string& path) { return file_info(path).has_value(); }

std::string first_line_of(const std::string& path) {
  std::string text = try_read_file(path, kLargestHead).value_or("");
  return std::string(trim(text.substr(0, text.find('\n'))));
}

std::string_view without(std::string_view prefix, std::string_view text) {
  return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

bool is_commit(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) &&
         text.find_first_not_of("0123456789abcdef") == text.npos;
}

// Only names that git accepts as refs become paths, so that they cannot point elsewhere.
bool is_ref(std::string_view name) {
  if (!name.starts_with("refs/") || name.back() == '/') return false;
  for (std::string_view part : split(name, '/'))
    if (part.empty() || part[0] == '.') return false;
  return name.find('\0') == name.npos;
}

// The repository's folder for a linked work tree, else the git folder itself.
std::string common_dir(const std::string& dir) {
  std::string link = first_line_of(dir + "/commondir");
  if (link.empty()) return dir;
  return link[0] == '/' ? link : dir + "/" + link;
}

// The target of the .git file of a linked work tree or a submodule; empty if it is none.
std::string behind_link(const std::string& dir) {
  constexpr std::string_view kMark = "gitdir:";
  std::string link = try_read_file(dir + "/.git", kLargestHead).value_or("");
  if (!link.starts_with(kMark)) return "";
  std::string target(trim(std::string_view(link).substr(kMark.size())));
  return target.empty() || target[0] == '/' ? target : dir + "/" + target;
}

// True for the git folder of a bare repository, which has no .git.
bool is_git_folder(const std::string& common) {
  return is_directory(common + "/objects") && is_directory(common + "/refs");
}

std::optional<GitPlace> find_git(const std::string& start) {
  if (start.empty() || start[0] != '/') return std::nullopt;
  for (std::string at = start;; at = parent_dir(at)) {
    std::string dot_git = at == "/" ? "/.git" : at + "/.git";
    bool is_there = exists(dot_git);
    if (is_there && is_directory(dot_git)) {
      if (exists(dot_git + "/HEAD")) return GitPlace{at, dot_git, common_dir(dot_git)};
    } else if (is_there) {
      std::string dir = behind_link(at);
      // At an invalid .git file git gives up instead of searching the parent folders.
      if (dir.empty() || !exists(dir + "/HEAD")) return std::nullopt;
      return GitPlace{at, dir, common_dir(dir)};
    } else if (exists(at + "/HEAD")) {
      std::string common = common_dir(at);
      if (is_git_folder(common)) return GitPlace{"", at, common};
    }
    if (at == "/") return std::nullopt;
  }
}

GitHead read_head(const std::string& dir) {
  constexpr std::string_view kRef = "ref:";
  GitHead head;
  std::string text = first_line_of(dir + "/HEAD");
  if (is_commit(text)) head.commit = text;
  if (!text.starts_with(kRef)) return head;
  head.ref = trim(std::string_view(text).substr(kRef.size()));
  // Repositories with a reftable have this in HEAD, so that old versions of git reject them.
  head.only_git = head.ref == "refs/heads/.invalid";
  return head;
}

// The branch being rebased is recorded in the rebase's folder.
void add_rebased(GitFiles& files, const std::string& folder) {
  std::string file = folder + "/head-name";
  std::string name = first_line_of(file);
  if (is_ref(name)) files.branch = {std::string(without(kHeads, name)), file};
}

// The next command in a cherry-pick or revert of several commits.
std::string_view sequence_of(std::string_view todo) {
  std::string_view command = todo.substr(0, todo.find(' '));
  if (command == "pick" || command == "p") return "cherry-pick";
  return command == "revert" ? "revert" : "";
}

void add_operation(GitFiles& files) {
  const std::string& dir = files.place.dir;
  auto under_way = [&](std::string_view name, const std::string& file) {
    if (files.operation.text.empty() && !name.empty() && exists(file))
      files.operation = {std::string(name), file};
    return files.operation.file == file;
  };
  std::string merge = dir + "/rebase-merge", apply = dir + "/rebase-apply";
  if (under_way("rebase", merge)) return add_rebased(files, merge);
  if (exists(apply) && (under_way("am", apply + "/applying") || under_way("rebase", apply)))
    return add_rebased(files, apply);
  under_way("merge", dir + "/MERGE_HEAD");
  under_way("cherry-pick", dir + "/CHERRY_PICK_HEAD");
  under_way("revert", dir + "/REVERT_HEAD");
  std::string todo = dir + "/sequencer/todo";
  if (files.operation.text.empty()) under_way(sequence_of(first_line_of(todo)), todo);
  under_way("bisect", dir + "/BISECT_LOG");
}

// The file of an unpacked ref. Some refs belong to a single work tree.
std::string loose_file(const GitPlace& place, std::string_view ref) {
  for (std::string_view own : {"refs/bisect/", "refs/worktree/", "refs/rewritten/"})
    if (ref.starts_with(own)) return place.dir + "/" + std::string(ref);
  return place.common + "/" + std::string(ref);
}

// One line of packed-refs, "COMMIT NAME"; `name` is empty for other lines.
struct PackedRef {
  std::string_view commit, name;
  explicit PackedRef(std::string_view line) {
    std::size_t blank = line.find(' ');
    if (blank != line.npos && is_commit(line.substr(0, blank)))
      commit = line.substr(0, blank), name = line.substr(blank + 1);
  }
};

std::string block_at(const OpenFile& file, std::uint64_t from, std::size_t size) {
  std::string block(size, '\0');
  block.resize(read_at(file, from, block.data(), size));
  return block;
}

// The first complete line with a name after `from`, and its offset.
struct RefLine {
  std::string name;
  std::uint64_t begin = 0;
};
RefLine ref_behind(const OpenFile& file, std::uint64_t from) {
  std::string block = block_at(file, from, kRefBlock);
  for (std::size_t at = block.find('\n'); at != block.npos;) {
    std::size_t end = block.find('\n', at + 1);
    if (end == block.npos) break;
    PackedRef ref(std::string_view(block).substr(at + 1, end - at - 1));
    if (!ref.name.empty()) return {std::string(ref.name), from + at + 1};
    at = end;
  }
  return {};
}

// Binary search in the sorted lines: repositories may have hundreds of thousands of refs.
std::string packed_commit(const std::string& path, const std::string& name) {
  auto file = try_open_regular(path);
  if (!file) return "";
  std::uint64_t low = 0, high = file->info.size;
  std::string head = block_at(*file, 0, kRefBlock);
  bool sorted =
      head.starts_with("# pack-refs") && contains(head.substr(0, head.find('\n')), " sorted");
  if (!sorted && high > kMostUnsorted) return "";
  while (sorted && high - low > kRefBlock) {
    std::uint64_t middle = low + (high - low) / 2;
    RefLine line = ref_behind(*file, middle);
    if (line.begin == 0) return "";
    if (line.begin < high && line.name <= name) low = line.begin;
    else high = middle;
  }
  std::string rest = block_at(*file, low, static_cast<std::size_t>(high - low) + kRefBlock);
  for (std::string_view line : split(rest, '\n'))
    if (PackedRef ref(line); ref.name == name) return std::string(ref.commit);
  return "";
}

}  // namespace

std::string GitHead::name() const {
  if (only_git) return "";
  if (!ref.empty()) return std::string(without(kHeads, ref));
  return commit.empty() ? "" : "(detached)";
}

std::optional<GitFiles> read_git_files(const std::string& dir) {
  auto place = find_git(dir);
  if (!place) return std::nullopt;
  GitFiles files{std::move(*place), {}, {}, {}};
  files.head = read_head(files.place.dir);
  add_operation(files);
  if (files.branch.text.empty()) {
    const GitHead& head = files.head;
    std::string text = head.ref.empty() ? head.commit.substr(0, 7) : head.name();
    if (!text.empty()) files.branch = {std::move(text), files.place.dir + "/HEAD"};
  }
  return files;
}

GitText git_commit(const GitFiles& files) {
  if (!files.head.commit.empty()) return {files.head.commit, files.place.dir + "/HEAD"};
  std::string ref = files.head.ref;
  constexpr int kMostSteps = 5;  // git's limit for symbolic refs
  for (int step = 0; step < kMostSteps && is_ref(ref); ++step) {
    std::string file = loose_file(files.place, ref);
    std::string text = first_line_of(file);
    if (is_commit(text)) return {text, file};
    if (text.empty()) {
      std::string packed = files.place.common + "/packed-refs", commit = packed_commit(packed, ref);
      return commit.empty() ? GitText{} : GitText{commit, packed};
    }
    ref = text.starts_with("ref:") ? trim(std::string_view(text).substr(4)) : "";
  }
  return {};
}

std::string git_stash_file(const GitPlace& place) { return place.common + "/logs/refs/stash"; }

std::optional<std::int64_t> git_stashes(const GitFiles& files) {
  if (files.head.only_git || files.head.name().empty()) return std::nullopt;
  std::string path = git_stash_file(files.place);
  auto log = try_read_file(path, kLargestStashLog);
  if (!log) return exists(path) ? std::nullopt : std::optional<std::int64_t>(0);
  return std::count(log->begin(), log->end(), '\n');
}

std::uint64_t git_marks(const GitFiles& files) {
  PackedWriter all;
  const GitPlace& place = files.place;
  const std::string& ref = files.head.ref;
  for (const std::string& path :
       {place.dir + "/index", place.dir + "/HEAD",
        is_ref(ref) ? loose_file(place, ref) : place.common + "/reftable/tables.list"}) {
    FileInfo info = file_info(path).value_or(FileInfo{});
    for (std::uint64_t part : {info.device, info.inode, info.size}) all.put(part);
    all.put_step(info.modified, 0);
  }
  return hash_bytes(all.bytes());
}

std::string repository_of(const std::string& dir) {
  auto files = read_git_files(dir);
  if (!files) return "";
  std::string common = real_path(files->place.common);
  if (common.ends_with("/.git")) return parent_dir(common);
  return contains(common, "/.git/modules/") ? files->place.root : common;
}

}  // namespace wick
