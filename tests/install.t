#!/bin/sh
# SPDX-License-Identifier: MIT
# make install into a clean home, wick-setup shell for each shell with its own start-up files, as tmux starts it,
# and the removal of everything.
. "$(dirname "$0")/lib.sh"
[ -z "$WICK_SANITIZED" ] || skip_all "make install installs the other build"
. "$root/tests/shells.sh"
. "$root/tests/terminal.sh"
unset XDG_CONFIG_HOME XDG_STATE_HOME XDG_CACHE_HOME XDG_DATA_HOME ZDOTDIR ENV BASH_ENV
# From here on only installed programs can run.
PATH=$(printf %s "$PATH" | tr : '\n' | grep -vF "$root/build/" | paste -sd : -)
bin=$HOME/.local/bin

make_it() { make -C "$root" --no-print-directory "$@" >"$tmp/made" 2>&1; }
# Only the first make checks the build, which takes as long as everything else.
make_again() { make_it -o all "$@"; }
files_in() { (cd "$1" && find . ! -type d | LC_ALL=C sort); }
same_files() { cmp "$2" "$3" >"$tmp/why" 2>&1; ok $? "$1" "$tmp/why"; }

it "make install"
# A skip here would go unnoticed exactly where the build has to be tested.
make -C "$root" -q tools >"$tmp/why" 2>&1
ok $? "what it installs is not older than the sources" "$tmp/why"
# As passed by a shell that does not expand ~ there.
# shellcheck disable=SC2088
make_it install PREFIX='~/.local' DESTDIR=
ok $? "succeeds" "$tmp/made"
{
  for tool in $(tools); do echo "./bin/$tool"; done
  for page in "$root"/man/*; do echo "./share/man/man${page##*.}/${page##*/}"; done
  # Everything in shell/ except what wick-init prints.
  for file in "$root"/shell/*.*; do
    case ${file##*/} in wick.zsh | wick.bash | wick.fish | place.sh) ;; *) echo "./share/wick/${file##*/}" ;; esac
  done
  # The sample of wick-demo, without the script that writes it.
  for file in "$data"/demo/*.json*; do echo "./share/wick/demo/${file##*/}"; done
  # The completions.
  echo ./share/zsh/site-functions/_wick
  echo ./share/fish/vendor_functions.d/__wick.fish
  for tool in $(tools); do
    echo "./share/fish/vendor_completions.d/$tool.fish"
    echo "./share/bash-completion/completions/$tool"
  done
} | LC_ALL=C sort >installed
files_in "$HOME/.local" >got
same_files "all of it is there, and nothing else" installed got
for tool in $(tools); do
  run "$bin/$tool" --version
  prints "$tool $(cat "$root/VERSION")"
done

it "one program, several tools"
# Were each a program of its own, they would take 69 MB.
size=$(cd "$bin" && du -ck wick* | tail -n 1 | cut -f 1)
echo "$size kB" >"$tmp/why"
[ "$size" -le 25000 ]
ok $? "they take at most 25 MB" "$tmp/why"
is "the tools of the history are one file" \
  "$(find "$bin/wick-waste-judge" -samefile "$bin/wick-usage")" "$bin/wick-waste-judge"
ln -s "$bin/wick-cost" wc
run ./wc --version
prints "wc $(cat "$root/VERSION")"
cp "$bin/wick-line" my-line
run ./my-line --version
prints "my-line $(cat "$root/VERSION")"
cp "$bin/wick-cost" my-cost
run ./my-cost
exits 64
complains "my-cost: no tool has this name; this program is wick-cache wick-context wick-cost wick-limits wick-state"

it "the pages"
for page in "$HOME"/.local/share/man/man*/*; do
  run mandoc "$page"
  is "${page##*/} is read" "$status $err" '0 '
done
case $(man --version 2>/dev/null) in
  man\ [0-9]*)
    for page in "$root"/man/*; do
      page=${page##*/}
      run man -M "$HOME/.local/share/man" -w "${page##*.}" "${page%.*}"
      prints "$HOME/.local/share/man/man${page##*.}/$page"
    done
    ;;
  *) skip "no man(1)" ;;
