#!/bin/sh
# SPDX-License-Identifier: MIT
# make install into a clean home, wick-setup shell for each shell with its own start-up files, as
# tmux starts it, and all the way back.
. "$(dirname "$0")/lib.sh"
[ -z "$WICK_SANITIZED" ] || skip_all "make install installs the other build"
make -C "$root" -q tools >"$tmp/why" 2>&1 || skip_all "build/bin is older than the sources"
. "$root/tests/shells.sh"
. "$root/tests/terminal.sh"
unset XDG_CONFIG_HOME XDG_STATE_HOME XDG_CACHE_HOME XDG_DATA_HOME ZDOTDIR ENV BASH_ENV
# From here on only what is installed can run.
PATH=$(printf %s "$PATH" | tr : '\n' | grep -vF "$root/build/" | paste -sd : -)
bin=$HOME/.local/bin

make_it() { make -C "$root" --no-print-directory "$@" >"$tmp/made" 2>&1; }
files_in() { (cd "$1" && find . ! -type d | LC_ALL=C sort); }
same_files() { cmp "$2" "$3" >"$tmp/why" 2>&1; ok $? "$1" "$tmp/why"; }

it "make install"
make_it install PREFIX="$HOME/.local" DESTDIR=
ok $? "succeeds" "$tmp/made"
{
  for tool in $(tools); do echo "./bin/$tool"; done
  for page in "$root"/man/*; do echo "./share/man/man${page##*.}/${page##*/}"; done
  # All of shell/ but what wick-init prints.
  for file in "$root"/shell/*.*; do
    case ${file##*/} in wick.zsh | wick.bash | wick.fish) ;; *) echo "./share/wick/${file##*/}" ;; esac
  done
  # The sample of wick-demo, without what writes it.
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
is "by its path where PATH does not lead to it" \
  "$(PATH=$PATH "$bin/wick-setup" claude -n | grep -c "$bin/wick-line")" 1
is "and by its name where it does" \
  "$(PATH=$PATH:$bin "$bin/wick-setup" claude -n | grep -c '"wick-line"')" 1

# Shells that log in, with all their start-up files. With the folder there, fish does not start to
# make completions of all man pages.
mkdir -p "$HOME/.local/share/fish/generated_completions"
session_in "$tmp/proj"
rc_of() { case $1 in zsh) echo "$HOME/.zshrc" ;; bash) echo "$HOME/.bashrc" ;; fish) echo "$HOME/.config/fish/config.fish" ;; esac; }
log_in() {
  open_terminal 140 12 "exec env -i HOME=$HOME SHELL=$(command -v "$1") PATH='$PATH' TERM=screen LC_ALL=$LC_ALL TZ=$TZ WICK_NOW=$WICK_NOW $1 -l"
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
# What start-up files there are, with their sums; shells keep things of their own beside them.
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
make_it uninstall PREFIX="$HOME/.local" DESTDIR=
ok $? "succeeds" "$tmp/made"
is "leaves nothing behind" "$(cd "$HOME/.local" && find bin share/man share/wick ! -type d 2>/dev/null)" ''

it "DESTDIR"
make_it install PREFIX=/opt/wick DESTDIR="$tmp/root"
ok $? "install succeeds" "$tmp/made"
sed 's,^\.,./opt/wick,' "$tmp/installed" >files
files_in "$tmp/root" >got
same_files "all goes below it" files got
make_it uninstall PREFIX=/opt/wick DESTDIR="$tmp/root"
ok $? "uninstall succeeds" "$tmp/made"
is "and takes it away" "$(files_in "$tmp/root")" ''
finish
