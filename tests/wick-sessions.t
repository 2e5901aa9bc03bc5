#!/bin/sh
# SPDX-License-Identifier: MIT
. "$(dirname "$0")/lib.sh"
. "$root/tests/terminal.sh"
. "$root/tests/registry.sh"
use_recorded_sessions
claude=$HOME/.claude
warm=$project/d25fe0c6-f244-4f4d-b6b1-0929509cce11.jsonl
WICK_NOW=2026-11-22T05:06:40Z
find "$claude" -name '*.jsonl' -exec touch -d $WICK_NOW {} +

ids() { cut -d ' ' -f 1 "$tmp/out" | tr '\n' ' '; }

it "a table, first what is about to get expensive"
run wick-sessions
exits 0
prints 'ID        PROJECT          MODEL       CONTEXT  CACHE          ENTRY     COLD  AGE
d25fe0c6  /home/user/proj  Opus 5.5     14k 1%  warm 2m38s   $0.0029    $0.07   2m
d7f47105  /home/user/proj  Sonnet 5.5   15k 1%  warm 59m48s  $0.0015    $0.06  <1m
7ac9f9c7  /home/user/proj  Opus 5.5     15k 1%  cold           $0.07    $0.07  16m
4f732b6d  /home/user/proj  Opus 5.5     13k 1%  cold           $0.06    $0.06  37m
82a2e042  /home/user/proj  Haiku 5.5    15k 1%  cold         $0.0019  $0.0019  16m'

it "what ran last, by its records"
# The last responses were 38, 16, 16, 2 and 0 minutes before; the files are all new.
run wick-sessions --since=10m -f '{session.id}'
is "is not what was copied last" "$(cut -c 1-8 "$tmp/out" | sort | tr '\n' ' ')" 'd25fe0c6 d7f47105 '