esac

it "wick-setup claude"
settings=$HOME/.claude/settings.json
printf '{\n      "model" :"opus" }' >"$settings"
cp "$settings" before
for path in "$PATH" "$PATH:$bin"; do
  run env PATH="$path" "$bin/wick-setup" claude
  exits 0
  in=$data/payloads/2.1.330-warm-5m.json
  run env PATH="$path" sh -c "$(jq -r .statusLine.command "$settings")"
  in=/dev/null
  matches '14k/1M 1%'
  run "$bin/wick-setup" claude --undo
  same_files "is undone" before "$settings"
done
for path in "$PATH" "$PATH:$bin"; do
  is "by its path, whether this PATH leads to it or not" \
    "$(PATH=$path "$bin/wick-setup" claude -n | grep -c "$bin/wick-line")" 1
done

# tmux and starship run commands with a short PATH; the prefix may contain a blank.
session_in "$tmp/proj"
zsh_functions "$tmp/functions"
make_again install PREFIX="$tmp/in here/wick" DESTDIR=
for prefix in "$HOME/.local" "$tmp/in here/wick"; do
  it "snippets in ${prefix#"$tmp/"}"
  share=$prefix/share/wick
  in_bare_path() { (cd "$tmp/proj" && run env -i PATH=/usr/bin:/bin HOME="$HOME" XDG_RUNTIME_DIR="$XDG_RUNTIME_DIR" TZ=UTC LC_ALL=C.UTF-8 WICK_NOW="$WICK_NOW" \
    WICK_COLOR=never "$@"); }
  in_bare_path STARSHIP_SHELL=plain sh -c "$(sed -n "s/^command = '\(.*\)'/\1/p" "$share/starship.toml")"
  prints "$shown"
  in_bare_path sh -c "$(sed -n 's/.*#(\(.*\) -C .*/\1/p' "$share/tmux.conf") -C ."
  matches '144k'
  in_bare_path bash -c "$(sed -n 's/^    set_posh/set_posh/p' "$share/README.md"); set_poshcontext; printenv WICK"
  prints "$shown"
  sed -n '/"type": "command"/,/^$/p' "$share/README.md" | jq -r .properties.command >old
  in_bare_path sh "$tmp/old"
  prints "$shown"
  in=$data/payloads/2.1.330-warm-5m.json
  in_bare_path "$share/statusline.sh"
  in=/dev/null
  matches '14k/1M 1%'
  in_bare_path zsh -f -c "source '$share/wick.plugin.zsh'; $(prompts zsh) print -P -r -- \"\$WICK_PROMPT\""
  prints "$shown"

  it "zsh's completions in ${prefix#"$tmp/"}"
  # shellcheck disable=SC2016
  say='print $_comps[wick-line] $_comps[wick]; autoload +X _wick && print ${functions_source[_wick]}'
  load="eval \"\$(\"$prefix/bin/wick-init\" zsh)\""
  for order in "$load; autoload -Uz compinit; compinit -u -D" "autoload -Uz compinit; compinit -u -D; $load; $load"; do
    in_bare_path zsh -f -c "$few_functions; $order; $say"
    prints "_wick _wick
$prefix/share/zsh/site-functions/_wick"
    is_empty "without a word" "$(cat "$tmp/err")"
  done
  in_bare_path zsh -f -c "$load; print \$+functions[compdef]"
  prints 0
done
it "in here"
make_it uninstall PREFIX="$tmp/in here/wick" DESTDIR=
ok $? "uninstall succeeds" "$tmp/made"
is_empty "leaves no folder" "$(ls -A "$tmp/in here")"

