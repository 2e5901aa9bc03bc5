# wick for bash. Before each prompt, sets WICK_PROMPT to the state of the Claude Code session of this
# directory, or to nothing. Its text is escaped, so that it can be used in PS1 unchanged.
# `wick-init bash` prints this after the settings:
#   __wick_line    the command that prints the state
#   __wick_place   where to show it: left (PS1), above (a line of its own) or none
# shellcheck shell=bash
# shellcheck disable=SC2154  # __wick_line and __wick_place are set before

# Sets __wick_names: the names of the project folders that this directory and those above it would
# have in one of the folders __wick_projects. Claude Code creates one at a session's first prompt; if
# none exists, wick-line need not be run. __wick_unsure: the name cannot be determined here.
__wick_look_around() {
  local config dir real=$PWD
  local -a configs=()
  __wick_names=() __wick_projects=() __wick_unsure=
  if [[ $PWD == *[^[:ascii:]]* || ${#PWD} -gt 200 || -n ${CLAUDE_CODE_PROJECT_DIR_NAME-} ]]; then
    __wick_unsure=1
    return 0
  fi
  if [[ -n ${CLAUDE_CONFIG_DIR-} ]]; then
    IFS=, builtin read -r -a configs <<<"$CLAUDE_CONFIG_DIR"
  else
    configs=("${XDG_CONFIG_HOME:-${HOME-}/.config}/claude" "${HOME-}/.claude")
  fi
  for config in "${configs[@]}"; do
    config=${config#"${config%%[! ]*}"}
    __wick_projects+=("${config%"${config##*[! ]}"}/projects")
  done
  real=$(builtin pwd -P) || real=$PWD
  for dir in "$PWD" "$real"; do
    while true; do
      __wick_names+=("${dir//[^A-Za-z0-9]/-}")
      [[ $dir == / || -z $dir ]] && break
      dir=${dir%/*}
      dir=${dir:-/}
    done
    [[ $real == "$PWD" ]] && break
  done
  return 0
}

__wick_is_somewhere() {
  local name projects
  name=$PWD:${CLAUDE_CONFIG_DIR-}:${XDG_CONFIG_HOME-}:${HOME-}:${CLAUDE_CODE_PROJECT_DIR_NAME-}
  if [[ $name != "$__wick_looked_from" ]]; then
    __wick_look_around
    __wick_looked_from=$name
  fi
  [[ -n $__wick_unsure ]] && return 0
  for projects in "${__wick_projects[@]}"; do
    [[ -d $projects ]] || continue
    for name in "${__wick_names[@]}"; do
      [[ -d $projects/$name ]] && return 0
    done
  done
  return 1
}

# Sets __wick_width to the option for the maximum width: beside the prompt a third of the row,
# including the blank after it, to leave room for a command. False if the terminal is too narrow.
__wick_fit() {
  local columns
  __wick_width=()
  [[ $__wick_place == none ]] && return 0
  [[ -n ${COLUMNS-} ]] || (:) # bash sets it after a child process
  columns=${COLUMNS-}
  [[ -n $columns && $columns != *[!0-9]* && $columns != 0* ]] || return 0
  [[ $__wick_place == left ]] && columns=$((columns / 3 - 1))
  ((columns >= 8)) || return 1
  __wick_width=("--width=$columns")
}

# Preserves the exit status of the last command for what follows in PROMPT_COMMAND; but with set -e it
# returns 0, because a failure would end the shell.
__wick_precmd() {
  local status=$?
  WICK_PROMPT=
  if __wick_is_somewhere && __wick_fit; then
    WICK_PROMPT=$("${__wick_line[@]}" ${__wick_width[@]+"${__wick_width[@]}"} 2>/dev/null) || WICK_PROMPT=
  fi
  [[ $- == *e* ]] && status=0
  return "$status"
}

# Runs after everything that may set PS1: removes the text that it added before, if that is still
# there, and adds the new one.
__wick_show() {
  local status=$?
  if [[ $__wick_place != none ]]; then
    PS1=${PS1-}
    [[ -n $__wick_shown && $PS1 == "$__wick_shown"* ]] && PS1=${PS1:${#__wick_shown}}
    __wick_shown=${WICK_PROMPT:+$WICK_PROMPT }
    [[ $__wick_place == above ]] && __wick_shown=${WICK_PROMPT:+$WICK_PROMPT$'\n'}
    PS1=$__wick_shown$PS1
  fi
  [[ $- == *e* ]] && status=0
  return "$status"
}

# Adds two hooks: the first one first, so that prompts built in PROMPT_COMMAND can use WICK_PROMPT, the
# other last. bash-preexec has its own array; PROMPT_COMMAND may be an array or a string.
__wick_hook() {
  local command
  local -a others=()
  if [[ -n ${bash_preexec_imported-}${__bp_imported-} ]]; then
    for command in ${precmd_functions[@]+"${precmd_functions[@]}"}; do
      [[ $command == __wick_* ]] || others+=("$command")
    done
    precmd_functions=(__wick_precmd ${others[@]+"${others[@]}"} __wick_show)
  elif [[ $(declare -p PROMPT_COMMAND 2>/dev/null) == 'declare -a'* ]]; then
    for command in ${PROMPT_COMMAND[@]+"${PROMPT_COMMAND[@]}"}; do
      [[ $command == __wick_* ]] || others+=("$command")
    done
    PROMPT_COMMAND=(__wick_precmd ${others[@]+"${others[@]}"} __wick_show)
  elif [[ ${PROMPT_COMMAND-} != *__wick_precmd* ]]; then
    # shellcheck disable=SC2178  # a string here
    PROMPT_COMMAND=$'__wick_precmd\n'"${PROMPT_COMMAND-}"$'\n__wick_show'
  fi
}

WICK_PROMPT=${WICK_PROMPT-} __wick_shown=${__wick_shown-} __wick_looked_from=''
__wick_hook
