#!/bin/sh
# SPDX-License-Identifier: MIT
. "$(dirname "$0")/lib.sh"
. "$root/tests/terminal.sh"
use_recorded_sessions
WICK_NOW=2026-11-22T05:06:40Z
warm=d25fe0c6-f244-4f4d-b6b1-0929509cce11
claude=$HOME/.claude

# start_in DIR ID: writes a session that was started there, and then changed to a subfolder
start_in() {
  folder=$claude/projects/$(printf '%s' "$1" | sed 's/[^A-Za-z0-9]/-/g')
  mkdir -p "$folder" "$1/below"
  sed "s|\"cwd\":\"[^\"]*\"|\"cwd\":\"$1/below\"|g" "$project/$warm.jsonl" >"$folder/$2.jsonl"
}
as_old_as_the_clock() { find "$claude" "$tmp" -name '*.jsonl' -exec touch -d $WICK_NOW {} +; }

mkdir bin
cat >bin/claude <<'END'
#!/bin/sh
printf '%s\n' "$#" "$@" "$PWD" "${CLAUDE_CONFIG_DIR-unset}" >"$CLAUDE_OUT"
echo claude runs
END
chmod +x bin/claude
CLAUDE_OUT=$tmp/claude-out
export CLAUDE_OUT

it "no session"
run env CLAUDE_CONFIG_DIR=/nowhere wick-pick
exits 1
silent
complains '^wick-sessions: /nowhere: no Claude Code folder; run claude once'

it "no claude"
as_old_as_the_clock
for tool in sh sed cut cat tr dirname stty awk printf env; do ln -s "$(command -v $tool)" bin/; done
mkdir without && cp -P bin/* without/ && rm without/claude
run env PATH="$tmp/without" "$(command -v wick-pick)"
exits 69
silent
complains '^wick-pick: claude: not found$'

it "options"
run wick-pick --since 1y
exits 64
complains '^wick-sessions: --since 1y: not a date such as'
run wick-pick -pV
exits 0
prints "wick-pick $(cat "$root/VERSION")"
run wick-pick "$(printf -- '--a\033[2J')"
exits 64
complains '^wick-pick: --a\?\[2J: unknown option$'

if command -v setsid >/dev/null; then
  it "no terminal"
  run setsid -w env PATH="$tmp/bin:$PATH" wick-pick
  exits 69
  silent
  complains '^wick-pick: /dev/tty: no terminal to ask on$'
fi

PATH=$tmp/bin:$PATH
if ! open_terminal 100 30; then
  skip "no tmux"
  finish
  exit
fi
start() {
  rm -f "$CLAUDE_OUT"
  in_terminal "$1"
}
got() { tr '\n' ' ' <"$CLAUDE_OUT"; }
# number_of ID: prints the number of its row
number_of() { sed -n "s/^ *\([0-9]*\) $1 .*/\1/p" "$tmp/out"; }

it "a numbered list"
start_in "$tmp/it's a \$(touch evil) \`touch evil\` place" pickthis
cp "$project/$warm.jsonl" "$project/gone-id.jsonl"
as_old_as_the_clock
start "wick-pick --no-fzf"
until_shows '^Number, or q:'
matches '^ +ID +PROJECT'
number=$(number_of pickthis)
for wrong in x 99 0; do
  type_line $wrong
  wait_for grep -q "q: $wrong\$"
  wait_for grep -q 'q:$'
done
type_line "$number"
until_shows '^claude runs'
until_shows '^status 0'
is "runs claude with the id, where the session was started" "$(got)" \
  "2 --resume pickthis $tmp/it's a \$(touch evil) \`touch evil\` place unset "
[ ! -e evil ] && [ ! -e "$tmp/it's a \$(touch evil) \`touch evil\` place/evil" ]
ok $? "a directory's name is no command"

it "its answers"
for answer in q ''; do
  start "wick-pick --no-fzf"
  until_shows '^Number'
  type_line "$answer"
  until_shows '^status 1'
done
start "wick-pick --no-fzf </dev/null >picked -p"
until_shows '^Number'
type_line "$number"
until_shows '^status 0'
is "--print" "$(cat picked)" pickthis
start "wick-pick --no-fzf"
until_shows '^Number'
type_line "$(number_of gone-id)"
until_shows '^status 66'
matches '^wick-pick: /home/user/proj: cannot change to it$'
[ ! -e "$CLAUDE_OUT" ]
ok $? "claude is not run where the directory is gone"

it "--id"
run wick-pick --id=pickthis -p
exits 0
prints pickthis
place="$tmp/it's a \$(touch evil) \`touch evil\` place"
for pair in 'resume:2 --resume pickthis' 'fork:3 --resume pickthis --fork-session' 'continue:1 --continue' 'new:0' \
  'background:3 --bg --resume pickthis'; do
  run wick-pick --id=pickt --as="${pair%%:*}"
  exits 0
  is "--as=${pair%%:*}" "$(got)" "${pair#*:} $place unset "
