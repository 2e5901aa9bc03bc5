#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh VERSION...: these tests with each version of the client, `latest` or a number. One that
# cannot be had is skipped, with the reason.
set -eu
cd "$(dirname "$0")/../.."
failed=0
for wanted in "$@"; do
  if version=$(sh tests/client/install.sh "$wanted"); then
    echo "check-client: Claude Code $version"
    # Three at a time, however many cores: they mostly wait, and say when they waited for too long.
    CLIENT=$version prove -j3 tests/client/*.t || failed=1
  else
    [ $? -eq 69 ] || failed=1
    echo "check-client: $wanted: skipped (see above)"
  fi
done
exit $failed
