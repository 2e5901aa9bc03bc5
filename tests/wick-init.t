#!/bin/sh
# SPDX-License-Identifier: MIT
# wick-init: what it prints, and what the shells do with it.
. "$(dirname "$0")/lib.sh"
. "$root/tests/shells.sh"

it "usage"
run wick-init
exits 64
complains '^wick-init: zsh, bash or fish expected$'
run wick-init csh
exits 64
complains '^wick-init: csh: not zsh, bash or fish$'
run wick-init zsh bash
exits 64
complains '^wick-init: bash: unexpected operand$'
run wick-init --right bash
exits 64
complains '^wick-init: --right: bash has no right prompt$'
run wick-init --recent=soon zsh
exits 64
complains '^wick-init: --recent soon: not a span of time'
run wick-init --over=much zsh
exits 64
complains '^wick-init: --over much: '
run wick-init --color=red zsh
exits 64
complains '^wick-init: --color: must be one of always, never, auto \(got red\)$'
run wick-init -f '{context.tokns}' zsh
exits 64
complains '^wick-init: --format: .*context.tokens'

session_in "$tmp/proj"
mkdir -p "$tmp/proj/sub" "$tmp/other"
WICK_COLOR=never
export WICK_COLOR

for shell in zsh bash fish; do
  load=$(init $shell) prompt=$(prompts $shell)

  it "$shell syntax"
  wick-init $shell >script
  case $shell in
    bash) bash -n script && shellcheck -s bash script ;;
    *) $shell -n script ;;
  esac >why 2>&1
  ok $? "is clean" why

  it "$shell loads"
  cd "$tmp/proj/sub" || exit 1
  run sh_of $shell "$load $load $prompt"
  exits 0
  silent
  is_empty "without a word" "$err"

  it "$shell in a directory with a session"
  run sh_of $shell "$load $prompt echo \"\$WICK_PROMPT\""
  is "tells it" "$(printf '%s' "$out" | sed 's/%%/%/g; s/%{%}//g' | tr -d '\001\002')" "$shown"
  it "$shell in a directory without one"
  run sh_of $shell "$load $prompt cd '$tmp/other'; $prompt echo \"[\$WICK_PROMPT]\""
  prints '[]'
  it "$shell where a session begins"
  run sh_of $shell "$load cd '$tmp/other'; $prompt mkdir '$HOME/.claude/projects/$(slug_of "$tmp/other")';
    cp '$folder/$session.jsonl' '$HOME/.claude/projects/$(slug_of "$tmp/other")'; $prompt echo \"[\$WICK_PROMPT]\""
  matches '14%'
  rm -rf "$HOME/.claude/projects/$(slug_of "$tmp/other")"

  it "$shell without a project folder"
  # A stand-in for wick-line records its calls.
  mkdir -p "$tmp/spy"
  cp "$(command -v wick-init)" "$tmp/spy"
  printf '#!/bin/sh\necho called >>%s/calls\n' "$tmp" >"$tmp/spy/wick-line"
  chmod +x "$tmp/spy/wick-line"
  PATH=$tmp/spy:$PATH sh_of $shell "$load cd /; $prompt cd '$tmp/other'; $prompt"
  is_empty "wick-line is not called" "$(cat "$tmp/calls" 2>/dev/null)"
  PATH=$tmp/spy:$PATH sh_of $shell "$load cd '$tmp/other'; cd '$tmp/proj/sub'; $prompt $prompt"
  is "with one, once a prompt" "$(grep -c called "$tmp/calls")" 2
  rm -f "$tmp/calls"

  it "$shell in other places"
  session_in "$tmp/elsewhere" "$tmp/config"
  it "$shell by CLAUDE_CONFIG_DIR"
  run env CLAUDE_CONFIG_DIR="/nowhere, $tmp/config" $shell -c "$load cd '$tmp/elsewhere'; $prompt echo \"\$WICK_PROMPT\""
  matches '14%'
  it "$shell by XDG_CONFIG_HOME"
  XDG_CONFIG_HOME=$tmp/xdg session_in "$tmp/xdgproj" "$tmp/xdg/claude"
  run env XDG_CONFIG_HOME="$tmp/xdg" $shell -c "$load cd '$tmp/xdgproj'; $prompt echo \"\$WICK_PROMPT\""
  matches '14%'
  it "$shell through a link"
  ln -sfn "$tmp/proj" "$tmp/link"
  run sh_of $shell "$load cd '$tmp/link/sub'; $prompt echo \"\$WICK_PROMPT\""
  matches '14%'
  it "$shell where the folder's name is not to be told"
  odd="$tmp/ü \$(touch x) \`touch y\` 'q' \"d\" & ;"
  session_in "$odd"
  (cd "$odd" && sh_of $shell "$load $prompt echo \"\$WICK_PROMPT\"") >"$tmp/out" 2>&1
  matches '14%'
  is_empty "nothing is executed" "$(ls "$odd")"
  rm -rf "$folder"

  it "$shell options"
  cd "$tmp/proj" || exit 1
  run sh_of $shell "$(init $shell --over=145k) $prompt echo \"[\$WICK_PROMPT]\""
  prints '[]'
  run sh_of $shell "$(init $shell --over=143k -f "'{context.tokens} it'\\\\''s'") $prompt echo \"[\$WICK_PROMPT]\""
  is "a format" "$out" "[144000 it's]"
  run sh_of $shell "$(init $shell --live) $prompt echo \"[\$WICK_PROMPT]\""
  prints '[]'
  run env WICK_COLOR= $shell -c "$(init $shell --color=always) $prompt echo \"\$WICK_PROMPT\""
  is "colour" "$(printf '%s' "$out" | grep -c "$(printf '\033')\[32m")" 1
  touch -d "2026-11-21T10:00:00Z" "$HOME/.claude/projects/$(slug_of "$tmp/proj")/$session.jsonl"
  run sh_of $shell "$load $prompt echo \"[\$WICK_PROMPT]\""
  prints '[]'
  run sh_of $shell "$(init $shell --recent=2d) $prompt echo \"[\$WICK_PROMPT]\""
  matches '14%'
  session_in "$tmp/proj"

  it "$shell when wick is gone"
  cp -R "$tmp/spy" "$tmp/gone"
  load=$(PATH=$tmp/gone:$PATH init $shell)
  run sh_of $shell "PATH='$tmp/gone':\$PATH; $load rm -rf '$tmp/gone'; $prompt echo \"[\$WICK_PROMPT]\""
  [ $shell = fish ] && run sh_of $shell "set PATH '$tmp/gone' \$PATH; $load rm -rf '$tmp/gone'; $prompt echo \"[\$WICK_PROMPT]\""
  prints '[]'
  is_empty "without a word" "$err"
  load=$(init $shell)

  it "$shell tells wick-doctor"
  run sh_of $shell "$load sh -c 'echo \$_WICK_INIT'"
  prints "$shell:$(cat "$root/VERSION")"
done

# What differs between the shells: the prompts, and other programs that change them.
cd "$tmp/proj" || exit 1

# At most a third of the row, including the blank after it: 17 of 51 columns, and the whole text has 16. In 27 columns
# only the percentage fits.
it "the width of a left prompt"
for shell in zsh bash fish; do
  # shellcheck disable=SC2016
  case $shell in
    zsh) print='print -P -r -- "[$WICK_PROMPT]"' set='COLUMNS=' ;;
    bash) print='p=[$WICK_PROMPT]; printf "%s\n" "${p@P}" | tr -d "\001\002"' set='COLUMNS=' ;;
    fish) print='echo "[$WICK_PROMPT]"' set='set -g COLUMNS ' ;;
  esac
  prompt=$(prompts $shell)
  while read -r place columns text; do
    text=$(echo "$text" | tr _ ' ')
    run sh_of $shell "$(init $shell "$place") ${set}$columns; $prompt $print"
    is "$shell $place, $columns columns" "$out" "$text"
  done <<END
