#!/bin/sh
# SPDX-License-Identifier: MIT
# Injected system errors: none is mistaken for the end of a file. What could not be read is reported, with status 66,
# and read the next time; nothing is lost. The expected figures are those of an undisturbed run.
. "$(dirname "$0")/lib.sh"
command -v strace >/dev/null || skip_all "strace is not there"
strace -f -o /dev/null true 2>/dev/null || skip_all "strace may not trace here"
if [ -n "${WICK_SANITIZED-}" ]; then skip_all "the sanitizers' own calls are in the way"; fi

projects=$HOME/.claude/projects
here=$projects/-p
# response ID OUTPUT: a line of session s
response() {
  printf '{"parentUuid":null,"isSidechain":false,"cwd":"/p","sessionId":"s","version":"2.1.330","message":{"id":"msg_%s","model":"claude-opus-5-5","role":"assistant","content":[],"usage":{"input_tokens":3,"output_tokens":%s}},"requestId":"req_%s","type":"assistant","uuid":"u-%s","timestamp":"2026-11-22T05:00:00.000Z"}\n' \
    "$1" "$2" "$1" "$1"
}
anew() {
  rm -rf "$XDG_DATA_HOME" "$XDG_CACHE_HOME" "$projects"
  mkdir -p "$here"
  response one 1 >"$here/s.jsonl"
  response two 2 >"$here/t.jsonl"
}
# faulty CALLS ERROR WHEN PATH COMMAND...: runs it with these calls on PATH (-: any) failing; WHEN is 1 or 1+
faulty() {
  calls=$1 error=$2 when=$3 path=$4
  shift 4
  set -- -f -qq -o "$tmp/trace" -e "trace=$calls" -e "inject=$calls:error=$error:when=$when" "$@"
  [ "$path" = - ] || set -- -P "$path" "$@"
  run strace "$@"
}
# told PATH REASON: checks for this message on standard error, with status 66
told() {
  exits 66
  grep -q ": $1: $2\$" "$tmp/err"
  ok $? "tells of it" "$tmp/err"
}
output_of() { jq -r '[.totals.requests, .totals.output_tokens, .left_out.unreadable] | @csv' "$1"; }
# counts EXPECTED: checks requests, output tokens and files left out in the JSON
counts() { is "counts $1" "$(output_of "$tmp/out")" "$1"; }

stats=stat,newfstatat,fstat,statx
for calls in pread64 openat $stats; do
  it "wick-usage: $calls of a transcript fails"
  for ledger in '' --no-ledger; do
    anew
    # shellcheck disable=SC2086
    faulty "$calls" EIO 1+ "$here/t.jsonl" wick-usage --json $ledger
    told "$here/t.jsonl" "Input/output error"
    counts 1,1,1
  done
  faulty "$calls" EIO 1+ "$here/t.jsonl" wick-usage --json
  told "$here/t.jsonl" "Input/output error"
  faulty "$calls" EIO 1+ "$here/t.jsonl" wick-export csv
  told "$here/t.jsonl" "Input/output error"
  run wick-usage --json
  exits 0
  counts 2,3,0
done

it "wick-export: a file that is there is replaced by a whole one only"
anew
echo old >table.csv
for calls in openat pread64; do
  faulty "$calls" EIO 1+ "$here/t.jsonl" wick-export -o table.csv csv
  exits 66
  grep -q '^wick-export: table.csv: not written, because what could not be read would be missing$' err
  ok $? "says so" err
  is "and keeps it" "$(cat table.csv)" old
done
run wick-export -o table.csv csv
exits 0
is "the next time it is" "$(wc -l <table.csv)" 3

it "wick-usage: what a transcript has more cannot be read"
# The first read checks what is already known of the file.
for when in 1 2 3 4 1+; do
  anew
  wick-usage -q
  response three 4 >>"$here/t.jsonl"
  faulty pread64 EIO $when "$here/t.jsonl" wick-usage --json
  if [ "$status" -eq 66 ]; then counts 2,3,1; else counts 3,7,0; fi
