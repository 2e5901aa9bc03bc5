#!/bin/sh
# SPDX-License-Identifier: MIT
# Rows of wick-usage by attributes of requests, by two kinds, and in other orders; public-usage.t compares the same
# groupings of real transcripts with an independent count.
. "$(dirname "$0")/lib.sh"
project=$HOME/.claude/projects/-shop
mkdir -p "$project"

# reply TIME OUTPUT MODEL [MEMBERS]: writes a response with this many output tokens and nothing else.

n=0
reply() {
  n=$((n + 1))
  printf '{"type":"assistant","sessionId":"one","cwd":"/shop","uuid":"u%s","requestId":"r%s","timestamp":"%s","version":"2.1.300"%s,"message":{"id":"m%s","role":"assistant","model":"%s","content":[{"type":"text","text":"x"}],"usage":{"input_tokens":%s,"output_tokens":%s,"cache_read_input_tokens":%s}}}\n' \
    $n $n "$1" "${4:+,$4}" $n "$3" "${input:-0}" "$2" "${read:-10}"
}
{
  reply 2026-11-16T23:30:00Z 100000 claude-sonnet-4-5 '"attributionSkill":"review","gitBranch":"main"'
  reply 2026-11-17T00:30:00Z 300000 claude-sonnet-4-5 '"attributionMcpServer":"tracker","gitBranch":"main"'
  reply 2026-11-18T00:40:00Z 200000 claude-sonnet-4-5 '"attributionSkill":"review","gitBranch":"fix/one"'
  reply 2026-11-18T12:00:00Z 100000 claude-haiku-4-5 '"attributionSkill":"deploy","entrypoint":"cli"'
  input=100 read=900 reply 2026-11-22T05:00:00Z 100000 claude-haiku-4-5 '"attributionAgent":"Explore","isSidechain":true'
} >"$project/one.jsonl"
# names KIND OPTION...: prints the rows' names in order
names() {
  kind=$1
  shift
  wick-usage "$kind" -j "$@" | jq -r --arg kind "$kind" '[.rows[] | [.[$kind | split(",")[]]] | join("/")] | join(" ")'
}

# Sonnet 4.5's output costs $15 a million, Haiku 4.5's $5: 1.5, 4.5, 3.0, 0.5 and 0.5 dollars (and 190e-6).
it "what a request says"
is "skills, the most expensive first" "$(names skill)" '(none) review deploy'
is "their money" "$(wick-usage skill -j | jq -c '[.rows[].cost_usd * 10 | round]')" '[50,45,5]'
is "no prompts are a skill's" "$(wick-usage skill -j | jq '.rows[0].prompts')" null
is "servers" "$(names server)" '(none) tracker'
is "agents" "$(names agent)" '(none) Explore'
is "branches" "$(names branch)" 'main fix/one (none)'
is "clients" "$(names client)" 2.1.300
is "entrypoints" "$(names entrypoint)" '(none) cli'
is "hours of the day" "$(names hour)" '00:00 05:00 12:00 23:00'
is "in another zone" "$(names hour --tz=Asia/Kolkata)" '05:00 06:00 10:00 17:00'
is "weekdays, from Monday on" "$(names weekday)" 'Mon Tue Wed Sun'

it "rows of two kinds"
is "each month's skills" "$(names month,skill)" '2026-11/(none) 2026-11/review 2026-11/deploy'
is "each skill's days" "$(names skill,day)" \
  '(none)/2026-11-17 (none)/2026-11-22 review/2026-11-16 review/2026-11-18 deploy/2026-11-18'
is "one with a filter is the other" "$(wick-usage skill,model -j | jq -c '[.rows[] | select(.skill == "review") | [.model, .cost_usd]]')" \
  "$(wick-usage model -j --skill=review | jq -c '[.rows[] | [.model, .cost_usd]]')"
run wick-usage skill,day --columns=cost
matches '^\(none\) +2026-11-17 +\$4.50$'
matches '^ +2026-11-22 +\$0.50$'
for pair in day,block model,block; do
  run wick-usage "$pair" --columns=cost
  matches '2026-11-18 00:40-05:40 ~ +\$3.00$'
  matches '^~ inferred: 5 hours from the first request$'
done
is "as CSV" "$(wick-usage skill,day --csv | sed -n '1p;2p' | cut -d , -f 1-3)" 'skill,day,requests
(none),2026-11-17,1'
for pair in 'day,day:the same twice' 'day,model,skill:at most two kinds of rows' 'day,:: not day, .*'; do
  run wick-usage "${pair%%:*}"
  exits 64
  complains "^wick-usage: .*${pair#*:}$"
done

it "filters"
is "a skill" "$(names day --skill=review)" '2026-11-16 2026-11-18'
is "one or the other" "$(names day --skill=review --skill=deploy)" '2026-11-16 2026-11-18'
is "both kinds" "$(names day --skill=review --branch=main)" 2026-11-16
is "none" "$(names day --skill='(none)')" '2026-11-17 2026-11-22'
run wick-usage --skill=nonsense
exits 1
complains '^wick-usage: .*--skill=nonsense'
run wick-usage --skill=
exits 64

it "order"
is "by another column" "$(names day --sort=output)" '2026-11-17 2026-11-18 2026-11-16 2026-11-22'
is "reversed" "$(names day --reverse)" '2026-11-22 2026-11-18 2026-11-17 2026-11-16'
is "by name" "$(names skill --sort=name)" '(none) deploy review'
is "the first" "$(names day --sort=cost --top=1)" 2026-11-17
is "the last" "$(names day --last=2)" '2026-11-18 2026-11-22'
run wick-usage --last=2
is "the total is of all" "$(sed -n 's/^total.* //p' "$tmp/out")" "\$10.00"
matches '^2 more rows are in the total$'
run wick-usage --sort=costs
exits 64
complains '^wick-usage: --sort costs: no such column; did you mean cost\?$'

