#!/bin/sh
# SPDX-License-Identifier: MIT
# place.sh PREFIX FILE: prints FILE for an installation of wick in PREFIX. tmux and starship may run
# commands without the shell's PATH, so wick's commands get their full path, unless PREFIX is in every
# PATH.
set -eu
case $1 in
  /usr | /usr/local) exec cat "$2" ;;
  /*) bin=$1/bin ;;
  *) bin=$PWD/$1/bin ;;
esac
quote=
case $bin in
  *[\'\"\\\`\$\#%,\&]*)
    echo "place.sh: $bin: cannot be quoted in $2, which has no path now" >&2
    exec cat "$2"
    ;;
  *[!A-Za-z0-9_./:@+-]*) quote='"' ;;
esac
# JSON needs a backslash before a quote, and sed another one. Comments are not changed.
json=${quote:+\\\\\"}
sed "/^ *{ *\"type\\|^ *\"properties\"/s,\"wick-line ,\"$json$bin/wick-line$json ,
/^#/!s,\([('\`]\)\(wick-[a-z]*\) -,\1$quote$bin/\2$quote -,
s,\\\$(\(wick-init\) ,\$($quote$bin/\1$quote ," "$2"
