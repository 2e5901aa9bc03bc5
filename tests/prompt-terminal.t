#!/bin/sh
# SPDX-License-Identifier: MIT
# The prompts on the screen: zsh, bash and fish in terminals, with names that look like commands, colours or escape
# sequences.
. "$(dirname "$0")/lib.sh"
. "$root/tests/shells.sh"
. "$root/tests/terminal.sh"
cd "$tmp" || exit 1

# Interactive shells without the user's files; the integration by their own start-up files.
mkdir -p "$HOME/.config/fish"
XDG_CONFIG_HOME=$HOME/.config
printf '%s\nPROMPT="> "\n' "$(init zsh --right)" >"$HOME/.zshrc"
printf '%s\nPS1="> "\n' "$(init bash --left)" >"$HOME/.bashrc"
printf '%s\nfunction fish_prompt; echo -n "> "; end\n' "$(init fish --right)" >"$HOME/.config/fish/config.fish"
interactive() {
  case $1 in
    zsh) echo 'env SHELL=/bin/zsh zsh -d -i' ;;
    bash) echo "bash --rcfile $HOME/.bashrc -i" ;;
    fish) echo 'fish -i' ;;
  esac
}

session_in "$tmp/proj"
for shell in zsh bash fish; do
  it "$shell in a terminal"
  open_terminal 120 10 "$(interactive $shell)"
  until_shows '^>'
  type_line "cd $tmp/proj"
  until_shows '14% . till 10:05'
  # The position at which the line is edited shows whether the shell knows the width of its prompt.
  mux send-keys -l 'echo abcdefgh'
  mux send-keys C-a
  mux send-keys -l 'true; '
  mux send-keys Enter
  until_shows '^abcdefgh *$'
  type_line 'false'
  # shellcheck disable=SC2016
  case $shell in
    bash) type_line 'echo status $?' ;;
    *) type_line 'echo status $status' ;;
  esac
  until_shows '^status 1'
  type_line 'cd /; clear'
  type_line 'echo gone'
  until_shows '^gone'
  is "the prompt is plain elsewhere" "$(screen | tail -n +2 | grep -c 14%)" 0
  close_terminal
done

it "bash in a terminal that grows narrow"
open_terminal 51 10 "$(interactive bash)"
until_shows '^>'
type_line "cd $tmp/proj; clear"
until_shows '^14% . till 10:05 > *$'
# The shell learns its new width some time after tmux has changed it.
narrow() {
  mux resize-window -x "$1"
  type_line "until [ \"\$(stty size | cut -d ' ' -f 2)\" = $1 ]; do sleep 0.1; done; clear"
}
narrow 50
until_shows '^14% > *$'
narrow 26
until_shows '^> *$'
narrow 60
until_shows '^14% . till 10:05 > *$'
close_terminal

# has_lines N REGEX FILE: true if this many lines match
has_lines() { [ "$(grep -cE -- "$2" "$3")" -eq "$1" ]; }
two_begin_below() { [ "$(grep -A 1 '^14%' "$1" | grep -c '^>')" -eq 2 ]; }
for shell in zsh bash fish; do
  it "$shell, above the prompt"
  for file in .zshrc .bashrc .config/fish/config.fish; do cp "$HOME/$file" "$tmp/kept.${file##*.}"; done
  sed -i 's/--right\|--left/--above/' "$HOME/.zshrc" "$HOME/.bashrc"
  # fish's function is wrapped, so it comes first.
  printf 'function fish_prompt; echo -n "> "; end\n%s\n' "$(init fish --above)" >"$HOME/.config/fish/config.fish"
  open_terminal 40 10 "$(interactive $shell)"
  until_shows '^>'
  type_line "cd $tmp/proj; clear"
  until_shows '^14% . till 10:05 *$'
  type_line 'echo one'
  until_shows '^one *$'
  # The second prompt appears some time after the command's output.
  wait_for has_lines 2 '^14% . till 10:05 *$'
  ok $? "each prompt has its line" "$tmp/out"
  wait_for two_begin_below
  ok $? "and begins below" "$tmp/out"
  close_terminal
  for file in .zshrc .bashrc .config/fish/config.fish; do mv "$tmp/kept.${file##*.}" "$HOME/$file"; done
done

