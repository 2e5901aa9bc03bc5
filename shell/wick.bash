# wick for bash. Before each prompt WICK_PROMPT becomes the state of the Claude Code session that
# belongs to this directory, or nothing. It can stand in PS1 as it is: what it holds is escaped.
# `wick-init bash` prints this, with the settings in front:
#   __wick_line    the command that prints it
#   __wick_place   where to show it: left (PS1), above (a line of its own) or none
# shellcheck shell=bash
# shellcheck disable=SC2154  # __wick_line and __wick_place are set in front

# __wick_names: the project folders that this directory and those above it would have, in one of
# __wick_projects. Claude Code makes one with a session's first prompt; without any there is nothing
# to ask wick-line for. __wick_unsure: the name of the folder is not to be told here.
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

# __wick_width: how wide it may be. Beside the prompt a third of the row, with the blank between: a
# command has to find room there too. False: the terminal is too narrow to show anything.
__wick_fit() {
  local columns
  __wick_width=()
  [[ $__wick_place == none ]] && return 0
  [[ -n ${COLUMNS-} ]] || (:) # bash looks it up when a child has ended
  columns=${COLUMNS-}
  [[ -n $columns && $columns != *[!0-9]* && $columns != 0* ]] || return 0
  [[ $__wick_place == left ]] && columns=$((columns / 3 - 1))
  ((columns >= 8)) || return 1
  __wick_width=("--width=$columns")
}

# What comes behind it in PROMPT_COMMAND sees the status that the command left; but where errors end
# the shell, that one was none.
__wick_precmd() {
  local status=$?
  WICK_PROMPT=
  if __wick_is_somewhere && __wick_fit; then
    WICK_PROMPT=$("${__wick_line[@]}" ${__wick_width[@]+"${__wick_width[@]}"} 2>/dev/null) || WICK_PROMPT=
  fi
  [[ $- == *e* ]] && status=0
  return "$status"
}

# Behind all that sets PS1 anew: takes away what it put there before, unless that is gone.
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

# First, so that prompts made in PROMPT_COMMAND can use WICK_PROMPT; and last. bash-preexec has an
# array of its own; PROMPT_COMMAND is an array in some shells and a text in others.
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
    # shellcheck disable=SC2178  # it is a text here
    PROMPT_COMMAND=$'__wick_precmd\n'"${PROMPT_COMMAND-}"$'\n__wick_show'
  fi
}

WICK_PROMPT=${WICK_PROMPT-} __wick_shown=${__wick_shown-} __wick_looked_from=''
__wick_hook
