#!/bin/sh
# SPDX-License-Identifier: MIT
# Names of sessions: read from the transcript, stored only if the user asks for it, shown only if permitted.
. "$(dirname "$0")/lib.sh"
project=$HOME/.claude/projects/-shop
mkdir -p "$project" "$XDG_CONFIG_HOME/wick"
toml=$XDG_CONFIG_HOME/wick/wick.toml
one=11111111-aaaa-4aaa-8aaa-111111111111
two=22222222-bbbb-4bbb-8bbb-222222222222
WICK_NOW=2026-11-20T12:00:00Z
# response ID NUMBER HOUR: each response writes the whole context again, so the second one of a session is a miss.
response() {
  printf '{"type":"assistant","sessionId":"%s","cwd":"/shop","uuid":"u%s","requestId":"r%s","timestamp":"2026-11-18T%s:00:00Z","version":"2.1.300","message":{"id":"m%s","role":"assistant","model":"claude-sonnet-4-5","content":[{"type":"text","text":"x"}],"usage":{"input_tokens":10,"cache_creation_input_tokens":90000,"output_tokens":1000}}}\n' \
    "$1" "$2" "$2" "$3" "$2"
}
# session ID NUMBER TITLE_LINES
session() { { response "$1" "$2" 10; response "$1" "${2}0" 12; printf '%s\n' "$3"; } >"$project/$1.jsonl"; }
ai() { printf '{"type":"ai-title","aiTitle":"%s","sessionId":"%s"}' "$2" "$1"; }
custom() { printf '{"type":"custom-title","customTitle":"%s","sessionId":"%s"}' "$2" "$1"; }
session $one 1 "$(ai $one 'Mend the parser')"
# The user's own name takes precedence, wherever it is; also joined to another line.
session $two 2 "$(custom $two 'an old name')
$(custom $two 'release')$(ai $two 'Prepare a release')
$(ai $two 'Ship it')"
titles() { wick-sessions --all -j | jq -r '[.title] | @tsv' | sort | tr '\n' '/'; }

it "names"
is "of past sessions" "$(titles)" "Mend the parser/release/"
is "in wick-usage" "$(wick-usage session -j | jq -r '[.rows[].title] | sort | join("/")')" "Mend the parser/release"
run wick-sessions --all
matches '^1111.* Mend the parser '
run wick-usage session
matches '^1111.* Mend the parser '
run wick-growth
matches '^1111.* Mend the parser '
for tool in 'wick-misses --by=session' 'wick-waste --by=session' 'wick-waste --by=session'; do  # the third: a kept audit
  # shellcheck disable=SC2086
  run $tool
  matches '11111111  Mend the parser'
done
for rows in 'wick-growth .sessions' 'wick-misses .main.by_session' 'wick-waste .by_session' 'wick-overview .sessions'; do
  is "in ${rows% *} --json" \
    "$("${rows% *}" --json | jq -r "${rows#* } | map(.session[:4] + \" \" + .title) | sort | join(\"/\")")" \
    "1111 Mend the parser/2222 release"
done
run wick-sessions show release
matches '^name +release$'
run wick-growth --session='Mend the parser' --json
is "a session by its name" "$(jq -r '.sessions[0].session' "$tmp/out")" $one
run wick-growth --session=nobody
exits 69
COLUMNS=80 run wick-sessions --all
matches '^1111.* Mend the par'

it "without names"
for tool in 'wick-sessions --all' 'wick-sessions --since=30d' 'wick-usage session' wick-growth 'wick-misses --by=session' 'wick-waste --by=session' "wick-sessions show $one"; do
  # shellcheck disable=SC2086
  run $tool --no-names
  exits 0
  grep -q -e parser -e release "$tmp/out"
  is "$tool --no-names" $? 1
done
for tool in wick-growth wick-misses wick-waste wick-overview; do
  is "$tool --no-names --json" "$("$tool" --no-names --json | grep -c -e parser -e release -e title)" 0
done
echo '[privacy]
names = false' >"$toml"
is "nor where wick.toml says so" "$(titles; wick-usage session | grep -c parser)" "//0"
run wick-growth --session=release
exits 69
rm "$toml"
is "never in exports" "$(wick-export csv | grep -c -e parser -e release)" 0

ledger=$XDG_DATA_HOME/wick/ledger.db
it "the ledger"
grep -q 'Mend the parser' "$ledger"*
is "has no names" $? 1
echo '[ledger]
titles = true' >"$toml"
wick-usage >/dev/null
session $one 1 "$(ai $one 'Mend the lexer')"
mv "$project/$two.jsonl" "$tmp/gone"
is "keeps them with leave" "$(titles)" "Mend the lexer/release/"
rm "$project/$one.jsonl"
is "for sessions whose transcripts are gone" "$(titles)" "Mend the lexer/release/"
echo '[ledger]
titles = "yes"' >"$toml"
run wick-usage
exits 78
complains 'wick.toml:2:'
rm "$toml"
is "forgets them when the leave is taken back" "$(titles)" "//"
grep -q -e 'Mend' -e release "$ledger"*
is "and has nothing of them on the disk" $? 1

finish
