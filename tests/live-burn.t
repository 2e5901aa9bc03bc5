#!/bin/sh
# SPDX-License-Identifier: MIT
# growth.* and misses.* of a running session equal wick-misses's counts, whatever was read before.
. "$(dirname "$0")/lib.sh"
use_recorded_sessions

# A long transcript takes several runs.
catch_up() {
  n=0 source=
  # shellcheck disable=SC2094
  while [ "$n" -lt 60 ] && [ -z "$source" ]; do
    n=$((n + 1))
    wick-state -t "$1" -f '{growth.source}' >source
    read -r source <source
  done
}
what_is_live() { jq -c '[.misses.count // 0, .misses.extra_usd // 0, .growth.slope_tokens_per_prompt]' "$@"; }
live() { wick-state -t "$1" -j | what_is_live; }
# The same figures from the analysis, and the slope from an independent count of the prompts.
all_of() {
  wick-misses --no-ledger --json "$1" | jq -c '[.main.misses // 0, .main.extra_usd // 0]'
}
agrees() {
  catch_up "$1"
  got=$(live "$1") expected=$(all_of "$1")
  { echo "$1: got $got, expected $expected"; } >why
  jq -en --argjson got "$got" --argjson expected "$expected" \
    '($got[0] == $expected[0]) and ($got[1] - $expected[1] | fabs < 1e-9)' >/dev/null
  ok $? "$2" why
}

