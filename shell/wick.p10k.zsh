# wick as a segment of powerlevel10k. After `eval "$(wick-init zsh)"` in ~/.zshrc, source this file
# in ~/.p10k.zsh, and add `wick` to POWERLEVEL9K_LEFT_PROMPT_ELEMENTS or to the right ones.
#
# The colours are wick's own; those of the segment's background can be set as usual:
#   typeset -g POWERLEVEL9K_WICK_BACKGROUND=236

# WICK_PROMPT is escaped for a prompt, which is how p10k takes -t.
function prompt_wick() {
  [[ -z ${WICK_PROMPT-} ]] || p10k segment -t "$WICK_PROMPT"
}

# Nothing is known yet when the instant prompt is shown.
function instant_prompt_wick() { }
