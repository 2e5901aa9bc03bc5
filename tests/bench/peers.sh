#!/bin/sh
# SPDX-License-Identifier: MIT
# peers.sh FOLDER: other people's status lines for `make bench` to run beside wick-line, in versions that can be
# compared with earlier measurements. By npm, whose scripts are not run: the programs need none.
set -eu
mkdir -p "$1"
machine=$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
npm install --prefix "$1" --ignore-scripts --no-audit --no-fund --loglevel=error \
  ccstatusline@2.2.30 ccusage@20.0.24 "@ccusage/ccusage-linux-$machine@20.0.24" "@cometix/ccline-linux-$machine@1.1.2"
# CCometixLine's package starts its program by node; users set the program itself.
ln -sf "../@cometix/ccline-linux-$machine/ccline" "$1/node_modules/.bin/ccline"
