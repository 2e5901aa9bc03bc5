#!/bin/sh
# SPDX-License-Identifier: MIT
# How much of a subscription's windows the next prompt will use, and when they run out.
. "$(dirname "$0")/lib.sh"
use_recorded_sessions
base=$data/payloads/2.1.330-warm-1h.json
start=1795327000 reset=1795338000 week=1795700000

# tell SESSION USD FIVE-HOUR SEVEN-DAY [RESET]: gives wick-line a payload
tell() {
  jq -c --arg id "$1" --argjson usd "$2" --argjson five "$3" --argjson seven "$4" --argjson reset "${5:-$reset}" \
    --argjson week $week --arg t "$project/$1.jsonl" '.session_id = $id | .transcript_path = $t | .cost.total_cost_usd = $usd
    | .rate_limits = {five_hour: {used_percentage: $five, resets_at: $reset}, seven_day: {used_percentage: $seven, resets_at: $week}}' \
    "$base" >payload.json
  wick-line <payload.json >/dev/null
}
# is_told WHAT FIVE SEVEN: checks the percentage points per dollar of both windows; -: unknown
is_told() {
  run wick-limits -p payload.json -f '{limits.next_pct_p50} {limits.next_pct_p90} {limits.next_seven_day_pct_p50}'
  got=$out
  run wick-next -p payload.json -f '{next.p50_usd} {next.p90_usd}'
  is "$1" "$(jq -nr --arg got "$got" --arg usd "$out" --arg five "$2" --arg seven "$3" '
    ($usd | split(" ") | map(tonumber)) as $usd | ($got | split(" ")) as $got
    | if $five == "-" then $got == ["", "", ""]
      else [($got[0] | tonumber) - $usd[0] * ($five | tonumber), ($got[1] | tonumber) - $usd[1] * ($five | tonumber),
        ($got[2] | tonumber) - $usd[0] * ($seven | tonumber)] | all(fabs < 1e-9) end')" true
}
WICK_NOW=$start

it "the rises of one session"
tell a 1 10 5
for i in 1 2 3 4 5 6 7 8 9; do tell a $((1 + i)) $((10 + 2 * i)) "$(jq -n "5 + $i / 2")"; done
is_told "nine are too few" - -
tell a 11 30 10
is_told "ten will do: 20 points and 5 for 10 dollars" 2 0.5
pace=$(find "$XDG_STATE_HOME/wick/pace" -type f)
is "nobody else may read them" "$(stat -c %a "$pace")" 600
before=$(stat -c %i "$pace")
wick-line <payload.json >/dev/null
is "the same payload again writes nothing" "$(stat -c %i "$pace")" "$before"
tell a 12 30 10
tell a 13 30 10
tell a 15 34 11
is_told "money adds up until the window rises" "$(jq -n '24 / 14')" "$(jq -n '6 / 14')"
wick-doctor explain limits.next_pct_p50 -p payload.json -j >explained.json
is "the evidence" "$(jq -r '.from[0].value' explained.json)" '11 rises, 24 percent points, 14 USD'

it "a session that is new"
# It has run for five of the ten minutes since the account's last report.
WICK_NOW=$((start + 600))
tell new 3 35 11.25
jq -c '.cost.total_duration_ms = 300000 | .session_id = "newer" | .cost.total_cost_usd = 2
  | .rate_limits.five_hour.used_percentage = 37 | .rate_limits.seven_day.used_percentage = 11.5' payload.json >newer.json
WICK_NOW=$((start + 1200)) wick-line <newer.json >/dev/null
cp newer.json payload.json
WICK_NOW=$((start + 1200))
is_told "all of its money counts" "$(jq -n '(24 + 3) / (14 + 5)')" "$(jq -n '(6 + 0.5) / (14 + 5)')"
rm -r "$XDG_STATE_HOME/wick"
WICK_NOW=$start
tell a 1 10 5
for i in 1 2 3 4 5 6 7 8 9 10; do tell a $((1 + i)) $((10 + 2 * i)) "$(jq -n "5 + $i / 2")"; done
tell a 15 34 11

