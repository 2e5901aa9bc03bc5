#!/bin/sh
# SPDX-License-Identifier: MIT
. "$(dirname "$0")/lib.sh"
use_recorded_sessions
WICK_NOW=1795327000
jq -c --arg t "$project/7ac9f9c7-bc77-4273-b974-6f025fd290fc.jsonl" '.session_id = "7ac9f9c7-bc77-4273-b974-6f025fd290fc"
  | .transcript_path = $t | .rate_limits = {five_hour: {used_percentage: 42.4, resets_at: 1795328000},
  seven_day: {used_percentage: 13, resets_at: 1795500000}}' "$data/payloads/2.1.330-warm-1h.json" >told.json

it "as the payload says"
run wick-limits --payload told.json
exits 0
prints '5h 42%, resets in 16m40s; 7d 13%, resets in 2d0h'
run wick-limits --payload told.json --json
# Reported when its last request was sent: an hour before its cache expires, at 1795327499.
prints '{"limits":{"five_hour_pct":42.4,"five_hour_resets_at":1795328000,"five_hour_resets_in_s":1000,"five_hour_elapsed_pct":94.44444444444444,"seven_day_pct":13,"seven_day_resets_at":1795500000,"seven_day_resets_in_s":173000,"seven_day_elapsed_pct":71.39550264550265,"told_at":1795323899,"source":"payload"}}'

it "none known"
run wick-limits -s d25fe0c6
exits 1
prints 'limits unknown'

it "another session of the account was told"
wick-line <told.json >/dev/null
WICK_NOW=1795327100
run wick-limits -s d25fe0c6 -f '{limits.five_hour_pct} {limits.source} {limits.told_at}'
prints '42.4 tap 1795323899'

it "the newest counts"
jq -c '.session_id = "other" | .rate_limits.five_hour.used_percentage = 50' told.json >newer.json
wick-line <newer.json >/dev/null
run wick-limits -s 7ac9f9c7 -f '{limits.five_hour_pct}'
prints 50

it "another account's do not"
jq -c '.session_id = "foreign" | .transcript_path = "/elsewhere/.claude/projects/-x/foreign.jsonl" | .rate_limits.five_hour.used_percentage = 99' told.json >foreign.json
WICK_NOW=1795327200 wick-line <foreign.json >/dev/null
run wick-limits -s 7ac9f9c7 -f '{limits.five_hour_pct}'
prints 50

it "a new session shows them before its first response, one paid by the token never"
jq -c --arg t "$project/new.jsonl" '.session_id = "new" | .transcript_path = $t' "$data/payloads/2.1.330-start.json" >new.json
run env WICK_COLOR=never wick-line --payload new.json
prints 'Opus 5.5 · $0.00 · 5h 50% ↻15m00s · 7d 13% ↻2d0h'
jq -c --arg t "$project/api.jsonl" '.session_id = "api" | .transcript_path = $t' "$data/payloads/2.1.330-warm-1h.json" >api.json
run wick-limits --payload api.json
exits 1

it "a line that is drawn again brings no old figure back"
for n in 1 2 3; do
  WICK_NOW=$((1795327200 + 5 * n)) wick-line <told.json >line
  is "not in $n" "$(WICK_NOW=$((1795327200 + 5 * n)) wick-line -f '{limits.five_hour_pct}' <told.json) $(WICK_NOW=1795327220 wick-limits -s 7ac9f9c7 -f '{limits.five_hour_pct}')" '50 50'
done

it "without a session, as from cron"
for dir in / "$tmp"; do
  (cd "$dir" && WICK_NOW=1795327220 wick-limits) >got
  is "in $dir" "$(cat got)" '5h 50%, resets in 13m00s; 7d 13%, resets in 1d23h'
done
cd / || exit 1
WICK_NOW=1795327220 run wick-limits -q --over=49
exits 0
WICK_NOW=1795327220 run env CLAUDE_CONFIG_DIR="$tmp/none" wick-limits
exits 1
complains '^wick-limits: .*none: no session reported limits in the last seven days; run claude'
run wick-limits -s nobody
exits 69
cd "$tmp" || exit 1

it "a window whose end is not reported has ended after its length"
jq -c '.session_id = "endless" | del(.prompt_cache)
  | .rate_limits = {five_hour: {used_percentage: 90}, seven_day: {used_percentage: 30}}' told.json >endless.json
mkdir -p endless/.claude/projects/-x
jq -c --arg t "$tmp/endless/.claude/projects/-x/endless.jsonl" '.transcript_path = $t' endless.json >its-own.json
WICK_NOW=1795327300 wick-line <its-own.json >/dev/null
WICK_NOW=$((1795327300 + 5 * 3600 - 1)) run env CLAUDE_CONFIG_DIR="$tmp/endless/.claude" wick-limits -f '{limits.five_hour_pct} {limits.seven_day_pct}'
prints '90 30'
WICK_NOW=$((1795327300 + 5 * 3600)) run env CLAUDE_CONFIG_DIR="$tmp/endless/.claude" wick-limits -f '{limits.five_hour_pct} {limits.seven_day_pct}'
prints ' 30'
rm "$XDG_STATE_HOME/wick/tap/endless.json"

it "dropped when reset"
WICK_NOW=1795328000
run wick-limits -s 7ac9f9c7
prints '7d 13%, resets in 1d23h'
WICK_NOW=1795500000
run wick-limits -s 7ac9f9c7
exits 1

it "--over"
WICK_NOW=1795327000
for row in 42:0 49.9%:0 50:1; do
  run wick-limits -q --payload told.json --over="${row%:*}"
  exits "${row#*:}"
  silent
done

it "a gateway's spend limit"
rm -rf "$XDG_STATE_HOME/wick"
jq -c '.rate_limits = {spend_limit: {used_percentage: 104.6, resets_at: 1795500000, used_usd: 52.3, limit_usd: 50}}' told.json >spend.json
run wick-limits --payload spend.json
prints 'spend 105%'
jq -c '.rate_limits.seven_day = {used_percentage: 82, resets_at: 1795500000}' spend.json >both.json
run wick-limits --payload both.json
# Reported 428,699 s after it began: used up after 428,699 / 0.82, which is 91,003 s from now.
prints '7d 82%, resets in 2d0h, runs out in 1d1h; spend 105%'
finish
