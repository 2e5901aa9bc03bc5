# wick for the plugin managers of zsh: oh-my-zsh, zinit, antidote and others that source this file.
# Without wick on the PATH it does nothing. WICK_INIT_OPTIONS, an array set before, is handed on:
#   WICK_INIT_OPTIONS=(--right --over=50k)
if (( $+commands[wick-init] )); then
  eval "$(wick-init ${WICK_INIT_OPTIONS-} zsh)"
  # The completions of the same prefix, for a compinit that comes after this.
  () {
    if [[ -r $1/_wick && -z ${fpath[(r)$1]-} ]]; then fpath+=($1); fi
  } ${${(%):-%x}:A:h:h}/zsh/site-functions
fi