--left 51 [$(echo "$shown" | tr ' ' _)]
--left 50 [14%]
--left 27 [14%]
--left 26 []
--above 16 [$(echo "$shown" | tr ' ' _)]
--above 15 [14%]
--above 7 []
END
  run sh_of $shell "$(init $shell) ${set}7; $prompt $print"
  is "$shell, a prompt of one's own: as wide as it is" "$out" "[$shown]"
done

it "above the prompt"
run sh_of zsh "$(init zsh --above) PROMPT='> '; $(prompts zsh) $(prompts zsh) print -P -r -- \"\$PROMPT\"; cd /; $(prompts zsh) print -P -r -- \"\$PROMPT\""
prints "$shown
> 
> "
# shellcheck disable=SC2016
run sh_of bash "$(init bash --above) PS1='> '; $(prompts bash) $(prompts bash) "'printf "%s\n" "${PS1@P}"; cd /; '"$(prompts bash)"' printf "%s\n" "${PS1@P}"'
is "in bash" "$(printf '%s' "$out" | tr -d '\001\002')" "$shown
> 
> "
run fish --no-config -c "function fish_prompt; echo -n '> '; end; $(init fish --above) emit fish_prompt; fish_prompt; cd /; emit fish_prompt; fish_prompt"
is "in fish" "$out" "$shown
> > "

