#!/bin/sh
# SPDX-License-Identifier: MIT
# git.*: wick's figures on a repository agree with git's, in every state of a repository. git is run after the line
# was printed, once at a time, and what it cannot tell stays unknown.
. "$(dirname "$0")/lib.sh"
command -v git >/dev/null || skip_all "git is not there"
command -v jq >/dev/null || skip_all "jq is not there"
git=$(command -v git)
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_CONFIG_PARAMETERS GIT_CONFIG_COUNT
GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b GIT_EDITOR=true
export GIT_CONFIG_NOSYSTEM GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL GIT_EDITOR
git config --global init.defaultBranch main
git config --global protocol.file.allow always
git config --global advice.detachedHead false

kept=$XDG_CACHE_HOME/wick/git
counts='{git.staged} {git.unstaged} {git.untracked} {git.conflicts}'

# session DIR: writes payload.json for a session there, an hour after the previous one
clock=1795324200
session() {
  clock=$((clock + 3600))
  WICK_NOW=$clock
  jq -c --arg d "$1" '.cwd = $d | .workspace.current_dir = $d | del(.workspace.git_worktree)' "$data/payloads/2.1.330-warm-1h.json" >payload.json
}
line() { wick-line "$@" <payload.json; }
# asked: prints a line and waits until git, run after it, has finished
asked() {
  line -f '{git.staged}' >/dev/null
  answered
}
answered() {
  tries=0
  until [ "$(wick-state -p payload.json -f '{git.age_s}')" = 0 ] || [ $tries -ge 100 ]; do
    sleep 0.05
    tries=$((tries + 1))
  done
}
says() { wick-state -p payload.json -f "$1"; }

# counted DIR: the same figures, from another output format of git
counted() {
  git -C "$1" status --porcelain=v1 -z | tr '\n\000' '\001\n' | awk '
    skip { skip = 0; next }
    { x = substr($0, 1, 1); y = substr($0, 2, 1) }
    x y == "??" { untracked++; next }
    x == "R" || x == "C" { skip = 1 }
    x y ~ /^(DD|AU|UD|UA|DU|AA|UU)$/ { conflicts++; next }
    x != " " { staged++ }
    y != " " { unstaged++ }
    END { print staged + 0, unstaged + 0, untracked + 0, conflicts + 0 }'
}
branch_of() { git -C "$1" symbolic-ref -q --short HEAD || git -C "$1" rev-parse HEAD | cut -c 1-7; }
# same WHAT DIR: compares all figures with git's
same() {
  session "$2"
  asked
  is "$1: counts" "$(says "$counts")" "$(counted "$2")"
  is "$1: commit" "$(says '[{git.sha}]')" "[$(git -C "$2" rev-parse -q --verify HEAD)]"
  is "$1: stashes" "$(says '{git.stash}')" "$(git -C "$2" stash list | wc -l)"
  is "$1: root" "$(says '{git.root}')" "$(git -C "$2" rev-parse --show-toplevel)"
  is "$1: upstream" "$(says '[{git.upstream}] {git.behind}{?git.behind:	}{git.ahead}')" \
    "[$(git -C "$2" for-each-ref --format='%(upstream:short)' "$(git -C "$2" symbolic-ref -q HEAD || echo none)")] $(git -C "$2" rev-list --left-right --count '@{u}...HEAD' 2>/dev/null)"
}
# and_branch WHAT DIR: the branch too, if no operation is in progress
and_branch() {
  same "$1" "$2"
  is "$1: branch" "$(says '{git.branch}')" "$(branch_of "$2")"
  is "$1: nothing is under way" "$(says '[{git.operation}]')" "[]"
}
commit() { git -C "$1" add -A && git -C "$1" commit -q --allow-empty -m "$2"; }

