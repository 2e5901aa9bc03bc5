#!/bin/sh
# SPDX-License-Identifier: MIT
# The client cuts a row that is too wide, with an ellipsis. wick-line's rows are shown to their ends: at 80 and 60
# columns, with padding, and when they wrap; and they use the room that there is.
. "$(dirname "$0")/lib.sh"

case $version in 2.1.119) skip_all "this client does not say how wide it is (COLUMNS, from 2.1.153 on)" ;; esac

# with PADDING [TOML...]: writes settings with that padding, and a wick.toml with the same margin
with() {
  jq --argjson padding "$1" '.statusLine.padding = $padding' "$CLAUDE_CONFIG_DIR/settings.json" >"$tmp/s" &&
    mv "$tmp/s" "$CLAUDE_CONFIG_DIR/settings.json"
  mkdir -p "$XDG_CONFIG_HOME/wick"
  printf '[line]\nmargin = %s\n' "$1" >"$XDG_CONFIG_HOME/wick/wick.toml"
  shift
  printf '%s\n' "$@" >>"$XDG_CONFIG_HOME/wick/wick.toml"
}

# Every row as it was printed, with nothing after it.
check_rows() {
  newest_line >"$tmp/rows"
  screen >"$tmp/screen"
  missing=0
  while read -r row; do
    row=$(printf '%s' "$row" | sed 's/^ *//; s/ *$//')
    sed 's/^ *//; s/ *$//' "$tmp/screen" | grep -qxF -- "$row" || missing=1
  done <"$tmp/rows"
  { cat "$tmp/rows" "$tmp/screen"; } >"$tmp/why"
  [ -s "$tmp/rows" ] && [ $missing -eq 0 ]
  ok $? "rows are shown to their ends" "$tmp/why"
  width=$(wc -L <"$tmp/rows")
  echo "$width columns wide, $1 to be had" >>"$tmp/why"
  [ "$width" -le "$1" ] && [ "$width" -ge "$2" ]
  ok $? "of at least $2 and at most $1 columns" "$tmp/why"
}

all='segments = ["model", "dir", "context", "cache", "next", "cost", "effort", "version"]'
for case in 80:0 60:0 80:2; do
  columns=${case%:*} padding=${case#*:}
  room=$((columns - 4 - 2 * padding))
  it "$version, $columns columns, padding $padding"
  with "$padding" "$all"
  start_client
  ask 'hello there'
  # More than fits: the remaining segments fill most of the row.
  check_rows $room $((room * 3 / 5))
  stop_client
  it "$version, $columns columns, padding $padding, wrapped"
  with "$padding" "$all" 'overflow = "wrap"' 'max_rows = 3'
  start_client
  ask 'hello again'
  check_rows $room $((room * 3 / 5))
  is "more than one row" "$([ "$(wc -l <"$tmp/rows")" -gt 1 ] && echo yes)" yes
  stop_client
done
finish
