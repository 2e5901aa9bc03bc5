#!/bin/sh
# SPDX-License-Identifier: MIT
# Themes, blocks, colours and widths of the line: the text on the screen is readable. The contrast is computed here
# from the printed colours, by the formula of WCAG 2.
. "$(dirname "$0")/lib.sh"
command -v python3 >/dev/null || skip_all "python3 is not there to work out contrasts"
config=$XDG_CONFIG_HOME/wick/wick.toml
mkdir -p "$XDG_CONFIG_HOME/wick"
WICK_NOW=1795327247 WICK_COLOR=always COLORTERM=truecolor
export WICK_NOW WICK_COLOR COLORTERM
jq -c '.cost.total_cost_usd = 12.4 | .cost.total_lines_added = 40 | .cost.total_lines_removed = 3
  | .context_window.used_percentage = 85 | .context_window.current_usage.cache_read_input_tokens = 850000
  | .rate_limits = {five_hour: {used_percentage: 42, resets_at: 1795330000}, seven_day: {used_percentage: 97, resets_at: 1795500000}}
  | .session_name = "a session with a long name" | .cwd = "/home/you/work/shop/api"' \
  "$data/payloads/2.1.330-warm-5m.json" >full.json
in=full.json

cat >contrast.py <<'EOF'
"""Reads rows; prints each text on a block that has too little contrast, and blocks without a text."""
import re
import sys

