#!/bin/sh
# SPDX-License-Identifier: MIT
# A live query on a transcript of a gigabyte reads no more than on a small one, starts no process, opens no
# connection and writes once. It skips a last line of 200 MB with bounded reading and memory.
. "$(dirname "$0")/lib.sh"
command -v python3 >/dev/null || skip_all "python3 is not there to make the input"
command -v strace >/dev/null || skip_all "strace is not there"
strace -f -o "$tmp/trace" true 2>/dev/null || skip_all "strace may not trace here"
python=$(python3 -c 'import sys; print(sys.executable)')

# Sizes in units of 1 MiB; the sanitized build uses memory that an ordinary one does not.
huge=1024 line=200
if [ -n "${WICK_SANITIZED-}" ]; then huge=128 line=32; fi
free=$(df -Pk "$tmp" | awk 'NR == 2 { print int($4 / 1024) }')
[ "$free" -gt $((line * 3 + 512)) ] || skip_all "less than $((line * 3 + 512)) MB free in $tmp"

mkdir -p "$HOME/.claude/projects/-big"
big=$HOME/.claude/projects/-big
recorded=$data/config/projects/-home-user-proj/7ac9f9c7-bc77-4273-b974-6f025fd290fc.jsonl
mebi=$((1024 * 1024))

