# SPDX-License-Identifier: MIT
# Sourced by tests that need a terminal, which is a tmux server of their own.
#
#   open_terminal COLUMNS ROWS [COMMAND]   starts COMMAND or a plain sh in it; false without tmux
#   in_terminal COMMAND          types it on a clear screen; "status N" follows when it ends
#   type_line TEXT               types it and Enter
#   key KEY...                   presses these keys, by tmux's names
#   until_shows REGEX            waits until a line of the screen matches, and checks that
#   until_gone REGEX             waits until no line matches
#   screen                       prints the screen
#   mux COMMAND...               runs a tmux command
#   close_terminal               must precede finish, which removes the folder with the socket
#
# shellcheck shell=sh disable=SC2154

typed=0 terminals=0

# Each terminal has its own socket, because a server takes some time to end.
mux() { tmux -S "$tmp/tmux$terminals" -f "$tmp/tmux.conf" "$@"; }

open_terminal() {
  command -v tmux >/dev/null || return
  terminals=$((terminals + 1))
  echo 'set -g status off' >"$tmp/tmux.conf"
  mux new-session -d -x "$1" -y "$2" "${3:-sh}" 2>/dev/null || return
  [ -z "$3" ] || return 0
  type_line "PS1='% ' PATH='$PATH' WICK_NOW=$WICK_NOW; export PATH WICK_NOW; unset COLUMNS LINES; cd '$tmp'"
}
close_terminal() { mux kill-server 2>/dev/null; }
screen() { mux capture-pane -p; }

key() { for each; do mux send-keys "$each"; done; }
type_line() { mux send-keys -l "$1" && mux send-keys Enter; }

in_terminal() {
  typed=$((typed + 1))
  type_line "clear; echo 'clear $typed'"
  wait_for grep -Eq "^clear $typed\$"
  type_line "$1; echo \"status \$?\""
}

# wait_for COMMAND...: waits until it is true of the screen, for at most ten seconds. The last screen is kept
# as if it were standard output.
wait_for() {
  for _ in $(seq 100); do
    screen >"$tmp/out" 2>"$tmp/err"
    if "$@" "$tmp/out"; then return; fi
    sleep 0.1
  done
  return 1
}

until_shows() {
  wait_for grep -Eq -- "$1"
  matches "$1"
}

lacks() { ! grep -Eq -- "$1" "$2"; }
until_gone() {
  wait_for lacks "$1"
  ok $? "is gone: $1" "$tmp/out"
}
