#!/bin/sh
# SPDX-License-Identifier: MIT
# The ledger's counts are right whatever happens to it and to the transcripts, checked with a corpus whose true
# totals are known. CORPUS_SIZE="SESSIONS RESPONSES BYTES" sets its size.
. "$(dirname "$0")/lib.sh"
. "$root/tests/history.sh"

# shellcheck disable=SC2086
sessions "$tmp/c" ${CORPUS_SIZE:-160 2200 24000000} || exit 1
manifest=$tmp/c/manifest.json
CLAUDE_CONFIG_DIR=$tmp/c
export CLAUDE_CONFIG_DIR

usage() { wick-usage --json "$@" >"$tmp/u.json" 2>"$tmp/err"; }
counts_right() { true_to "$manifest" "$tmp/u.json" "${1:-totals are the true ones}"; }

milliseconds() { date +%s%3N; }
it "a first run"
begin=$(milliseconds)
usage
is "exits 0" $? 0
duration=$(($(milliseconds) - begin))
is_empty "says nothing else" "$(cat err)"
counts_right
is "from the ledger" "$(jq -r .source u.json)" ledger
figures u.json >first
is "the ledger is nobody else's" "$(stat -c %a "$ledger" "$(dirname "$ledger")" | tr '\n' ' ')" '600 700 '
is "left out as the corpus has it" \
  "$(jq -c '[.left_out | .malformed_lines, .unfinished_lines, .oversized_lines, .foreign_files]' u.json)" \
  "$(jq -c '[.left_out | .malformed_lines, .torn_lines, .oversized_lines, .other_format_files]' "$manifest")"

it "a second run"
usage --verbose
same "the same figures" first "$(figures u.json >second && echo second)"
grep -q 'read 0 bytes of 0 files' err
ok $? "reads nothing" err

it "every way of reading"
for way in --no-ledger '--no-ledger --threads=1' '--no-ledger --threads=7'; do
  # shellcheck disable=SC2086
  usage $way
  figures u.json >other
  same "$way: the same figures" first other
done
for threads in 1 3; do
  forget
  usage --threads=$threads
  figures u.json >other
  same "a new ledger, $threads threads: the same figures" first other
done

it "any order of files"
mkdir -p a/projects b/projects
i=0
for project in c/projects/*; do
  i=$((i + 1))
  if [ $((i % 2)) -eq 0 ]; then cp -Rp "$project" a/projects; else cp -Rp "$project" b/projects; fi
done
for dirs in a,b b,a a,b,a,"$tmp/b"; do
  forget
  CLAUDE_CONFIG_DIR=$dirs wick-usage --json >u.json
  counts_right "$dirs"
done
forget
CLAUDE_CONFIG_DIR=a wick-usage -q
CLAUDE_CONFIG_DIR=a,b wick-usage --json >u.json
counts_right "one folder after the other"
CLAUDE_CONFIG_DIR=b wick-usage --json >u.json
CLAUDE_CONFIG_DIR=b wick-usage --json --no-ledger >alone.json
figures u.json >other
figures alone.json >alone
same "one folder alone, though the ledger knows both" other alone

it "a file that grows"
grown=$(find c/projects -name '*.jsonl' ! -name 'agent-*' -size +200k ! -path '*subagents*' | sort | head -n 1)
cp -p "$grown" whole
size=$(wc -c <whole)
forget
for part in 3 2 1; do
  # Usually in the middle of a line.
  head -c $((size / part)) whole >"$grown"
  usage --verbose
done
counts_right
before=$(wc -c <"$grown")
printf '{"type":"mode","mode":"normal","sessionId":"x"}\n' >>"$grown"
usage --verbose
read_bytes=$(sed -n 's/.*read \([0-9]*\) bytes of 1 file,.*/\1/p' err)
[ -n "$read_bytes" ] && [ "$read_bytes" -le $(($(wc -c <"$grown") - before + 1000)) ]
ok $? "only what was added is read ($read_bytes bytes)" err
counts_right

it "a file that is rewritten"
forget
usage
tac "$grown" >other && cat other >"$grown"
usage
counts_right "lines in another order, in place"
cp whole other && mv other "$grown"
usage
counts_right "replaced by another file"
for half in 2 3 5; do
  head -c $((size / half)) whole >"$grown"
  usage
  counts_right "truncated to 1/$half"
done
: >"$grown"
usage
counts_right "empty"
sed 's/"output_tokens":[0-9]*/"output_tokens":1/g' whole >"$grown"
usage
counts_right "with smaller counts: the largest that was seen counts"
size_before=$(wc -c <"$ledger")
for again in 1 2 3 4 5 6; do
  sed "s/\"version\"/\"version$again\"/g" whole >"$grown"
  usage
done
counts_right "rewritten again and again"
[ "$(wc -c <"$ledger")" -le $((size_before + 400000)) ]
ok $? "the ledger does not grow by that ($size_before, $(wc -c <"$ledger") bytes)"
cp -p whole "$grown"

it "files that are deleted"
find c/projects -name '*.jsonl' | sort | awk 'NR % 3 == 0' >doomed
while read -r file; do rm "$file"; done <doomed
usage
counts_right "their requests are still counted"
usage --no-ledger
[ "$(jq .totals.requests u.json)" -lt "$(jq .totals.requests "$manifest")" ]
ok $? "the files alone have fewer"
rm -rf c/projects
usage
counts_right "even when all is gone"

