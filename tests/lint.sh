#!/bin/sh
# SPDX-License-Identifier: MIT
# All shell through shellcheck, all pages through mandoc, all sources through clang-format. Layering is
# tests/layering.t.
set -eu
cd "$(dirname "$0")/.."
if ls cmd/*.sh >/dev/null 2>&1; then shellcheck -x cmd/*.sh lib/cli/*.sh; fi
shellcheck -x tests/*.sh tests/*.t tests/bench/*.sh tests/client/*.sh tests/client/*.t shell/*.sh shell/completions/*.sh .ci/run
shellcheck shell/*.bash shell/completions/*.bash
for file in shell/*.zsh shell/completions/*.zsh; do zsh -n "$file"; done
for file in shell/*.fish shell/completions/*.fish; do fish -n "$file"; done
mandoc -T lint -W warning man/*
# Versions of clang-format break lines differently; only Debian 12's (14) is used.
if clang-format --version 2>/dev/null | grep -q 'version 14\.'; then
  find cmd lib tests \( -name '*.cc' -o -name '*.h' \) -exec clang-format --dry-run -Werror {} +
else
  echo "lint: no clang-format 14: the form of the sources was not checked"
fi
echo "lint: clean"
