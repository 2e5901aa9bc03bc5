#!/bin/sh
# SPDX-License-Identifier: MIT
# wick-setup line: chooses a look from a list or on the screen, and writes it to [line] of wick.toml without changing
# any other byte.
. "$(dirname "$0")/lib.sh"
. "$root/tests/terminal.sh"
folder=$XDG_CONFIG_HOME/wick
config=$folder/wick.toml
payload=$data/payloads/2.1.330-warm-5m.json
WICK_NOW=1795327247
export WICK_NOW

# choose ANSWERS...: answers the questions of the list, one line each
choose() { printf '%s\n' "$@" >answers; in=answers; run wick-setup line; in=/dev/null; }
same_files() { cmp "$2" "$3" >"$tmp/why" 2>&1; ok $? "$1" "$tmp/why"; }
start_with() {
  rm -rf "$folder" && mkdir -p "$folder"
  # shellcheck disable=SC2059
  printf "$1" >"$config" && cp "$config" before
}

it "from a list"
choose two-rows nord round nerd y
exits 0
matches "^$config: line written to a new file$"
matches '^8 words: '
grep -v '^#' "$config" >got
cat >expected <<'END'
[line]
preset = "two-rows"  # default, minimal, two-rows, powerline, limits, cost, everything, words
theme = "nord"  # default, light, high-contrast, colour-blind, catppuccin, nord, tokyo-night, gruvbox, dracula, rose-pine
style = "powerline"  # plain, powerline
powerline_separator = "round"  # arrow, round, slant, flame, capsule, none
icons = "nerd"  # none, unicode, nerd
END
same_files "is in wick.toml" expected got
[ "$(stat -c %a "$config")" = 600 ]
ok $? "for its user only"
choose 1
exits 1
matches '^1 yours: the current wick.toml$'
run wick-setup line --undo
exits 0
prints "$config: removed, because there was none before"
[ ! -e "$folder" ]
ok $? "and its folder is gone"
run wick-setup line --undo
exits 1
prints "$config: nothing to undo"

it "no yes"
for answers in '' 'two-rows' '3 nord plain none' '3 nord plain none n' '3 nord plain none maybe' '99 nord plain none y' 'nonsense'; do
  # shellcheck disable=SC2086
  choose $answers
  exits 1
  matches '^nothing was written$'
  [ ! -e "$config" ]
  ok $? "nothing is written after $answers"
done
in=/dev/null
run wick-setup line
exits 1
printf '3\n\n\n\ny\n' >answers
in=answers
run wick-setup line --dry-run
exits 0
matches '^[+]preset = "two-rows"'
[ ! -e "$config" ]
ok $? "nor with --dry-run"
in=/dev/null

