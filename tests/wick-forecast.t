#!/bin/sh
# SPDX-License-Identifier: MIT
. "$(dirname "$0")/lib.sh"
WICK_NOW=2026-11-22T12:00:00Z
use_recorded_sessions

it "without a history"
run env CLAUDE_CONFIG_DIR="$tmp/none" wick-forecast
exits 1
silent
run env CLAUDE_CONFIG_DIR="$tmp/none" wick-forecast --backtest
exits 1
silent

it "the habits"
run wick-forecast --json
exits 0
printf '%s\n' "$out" >habits.json
python3 "$root/tests/prompts.py" "$HOME/.claude" >prompts.json
is "prompts" "$(jq -c '.habits[0].prompts' habits.json)" "$(jq -s length prompts.json)"
is "output per request, close" "$(jq -s --slurpfile got habits.json '((map(.output) | add) / (map(.requests) | add)
  - $got[0].habits[0].output_tokens_per_request) | fabs < 1e-9' prompts.json)" true
is "a project has a row" "$(jq -r '.habits[1].project' habits.json)" /home/user/proj
run wick-forecast --project=nowhere
exits 1

# agrees WHAT FOLDERS...: compares each row of the back-test, and their number, with the independent count
agrees() {
  what=$1
  shift
  python3 "$root/tests/prompts.py" "$@" | jq -c 'select(.context != null)' >expected.json
  CLAUDE_CONFIG_DIR=$(printf '%s,' "$@") wick-forecast --no-ledger --backtest --csv >rows.csv
  python3 "$root/tests/compare_prompts.py" expected.json rows.csv >why 2>&1
  ok $? "$what: prompts, requests and costs are those of an independent count" why
}

it "the back-test"
agrees "recorded sessions" "$HOME/.claude"
run wick-forecast --backtest --json
printf '%s\n' "$out" >test.json
is "all prompts are accounted for" "$(jq '[.all.prompts, .not_forecast[]] | add' test.json)" "$(jq -s length prompts.json)"
is "why some are not forecast" "$(jq -c '[.not_forecast | .first_of_session, .compacted]' test.json)" \
  "$(jq -sc '[map(select(.before == 0 and .context == null)) , map(select(.before > 0 and .context == null)) | length]' prompts.json)"
is "groups add up" "$(jq -c '[.by_model, .by_context, .by_prompts_before, .by_cache | map(.prompts) | add] | unique | length' test.json)" 1
is "shares" "$(jq '.all | (.coverage + .below_p10 + .above_p90 - 1) | fabs < 1e-9' test.json)" true
run wick-forecast --backtest --no-ledger --json
is "from the files the same" "$out" "$(cat test.json)"

# Later records do not affect earlier rows: without them the rows are the same.
it "strictly earlier"
wick-forecast --no-ledger --backtest --csv | sort >all.csv
cut=2026-11-22T05:05:09
mkdir -p cut/projects/p
for file in "$project"/*.jsonl; do
  # Lines without a time are in all cases there.
  jq -Rr --arg cut "$cut" '. as $line | (fromjson? // {}).timestamp // "" | select(. <= $cut + "Z") | $line' "$file" \
    >"cut/projects/p/${file##*/}"
done
CLAUDE_CONFIG_DIR=$tmp/cut wick-forecast --no-ledger --backtest --csv | cut -d, -f1,2,4-9,11- | sort >cut.csv
cut -d, -f1,2,4-9,11- all.csv | sort >whole.csv
# The prompt at the cut has lost its requests.
grep -v "^$cut\|^time" cut.csv | awk -F, -v cut="$cut" '$1 < cut' >early.csv
[ -s early.csv ] && [ -z "$(comm -23 early.csv whole.csv)" ]
ok $? "prompts before a moment are forecast the same without what came after" early.csv

it "leaving out the session"
run wick-forecast --backtest --leave-one-out --json
is "it says so" "$(printf '%s' "$out" | jq -r .learned_from)" others

it "operands"
file=$(find "$project" -name 'd7f47105*.jsonl')
run wick-forecast --backtest --json "$file"
exits 0
is "only that file" "$(printf '%s' "$out" | jq '[.all.prompts, .not_forecast[]] | add')" \
  "$(jq -s --arg file "$file" 'map(select(.file == $file)) | length' prompts.json)"
[ ! -e "$XDG_DATA_HOME/other" ]
run wick-forecast --backtest "$tmp/not-there.jsonl"
exits 66
complains 'not-there.jsonl: No such file or directory$'

it "the picture"
if command -v gnuplot >/dev/null; then
  for kind in svg png; do
    run wick-forecast --backtest --plot="$tmp/it's a \"picture\".$kind"
    exits 0
    [ -s "it's a \"picture\".$kind" ]
    ok $? "$kind is drawn"
  done
  grep -q '<svg' "it's a \"picture\".svg" && head -c 4 "it's a \"picture\".png" | grep -q PNG
  ok $? "they are what their names say"
  is_empty "nothing is left beside them" "$(find . -name '*.part*')"
  run wick-forecast --backtest --plot=habits.json/a.svg
  exits 74
  complains '^wick-forecast: habits.json/a.svg: Not a directory'
  run wick-forecast --backtest --plot=-
  matches 'Each prompt: forecast and cost'
  # A terminal that supports pictures gets one; a pipe never does.
  seen=$(TERM=xterm-kitty script -qec "wick-forecast --backtest --plot=-" /dev/null | grep -c "$(printf '\033')_Ga=T,f=100,m=1;iVBOR")
  is "kitty gets a PNG" "$seen" 1
  seen=$(TERM=foot script -qec "wick-forecast --backtest --plot=-" /dev/null | grep -c "$(printf '\033')P")
  is "foot gets sixels" "$seen" 1
  is "a pipe gets text" "$(TERM=xterm-kitty wick-forecast --backtest --plot=- | grep -c "$(printf '\033')")" 0
else
  skip "no gnuplot here"
fi
mkdir bin
ln -s "$(command -v wick-forecast)" bin/wick-forecast
run env PATH="$tmp/bin" wick-forecast --backtest --plot=a.svg
exits 69
complains '^wick-forecast: gnuplot: not found'

it "options that do not fit"
for wrong in '--plot=a.gif --backtest' '--plot=a.svg' '--leave-one-out' '--csv' '--backtest --json --csv'; do
  # shellcheck disable=SC2086
  run wick-forecast $wrong
  exits 64
  complains '^wick-forecast: --'
done

it "habits for live tools"
rm -rf "$XDG_CACHE_HOME"
wick-usage -q
run wick-next -t "$file" -f '{next.basis}'
is "are written by tools that read all" "$(printf '%s' "$out" | grep -cE '^session [0-9]+, project [0-9]+, user [0-9]+, prior 179$')" 1
before=$(cat "$XDG_CACHE_HOME/wick/habits")
wick-usage -q
is "and not anew within the hour" "$(cat "$XDG_CACHE_HOME/wick/habits")" "$before"
env WICK_NOW=2026-11-22T13:00:01Z wick-usage -q
[ "$(cat "$XDG_CACHE_HOME/wick/habits")" != "$before" ]
ok $? "but after it"
printf 'wick habits 1 0\nuser 1\n' >"$XDG_CACHE_HOME/wick/habits"
run wick-next -t "$file" -f '{next.basis}'
is "a damaged file is none" "${out#session*, }" 'prior 179'
finish
