# wick for the plugin managers of zsh: oh-my-zsh, zinit, antidote and others that source this file.
# Without wick on the PATH, or where this file was installed, it does nothing. WICK_INIT_OPTIONS, an
# array set before, is handed on:
#   WICK_INIT_OPTIONS=(--right --over=50k)
() {
  local init=${commands[wick-init]-}
  [[ -n $init ]] || init=$1/bin/wick-init
  if [[ -x $init ]]; then eval "$("$init" ${WICK_INIT_OPTIONS-} zsh)"; fi
} ${${(%):-%x}:A:h:h:h}