cat >make.py <<'EOF'
import json, sys
recorded, folder, huge, line, mebi = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])
text = open(recorded).read()
# The part that must not be read is a hole in the file between two ends, each longer than the 16 MiB that may be read.
ends = 20
lines = text.splitlines(keepends=True)
# Ordinary lines: the recorded ones, a day older, with responses that would give different figures.
older = text.replace("2026-11-22T", "2026-11-21T").replace('"cache_read_input_tokens":', '"cache_read_input_tokens":4')
block = older * (mebi // len(older) + 1)
user = '{"type":"%s","isSidechain":false,"message":{"role":"user","content":"%s"},"timestamp":"2026-11-22T04:30:00.000Z"}\n'


def write(name, *parts):
    with open("%s/%s.jsonl" % (folder, name), "wb") as file:
        for part in parts:
            if isinstance(part, int):
                file.seek(part, 1)
            else:
                file.write(part.encode())


def repeat(part, size, filled=False):
    count, end = size // len(part) + 1, ends * mebi // len(part) + 1
    if filled or count <= 2 * end:
        return [part] * count
    return [part] * end + [(count - 2 * end) * len(part)] + [part] * end


write("small", text)
write("huge", *repeat(block, huge * mebi), text)

def long(filled):
    return [user.split("%s")[0] + "user" + user.split("%s")[1], *repeat("x" * mebi, line * mebi, filled), user.split("%s")[2]]


long_line = long(filled=False)
write("long-last", block, text, *long_line)
write("long-only", *long_line)
write("long-torn", block, text, "".join(long_line[:1]), *long_line[1:-1])
write("long-first", *long(filled=True), text)  # wick-cost reads all of it
response = next(l for l in reversed(lines) if '"type":"assistant"' in l)
huge_response = json.loads(response)
huge_response["message"]["content"] = [{"type": "text", "text": ""}]
start, end = json.dumps(huge_response).split('"text": ""', 1)
write("long-response", block, text, start, '"text": "', *repeat("x" * mebi, line * mebi), '"', end, "\n")
# The newest response is followed by many lines.
note = user % ("attachment", "x" * 2000)
write("far", block, block, text, note * (600 * 1024 // len(note)))
write("too-far", block, block, text, note * (3 * mebi // len(note)))
write("no-response", *repeat(note, 8 * mebi))
write("short-lines", block, text, "{}\n" * (8 * mebi // 3))
EOF
"$python" make.py "$recorded" "$big" $huge $line $mebi || exit 1
printf '{"session_id":"huge","transcript_path":"%s/huge.jsonl","model":{"id":"claude-opus-5-5"}}' "$big" >payload.json

# Runs a tool under strace: what it read from files, how often it wrote, what it started.
in=/dev/null
trace() {
  strace -f -qq -y -o trace -e trace=read,pread64,readv,preadv,preadv2,mmap,write,writev,pwrite64,sendto,sendmsg,fork,vfork,clone,clone3,execve,socket,connect \
    "$@" <"$in" >"$tmp/out" 2>"$tmp/err"
  status=$?
  # How many bytes it read, how often it wrote to standard output; into `others` what it did else. Only the
  # sanitizers read /proc/self/maps.
  : >others
  awk -v maps="$maps" -v bytes=0 -v writes=0 '
    / (read|pread64|readv|preadv|preadv2)\(/ && !/\/self\/maps>|\/proc\/[0-9]+\/maps>/ && $NF > 0 { bytes += $NF }
    / (write|writev|pwrite64)\(1[<,]/ { writes++ }
    / (fork|vfork|clone|clone3|socket|connect|sendto|sendmsg)\(/ { print >"others" }
    / execve\(/ && execs++ { print >"others" }
    maps && / mmap\([^,]*, [0-9]+, [^,]*, [^,]*, [0-9]+[<,]/ && !/MAP_ANONYMOUS/ { print >"others" }
    END { print bytes, writes >"sums" }' trace
  read -r bytes written <sums
}
# Only a program that was linked with shared libraries maps them.
maps=1
if ldd "$(command -v wick-context)" >/dev/null 2>&1; then maps=0; fi

at_most() {
  echo "read $bytes bytes, may read $1" >why
  [ "$bytes" -le "$1" ] && [ "$bytes" -gt 0 ]
  ok $? "$2" why
}

# Checks what the last trace shows besides reads. WRITES: number of writes to standard output.
alone() {
  [ ! -s others ]
  ok $? "starts nothing, talks to nobody, maps no file" others
  # A line without any known value is not printed.
  writes=1
  if [ ! -s "$tmp/out" ]; then writes=0; fi
  [ "$written" -eq $writes ]
  ok $? "writes once" trace
}

# The right answers are those for the recorded session alone.
figure() {
  case $1 in
    context) echo '{context.tokens} {context.used_pct} {context.source}' ;;
    cache) echo '{cache.state} {cache.ttl} {cache.expires_at} {cache.cached_tokens}' ;;
    next) echo '{next.now_usd} {next.state} {next.tokens}' ;;
    *) echo '{context.tokens} {cache.expires_at} {next.now_usd}' ;;
  esac
}

for tool in context cache next state; do
  it "wick-$tool, $huge MiB"
  trace "wick-$tool" -t "$big/huge.jsonl"
  at_most $mebi "reads at most 1 MiB"
  alone
  is "exits 0" "$status" 0
  right=$("wick-$tool" -t "$recorded" -f "$(figure $tool)")
  is "is right" "$("wick-$tool" -t "$big/huge.jsonl" -f "$(figure $tool)")" "$right"
  trace "wick-$tool" -t "$big/small.jsonl"
  small=$bytes
  trace "wick-$tool" -t "$big/huge.jsonl"
  echo "huge: $bytes bytes, small: $small" >why
  # The start of the file is read for what /clear leaves, which a small one has read already; and a part of it for
  # the session's cost, from which the next run goes on.
  [ "$bytes" -le $((small + 524288)) ]
  ok $? "reads hardly more than on $(wc -c <"$recorded") bytes" why
done

it "wick-line, $huge MiB"
trace wick-line --session huge
at_most $mebi "--session: reads at most 1 MiB"
alone
is "is right" "$(wick-line --session huge -f "$(figure line)")" "$(wick-line -t "$recorded" -f "$(figure line)")"
in=payload.json
trace wick-line
at_most $mebi "a payload: reads at most 1 MiB"
alone
in=/dev/null
it "wick-limits, $huge MiB"
trace wick-limits --session huge
at_most $mebi "reads at most 1 MiB"
alone
it "wick-cost -f, of another tool, $huge MiB"
trace wick-context -t "$big/huge.jsonl" -f '{context.tokens} {cost.total_usd} {next.after_clear_usd} {next.after_compact_usd}'
at_most $mebi "reads at most 1 MiB"

for tool in context cache next state line; do
  "wick-$tool" -t "$recorded" -f '{context.tokens}' >"right-$tool"
done
recorded_tokens() { read -r right <"right-$1"; }

for tool in context cache next state line; do
  recorded_tokens $tool
  for case in far too-far no-response short-lines; do
    it "wick-$tool, $case"
    trace "wick-$tool" -t "$big/$case.jsonl"
    at_most $mebi "reads at most 1 MiB"
    got=$("wick-$tool" -t "$big/$case.jsonl" -f '{context.tokens}')
    echo "got: $got, right: $right" >why
    [ "$got" = "$right" ] || { [ "$case" != far ] && [ -z "$got" ]; }
    ok $? "is right, or unknown where it is too far" why
  done
done

sixteen=$((16 * mebi))
for tool in context cache next state line; do
  recorded_tokens $tool
  for case in long-last long-only long-torn long-first long-response; do
    it "wick-$tool, $line MiB in one line, $case"
    trace "wick-$tool" -t "$big/$case.jsonl"
    at_most $sixteen "reads at most 16 MiB"
    alone
    got=$("wick-$tool" -t "$big/$case.jsonl" -f '{context.tokens}')
    echo "got: $got, right: $right" >why
    [ "$got" = "$right" ] || [ -z "$got" ]
    ok $? "is right or unknown" why
  done
done
it "a long line at the start"
is "does not hide what is at the end" "$(wick-context -t "$big/long-first.jsonl" -f '{context.tokens}')" "$(cat right-context)"

it "a long line at the end"
"$python" - "$recorded" "$big" <<'EOF'
import sys
text = open(sys.argv[1]).read()
older = text.replace("2026-11-22T", "2026-11-21T")
for kib in 50, 70, 100, 200, 300, 1000, 2000, 8000, 12000:
    line = '{"type":"user","message":{"content":"' + "x" * (kib << 10) + '"},"timestamp":"2026-11-22T05:00:00.000Z"}\n'
    open("%s/end-%d.jsonl" % (sys.argv[2], kib), "w").write(older * 8 + text + line)
EOF
for kib in 50 70 100 200 300 1000 2000 8000 12000; do
  trace wick-context -t "$big/end-$kib.jsonl" -f '{context.tokens}'
  is "of $kib KiB is gone past" "$(cat "$tmp/out")" "$(cat right-context)"
  if [ $kib -le 200 ]; then at_most $mebi "of $kib KiB: reads at most 1 MiB"; else at_most $sixteen "of $kib KiB: reads at most 16 MiB"; fi
done

it "memory"
cat >memory.py <<'EOF'
import os, subprocess, sys
# memory.py LIMIT: runs each line of standard input, and says which took more MiB than that
for line in sys.stdin:
    command = line.split()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL) as started:
        _, status, usage = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
    if usage.ru_maxrss > int(sys.argv[1]) * 1024:
        print("%s: %d KiB" % (" ".join(command), usage.ru_maxrss))
EOF
if [ -n "${WICK_SANITIZED-}" ]; then
  skip "the sanitizers need memory of their own"
else
  for tool in context cache next state line; do
    for case in long-last long-only long-response no-response huge; do
      echo "wick-$tool -t $big/$case.jsonl"
    done
  done | "$python" memory.py 32 >problems 2>&1
  [ ! -s problems ]
  ok $? "at most 32 MiB, a line of $line MiB or not" problems
fi

it "wick-cost, $line MiB in one line"
if [ -n "${WICK_SANITIZED-}" ]; then
  skip "the sanitizers need memory of their own"
else
  echo "wick-cost -t $big/long-first.jsonl" | "$python" memory.py 64 >problems 2>&1
  [ ! -s problems ]
  ok $? "at most 64 MiB" problems
fi
right=$(wick-cost -t "$big/small.jsonl" -f '{cost.total_usd}')
is "is right behind the long line" "$(wick-cost -t "$big/long-first.jsonl" -f '{cost.total_usd}')" "$right"

it "wick-cost of a transcript that has grown"
cp "$big/far.jsonl" "$big/grown.jsonl"
wick-cost -t "$big/grown.jsonl" >/dev/null
response=$(grep '"type":"assistant"' "$recorded" | tail -n 1 | sed 's/msg_[0-9a-f]*/msg_new/; s/req_[0-9a-f]*/req_new/')
printf '%s\n' "$response" >>"$big/grown.jsonl"
trace wick-cost -t "$big/grown.jsonl"
added=$bytes
echo "read $added bytes" >why
[ "$added" -le $((mebi / 4)) ]
ok $? "reads what was added, not the $(wc -c <"$big/grown.jsonl") bytes before" why
second=$(cat "$tmp/out")
rm -rf "$XDG_CACHE_HOME"
is "and says the same as a full reading" "$second" "$(wick-cost -t "$big/grown.jsonl")"
trace wick-cost -t "$big/grown.jsonl"
alone
it "wick-cost where links lead from a folder to itself"
mkdir -p "$big/small/subagents/deep"
printf '%s\n' "$response" >"$big/small/subagents/agent-a.jsonl"
for link in again deep/up deep/there; do ln -s "$big/small/subagents" "$big/small/subagents/$link"; done
strace -f -qq -o trace -e trace=open,openat wick-cost -t "$big/small.jsonl" >/dev/null
is "opens a subagent's file once" "$(grep -c 'open.*agent-a.jsonl' "$tmp/trace")" 1
rm -rf "$big" # also when a check has failed: it is large
finish
