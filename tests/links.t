#!/bin/sh
# SPDX-License-Identifier: MIT
# Links in the line (OSC 8): when they are shown, their targets, and which links of a command's output are kept; and
# commands that a line waits for.
# shellcheck disable=SC1003
. "$(dirname "$0")/lib.sh"
config=$XDG_CONFIG_HOME/wick/wick.toml
mkdir -p "$XDG_CONFIG_HOME/wick"
unset TMUX TERM_PROGRAM VTE_VERSION KITTY_WINDOW_ID WT_SESSION
WICK_COLOR=never
export WICK_COLOR
git init -q -b 'fix/a b%' repo 2>/dev/null || git init -q repo
(cd repo && git symbolic-ref HEAD 'refs/heads/fix/ü#1')
jq -c --arg cwd "$tmp/repo" '.cwd = $cwd | .workspace.current_dir = $cwd | .session_id = "l"
  | .workspace.repo = {host: "github.com", owner: "o/p", name: "n n"} | .pr = {number: 12, url: "https://github.com/o/n/pull/12"}' \
  "$data/payloads/2.1.330-warm-5m.json" >linked.json
in=linked.json
# link ADDRESS TEXT
link() { printf '\033]8;;%s\033\\%s\033]8;;\033\\' "$1" "$2"; }
row() { printf '[line]\nlinks = "%s"\nsegments = [%s]\n' "$1" "$2" >"$config"; }

it "where they lead"
row on '"pr"' && run wick-line
prints "$(link https://github.com/o/n/pull/12 '#12')"
row on '"repo"' && run wick-line
prints "$(link https://github.com/o/p/n%20n 'o/p/n n')"
row on '"branch"' && run wick-line
prints "$(link https://github.com/o/p/n%20n/tree/fix/%C3%BC%231 'fix/ü#1')"
row on '"dir"' && run wick-line
prints "$(link "file://$tmp/repo" "$(cat <<END
$(printf %s "$tmp/repo" | sed 's,/\(.\)[^/]*,/\1,g; s,/r$,/repo,')
END
)")"
for url in 'javascript:alert(1)' 'http://a b' 'https://' 'file:x' "https://a\\u001b]8;;\\u0007"; do
  jq -c ".pr.url = \"$url\"" linked.json >bad.json
  row on '"pr"' && in=bad.json && run wick-line
  prints '#12'
done
in=linked.json

it "a width of none"
row on '"pr", "model"'
run wick-line --width=14
is "takes no place" "$(sed 's/\x1b\]8;[^\x1b]*\x1b\\//g' "$tmp/out")" '#12 · Opus 5.5'
run wick-line --width=12
is "nor when something is left out" "$(sed 's/\x1b\]8;[^\x1b]*\x1b\\//g' "$tmp/out")" 'Opus 5.5'

it "which terminals"
row auto '"pr"'
linked="$(link https://github.com/o/n/pull/12 '#12')"
while IFS='|' read -r settings want; do
  # shellcheck disable=SC2086
  run env $settings wick-line
  case $want in yes) is "$settings: links" "$(cat "$tmp/out")" "$linked" ;; no) is "$settings: none" "$(cat "$tmp/out")" '#12' ;; esac
done <<'END'
TERM=xterm-256color|no
TERM_PROGRAM=iTerm.app|yes
TERM_PROGRAM=WezTerm|yes
TERM_PROGRAM=vscode|yes
TERM_PROGRAM=Apple_Terminal|no
VTE_VERSION=4999|no
VTE_VERSION=5000|yes
VTE_VERSION=7600|yes
KITTY_WINDOW_ID=1|yes
WT_SESSION=x|yes
TERM=xterm-kitty|yes
TERM=foot|yes
TERM=screen-256color KITTY_WINDOW_ID=1|no
TERM=tmux-256color WT_SESSION=x|no
TMUX=/tmp/x,1,0 TERM_PROGRAM=iTerm.app|no
END
for option in --json --tmux --prompt=zsh --prompt=bash; do
  row on '"pr"'
  printf '[prompt]\nsegments = ["pr"]\n' >>"$config"
  run wick-line -p linked.json $option
  is "$option: none" "$(grep -c ']8;' "$tmp/out")" 0
done
row off '"pr"' && run env KITTY_WINDOW_ID=1 wick-line
prints '#12'
row never '"pr"' && run wick-line
complains 'wick.toml:2:9: never is not one of auto, on, off$'

# said TEXT: prints the line for a command that prints TEXT (with printf)
said() {
  rm -rf "$XDG_CACHE_HOME/wick/segments"
  printf '%s' "$1" >said.txt
  printf '[line]\nlinks = "%s"\nsegments = ["c"]\n[segment.c]\ncommand = "printf \\"$(cat %s)\\""\nwait_ms = 1000\n' "${2:-on}" "$tmp/said.txt" >"$config"
  run wick-line
}
it "links of a command"
for address in http://a/b https://a file:///x vscode://file/x; do
  said "\\033]8;;$address\\033\\\\T\\033]8;;\\033\\\\"
  prints "$(link $address T)"
done
said '\033]8;id=7;https://a\007T\033]8;;\007'
prints "$(printf '\033]8;id=7;https://a\007T\033]8;;\007')"
said '\033]8;;https://a\007T'
prints "$(printf '\033]8;;https://a\007T\033]8;;\033\\')"
said '\033]8;;https://a\007T\033]8;;\007' off
prints T
r=$(printf '\357\277\275')
said '\033]8;;ftp://a\007T\033]8;;\007' off
prints "${r}]8;;ftp://a${r}T"
said '\033]8;;javascript:x\007T'
prints "${r}]8;;javascript:x${r}T"
said '\033]8;;https://a T'
prints "${r}]8;;https://a T"
said '\033]0;title\007T\033[2J'
prints "${r}]0;title${r}T${r}[2J"

it "wait_ms"
# counter SECONDS WAIT: configures a command that prints how often it was run
counter() {
  rm -rf "$XDG_CACHE_HOME/wick/segments" runs
  printf '[line]\nsegments = ["c", "model"]\n[segment.c]\ncommand = "sleep %s; echo x >>%s/runs; wc -l <%s/runs"\nrefresh_s = 0\nwait_ms = %s\n' "$1" "$tmp" "$tmp" "$2" >"$config"
}
counter 0 1000
for n in 1 2 3; do
  run wick-line
  prints "$n · Opus 5.5"
done
counter 2 50
before=$(date +%s%N)
run wick-line
after=$(date +%s%N)
prints 'Opus 5.5'
[ $(((after - before) / 1000000)) -lt 1500 ]
ok $? "a slow command holds it up no longer"
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do [ -s "$XDG_CACHE_HOME/wick/segments/l.c" ] && break; sleep 0.3; done
is "and goes on" "$(cat "$XDG_CACHE_HOME/wick/segments/l.c")" 1
printf '[line]\nsegments = ["c"]\n[segment.c]\ncommand = "true"\nwait_ms = 1001\n' >"$config"
run wick-line
complains 'wick.toml:5:11: not a number from 0 to 1000$'
finish
