# SPDX-License-Identifier: MIT
# Sourced by every .t here: the real Claude Code in tmux, with wick-line as its status line, against
# a stand-in for the Messages API. CLIENT is the version, or `latest`.
#
#   start_client ARG...   starts it in the project folder and waits for its prompt
#   type_line TEXT        types a line and presses Enter
#   wait_for REGEX        waits until a line of the screen matches
#   settle                waits until the status line no longer changes
#   stop_client           leaves with /exit
#   end_client            waits until it has ended, if it was ended in another way
#   ask TEXT              type_line, then waits for the answer
#   record                with RECORD=1: keeps the files that were seen in tests/data/client/VERSION/TEST
#
# Each payload of the client is kept as $seen/MILLISECONDS.json, and wick-line's output for it as
# $seen/MILLISECONDS.line. checks.sh compares them.
#
# shellcheck shell=sh disable=SC2034
. "$(dirname "$0")/../lib.sh"
here=$root/tests/client
unset WICK_NOW

version=$(sh "$here/install.sh" "${CLIENT:-latest}" 2>"$tmp/err") || skip_all "$(cat "$tmp/err")"
claude=$root/build/client/$version/claude
command -v tmux >/dev/null 2>&1 || skip_all "tmux is not installed"

CLAUDE_CONFIG_DIR=$tmp/config
export CLAUDE_CONFIG_DIR
resumed='' project=$tmp/proj seen=$tmp/seen api=$tmp/api seen_before=''
mkdir -p "$CLAUDE_CONFIG_DIR" "$project" "$seen" "$api" "$tmp/tmp"
key=sk-ant-none-0000000000000000000000000000

# The stand-in for the API ends with the test, however that ends.
api_pid=''
at_end '[ -z "$api_pid" ] || kill "$api_pid" 2>/dev/null'

give_up() {
  echo "not ok $((count + 1)) - $name: $1"
  screen | sed 's/^/# /'
  finished=yes failed=1
  exit 1
}

start_api() {
  echo 'a note' >"$api/note"
  python3 -B "$here/messages_api.py" "$api" 2>"$api/err" &
  api_pid=$!
  tries=0
  until [ -s "$api/port" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || give_up "the stand-in does not start: $(cat "$api/err")"
    sleep 0.1
  done
}

# Set up the client: no welcome, no questions about the key or the folder.
set_up() {
  jq -n --arg key "$(printf %s "$key" | tail -c 20)" --arg project "$project" '{
    hasCompletedOnboarding: true, theme: "dark", numStartups: 5,
    customApiKeyResponses: {approved: [$key], rejected: []},
    projects: {($project): {hasTrustDialogAccepted: true}}}' >"$CLAUDE_CONFIG_DIR/.claude.json"
  jq -n --arg command "$here/keep.sh $seen" '{statusLine: {type: "command", command: $command}}' \
    >"$CLAUDE_CONFIG_DIR/settings.json"
}

# Only the listed variables reach the client. The stand-in is also its proxy for all other hosts; it refuses and
# records these connections.
claude() {
  port=$(cat "$api/port")
  env -i HOME="$HOME" PATH="$PATH" TERM="$TERM" LC_ALL="$LC_ALL" TZ="$TZ" \
    CLAUDE_CONFIG_DIR="$CLAUDE_CONFIG_DIR" TMPDIR="$tmp/tmp" CLAUDE_CODE_TMPDIR="$tmp/tmp" \
    XDG_CONFIG_HOME="$XDG_CONFIG_HOME" XDG_STATE_HOME="$XDG_STATE_HOME" \
    XDG_CACHE_HOME="$XDG_CACHE_HOME" XDG_DATA_HOME="$XDG_DATA_HOME" \
    ANTHROPIC_BASE_URL="http://127.0.0.1:$port" ANTHROPIC_API_KEY="$key" IS_SANDBOX=1 \
    HTTP_PROXY="http://127.0.0.1:$port" HTTPS_PROXY="http://127.0.0.1:$port" NO_PROXY=127.0.0.1 \
    DISABLE_AUTOUPDATER=1 DISABLE_TELEMETRY=1 DISABLE_ERROR_REPORTING=1 \
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1 "$@"
}

# shellcheck disable=SC2120
start_client() { start_client_with LC_ALL="$LC_ALL" "$@"; }

# start_client_with NAME=VALUE... ARG...: the same, with more variables for the client
start_client_with() {
  variables=''
  while case $1 in [A-Z_]*=*) ;; *) false ;; esac; do variables="$variables $1" && shift; done
  printf 'set -g %s\n' 'remain-on-exit on' 'status off' 'focus-events on' >"$tmp/tmux.conf"
  # shellcheck disable=SC2086
  claude env $variables tmux -S "$tmp/tmux" -f "$tmp/tmux.conf" \
    new-session -d -x "${columns:-160}" -y "${rows:-50}" -c "$project" "$claude" --permission-mode acceptEdits --allowedTools 'Bash Read Agent Task' "$@"
  wait_for '^[>❯]'
}

screen() { tmux -S "$tmp/tmux" capture-pane -p 2>/dev/null; }

wait_for() {
  tries=0
  until screen | grep -Eq -- "$1"; do
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || give_up "no line that matches $1 within 30 seconds"
    sleep 0.1
  done
}

press() { tmux -S "$tmp/tmux" send-keys "$@"; }

# Input that arrives at once counts as pasted, including Enter; the interval depends on the client's load.
type_line() {
  seen_before=$(newest)
  press -l "$1"
  wait_for "^[>❯].*$1"
  for pause in 0.3 1 3; do
    sleep "$pause"
    press Enter
    tries=0
    until was_sent "$1"; do
      tries=$((tries + 1))
      [ "$tries" -lt 20 ] || continue 2
      sleep 0.1
    done
    return
  done
}

# was_sent TEXT: true if it is no longer in the prompt's input field, which has a rule above it
was_sent() {
  [ "$(tmux -S "$tmp/tmux" display -p '#{pane_dead}')" != 1 ] || return 0
  case $(screen | grep -F -B 1 -- "$1" | tail -n 2 | head -n 1) in ──*) return 1 ;; esac
}

ask() {
  type_line "$1"
  wait_for "You said: $1"
  settle
}

newest() { find "$seen" -name '*.json' | sort | tail -n 1; }

# Waits until no payload has come for a second, but at least one since the last typed line; some clients send none
# after some commands.
settle() {
  last='' tries=0
  until [ "$last" = "$(newest)" ] && { [ "$last" != "$seen_before" ] || [ "$tries" -ge 5 ]; }; do
    last=$(newest) tries=$((tries + 1))
    [ "$tries" -lt 60 ] || give_up "a payload each second for a minute"
    sleep 1
  done
}

stop_client() {
  type_line /exit
  end_client
}

# Waits until the client, which was asked to end, has ended.
end_client() {
  tries=0
  until [ "$(tmux -S "$tmp/tmux" display -p '#{pane_dead}')" = 1 ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || give_up "does not leave"
    sleep 0.1
  done
  server=$(tmux -S "$tmp/tmux" display -p '#{pid}')
  tmux -S "$tmp/tmux" kill-server
  tries=0
  while kill -0 "$server" 2>/dev/null; do  # the next one takes the same socket
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || give_up "tmux does not end"
    sleep 0.1
  done
}

# True if the transcript has this field.
writes() { grep -q "\"$1\":" "$(told .transcript_path)"; }

# Skips the rest for a client that lacks the tested feature; earlier checks count.
skip_rest() {
  skip "$1"
  finish
  exit
}

. "$here/checks.sh"
start_api
set_up
