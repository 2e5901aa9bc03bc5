#!/bin/sh
# SPDX-License-Identifier: MIT
# The overview: its sums are those of the other tools, and it fits the screen.
. "$(dirname "$0")/lib.sh"
project=$HOME/.claude/projects/-shop
mkdir -p "$project"
WICK_NOW=2026-11-20T12:00:00Z

it "without a history"
run wick-overview
exits 1
is_empty "nothing to show" "$(cat "$tmp/out")"
is "said on standard error, with what to do first" "$(echo "$err" | grep -c -e 'no requests yet' -e 'wick setup claude')" 2

# Sonnet 4.5's output costs $15 a million tokens, Haiku 4.5's $5; reads cost $0.30 and $0.10.
n=0
# cents FILTER: rounds the amounts, so that the ten tokens that each request reads do not count.
cents() { jq -c "$1 | map(. * 100 | round)" "$tmp/out"; }
# reply TIME OUTPUT MODEL SESSION [MEMBERS]
reply() {
  n=$((n + 1))
  printf '{"type":"assistant","sessionId":"%s","cwd":"/shop","uuid":"u%s","requestId":"r%s","timestamp":"%s","version":"2.1.300"%s,"message":{"id":"m%s","role":"assistant","model":"%s","content":[{"type":"text","text":"x"}],"usage":{"input_tokens":%s,"output_tokens":%s,"cache_read_input_tokens":%s}}}\n' \
    "$4" $n $n "$1" "${5:+,$5}" $n "$3" "${input:-0}" "$2" "${read:-10}" >>"$project/$4.jsonl"
}
one=11111111-aaaa-4aaa-8aaa-111111111111
two=22222222-bbbb-4bbb-8bbb-222222222222
reply 2026-11-06T23:59:00Z 1000000 claude-sonnet-4-5 $one   # too old for both spans
reply 2026-11-07T00:00:00Z 100000 claude-sonnet-4-5 $one    # $1.50, the first day before
reply 2026-11-13T23:59:59Z 100000 claude-haiku-4-5 $one     # $0.50, the last day before
reply 2026-11-14T00:00:00Z 100000 claude-sonnet-4-5 $two '"attributionSkill":"review"'  # $1.50
input=100 read=900 reply 2026-11-18T10:00:00Z 200000 claude-haiku-4-5 $two '"attributionMcpServer":"tracker"' # $1.00019
reply 2026-11-20T11:00:00Z 100000 claude-haiku-4-5 $two     # $0.50
printf '{"type":"custom-title","customTitle":"release","sessionId":"%s"}\n' $two >>"$project/$two.jsonl"

it "seven days and the seven before"
run wick-overview -j
exits 0
json() { jq -c "$1" "$tmp/out"; }
is "the days" "$(json '[.now.from, .now.to, .before.from, .before.to]')" '["2026-11-14","2026-11-20","2026-11-07","2026-11-13"]'
is "their money" "$(cents '[.now.cost_usd, .before.cost_usd]')" '[300,200]'
is "50 % more" "$(json .change_pct)" 50
is "their requests" "$(json '[.now.requests, .before.requests]')" '[3,2]'
is "of 1,020 tokens sent 920 were read" "$(cents '[.now.hit_ratio]')" '[90]'
is "each day" "$(json '[.time[] | .requests]')" '[1,0,0,0,1,0,1]'
is "models" "$(json '[.models[].model]') $(cents '[.models[].cost_usd]')" '["claude-haiku-4-5","claude-sonnet-4-5"] [150,150]'
is "sessions by name" "$(json '[.sessions[] | [.session, .title]]')" "[[\"$two\",\"release\"]]"
is "skills and servers, without those of none" "$(json '[[.skills[] | .skill], [.servers[] | .server], .agents]')" '[["review"],["tracker"],[]]'
run wick-overview
matches '^Sat 14 Nov - Fri 20 Nov +\$3.00 +\+50% '
matches '^Sat  7 Nov - Fri 13 Nov +\$2.00 '
matches '^Wed 18 Nov ■+ +\$1.00'
matches '^22222222  release +\$3.00 +100%$'
matches 'review skill +\$1.50 +50%$'
matches 'tracker server +\$1.00 +33%$'
run wick-overview --no-names
matches '^22222222  /shop '

