# SPDX-License-Identifier: MIT
# What the tools that are scripts say, as run() does for the others. `make` puts it where they name it.
# shellcheck shell=sh disable=SC2154  # $tool is the script's

# fail STATUS TEXT: the text on standard error, without what could steer a terminal
fail() {
  { printf '%s: %s' "$tool" "$2" | LC_ALL=C tr '\000-\037\177' '?'; echo; } >&2
  exit "$1"
}

# say TEXT: on standard output, or 74 with the reason that cat gives.
say() {
  (: 3>&1) 2>/dev/null || fail 74 'standard output: Bad file descriptor'
  if ! { why=$(printf '%s\n' "$1" | cat 2>&1 >&3); } 3>&1; then
    fail 74 "standard output: ${why##*: }"
  fi
}
