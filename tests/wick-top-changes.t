#!/bin/sh
# SPDX-License-Identifier: MIT
# wick-top while files change, and the programs that its keys start.
. "$(dirname "$0")/lib.sh"
. "$root/tests/terminal.sh"
. "$root/tests/registry.sh"
use_recorded_sessions
claude=$HOME/.claude
WICK_NOW=2026-11-22T05:06:40Z
find "$claude" -name '*.jsonl' -exec touch -d $WICK_NOW {} +
opus=d25fe0c6-f244-4f4d-b6b1-0929509cce11

# Programs in the other terminal keep running; `mux` refers to the terminal opened last.
open_terminal 140 32 || skip_all "no tmux"

it "a ledger that is locked"
cat >hold.py <<'END'
import sqlite3, sys, time
ledger = sqlite3.connect(sys.argv[1], isolation_level=None)
ledger.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
time.sleep(1000)
END
cp -R "$claude" other
alone() { XDG_DATA_HOME=$tmp/other XDG_CACHE_HOME=$tmp/other CLAUDE_CONFIG_DIR=$tmp/other "$@"; }
alone wick-usage -q
python3 hold.py other/wick/ledger.db >held 2>&1 &
# shellcheck disable=SC2034
holder=$!
at_end 'kill $holder 2>/dev/null'
for _ in $(seq 50); do
  if [ -s held ]; then break; fi
  sleep 0.1
done
is "is held" "$(cat held)" held
haiku=$(basename "$(ls "$project"/82a2e042*.jsonl)" .jsonl)
cat >>"other/projects/-home-user-proj/$haiku.jsonl" <<END
{"type":"assistant","uuid":"u1","sessionId":"$haiku","timestamp":"2026-11-22T05:06:35.000Z","message":{"id":"m-new","type":"message","role":"assistant","model":"claude-haiku-5-5","content":[],"usage":{"input_tokens":3,"output_tokens":9,"cache_read_input_tokens":15000,"cache_creation_input_tokens":0}}}
END
touch -d $WICK_NOW "other/projects/-home-user-proj/$haiku.jsonl"
today=$(alone wick-usage --no-ledger --json | jq '.rows[-1].cost_usd')
in_terminal "XDG_DATA_HOME=$tmp/other XDG_CACHE_HOME=$tmp/other CLAUDE_CONFIG_DIR=$tmp/other wick-top"
until_shows '^  d25fe0c6 .* 14k 1% '
key 2
until_shows '^the history is being read$'
locked=$terminals locked_since=$(date +%s)

open_terminal 140 32
reversed() { mux capture-pane -p -e | tail -n +4 | sed -n "s/.*$(printf '\033')\[[0-9;]*7m\([^$(printf '\033')]*\).*/\1/p"; }
is_reversed() { [ "$(reversed)" = "$1" ]; }
until_reversed() {
  wait_for is_reversed "$1"
  is "reversed" "$(reversed)" "$1"
}

it "a transcript that is replaced"
in_terminal "wick-top --filter=$opus"
until_shows '^  d25fe0c6 .* 14k 1% '
until_shows '^context  14k of 1M '
cp -p "$project/$opus.jsonl" before
sed -E 's/"cache_read_input_tokens":[0-9]+/"cache_read_input_tokens":400000/' before >"$project/$opus.new"
touch -d $WICK_NOW "$project/$opus.new"
mv "$project/$opus.new" "$project/$opus.jsonl"
until_shows '^  d25fe0c6 .* 414k 41% '
until_shows '^context  414k of 1M '
mv before "$project/$opus.jsonl"
until_shows '^  d25fe0c6 .* 14k 1% '

it "a cursor of cells"
key l
until_reversed '/home/user/proj'
key Right Right Right
until_shows '^  d25fe0c6'
key l l
until_reversed '$0.0029'
key e
until_shows '^next.now_usd '
until_shows '^Enter: back to wick-top'
key Enter
until_reversed '$0.0029'
key Left Left h e
until_shows '^context.tokens '
key Enter
until_reversed '14k 1%'
key Escape
is_whole() { mux capture-pane -p -e | sed "s/$(printf '\033')\[[34]9m//g" | grep -aq "$(printf '\033')\[[0-9;]*7m *d25fe0c6"; }
wait_for is_whole
ok $? "Escape: the whole row again"

it "a page"
mkdir bin
cat >bin/xdg-open <<'END'
#!/bin/sh
cp "$1" "$OPENED"
END
chmod +x bin/xdg-open
key q
until_shows '^status 0'
type_line "PATH=$tmp/bin:\$PATH OPENED=$tmp/opened; export OPENED"
in_terminal "wick-top --filter=$opus"
until_shows '^  d25fe0c6'
key w
until_shows "^wick-report --open $claude/projects/.* Enter: yes"
key Enter
until_shows '^Enter: back to wick-top'
for _ in $(seq 50); do
  if [ -s opened ]; then break; fi
  sleep 0.1
done
grep -q d25fe0c6 opened
ok $? "is opened" opened
key Enter
until_shows '^  d25fe0c6'
key 2
until_shows '^/home/user/proj '
key w
until_shows "^wick-report --open --project=/home/user/proj +Enter: yes"
key n q
until_shows '^status 0'

it "a work tree"
mkdir work
git -C work init -q -b trunk
git -C work -c user.name=a -c user.email=a@b commit -q --allow-empty -m first
touch work/new
slug=$claude/projects/$(printf %s "$tmp/work" | sed 's/[^A-Za-z0-9]/-/g')
mkdir -p "$slug"
sed -e "s|\"cwd\":\"[^\"]*\"|\"cwd\":\"$tmp/work\"|g" -e "s/$opus/worksthere/g" -e 's/"id":"msg_/"id":"msg_work/g' -e 's/"uuid":"..../"uuid":"work/g' \
  "$project/$opus.jsonl" >"$slug/worksthere.jsonl"
touch -d $WICK_NOW "$slug/worksthere.jsonl"
start_process
register "$live" worksthere "\"cwd\":\"$tmp/work\",\"status\":\"idle\",\"updatedAt\":1795323990000"
in_terminal 'wick-top --pane=projects'
until_shows '^/.*/work .* trunk± '
key q
until_shows '^status 0'
close_terminal

it "a ledger that is still locked"
terminals=$locked
until [ $(($(date +%s) - locked_since)) -ge 62 ]; do sleep 1; done
until_shows '^.*ledger.db: database is locked; read from the transcripts, nothing kept$'
until_shows "^0 live .*today .$(printf '%.2f' "$today") "
until_shows '^/home/user/proj '
key q
until_shows '^status 0'
close_terminal
finish
