#!/bin/sh
# SPDX-License-Identifier: MIT
. "$(dirname "$0")/lib.sh"
. "$root/tests/terminal.sh"
. "$root/tests/registry.sh"
use_recorded_sessions
claude=$HOME/.claude
WICK_NOW=2026-11-22T05:06:40Z
find "$claude" -name '*.jsonl' -exec touch -d $WICK_NOW {} +

opus=d25fe0c6-f244-4f4d-b6b1-0929509cce11
sonnet=d7f47105-0d12-440b-bc75-54b081ddad73
haiku=$(basename "$(ls "$project"/82a2e042*.jsonl)" .jsonl)

it "nothing there"
run env CLAUDE_CONFIG_DIR=/nowhere wick-top --once
exits 1
matches 'no session is running'

it "figures"
run wick-top --json
exits 0
cp "$tmp/out" top.json
jq -cS '.sessions[]' top.json >sessions
wick-sessions --json | jq -cS . >expected
diff expected sessions >"$tmp/why" 2>&1
ok $? "sessions are those of wick-sessions, in its order" "$tmp/why"
usage() { wick-usage "$1" --json "$2" | jq -r "$3"; }
top() { jq -r "$1" top.json; }
is "what a session cost" "$(top ".spent[] | select(.session == \"$sonnet\").cost_usd")" \
  "$(usage session --since=1970-01-02 ".rows[] | select(.session == \"$sonnet\").cost_usd")"