it "zsh prompts"
load=$(init zsh --right) prompt=$(prompts zsh)
run sh_of zsh "$load $load RPROMPT=x; $prompt $prompt print -P -r -- \"\$RPROMPT\""
prints "$shown x"
run sh_of zsh "$load RPROMPT=x; $prompt cd /; $prompt print -P -r -- \"\$RPROMPT\""
prints x
run sh_of zsh "$load $prompt RPROMPT=new; $prompt print -P -r -- \"\$RPROMPT\""
prints "$shown new"
run sh_of zsh "setopt promptsubst; $(init zsh --left) PROMPT='> '; $prompt $prompt print -P -r -- \"\$PROMPT\""
prints "$shown > "
run sh_of zsh "theirs() { PROMPT=\"<\$WICK_PROMPT>\"; }; precmd_functions=(theirs); $(init zsh) $prompt print -P -r -- \"\$PROMPT\""
prints "<$shown>"
run zsh -f -c "setopt ksharrays shwordsplit noglob; $load __wick_precmd; __wick_show; print -P -r -- \"\$RPROMPT\"; setopt | sort"
is "in a strange shell" "$(head -n 1 "$tmp/out")" "$shown"
is "whose options stay" "$(sed 1d "$tmp/out" | paste -sd ' ')" "$(zsh -f -c 'setopt ksharrays shwordsplit noglob; setopt | sort' | paste -sd ' ')"

it "bash prompts"
load=$(init bash --left) prompt=$(prompts bash)
plain() { tr -d '\001\002' <"$tmp/out" >"$tmp/plain" && mv "$tmp/plain" "$tmp/out"; }
# shellcheck disable=SC2016
print='printf "%s\n" "${PS1@P}"'
run sh_of bash "$load $load PS1='> '; $prompt $prompt $print"
plain
prints "$shown > "
run sh_of bash "$load PS1='> '; $prompt cd /; $prompt $print"
prints "> "
run sh_of bash "$(init bash) PS1='<\$WICK_PROMPT>'; $prompt $print"
plain
prints "<$shown>"
run bash --norc --noprofile -c "theirs() { s=\$?; PS1=\"<\$s \$WICK_PROMPT>\"; }; PROMPT_COMMAND=theirs; $(init bash) (exit 3); $prompt $print"
plain
prints "<3 $shown>"
run bash --norc --noprofile -c "theirs() { s=\$?; PS1=\"<\$s \$WICK_PROMPT>\"; }; PROMPT_COMMAND=(theirs); $(init bash) $(init bash)
  echo \"\${PROMPT_COMMAND[*]}\""
prints '__wick_precmd theirs __wick_show'
run sh_of bash "bash_preexec_imported=defined; precmd_functions=(theirs); $load $load echo \"\${precmd_functions[*]} [\${PROMPT_COMMAND-}]\""
prints '__wick_precmd theirs __wick_show []'

it "fish prompts"
load=$(init fish --right)
run fish --no-config -c "function fish_right_prompt; echo -n old \$status; end; $load $load emit fish_prompt; false; fish_right_prompt"
is "the right one" "$out" "$shown old 1"
run fish --no-config -c "function fish_prompt; echo -n '> '; end; $(init fish --left) emit fish_prompt; fish_prompt; cd /; emit fish_prompt; fish_prompt"
is "the left one" "$out" "$shown > > "

it "the plugin of zsh"
run sh_of zsh "source '$root/shell/wick.plugin.zsh'; $(prompts zsh) print -P -r -- \"\$WICK_PROMPT\""
prints "$shown"
is_empty "says nothing" "$err"
run env PATH=/usr/bin:/bin zsh -f -c "source '$root/shell/wick.plugin.zsh'; echo fine"
prints fine
finish
