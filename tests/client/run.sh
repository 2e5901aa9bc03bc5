#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh VERSION...: these tests with each version of the client, `latest` or a number. One that
# cannot be had is skipped, with the reason.
set -eu
cd "$(dirname "$0")/../.."
tests=$PWD/tests/client
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The end of a client that no longer draws or answers is a failure of its test, not of the run.
limit=240
[ -z "${CLIENT_SLOW:-}" ] || limit=900
one="timeout -k 10 $limit sh"

# with OPTION...: in a folder of its own, where prove keeps what failed.
with() { (cd "$work" && CLIENT=$version prove --exec "$one" "$@"); }

failed=0
for wanted in "$@"; do
  if version=$(sh tests/client/install.sh "$wanted"); then
    echo "check-client: Claude Code $version"
    rm -f "$work/.prove"
    # Three at a time, however many cores: they mostly wait. Typing into a client that has to share the
    # machine may come too early or too late: what failed is tried again, alone, and then counts.
    if ! with -j3 --state=save "$tests"/*.t; then
      echo "check-client: Claude Code $version, what failed, again, one at a time"
      with -v --state=failed,save || failed=1
    fi
  else
    [ $? -eq 69 ] || failed=1
    echo "check-client: $wanted: skipped (see above)"
  fi
done
exit $failed
