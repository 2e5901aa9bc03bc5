# SPDX-License-Identifier: MIT
# Sourced by tests that need running sessions: starts stand-ins for Claude Code and lists them in its registry
# below $claude.
#
#   start_process                   starts one that runs until the test ends; sets $live to its id
#   register PID ID JSON-MEMBERS    lists the session ID as running in this process
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