it "every figure is that of wick-state"
run wick-sessions --json
exits 0
cp "$tmp/out" all.json
for file in "$project"/*.jsonl; do
  id=$(basename "$file" .jsonl)
  jq -cS "select(.session.id == \"$id\")" all.json >listed
  wick-state -s "$id" | jq -cS . >alone
  diff listed alone >"$tmp/why" 2>&1 && [ -s listed ]
  ok $? "$id" "$tmp/why"
done
is "and there are no others" "$(wc -l <all.json | tr -d ' ')" "$(find "$project" -maxdepth 1 -name '*.jsonl' | wc -l | tr -d ' ')"

it "--format"
run wick-sessions -f '{session.id}|{context.tokens:h}'
is "a line per session" "$(head -n 1 "$tmp/out")" 'd25fe0c6-f244-4f4d-b6b1-0929509cce11|14k'
run wick-sessions -f '{context.token}'
exits 64
complains '^wick-sessions: --format: unknown field context.token; did you mean context.tokens\?'

it "--prefix"
run wick-sessions --prefix '{session.id}\t{session.status}\t'
is "before a row" "$(sed -n 2p "$tmp/out" | cut -f 1,3 | cut -d ' ' -f 1)" "$(printf 'd25fe0c6-f244-4f4d-b6b1-0929509cce11\td25fe0c6')"
is "before the headings without values" "$(head -n 1 "$tmp/out" | cut -c 1-4)" "$(printf '\t\tID')"
run wick-sessions --prefix x --format y
exits 64
complains '^wick-sessions: --prefix: not with --format$'

it "--quiet"
run wick-sessions -q
exits 0
silent

it "as wide as the terminal"
too_wide=
for columns in 1 2 5 10 20 33 47 60 72 80 81 100 200; do
  widest=$(COLUMNS=$columns wick-sessions | wc -L)
  if [ "$widest" -gt $columns ]; then too_wide="$too_wide $columns"; fi
done
is_empty "never wider" "$too_wide"
is "the most important columns are left" "$(COLUMNS=20 wick-sessions | head -n 2 | tr -s ' ' | tr '\n' ' ')" 'CACHE ENTRY warm 2m38s $0.0029 '

it "colours of the status line"
WICK_COLOR=always wick-sessions >colored
grep -q "$(printf '\033\\[31mcold')" colored && grep -q "$(printf '\033\\[32mwarm 2m')" colored
ok $? "cold is red, warm is green" colored
is "and nothing else than colours" "$(sed 's/\x1b\[[0-9;]*m//g' colored)" "$(wick-sessions)"

it "--since"
touch -d 2026-11-21T05:00:00Z "$project/82a2e042-20a1-4517-80e0-0b965333b750.jsonl"
run wick-sessions
is "a day without it" "$(grep -c '^82a2e042' "$tmp/out")" 0
run wick-sessions --since 25h
is "longer" "$(grep -c '^82a2e042' "$tmp/out")" 1
touch -d 2026-11-22T05:00:00Z "$project/7ac9f9c7-bc77-4273-b974-6f025fd290fc.jsonl"
run wick-sessions --since=5m
is "shorter, and not what has a new file with old responses" "$(ids)" 'ID d25fe0c6 d7f47105 '
# The clock is 05:10 on the 22nd: that day, and the day before.
for since in today 2026-11-22 20261122 2026-11-22T00:00:00Z; do
  is "--since=$since" "$(wick-sessions --since=$since -f '{session.id}' | grep -c '^82a2e042')" 0
done
for since in yesterday 2026-11-21 '2026-11-21 05:00'; do
  is "--since=$since" "$(wick-sessions --since="$since" -f '{session.id}' | grep -c '^82a2e042')" 1
done
is "--since a time after it" "$(wick-sessions --since=2026-11-21T05:00:01Z -f '{session.id}' | grep -c '^82a2e042')" 0
for since in 7 x 1y; do
  run wick-sessions --since "$since"
  exits 64
  silent
  complains "^wick-sessions: --since $since: not a date such as 2026-11-24, a time or a span such as 7d$"
done
run wick-sessions --since ''
exits 64
complains '^wick-sessions: --since: empty argument$'
if strace -o /dev/null true 2>/dev/null && [ -z "${WICK_SANITIZED-}" ]; then
  strace -f -o trace wick-sessions --since=5m >/dev/null
  is "what is too old is not opened" "$(grep -cE 'open.*(82a2e042|7ac9f9c7)' trace)" 0
  is "what counts is opened once" "$(grep -cE 'open.*/d25fe0c6[^/]*jsonl' trace)" 1
  is "subagents are not opened" "$(grep -cE 'open.*agent-' trace)" 0
else
  skip "strace may not trace here"
fi

it "a session that runs"
start_process
register $live 82a2e042-20a1-4517-80e0-0b965333b750 '"cwd":"/home/user/proj","startedAt":1795323900000,"status":"waiting","waitingFor":"permission prompt","statusUpdatedAt":1795323950000,"updatedAt":1795323950000'
run wick-sessions
matches "^82a2e042 .* waiting +$live +16m$"
run wick-sessions --live
is "--live: it alone" "$(ids)" 'ID 82a2e042 '
run wick-sessions -lj
is "what it waits for, since when" "$(jq -c '.session | [.waiting_for, .status_at, .started_at]' "$tmp/out")" '["permission prompt",1795323950,1795323900]'
is "its figures are those of wick-state" "$(jq -cS . "$tmp/out")" "$(wick-state -s 82a2e042 | jq -cS .)"

it "a session that runs and has no transcript yet"
start_process
register $live new-session '"cwd":"'"$HOME"'/shop","name":"shop-3f","startedAt":1795323400000,"status":"idle","updatedAt":1'
run wick-sessions
matches "^new-sess +shop-3f +~/shop .* idle +$live +10m$"
run wick-sessions --json --live
is "what is known of it" "$(jq -c 'select(.session.id == "new-session") | [keys, .session.name]' "$tmp/out")" '[["session"],"shop-3f"]'

