#!/bin/sh
# SPDX-License-Identifier: MIT
# Many instances of wick-line at once on one session: the tap is always one complete payload, and readers always
# get a right answer. Many instances of wick-cost at once on a growing transcript: no sum is ever wrong.
. "$(dirname "$0")/lib.sh"
command -v python3 >/dev/null || skip_all "python3 is not there to check the sums"
use_recorded_sessions
id=11111111-2222-4333-8444-555555555555
runs=200 steps=60
if [ -n "${WICK_SANITIZED-}" ]; then runs=60 steps=15; fi

# Two payloads of one session, of different length, so that a mixture would not be JSON.
sed "s/d7f47105-0d12-440b-bc75-54b081ddad73/$id/g" "$data/payloads/2.1.330-warm-1h.json" >a.json
sed 's/"cache_creation_input_tokens":7625/"cache_creation_input_tokens":70000/; s/"used_percentage":1,/"used_percentage":8,/
  s/release notes/a name that is longer than the other/' a.json >b.json
answer_a='15k of 1M tokens (1%)'
answer_b='77k of 1M tokens (8%)'
taps=$XDG_STATE_HOME/wick/tap

it "the two payloads"
run wick-context --payload a.json
prints "$answer_a"
run wick-context --payload b.json
prints "$answer_b"

it "$runs wick-line at once"
wick-line <a.json >/dev/null
mkdir lines
# Readers, until the last writer is done.
reader() {
  while [ ! -e stop ]; do
    wick-context -s $id 2>&1 || echo "status $?"
    wick-state -s $id -f '{context.tokens} {session.name}' 2>&1 || echo "status $?"
  done >"$1"
}
reader read-1 &
reader read-2 &
writers=
i=0
while [ $i -lt $runs ]; do
  payload=a.json
  if [ $((i % 2)) -eq 1 ]; then payload=b.json; fi
  { wick-line <$payload >"lines/$i" 2>"lines/$i.err" || echo "status $?" >>"lines/$i.err"; } &
  writers="$writers $!"
  i=$((i + 1))
done
# shellcheck disable=SC2086
wait $writers
: >stop
wait

find lines -name '*.err' -size +0 -exec cat {} + >why
is_empty "none complains" "$(cat why)"
cat lines/? lines/?? lines/??? 2>/dev/null | grep -c '15k/1M\|77k/1M' >lines-right
is "every line is right" "$(cat lines-right)" "$runs"
cmp -s "$taps/$id.json" a.json || cmp -s "$taps/$id.json" b.json
ok $? "the tap is one of the payloads, byte for byte" "$taps/$id.json"
is "nothing else is left in its folder" "$(ls -A "$taps")" "$id.json"
is "it is for its owner only" "$(find "$taps/$id.json" -perm 600)" "$taps/$id.json"

it "readers meanwhile"
sort -u read-1 read-2 |
  grep -vxF -e "$answer_a" -e "$answer_b" -e '14751 release notes' -e '77126 a name that is longer than the other' >why
[ ! -s why ]
ok $? "every answer is one of the two" why
echo "# $(cat read-1 read-2 | wc -l) answers" >why
[ -s read-1 ] && [ -s read-2 ]
ok $? "there were answers" why

it "wick-line of many sessions at once"
i=0
while [ $i -lt 40 ]; do
  sed "s/$id/session-$i/g" a.json >"s$i.json"
  i=$((i + 1))
done
i=0 writers=
while [ $i -lt 40 ]; do
  wick-line <"s$i.json" >"lines/s$i" 2>&1 &
  writers="$writers $!"
  i=$((i + 1))
done
# shellcheck disable=SC2086
wait $writers
i=0
: >why
while [ $i -lt 40 ]; do
  sed "s/$id/session-$i/g" a.json | cmp -s - "$taps/session-$i.json" || echo "session-$i" >>why
  i=$((i + 1))
done
[ ! -s why ]
ok $? "each has its own tap" why

it "the same process id in two containers"
if unshare -fp true 2>/dev/null; then unshare="unshare -fp"; else unshare="unshare -Urfp"; fi
# shellcheck disable=SC2086
if $unshare true 2>/dev/null; then
  i=0 writers=
  while [ $i -lt 60 ]; do
    payload=a.json
    if [ $((i % 2)) -eq 1 ]; then payload=b.json; fi
    $unshare wick-line <$payload >/dev/null 2>>container-err &
    writers="$writers $!"
    i=$((i + 1))
  done
  wait $writers
  cmp -s "$taps/$id.json" a.json || cmp -s "$taps/$id.json" b.json
  ok $? "the tap is one of the payloads" "$taps/$id.json"
  is_empty "none complains" "$(cat container-err)"
  is_empty "nothing is left over" "$(find "$taps" -type f ! -name '*.json')"
else
  skip "no process id namespaces here"
fi

# The sum after each step of growth, computed alone; then all steps again with many readers.
it "wick-cost on a transcript that grows"
session=$project/7ac9f9c7-bc77-4273-b974-6f025fd290fc.jsonl
rm -rf "${session%.jsonl}"
grep -v '"type":"cost-state"' "$session" >whole.jsonl
rm "$project"/*.jsonl
cost() { wick-cost -f '{cost.total_usd}' -s 7ac9 2>&1; }
lines=$(wc -l <whole.jsonl)
seq 1 $steps | while read -r step; do
  head -n $((lines * step / steps)) whole.jsonl >"$session"
  rm -rf "$XDG_CACHE_HOME"
  cost
done | sort -gu >allowed
: >"$session"
rm -rf "$XDG_CACHE_HOME" stop sums
mkdir sums
summer() {
  while [ ! -e stop ]; do cost; done >"$1"
}
for i in 1 2 3 4 5 6 7 8; do summer "sums/$i" & done
step=1 last=0
while [ $step -le $steps ]; do
  now=$((lines * step / steps))
  # Half a line first: an incomplete line does not count.
  sed -n "$((last + 1)),${now}p" whole.jsonl >piece
  head -c 100 piece >>"$session"
  tail -c +101 piece >>"$session"
  last=$now
  step=$((step + 1))
done
sleep 0.1
: >stop
wait
# A sum between two steps is right too, because lines are not written all at once.
python3 - >why 2>&1 <<'EOF'
import glob
allowed = {l.strip() for l in open("allowed")}
top = max((float(a) for a in allowed if a), default=0)
for name in glob.glob("sums/*"):
    before = 0.0
    for line in open(name):
        text = line.strip()
        if text == "":
            continue
        try:
            usd = float(text)
        except ValueError:
            print(name, text)
            continue
        if usd < before - 1e-12 or usd > top + 1e-12:
            print("%s: %s after %s, at most %s" % (name, usd, before, top))
        before = usd
EOF
[ ! -s why ]
ok $? "no sum shrinks or exceeds the whole" why
is "the last sum" "$(cost)" "$(rm -rf "$XDG_CACHE_HOME" && cost)"
is "the last sum is the whole's" "$(cost)" "$(tail -n 1 allowed)"
is_empty "no leftovers of checkpoints" "$(find "$XDG_CACHE_HOME" -name '*.tmp*')"
finish
