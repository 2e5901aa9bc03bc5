#!/bin/sh
# SPDX-License-Identifier: MIT
# wick-top beside the client, in a window of the same tmux: it shows the session as busy and as waiting; Enter shows its
# pane, and resumes it after it has ended; then the same in the background, if the client supports that.
. "$(dirname "$0")/lib.sh"

mkdir "$tmp/bin"
ln -s "$claude" "$tmp/bin/claude"
PATH=$tmp/bin:$PATH
cat >"$api/replies.json" <<'END'
{"make a file": {"calls": [["Bash", {"command": "touch made", "description": "Make a file"}]], "text": "It is made."},
 "run for long": {"calls": [["Bash", {"command": "until test -e go-on; do sleep 0.2; done", "description": "Wait"}]], "text": "It went on."}}
END

mux() { tmux -S "$tmp/tmux" "$@"; }
# The client is in window 0, wick-top in window 1.
show() { mux select-window -t ":$1"; }
sees() {
  wait_for "$1"
  ok 0 "sees $1"
}
registered() { jq -r "$1 // empty" "$CLAUDE_CONFIG_DIR"/sessions/*.json 2>/dev/null; }
# ended WINDOW: waits until the program in it has ended
ended() {
  tries=0
  until [ "$(mux display -t ":$1" -p '#{pane_dead}')" = 1 ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || give_up "window $1: does not end"
    sleep 0.1
  done
}

it "$version, a session that is idle"
start_client --settings '{"permissions": {"ask": ["Bash(touch:*)"]}}'
mux new-window -d -c / wick-top
ask 'hello there'
id=$(session)
[ "$(registered .status)" = idle ] || skip_rest "this client does not tell what it does"
show 1
sees '^1 live: 1 idle '
sees '^○ .* [0-9]+k [0-9]+%.* warm .* idle( [0-9]+s)?$'
sees "^session .*$id  process $(registered .pid) "

it "$version, while the response is held back"
show 0
touch "$api/hold"
type_line 'and once more'
show 1
sees '^1 live: 1 busy '
sees '^● .* busy( [0-9]+s)?$'
rm "$api/hold"
sees '^○ .* idle( [0-9]+s)?$'

it "$version, while a tool runs"
show 0
type_line 'run for long'
show 1
sees '^● .* Bash until test -e go-on.* [0-9]+s$'
sees '^calls +Bash until .* \(runs\)'
touch "$project/go-on"
sees '^○ .* idle( [0-9]+s)?$'
sees '^calls +Bash until .* \([0-9]+ bytes\)'

it "$version, while it asks for a permission"
show 0
type_line 'make a file'
wait_for 'Do you want to proceed'
is "the registry" "$(registered .status)" waiting
show 1
sees '^1 live: 1 waiting '
sees '^! .* waits: (permission prompt|approve Bash)( [0-9]+s)?$'
sees '^calls +Bash touch made \(waits\)'

it "$version, Enter goes there"
press Enter
sees 'Do you want to proceed'
is "to its window" "$(mux display -p '#{window_index}')" 0
press Enter
wait_for 'It is made'
[ -e "$project/made" ]
ok $? "and the question can be answered"

it "$version, the session has ended"
type_line /exit
ended 0
show 1
sees '^0 live '
sees '^  .*  <1m ago$'

it "$version, Enter resumes it"
press Enter
sees "^cd $project && claude --resume "
press Enter
sees 'It is made'
wait_for '^[>❯]'
is "the same session" "$(registered .sessionId)" "$id"
is "in its directory" "$(registered .cwd)" "$project"
ask 'what was it'

it "$version, x ends it"
mux new-window -c / wick-top
sees '^1 live: 1 idle '
press x
sees "^kill $(registered .pid) "
press Enter
ended 1
sees '^0 live '

# Not every client supports what follows.
if ! claude "$claude" attach --help 2>/dev/null | grep -q '^Usage: claude attach'; then
  finish
  exit
fi
grep -q '"type":"cost-state"' "$(told .transcript_path)"
ok $? "and it has time to note its total"
at_end '(claude "$claude" daemon stop --any >/dev/null 2>&1)'

it "$version, in the background"
press b
sees "^cd $project && claude --bg --resume "
press Enter
sees '^backgrounded · '
press Enter
sees '^○ .* idle( [0-9]+s)?, background$'
is "the job" "$(registered .jobId)" "$(basename "$CLAUDE_CONFIG_DIR"/jobs/????????)"

it "$version, Enter attaches to it"
press Enter
sees 'It is made'
sees '^[>❯]'
sleep 1
press C-z
sees '^1 live: 1 idle '

it "$version, x stops it"
press x
sees "^claude stop $(registered .jobId) "
press Enter
sees '^stopped '
press Enter
sees '^0 live '
is_empty "it runs no more" "$(registered .pid)"

it "$version, resumed after that"
press Enter
sees '&& claude --resume '
press Enter
sees '^[>❯]'
mux new-window -c / wick-top
sees '^○ .* idle( [0-9]+s)?$'
press x
sees "^kill $(registered .pid) "
press Enter
sees '^0 live '
press q
ended 3
finish