it "other days"
run wick-overview -j --since=2026-11-13 --until=2026-11-14
is "two against two" "$(cents '[.now.cost_usd, .before.cost_usd]') $(json .before.from)" '[200,0] "2026-11-11"'
is "nothing to compare with" "$(json .change_pct)" null
run wick-overview -j --since=2026-11-01
is "of more than fourteen days the weeks" "$(json '[.by, [.time[] | .week]]')" '["week",["2026-11-02","2026-11-09","2026-11-16"]]'
run wick-overview -j --since=2026-01-01
is "of more than fourteen weeks the months" "$(json '[.by, [.time[] | .month]]')" '["month",["2026-11"]]'
is "in another zone" "$(TZ=Asia/Tokyo wick-overview -j >"$tmp/out"; cents '[.now.cost_usd, .before.cost_usd]')" '[350,1650]'
for wrong in --since= --since=2026-11-21 '--until=2026-11-09 --since=2026-11-10' --project=shop operand; do
  # shellcheck disable=SC2086
  run wick-overview $wrong
  exits 64
done

it "the same sums"
use_recorded_sessions
cp -r "$data"/demo/config/projects/* "$HOME/.claude/projects/" 2>/dev/null
WICK_NOW=2026-11-24T12:00:00Z
for days in '2026-11-18 2026-11-24' '2026-11-22 2026-11-22'; do
  since=--since=${days% *} until=--until=${days#* }
  wick-overview -j "$since" "$until" >"$tmp/overview"
  of() { jq -r "$1" "$tmp/overview"; }
  is "$days: usage" "$(of '.now | [.requests, .prompts, .cost_usd, .cache_read_tokens, .output_tokens] | join(" ")')" \
    "$(wick-usage -j "$since" "$until" | jq -r '.totals | [.requests, .prompts, .cost_usd, .cache_read_tokens, .output_tokens] | join(" ")')"
  for kind in project model session; do
    is "$days: $kind" "$(of "[.${kind}s[] | [.$kind, .cost_usd]]")" "$(wick-usage $kind -j "$since" "$until" | jq -r "[.rows[] | [.$kind, .cost_usd]]")"
  done
  is "$days: misses" "$(of .now.misses)" "$(wick-misses --csv "$since" "$until" | sed 1d | wc -l | tr -d ' ')"
  is "$days: waste" "$(of '.now | [.wasted_tokens, (.wasted_usd * 1e4 | round)] | join(" ")')" \
    "$(wick-waste --by=day --no-ledger >/dev/null; wick-waste -j "$since" "$until" | jq -r '[.wasted_tokens, (.wasted_usd * 1e4 | round)] | join(" ")')"
done
wick-overview -j >first
is "from the kept audit as from a new one" "$(wick-overview -j --no-ledger | cmp - first && wick-overview -j | cmp - first && echo same)" same

it "on a screen"
too_wide=
for columns in 20 40 60 80 120; do
  widest=$(COLUMNS=$columns wick-overview | tr -d '\n' | wc -c)
  [ "$widest" -gt 0 ] || too_wide="$too_wide none"
  COLUMNS=$columns wick-overview | python3 -c 'import sys; sys.exit(any(len(l.rstrip("\n")) > int(sys.argv[1]) for l in sys.stdin))' $columns ||
    too_wide="$too_wide $columns"
done
is_empty "never wider" "$too_wide"
screen() { script -qc "stty rows $1 cols 80; $2" /dev/null </dev/null | sed 's/\x1b\[[0-9;]*m//g' | tr -d '\r'; }
is "not longer than 23 lines on 24 rows" "$(screen 24 wick-overview | awk 'END { print (NR > 5 && NR <= 23) }')" 1
is "wick alone is the overview" "$(screen 24 wick | head -n 1 | cut -d ' ' -f 1)" DAYS
is "but lists the tools in a script" "$(wick | head -n 1)" "$(wick --help | head -n 1)"
finish