done
exits 66
run wick-usage --json
exits 0
counts 3,7,0

it "wick-usage: a large transcript, of which a piece cannot be read"
anew
python3 - "$here/t.jsonl" <<'END'
import sys
line = open(sys.argv[1]).read()
with open(sys.argv[1], 'w') as file:
    for i in range(6000):
        file.write(line.replace('two', 'two%d' % i).replace('"content":[]', '"content":[{"type":"text","text":"%s"}]' % ('x' * 1500)))
END
faulty pread64 EIO 20 "$here/t.jsonl" wick-usage --json --threads=2
told "$here/t.jsonl" "Input/output error"
run wick-usage --json
counts 6001,12001,0

for calls in getdents64 openat $stats; do
  for folder in "$projects" "$here"; do
    it "wick-usage: $calls of ${folder#"$projects"}/ fails"
    anew
    faulty "$calls" EIO 1+ "$folder" wick-usage --json
    told "$folder" "Input/output error"
    run wick-usage --json
    counts 2,3,0
  done
done

it "directories that symbolic links lead to"
anew
mkdir -p "$here/sub" "$tmp/elsewhere"
response four 8 >"$here/sub/agent-4.jsonl"
response five 16 >"$tmp/elsewhere/agent-5.jsonl"
for name in a b c d; do ln -s "$projects" "$here/sub/$name"; done
for name in e f; do ln -s "$tmp/elsewhere" "$here/$name"; done
ln -s "$here" "$projects/again"
for ledger in '' '' --no-ledger; do
  # shellcheck disable=SC2086
  run strace -f -qq -o "$tmp/trace" -e trace=getdents64 -y wick-usage --json $ledger
  exits 0
  counts 4,27,0
  grep -o '<[^>]*>' "$tmp/trace" | grep -v /wick | sort | uniq -c | awk '$1 > 2' >lists  # entries, and their end
  is_empty "each is listed once" "$(cat lists)"
done

it "no thread can be had"
anew
python3 - "$here/t.jsonl" <<'END'
import sys
line = open(sys.argv[1]).read()
with open(sys.argv[1], 'w') as file:
    for i in range(1000):
        file.write(line.replace('two', 'two%d' % i).replace('"content":[]', '"content":[{"type":"text","text":"%s"}]' % ('x' * 1500)))
END
faulty clone,clone3 EAGAIN 1+ - wick-usage --json --threads=4
exits 0
counts 1001,2001,0

ledger=$XDG_DATA_HOME/wick/ledger.db
# with_ledger: creates a ledger that has the only copy of half of the requests
with_ledger() {
  anew
  for n in 1 2 3 4; do response "gone$n" 1000 >"$here/gone$n.jsonl"; done
  wick-usage -q
  rm "$here"/gone*.jsonl
}
damaged_copies() { find "$XDG_DATA_HOME/wick" -name '*.damaged-*' ! -name '*-wal' ! -name '*-shm' | sort; }

it "a ledger that could not be read once"
with_ledger
before=$(stat -c %i "$ledger")
for when in 1 2 3 4 5 6; do
  faulty pread64 EIO $when "$ledger" wick-usage --json --threads=1  # strace counts the calls of each thread
  exits 0
  counts 6,4003,0
done
is "is the same one" "$(stat -c %i "$ledger")" "$before"
is_empty "and is not called damaged" "$(damaged_copies)"

it "a ledger that cannot be read at all"
faulty pread64 EIO 1+ "$ledger" wick-usage --json
told "$ledger" "[^:]*; read from the transcripts, nothing kept"
counts 2,3,1
is "is the same one" "$(stat -c %i "$ledger")" "$before"
run wick-usage --json
exits 0
counts 6,4003,0

it "a ledger that cannot be looked at"
with_ledger
faulty "$stats" EACCES 1+ "$ledger" wick-usage --json
exits 66
counts 2,3,1
run wick-usage --json
exits 0
counts 6,4003,0