# Login shells, with all their start-up files, and without the variables of this test.
(unset XDG_DATA_HOME XDG_CACHE_HOME && quiet_fish)
session_in "$tmp/proj"
rc_of() { case $1 in zsh) echo "$HOME/.zshrc" ;; bash) echo "$HOME/.bashrc" ;; fish) echo "$HOME/.config/fish/config.fish" ;; esac; }
log_in() {
  open_terminal 140 12 "exec env -i HOME=$HOME XDG_RUNTIME_DIR=$XDG_RUNTIME_DIR SHELL=$(command -v "$1") PATH='$PATH' TERM=screen LC_ALL=$LC_ALL TZ=$TZ WICK_NOW=$WICK_NOW $1 -l"
}
prompts_there_only() {
  log_in "$1"
  until_shows '[#$%>] *$'
  type_line "cd $tmp/proj"
  until_shows '14% . till 10:05'
  type_line "cd /; clear"
  type_line 'echo elsewhere'
  until_shows '^elsewhere'
  until_gone 14%
  close_terminal
}
# Prints the start-up files with their checksums; shells also keep other files beside them.
start_up_files() {
  (cd "$HOME" && find . \( -path ./.local -o -path ./.claude -o -path ./.cache \) -prune -o ! -type d -print |
    grep -v 'history\|fish_variables\|zcompdump' | LC_ALL=C sort | while read -r file; do
    echo "$file $(readlink "$file") $(cksum <"$file")"
  done)
}
# there_and_back SHELL
there_and_back() {
  start_up_files >files
  run "$bin/wick-setup" shell "$1"
  exits 0
  prompts_there_only "$1"
  run "$bin/wick-setup" shell "$1" --undo
  exits 0
  start_up_files >got
  same_files "all start-up files are as before" files got
}

without=$PATH
for shell in zsh bash fish; do
  rc=$(rc_of $shell)
  it "$shell, without $rc"
  there_and_back $shell
  [ ! -e "$rc" ]
  ok $? "and there is none again"

  it "$shell, $rc without a last newline"
  mkdir -p "$(dirname "$rc")"
  printf '# mine\nalias a=b' >"$rc"
  cp "$rc" before
  there_and_back $shell
  same_files "byte for byte" before "$rc"

  it "$shell, $rc in a folder of dotfiles"
  mkdir -p "$HOME/dotfiles"
  mv "$rc" "$HOME/dotfiles/rc"
  ln -s "$HOME/dotfiles/rc" "$rc"
  there_and_back $shell
  is "is still a link" "$(readlink "$rc")" "$HOME/dotfiles/rc"
  same_files "byte for byte" before "$rc"
  rm "$rc"

  it "$shell, with wick on PATH"
  printf 'alias a=b\n\n' >"$rc"
  cp "$rc" before
  PATH=$without:$bin
  there_and_back $shell
  PATH=$without
  same_files "byte for byte" before "$rc"
  rm -r "$rc" "$HOME/dotfiles"
done

it "make uninstall"
mkdir -p "$HOME/.local/share/man/man1"
echo mine >"$HOME/.local/share/man/man1/mine.1"
# shellcheck disable=SC2088
make_it uninstall PREFIX='~/.local' DESTDIR=
ok $? "succeeds" "$tmp/made"
is "leaves what is not wick's, and no empty folder" \
  "$(cd "$HOME/.local" && find . -path ./share/fish -prune -o -path ./state -prune -o -print | LC_ALL=C sort | paste -sd ' ' -)" \
  ". ./share ./share/man ./share/man/man1 ./share/man/man1/mine.1"

it "DESTDIR"
make_again install PREFIX=/opt/wick DESTDIR="$tmp/root"
ok $? "install succeeds" "$tmp/made"
sed 's,^\.,./opt/wick,' "$tmp/installed" >files
files_in "$tmp/root" >got
same_files "all goes below it" files got
make_it uninstall PREFIX=/opt/wick DESTDIR="$tmp/root"
ok $? "uninstall succeeds" "$tmp/made"
is "and takes it away" "$(cd "$tmp/root" && find . | paste -sd ' ' -)" '. ./opt'

it "the system's folders"
make_again install PREFIX=/usr/local DESTDIR="$tmp/root"
cmp -s "$root/shell/tmux.conf" "$tmp/root/usr/local/share/wick/tmux.conf"
ok $? "what every PATH leads to is called by its name"
make_it uninstall PREFIX=/usr/local DESTDIR="$tmp/root"
[ -d "$tmp/root/usr/local/bin" ] && [ -d "$tmp/root/usr/local/share/man/man1" ]
ok $? "stay where they are empty"
finish
