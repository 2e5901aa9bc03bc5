# wick for zsh. Before each prompt WICK_PROMPT becomes the state of the Claude Code session that
# belongs to this directory, or nothing. It can stand in a prompt as it is: what it holds is escaped.
# `wick-init zsh` prints this, with the settings in front:
#   __wick_line    the command that prints it
#   __wick_place   where to show it: right (RPROMPT), left (PROMPT), above (a line of its own
#                  before PROMPT) or none
#   __wick_functions  the folder of the completions that were installed with it; may be unset

# __wick_names: the project folders that this directory and those above it would have, in one of
# __wick_projects. Claude Code makes one with a session's first prompt; without any there is nothing
# to ask wick-line for. __wick_unsure: the name of the folder is not to be told here.
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

# Run at every prompt, under whatever options the user has set. All in one: a call of a function
# costs zsh more than the rest of it does where there is no session.
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
  # Beside the prompt a third of the row, with the blank between: a command has to find room there
  # too. zsh takes RPROMPT away by itself.
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

# Behind all that sets a prompt anew: takes away what it put there before, unless that is gone.
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

# Completions in a folder that fpath does not lead to: for a compinit that comes after this, and for
# one that came before.
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

# First, so that prompts made in precmd can use WICK_PROMPT; and last.
__wick_hook() {
  emulate -L zsh
  typeset -g WICK_PROMPT=${WICK_PROMPT-} __wick_shown=${__wick_shown-} __wick_looked_from=
  typeset -g __wick_unsure=
  typeset -ga __wick_names __wick_projects precmd_functions
  precmd_functions=(__wick_precmd ${precmd_functions:#__wick_*} __wick_show)
}
__wick_hook
