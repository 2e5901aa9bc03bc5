#!/bin/sh
# SPDX-License-Identifier: MIT
# All shell through shellcheck, all pages through mandoc. Layering is tests/layering.t.
set -eu
cd "$(dirname "$0")/.."
if ls cmd/*.sh >/dev/null 2>&1; then shellcheck -x cmd/*.sh lib/cli/*.sh; fi
shellcheck -x tests/*.sh tests/*.t tests/bench/*.sh tests/client/*.sh tests/client/*.t shell/*.sh shell/completions/*.sh .ci/run
shellcheck shell/*.bash shell/completions/*.bash
for file in shell/*.zsh shell/completions/*.zsh; do zsh -n "$file"; done
for file in shell/*.fish shell/completions/*.fish; do fish -n "$file"; done
mandoc -T lint -W warning man/*
echo "lint: clean"
