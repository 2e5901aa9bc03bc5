#!/bin/sh
# SPDX-License-Identifier: MIT
# A status line command for Claude Code, to which you can add lines of your own. If you do not want to,
# use wick-line itself as "command" in settings.json, without a shell: `wick-setup claude`.
#
#   "statusLine": { "type": "command", "command": "/usr/local/share/wick/statusline.sh" }
#
# Claude Code blanks the row when the command fails or prints nothing, so a missing wick says so.
if command -v wick-line >/dev/null 2>&1; then
  exec wick-line "$@"
fi
# Claude Code's PATH may be shorter than a shell's.
beside=${0%/*}/../../bin/wick-line
if [ -x "$beside" ]; then
  exec "$beside" "$@"
fi
cat >/dev/null
echo "wick-line: not found on PATH"
