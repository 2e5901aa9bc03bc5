# SPDX-License-Identifier: MIT
# Sourced by every .t: gives it folders of its own, a fixed clock, and verbs that print TAP.
#
#   run CMD...        runs it and sets $out, $err and $status; standard input is the file $in
#   exits N           checks that the status was N
#   prints TEXT       checks that standard output was TEXT and a newline
#   prints_file FILE  checks that standard output was the content of FILE
#   complains REGEX   checks that standard error was one line that matches
#   silent            checks that standard output was empty
#   is, is_empty      compare a text with the expected one, or with ""
# Each check prints one TAP line, named after the last `it "..."`. End with `finish`.
#
# shellcheck shell=sh disable=SC2034

root=$(cd "$(dirname "$0")" && until [ -e VERSION ]; do cd ..; done && pwd)
data=$root/tests/data
tmp=$(mktemp -d "${TMPDIR:-/tmp}/wick-test.XXXXXX") || exit 1

# The files of the user who runs the tests are neither read nor written.
HOME=$tmp/home XDG_CONFIG_HOME=$tmp/xdg/config XDG_STATE_HOME=$tmp/xdg/state
XDG_CACHE_HOME=$tmp/xdg/cache XDG_DATA_HOME=$tmp/xdg/data XDG_RUNTIME_DIR=$tmp/xdg/run
LC_ALL=C.UTF-8 TZ=UTC WICK_NOW=2026-11-22T05:10:00Z TERM=xterm-256color
export HOME XDG_CONFIG_HOME XDG_STATE_HOME XDG_CACHE_HOME XDG_DATA_HOME XDG_RUNTIME_DIR LC_ALL TZ WICK_NOW TERM
unset CLAUDE_CONFIG_DIR CLAUDE_CODE_SESSION_ID CLAUDE_CODE_PROJECT_DIR_NAME CLAUDECODE NO_COLOR \
  COLUMNS WICK_COLOR WICK_DEBUG
mkdir -p "$HOME/.claude/projects"
# Without this folder, fish leaves one in /tmp.
mkdir -p "$XDG_RUNTIME_DIR" && chmod 700 "$XDG_RUNTIME_DIR"
case $PATH in "$root/build/"*) ;; *) PATH=$root/build/bin:$PATH ;; esac
export PATH
# Avoid pyenv's python3, a script that takes ten times as long to start as Python itself.
case $(command -v python3) in
  */shims/*) if [ -x /usr/bin/python3 ]; then PATH=$(printf %s "$PATH" | tr : '\n' | grep -v '/shims$' | paste -sd : -); fi ;;
esac
# Setting $out needs a process each time, so it is only done in tests that use it.
if grep -q '[$][{]*out\b' "$0"; then wants_out=yes; else wants_out=; fi
cd "$tmp" || exit 1

count=0 failed=0 name='' in=/dev/null finished='' endings=':'

# Cleans up however a test ends: runs the commands given to at_end, ends the tmux servers whose sockets are
# in the folder, and removes the folder, unless a check failed.
at_end() { endings="$endings; $1"; }
# A shell that is just starting outlives its terminal for a moment, and would create its folders again.
end_tmux() {
  panes=$(tmux -S "$1" list-panes -a -F '#{pane_pid}' 2>/dev/null)
  tmux -S "$1" kill-server 2>/dev/null
  # shellcheck disable=SC2086
  [ -z "$panes" ] || kill -KILL $panes 2>/dev/null
}
end() {
  trap - EXIT
  eval "$endings"
  find "$tmp" -type s >"$tmp/sockets" 2>/dev/null
  while read -r socket; do end_tmux "$socket"; done <"$tmp/sockets"
  cd / || exit 1
  if [ -n "$finished" ] && [ "$failed" -gt 0 ]; then
    echo "# kept: $tmp"
  else
    chmod -R u+rwx "$tmp" 2>/dev/null
    rm -rf "$tmp"
  fi
}
trap end EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

it() { name=$1; }

# The names of all tools, from their sources; and a tool's purpose, from its first lines.
tools() { for source in "$root"/cmd/*; do source=${source##*/} && echo "${source%.*}"; done; }
what_it_is() { sed -n -E "2,3s,^(//|#) $1: ,,p" "$root/cmd/$1".*; }
# has TOOL OPTION: true if the tool's --help lists the option
has() { "$1" --help | grep -qE -- "(^|[ ,])$2([ =,]|\$)"; }