it "misses"
rm -rf "$HOME/.local" # no tap
for file in "$project"/*.jsonl; do agrees "$file" "${file##*/}"; done
public=${WICK_PUBLIC:-$root/../shared/fixtures/public}
if [ -d "$public" ]; then
  find "$public" -path '*/projects/*' -name '*.jsonl' | grep -v '/subagents/\|/agent-' >files
  while read -r file; do
    catch_up "$file"
    wick-state -t "$file" -j >>live.json
    wick-misses --no-ledger --json "$file" >>all.json
  done <files
  jq -rn --slurpfile live live.json --slurpfile all all.json --rawfile files files '($files | rtrimstr("\n") / "\n") as $files |
    if ($live | length) != ($files | length) or ($all | length) != ($files | length) then "not one answer for each file" else
      range($files | length) as $i |
      ($live[$i] | [.misses.count // 0, .misses.extra_usd // 0]) as $got |
      ($all[$i] | [.main.misses // 0, .main.extra_usd // 0]) as $expected |
      select($got[0] != $expected[0] or ($got[1] - $expected[1] | fabs) >= 1e-9) | "\($files[$i]): got \($got), expected \($expected)"
    end' >wrong 2>&1
  [ ! -s wrong ]
  ok $? "of the public transcripts" wrong
else
  skip "no public transcripts here (WICK_PUBLIC)"
fi

it "a transcript that grows"
file=$(find "$project" -name 'd7f47105*.jsonl')
mkdir -p grown
lines=$(wc -l <"$file")
for n in $(seq 1 7 "$lines") "$lines"; do
  head -n "$n" "$file" | tee fresh.jsonl >"grown/${file##*/}"
  wick-state -t "grown/${file##*/}" -j >>kept.json
  XDG_CACHE_HOME=$tmp/nothing-$n wick-state -t fresh.jsonl -j >>fresh.json
done
what_is_live kept.json >kept
what_is_live fresh.json >fresh
diff kept fresh >different && [ "$(wc -l <kept)" -gt 10 ]
ok $? "gives with its checkpoint what a fresh reading gives" different
head -n 3 "$file" >"grown/${file##*/}"
is "and when it was written anew" "$(live "grown/${file##*/}")" "$(live fresh.jsonl | jq -c '[0, 0, null]')"

# prompts COUNT PADDING: writes a session whose context grows by 3,000 tokens per prompt, with a miss at the end
prompts() {
  jq -nc --argjson n "$1" --arg padding "$2" 'range($n) | (5000 + . * 3000) as $context |
    { type: "user", uuid: "p\(.)", sessionId: "s", timestamp: (1795312800 + . * 60 | todate), version: "2.1.330",
      message: { role: "user", content: "go on" }, padding: $padding },
    { type: "assistant", uuid: "a\(.)", sessionId: "s", requestId: "r\(.)", timestamp: (1795312801 + . * 60 | todate),
      version: "2.1.330", message: { id: "m\(.)", role: "assistant", model: "claude-opus-5-5", usage: { input_tokens: 10,
        cache_read_input_tokens: (if . == 0 or . == $n - 1 then 0 else $context - 3000 end), output_tokens: 9,
        cache_creation_input_tokens: (if . == 0 or . == $n - 1 then $context else 3000 end),
        cache_creation: { ephemeral_1h_input_tokens: (if . == 0 or . == $n - 1 then $context else 3000 end) } } } }'
}

it "growth"
prompts 20 "" >s.jsonl
is "tokens per prompt, prompts until 967,000" \
  "$(wick-state -t s.jsonl -j | jq -c '.growth | [.slope_tokens_per_prompt, (.prompts_to_compact - (967000 - 62010) / 3000 | fabs < 1e-9), .source]')" \
  '[3000,true,"transcript"]'
is "bars of the newest 8" "$(wick-state -t s.jsonl -f '{growth.spark}')" "▆▆▇▇▇███"
is "the miss" "$(wick-state -t s.jsonl -f '{misses.count} {misses.extra_usd}')" "1 $(jq -n '59000 * (8 - 0.2) / 1e6')"
is "a line has them" "$(wick-line -t s.jsonl -f '{misses.count}, {growth.spark}')" "1, ▆▆▇▇▇███"

it "where Claude Code is told to compact"
# left SETTINGS VARIABLE...: prints the tokens left until it compacts, growing by 3,000 per prompt from 62,010
transcript=s.jsonl
left() {
  printf '%s\n' "$1" >"$HOME/.claude/settings.json"
  shift
  env "$@" wick-state -t "$transcript" -j | jq -r 'if .growth.prompts_to_compact then .growth.prompts_to_compact * 3000 + 62010 | round
    else "never, \(.next.compaction_chance)" end'
}
window=CLAUDE_CODE_AUTO_COMPACT_WINDOW percent=CLAUDE_AUTOCOMPACT_PCT_OVERRIDE
is "nothing said" "$(left '{}' A=1)" 967000
is "a smaller window in the settings" "$(left '{"autoCompactWindow": 400000}' A=1)" 367000
is "a larger one than the model's" "$(left '{"autoCompactWindow": 3000000}' A=1)" 967000
is "in the environment, before the settings" "$(left '{"autoCompactWindow": 400000}' $window=500000)" 467000
is "in the settings' env, before the environment" "$(left "{\"env\": {\"$window\": \"300000\"}}" $window=500000)" 267000
for value in 99999 1000001 x ''; do is "no window: $value" "$(left '{}' "$window=$value")" 967000; done
is "too small in the settings" "$(left '{"autoCompactWindow": 50000}' A=1)" 967000
models='{"autoCompactWindow": 400000, "modelSettings": {"claude-haiku-5-5": {"autoCompactWindow": 200000}, "MODEL": {"autoCompactWindow": WINDOW}}}'
is "the model's own" "$(left "$(echo "$models" | sed 's/MODEL/claude-opus-5.5[1m]/; s/WINDOW/600000/')" A=1)" 567000
is "auto" "$(left "$(echo "$models" | sed 's/MODEL/claude-opus-5-5/; s/WINDOW/"auto"/')" A=1)" 967000
is "another model's" "$(left "$(echo "$models" | sed 's/MODEL/claude-opus-5/; s/WINDOW/600000/')" A=1)" 367000
is "a percentage of all but 20,000" "$(left '{}' $percent=50)" 490000
is "of the smaller window" "$(left '{"autoCompactWindow": 400000}' $percent=80)" 304000
is "which cannot raise it" "$(left '{}' $percent=100)" 967000
is "nor is it 0" "$(left '{}' $percent=0)" 967000
for off in DISABLE_AUTO_COMPACT=1 DISABLE_AUTO_COMPACT=true DISABLE_COMPACT=yes; do is "$off" "$(left '{}' $off)" "never, null"; done
is "not off" "$(left '{}' DISABLE_AUTO_COMPACT=0)" 967000
is "off in the settings" "$(left '{"autoCompactEnabled": false}' A=1)" "never, null"
is "and in their env" "$(left '{"env": {"DISABLE_AUTO_COMPACT": "1"}}' A=1)" "never, null"
is "settings that are none" "$(left '[{"autoCompactWindow": 400000}]' A=1)" 967000
left '{"autoCompactWindow": 400000}' A=1 >/dev/null
is "its evidence" "$(wick-doctor explain -j growth.prompts_to_compact -t s.jsonl | jq -c '.from[0] | [.source, .file, .key, .value]')" \
  "[\"settings\",\"$HOME/.claude/settings.json\",\"autoCompactWindow\",\"400000\"]"
is "and of none" "$(DISABLE_AUTO_COMPACT=1 wick-doctor explain -j growth.prompts_to_compact -t s.jsonl | jq -c '.missing')" \
  '["a compaction: it is turned off by DISABLE_AUTO_COMPACT"]'
folder=$HOME/.claude/projects/$(printf %s "$tmp/work" | tr -c A-Za-z0-9 -)
mkdir -p work/.claude "$folder"
transcript=$folder/11111111-1111-4111-8111-111111111111.jsonl
sed "s|\"sessionId\":\"s\"|&,\"cwd\":\"$tmp/work\"|" s.jsonl >"$transcript"
echo '{"autoCompactWindow": 300000}' >work/.claude/settings.json
is "the project's settings before the user's" "$(left '{"autoCompactWindow": 400000}' A=1)" 267000
echo '{"autoCompactWindow": 200000}' >work/.claude/settings.local.json
is "and the local ones before those" "$(left '{"autoCompactWindow": 400000}' A=1)" 167000
rm -r "$folder"
rm "$HOME/.claude/settings.json"

it "a long transcript"
prompts 700 "$(head -c 4000 /dev/zero | tr '\0' x)" >long.jsonl
is "is read a piece at a time: first nothing is known" "$(wick-state -t long.jsonl -j | jq -c '[.growth, .misses]')" "[null,null]"
catch_up long.jsonl
is "and then all" "$(live long.jsonl)" "$(all_of long.jsonl | jq -c '. + [3000]')"
{
  head -c 2000000 /dev/zero | tr '\0' x
  echo
  prompts 1 "" | sed 's/"\([parm]\)0"/"\1z"/g'
} >>long.jsonl
catch_up long.jsonl
is "past a line that is too long for that" "$(live long.jsonl)" "$(all_of long.jsonl | jq -c '. + [3000]')"

it "without a price"
sed 's/claude-opus-5-5/gpt-7/' s.jsonl >other.jsonl
is "a count, but no money" "$(wick-state -t other.jsonl -j | jq -c .misses)" '{"count":1,"source":"transcript"}'

it "a damaged checkpoint"
wick-state -t s.jsonl >before
for checkpoint in "$XDG_CACHE_HOME"/wick/burn/*; do printf 'wick burn 1\nnonsense' >"$checkpoint"; done
wick-state -t s.jsonl >after
cmp -s before after
ok $? "is none" after
finish