is "today" "$(top .now.today_usd)" "$(usage day --since=2026-11-22 '.rows[-1].cost_usd')"
is "a project's today" "$(top '.projects[0].today_usd')" "$(usage project --since=2026-11-22 '.rows[0].cost_usd')"
is "its seven days" "$(top '.projects[0].seven_days_usd')" "$(usage project --since=2026-11-16 '.rows[0].cost_usd')"
is "the block" "$(top .now.block_usd)" "$(usage block --since=1970-01-02 '.rows[-1].cost_usd')"
is "a day's prompts" "$(top '.calendar[-1].prompts')" "$(usage day --since=2026-11-22 '.rows[-1].prompts')"
is "26 weeks, the last until Sunday" "$(top '.calendar | length, .[0].day, .[-1].day' | tr '\n' ' ')" '182 2026-05-25 2026-11-22 '
is "misses" "$(top '[.why[] | select(.kind == "miss")] | length')" "$(wick-misses --json | jq '.main.misses + .subagents.misses')"
wick-growth --carried --session=$sonnet --json >carried.json
is "what a session carried" "$(top "[.spent[] | select(.session == \"$sonnet\").carried[] | [.kind, .tool // .type, .cost_usd]]" | jq -c .)" \
  "$(jq -c '[.carried[:4][] | [.kind, .tool // .type, .cost_usd]]' carried.json)"
is "subagents" "$(top '.subagents | length')" "$(find "$claude" -name 'agent-*.jsonl' | wc -l | tr -d ' ')"
agent=$(find "$claude" -path "*$sonnet/subagents/*" -name 'agent-*.jsonl' | head -n 1)
cp -p "$agent" "$project/agent-beside.jsonl"
is "one of the old layout" "$(wick-top --json | jq -r '.subagents[] | select(.agent == "beside") | .session')" "$sonnet"
rm "$project/agent-beside.jsonl"

it "--once"
COLUMNS=110
export COLUMNS
run wick-top --once
exits 0
matches '^0 live   today \$1\.01   block \$1\.01 at .*/h till 09:28   cold within 1h \+\$0\.13$'
matches '^  d25fe0c6  /home/user/proj  Opus 5\.5 +14k 1% +██ +warm 2m38s +\$0\.0029 +\$0\.07 +\$0\.14 +\$0\.14  2m ago$'
matches '^ ▸d7f47105 '
for pane in projects calendar why limits; do
  run wick-top --once --pane=$pane
  exits 0
  cp "$tmp/out" once.$pane
done
grep -q '^/home/user/proj  *5  *\$1\.01  *\$1\.01  *\$1\.01 ' once.projects
ok $? "projects" once.projects
grep -q '^2026-11-22  \$1\.01  18 prompts  2 hours' once.calendar
ok $? "calendar" once.calendar
grep -q '^05:06  miss  *d7f47105  *model_changed  *15k  *\$0\.06$' once.why
ok $? "why" once.why
is "each finding's reason is that of wick-waste" "$(top '[.why[] | select(.kind == "waste").why] | sort | .[]')" \
  "$(wick-waste --json | jq -r '[.list[].why] | sort | .[]')"
grep -q '^d7f47105  */home/user/proj  *\$0\.43  *42%$' once.limits
ok $? "limits" once.limits
unset COLUMNS

it "filters"
shown() { wick-top --once --filter="$1" | grep -cE '^ .[0-9a-f]{8} '; }
is "a model" "$(shown opus)" 3
is "cold" "$(shown cold)" 3
is "warm, and a model" "$(shown 'warm sonnet')" 1
is "tokens" "$(shown '>14k')" 4
is "live" "$(shown live)" 0
run wick-top --once --filter=nosuchword
matches 'no session matches the filter /nosuchword'

it "names"
printf '{"type":"custom-title","customTitle":"%s","sessionId":"x"}\n' '日本語 e\u0301 🎉 \u001b[31mred\u202e' >>"$project/$opus.jsonl"
touch -d $WICK_NOW "$project/$opus.jsonl"
run wick-top --once --filter=$opus
matches '^  日本語 e.+ 🎉 '
! grep -q "$(printf '\033')" "$tmp/out"
ok $? "cannot steer the terminal"
run wick-top --once --no-names
matches '^  d25fe0c6 '
mkdir -p "$XDG_CONFIG_HOME/wick"
printf '[privacy]\nnames = false\n' >"$XDG_CONFIG_HOME/wick/wick.toml"
run wick-top --once
matches '^  d25fe0c6 '
rm "$XDG_CONFIG_HOME/wick/wick.toml"

it "no terminal"
run wick-top
exits 64
complains '^wick-top: standard output: not a terminal; --once prints what there is$'
run wick-top --pane=panes
exits 64
complains '^wick-top: --pane: must be one of sessions, projects, calendar, why, limits '
run wick-top now
exits 64
complains '^wick-top: now: unexpected operand$'

start_process
register "$live" "$sonnet" '"cwd":"/home/user/proj","status":"waiting","waitingFor":"permission prompt","statusUpdatedAt":1795323990000,"updatedAt":1795323990000'
waiter=$live
start_process
register "$live" "$haiku" '"cwd":"/home/user/proj","status":"busy","statusUpdatedAt":1795323990000,"updatedAt":1795323990000'
busy=$live
cat >>"$project/$haiku.jsonl" <<END
{"type":"assistant","uuid":"u1","sessionId":"$haiku","timestamp":"2026-11-22T05:06:35.000Z","message":{"id":"m-new","type":"message","role":"assistant","model":"claude-haiku-5-5","content":[{"type":"tool_use","id":"toolu_new","name":"Bash","input":{"command":"make check"}}],"usage":{"input_tokens":3,"output_tokens":9,"cache_read_input_tokens":15000,"cache_creation_input_tokens":0}}}
END
touch -d $WICK_NOW "$project/$haiku.jsonl"
it "what they do"
run wick-top --once --live
matches '^2 live: 1 busy, 1 waiting '
matches '^!.d7f47105 .* waits: permission prompt 10s$'
matches '^●.82a2e042 .* Bash make check 5s$'
register "$busy" "$haiku" '"cwd":"/home/user/proj","kind":"bg","jobId":"82a2e042","status":"busy","statusUpdatedAt":1795323990000,"updatedAt":1795323990000'
run wick-top --once --live
matches '^●.82a2e042 .* Bash make check 5s, background$'
register "$busy" "$haiku" '"cwd":"/home/user/proj","status":"busy","statusUpdatedAt":1795323990000,"updatedAt":1795323990000'

if ! open_terminal 120 32; then
  skip "no tmux"
  finish
  exit
fi

it "a terminal that cannot be redrawn"
in_terminal 'TERM=dumb wick-top'
until_shows '^wick-top: TERM dumb: a terminal that cannot be redrawn; --once prints what there is$'
until_shows '^status 69'
in_terminal 'TERM=nosuchterm wick-top'
until_shows '^wick-top: TERM nosuchterm: not known here'
until_shows '^status 69'

selected() { mux capture-pane -p -e | grep -a "$(printf '\033\\[7m')" | grep -av ' 1 sessions' | head -n 1; }
is_selected() { mux capture-pane -p -e >"$tmp/out"; grep -a "$(printf '\033\\[[0-9;]*7m')" "$tmp/out" | grep -aqE -- "$1"; }
until_selected() {
  wait_for is_selected "$1"
  ok $? "is selected: $1" "$tmp/out"
}

it "on the screen"
in_terminal 'wick-top'
until_shows '^2 live: 1 busy, 1 waiting   today \$'
until_shows 'waits: permission'
until_shows '^session +.*d25fe0c6-f244-4f4d-b6b1-0929509cce11'
matches '^spent'
it "keys"
key j
until_shows '^session +d7f47105'
key Space
until_shows '^!▾d7f47105'
until_shows '^  └ general'
key Space
until_gone '└'
key G
until_shows '^session +.*4f732b6d|^session +.*82a2e042|^session +.*7ac9f9c7'
key g
until_shows '^session +.*d25fe0c6'
key Down Up C-d C-u PPage NPage Home
until_shows '^session +.*d25fe0c6'
key '>'
until_shows 'by name$'
key '<'
until_shows 'by urgency$'
key r
until_shows 'by urgency reversed$'
key r
until_gone 'reversed'
key + +
until_shows 'every 3s$'
key - -
until_gone 'every'
key p
until_shows 'paused$'
key p
until_gone 'paused$'
key '?'
until_shows '^wick-top: keys'
key Escape
until_gone '^wick-top: keys'
key / o p u s
until_shows '^filter: opus'
until_gone '82a2e042'
key Enter
until_shows '/opus  by urgency$'
key Escape
until_shows '82a2e042'
key 2
until_shows '^PROJECT .*TODAY +7 DAYS +30 DAYS'
key 3
until_shows '^2026-11-22  \$'
key h
until_shows '^2026-11-15 '
key l Enter
until_shows '^SESSION +PROJECT +COST +PROMPTS'
key Escape v
until_shows 'by prompts$'
key 4
until_shows '^TIME +WHAT +SESSION'
key 5
until_shows '^SESSION +PROJECT +OF THE BLOCK'
key Tab
until_shows '^NAME '

it "sizes"
for size in 40x10 200x60 80x24; do
  mux resize-window -x "${size%x*}" -y "${size#*x}"
  for pane in 1 2 3 4 5; do
    key "$pane"
    sleep 0.3
    screen >"$tmp/out"
    is "$size, pane $pane: rows" "$(wc -l <"$tmp/out" | tr -d ' ')" "${size#*x}"
    grep -qE 'live' "$tmp/out"
    ok $? "$size, pane $pane: has its head" "$tmp/out"
    [ "$(python3 -c 'import sys; print(max(len(line.rstrip("\n")) for line in open(sys.argv[1])))' "$tmp/out")" -le "${size%x*}" ]
    ok $? "$size, pane $pane: is no wider" "$tmp/out"
  done
done
mux resize-window -x 120 -y 32
key 1

it "what changes is seen"
printf '{"pid":%s,"sessionId":"%s","procStart":"%s","cwd":"/home/user/proj","status":"idle","updatedAt":1795323999000}' \
  "$waiter" "$sonnet" "$(sed 's/.*) //' /proc/$waiter/stat | cut -d ' ' -f 20)" >"$claude/sessions/$waiter.json"
until_shows '^2 live: 1 busy, 1 idle '
kill -KILL "$busy"
until_shows '^1 live: 1 idle '
cp "$project/$opus.jsonl" replaced && head -n 3 replaced >"$project/$opus.jsonl"
until_shows '^1 live: 1 idle '
mv replaced "$project/$opus.jsonl"

it "alarms"
key q
until_gone '^1 live: 1 idle '
# shellcheck disable=SC2016
in_terminal "wick-top --alarm='echo \"\$1\" >>$tmp/alarms' --budget=1"
until_shows '^1 live: 1 idle '
register "$waiter" "$sonnet" '"cwd":"/home/user/proj","status":"waiting","waitingFor":"input needed","updatedAt":1795324000000'
until_shows '^1 live: 1 waiting '
for _ in 1 2 3 4 5 6 7 8 9 10; do
  if [ "$(wc -l <"$tmp/alarms")" -ge 2 ]; then break; fi
  sleep 0.3
done
is "told of once each" "$(sort alarms | tr '\n' '|')" '$1.01 spent today, the budget is $1.00|d7f47105 waits: input needed|'
register "$waiter" "$sonnet" '"cwd":"/home/user/proj","status":"idle","updatedAt":1795324000000'
until_shows '^1 live: 1 idle '

it "the terminal is given back"
key C-z
until_shows '^\[1\]'
matches 'Stopped|suspended'
type_line 'stty -a | grep -o " echo "; fg'
until_shows '^1 live: 1 idle '
key C-c
until_gone '^1 live: 1 idle '
# The line may be typed before the shell is back and prompts.
type_line 'echo "ended $?"'
until_shows '^(% )?ended 130'
for signal in TERM ABRT SEGV; do
  in_terminal 'wick-top'
  until_shows '^1 live: 1 idle '
  pkill -$signal -s "$(mux list-panes -F '#{pane_pid}')" -x wick-top
  until_shows '^status 1(43|34|39)'
  type_line 'stty -a | grep -o " icanon .* echo "'
  until_shows 'icanon.* echo'
done
in_terminal 'wick-top'
until_shows '^1 live: 1 idle '
key q
until_shows '^status 0'

it "other terminals"
for term in xterm tmux-256color screen linux; do
  infocmp $term >/dev/null 2>&1 || continue
  in_terminal "NO_COLOR=1 TERM=$term wick-top"
  until_shows '^1 live: 1 idle '
  ! mux capture-pane -p -e | grep -aq "$(printf '\033')\[[0-9;]*3[0-7]m"
  ok $? "$term: no colour where NO_COLOR says so"
  key j q
  until_shows '^status 0'
done

it "Enter"
mkdir bin
cat >bin/claude <<'END'
#!/bin/sh
printf '%s\n' "$@" "$PWD" >"$CLAUDE_OUT"
echo claude runs
END
chmod +x bin/claude
mkdir -p "$tmp/place"
folder=$claude/projects/$(printf %s "$tmp/place" | sed 's/[^A-Za-z0-9]/-/g')
mkdir -p "$folder"
sed "s|\"cwd\":\"[^\"]*\"|\"cwd\":\"$tmp/place\"|g" "$project/$opus.jsonl" >"$folder/pickthis.jsonl"
touch -d $WICK_NOW "$folder/pickthis.jsonl"
type_line "PATH=$tmp/bin:\$PATH CLAUDE_OUT=$tmp/claude-out; export CLAUDE_OUT"
got() { tr '\n' ' ' <"$tmp/claude-out"; }
in_terminal 'wick-top --filter=pickthis'
until_shows '^session +.*pickthis'
key Enter
until_shows "^cd $tmp/place && claude --resume pickthis +Enter: yes"
key n
until_gone 'Enter: yes'
key Enter
until_shows 'Enter: yes'
key Enter
until_shows '^claude runs'
is "resumes in the session's directory" "$(got)" "--resume pickthis $tmp/place "
for pair in n: c:--continue f:--resume\ pickthis\ --fork-session; do
  in_terminal 'wick-top --filter=pickthis'
  until_shows '^session +.*pickthis'
  key "${pair%%:*}"
  until_shows "^cd $tmp/place && claude"
  key Enter
  until_shows '^claude runs'
  is "${pair%%:*}" "$(got)" "$(echo "${pair#*:} $tmp/place" | sed 's/^ //') "
done
in_terminal 'wick-top --filter=pickthis'
until_shows '^session +.*pickthis'
key a
until_shows '^Enter: back to wick-top'
key Enter
until_shows '^session +.*pickthis'
key y
until_shows '^copied pickthis'
key x
until_shows '^the session is not running'
key q
until_shows '^status 0'
in_terminal 'wick-top --live'
until_shows '^session +d7f47105'
key x
until_shows "^kill $waiter +Enter: yes"
key Enter
until_shows '^0 live|^no session'
key q
until_shows '^status 0'

it "a terminal that is gone"
in_terminal 'sh -c "wick-top; :"'
until_shows '^0 live|^no session'
pid=$(pgrep -s "$(mux list-panes -F '#{pane_pid}')" -x wick-top)
close_terminal
for _ in $(seq 30); do
  if ! kill -0 "$pid" 2>/dev/null; then break; fi
  sleep 0.1
done
! kill -0 "$pid" 2>/dev/null
ok $? "ends it"
finish