it "one damaged part"
damage() { # SQL
  python3 -c 'import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute(sys.argv[2]); db.commit()' "$ledger" "$1"
}
damage "UPDATE part SET records = x'00' WHERE file = (SELECT id FROM file WHERE path LIKE '%gone2%')"
for again in '' again; do
  run wick-usage --json
  exits 66
  counts 5,3003,1
  grep -q "$(damaged_copies): a damaged ledger" "$tmp/err"
  ok $? "says so $again" "$tmp/err"
done
rm "$(damaged_copies)"
run wick-usage --json
exits 0
counts 5,3003,0

it "a page of zeros in a ledger"
for page in 2 4 6; do
  with_ledger
  python3 -c 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute("PRAGMA wal_checkpoint(TRUNCATE)")' "$ledger"
  dd if=/dev/zero of="$ledger" bs=16384 seek=$page count=1 conv=notrunc 2>/dev/null
  run wick-usage --json
  # Some pages are unused.
  [ "$status $(output_of "$tmp/out")" = "0 6,4003,0" ] || { [ "$status" -eq 66 ] && [ "$(jq .totals.requests "$tmp/out")" -ge 2 ]; }
  ok $? "page $page: all is there, or it is told" "$tmp/out"
done

it "many at once meet a damaged ledger"
with_ledger
damage "UPDATE part SET records = x'00' WHERE file = (SELECT id FROM file WHERE path LIKE '%gone2%')"
pids=
for n in 1 2 3 4 5 6; do
  wick-usage --json >many.$n 2>/dev/null &
  pids="$pids $!"
done
# shellcheck disable=SC2086
wait $pids
for n in 1 2 3 4 5 6; do is "process $n" "$(output_of many.$n)" 5,3003,1; done
is "it is kept once" "$(damaged_copies | wc -l)" 1
is "and whole" "$(python3 -c 'import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute("SELECT count(*) FROM part").fetchone())' "$(damaged_copies)")" 6

it "wick-cost: a read of the transcript fails"
anew
response two 2 >>"$here/s.jsonl"
whole=$(wick-cost -t "$here/s.jsonl" -f '{cost.total_usd}')
rm -rf "$XDG_CACHE_HOME"
for when in 1 2 3 1+; do
  faulty pread64 EIO $when "$here/s.jsonl" wick-cost -t "$here/s.jsonl" -f '{cost.total_usd}'
  if [ "$status" -ne 0 ]; then told "$here/s.jsonl" "Input/output error"; else prints "$whole"; fi
done
told "$here/s.jsonl" "Input/output error"
run wick-cost -t "$here/s.jsonl" -f '{cost.total_usd}'
exits 0
prints "$whole"

it "wick-cost: a subagent's file cannot be opened"
mkdir -p "$here/s/subagents"
response three 4 >"$here/s/subagents/agent-a.jsonl"
all=$(wick-cost -t "$here/s.jsonl" -f '{cost.total_usd}')
is "is in it" "$(awk "BEGIN { print ($all > $whole) }")" 1
rm -rf "$XDG_CACHE_HOME"
for fault in "openat $here/s/subagents/agent-a.jsonl" "pread64 $here/s/subagents/agent-a.jsonl" \
  "getdents64 $here/s/subagents"; do
  faulty "${fault%% *}" EIO 1+ "${fault#* }" wick-cost -t "$here/s.jsonl" -f '{cost.total_usd} {cost.lower_bound}'
  told "${fault#* }" "Input/output error"
  prints "$whole true"
done
run wick-cost -t "$here/s.jsonl" -f '{cost.total_usd}'
exits 0
prints "$all"

