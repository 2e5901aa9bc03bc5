#!/bin/sh
# SPDX-License-Identifier: MIT
# place.sh PREFIX FILE: FILE for those who have wick in PREFIX, on standard output. What tmux or
# starship runs need not have the PATH of a shell, so its commands get their path, unless every PATH
# leads to it.
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
# In JSON a quote has a backslash before it, for sed another. Comments stay as they are.
json=${quote:+\\\\\"}
sed "/^ *{ *\"type\\|^ *\"properties\"/s,\"wick-line ,\"$json$bin/wick-line$json ,
/^#/!s,\([('\`]\)\(wick-[a-z]*\) -,\1$quote$bin/\2$quote -,
s,\\\$(\(wick-init\) ,\$($quote$bin/\1$quote ," "$2"