it "several sessions"
tell b 5 34 11
is_told "of the first payload of a session nobody knows when its money was spent" "$(jq -n '24 / 14')" "$(jq -n '6 / 14')"
tell b 7 34 11
tell a 16 35 11.5
is_told "the money of all is counted, the percentage is one" "$(jq -n '25 / 17')" "$(jq -n '6.5 / 17')"
tell b 7 20 8
tell b 7 35 11.5
is_told "an old percentage is none" "$(jq -n '25 / 17')" "$(jq -n '6.5 / 17')"
tell a 0 35 11.5
tell a 1 36 12
is_told "a total that begins anew" "$(jq -n '26 / 18')" "$(jq -n '7 / 18')"
tell a 1 46 22
is_told "a rise that cost nothing is of elsewhere" "$(jq -n '26 / 18')" "$(jq -n '7 / 18')"

it "another window"
tell a 3 1 22 $((reset + 18000))
tell a 4 3 23 $((reset + 18000))
is_told "its first percentage is no rise" "$(jq -n '28 / 19')" "$(jq -n '8 / 21')"
tell b 8 46 23
tell a 4 3 23 $((reset + 18005))
is_told "an old window and a few seconds say nothing" "$(jq -n '28 / 19')" "$(jq -n '8 / 21')"

it "another account"
jq -c '.transcript_path = "/elsewhere/.claude/projects/-x/c.jsonl" | .session_id = "c"' payload.json >other.json
wick-line <other.json >/dev/null
is "has its own file" "$(find "$XDG_STATE_HOME/wick/pace" -type f | wc -l)" 2
run wick-limits -p other.json -f '[{limits.next_pct_p50}]'
prints '[]'

it "a file that is damaged"
cp "$pace" whole
for damage in 'head -c 50 whole' 'sed s/five/fife/ whole' 'sed 2s/1/9/ whole' 'head -c 30000 /dev/zero' 'sed s/wick/wack/ whole'; do
  eval "$damage" >"$pace"
  run wick-limits -p payload.json -f '[{limits.next_pct_p50}]'
  is "$damage: is none" "$status $out$err" '0 []'
done
tell a 5 5 24 $((reset + 18000))
run wick-limits -p payload.json -f '[{limits.next_pct_p50}]'
is "and is made anew" "$(head -n 1 "$pace" | cut -d' ' -f1-3)" 'wick pace 1'

it "when a window runs out"
# Only these sessions; without a cache clock the time of the payload counts.
rm -rf "$XDG_STATE_HOME/wick"
jq -c 'del(.prompt_cache)' "$base" >timeless.json
base=timeless.json
# Of the 5 hours two and a half are gone, and three quarters of it; of the week a day and a tenth.
reset=$((start + 9000)) week=$((start + 6 * 86400))
tell d 1 75 10 $reset
run wick-limits -p payload.json -f '{limits.five_hour_runs_out_at} [{limits.seven_day_runs_out_at}]'
prints "$((start + 3000)) []"
run wick-limits -p payload.json
prints '5h 75%, resets in 2h30m, runs out in 50m00s; 7d 10%, resets in 6d0h'
tell d 1 75 20 $reset
run wick-limits -p payload.json -f '{limits.seven_day_runs_out_at}'
prints "$((start + 4 * 86400))"
tell d 1 40 20 $reset
run wick-limits -p payload.json -f '[{limits.five_hour_runs_out_at}]'
is "not before its reset" "$out" '[]'
tell d 1 100 20 $reset
run wick-limits -p payload.json -f '{limits.five_hour_runs_out_at}'
is "it has" "$out" $start
tell d 1 30 20 $((start + 18000 - 1400))
run wick-limits -p payload.json -f '[{limits.five_hour_runs_out_at}]'
is "too early to say" "$out" '[]'
# The report is an hour old; the line has been redrawn repeatedly since.
jq -c --argjson at $((start - 3600)) '.prompt_cache.ttl = "5m" | .prompt_cache.expires_at = $at + 300' "$data/payloads/2.1.330-warm-1h.json" >idle.json
base=idle.json
tell d 1 75 20 $reset
run wick-limits -p payload.json -f '{limits.told_at} {limits.five_hour_runs_out_at}'
is "by when it was told: 90 minutes were three quarters" "$out" "$((start - 3600)) $((start - 3600 + 1800))"
finish
