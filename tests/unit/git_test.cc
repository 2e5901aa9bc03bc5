// SPDX-License-Identifier: MIT
#include "lib/base/git.h"

#include <sys/stat.h>

#include "lib/live/git_status.h"
#include "tests/unit/catch.h"
#include "tests/unit/support.h"

using namespace wick;
using wick_test::Folder;

namespace {

const std::string kCommit = "0123456789abcdef0123456789abcdef01234567";

std::string branch_of(const std::string& dir) {
  auto files = read_git_files(dir);
  return files ? files->branch.text : "none";
}

// NUL where `text` has '|'.
std::optional<GitCounts> counts_of(std::string text, std::size_t piece = 1) {
  for (char& c : text)
    if (c == '|') c = '\0';
  GitStatusReader reader;
  for (std::size_t at = 0; at < text.size(); at += piece)
    reader.feed(std::string_view(text).substr(at, piece));
  return reader.finish();
}

}  // namespace

TEST_CASE("git: branches without git") {
  Folder folder;
  folder.write("repo/.git/HEAD", "ref: refs/heads/topic/x\n");
  folder.write("repo/sub/f", "");
  CHECK(branch_of(folder / "repo/sub") == "topic/x");
  folder.write("repo/.git/HEAD", kCommit + "\n");
  CHECK(branch_of(folder / "repo") == "0123456");
  folder.write("repo/.git/HEAD", "no commit at all\n");
  CHECK(branch_of(folder / "repo").empty());
  folder.write("repo/.git/HEAD", "ref: refs/heads/.invalid\n");
  CHECK(branch_of(folder / "repo").empty());
  folder.write("main/.git/worktrees/w/HEAD", "ref: refs/heads/w\n");
  folder.write("main/.git/worktrees/w/commondir", "../..\n");
  folder.write("main/.git/refs/heads/w", kCommit + "\n");
  folder.write("w/.git", "gitdir: ../main/.git/worktrees/w\n");
  CHECK(branch_of(folder / "w") == "w");
  CHECK(git_commit(*read_git_files(folder / "w")).text == kCommit);
  CHECK(branch_of("relative") == "none");
  CHECK(branch_of("") == "none");
}

TEST_CASE("git: a .git that is no repository") {
  Folder folder;
  folder.write("repo/.git/HEAD", "ref: refs/heads/up\n");
  folder.write("repo/empty/.git/config", "");
  CHECK(branch_of(folder / "repo/empty") == "up");
  folder.write("repo/broken/.git", "gitdir: nowhere\n");
  CHECK(branch_of(folder / "repo/broken") == "none");
}

TEST_CASE("git: a ref in HEAD leads out of the repository nowhere") {
  Folder folder;
  folder.write("outside", kCommit + "\n");
  for (const char* ref :
       {"../outside", "refs/../../outside", "refs/heads/../../../outside", "/etc/passwd"}) {
    folder.write("repo/.git/HEAD", std::string("ref: ") + ref + "\n");
    CHECK(git_commit(*read_git_files(folder / "repo")).text.empty());
  }
}

TEST_CASE("git: packed refs of any number") {
  Folder folder;
  auto commit = [](int i) {
    std::string digits = std::to_string(i);
    return std::string(40 - digits.size(), 'a') + digits;
  };
  auto name = [](int i) {
    return "refs/tags/" + std::to_string(100000 + i) +
           std::string(static_cast<std::size_t>(i % 50), 'x');
  };
  for (int count : {1, 10, 3000}) {
    for (bool sorted : {true, false}) {
      std::string text = sorted ? "# pack-refs with: peeled fully-peeled sorted \n" : "";
      for (int i = 0; i < count; ++i) text += commit(i) + " " + name(i) + "\n^" + commit(i) + "\n";
      folder.write("repo/.git/packed-refs", text);
      for (int i = 0; i < count; i += 1 + count / 40) {
        folder.write("repo/.git/HEAD", "ref: " + name(i) + "\n");
        CHECK(git_commit(*read_git_files(folder / "repo")).text == commit(i));
      }
      folder.write("repo/.git/HEAD", "ref: " + name(count - 1) + "\n");
      CHECK(git_commit(*read_git_files(folder / "repo")).text == commit(count - 1));
      for (const char* ref : {"refs/tags/0", "refs/zz", "refs/tags/1000005"}) {
        folder.write("repo/.git/HEAD", std::string("ref: ") + ref + "\n");
        CHECK(git_commit(*read_git_files(folder / "repo")).text.empty());
      }
    }
  }
}

TEST_CASE("git: stashes are counted, but not thousands of them") {
  Folder folder;
  folder.write("repo/.git/HEAD", "ref: refs/heads/main\n");
  CHECK(git_stashes(*read_git_files(folder / "repo")) == 0);
  folder.write("repo/.git/logs/refs/stash", "a b c\nd e f\n");
  CHECK(git_stashes(*read_git_files(folder / "repo")) == 2);
  folder.write("repo/.git/logs/refs/stash", std::string(1 << 20, '\n'));
  CHECK_FALSE(git_stashes(*read_git_files(folder / "repo")));
}

