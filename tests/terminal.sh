# SPDX-License-Identifier: MIT
# Sourced by tests that need a terminal: tmux servers of their own.
#
#   open_terminal COLUMNS ROWS [COMMAND]   with a plain sh, or that; false where there is no tmux
#   in_terminal COMMAND          types it on a clear screen; "status N" follows when it ends
#   type_line TEXT               types it and Enter
#   key KEY...                   presses these, by tmux's names
#   until_shows REGEX            waits until some line of the screen matches, and checks it
#   until_gone REGEX             waits until none does
#   screen                       what is on it now
#   mux COMMAND...               tmux itself
#   close_terminal               before finish takes the folder away, in which the socket is
#
# shellcheck shell=sh disable=SC2154

typed=0 terminals=0

# Each has a socket of its own, since a server takes its time to go.
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

# wait_for COMMAND...: until it is true of the screen, ten seconds at most. What was seen last is
# kept as if it were standard output.
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