it "a repository"
git init -q repo
and_branch "unborn" "$tmp/repo"
seq 20 >repo/a
seq 30 >repo/b
seq 40 >repo/c
mkdir repo/sub
echo d >repo/sub/d
commit repo first
and_branch "clean" "$tmp/repo"
is "is clean" "$(says '{git.dirty}')" false
and_branch "a folder of it" "$tmp/repo/sub"
echo new >>repo/a
git -C repo add a
echo newer >>repo/a
rm repo/b
git -C repo mv c moved
echo '*.o' >repo/.gitignore
touch repo/x.o repo/one repo/two
mkdir repo/three
touch repo/three/four repo/three/five
echo later >repo/later
git -C repo add -N later
and_branch "changes of all kinds" "$tmp/repo"
is "is dirty" "$(says '{git.dirty} {git.source}')" "true git"
git -C repo config status.showUntrackedFiles all
and_branch "all untracked files, where the user wants them" "$tmp/repo"
git -C repo config --unset status.showUntrackedFiles
git -C repo rm -q --cached later
git -C repo stash -q -u
touch repo/again
git -C repo stash -q -u
and_branch "stashes" "$tmp/repo"
git -C repo stash clear
and_branch "no more of them" "$tmp/repo"

it "upstream"
git clone -q repo clone
and_branch "level" "$tmp/clone"
commit repo theirs
commit clone ours
commit clone ours
git -C clone fetch -q
and_branch "ahead and behind" "$tmp/clone"
is "of origin/main" "$(says '{git.upstream} {git.behind} {git.ahead}')" "origin/main 1 2"
git -C clone checkout -q -b 'topic/x'
and_branch "a branch without" "$tmp/clone"
git -C clone checkout -q --detach
and_branch "detached" "$tmp/clone"
git -C clone checkout -q main
git -C clone pack-refs --all
and_branch "packed refs" "$tmp/clone"

# under_way NAME BRANCH DIR
under_way() {
  same "$1" "$3"
  is "$1 is under way" "$(says '{git.operation} {git.branch}')" "$1 $2"
}
it "operations"
git init -q ops
echo base >ops/f
commit ops base
git -C ops checkout -q -b topic
echo topic >ops/f
commit ops topic
git -C ops checkout -q main
echo main >ops/f
commit ops main
git -C ops merge -q topic >/dev/null 2>&1
under_way merge main "$tmp/ops"
git -C ops merge --abort
git -C ops cherry-pick topic >/dev/null 2>&1
under_way cherry-pick main "$tmp/ops"
git -C ops cherry-pick --abort
git -C ops revert --no-edit HEAD~1 >/dev/null 2>&1
under_way revert main "$tmp/ops"
git -C ops revert --abort
git -C ops checkout -q topic
git -C ops rebase main >/dev/null 2>&1
under_way rebase topic "$tmp/ops"
git -C ops rebase --abort
git -C ops rebase --apply main >/dev/null 2>&1
under_way rebase topic "$tmp/ops"
git -C ops rebase --abort
git -C ops checkout -q --detach
git -C ops rebase main >/dev/null 2>&1
same "a rebase of no branch" "$tmp/ops"
is "has the commit" "$(says '{git.operation} {git.branch}')" "rebase $(git -C ops rev-parse HEAD | cut -c 1-7)"
git -C ops rebase --abort
git -C ops checkout -q main
git -C ops format-patch -q -1 topic --stdout >topic.patch
git -C ops am ../topic.patch >/dev/null 2>&1
under_way am main "$tmp/ops"
git -C ops am --abort
for i in 1 2 3 4; do commit ops "c$i"; done
git -C ops bisect start HEAD HEAD~4 >/dev/null 2>&1
under_way bisect "$(git -C ops rev-parse HEAD | cut -c 1-7)" "$tmp/ops"
git -C ops bisect reset >/dev/null 2>&1
# One of several commits was in conflict and has been committed: the rest remains to be done.
git -C ops checkout -q -b several topic
commit ops "nothing of use"
touch ops/more
commit ops more
git -C ops checkout -q main
git -C ops cherry-pick main..several >/dev/null 2>&1
echo solved >ops/f
commit ops solved
under_way cherry-pick main "$tmp/ops"
git -C ops cherry-pick --quit

