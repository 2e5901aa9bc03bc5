# wick as a segment of powerlevel10k. After `eval "$(wick-init zsh)"` in ~/.zshrc, source this file
# in ~/.p10k.zsh, and add `wick` to POWERLEVEL9K_LEFT_PROMPT_ELEMENTS or its right counterpart.
#
# The text has wick's own colours; the segment's background can be set as usual:
#   typeset -g POWERLEVEL9K_WICK_BACKGROUND=236

# WICK_PROMPT is escaped for a prompt, as p10k expects the argument of -t to be.
function prompt_wick() {
  [[ -z ${WICK_PROMPT-} ]] || p10k segment -t "$WICK_PROMPT"
}

# WICK_PROMPT is not set yet when the instant prompt is shown.
function instant_prompt_wick() { }