# ok CONDITION-STATUS WHAT [FILE-WITH-DETAILS]
ok() {
  count=$((count + 1))
  if [ "$1" -eq 0 ]; then
    echo "ok $count - $name: $2"
  else
    failed=$((failed + 1))
    echo "not ok $count - $name: $2"
    if [ -n "$3" ]; then sed 's/^/# /' "$3"; fi
  fi
}

skip() {
  count=$((count + 1))
  echo "ok $count - $name # SKIP $1"
}

skip_all() {
  echo "1..0 # SKIP $1"
  exit 0
}

# The verbs run thousands of times, so they use the shell instead of processes where possible.
run() {
  "$@" <"$in" >"$tmp/out" 2>"$tmp/err"
  status=$? out='' err=''
  if [ -n "$wants_out" ] && [ -s "$tmp/out" ]; then out=$(cat "$tmp/out"); fi
  if [ -s "$tmp/err" ]; then read_text "$tmp/err" && err=${text%"$newline"}; fi
}
newline='
'
# read_text FILE: sets $text to the content of FILE; faster than cat for some kilobytes
read_text() {
  text=
  while IFS= read -r text_line; do text=$text$text_line$newline; done <"$1"
  text=$text$text_line
}

# not_so WHAT EXPECTED: reports a failed check, with the tool's output
not_so() {
  { echo "expected: $2"; cat "$tmp/out" "$tmp/err"; } >"$tmp/why" 2>&1
  ok 1 "$1" "$tmp/why"
}

exits() {
  if [ "$status" -eq "$1" ]; then ok 0 "exits $1"; else not_so "exits $1" "status $1, not $status"; fi
}

prints() {
  read_text "$tmp/out"
  if [ "$text" = "$1$newline" ]; then
    ok 0 "prints ${1%%"$newline"*}"
  else
    printf '%s\n' "$1" >"$tmp/expected"
    prints_file "$tmp/expected"
  fi
}

prints_file() {
  IFS= read -r first_line <"$1"
  diff -u "$1" "$tmp/out" >"$tmp/why" 2>&1
  ok $? "prints $first_line" "$tmp/why"
}

# is_like LINE REGEX
is_like() {
  plain=${2#^} plain=${plain%\$}
  case $plain in
    *[][\\.*+?{}\(\)\|^\$]*) printf '%s\n' "$1" | grep -Eq -- "$2" ;;
    *)
      case $2 in
        ^*\$) [ "$1" = "$plain" ] ;;
        ^*) case $1 in "$plain"*) ;; *) false ;; esac ;;
        *\$) case $1 in *"$plain") ;; *) false ;; esac ;;
        *) case $1 in *"$plain"*) ;; *) false ;; esac ;;
      esac
      ;;
  esac
}
complains() {
  if { IFS= read -r first_line && ! IFS= read -r next_line && [ -z "$next_line" ]; } <"$tmp/err" && is_like "$first_line" "$1"; then
    ok 0 "complains"
  else
    not_so "complains" "one line that matches $1"
  fi
}

silent() {
  [ ! -s "$tmp/out" ]
  ok $? "prints nothing" "$tmp/out"
}

# matches REGEX: checks that a line of standard output matches
matches() {
  if grep -Eq -- "$1" "$tmp/out"; then ok 0 "matches $1"; else not_so "matches $1" "$1"; fi
}

# is WHAT GOT EXPECTED: fails if both are empty, as they are if neither side did anything
is() {
  if [ -z "$2$3" ]; then
    echo "both are empty; where that is right: is_empty" >"$tmp/why"
    ok 1 "$1" "$tmp/why"
  elif [ "$2" = "$3" ]; then
    ok 0 "$1"
  else
    { echo "got:      $2"; echo "expected: $3"; } >"$tmp/why"
    ok 1 "$1" "$tmp/why"
  fi
}

# is_empty WHAT GOT
is_empty() {
  echo "got:      $2" >"$tmp/why"
  [ -z "$2" ]
  ok $? "$1" "$tmp/why"
}

# shell_word TEXT: prints it as one word of a shell, quoted if necessary
shell_word() {
  case $1 in
    *[!A-Za-z0-9_./,:@%+-]*) printf "'%s'" "$(printf %s "$1" | sed "s/'/'\\\\''/g")" ;;
    *) printf %s "$1" ;;
  esac
}

# Copies the recorded sessions into this test's Claude Code folder.
use_recorded_sessions() {
  cp -R "$data/config/projects" "$HOME/.claude/"
  project=$HOME/.claude/projects/-home-user-proj
}

finish() {
  echo "1..$count"
  finished=yes
  [ "$failed" -eq 0 ]
}
