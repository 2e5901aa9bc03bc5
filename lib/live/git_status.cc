// SPDX-License-Identifier: MIT
#include "lib/live/git_status.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "lib/base/atomic_file.h"
#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/kept_files.h"
#include "lib/base/packed.h"
#include "lib/base/program.h"
#include "lib/base/text.h"

namespace wick {
namespace {

// "7", "+7" and "-7" as git writes them; empty for "?", which means that git did not count.
std::optional<std::int64_t> count_of(std::string_view text, char sign = 0) {
  if (sign != 0 && (text.empty() || text[0] != sign)) return std::nullopt;
  if (sign != 0) text.remove_prefix(1);
  bool digits = !text.empty() && text.find_first_not_of("0123456789") == text.npos;
  return digits ? parse_integer(text) : std::nullopt;
}

// The text after `key` and a space, if the header begins with them.
std::optional<std::string_view> value_of(std::string_view header, std::string_view key) {
  if (!header.starts_with(key) || header.size() <= key.size() || header[key.size()] != ' ')
    return std::nullopt;
  return header.substr(key.size() + 1);
}

}  // namespace

void GitStatusReader::feed(std::string_view piece) {
  // Only the fields before the path are needed; this leaves enough for the names of branches.
  constexpr std::size_t kLongestRecord = 4096;
  while (!piece.empty()) {
    std::size_t end = piece.find('\0');
    std::string_view part = piece.substr(0, end);
    record_ += part.substr(0, kLongestRecord - record_.size());
    in_record_ = end == piece.npos;
    if (in_record_) return;
    take_record();
    record_.clear();
    piece.remove_prefix(end + 1);
  }
}

void GitStatusReader::take_record() {
  std::string_view record = record_;
  if (std::exchange(skips_record_, false)) return;
  if (record.starts_with("# ")) return take_header(record.substr(2));
  char kind = record.size() > 2 && record[1] == ' ' ? record[0] : 0;
  if (kind == '?') {
    ++counts_.untracked;
  } else if (kind == 'u') {
    ++counts_.conflicts;
  } else if ((kind == '1' || kind == '2') && record.size() > 4) {
    if (record[2] != '.') ++counts_.staged;
    if (record[3] != '.') ++counts_.unstaged;
    skips_record_ = kind == '2';
  } else if (kind != '!') {
    odd_ = true;
  }
}

void GitStatusReader::take_header(std::string_view header) {
  if (auto commit = value_of(header, "branch.oid")) {
    if (*commit != "(initial)") counts_.commit = *commit;
  } else if (auto head = value_of(header, "branch.head")) {
    counts_.head = *head;
    any_head_ = true;
  } else if (auto upstream = value_of(header, "branch.upstream")) {
    counts_.upstream = *upstream;
  } else if (auto both = value_of(header, "branch.ab")) {
    std::size_t blank = both->find(' ');
    counts_.ahead = count_of(both->substr(0, blank), '+');
    if (blank != both->npos) counts_.behind = count_of(both->substr(blank + 1), '-');
  } else if (auto stashes = value_of(header, "stash")) {
    counts_.stashes = count_of(*stashes).value_or(0);
  }
}

std::optional<GitCounts> GitStatusReader::finish() const {
  bool whole = any_head_ && !odd_ && !in_record_ && !skips_record_;
  return whole ? std::optional(counts_) : std::nullopt;
}

// The cache file.

namespace {

constexpr std::string_view kKeptFormat = "wick git 1\n";
constexpr std::size_t kLargestKept = 16 * 1024;
constexpr TimeMs kOften = 5000;     // git runs again after that
constexpr TimeMs kOld = 30'000;     // older counts are stale
constexpr std::int64_t kRest = 20;  // git rests for this many times its last run time
constexpr std::int64_t kLongestRun = 5000;

std::int64_t rest_ms(const GitKept& kept) { return kRest * kept.took_ms; }

template <class Each, class Counts>
void each_count_of_git(Counts& c, Each&& each) {
  each(c.staged), each(c.unstaged), each(c.untracked), each(c.conflicts), each(c.stashes);
}

void put_counts(PackedWriter& out, const GitCounts& c) {
  for (const std::string* text : {&c.head, &c.commit, &c.upstream}) out.put(*text);
  for (auto count : {c.ahead, c.behind})
    out.put(count ? static_cast<std::uint64_t>(*count) + 1 : 0);
  each_count_of_git(c, [&out](std::int64_t count) { out.put(static_cast<std::uint64_t>(count)); });
}

GitCounts counts_of(PackedReader& in) {
  GitCounts c;
  for (std::string* text : {&c.head, &c.commit, &c.upstream}) *text = in.text();
  for (auto* count : {&c.ahead, &c.behind})
    if (std::uint32_t next = in.small()) *count = next - 1;
  each_count_of_git(c, [&in](std::int64_t& count) { count = in.small(); });
  return c;
}

// True when the clock was set back. A time slightly ahead is normal: another line has just run git.
bool is_of_future(TimeMs time, TimeMs now) { return time - now > kLongestRun; }

}  // namespace

bool GitKept::is_due(std::uint64_t marks, TimeMs now) const {
  TimeMs since = now - tried;
  if (is_of_future(tried, now)) return true;
  return since >= rest_ms(*this) && (since >= kOften || marks != tried_marks);
}

bool GitKept::is_stale(std::uint64_t marks, TimeMs now) const {
  return marks != counted_marks || now - counted_at > std::max<TimeMs>(kOld, 2 * rest_ms(*this));
}

std::string encode(const GitKept& kept) {
  PackedWriter out;
  out.put(kept.root);
  out.put_step(kept.counted_at, 0), out.put_word(kept.counted_marks);
  out.put_step(kept.tried, 0), out.put_word(kept.tried_marks);
  out.put(static_cast<std::uint64_t>(kept.took_ms));
  if (kept.counts) put_counts(out, *kept.counts);
  return sealed(kKeptFormat, out.bytes());
}

std::optional<GitKept> decode_git_kept(std::string_view bytes) {
  auto body = unsealed(kKeptFormat, bytes);
  if (!body) return std::nullopt;
  PackedReader in(*body);
  GitKept kept;
  kept.root = in.text();
  kept.counted_at = in.step_from(0), kept.counted_marks = in.word();
  kept.tried = in.step_from(0), kept.tried_marks = in.word();
  kept.took_ms = in.small();
  if (in.ok() && !in.at_end()) kept.counts = counts_of(in);
  return in.at_end() ? std::optional(std::move(kept)) : std::nullopt;
}

namespace {

// Empty unless only this user can write the file, because its contents are shown as git's output.
std::optional<GitKept> read_kept(const std::string& path, const std::string& root) {
  auto file = try_open_regular(path);
  struct stat st;
  if (!file || ::fstat(file->fd.get(), &st) != 0) return std::nullopt;
  if (st.st_uid != ::geteuid() || (st.st_mode & 022) != 0 || file->info.size > kLargestKept)
    return std::nullopt;
  try {
    std::string bytes(file->info.size, '\0');
    bytes.resize(read_at(*file, 0, bytes.data(), bytes.size()));
    auto kept = decode_git_kept(bytes);
    return kept && kept->root == root ? kept : std::nullopt;
  } catch (const Failure&) {
    return std::nullopt;
  }
}

}  // namespace

KeptGit read_kept_git(const Env& env, const GitFiles& files) {
  KeptGit out;
  std::string home = cache_home(env);
  const std::string& root = files.place.root;
  if (home.empty() || root.empty()) return out;
  out.file = home + "/git/" + hex(hash_bytes(root));
  auto kept = read_kept(out.file, root);
  std::uint64_t marks = git_marks(files);
  out.first = !kept;
  out.due = !kept || kept->is_due(marks, env.now);
  if (!kept || !kept->counts || is_of_future(kept->counted_at, env.now)) return out;
  out.counted_at = kept->counted_at;
  out.stale = kept->is_stale(marks, env.now);
  out.counts = std::move(kept->counts);
  // Another branch was checked out when git counted.
  if (!files.head.only_git && out.counts->head != files.head.name())
    out.counts->upstream.clear(), out.counts->ahead.reset(), out.counts->behind.reset();
  return out;
}

// Running git.

namespace {

// The environment may name another repository, as it does in a hook. git must not lock, prompt or
// fetch: it fails where a partial clone lacks an object.
void set_environment() {
  for (const char* name : {"GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE",
                           "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
                           "GIT_NAMESPACE", "GIT_PREFIX", "GIT_IMPLICIT_WORK_TREE"})
    ::unsetenv(name);
  for (auto [name, value] : {std::pair("GIT_OPTIONAL_LOCKS", "0"),
                             {"GIT_TERMINAL_PROMPT", "0"},
                             {"GIT_NO_LAZY_FETCH", "1"},
                             {"GIT_ALLOW_PROTOCOL", "none"}})
    ::setenv(name, value, 1);
}

// A relative folder in PATH would be resolved in the work tree, whose files are not trusted.
std::string find_git_program(const Env& env) {
  for (std::string& program : on_path("git", env.path))
    if (program[0] == '/') return std::move(program);
  return "";
}

// The fsmonitor and hooks in the repository's configuration are not run. Its filters are, because
// without them the files that they change would count as modified. Claude Code also runs `git
// status` there, in folders that its user trusts.
std::optional<GitCounts> run_git_status(const Env& env, const std::string& root) {
  std::string git = find_git_program(env);
  if (git.empty()) return std::nullopt;
  set_environment();
  GitStatusReader reader;
  bool done = run_program(
      {git, "--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
       "status", "--porcelain=v2", "--branch", "--show-stash", "-z"},
      root, -1, kLongestRun, [&reader](std::string_view piece) { reader.feed(piece); });
  return done ? reader.finish() : std::nullopt;
}

}  // namespace

void refresh_git(const Env& env, const GitFiles& files, const std::string& path) {
  if (!make_dirs(parent_dir(path))) return;
  KeptFolder folder(parent_dir(path));
  Fd lock(::open((path + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock || ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) return;
  auto kept = read_kept(path, files.place.root);
  std::uint64_t marks = git_marks(files);
  // Another line may have run git since this one checked.
  if (kept && !kept->is_due(marks, env.now)) return;
  bool first = !kept;
  if (first) kept.emplace().root = files.place.root;
  auto write = [&] { write_atomically(path, encode(*kept), env.now_is_given ? env.now : 0); };
  kept->tried = env.now, kept->tried_marks = marks;
  if (first) write();  // so that the next line does not wait
  set_modified(lock.get(), kept->tried);
  std::int64_t start = monotonic_ms();
  auto counts = run_git_status(env, files.place.root);
  kept->took_ms = monotonic_ms() - start;
  if (!env.now_is_given) kept->tried += kept->took_ms;
  if (counts)
    kept->counts = std::move(counts), kept->counted_at = env.now, kept->counted_marks = marks;
  write();
}

}  // namespace wick
