# SPDX-License-Identifier: MIT
# Sourced by tests that need a terminal: a tmux server of their own.
#
#   open_terminal COLUMNS ROWS   false where there is no tmux
#   in_terminal COMMAND          types it on a clear screen; "status N" follows when it ends
#   type_line TEXT               types it and Enter
#   until_shows REGEX            waits until some line of the screen matches, and checks it
#   until_gone REGEX             waits until none does
#   mux COMMAND...               tmux itself
#   close_terminal               before finish takes the folder away, in which the socket is
#
# shellcheck shell=sh disable=SC2154

typed=0

mux() { tmux -S "$tmp/tmux" "$@"; }

open_terminal() {
  command -v tmux >/dev/null || return
  mux -f /dev/null new-session -d -x "$1" -y "$2" sh 2>/dev/null || return
  mux set-option -g status off
  type_line "PS1='% ' PATH='$PATH' WICK_NOW=$WICK_NOW; export PATH WICK_NOW; unset COLUMNS LINES; cd '$tmp'"
}
close_terminal() { mux kill-server 2>/dev/null; }

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
    mux capture-pane -p >"$tmp/out"
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
