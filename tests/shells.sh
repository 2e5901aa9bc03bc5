# SPDX-License-Identifier: MIT
# Sourced after lib.sh by tests of the shell integration: provides a session in a directory, and shells
# without the user's files.
# shellcheck shell=sh disable=SC2154,SC2034

# fish generates completions from all man pages, in the background and after the test has ended, unless one of
# these folders exists: the first in fish 3, the second in fish 4.
quiet_fish() {
  mkdir -p "${XDG_DATA_HOME:-$HOME/.local/share}/fish/generated_completions" \
    "${XDG_CACHE_HOME:-$HOME/.cache}/fish/generated_completions"
}
quiet_fish
WICK_NOW=2026-11-22T10:00:48Z
session=5a11c0de-0000-4000-8000-000000000001
shown='14% · till 10:05'

# slug_of DIR: prints the name of its project folder
slug_of() { printf '%s' "$1" | sed 's/[^A-Za-z0-9]/-/g'; }

# session_in DIR [CONFIG-DIR]: installs the sample session as one that has just been used in DIR
session_in() {
  mkdir -p "$1"
  folder=${2:-$HOME/.claude}/projects/$(slug_of "$1")
  mkdir -p "$folder"
  cp "$data/demo/transcript.jsonl" "$folder/$session.jsonl"
  touch -d "$WICK_NOW" "$folder/$session.jsonl"
}

# sh_of SHELL TEXT: runs TEXT in a shell without start-up files; zsh and bash with errexit and nounset
sh_of() {
  case $1 in
    zsh) zsh -f -c "set -euo pipefail; $2" ;;
    bash) bash --noprofile --norc -euo pipefail -c "$2" ;;
    fish) fish --no-config -c "$2" ;;
  esac
}

# zsh_functions DIR: with $few_functions, compinit finds only the functions there instead of zsh's thousand
# completions, which take a second each time
zsh_functions() {
  mkdir -p "$1"
  # shellcheck disable=SC2016
  zsh -f -c 'for f in ${^fpath}/comp*(N); do ln -sf $f $1; done' zsh "$1"
  few_functions="fpath=('$1')"
}

# init SHELL [OPTION ...]: prints the line that loads the integration
init() {
  shell=$1
  shift
  case $shell in
    fish) echo "wick-init $* fish | source;" ;;
    *) echo "eval \"\$(wick-init $* $shell)\";" ;;
  esac
}

# prompts SHELL: prints the command that does what the shell does before a prompt
prompts() {
  # shellcheck disable=SC2016
  case $1 in
    zsh) echo 'for f in $precmd_functions; do $f; done;' ;;
    bash) echo 'eval "$PROMPT_COMMAND";' ;;
    fish) echo 'emit fish_prompt;' ;;
  esac
}
