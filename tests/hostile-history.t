#!/bin/sh
# SPDX-License-Identifier: MIT
# Histories with malicious files: nothing crashes, hangs or uses all memory, and what is left out is reported.
. "$(dirname "$0")/lib.sh"
. "$root/tests/history.sh"
projects=$HOME/.claude/projects
here=$projects/-p
mkdir -p "$here"
# The sanitizers take many times the memory and the time.
sanitized=${WICK_SANITIZED:-}

# response ID OUTPUT [MEMBERS]: a line
response() {
  printf '{"parentUuid":null,"isSidechain":false,"cwd":"/p","sessionId":"s","version":"2.1.0","message":{"id":"msg_%s","model":"claude-opus-5-5","role":"assistant","content":[],"usage":{"input_tokens":3,"output_tokens":%s}},"requestId":"req_%s","type":"assistant","uuid":"u-%s","timestamp":"2026-11-22T05:00:00.000Z"%s}\n' \
    "$1" "$2" "$1" "$1" "$3"
}
usage() {
  wick-usage --json -v "$@" >"$tmp/u.json" 2>"$tmp/err"
  status=$?
}
value() { jq -rc "$1" "$tmp/u.json"; }
both() { # WHAT FILTER EXPECTED: the same from the ledger, again from it, and without it
  for way in '' '' --no-ledger; do
    # shellcheck disable=SC2086
    usage $way
    is "$1 $way" "$(value "$2")" "$3"
  done
}
anew() {
  forget
  rm -rf "$here" && mkdir -p "$here"
}

# most_kib COMMAND...: prints its peak memory
most_kib() {
  python3 -c '
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss if status == 0 else "status %d" % status)' "$@"
}
within() { # WHAT KIB MOST
  if [ -n "$sanitized" ]; then return 0; fi
  [ "$2" -le "$3" ]
  ok $? "$1: $2 KiB, at most $3"
}

# Longer than any buffer, and more than the memory limit.
it "one line of 160 MB"
megabytes=160
[ -z "$sanitized" ] || megabytes=40
{
  response before 1
  printf '{"type":"user","cwd":"/p","sessionId":"s","uuid":"u-giant","timestamp":"2026-11-22T05:00:00Z","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","is_error":false,"content":"'
  head -c ${megabytes}000000 /dev/zero | tr '\0' 'x'
  printf '"}]}}\n'
  response behind 2
} >"$here/giant.jsonl"
both "what stands around it counts" '[.totals.requests, .totals.output_tokens, .left_out.oversized_lines] | @csv' '2,3,0'
forget
within "memory" "$(most_kib wick-usage -q)" 65536
{
  response before 1
  head -c ${megabytes}000000 /dev/zero | tr '\0' '['
  echo
  response behind 2
} >"$here/giant.jsonl"
both "one of nothing but brackets is left out, and counted as such" \
  '[.totals.requests, .left_out.oversized_lines] | @csv' '2,1'
grep -q '^wick-usage: left out: 1 line: too long$' err
ok $? "--verbose says so" err
forget
within "memory" "$(most_kib wick-usage -q)" 65536
anew
{
  response before 1
  head -c ${megabytes}000000 /dev/zero
  response behind 2
} >"$here/giant.jsonl"
both "a hole of NUL bytes, as a crash leaves it" '[.totals.requests, .left_out.oversized_lines] | @csv' '2,0'

it "many tiny files"
anew
files=20000
[ -z "$sanitized" ] || files=2000
python3 - "$here" $files <<'END'
import sys
line = open(0).read() if False else '{"sessionId":"s%d","cwd":"/p","type":"assistant","timestamp":"2026-11-22T05:00:00Z","message":{"id":"m%d","model":"claude-opus-5-5","usage":{"input_tokens":1,"output_tokens":1}}}\n'
for i in range(int(sys.argv[2])):
    with open('%s/%d.jsonl' % (sys.argv[1], i), 'w') as file: file.write(line % (i, i))
END
both "all count" .totals.requests $files
forget
within "memory" "$(most_kib wick-usage -q)" 65536

it "files that are none"
anew
mkfifo "$here/fifo.jsonl"
mkdir "$here/folder.jsonl"
ln -s nowhere "$here/dangling.jsonl"
ln -s loop.jsonl "$here/loop.jsonl"
ln -s "$projects" "$here/circle"
: >"$here/empty.jsonl"
echo >"$here/newline.jsonl"
response real 5 >"$here/real.jsonl"
ln "$here/real.jsonl" "$here/hard.jsonl"
ln -s real.jsonl "$here/soft.jsonl"
both "only the real one counts, once" '[.totals.requests, .totals.output_tokens] | @csv' '1,5'

it "unreadable folders and files"
anew
response one 1 >"$here/one.jsonl"
mkdir -p "$projects/-locked" "$here/sub"
response two 2 >"$projects/-locked/two.jsonl"
response three 4 >"$here/sub/three.jsonl"
chmod 000 "$projects/-locked" "$here/sub/three.jsonl"
as_user=
if [ "$(id -u)" -eq 0 ]; then
  as_user="setpriv --reuid=65534 --regid=65534 --clear-groups"
  chmod -R a+rX "$tmp" "$root/build" 2>/dev/null
  chmod 755 "$tmp"
  chmod 000 "$projects/-locked" "$here/sub/three.jsonl"
fi
if ! $as_user wick-usage --version >/dev/null 2>&1; then
  skip "cannot run as another user"