it "the status line says what it knows"
sed "s,\"transcript_path\":\"[^\"]*\",\"transcript_path\":\"$here/s.jsonl\"," "$data/payloads/2.1.330-warm-1h.json" >payload.json
wick-line <payload.json >line.expected
in=payload.json
# Only on these files: a program with shared libraries also reads those.
run strace -f -qq -o "$tmp/trace" -e trace=pread64,getdents64 -e inject=pread64,getdents64:error=EIO:when=1+ \
  -P "$here/s.jsonl" -P "$here" -P "$here/s/subagents" -P "$projects" wick-line
exits 0
grep -q '15k/1M' "$tmp/out"
ok $? "the line" "$tmp/out"
in=/dev/null

it "a total of the client's that no transcript confirms"
in=payload.json
rm -rf "$XDG_CACHE_HOME"
faulty openat EIO 1+ "$here/s.jsonl" wick-line -f '{cost.total_usd:h}{?cost.lower_bound=true:+}'
matches '^[$][0-9.]*[+]$'
mkdir -p "$XDG_CONFIG_HOME/wick"
printf '[[price]]\nmodel = "claude-opus-5-5"\nmultiplier = 2\n' >"$XDG_CONFIG_HOME/wick/prices.toml"
sed 's,"transcript_path":"[^"]*","transcript_path":"/nowhere.jsonl",' payload.json >unconfirmed.json
in=unconfirmed.json
run wick-line -f '[{cost.total_usd:h}]'
prints '[]'
rm "$XDG_CONFIG_HOME/wick/prices.toml"
in=/dev/null

it "wick-sessions: a transcript that is listed cannot be looked at"
touch -d "$WICK_NOW" "$here"/*.jsonl
faulty "$stats" EACCES 1+ "$here/t.jsonl" wick-sessions
told "$here/t.jsonl" "Permission denied"

it "wick-sessions: a project's folder cannot be listed"
touch -d "$WICK_NOW" "$here"/*.jsonl
faulty getdents64 EIO 1+ "$here" wick-sessions
told "$here" "Input/output error"

it "wick-export parquet: a day cannot be listed"
mkdir bin days
cat >bin/duckdb <<'END'
#!/bin/sh
cat >/dev/null
for sql; do :; done
folder=$(printf '%s' "$sql" | sed "s/.*)) TO '\([^']*\)'.*/\1/")
mkdir -p "$folder/date=2026-11-22" && echo new >"$folder/date=2026-11-22/wick_0"
END
chmod +x bin/duckdb
PATH=$PATH:$tmp/bin
day=days/date=2026-11-22
mkdir $day && echo old | tee $day/wick_0 >$day/wick_1
for folder in "$tmp/days/.wick-export/date=2026-11-22" "$tmp/$day" "$tmp/days/.wick-export"; do
  faulty getdents64 EIO 1+ "$folder" wick-export -o "$tmp/days" parquet
  [ "$status" -ge 64 ]
  ok $? "status $status" "$tmp/err"
  is "the old rows are there" "$(cat $day/*)" "old
old"
done
run wick-export -o "$tmp/days" parquet
exits 0
is "only the new ones" "$(cat $day/*)" new

it "wick-waste-judge --merge: the answers cannot be read"
echo '{}' >answers.jsonl
faulty pread64 EIO 1+ "$tmp/answers.jsonl" wick-waste-judge --merge="$tmp/answers.jsonl"
told "$tmp/answers.jsonl" "Input/output error"

it "wick-setup --undo: what was before cannot be read"
printf '{\n  "model": "opus"\n}\n' >"$HOME/.claude/settings.json"
cp "$HOME/.claude/settings.json" before.json
wick-setup claude >/dev/null
cp "$HOME/.claude/settings.json" after.json
backup=$HOME/.claude/settings.json.wick-backup
for calls in openat pread64; do
  faulty "$calls" EIO 1+ "$backup" wick-setup claude --undo
  told "$backup" "Input/output error"
  cmp -s after.json "$HOME/.claude/settings.json" && cmp -s before.json "$backup"
  ok $? "both files are as they were"
done
run wick-setup claude --undo
exits 0
cmp "$HOME/.claude/settings.json" before.json >why
ok $? "undone" why

finish
