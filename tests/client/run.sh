#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh VERSION...: runs these tests with each version of the client, `latest` or a number. A version that cannot be
# installed is skipped, with the reason.
set -eu
cd "$(dirname "$0")/../.."
tests=$PWD/tests/client
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A client that hangs or dies makes its test fail, not the run.
limit=240
[ -z "${CLIENT_SLOW:-}" ] || limit=900
one="timeout -k 10 $limit sh"

# with OPTION...: runs prove in a separate folder, where it records failures.
with() { (cd "$work" && CLIENT=$version prove --exec "$one" "$@"); }

failed=0
for wanted in "$@"; do
  if version=$(sh tests/client/install.sh "$wanted"); then
    echo "check-client: Claude Code $version"
    rm -f "$work/.prove"
    # Three at a time, whatever the number of cores, because they mostly wait. On a busy machine, typing may come too
    # early or too late: failed tests are run again, alone, and that result counts.
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