it "killed at any moment"
cp -Rp a/projects b/projects "$tmp/c/" 2>/dev/null
mkdir -p c/projects && cp -Rp a/projects/* b/projects/* c/projects/
forget
i=0
while [ $i -lt 25 ]; do
  i=$((i + 1))
  wick-usage -q 2>/dev/null &
  victim=$!
  # At moments spread over its whole run time.
  moment=$((i * 37 % 100 * duration / 100))
  sleep "$((moment / 1000)).$(printf '%03d' $((moment % 1000)))"
  kill -9 $victim 2>/dev/null
  wait $victim 2>/dev/null
done
usage
counts_right
is_empty "and says nothing" "$(cat err)"

it "several at once"
forget
for n in 1 2 3 4; do wick-usage --json >"at-once.$n" 2>"err.$n" & done
wait
for n in 1 2 3 4; do
  cp at-once.$n u.json
  counts_right "process $n"
  is_empty "process $n says nothing" "$(cat err.$n)"
done

it "no space"
forget
# A limit on the size of files makes SQLite's writes fail; the signal that comes with it is ignored.
sh -c 'trap "" XFSZ; ulimit -f 64; wick-usage --json 2>err; echo $? >status' | cat >u.json
is "exits 0" "$(cat status)" 0
counts_right "from memory"
complains_of() {
  [ "$(wc -l <err)" -eq 1 ] && grep -q "^wick-usage: $ledger: .*$1" err
  ok $? "one line says so" err
}
complains_of 'read from the transcripts, nothing kept'
is "and the report knows" "$(jq -r .source u.json)" transcripts
usage
counts_right "with space again"
is "and the ledger is used" "$(jq -r .source u.json)" ledger

it "a data folder that cannot be"
XDG_DATA_HOME=/dev/null/x wick-usage --json >u.json 2>err
is "exits 0" $? 0
counts_right
grep -q 'nothing kept' err
ok $? "says so" err

it "a damaged ledger"
damaged() {
  usage
  counts_right "$1"
  grep -q "moved to $ledger.damaged-[0-9]*, and replaced by a new ledger" err
  ok $? "$1: says so" err
  find "$(dirname "$ledger")" -name '*.damaged-*' | grep -q .
  ok $? "$1: the old one is kept"
  rm -f "$ledger".damaged-*
  usage
  is "$1: then all is well" "$(cat err)$(jq -r .source u.json)" ledger
}
echo "this is not a database, and it is longer than a header of a hundred bytes, which SQLite reads first of all" >"$ledger"
damaged "another file"
size=$(wc -c <"$ledger")
head -c $((size / 2)) "$ledger" >half && cat half >"$ledger"
damaged "half of it"
# One byte in the middle of the packed records.
python3 - "$ledger" <<'END'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
(number, blob), = db.execute('SELECT id, records FROM part ORDER BY length(records) DESC LIMIT 1')
blob = bytearray(blob)
blob[len(blob) // 2] ^= 16
db.execute('UPDATE part SET records = ? WHERE id = ?', (bytes(blob), number))
db.commit()
END
damaged "a flipped bit"
: >"$ledger"
usage
counts_right "an empty file: made anew"

it "a newer wick's ledger"
python3 -c 'import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute("PRAGMA user_version=99")' "$ledger"
sum=$(cksum <"$ledger")
usage
counts_right
complains_of 'was written by a newer wick'
is "it is left alone" "$(cksum <"$ledger")" "$sum"

it "an older wick's ledger"
# Ledgers of the recorded sessions by old versions of the packing: the first had neither effort nor client of a
# request; the third was the first that audits can use.
old_ledger() {
  forget
  mkdir -p "$(dirname "$ledger")"
  cp "$data/ledger/$1.db" "$ledger"
  python3 -c 'import sqlite3, sys; db = sqlite3.connect(sys.argv[1])
db.execute("UPDATE file SET path = replace(path, ?, ?)", ("HOME/.claude", sys.argv[2])); db.commit()' "$ledger" "$CLAUDE_CONFIG_DIR"
}
kept=$CLAUDE_CONFIG_DIR
mkdir -p old/.claude
cp -R "$data/config/projects" old/.claude/
CLAUDE_CONFIG_DIR=$tmp/old/.claude
wick-usage --no-ledger --json | sed 's/"source":"transcripts"/"source":"ledger"/' >expected
wick-waste --no-ledger --json | jq '[.classes, .clusters | map(del(.first, .last))?]' >expected-waste
for made in 1 3; do
  old_ledger $made
  wick-usage --json >got 2>err
  same "$made, where the transcripts are" expected got
  is_empty "without a word" "$(cat err)"
  wick-waste --json | jq '[.classes, .clusters | map(del(.first, .last))?]' >got
  same "$made, audited" expected-waste got
done
mv old/.claude/projects gone
for made in 1 3; do
  old_ledger $made
  wick-usage --json >got 2>err
  same "$made, and where they are gone" expected got
  is_empty "without a word" "$(cat err)"
done
wick-waste --json | jq '[.classes, .clusters | map(del(.first, .last))?]' >got
same "what an audit needs is there too" expected-waste got
CLAUDE_CONFIG_DIR=$kept

it "the clock"
forget
for now in 1970-01-02T00:00:00Z 9998-12-31T00:00:00Z 2026-11-22T00:00:00Z; do
  WICK_NOW=$now wick-usage --json >u.json 2>err
  counts_right "at $now"
done

it "no text is kept"
# Words of the corpus's conversations that are in no name or path.
grep -aohE '"text":"[A-Za-z ]{30,60}' c/projects -r | cut -c 9-40 | sort -u | head -n 200 >sentences
[ -s sentences ]
ok $? "the corpus has sentences"
! grep -aqFf sentences "$ledger"
ok $? "the ledger has none"
finish
