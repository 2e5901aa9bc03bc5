# wick for zsh. Before each prompt, sets WICK_PROMPT to the state of the Claude Code session of this
# directory, or to nothing. Its text is escaped, so that it can be used in a prompt unchanged.
# `wick-init zsh` prints this after the settings:
#   __wick_line       the command that prints the state
#   __wick_place      where to show it: right (RPROMPT), left (PROMPT), above (a line of its own
#                     before PROMPT) or none
#   __wick_functions  the folder of the installed completions; may be unset

# Sets __wick_names: the names of the project folders that this directory and those above it would
# have in one of the folders __wick_projects. Claude Code creates one at a session's first prompt; if
# none exists, wick-line need not be run. __wick_unsure: the name cannot be determined here.
__wick_look_around() {
  emulate -L zsh -o extendedglob
  local dir
  local -a configs
  __wick_names=() __wick_projects=() __wick_unsure=
  if [[ $PWD == *[^[:ascii:]]* || ${#PWD} -gt 200 || -n ${CLAUDE_CODE_PROJECT_DIR_NAME-} ]]; then
    __wick_unsure=1
    return 0
  fi
  if [[ -n ${CLAUDE_CONFIG_DIR-} ]]; then
    configs=(${(s:,:)CLAUDE_CONFIG_DIR})
    configs=(${${configs## #}%% #})
  else
    configs=(${XDG_CONFIG_HOME:-${HOME-}/.config}/claude ${HOME-}/.claude)
  fi
  __wick_projects=(${^configs}/projects)
  for dir in $PWD ${PWD:A}; do
    while true; do
      __wick_names+=(${dir//[^A-Za-z0-9]/-})
      [[ $dir == / ]] && break
      dir=${dir:h}
    done
  done
  __wick_names=(${(u)__wick_names})
}

# Runs at every prompt, with whatever options the user has set. A single function, because a function
# call takes longer than everything else does in a directory without a session.
__wick_precmd() {
  local name projects found=$__wick_unsure
  name=$PWD:${CLAUDE_CONFIG_DIR-}:${XDG_CONFIG_HOME-}:${HOME-}:${CLAUDE_CODE_PROJECT_DIR_NAME-}
  if [[ $name != "$__wick_looked_from" ]]; then
    __wick_looked_from=$name
    __wick_look_around
    found=$__wick_unsure
  fi
  if [[ -z $found ]]; then
    for projects in "${__wick_projects[@]}"; do
      [[ -d $projects ]] || continue
      for name in "${__wick_names[@]}"; do
        [[ -d $projects/$name ]] && found=1 && break 2
      done
    done
  fi
  WICK_PROMPT=
  # On the left at most a third of the row, including the blank after it, to leave room for a command.
  # zsh hides RPROMPT by itself.
  local -a width
  local -i columns=${COLUMNS:-0}
  if (( columns )) && [[ -n $found && $__wick_place == (left|above) ]]; then
    [[ $__wick_place == left ]] && (( columns = columns / 3 - 1 ))
    (( columns >= 8 )) || found=
    width=(--width=$columns)
  fi
  if [[ -n $found ]]; then
    WICK_PROMPT=$("${__wick_line[@]}" $width 2>/dev/null) || WICK_PROMPT=
    [[ -o promptbang ]] && WICK_PROMPT=${WICK_PROMPT//!/!!}
  fi
  return 0
}

# Runs after everything that may set the prompt: removes the text that it added before, if that is
# still there, and adds the new one.
__wick_show() {
  [[ -z $WICK_PROMPT$__wick_shown ]] && return 0
  emulate -L zsh
  local before=$__wick_shown
  case $__wick_place in
    right)
      [[ -n $before && $RPROMPT == "$before"* ]] && RPROMPT=${RPROMPT:${#before}}
      __wick_shown=${WICK_PROMPT:+$WICK_PROMPT${RPROMPT:+ }}
      RPROMPT=$__wick_shown$RPROMPT ;;
    left | above)
      [[ -n $before && $PROMPT == "$before"* ]] && PROMPT=${PROMPT:${#before}}
      __wick_shown=${WICK_PROMPT:+$WICK_PROMPT }
      [[ $__wick_place == above ]] && __wick_shown=${WICK_PROMPT:+$WICK_PROMPT$'\n'}
      PROMPT=$__wick_shown$PROMPT ;;
  esac
  return 0
}

# Makes completions work that are in a folder outside fpath, whether compinit runs later or has already
# run.
__wick_complete() {
  emulate -L zsh
  local line
  (( ${fpath[(Ie)$1]} )) || fpath+=($1)
  if (( $+functions[compdef] )) && [[ -z ${_comps[wick-line]-} && -r $1/_wick ]]; then
    read -r line <$1/_wick
    autoload -Uz _wick
    compdef _wick ${=line#\#compdef }
  fi
  return 0
}
[[ -z ${__wick_functions-} ]] || __wick_complete $__wick_functions

# Adds two hooks: the first one first, so that prompts built in precmd can use WICK_PROMPT, the other
# last.
__wick_hook() {
  emulate -L zsh
  typeset -g WICK_PROMPT=${WICK_PROMPT-} __wick_shown=${__wick_shown-} __wick_looked_from=
  typeset -g __wick_unsure=
  typeset -ga __wick_names __wick_projects precmd_functions
  precmd_functions=(__wick_precmd ${precmd_functions:#__wick_*} __wick_show)
}
__wick_hook
