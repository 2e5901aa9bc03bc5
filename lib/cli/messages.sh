# SPDX-License-Identifier: MIT
# Prints messages for the tools that are scripts, as run() does for the others. `make` inserts this file
# where they source it.
# shellcheck shell=sh disable=SC2154  # $tool is the script's

# fail STATUS TEXT: prints the text on standard error, without control characters, and exits
fail() {
  { printf '%s: %s' "$tool" "$2" | LC_ALL=C tr '\000-\037\177' '?'; echo; } >&2
  exit "$1"
}

# say TEXT: prints it on standard output; exits 74 with cat's reason if that fails
say() {
  (: 3>&1) 2>/dev/null || fail 74 'standard output: Bad file descriptor'
  if ! { why=$(printf '%s\n' "$1" | cat 2>&1 >&3); } 3>&1; then
    fail 74 "standard output: ${why##*: }"
  fi
}