def cube(n):
    if n >= 232:
        return (8 + 10 * (n - 232),) * 3
    n -= 16
    return tuple(0 if x == 0 else 55 + 40 * x for x in (n // 36, n // 6 % 6, n % 6))

def luminance(color):
    parts = [c / 255 for c in color]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b

blocks = 0
for row in sys.stdin.read().split("\n"):
    fore = back = None
    for part in re.split(r"(\x1b\[[0-9;]*m)", row):
        codes = re.fullmatch(r"\x1b\[([0-9;]*)m", part)
        if not codes:
            # Glyphs between blocks are not text.
            if back and re.search(r"[^\ue0b0-\ue0d4 ]", part):
                blocks += 1
                one, other = sorted((luminance(fore) + 0.05, luminance(back) + 0.05))
                if other / one < 4.5:
                    print("%.2f" % (other / one), repr(part), fore, back)
            continue
        numbers = [int(n or 0) for n in codes.group(1).split(";")]
        while numbers:
            n = numbers.pop(0)
            if n == 0:
                fore = back = None
            elif n in (38, 48):
                if numbers.pop(0) == 5:
                    color = cube(numbers.pop(0))
                else:
                    color = tuple(numbers[:3])
                    del numbers[:3]
                if n == 38:
                    fore = color
                else:
                    back = color
            elif n >= 30:
                print("a colour of the terminal's", n)
if blocks == 0:
    print("no blocks")
EOF
all=$(sed -n '/^\.Ss Built-in/,/^\.Sh/s/^\[segment\.\(.*\)\]$/"\1"/p' "$root/man/wick.toml.5" | paste -sd ,)
themes='default light high-contrast colour-blind catppuccin nord tokyo-night gruvbox dracula rose-pine'
for theme in $themes; do
  it "theme $theme"
  printf '[line]\ntheme = "%s"\nstyle = "powerline"\nicons = "unicode"\nsegments = [%s]\n' "$theme" "$all" >"$config"
  : >why
  for depth in truecolor 256; do
    COLORTERM=$depth COLUMNS=1000 wick-line <full.json 2>&1 | python3 contrast.py >>why 2>&1
    # Cold, which is red.
    COLORTERM=$depth COLUMNS=1000 WICK_NOW=1795400000 wick-line <full.json 2>&1 | python3 contrast.py >>why 2>&1
  done
  [ ! -s why ]
  ok $? "can be read on every block" why
done
printf '[line]\ntheme = "nordd"\n' >"$config"
run wick-line
complains "wick.toml:2:9: no theme nordd; the themes are $(echo "$themes" | sed 's/ /, /g')\$"

it "colours"
printf '[line]\ntheme = "nord"\nsegments = ["model", "cost"]\n' >"$config"
run wick-line
is "24 bits" "$(printf '\033[38;2;136;192;208mOpus 5.5\033[0m\033[38;2;136;146;164m · \033[0m\033[38;2;216;222;233m$12.40\033[0m')" "$out"
run env COLORTERM= wick-line
is "256" "$(grep -c '38;5;' "$tmp/out") $(grep -c '38;2;' "$tmp/out")" '1 0'
run env COLORTERM= TERM=linux wick-line
is "16" "$(grep -c '38;' "$tmp/out")" 0
printf '[line]\nstyle = "powerline"\nsegments = ["one", "two", "three"]\n[segment.one]\nformat = "1"\ncolor = "red"\n[segment.two]\nformat = "2"\ncolor = "red"\n[segment.three]\nformat = "3"\n' >"$config"
run wick-line
is "blocks of one colour have a thin mark between them, others an arrow" "$(sed 's/\x1b\[[0-9;]*m//g' "$tmp/out")" \
  "$(printf ' 1 \356\202\261 2 \356\202\260 3 \356\202\260')"
for joint in round slant flame capsule none; do
  sed "s/^style/powerline_separator = \"$joint\"\nstyle/" "$config" >joint.toml
  cp "$config" kept.toml && cp joint.toml "$config"
  run wick-line
  is "$joint" "$(sed 's/\x1b\[[0-9;]*m//g' "$tmp/out" | tr -cd '123')" 123
  cp kept.toml "$config"
done
printf '[line]\nsegments = ["mine"]\n[segment.mine]\nformat = "{%%green:up} {%%bold red:down}"\ncolor = "cyan"\n' >"$config"
run wick-line
is "several in one segment" "$out" "$(printf '\033[36m\033[32mup\033[0m\033[36m \033[1;31mdown\033[0m\033[36m\033[0m')"
WICK_COLOR=never
run wick-line
prints 'up down'

it "shorter first"
printf '[line]\nsegments = ["model", "context", "session", "dir"]\n' >"$config"
# 8 + 11 + 26 + 12 and three times 3; then the name in 20 columns.
run wick-line --width=66
prints 'Opus 5.5 · 864k/1M 85% · a session with a long name · /h/y/w/s/api'
run wick-line --width=65
prints 'Opus 5.5 · 864k/1M 85% · a session with a lo… · /h/y/w/s/api'
run wick-line --width=40
prints 'Opus 5.5 · 864k/1M 85% · /h/y/w/s/api'
printf '[line]\noverflow = "wrap"\nsegments = ["model", "context", "session", "dir"]\n' >"$config"
run wick-line --width=30
prints "Opus 5.5 · 864k/1M 85%
a session with a long name
/h/y/w/s/api"
printf '[line]\noverflow = "wrap"\nmax_rows = 2\nsegments = ["model", "context", "session", "dir"]\n' >"$config"
run wick-line --width=36
prints "Opus 5.5 · 864k/1M 85%
a session with a lo… · /h/y/w/s/api"

it "a warning goes last"
printf '[line]\nsegments = ["model", "seven_day"]\n' >"$config"
run wick-line --width=15
prints '7d 97%'

it "presets"
rm "$config"
in=full.json
# Alone in its folder, so that no background count changes the figures in between.
mkdir alone && cp "$(command -v wick-line)" alone/
for preset in default minimal two-rows powerline limits cost everything words; do
  run alone/wick-line --preset=$preset --width=300
  exits 0
  matches 'cold|warm'
  cp "$tmp/out" by-option
  printf '[line]\npreset = "%s"\n' $preset >"$config"
  run alone/wick-line --width=300
  same_out=$(cmp by-option "$tmp/out" 2>&1)
  is_empty "$preset is the same in wick.toml" "$same_out$err"
  rm "$config"
done
printf '[line]\npreset = "words"\nseparator = " / "\n[segment.w_model]\nformat = "M"\n' >"$config"
run wick-line --width=300
matches '^M / context 85 percent full / '
printf '[line]\npreset = "word"\n' >"$config"
run wick-line
complains 'wick.toml:2:[0-9]+: no preset word; the presets are default, minimal, two-rows, powerline, limits, cost, everything, words$'
rm "$config"
run wick-line --preset=word
exits 64
run wick-line --preview
is "all are shown" "$(grep -cE '^(default|minimal|two-rows|powerline|limits|cost|everything|words): ' "$tmp/out")" 8
run wick-line --segments
is "all segments are listed" "$(cut -f 1 "$tmp/out" | sort | sed 's/.*/"&"/' | paste -sd ,)" "$(echo "$all" | tr , '\n' | sort | paste -sd ,)"
in=/dev/null
run wick-line --preview
exits 0
matches "^powerline: "
complains "no session; these are a sample.s figures$"

it "money"
in=full.json
printf '[line]\nmoney = "api"\nsegments = ["model", "next", "cost", "seven_day"]\n' >"$config"
run wick-line
matches '^Opus 5.5 · 7d 97% [^$]*$'
printf '[line]\nmoney = "api"\nsegments = ["model", "cost"]\n' >"$config"
run wick-line
prints 'Opus 5.5'
printf '[line]\nmoney = "api"\nsegments = ["model", "next", "cost", "seven_day"]\n' >"$config"
jq -c 'del(.rate_limits)' full.json >api.json
in=api.json
rm -rf "$XDG_STATE_HOME/wick"
run wick-line
matches '^Opus 5.5 · next ~\$.* · \$12.40$'
printf '[line]\nmoney = "off"\nsegments = ["model", "next", "cost"]\n' >"$config"
run wick-line
prints 'Opus 5.5'

it "forms"
in=full.json
printf '[line]\nsegments = ["a"]\n[segment.a]\nformat = "{context.used_pct:bar20} {limits.five_hour_pct:dots} {limits.five_hour_pct:pace} {session.cwd:base}"\n' >"$config"
# 85 of 100 in 20 columns; 42 of 100 in 5 dots; of the window 15247 of 18000 seconds are over: the ninth column.
run wick-line
prints '[#################---] **... [####----|-] api'
sed 's/^segments/icons = "unicode"\nsegments/' "$config" >"$config.new" && mv "$config.new" "$config"
run wick-line
prints '█████████████████░░░ ●●○○○ ████░░░░┃░ api'
finish