it "other kinds"
git -C repo worktree add -q ../linked -b linked
echo x >linked/x
git -C linked add x
and_branch "a linked work tree" "$tmp/linked"
git -C repo stash -q -u 2>/dev/null
touch repo/for-stash
git -C repo stash -q -u
and_branch "and the stash that it shares" "$tmp/linked"
git -C linked checkout -q --detach
git -C linked bisect start >/dev/null 2>&1
under_way bisect "$(git -C linked rev-parse HEAD | cut -c 1-7)" "$tmp/linked"
session "$tmp/repo" && asked
is "only there" "$(says '{git.branch} [{git.operation}]')" "main []"
git init -q super
commit super first
git -C super submodule --quiet add ../repo module 2>/dev/null
and_branch "a repository with a submodule" "$tmp/super"
commit super module
echo x >>super/module/a
touch super/module/new
and_branch "whose files changed" "$tmp/super"
and_branch "the submodule" "$tmp/super/module"
git -C clone worktree add -q ../of-clone -b of-clone 2>/dev/null
and_branch "a linked work tree of a clone" "$tmp/of-clone"
git init -q index4
touch index4/a index4/b
git -C index4 config index.version 4
commit index4 first
touch index4/c
git -C index4 add c
and_branch "index version 4" "$tmp/index4"
git -C index4 update-index --split-index
rm index4/a
touch index4/d
git -C index4 add d
and_branch "a split index" "$tmp/index4"
git clone -q repo sparse
git -C sparse sparse-checkout set sub 2>/dev/null
touch sparse/sub/new
and_branch "a sparse checkout" "$tmp/sparse"
if git init -q --object-format=sha256 sha256 2>/dev/null; then
  touch sha256/a
  commit sha256 first
  and_branch "SHA-256" "$tmp/sha256"
else
  skip "git does not know SHA-256"
fi
git init -q --separate-git-dir="$tmp/elsewhere" separate
touch separate/new
and_branch "its files elsewhere" "$tmp/separate"
ln -s repo link
session "$tmp/link" && asked
is "behind a symbolic link" "$(says "{git.root} $counts")" "$tmp/link $(counted repo)"

it "without a work tree"
git clone -q --bare repo bare.git
for dir in bare.git bare.git/refs repo/.git; do
  session "$tmp/$dir"
  line -f '{git.staged}' >/dev/null
  is "$dir: the branch alone" "$(says '{git.branch} {git.sha} [{git.root}{git.staged}]')" "main $(git -C "$dir" rev-parse HEAD) []"
done

it "a reftable"
stub=$tmp/stub
mkdir "$stub"
if git init -q --ref-format=reftable reftable 2>/dev/null; then
  touch reftable/a
  commit reftable first
  touch reftable/b
  same "git's own" "$tmp/reftable"
  is "its branch" "$(says '{git.branch}')" main
else
  # The files that such a git leaves, and its output.
  mkdir -p reftable/.git/refs reftable/.git/objects reftable/.git/reftable
  echo 'ref: refs/heads/.invalid' >reftable/.git/HEAD
  session "$tmp/reftable"
  is "not known to the files" "$(says '[{git.branch}{git.sha}{git.stash}]')" "[]"
  printf '#!/bin/sh\nprintf "# branch.oid %s\\0# branch.head topic\\0# stash 2\\0? b\\0"\n' \
    0123456789012345678901234567890123456789 >"$stub/git"
  chmod 755 "$stub/git"
  PATH=$stub:$PATH asked
  is "known once git has told" "$(says '{git.branch} {git.sha:h} {git.stash} {git.untracked}')" "topic 0123456 2 1"
  rm "$stub/git"
fi

it "20,000 files"
git init -q large
mkdir large/0 large/1 large/2 large/3
(cd large && seq 20000 | awk '{ print $1 % 4 "/" $1 }' | xargs touch)
commit large all
(cd large && echo x >0/4 && echo x >0/8 && git add 0/4 && rm 1/1 && touch 2/new 3/new)
and_branch "are counted" "$tmp/large"

it "names that others chose"
git init -q hostile
# shellcheck disable=SC2016
branch='x$(touch${IFS}owned)`touch${IFS}owned`%{%F{red}%}#(fg=red);&|!' odd='a$(touch owned)`touch owned`%{%F{red}%}#[fg=red];&|'
git -C hostile checkout -q -b "$branch"
commit hostile first
newline='
'
escape=$(printf '\033')
touch "hostile/$odd" "hostile/ lead" "hostile/line${newline}? end" "hostile/${escape}[2Jx" "hostile/1 M. N" "hostile/# stash 7" "hostile/-rf"
git -C hostile add -- -rf
and_branch "branch and files" "$tmp/hostile"
git -C hostile add -A
git -C hostile mv " lead" "u UU ${newline}x"
and_branch "renamed" "$tmp/hostile"
mkdir "dir ${escape}[2J\$(touch owned)"
git init -q "dir ${escape}[2J\$(touch owned)/repo"
touch "dir ${escape}[2J\$(touch owned)/repo/new"
session "$tmp/dir ${escape}[2J\$(touch owned)/repo" && asked
is "a folder" "$(says "$counts")" "0 0 1 0"
line --color=never >out
line --color=never --tmux >>out
grep -q "$escape" out
is "nothing steers the terminal" $? 1
is_empty "nothing was run" "$(find . -name owned)"

