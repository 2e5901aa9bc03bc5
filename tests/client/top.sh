#!/bin/sh
# SPDX-License-Identifier: MIT
# top.sh FOLDER: draws wick-top's panes from real screens: top.svg has the sessions, top-panes.svg the others. Shows the
# sample's sessions, one busy and one waiting. `make picture` runs it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
trap 'tmux -S "$tmp/tmux" kill-server 2>/dev/null; rm -rf "$tmp"' EXIT
columns=110 LC_ALL=C.UTF-8
export LC_ALL
cat >"$tmp/run" <<'END'
# register ID JSON-MEMBERS: lists a child of this shell as Claude Code in the registry
register() {
  sleep 1000 &
  start=$(sed 's/.*) //' "/proc/$!/stat" | cut -d ' ' -f 20)
  mkdir -p "$HOME/.claude/sessions"
  printf '{"pid":%s,"sessionId":"%s-0000-4000-8000-000000000001","procStart":"%s",%s}' $! "$1" "$start" "$2" \
    >"$HOME/.claude/sessions/$!.json"
}
at=1795341620000
register 5a11c0de "\"cwd\":\"/home/you/shop\",\"status\":\"busy\",\"statusUpdatedAt\":$at,\"updatedAt\":$at"
register b1090000 "\"cwd\":\"/home/you/blog\",\"status\":\"waiting\",\"waitingFor\":\"permission prompt\",\"statusUpdatedAt\":$at,\"updatedAt\":$at"
wick-top --since=7d
kill $(jobs -p)
END
mux() { tmux -S "$tmp/tmux" -f "$tmp/tmux.conf" "$@"; }
printf 'set -g status off\nset -g default-terminal tmux-256color\n' >"$tmp/tmux.conf"
mux new-session -d -x "$columns" -y 22 "wick-demo sh '$tmp/run'"
# shows TEXT: waits until the screen contains it
shows() {
  for _ in $(seq 100); do
    if mux capture-pane -p 2>/dev/null | grep -qF -- "$1"; then return; fi
    sleep 0.1
  done
  echo "top.sh: not on the screen: $1" >&2
  exit 1
}
shows 'today $'
sleep 1
mux capture-pane -e -p -N >"$tmp/screen"
python3 -B "$here/picture.py" --columns "$columns" --title 'wick-top: sessions' <"$tmp/screen" >"$tmp/top.svg"
for pane in '2 TODAY' '3 by money' '4 WHY' '5 SHARE'; do
  mux send-keys "${pane%% *}"
  shows "${pane#* }"
  mux capture-pane -e -p | sed -e '1,2d' -e '$d' | head -n 14 | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}'
  echo
done >"$tmp/panes"
python3 -B "$here/picture.py" --columns "$columns" --title 'wick-top: projects, calendar, why, limits' <"$tmp/panes" >"$tmp/top-panes.svg"
mv "$tmp/top.svg" "$tmp/top-panes.svg" "$1"