# hostile NAME TITLE: a session with that title, in a work tree with that branch and directory
hostile() {
  place=$tmp/places/$1
  mkdir -p "$place/.git"
  printf 'ref: refs/heads/%s\n' "$2" >"$place/.git/HEAD"
  session_in "$place"
  jq -c --arg cwd "$place" '.cwd |= $cwd' "$data/demo/transcript.jsonl" >"$folder/$session.jsonl"
  jq -cn --arg title "$3" '{type: "custom-title", customTitle: $title}' >>"$folder/$session.jsonl"
  touch -d "$WICK_NOW" "$folder/$session.jsonl"
}
escape=$(printf '\033')
newline='
'
# shellcheck disable=SC2016
hostile dollar 'a$(touch${IFS}owned)' '$(touch owned) ${HOME} $HOME'
# shellcheck disable=SC2016
hostile backtick 'b`touch${IFS}owned`' '`touch owned`'
hostile percent 'c%{%F{red}%}%n%~' '%{%F{red}%n%~%D{%s}'
hostile backslash 'd' '\u\h\$(touch owned)\033[2J\[\]'
hostile tmux 'e#[fg=red]#(touch owned)' '#[reverse]#(touch owned)#{pane_id}##'
hostile control "f" "${escape}[2J${escape}]0;owned\\x07${newline}touch owned${newline}end"
hostile quotes "g'\";touch\${IFS}owned;" "';touch owned;\" & touch owned | touch owned"

mkdir -p "$XDG_CONFIG_HOME/wick"
printf '[prompt]\nsegments = ["branch", "session", "context"]\n[line]\nsegments = ["branch", "session", "context"]\n' \
  >"$XDG_CONFIG_HOME/wick/wick.toml"

# seen NAME: prints what must be visible of it, without spaces
# shellcheck disable=SC2016
seen() {
  case $1 in
    dollar) echo 'a$(touch${IFS}owned)·$(touchowned)${HOME}$HOME·144k' ;;
    backtick) echo '`touch${IFS}owned`·`touchowned`·144k' ;;
    percent) echo 'c%{%F{red}%}%n%~·%{%F{red}%n%~%D{%s}·144k' ;;
    backslash) printf '%s\n' 'd·\u\h\$(touchowned)\033[2J\[\]·144k' ;;
    tmux) echo 'e#[fg=red]#(touchowned)·#[reverse]#(touchowned)#{pane_id}##·144k' ;;
    control) echo '[2J' ;;
    quotes) echo "g'\";touch\${IFS}owned;·';touchowned;\"&touchowned|touchowned·144k" ;;
  esac
}
# Prints the screen without spaces, and with the look-alikes of backtick and backslash converted back.
compact() { tr -d ' \n' | sed 's/ˋ/`/g; s/⧵/\\/g'; }
reads() { compact <"$2" | grep -qF -- "$1"; }
shows() {
  want=$(seen "$1")
  [ -n "$want" ] && wait_for reads "$want"
  ok $? "shows it letter by letter" "$tmp/out"
}
kinds='dollar backtick percent backslash tmux control quotes'

for variant in zsh 'zsh with promptsubst' bash 'bash in PROMPT_COMMAND' fish; do
  shell=${variant%% *}
  case $variant in
    *promptsubst) echo 'setopt promptsubst promptbang' >>"$HOME/.zshrc" ;;
    *PROMPT_COMMAND)
      # shellcheck disable=SC2016
      printf '%s\nPROMPT_COMMAND+=$'\''\\nPS1="$WICK_PROMPT> "'\''\n' "$(init bash)" >"$HOME/.bashrc" ;;
  esac
  # So wide that everything fits into a third.
  open_terminal 300 10 "$(interactive "$shell")"
  until_shows '>'
  for kind in $kinds; do
    it "$variant against $kind"
    type_line "cd $tmp/places/$kind && clear"
    shows "$kind"
  done
  type_line 'echo alive'
  until_shows '^alive *$|> alive|alive$'
  close_terminal
  it "$variant"
  find "$tmp" -name owned >owned.txt
  [ ! -s owned.txt ]
  ok $? "nothing was executed" owned.txt
done

# tmux: a client of a tmux server with wick-line in its status line, in a terminal of the other tmux.
inner() { tmux -S "$tmp/inner" -f "$tmp/inner.conf" "$@"; }
sed 's/^set -g status-interval .*/set -g status-interval 1/' "$root/shell/tmux.conf" >inner.conf
echo 'set -g status-left ""' >>inner.conf
echo 'set -g window-status-current-format ""' >>inner.conf
inner new-session -d -x 150 -y 8 sh
open_terminal 150 10 "env -u TMUX tmux -S $tmp/inner attach"
for kind in $kinds; do
  it "tmux against $kind"
  inner send-keys -l "cd $tmp/places/$kind; clear"
  inner send-keys Enter
  shows "$kind"
done
it "tmux"
odd="$tmp/places/\$(touch owned) \`touch owned\`'\";touch owned;#(touch owned)"
mkdir -p "$odd"
session_in "$odd"
inner send-keys -l "cd $tmp/places/*owned*; clear"
inner send-keys Enter
until_shows '144k/1M'
screen >colours.txt
mux capture-pane -p -e | grep -q "$escape"
ok $? "has colours"
sleep 1.2
find "$tmp" -name owned >owned.txt
[ ! -s owned.txt ]
ok $? "nothing was executed, of the directory's name neither" owned.txt
finish