it "columns"
run wick-usage --columns=cost,share,change,bar,hits
# 3.5 of 10 dollars; 900 of 1,000 tokens sent; 4.5 after 1.5 is 200 % more; the 19th to 21st had no requests.
matches '^2026-11-16 +\$1.50 +15% +■■■ +100%$'
matches '^2026-11-17 +\$4.50 +45% +\+200% +■■■■■■■■■■ +100%$'
matches '^2026-11-18 +\$3.50 +35% +-22% +■■■■■■■■ +100%$'
matches '^2026-11-22 today +\$0.50 +5% +■ +90%$'
# The 16th began before its first hour here, and the 18th went on after its last.
is "a part of a day is not compared" "$(wick-usage -j --since=2026-11-16T23:00 | jq -c '[.rows[].change_pct]')" '[null,null,-22.2,null]'
is "nor is one with the day before" "$(wick-usage -j --until=2026-11-18T01:00 | jq -c '[.rows[].change_pct]')" '[null,200,null]'
run wick-usage --columns=money
exits 64
complains '^wick-usage: --columns money: no such column'

it "repositories"
# The work tree, a directory in it, a linked work tree and a submodule, which is a repository of its own; a
# directory in no repository, and one that no longer exists.
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
repos=$(cd "$tmp" && pwd -P)/repos
mkdir -p "$repos/none" "$repos/lib" "$repos/shop"
(
  for repo in lib shop; do cd "$repos/$repo" && git init -q . && git commit -q --allow-empty -m one; done
  cd "$repos/shop" && mkdir api && git worktree add -q ../side &&
    git -c protocol.file.allow=always submodule -q add ../lib sub
) >/dev/null 2>&1
saved=$HOME/.claude
mv "$saved" "$tmp/aside"
for dir in shop shop/api side shop/sub none gone; do
  folder=$saved/projects/$(echo "-$dir" | tr / -)
  mkdir -p "$folder"
  n=$((n + 10))
  reply 2026-11-18T10:00:00Z 100000 claude-sonnet-4-5 | sed "s|\"cwd\":\"/shop\"|\"cwd\":\"$repos/$dir\"|; s|\"sessionId\":\"one\"|\"sessionId\":\"s$n\"|" >"$folder/s$n.jsonl"
done
is "by repository" "$(wick-usage repo -j --no-ledger | jq -r '.rows[] | "\(.repo) \(.requests)"' | sed "s|^$repos/||" | sort | paste -sd ' ')" \
  'gone 1 none 1 shop 3 shop/sub 1'
is "sessions" "$(wick-usage repo,session -j --no-ledger | jq '.rows | length')" 6
rm -rf "$saved"
mv "$tmp/aside" "$saved"

it "nothing in these days"
run wick-usage --since=2026-11-25
exits 1
complains 'the last request was on 2026-11-22 05:00$'

it "a budget"
for pair in 9.99=0 10.01=1; do
  run wick-usage -q --over="${pair%=*}"
  exits "${pair#*=}"
  silent
done
run wick-usage -q --since=today --over=0.4
exits 0

it "the block that has not ended"
# $0.50019 in the first 10 minutes: $3 an hour, $15.0057 in five; the largest block before had 4.5 dollars and 1.5 (they are
# an hour apart).
run wick-usage block
matches '^now: 4h50m left, \$3.00 an hour, \$15.01 at its end at this rate: 250% of the largest before, \$6.00$'
is "as JSON" "$(wick-usage block -j | jq -c '.block | [.left_seconds, (.usd_per_hour * 100 | round), (.projected_usd * 100 | round), (.largest_usd * 100 | round)]')" \
  '[17400,300,1501,600]'
is "no pace of a part of it" "$(wick-usage block -j --until=2026-11-22T05:05 | jq -c '.block | [.left_seconds, .usd_per_hour, .projected_usd]')" \
  '[17400,null,null]'

it "the tool that a response calls first"
# calls ID LINE TOOL: writes one line of response ID, which calls that tool
calls() {
  printf '{"type":"assistant","sessionId":"two","cwd":"/shop","uuid":"v%s","requestId":"q%s","timestamp":"2026-11-20T10:00:0%sZ","message":{"id":"k%s","role":"assistant","model":"claude-haiku-4-5","content":[{"type":"tool_use","id":"t%s","name":"%s","input":{}}],"usage":{"output_tokens":100000,"cache_read_input_tokens":10}}}\n' \
    "$1$2" "$1" "$2" "$1" "$1$2" "$3"
}
rm -rf "$project" "$XDG_DATA_HOME" && mkdir -p "$project"
{
  calls 1 1 Grep && calls 1 2 Read  # two calls in parallel are one response on two lines
  calls 2 1 Read
  reply 2026-11-20T10:00:05Z 200000 claude-haiku-4-5
} >"$project/two.jsonl"
is "the tools" "$(wick-usage tool -j | jq -c '[.rows[] | [.tool, .requests, (.cost_usd * 10 | round)]]')" \
  '[["(none)",1,10],["Grep",1,5],["Read",1,5]]'
is "a filter" "$(wick-usage day --tool=Grep -j | jq -c '[.totals.requests, (.totals.cost_usd * 10 | round)]')" '[1,5]'
is "two" "$(wick-usage day --tool=Grep --tool='(none)' -j | jq .totals.requests)" 2
is "without the ledger" "$(wick-usage tool -j --no-ledger | jq -c '[.rows[].tool]')" '["(none)","Grep","Read"]'

finish
