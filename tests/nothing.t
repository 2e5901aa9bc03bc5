#!/bin/sh
# SPDX-License-Identifier: MIT
# If there is nothing to show, a tool prints one line with what it looked for, where, and what to try, and exits 1;
# with --quiet it prints nothing.
# shellcheck disable=SC2088  # ~ is what the tools print
. "$(dirname "$0")/lib.sh"

# says_nothing REGEX COMMAND...: checks that it prints only that line
says_nothing() {
  why=$1
  shift
  run "$@"
  exits 1
  complains "^wick-[a-z-]*: $why$"
}
history_tools='wick-usage wick-growth wick-misses wick-waste wick-waste-judge wick-report'

it "no session yet"
for tool in $history_tools 'wick-export csv' 'wick-usage --json'; do
  # shellcheck disable=SC2086
  says_nothing '~/.claude: no requests yet; send a prompt in claude, or set CLAUDE_CONFIG_DIR to another folder' $tool
done
for tool in wick-forecast 'wick-forecast --backtest'; do
  # shellcheck disable=SC2086
  says_nothing '~/.claude: no prompts yet; send .*' $tool
done
says_nothing '~/.claude: no sessions yet; send .*' wick-sessions --all
# The filter is not the reason that there is nothing.
says_nothing '~/.claude: no requests yet; send .*' wick-usage --since=7d

it "no folder"
for tool in $history_tools wick-forecast wick-sessions 'wick-sessions --all' 'wick-pick'; do
  # shellcheck disable=SC2086
  CLAUDE_CONFIG_DIR=/nowhere says_nothing '/nowhere: no Claude Code folder; run claude once, or set CLAUDE_CONFIG_DIR to its folder' $tool
done

it "a filter"
use_recorded_sessions
find "$HOME/.claude" -name '*.jsonl' -exec touch -d 2026-11-22T05:06:40Z {} +
for tool in $history_tools 'wick-export csv'; do
  # shellcheck disable=SC2086
  says_nothing '--since=2027-01-01: no requests in ~/.claude; widen this, or leave it out; the last request was on 2026-11-22 05:06' $tool --since=2027-01-01
done
says_nothing '--since=7d --project=nowhere --model=opus: no requests in .*' wick-usage --since=7d --model=opus --project=nowhere
says_nothing '--model=gone: no prompts in .*' wick-forecast --model=gone
says_nothing '--until=2026-01-01: no sessions in .*' wick-sessions --all --until=2026-01-01
run wick-usage
is "where there is something nothing is said" "$status $err" '0 '

it "nothing for a judge"
says_nothing '~/.claude: the rules left no case undecided; wick-waste shows their findings' wick-waste-judge

it "transcripts"
: >empty.jsonl
says_nothing 'empty.jsonl: no requests; without TRANSCRIPT operands all sessions are read' wick-growth empty.jsonl
says_nothing '2 transcripts: no requests; .*' wick-misses empty.jsonl empty.jsonl

it "sessions of now"
says_nothing '~/.claude: no session is running; without --live, those of the last 24 hours are listed' wick-sessions --live
says_nothing '~/.claude: no session was used since 1s; an earlier --since looks further back, --all lists all past sessions' wick-sessions --since=1s
find "$HOME/.claude" -name '*.jsonl' -exec touch -d 2026-11-01 {} +
for tool in wick-sessions wick-pick 'wick-sessions --json'; do
  # shellcheck disable=SC2086
  says_nothing '~/.claude: no session was used in the last 24 hours; --since=7d looks further back, --all lists all past sessions' $tool
  silent
done

it "--quiet"
for command in 'wick-usage -q --since=2027-01-01' 'wick-waste -q --since=2027-01-01' 'wick-sessions -q' 'wick-sessions -aq --since=2027-01-01'; do
  # shellcheck disable=SC2086
  run $command
  is "$command" "$status $out$err" '1 '
done

it "the session of a directory"
mkdir place && cd place || exit 1
for tool in context cache next cost state; do
  run wick-$tool
  exits 69
  complains "^wick-$tool: .*/place: no session; run claude there, or name one with -s \(wick-sessions lists them\)$"
done
run wick-limits # which are the account's
exits 1
prints 'limits unknown'
complains '^wick-limits: ~/.claude: no session reported limits in the last seven days; '

it "a line in cron"
in=/dev/null
run env -i HOME="$HOME" PATH="$PATH" wick-line
exits 1
silent
complains '^wick-line: .*/place: no session; '
is "without a colour" "$(grep -c "$(printf '\033')" "$tmp/err")" 0
for option in --tmux --prompt=zsh --quiet; do
  run wick-line $option
  is "$option says nothing" "$status $out$err" '1 '
done
session=d25fe0c6-f244-4f4d-b6b1-0929509cce11
run env -i HOME="$HOME" PATH="$PATH" CLAUDE_CODE_SESSION_ID=$session wick-line
exits 0
matches '^Opus 5.5 · 14k/1M'
is "nor with one" "$(grep -c "$(printf '\033')" "$tmp/out")" 0

it "an id that is too short"
for tool in context growth misses waste waste-judge; do
  option=-s
  has "wick-$tool" -s || option=--session
  run "wick-$tool" "$option" d25
  exits 64
  silent
  complains "^wick-$tool: session d25: too short; at least 4 characters of the id are needed$"
done
run wick-sessions show d25
exits 64
complains '^wick-sessions: session d25: too short; '
run wick-context -s d25f
exits 0
finish
