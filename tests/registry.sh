# SPDX-License-Identifier: MIT
# Sourced by tests that need sessions that run: processes that stand for Claude Code, in its registry below $claude.
#
#   start_process                   one that runs until the test ends; its id is in $live
#   register PID ID JSON-MEMBERS    says that the session ID runs in it
#
# shellcheck shell=sh disable=SC2154
sleepers=
at_end 'kill $sleepers 2>/dev/null'

start_process() {
  sleep 1000 &
  live=$!
  sleepers="$sleepers $live"
}
register() {
  mkdir -p "$claude/sessions"
  start=$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20)
  printf '{"pid":%s,"sessionId":"%s","procStart":"%s",%s}' "$1" "$2" "$start" "$3" >"$claude/sessions/$1.json"
}
