#!/bin/sh
# SPDX-License-Identifier: MIT
# wick-growth --tokens: histories whose texts have known numbers of tokens (tests/audit/densities.py), and histories
# without enough data.
. "$(dirname "$0")/lib.sh"
command -v python3 >/dev/null || skip_all "python3 is not there to write histories"
python=$(python3 -c 'import sys; print(sys.executable)')
densities() { "$python" "$root/tests/audit/densities.py" "$@"; }
older='"model": "claude-opus-4-5", "since": "2026-07-01"' newer='"model": "claude-opus-5-5", "factor": 1.25'
third='"model": "claude-sonnet-4-5", "factor": 0.8'
# planted MODEL...: writes these as the only sessions; tokens OPTION...: runs wick-growth on them
planted() {
  rm -rf planted
  densities write planted 1 "$@"
}
tokens() { run wick-growth --tokens --no-ledger "$@"; }
# said FILTER: applies it to the last document
said() { jq -c "$1" "$tmp/out"; }
ratios='[.ratios[] | select(.kind == null)]'

# many NAME MODEL...: writes and measures 100 histories
many() {
  it "$1"
  if [ -n "${WICK_SANITIZED-}" ]; then
    skip "the intervals are the same there"
    return
  fi
  shift
  mkdir -p many
  seed=1
  while [ $seed -le 100 ]; do
    densities write history $seed "$@"
    CLAUDE_CONFIG_DIR=$tmp/history wick-growth --tokens --no-ledger -j >many/$seed.json
    rm -rf history
    seed=$((seed + 1))
  done
  densities check many 100 "$@" >checked
  sed 's/^/# /' checked
  is "within the intervals, 95 of 100 times" "$(grep -c ' enough$' checked)" 3
  is "each ratio" "$(sed -n 's/^ratios: [0-9]* of //p' checked)" "100, enough"
}
many "two models" "{$older, \"each\": 4}" "{$newer, \"each\": 4, \"sessions\": 5}"
many "one model split at random" '{"names": ["claude-sonnet-5", "claude-sonnet-5-5"], "sessions": 12, "each": 4, "factor": 1.3}'

it "what is said"
export CLAUDE_CONFIG_DIR="$tmp/planted"
planted "{$older}" "{$newer}"
tokens
exits 0
matches '^The same text is 1\.2[0-9] \(1\.[0-9]+ to 1\.[0-9]+\) times as many tokens under Opus 5\.5 as under Opus 4\.5; \$[0-9.]+ of your \$[0-9.]+ since 2026-10-01\.$'
matches '^Opus 5\.5 +Opus 4\.5 +all kinds +1\.2'
matches '^results of Read, 1⇥ +Opus 5\.5 +[0-9]{3} '
matches '^edits of \.py +Opus 4\.5 +[0-9]{3} '
cp "$tmp/out" first
tokens
cmp -s first "$tmp/out"
ok $? "the dice fall the same way each time"
tokens -j
is "what nothing but the text stood between" "$(said '[.densities[] | .steps] | unique')" "[36]"
is "the money: what would not be there" "$(said '.ratios[0] as $r | .models[1].cost_usd as $usd | $r.extra_usd - $usd * (1 - 1 / $r.ratio) | . < 1e-9 and . > -1e-9')" true
is "of all that the model cost" "$(said '.models[1].cost_usd * 1e7 | round')" \
  "$(wick-usage --model=claude-opus-5-5 --no-ledger -j | jq '.totals.cost_usd * 1e7 | round')"
tokens --csv
is "CSV: a row for each model and kind" "$(wc -l <"$tmp/out")" 9
matches '^claude-opus-5-5,result,Read,tab,'
run wick-growth --tokens -j
cp "$tmp/out" ledger
tokens -j
is "the ledger and the transcripts say the same" "$(jq -c 'del(.source)' ledger)" "$(said 'del(.source)')"

