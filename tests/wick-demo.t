#!/bin/sh
# SPDX-License-Identifier: MIT
. "$(dirname "$0")/lib.sh"
mkdir places
TMPDIR=$tmp/places
export TMPDIR
nothing_left() { is "leaves nothing behind" "$(ls -A places) $(find "$HOME" "$tmp/xdg" ! -type d 2>/dev/null)" ' '; }

it "the tour"
run wick-demo
exits 0
is_empty "nothing on standard error" "$err"
matches '^    Opus 5.5 · 144k/1M 14% · warm 4m12s · next ~\$0.26 \(cold \+\$0.69\)'
matches '^    14% · till 10:05$'
# 144,610 tokens at $5 per million.
matches 'arithmetic \(144610 \* 5\) / 1000000 = 0.72305$'
sed -n 's/^  \$ //p' out | sort >commands
[ "$(wc -l <commands)" -ge 12 ]
ok $? "shows what it runs" commands
is_empty "and each prints something" "$(awk '/^  \$ / { if (command != "") print command; command = $0; next } /^    / { command = "" }' out)"
run env WICK_NOW=1 TZ=Asia/Tokyo COLUMNS=30 CLAUDE_CONFIG_DIR=/nowhere CLAUDE_CODE_SESSION_ID=none wick-demo
matches '14% · till 10:05'
wick-demo >/dev/full 2>err
is "a full disk" "$? $(cat err)" '74 wick-demo: standard output: No space left on device'
nothing_left

it "a program that is still running in the background"
# It makes its folder again when it ends, if that is gone.
# shellcheck disable=SC2016
run wick-demo sh -c 'mkdir -p .config/wick && printf "%s\n" "[line]" "segments = [\"mine\"]" "[segment.mine]" \
  "command = \"sleep 1; mkdir -p $HOME/.cache; touch $HOME/.cache/ran\"" >.config/wick/wick.toml && wick-line <payload.json'
exits 0
for _ in 1 2 3 4 5 6 7 8; do sleep 0.2; done
nothing_left

it "a command"
run wick demo wick-context
exits 0
prints '144k of 1M tokens (14%)'
run wick demo -- wick-context --over=200k -q
exits 1
silent
run wick demo sh -c 'echo "$1"; exit 7' - 'two  words'
exits 7
prints 'two  words'
run wick demo wick-context --bogus
exits 64
complains '^wick-context: --bogus: unknown option$'
run wick demo operand
exits 64
complains '^wick-demo: operand: command not found$'
nothing_left

it "all is in its own folder"
run wick demo sh -c 'printf "%s\n" "$HOME" "$PWD" "$XDG_DATA_HOME"; wick-setup claude >setup; wick-usage -q; find . -name settings.json -o -name ledger.db'
exits 0
is "HOME" "$(sed -n 1p out)" "$(sed -n 2p out)"
case $(sed -n 1p out) in "$TMPDIR"/wick-demo.*) ;; *) false ;; esac
ok $? "is temporary" out
matches '^\./\.claude/settings\.json$'
matches '^\./\.local/share/wick/ledger\.db$'
nothing_left

it "a signal"
# sh runs the handler when the command has ended; both get the signal, as from a terminal.
# In a background job of a shell the signal would be ignored.
env --default-signal=INT wick-demo sh -c 'kill -INT $PPID' >out 2>err
is "ends it" $? 130
nothing_left
# While the sample is being removed: it waits for `sleep`, and gets the signal then.
env --default-signal=INT,HUP wick-demo sh -c 'sleep 1 </dev/null >/dev/null 2>&1 & (sleep 0.3; kill -HUP $PPID) >/dev/null 2>&1 &' >out 2>err
nothing_left

it "the sample"
for file in blog cart; do
  python3 -B - "$data/demo/$file.jsonl" >got <<'END'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
print(all(a["timestamp"] <= b["timestamp"] for a, b in zip(lines, lines[1:])))
END
  is "$file goes forward in time" "$(cat got)" True
done
mkdir again && cp "$data/demo/make.py" again/
python3 -B again/make.py
for file in blog cart; do
  cmp "again/$file.jsonl" "$data/demo/$file.jsonl" >why 2>&1
  ok $? "is what make.py writes: $file" why
done

it "without the sample"
mkdir -p lone/bin && cp "$(command -v wick-demo)" lone/bin/
run lone/bin/wick-demo
exits 66
silent
complains '^wick-demo: .*share/wick/demo: the sample session is not installed$'

it "through a link"
ln -s "$(command -v wick-demo)" link
run ./link wick-context
prints '144k of 1M tokens (14%)'

it "a terminal"
if command -v script >/dev/null; then
  run script -qec "stty cols 60; wick-demo" /dev/null
  exits 0
  matches "$(printf '\033')\\[32mwarm"
  run script -qec "NO_COLOR=1 wick-demo" /dev/null
  is "NO_COLOR" "$(grep -c "$(printf '\033')" out)" 0
else
  skip "no script(1)"
fi
finish
