#!/bin/sh
# SPDX-License-Identifier: MIT
# install.sh [VERSION]: fetches Claude Code from npm into build/client/VERSION, once, and prints the
# version's number. If that is not possible, exits 69 with one line that says why.
set -eu
version=${1:-latest}
cd "$(dirname "$0")/../.."

unavailable() {
  echo "$1" >&2
  exit 69
}

case $(uname -s)-$(uname -m) in
  Linux-x86_64) package=@anthropic-ai/claude-code-linux-x64 ;;
  Linux-aarch64) package=@anthropic-ai/claude-code-linux-arm64 ;;
  *) unavailable "no package of Claude Code for $(uname -s) $(uname -m)" ;;
esac

if [ ! -x "build/client/$version/claude" ]; then
  command -v npm >/dev/null 2>&1 || unavailable "npm is not installed"
  number=$(npm view "$package@$version" version 2>/dev/null) || number=
  [ -n "$number" ] || unavailable "npm has no $package@$version, or cannot be reached"
  version=$number
fi
if [ ! -x "build/client/$version/claude" ]; then
  mkdir -p build/client
  work=$(mktemp -d build/client/fetch.XXXXXX)
  trap 'rm -rf "$work"' EXIT
  (cd "$work" && npm pack --silent "$package@$version" >/dev/null 2>&1 && tar -xzf ./*.tgz) ||
    unavailable "npm pack $package@$version failed"
  [ -x "$work/package/claude" ] || unavailable "$package@$version has no program in it"
  rm -rf "build/client/$version"
  mv "$work/package" "build/client/$version"
fi
echo "$version"