it "too little"
small='"kinds": ["Bash"], "decoys": false'
planted "{$older, $small, \"sessions\": 3, \"each\": [7, 6, 6]}" "{$third, $small}"
tokens -j
is "19 steps" "$(said "[$ratios, [.densities[] | has(\"low\")]]")" '[[],[false,true]]'
tokens
matches '^No ratio: '
planted "{$older, $small, \"sessions\": 3, \"each\": [7, 7, 6]}" "{$third, $small}"
tokens -j
is "20 steps of 3 sessions" "$(said "$ratios | length")" 1
planted "{$older, $small, \"sessions\": 2, \"each\": 30}" "{$third, $small}"
tokens -j
is "60 steps of 2 sessions" "$(said "$ratios | length")" 0

it "what is a step"
planted "{$older, $small, \"least\": 3999, \"most\": 3999}"
tokens -j
is "less than 4 kB" "$(said .steps)" 0
exits 1
planted "{$older, $small, \"least\": 4000, \"most\": 4000}"
tokens -j
is "4 kB" "$(said .steps)" 36
planted "{$older, $small, \"output\": 0.16}"
tokens -j
is "the response before took more than 15%" "$(said .steps)" 0
planted "{$older, $small, \"output\": 0.14}"
tokens -j
is "and less" "$(said .steps)" 36

it "line numbers of Read"
read='"kinds": ["Read"], "decoys": false'
# comparable CLIENT CLIENT: prints the number of ratios
comparable() {
  planted "{$older, $read, \"client\": \"$1\"}" "{$newer, $read, \"client\": \"$2\"}"
  tokens -j
  is "clients $1 and $2" "$(said "$ratios | length")" "$3"
}
comparable 2.1.63 2.1.181 0
comparable 2.1.60 2.1.63 1
comparable 2.1.181 2.1.332 1
comparable 2.1.80 2.1.80 0

it "clients that note placeholders"
planted "{$older, \"kinds\": [\"answer\", \"edit\"], \"client\": \"2.1.96\"}"
tokens -j
is "2.1.96: no answers and edits" "$(said .steps)" 0
planted "{$older, \"kinds\": [\"answer\", \"edit\"], \"client\": \"2.1.97\"}"
tokens -j
is "2.1.97" "$(said .steps)" 72

it "nothing older to be compared with"
planted "{$newer, \"kinds\": [\"Bash\"], \"each\": 12}"
tokens -j
is "other people's sessions" "$(said "$ratios | map([.model, .other, .baseline, has(\"extra_usd\")])")" '[["claude-opus-5-5",null,true,false]]'
is "its interval" "$(said '.ratios[0] | .low < 1.25 and .high > 1.25')" true
tokens
matches "^results of Bash +others, up to 4\.6 +349"
matches 'Opus 5\.5 +models up to Claude 4\.6'
planted "{$older, \"kinds\": [\"Bash\"], \"each\": 12}"
tokens -j
is "of the older generation itself" "$(said '.ratios | length')" 0

it "what another model would have cost"
planted "{$older}" "{$newer}"
run wick-growth --what-if=model=claude-opus-4-5 --no-ledger -j
said '.what_if[0]' >answer
ratio=$(jq '.models[0].token_ratio' answer)
tokens -j
is "the ratio turned round" "$(said "$ratios | .[0].ratio * $ratio - 1 | . < 1e-9 and . > -1e-9")" true
# Each response once; those of Opus 5.5 with the tokens multiplied, at the price of Opus 4.5.
cat >would.py <<'EOF'
import glob, json, sys
ratio, all, seen = float(sys.argv[1]), 0, set()
for path in glob.glob("planted/projects/*/*.jsonl"):
    for entry in map(json.loads, open(path)):
        message = entry.get("message", {})
        if "usage" not in message or message["id"] in seen:
            continue
        seen.add(message["id"])
        times = ratio if message["model"] == "claude-opus-5-5" else 1
        for key, rate in (("cache_read_input_tokens", 0.5), ("cache_creation_input_tokens", 6.25), ("output_tokens", 25)):
            all += round(message["usage"][key] * times) * rate / 1e6
print("%.5f" % all)
EOF
is "the money" "$(jq '.would_usd * 1e5 | round' answer)" "$("$python" would.py "$ratio" | jq '. * 1e5 | round')"
is "what it cost" "$(jq '.cost_usd * 1e7 | round' answer)" "$(wick-usage --no-ledger -j | jq '.totals.cost_usd * 1e7 | round')"
is "its own requests stay" "$(jq '[.models[].model]' -c answer)" '["claude-opus-5-5"]'
run wick-growth --what-if=model=opus-4-5 --no-ledger
matches '^assumed: all requests'
matches '^Opus 5\.5: 0\.[78][0-9] \(0\.[0-9]+ to 0\.[0-9]+\) times as many tokens under Opus 4\.5, by your sessions$'
run wick-growth --what-if=model=haiku-5-5 --no-ledger
matches '^Opus 5\.5: the same number of tokens assumed$'
matches '^Opus 4\.5: 1\.2.*, by your sessions with Opus 5\.5 and Opus 4\.5$'
run wick-growth --what-if=model=nobody
exits 64
session=$(grep -l claude-opus-4-5 planted/projects/*/*.jsonl | head -n 1)
id=$(basename "$session" .jsonl)
run wick-growth --what-if=model=opus-5-5 --session="$id" --no-ledger -j
is "of one session, by the ratio of all" "$(said "[.what_if[0].models[0].token_ratio * $ratio - 1 | . < 1e-9 and . > -1e-9] + [.what_if[0].sessions | length]")" '[true,1]'

it "wick-next advice"
advice() { wick-next advice -t "$session" -j; }
rm -rf "$XDG_CACHE_HOME"  # what was kept of other sessions in that folder
run wick-usage  # keeps how prompts usually go
advice >before
is "as many tokens, where nothing is known" "$(jq '[.advice[] | select(.token_ratio)] | length' before)" 0
tokens -j
advice >without_ledger
cmp -s before without_ledger
ok $? "what was not of all is not kept"
run wick-growth --tokens -j
advice >after
opus='.advice[] | select(.model == "claude-opus-5-5")'
is "the ratio" "$(jq "$opus | .token_ratio_baseline, (.token_ratio * $ratio - 1 | . < 1e-5 and . > -1e-5)" -c after | tr '\n' ' ')" "false true "
for figure in entry_usd p10_usd p50_usd p90_usd; do
  is "$figure: with so many times the tokens" "$(jq -n --slurpfile a after --slurpfile b before \
    "(\$a[0] | $opus) as \$x | (\$b[0] | $opus) as \$y | \$x.$figure / \$y.$figure / \$x.token_ratio - 1 | . < 1e-3 and . > -1e-3")" true
done
is "the ways with the same model are what they were" "$(jq -c '[.advice[] | select(.way != "model")]' after)" "$(jq -c '[.advice[] | select(.way != "model")]' before)"

COLUMNS=150 run wick-next advice -t "$session"
matches 'Opus 5\.5 .*; 1\.[0-9]+ times as many tokens, by your sessions$'

it "other people's transcripts, counted by a script that knows nothing of wick"
public=${WICK_PUBLIC:-$root/../shared/fixtures/public}
if [ -d "$public" ]; then
  CLAUDE_CONFIG_DIR=$(printf '%s,' "$public"/*/ | sed 's/,$//')
  densities count "$public" >expected
  tokens -j
  is "results by model and tool" "$(jq -r '.densities[] | select(.kind == "result") | "\(.model) \(.tool) \(.steps) \(.tokens_per_kb * 10 | round / 10)"' "$tmp/out" | sort)" "$(sort expected)"
  ok $(($(wc -l <expected) < 5)) "there are some"
else
  skip "none here (WICK_PUBLIC)"
fi

it "what it goes with"
for wrong in --carried --split=auto --what-if=clear --plot=x.svg; do
  run wick-growth --tokens "$wrong"
  exits 64
done
finish