it "the segment"
session "$tmp/clone" && asked
is "clean" "$(line -j | jq -r '.segments[] | select(.name == "git").text')" "main ⇣1⇡2"
cp -R ops all
(
  cd all || exit
  git checkout -q -f main
  git init -q --bare ../all.git
  for i in 1 2 3; do echo $i >f$i && git add f$i && git stash -q; done
  git remote add origin ../all.git
  git commit -q --allow-empty -m upstream
  git push -q -u origin main
  git reset -q --hard HEAD~1
  git commit -q --allow-empty -m 1
  echo conflict >f
  touch g h
  git add f g h
  git commit -q -m 2
  git merge topic
  touch staged untracked
  git add staged
  echo x >g
  echo x >h
) >/dev/null 2>&1
session "$tmp/all" && asked
is "all of it" "$(line -j | jq -r '.segments[] | select(.name == "git").text')" "main ⇣1⇡2 *3 merge ~1 +1 !2 ?1"
is "red for a conflict" "$(line --color=always | grep -c "${escape}\\[31mmain ")" 1
session "$tmp/repo" && asked
# color WHAT CODE
color() { is "$1" "$(line --color=always | grep -o "${escape}\\[[0-9;]*mmain" | tr -d "$escape")" "[$2mmain"; }
git -C repo stash -q -u 2>/dev/null
session "$tmp/repo" && asked
color "green where nothing is changed" 32
touch repo/changed
session "$tmp/repo" && asked
color "yellow where something is" 33
WICK_NOW=$((clock + 31))
color "dim where that is old" '2;33'
session "$tmp/repo" && asked
echo x >repo/staged
git -C repo add staged
color "dim where the index has changed since" '2;33'

it "the first line"
session "$tmp/repo"
right="main $(counted repo)"
tries=0
# On a busy machine, 20 ms are not always enough.
until [ "$(env -u WICK_NOW wick-line -f "{git.branch} $counts" <payload.json)" = "$right" ] || [ $tries -ge 20 ]; do
  rm -rf "$kept"
  tries=$((tries + 1))
done
[ $tries -lt 20 ]
ok $? "has the counts, from the first on"
is "and so has the second" "$(env -u WICK_NOW wick-line -f "{git.branch} $counts {git.stale}" <payload.json)" "$right false"

it "git does not come back"
printf '#!/bin/sh\necho $$ >>%s/started\nexec sleep 30\n' "$tmp" >"$stub/git"
chmod 755 "$stub/git"
git -C repo stash clear
counted repo | awk '{ print "+" $1, "!" $2, "?" $3 }' | sed 's/[+!?]0//g; s/  */ /g; s/^ //; s/ $//' >right
session "$tmp/repo" && asked
segment() { PATH=$stub:$PATH line --color=always | grep -o "$escape\[[0-9;]*mmain [^$escape]*" | tr -d "$escape"; }
WICK_NOW=$((clock + 20))
right=$(segment)
is "the line says what it said" "$right" "[33mmain $(cat right)"
is "and goes on to" "$(segment)" "$right"
for _ in 1 2 3; do PATH=$stub:$PATH line -f "$counts" >/dev/null; done
sleep 0.5
is "one runs at a time" "$(wc -l <started)" 1
WICK_NOW=$((clock + 40))
is "dim, in time" "$(segment)" "[2;${right#\[}"
rm -rf "$kept"
start=$(date +%s%N)
PATH=$stub:$PATH line -f "[$counts]" >out
took=$((($(date +%s%N) - start) / 1000000))
is "a first line has no counts" "$(cat out)" "[   ]"
echo "took $took ms" >why
[ $took -lt 1000 ]
ok $? "and does not wait for it" why
sleep 0.2
is "the next one does not ask again" "$(PATH=$stub:$PATH line -f '{git.branch}{git.staged}' && wc -l <started)" "main$newline$(wc -l <started)"
tries=0
# shellcheck disable=SC2046
while kill -0 $(cat started) 2>/dev/null && [ $tries -lt 80 ]; do
  sleep 0.1
  tries=$((tries + 1))
done
# shellcheck disable=SC2046
kill -0 $(cat started) 2>/dev/null
is "it is killed after 5 s" $? 1
rm "$stub/git"

it "git does not trust the folder"
session "$tmp/repo"
rm -rf "$kept"
GIT_TEST_ASSUME_DIFFERENT_OWNER=1
export GIT_TEST_ASSUME_DIFFERENT_OWNER
if git -C repo status >/dev/null 2>&1; then
  skip "this git has no such check"
else
  line -f '{git.staged}' >/dev/null
  sleep 0.3
  is "the counts are unknown" "$(says '{git.branch} [{git.staged}{git.dirty}{git.upstream}]')" "main []"
  is "the segment has the branch" "$(line -j | jq -r '.segments[] | select(.name == "git").text' | cut -c 1-4)" main
fi
unset GIT_TEST_ASSUME_DIFFERENT_OWNER

it "what a repository's configuration names"
git init -q evil
touch evil/a
commit evil first
printf '#!/bin/sh\ntouch %s/owned\n' "$tmp" >evil-program
chmod 755 evil-program
for key in core.fsmonitor core.sshCommand core.editor core.pager core.askPass diff.external credential.helper gpg.program; do
  git -C evil config $key "$tmp/evil-program"
done
git -C evil config core.hooksPath "$tmp/evil/.git/hooks"
for hook in post-index-change fsmonitor-watchman query-watchman pre-commit; do cp evil-program evil/.git/hooks/$hook; done
cp evil-program evil/git
touch evil/a
session "$tmp/evil"
PATH=.:$PATH asked
is "git was asked" "$(says '{git.source}')" git
is_empty "nothing of it was run" "$(find . -name owned)"
git -C super/module config core.fsmonitor "$tmp/evil-program"
git -C super/module status >/dev/null 2>&1
is "a submodule's, which git would run" "$(find . -name owned)" ./owned
rm owned
touch super/module/a
session "$tmp/super" && asked
is "was asked too" "$(says "$counts")" "0 1 0 0"
is_empty "and did not" "$(find . -name owned)"
git -C super/module config --unset core.fsmonitor

it "GIT_DIR of a hook"
session "$tmp/clone"
GIT_DIR=$tmp/repo/.git GIT_INDEX_FILE=$tmp/repo/.git/index asked
is "names no other repository" "$(says "{git.upstream} $counts")" "origin/main $(counted clone)"

it "what is kept"
session "$tmp/repo" && asked
right=$(counted repo)
file=$(grep -l "$tmp/repo" "$kept"/* | head -n 1)
is "is this user's alone" "$(stat -c %a "$file" "$kept" | tr '\n' ' ')" "600 700 "
cp "$file" good
# kept_is_ignored WHAT: checks that the kept counts are treated as missing
kept_is_ignored() { is "$1: is ignored" "$(says "[$counts]")" "[   ]"; }
says_so() { is "$1" "$(says "$counts")" "$right"; }
chmod 666 "$file"
kept_is_ignored "others may write"
chmod 600 "$file"
says_so "nobody else may"
head -c 40 good >"$file"
kept_is_ignored "cut off"
{ cat good && echo x; } >"$file"
kept_is_ignored "longer"
sed 's/main/mian/' good >"$file"
kept_is_ignored "another text"
head -c 100000 /dev/zero >"$file"
kept_is_ignored "zeros"
rm "$file"
mkfifo "$file"
kept_is_ignored "a fifo"
rm "$file"
if [ "$(id -u)" -eq 0 ]; then
  cp good "$file"
  chmod 600 "$file"
  chown 12345 "$file"
  kept_is_ignored "another user's"
  rm "$file"
fi
session "$tmp/clone" && asked
cp "$(grep -l "$tmp/clone" "$kept"/* | head -n 1)" "$file"
session "$tmp/repo"
kept_is_ignored "another work tree's"
WICK_NOW=$((clock + 2)) asked
asked
right=$(counted repo)
says_so "it is made anew"
WICK_NOW=$((clock - 7200))
kept_is_ignored "told in the future"
WICK_NOW=$clock
touch -d '31 days ago' "$kept/0123" "$kept/0123.lock"  # by the folder's own clock
touch -d '29 days ago' "$kept/4567"
rm "$file" && flock "$file.lock" true  # once nothing that ran before writes any more
touch -d '25 hours ago' "$kept"        # the first file of a day is the occasion
session "$tmp/repo"
asked
tries=0
while [ -e "$kept/0123" ] || [ -e "$kept/0123.lock" ]; do
  [ $((tries += 1)) -le 200 ] || break
  sleep 0.05
done
is "is removed after 30 days" "$(cd "$kept" && ls -d 0123 0123.lock 4567 2>/dev/null)" 4567

it "who runs git"
printf '#!/bin/sh\necho run >>%s/runs\nexec %s "$@"\n' "$tmp" "$git" >"$stub/git"
chmod 755 "$stub/git"
PATH=$stub:$PATH
# runs WHAT NUMBER
runs() {
  sleep 0.3
  is "$1" "$(if [ -e runs ]; then wc -l <runs; else echo 0; fi)" "$2"
  rm -f runs
}
session "$tmp/repo"
wick-state -p payload.json >/dev/null
wick-state -p payload.json -f "$counts" >/dev/null
wick-doctor explain 'git.*' -p payload.json >/dev/null
runs "no tool that is asked" 0
line -f '{git.branch} {git.sha} {git.stash} {git.operation} {git.root}' >/dev/null
runs "no line without counts" 0
line >/dev/null
runs "the default line" 1
line >/dev/null
runs "but not at once again" 0
WICK_NOW=$((clock + 6))
line >/dev/null
runs "after 5 seconds" 1
session "$tmp/repo"
line -q
runs "not where nothing is printed" 0
session "$tmp"
line -f "[$counts]" >out
runs "not outside of git" 0
is "where nothing is known" "$(cat out)" "[   ]"
echo '{"model":{"id":"claude-opus-5-5"},"cwd":"'"$tmp/repo"'"}' >payload.json
line >/dev/null
runs "not without a session" 0
session "$tmp/repo"
rm -rf "$kept"
XDG_CACHE_HOME=/proc/nowhere line >out 2>&1
runs "not where nothing can be kept" 0
is "the line is there" "$(grep -c main out)" 1

it "processes"
if command -v strace >/dev/null && strace -f -o trace true 2>/dev/null; then
  session "$tmp/repo" && asked
  session "$tmp/repo"
  strace -qq -o trace -e trace=write,fork,vfork,clone,clone3,execve wick-line <payload.json >/dev/null
  is "the line is written, then one child is started" \
    "$(sed -n 's/^\(write(1,\|clone\|fork\|vfork\).*/\1/p' trace | tr '\n' ' ')" "write(1, clone "
  answered
  strace -qq -o trace -e trace=write,fork,vfork,clone,clone3,execve wick-line <payload.json >/dev/null
  is "and none where nothing is due" "$(sed -n 's/^\(write(1,\|clone\|fork\|vfork\).*/\1/p' trace | tr '\n' ' ')" "write(1, "
  mkdir -p "$XDG_CONFIG_HOME/wick"
  printf '[line]\nsegments = ["git", "today", "own"]\n[segment.own]\ncommand = "echo own"\n' >"$XDG_CONFIG_HOME/wick/wick.toml"
  session "$tmp/repo"
  strace -qq -o trace -e trace=write,fork,vfork,clone,clone3,execve wick-line <payload.json >/dev/null
  is "one, however much is due" "$(sed -n 's/^\(write(1,\|clone\|fork\|vfork\).*/\1/p' trace | tr '\n' ' ')" "write(1, clone "
  answered
  is "of which git is one" "$(says '{git.age_s}')" 0
  tries=0
  until { line | grep -q 'main .*own' && [ -s "$XDG_CACHE_HOME/wick/usage.lock" ]; } || [ $tries -ge 100 ]; do sleep 0.05 && tries=$((tries + 1)); done
  [ $tries -lt 100 ]
  ok $? "and all of it is done"
else
  skip "strace is not there, or may not trace"
fi
finish