else
  XDG_DATA_HOME=/nonexistent $as_user wick-usage --json -v >u.json 2>err
  is "what can be read counts" "$(value '[.totals.requests, .left_out.unreadable] | @csv')" '1,2'
  grep -q -- "-locked: Permission denied$" err && grep -q "three.jsonl: Permission denied$" err
  ok $? "--verbose names them" err
fi
chmod 755 "$projects/-locked" && chmod 644 "$here/sub/three.jsonl"
usage
is "readable again: all count" "$(value .totals.requests)" 3
rm -rf "$projects/-locked"

it "files that grow and shrink while they are read"
anew
python3 - "$here/moving.jsonl" <<'END' &
import os, sys, time
line = '{"sessionId":"s","cwd":"/p","type":"assistant","timestamp":"2026-11-22T05:00:00Z","message":{"id":"m%d","model":"claude-opus-5-5","content":[{"type":"text","text":"' + 'x' * 3000 + '"}],"usage":{"input_tokens":1,"output_tokens":1}}}\n'
end = time.time() + 4
i = 0
with open(sys.argv[1], 'w') as file:
    while time.time() < end:
        for _ in range(200):
            file.write(line % i)
            i += 1
        file.flush()
        if i % 5000 == 0: os.truncate(sys.argv[1], os.path.getsize(sys.argv[1]) // 3)
    file.write('\n' + line % -1)
END
mover=$!
runs=0
while kill -0 $mover 2>/dev/null; do
  for way in '' --no-ledger; do
    # shellcheck disable=SC2086
    wick-usage -q $way >/dev/null 2>err || { [ $? -eq 1 ] || break 2; }
    [ ! -s err ] || break 2
    runs=$((runs + 1))
  done
done
[ $runs -gt 0 ] && [ ! -s err ]
ok $? "$runs runs, each without a word" err
wait $mover
usage --no-ledger
alone=$(value .totals.requests)
usage
[ "$(value .totals.requests)" -ge "$alone" ]
ok $? "in the end the ledger has at least what the file has ($alone)"

it "times"
anew
{
  response a 1 | sed 's/2026-11-22T05:00:00.000Z/1970-01-01T00:00:00.000Z/'
  response b 1 | sed 's/2026-11-22T05:00:00.000Z/9999-12-31T23:59:59.999Z/'
  response c 1 | sed 's/2026-11-22T05:00:00.000Z/10000-01-01T00:00:00Z/'
  response d 1 | sed 's/,"timestamp":"[^"]*"//'
  response e 1 | sed 's/"timestamp":"[^"]*"/"timestamp":17/'
} >"$here/times.jsonl"
both "each has its day, or none" '[.rows[] | [.day, .requests] | join("=")] | join(" ")' \
  'undated=3 1970-01-01=1 9999-12-31=1'
for by in week month block session project model; do
  usage $by
  is "by $by" "$status $(value '[.rows[].requests] | add')" '0 5'
done

it "the same id with other counts"
anew
{
  response x 10
  response x 700
  response x 30
} >"$here/x.jsonl"
response x 40 | sed 's/"input_tokens":3/"input_tokens":90/' >"$here/y.jsonl"
both "once, the largest of each" '[.totals.requests, .totals.input_tokens, .totals.output_tokens] | @csv' '1,90,700'

it "counts that are none"
anew
{
  response p -5
  response q 1e400
  response r '"12"'
  response s 99999999999999999999
  response t 1.5
  response u 12.0
  response v 4294967296
  response w null
} >"$here/counts.jsonl"
# u sends 3 tokens for 4 USD a million and generates 12 for 20; w sends 3 and says of none that it generated them
both "a usage with what is no count is unknown, and told" \
  '[.totals.requests, .totals.input_tokens, .totals.output_tokens, .totals.cost_usd, .totals.unpriced_requests] | @csv' \
  '8,6,12,0.000264,6'

it "lines that are none"
anew
deep=$(python3 -c 'print("[" * 5000 + "]" * 5000)')
{
  printf '\357\273\277'
  response bom 1
  printf '\000\000\000'
  response nul 2
  response cr 4 | tr '\n' '\r'
  echo
  response left 8 | tr -d '\n'
  response right 16
  printf '%s\n' '' '   ' 'null' '[]' '"text"' '17' '{}' '{"type":1}' '{"type":"assistant"}' \
    '{"type":"assistant","message":null}' '{"type":"assistant","message":{"usage":[]}}' \
    '{"type":"user","sessionId":"s","message":{"content":{"a":[1,{"b":2}]}}}' \
    "{\"type\":\"assistant\",\"sessionId\":\"s\",\"message\":{\"usage\":{\"output_tokens\":1},\"content\":$deep}}"
  printf '{"type":"assistant","sessionId":"s","message":{"id":"torn","usage":{"output_tok\n'
  printf '{"type":"user","sessionId":"s","message":{"content":"\\ud83d half a pair \\ud83d"},"uuid":"half"}\n'
  response last 32
} >"$here/lines.jsonl"
usage
[ $status -eq 0 ] && [ "$(value .totals.output_tokens)" -ge 62 ]
ok $? "what is whole counts: $(value .totals)"
is "a prompt with half a pair of surrogates" "$(value .totals.prompts)" 1
[ "$(value .left_out.malformed_lines)" -ge 5 ]
ok $? "the others are counted: $(value .left_out)"
finish