it "a session whose process is gone"
kill "$live"
wait "$live" 2>/dev/null
run wick-sessions
is "is not shown without a transcript" "$(grep -c shop-3f "$tmp/out")" 0
rm -r "$claude/sessions"
run wick-sessions --live
exits 1
silent
complains '^wick-sessions: ~/.claude: no session is running; '

it "of two that lose at the same moment"
for n in 1 2; do cp "$warm" "$project/same-000$n.jsonl"; done
start_process
register $live same-0002 '"status":"waiting","updatedAt":1'
run wick-sessions -f '{session.id}'
is "the one that waits goes first" "$(grep same "$tmp/out" | tr '\n' ' ')" 'same-0002 same-0001 '
rm -r "$project"/same-* "$claude/sessions"

it "ids that begin alike"
for n in 1 2; do cp "$warm" "$project/aaaaaaaaaa$n.jsonl"; done
run wick-sessions
matches '^aaaaaaaaaa1  '
matches '^d25fe0c6-f2  '
rm "$project"/aaaa*

it "transcripts that are broken"
run wick-sessions
cp "$tmp/out" whole
: >"$project/empty.jsonl"
echo '{"type":"assistant","message":{"id":"x","model":"claude-opus-5-5","usa' >"$project/cut.jsonl"
head -c 100000 /dev/urandom >"$project/noise.jsonl"
echo '{"hello":1}' >"$project/other-format.jsonl"
mkdir "$project/folder.jsonl"
mkfifo "$project/fifo.jsonl"
ln -s nowhere "$project/dangling.jsonl"
cp "$warm" "$project/with blank.jsonl"
cp "$warm" "$project/agent-0123.jsonl"
cp "$warm" "$project/d25fe0c6.orphaned.jsonl"
touch -d $WICK_NOW "$project"/*.jsonl 2>/dev/null
touch -d 2026-11-22T05:00:00Z "$project"/7ac9f9c7*.jsonl
touch -d 2026-11-21T05:00:00Z "$project"/82a2e042*.jsonl
run timeout 10 wick-sessions
exits 0
prints_file whole
is_empty "no complaint" "$err"

it "one session in two folders"
mkdir -p "$claude/projects/-moved"
sed 's/"\(model\|requestedModel\)":"claude-opus-5-5"/"\1":"claude-sonnet-5-5"/g' "$warm" >"$claude/projects/-moved/d25fe0c6-f244-4f4d-b6b1-0929509cce11.jsonl"
touch -d 2026-11-22T05:06:41Z "$claude/projects/-moved"/*
run wick-sessions -f '{session.id} {model.name}'
is "is one: the newest" "$(grep d25fe0c6 "$tmp/out")" 'd25fe0c6-f244-4f4d-b6b1-0929509cce11 Sonnet 5.5'

it "two configuration folders"
mkdir -p one/projects/-a two/projects/-b two/sessions
cp "$warm" one/projects/-a/first.jsonl
cp "$project"/d7f47105*.jsonl two/projects/-b/second.jsonl
start_process
register $live third '"cwd":"/x","status":"busy","updatedAt":1'
mv "$claude/sessions"/* two/sessions/
run env CLAUDE_CONFIG_DIR="$tmp/one,$tmp/two" wick-sessions
is "sessions of both" "$(ids)" 'ID first second third '
rm -r two/sessions

it "text that others wrote"
esc=$(printf '\033')
cat >title <<'TITLE'
{"type":"custom-title","customTitle":"a\u001b[2Jb\tc\nd","sessionId":"evil"}
TITLE
cat "$warm" title >"$project/evil.jsonl"
for options in '' '-f {session.name}' '--prefix {session.name}' -j; do
  # shellcheck disable=SC2086
  run wick-sessions $options
  ! grep -qE "$esc|$(printf '\t')" "$tmp/out"
  ok $? "steers no terminal: $options"
done
run wick-sessions -f '{session.name}'
is "and starts no line" "$(grep . "$tmp/out")" 'a�[2Jb�c�d'
rm "$project/evil.jsonl"

it "--watch where it has no sense"
run wick-sessions --watch
exits 64
silent
complains '^wick-sessions: --watch: standard output is not a terminal that can be redrawn$'
run wick-sessions -wj
exits 64
complains '^wick-sessions: --watch: not with --json$'

it "none"
run env CLAUDE_CONFIG_DIR=/nowhere wick-sessions
exits 1
silent
complains '^wick-sessions: /nowhere: no Claude Code folder; '
run env WICK_NOW=2026-12-22T05:06:40Z wick-sessions -q
exits 1
it "--watch"
if open_terminal 80 20; then
  rm -rf "$claude/projects"
  mkdir -p "$project"
  for id in d25fe0c6-f244-4f4d-b6b1-0929509cce11 7ac9f9c7-bc77-4273-b974-6f025fd290fc; do
    cp "$data/config/projects/-home-user-proj/$id.jsonl" "$project/"
    touch -d $WICK_NOW "$project/$id.jsonl"
  done
  type_line 'stty -a >before; echo ready'
  until_shows '^ready'
  type_line 'wick-sessions -w; echo "status $?"'
  until_shows '^d25fe0c6 .* warm 2m3'
  is "shows what wick-sessions does" "$(head -n 1 "$tmp/out" | tr -s ' ')" 'ID PROJECT MODEL CONTEXT CACHE ENTRY COLD AGE'
  ! grep -q ready "$tmp/out"
  ok $? "on a screen of its own"
  mux pipe-pane "cat >'$tmp/bytes'"
  sleep 2.5
  mux pipe-pane
  tr '\033' '\n' <bytes | grep -oE '^\[[0-9]+;1H.*' | sort -u >lines
  [ "$(grep -c '^\[2;1Hd25fe0c6' lines)" -gt 0 ] && ! grep -qvE '^\[2;1H' lines
  ok $? "a second later writes the line with the countdown, and no other" lines
  ! tr '\033' '\n' <bytes | grep -qE '^\[[0-9]*J'
  ok $? "and clears nothing" bytes
  mux resize-window -x 40 -y 2
  until_shows '^… 2 more'
  is "a smaller window is redrawn" "$(head -n 1 "$tmp/out" | tr -s ' ')" 'PROJECT CONTEXT CACHE ENTRY'
  mux resize-window -x 80 -y 20
  until_shows '^7ac9f9c7 .* cold'
  rm "$project"/7ac9*
  until_gone '^7ac9'
  mux send-keys C-z
  until_shows 'Stopped|suspended'
  type_line 'stty -a >stopped; fg'
  until_shows '^d25fe0c6 .* warm'
  mux send-keys C-c
  until_shows '^ready'
  type_line 'stty -a >after; echo back'
  until_shows '^back'
  is "the terminal after Ctrl-Z is as before" "$(cat stopped)" "$(cat before)"
  is "the terminal after Ctrl-C is as before" "$(cat after)" "$(cat before)"
  is "the cursor is back" "$(mux display-message -p '#{cursor_flag}')" 1
  in_terminal "trap : INT; wick-sessions -w"
  until_shows '^d25fe0c6 .* warm'
  mux send-keys C-c
  until_shows '^status 130'
  in_terminal 'wick-sessions -w'
  until_shows '^d25fe0c6 .* warm'
  mux send-keys q
  until_shows '^status 0'
  in_terminal "sh -c 'echo \$\$ >pid; exec wick-sessions -w -f {context.tokens}'"
  until_shows '^[0-9]+$'
  kill "$(cat pid)"
  until_shows '^status 143'
  type_line 'stty -a >after; echo again'
  until_shows '^again'
  is "the terminal after SIGTERM is as before" "$(cat after)" "$(cat before)"
  close_terminal
else
  skip "no tmux"
fi
finish
