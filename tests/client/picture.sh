#!/bin/sh
# SPDX-License-Identifier: MIT
# picture.sh FOLDER: draws the pictures of README.md. status-line.svg shows Claude Code with wick-line as its status
# line, prompt.svg a shell afterwards. The client is the real one, set up by wick-setup. The stand-in for the API gives
# the answers written here, and counts one token for four bytes.
set -eu
pictures=$(realpath "$1")
# shellcheck source=tests/client/lib.sh
. "$(dirname "$0")/lib.sh"
columns=88
CLAUDE_CONFIG_DIR=$HOME/.claude
project=$HOME/shop  # shown as ~/shop

# Prints a module of invented code with about this many bytes.
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
       text: "Only `order.py`, for the invoice. Nobody waits for that, it can stay as it is."}}' >"$api/replies.json"
}

# draw FILE TITLE: draws the current screen
draw() {
  tmux -S "$tmp/tmux" capture-pane -e -p >"$tmp/screen"
  python3 -B "$here/picture.py" --columns "$columns" --title "$2" <"$tmp/screen" >"$tmp/$1"
  mv "$tmp/$1" "$pictures/$1"
}

# Another session, in another folder, with another model.
prompt_in() {
  mkdir -p "$HOME/$1"
  (cd "$HOME/$1" && claude "$claude" -p 'hello' --model "$2" </dev/null >/dev/null)
}

sh "$here/looks.sh" "$pictures/looks.svg"
sh "$here/top.sh" "$pictures"

mkdir -p "$project"
for name in cart tax payment order; do module "$name" 80000; done
write_replies
set_up
rm "$CLAUDE_CONFIG_DIR/settings.json"
wick-setup claude >/dev/null
echo "PROMPT='%F{blue}%~%f > '" >"$HOME/.zshrc"
wick-setup shell zsh >/dev/null

rows=25
start_client --permission-mode default
type_line 'why is checkout slow?'
wait_for 'before the loop'
type_line 'who else calls the old function?'
wait_for 'as it is'
wait_for 'warm 4m4'
draw status-line.svg "Claude Code $version with wick in its status line: $(screen | sed -n 's/^ *\(.* warm 4m4.*\)/\1/p')"
stop_client

prompt_in blog sonnet
prompt_in notes haiku
claude tmux -S "$tmp/tmux" -f "$tmp/tmux.conf" new-session -d -x "$columns" -y 9 -c "$HOME" zsh
wait_for '^~ >'
for command in 'cd shop' wick-sessions; do
  press -l "$command"
  press Enter
  sleep 1
done
draw prompt.svg 'zsh with wick in its right prompt, and the table of wick-sessions'