TEST_CASE("git status: what it counts, in pieces of any size") {
  const std::string output =
      "# branch.oid " + kCommit +
      "|# branch.head main|# branch.upstream origin/main|# branch.ab +2 -1|# stash 3|"
      "1 M. N... 100644 100644 100644 a b c d|1 .M N... 100644 100644 100644 a b c|1 MM N... 100644 100644 100644 a b c|"
      "2 R. N... 100644 100644 100644 a b R100 new|? old|u UU N... 1 1 1 1 a b c x|? one|? two with blank|! ignored|";
  for (std::size_t piece : {1u, 2u, 3u, 7u, 1000u}) {
    auto counts = counts_of(output, piece);
    REQUIRE(counts);
    CHECK(counts->head == "main");
    CHECK(counts->commit == kCommit);
    CHECK(counts->upstream == "origin/main");
    CHECK(counts->ahead == 2);
    CHECK(counts->behind == 1);
    CHECK(counts->staged == 3);  // M., MM and R.; the old name of the last is no entry
    CHECK(counts->unstaged == 2);
    CHECK(counts->conflicts == 1);
    CHECK(counts->untracked == 2);
    CHECK(counts->stashes == 3);
  }
}

TEST_CASE("git status: nothing counted, nothing known") {
  auto fresh = counts_of("# branch.oid (initial)|# branch.head main|");
  REQUIRE(fresh);
  CHECK(fresh->commit.empty());
  CHECK_FALSE(fresh->is_dirty());
  CHECK_FALSE(fresh->ahead);
  // status.aheadBehind is false
  auto uncounted = counts_of(
      "# branch.oid (initial)|# branch.head main|# branch.upstream o/m|# branch.ab +? -?|");
  REQUIRE(uncounted);
  CHECK_FALSE(uncounted->ahead);
  CHECK_FALSE(uncounted->behind);
  CHECK_FALSE(counts_of(""));
  CHECK_FALSE(counts_of("fatal: no repository|"));
  CHECK_FALSE(counts_of("# branch.head main|? cut off"));
  CHECK_FALSE(counts_of("# branch.head main|2 R. N... 100644 100644 100644 a b R100 new|"));
  CHECK_FALSE(counts_of("# branch.head main|x|"));
  CHECK(counts_of("# branch.head main|? " + std::string(100'000, 'p') + "|? b|")->untracked == 2);
}

TEST_CASE("git: what is kept comes back, and nothing else") {
  GitKept kept;
  kept.root = "/a\nb";
  kept.tried = 5, kept.tried_marks = 7, kept.took_ms = 11;
  CHECK(decode_git_kept(encode(kept)) == kept);
  kept.counts = GitCounts{"main", kCommit, "o/m", 1, std::nullopt, 2, 3, 4, 5, 6};
  kept.counted_at = 4, kept.counted_marks = 1;
  std::string bytes = encode(kept);
  CHECK(decode_git_kept(bytes) == kept);
  CHECK_FALSE(decode_git_kept(bytes.substr(0, bytes.size() - 1)));
  CHECK_FALSE(decode_git_kept(bytes + "x"));
  bytes.back() ^= 1;
  CHECK_FALSE(decode_git_kept(bytes));
  CHECK_FALSE(decode_git_kept(""));
}

TEST_CASE("git: counts that another user could have written are not shown") {
  Folder folder;
  folder.write("repo/.git/HEAD", "ref: refs/heads/main\n");
  folder.write("repo/.git/objects/x", ""), folder.write("repo/.git/refs/heads/main", kCommit);
  auto files = read_git_files(folder / "repo");
  REQUIRE(files);
  Env env;
  env.home = folder / "home", env.now = 1'000'000;
  KeptGit none = read_kept_git(env, *files);
  CHECK((none.first && none.due && !none.counts));
  GitKept kept;
  kept.root = files->place.root;
  kept.counts = GitCounts{"main", kCommit, "o/m", 1, std::nullopt, 2, 3, 4, 5, 6};
  kept.counted_at = kept.tried = 990'000;
  auto write = [&](const std::string& bytes, mode_t mode) {
    folder.write(none.file.substr(folder.path().size() + 1), bytes);
    REQUIRE(::chmod(none.file.c_str(), mode) == 0);
    return read_kept_git(env, *files);
  };
  KeptGit known = write(encode(kept), 0600);
  CHECK(known.counts == kept.counts);
  CHECK((known.counted_at == 990'000 && !known.first));
  for (mode_t mode : {0620u, 0602u, 0622u}) CHECK_FALSE(write(encode(kept), mode).counts);
  CHECK_FALSE(write(encode(kept) + "x", 0600).counts);
  kept.root += "/other";
  CHECK_FALSE(write(encode(kept), 0600).counts);
  kept.root = files->place.root, kept.root.resize(kept.root.size() + 20'000, 'x');
  CHECK_FALSE(write(encode(kept), 0600).counts);
}

TEST_CASE("git: when it is run again") {
  GitKept kept;
  kept.tried = 100'000, kept.tried_marks = kept.counted_marks = 1, kept.took_ms = 10,
  kept.counted_at = 100'000;
  CHECK_FALSE(kept.is_due(1, 104'999));
  CHECK(kept.is_due(1, 105'000));
  // Something changed: due after 20 times the duration of the last run.
  CHECK_FALSE(kept.is_due(2, 100'199));
  CHECK(kept.is_due(2, 100'200));
  CHECK_FALSE(kept.is_due(2, 99'999));
  CHECK(kept.is_due(1, 94'999));  // the clock was set back
  kept.took_ms = 1000;
  CHECK_FALSE(kept.is_due(2, 119'999));
  CHECK(kept.is_due(1, 120'000));
  CHECK_FALSE(kept.is_stale(1, 140'000));
  CHECK(kept.is_stale(1, 140'001));
  CHECK(kept.is_stale(2, 100'000));
  kept.took_ms = 0;
  CHECK_FALSE(kept.is_stale(1, 130'000));
  CHECK(kept.is_stale(1, 130'001));
}