it "what else is there stays"
cat >table <<'END'
[prompt]\nsegments = ["model"]
# mine\n[segment.mine]\nformat = "[line] # no \\" table"\n\n
[line]\n\n[segment.mine]\nformat = """\n[line]\nx = 1\n"""\n
[prompt]\nsegments = ["model", # of many\n "cost"]\n\n[ line ]\nsegments = ["cost",\n  # last\n  "model"] # end\n# about mine\n[segment.mine]\nformat = '\\\\' # it\n
["line"]\r\ntheme = "nord"\r\n\r\n[prompt]\r\nicons = "none"\r\n
\357\273\277[line]\nicons = "nerd"
[prompt]\nicons = "none"\n[line] # the line\nicons = "nerd"\n\n\n
END
while read -r text; do
  start_with "$text"
  # Everything except [line], read by another TOML parser.
  python3 - "$config" >rest.before <<'END'
import sys, tomllib
all = tomllib.loads(open(sys.argv[1], encoding="utf-8-sig", newline="").read())
all.pop("line", None)
print(all)
END
  choose minimal gruvbox arrow none y
  is "$text: is chosen" "$status$err" 0
  python3 - "$config" >rest.after 2>why <<'END'
import sys, tomllib
all = tomllib.loads(open(sys.argv[1], encoding="utf-8-sig", newline="").read())
line = all.pop("line")
assert line == {"preset": "minimal", "theme": "gruvbox", "style": "powerline", "powerline_separator": "arrow", "icons": "none"}, line
print(all)
END
  same_files "the rest is the same" rest.before rest.after
  grep -v '^\[ *"*line\|^theme\|^icons = "nerd\|^segments = \["cost\|^  # last\|^  "model' before | tr -d '\r' | grep . >kept.before
  tr -d '\r' <"$config" | grep -Fxc -f kept.before >kept.lines
  [ "$(cat kept.lines)" -ge "$(wc -l <kept.before)" ]
  ok $? "and so are its comments" "$config"
  same_files "the backup is what was there" before "$config.wick-backup"
  choose cost light plain unicode y
  same_files "and stays that at a second choice" before "$config.wick-backup"
  run wick-setup line --undo
  prints "$config: as it was before"
  same_files "byte for byte" before "$config"
done <table
start_with '[line]\nmargin = 2\nicons = "nerd"\n'
choose minimal '' '' '' y
is "the margin is no matter of looks" "$(grep -c '^margin = 2$' "$config")" 1
# Something else has been changed since.
start_with '[line]\nicons = "nerd"\n'
choose minimal '' '' '' y
echo '[prompt]' >>"$config"
run wick-setup line --undo
prints "$config: line removed; the rest is unchanged"
is "and stays" "$(paste -sd ' ' "$config")" '[line] icons = "nerd" [prompt]'

it "yours, changed"
start_with '# the place\n[line] # mine\nsegments = ["model", "cost"] # two\ntheme = "nord" # cold\n[prompt]\n'
choose yours gruvbox '' unicode y
exits 0
is "only the keys that differ" "$(cat "$config")" '# the place
[line] # mine
segments = ["model", "cost"] # two
theme = "gruvbox" # cold
icons = "unicode"
[prompt]'

it "what cannot be changed"
start_with 'line = {theme = "nord"}\n'
choose minimal '' '' '' y
exits 78
complains 'wick.toml: line: is not a table under a header \[line\]; wick-setup changes only such tables$'
start_with '[line\n'
choose minimal '' '' '' y
exits 78
complains 'wick.toml:[0-9]+:[0-9]+: '
same_files "and is as it was" before "$config"
start_with ''
run wick-setup line --wrap
exits 64
run wick-setup line more
exits 64
rm -rf "$folder"

it "drawn from the last payload"
choose ''
matches '^The looks, drawn from a sample:$'
wick-line <"$payload" >/dev/null 2>&1
choose ''
matches '^The looks, drawn from your last session:$'
sed -n '/^1 default/,/^$/s/^  //p' "$tmp/out" >drawn
# As Claude Code would show it: in 76 of the terminal's 80 columns.
COLUMNS=80 wick-line <"$payload" >real
same_files "as wick-line does" real drawn

command -v tmux >/dev/null || { skip "tmux is not there"; finish; exit; }
it "on the screen"
open_terminal 80 26
in_terminal 'COLORTERM=truecolor wick-setup line'
until_shows '^> default '
COLUMNS=80 WICK_COLOR=never wick-line <"$payload" >real
screen | sed -n '/^> default/{n;s/^  //p}' >drawn
same_files "is drawn as wick-line does" real drawn
mux send-keys Down j
until_shows '^> two-rows '
mux send-keys k Up End
until_shows '^> words '
mux send-keys Home Down Down
until_shows '^> two-rows '
mux send-keys t t t t t t
until_shows '^theme: nord '
mux capture-pane -p -e | grep -q '136;192;208m'
ok $? "in nord's colours"
mux send-keys p p
until_shows 'style: powerline, arrow'
mux send-keys P P p i
until_shows 'style: plain   icons: none'
it "segments on the screen"
mux send-keys s
until_shows '^> \[x\] 1 dir '
until_shows '^dir: the directory'
mux send-keys ' '
until_shows '^> \[x\] 1 git |^> \[x\] 1 model '
mux send-keys Right r Enter
until_shows '^> two-rows .*with segments of your choice'
it "resize"
mux resize-window -x 60 -y 20
until_shows '60 columns$'
until_shows '^> two-rows '
mux resize-window -x 100 -y 30
until_shows '100 columns$'
it "the question"
mux send-keys Enter
until_shows '^Write two-rows into .*wick.toml[?] y: yes, any other key: no'
mux send-keys n
until_gone '^Write'
[ ! -e "$config" ]
ok $? "no yes, nothing written"
mux send-keys Enter
until_shows '^Write'
mux send-keys y
until_shows '^status 0$'
until_shows 'wick.toml: line written to a new file'
python3 - "$config" >got <<'END'
import sys, tomllib
print(sorted(tomllib.load(open(sys.argv[1], "rb"))["line"].items()))
END
is "what was chosen" "$(cat got)" "[('icons', 'none'), ('preset', 'two-rows'), ('rows', [['model'], ['git', 'effort', 'session'], ['context_bar', 'cache', 'next', 'cost', 'limits']]), ('style', 'plain'), ('theme', 'nord')]"
in=$payload
run wick-line
in=/dev/null
is_empty "wick-line has nothing against it" "$err"

it "leaving"
for keys in q Escape C-c; do
  rm -rf "$folder"
  in_terminal 'stty -g >stty.before; wick-setup line'
  until_shows '^> default '
  mux send-keys t Down
  until_shows '^> minimal '
  mux send-keys $keys
  # A shell that was interrupted forgets the rest of the line.
  case $keys in C-c) until_gone minimal && type_line 'echo "status $?"' && until_shows '^(% )?status 130$' ;; *) until_shows '^status 1$' ;; esac
  in_terminal 'stty -g >stty.after'
  until_shows '^status 0$'
  same_files "$keys: the terminal is as it was" stty.before stty.after
  is "with its cursor, and no other screen" "$(mux display -p '#{cursor_flag} #{alternate_on}')" '1 0'
  [ ! -e "$config" ]
  ok $? "nothing is written"
done
it "a terminal that cannot be redrawn"
in_terminal 'TERM=dumb wick-setup line'
until_shows '^look, or Enter to leave: 1 default'
mux send-keys Enter
until_shows '^status 1$'
mux resize-window -x 39 -y 30
in_terminal 'wick-setup line'
until_shows 'look, or Enter to'
mux send-keys Enter
until_shows '^status 1$'
close_terminal
finish
