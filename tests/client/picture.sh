#!/bin/sh
# SPDX-License-Identifier: MIT
# picture.sh FILE.svg: Claude Code with wick-line as its status line, as README.md shows it. The
# client is the real one, set up by wick-setup, and so is what the line says; the stand-in for the
# API says what is written here.
set -eu
picture=$(realpath "$1")
# shellcheck source=tests/client/lib.sh
. "$(dirname "$0")/lib.sh"
columns=88 rows=25
project=$HOME/shop  # shown as ~/shop

# A module of made-up code, of about this many bytes: the stand-in counts one token for four.
module() {
  awk -v name="$1" -v size="$2" 'BEGIN {
    while (written < size) {
      number++
      line = sprintf("def %s_%04d(order):\n    return order.get(\"%s\", %d)\n", name, number, name, number)
      written += length(line)
      print line
    }
  }' >"$project/$1.py"
}

write_replies() {
  jq -n --arg dir "$project" '
    def read: ["Read", {file_path: "\($dir)/\(.).py"}];
    {"why is checkout slow?": {
       calls: ["cart", "tax", "payment", "order"] | map(read),
       text: "The tax service is asked once per item, and each answer takes 80 ms. A cart of 20 items waits 1.6 seconds. One request for the whole cart would do:\n\n- `tax.py` gets `rates(items)`\n- `cart.py` calls it once, before the loop"},
     "who else calls the old function?": {
       calls: [],
       text: "Only `order.py`, for the invoice. Nobody waits for that, it can stay as it is."}}' >"$api/replies.json"
}

mkdir -p "$project"
for name in cart tax payment order; do module "$name" 80000; done
write_replies
set_up
rm "$CLAUDE_CONFIG_DIR/settings.json"
wick-setup claude >/dev/null

start_client --permission-mode default
type_line 'why is checkout slow?'
wait_for 'before the loop'
type_line 'who else calls the old function?'
wait_for 'as it is'
wait_for 'warm 4m4'
screen >"$tmp/plain"
tmux -S "$tmp/tmux" capture-pane -e -p >"$tmp/screen"
python3 -B "$here/picture.py" --columns "$columns" \
  --title "Claude Code $version with wick in its status line: $(grep 'warm 4m4' "$tmp/plain" | sed 's/^ *//; s/ *$//')" \
  <"$tmp/screen" >"$tmp/picture.svg"
stop_client
mv "$tmp/picture.svg" "$picture"
rm -rf "$tmp"