done
mkdir -p "$claude/sessions"
printf '{"pid":%s,"sessionId":"pickthis","cwd":"%s","kind":"bg","jobId":"abcd1234","status":"busy"}' $$ "$tmp" >"$claude/sessions/$$.json"
run wick-pick --id pickthis
exits 0
is "a session in the background is attached to" "$(got | cut -d ' ' -f 1-3)" "2 attach abcd1234"
rm -r "$claude/sessions"
run wick-pick --id=nosuchsession
exits 69
complains '^wick-state: session nosuchsession: '
run wick-pick --id=pickthis --as=run
exits 64
complains '^wick-pick: --as run: not one of '

it "another configuration folder"
mkdir -p "$XDG_CONFIG_HOME/claude/projects"
claude=$XDG_CONFIG_HOME/claude
start_in "$tmp/elsewhere" other-id
as_old_as_the_clock
start "wick-pick --no-fzf --since=1h"
until_shows '^Number'
type_line "$(number_of other-id)"
until_shows '^claude runs'
is "is handed on" "$(got)" "2 --resume other-id $tmp/elsewhere $XDG_CONFIG_HOME/claude "
rm -r "$XDG_CONFIG_HOME/claude"
claude=$HOME/.claude

it "fzf"
if command -v fzf >/dev/null; then
  evil=$HOME/.claude/projects/$(printf '%s' "$tmp/it's a \$(touch evil) \`touch evil\` place" | sed 's/[^A-Za-z0-9]/-/g')/pickthis.jsonl
  printf '{"type":"custom-title","customTitle":"%s","sessionId":"x"}\n' "find me '; touch evil; '" >>"$evil"
  as_old_as_the_clock
  start "FZF_DEFAULT_OPTS= wick-pick"
  until_shows '^>( |$)'
  until_shows '^ +NAME|^ +ID'
  ! grep -q "$warm" "$tmp/out"
  ok $? "does not show what the rows are told by"
  mux send-keys -l 'find me'
  until_shows "^[^ ]* find me '; touch evil; '"
  matches 'next prompt \$0'
  matches 'cache warm for 2m3[0-9]s, until 05:09'
  mux send-keys Enter
  until_shows '^claude runs'
  is "runs claude" "$(got)" "2 --resume pickthis $tmp/it's a \$(touch evil) \`touch evil\` place unset "
  [ ! -e evil ]
  ok $? "a name is no command"
  start "wick-pick"
  until_shows '^>( |$)'
  mux send-keys Escape
  until_shows '^status 1$'
else
  skip "no fzf"
fi

# A process in its own tmux window, which is in Claude Code's list of running sessions.
it "a session that runs in tmux"
start_in "$tmp/runs" runshere
as_old_as_the_clock
mux new-window -d 'sh -c "sleep 1000; :"'
shell=$(mux list-panes -t :1 -F '#{pane_pid}')
mux split-window -t :1 'sleep 1000'
for _ in $(seq 100); do
  pid=$(ps -o pid= --ppid "$shell" | tr -d ' ')
  [ -z "$pid" ] || break
  sleep 0.05
done
mkdir -p "$claude/sessions"
# registered PID: lists the session as running in this process
registered() {
  rm -f "$claude/sessions"/*.json
  printf '{"pid":%s,"sessionId":"runshere","cwd":"%s","status":"idle","updatedAt":1795323000000}' "$1" "$tmp/runs" \
    >"$claude/sessions/$1.json"
}
registered "$pid"
mux select-window -t :0
start "wick-pick --no-fzf"
until_shows '^Number'
type_line "$(number_of runshere)"
window() { [ "$(mux display-message -p '#{window_index} #{pane_index}')" = '1 0' ]; }
for _ in $(seq 100); do
  if window; then break; fi
  sleep 0.1
done
window
ok $? "its pane is shown"
mux select-window -t :0
until_shows '^status 0'
[ ! -e "$CLAUDE_OUT" ]
ok $? "and claude is not run"

it "a session that runs elsewhere"
sleep 1000 &
elsewhere=$!
registered $elsewhere
start "wick-pick --no-fzf"
until_shows '^Number'
type_line "$(number_of runshere)"
until_shows '^status 69'
[ ! -e "$CLAUDE_OUT" ]
ok $? "is not resumed a second time"
tr -d '\n ' <"$tmp/out" | grep -Fq "$(echo "wick-pick: session runshere: is running in $tmp/runs as process $elsewhere; continue there, or use --force to resume it a second time" | tr -d ' ')"
ok $? "and that is said" "$tmp/out"
start "wick-pick --no-fzf --force"
until_shows '^Number'
type_line "$(number_of runshere)"
until_shows '^claude runs'
is "--force does so" "$(got)" "2 --resume runshere $tmp/runs unset "
kill $elsewhere
close_terminal
finish
