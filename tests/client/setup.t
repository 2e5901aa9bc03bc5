#!/bin/sh
# SPDX-License-Identifier: MIT
# From `make install` to a row in the client and a prompt in the shell, and back: wick-setup while the client runs,
# which reads its settings again when they change. An old client does not notice that a file was replaced if another
# one, such as a backup, was created in the folder just before; so it is restarted, and its payload has figures after
# the next prompt.
. "$(dirname "$0")/lib.sh"

# Installed, and not on PATH.
bin=$HOME/.local/bin
make -C "$root" --no-print-directory install PREFIX="$HOME/.local" DESTDIR= >"$tmp/installed" 2>&1 ||
  give_up "make install: $(cat "$tmp/installed")"
PATH=${PATH#"$root/build/bin:"}
settings=$CLAUDE_CONFIG_DIR/settings.json

same_files() { cmp "$2" "$3" >"$tmp/why" 2>&1; ok $? "$1" "$tmp/why"; }

# until_it CONDITION...: waits until it is true of the screen, for at most 30 seconds
until_it() {
  tries=0
  until screen >"$tmp/screen" && "$@"; do
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || break
    sleep 0.1
  done
  "$@"
  ok $? "$*" "$tmp/screen"
}

# The last payload of wick-line, and the row that it must print for it.
tap() { find "$XDG_STATE_HOME/wick/tap" -name '*.json' 2>/dev/null; }
has_tap() { [ -n "$(tap)" ]; }
tapped() { has_tap && jq -r "$1" "$(tap)"; }
row() { has_tap && jq -r -f "$here/line.jq" "$(tap)"; }
prompt='.input_tokens + .cache_creation_input_tokens + .cache_read_input_tokens'
tokens() { last_request ".usage | $prompt"; }
shows_the_row() {
  row >"$tmp/row" && [ "$(grep -Ecx -- " *$(cat "$tmp/row") *" "$tmp/screen")" -eq 1 ]
}
shows_the_model() { has_tap && grep -q "^ *$(tapped .model.display_name) · [$]" "$tmp/screen"; }
shows_a_row() { has_tap && grep -q "$(tapped .model.display_name) · [0-9].*[$][0-9]" "$tmp/screen"; }
shows_no_row() { ! shows_a_row; }
shows_live_figures() {
  [ "$(tapped ".context_window.current_usage | $prompt")" = "$(tokens)" ] && shows_the_row
}
mine='a row of my own'
shows_mine() { grep -q "^ *$mine *\$" "$tmp/screen"; }
shows_mine_above_a_row() {
  shows_mine && shows_a_row && grep -A 1 "$mine" "$tmp/screen" | tail -n 1 | grep -q "$(tapped .model.display_name) ·"
}
shows_mine_alone() { shows_mine && shows_no_row; }

overlooks() { [ "$version" = 2.1.119 ]; }
reload() {
  overlooks || return 0
  stop_client
  start_client --continue
}

it "$version, wick-setup claude while it runs"
printf '{\n      "env" : {"NOTHING": "at all"},\n "includeCoAuthoredBy":false\n   }' >"$settings"
cp "$settings" "$tmp/before"
start_client
type_line 'hello there'
wait_for 'You said: hello there'
run "$bin/wick-setup" claude
exits 0
reload
until_it shows_a_row

it "$version, the next prompt"
type_line 'and once more'
wait_for 'You said: and once more'
until_it shows_live_figures

cd "$project" || exit 1
it "$version, wick-doctor"
run "$bin/wick-doctor" -j
exits 0
is "all is well with the settings" "$(jq -r '.checks[] | select(.group == "settings") | .status' "$tmp/out" | sort -u)" ok

it "$version, wick-sessions --live"
run "$bin/wick-sessions" --live -j
exits 0
is "has this one" "$(jq -r '"\(.session.id) \(.model.id) \(.context.tokens)"' "$tmp/out")" \
  "$(basename "$(tap)" .json) $(last_request .model) $(tokens)"

it "$version, wick-setup shell"
run "$bin/wick-setup" shell zsh
exits 0
tmux -S "$tmp/tmux" new-window -c "$project" zsh
context=$(sed -nE 's,.*[0-9]k/[0-9]+[kM] ([0-9]+%).*,\1,p' "$tmp/row")
shows_the_same_context() { [ -n "$context" ] && grep -q "$context · till" "$tmp/screen"; }
until_it shows_the_same_context
tmux -S "$tmp/tmux" kill-window
cd "$tmp" || exit 1

it "$version, wick-setup claude --undo while it runs"
screen >"$tmp/screen"
shows_the_row
ok $? "the row was there" "$tmp/screen"
run "$bin/wick-setup" claude --undo
exits 0
same_files "settings.json is as before" "$tmp/before" "$settings"
reload
until_it shows_no_row

it "$version, --wrap"
printf '{ "env": {},\n\t"statusLine" : {"command":"echo %s", "type":"command"}}\n\n' "$mine" >"$settings"
cp "$settings" "$tmp/before"
reload
until_it shows_mine_alone
run "$bin/wick-setup" claude
exits 1
run "$bin/wick-setup" claude --wrap
exits 0
reload
until_it shows_mine_above_a_row
run "$bin/wick-setup" claude --undo
exits 0
same_files "settings.json is as before" "$tmp/before" "$settings"
reload
until_it shows_mine_alone

# As a desktop or an editor starts it: with a short PATH that does not include wick.
it "$version, before it starts, with PATH=/usr/bin:/bin"
stop_client
rm "$(tap)" "$settings"
run "$bin/wick-setup" claude
start_client_with PATH=/usr/bin:/bin
until_it shows_the_model
stop_client
run "$bin/wick-setup" claude --undo
exits 0
[ ! -e "$settings" ]
ok $? "settings.json is gone, as before"
finish
