#!/bin/sh
# SPDX-License-Identifier: MIT
# looks.sh FILE: draws the gallery of README.md, docs/looks.svg: wick-line's real output for the sample session, in a
# git work tree, in several looks. `make picture` runs it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
HOME=$tmp/home
export HOME
mkdir -p "$HOME/shop" "$HOME/.config/wick"
unset XDG_CONFIG_HOME XDG_CACHE_HOME XDG_STATE_HOME NO_COLOR
git() { command git -c user.name=you -c user.email=you@example.com -C "$HOME/shop" "$@" >/dev/null; }
git init -q -b main
echo 1 >"$HOME/shop/cart.py" && git add cart.py && git commit -q -m one
git checkout -q -b slow-checkout
echo 2 >>"$HOME/shop/cart.py" && echo 3 >"$HOME/shop/tax.py"

# look HEADING [TOML...]
look() {
  printf '\033[2m%s\033[0m\n' "$1"
  shift
  printf '%s\n' '[line]' "$@" >"$HOME/.config/wick/wick.toml"
  # shellcheck disable=SC2016
  wick-demo sh -c 'jq -c --arg dir "$1/shop" ".cwd = \$dir | .workspace.current_dir = \$dir" payload.json >p.json
    export HOME=$1 COLUMNS=104 WICK_COLOR=always COLORTERM=truecolor
    unset XDG_CONFIG_HOME XDG_CACHE_HOME XDG_STATE_HOME
    wick-line <p.json >/dev/null && sleep 0.3 && wick-line <p.json' - "$HOME"
  echo
}
{
  look 'without a wick.toml'
  look 'preset = "minimal"' 'preset = "minimal"'
  look 'preset = "two-rows", theme = "catppuccin"' 'preset = "two-rows"' 'theme = "catppuccin"'
  look 'preset = "two-rows", theme = "nord"' 'preset = "two-rows"' 'theme = "nord"'
  look 'preset = "powerline", theme = "tokyo-night"' 'preset = "powerline"' 'icons = "none"' 'theme = "tokyo-night"'
  look 'preset = "powerline", theme = "gruvbox", powerline_separator = "round"' 'preset = "powerline"' \
    'icons = "none"' 'theme = "gruvbox"' 'powerline_separator = "round"'
  look 'preset = "powerline", theme = "rose-pine", powerline_separator = "capsule"' 'preset = "powerline"' \
    'icons = "none"' 'theme = "rose-pine"' 'powerline_separator = "capsule"'
  look 'preset = "limits", theme = "dracula"' 'preset = "limits"' 'theme = "dracula"'
} >"$tmp/looks"
python3 -B "$here/picture.py" --columns 102 --title "wick-line in eight looks" <"$tmp/looks" >"$tmp/looks.svg"
mv "$tmp/looks.svg" "$1"
