# wick for the plugin managers of zsh: oh-my-zsh, zinit, antidote and others that source this file.
# Does nothing if wick is neither on the PATH nor installed beside this file. The options for wick-init
# can be set before, in an array:
#   WICK_INIT_OPTIONS=(--right --over=50k)
() {
  local init=${commands[wick-init]-}
  [[ -n $init ]] || init=$1/bin/wick-init
  if [[ -x $init ]]; then eval "$("$init" ${WICK_INIT_OPTIONS-} zsh)"; fi
} ${${(%):-%x}:A:h:h:h}
