#!/bin/sh
# SPDX-License-Identifier: MIT
# The files in shell/ for prompt frameworks that are not installed: their syntax, and the output of their commands.
# tmux.conf is tested in prompt-terminal.t.
. "$(dirname "$0")/lib.sh"
. "$root/tests/shells.sh"
session_in "$tmp/proj"
cd "$tmp/proj" || exit 1

it "powerlevel10k"
cat >p10k.zsh <<'EOS'
set -eu
p10k() { print -P -r -- "$1 $2: $3" }
EOS
run zsh -f -c "source p10k.zsh; source '$root/shell/wick.p10k.zsh'; $(init zsh --color=never) $(prompts zsh) prompt_wick"
prints "segment -t: $shown"
run zsh -f -c "source p10k.zsh; source '$root/shell/wick.p10k.zsh'; $(init zsh) cd /; $(prompts zsh) prompt_wick; echo none"
prints none
run zsh -f -c "source p10k.zsh; source '$root/shell/wick.p10k.zsh'; instant_prompt_wick; prompt_wick; echo none"
prints none

it "starship"
python3 - "$root/shell/starship.toml" >starship.sh <<'EOS'
import sys, tomllib
module = tomllib.load(open(sys.argv[1], "rb"))["custom"]["wick"]
assert module["shell"] == ["sh"] and module["when"] is True and module["unsafe_no_escape"] is True
assert "$output" in module["format"]
print(module["command"])
EOS
for shell in zsh bash fish; do
  # As starship does: the command on the shell's standard input.
  STARSHIP_SHELL=$shell sh <starship.sh >"$tmp/out" 2>"$tmp/err"
  is_empty "says nothing to complain of" "$(cat "$tmp/err")"
  out=$(cat "$tmp/out")
  # shellcheck disable=SC2016
  case $shell in
    zsh) zsh -f -c 'setopt promptsubst; print -P -r -- "$1"' - "$out" ;;
    bash) bash -c 'PS1=$1; printf "%s\n" "${PS1@P}"' - "$out" | tr -d '\001\002' ;;
    fish) printf '%s\n' "$out" ;;
  esac >"$tmp/out"
  prints "$shown"
done

it "oh-my-posh"
is "the variable" "$(jq -r .template "$root/shell/oh-my-posh.json" | grep -o '\.Env\.[A-Z]*' | sort -u)" .Env.WICK
sed -n 's/^    set_posh/set_posh/p' "$root/shell/README.md" >context.sh
for shell in bash zsh; do
  run $shell -c '. ./context.sh; set_poshcontext; printenv WICK'
  prints "$shown"
done
sed -n '/"type": "command"/,/^$/p' "$root/shell/README.md" | jq -r .properties.command >old
run sh ./old
prints "$shown"

it "statusline.sh"
in=$data/payloads/2.1.330-warm-5m.json
run "$root/shell/statusline.sh"
exits 0
matches '14k/1M 1%'
run env PATH=/usr/bin:/bin "$root/shell/statusline.sh"
exits 0
prints 'wick-line: not found on PATH'
finish
