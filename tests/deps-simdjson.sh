#!/bin/sh
# SPDX-License-Identifier: MIT
# deps-simdjson.sh: gets simdjson, and prints where it comes from in one word:
#   given    SIMDJSON=FILE names the library
#   sources  build/deps/simdjson has simdjson.h and simdjson.cpp, which are compiled in
#   shared   the system's library, which every start then has to load
#   none     not found (its package has to be installed)
# Sources are best, because a static program starts three times as fast. They come from the system's source
# package (for which apt-get does not need root), or else from npm if that is installed.
set -eu
cd "$(dirname "$0")/.."
sources=build/deps/simdjson
cpp_sum=a0410ae49e2e2fd967330fc22f91d7a06f3f6c5988bf53faa4855c2e3dee2805
h_sum=88a44cd77e0b443724f52bed7a3b86bcd84ed1c29a451ecc94210fc7d6aef069

say() { echo "deps: $*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }
have_header() { for d in /usr/include /usr/local/include; do [ ! -e "$d/simdjson.h" ] || return 0; done; return 1; }

# Prints the version of a simdjson.h, such as 3.9.4; nothing for versions before 3.0.1, which wick cannot use.
version() {
  sed -n -E 's/^#define SIMDJSON_VERSION "?([0-9.]+)"?$/\1/p' "$1" | head -n 1 |
    awk -F. '$1 * 10000 + $2 * 100 + $3 >= 30001'
}

# Moves a folder with both files into place.
adopt() {
  [ -e "$1/simdjson.cpp" ] && [ -e "$1/simdjson.h" ] && [ -n "$(version "$1/simdjson.h")" ] || return 1
  rm -rf "$sources"
  mkdir -p "$sources"
  mv "$1/simdjson.cpp" "$1/simdjson.h" "$sources/"
}

# Uses the system's own list of servers, for sources; apt-get writes only below $work.
from_source_package() {
  have apt-get && have tar || return 1
  mkdir -p "$work/lists/partial" "$work/archives/partial" "$work/parts" "$work/source"
  for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    if [ -r "$list" ]; then sed -n 's/^[[:space:]]*deb[[:space:]]/deb-src /p' "$list"; fi
  done >"$work/parts/own.list"
  for list in /etc/apt/sources.list.d/*.sources; do
    [ ! -r "$list" ] || sed 's/^[Tt]ypes:.*/Types: deb-src/' "$list" >"$work/parts/${list##*/}"
  done
  apt() {
    apt-get -qq -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$work/parts" \
      -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work" -o APT::Sandbox::User= "$@"
  }
  apt update >/dev/null 2>&1 || :   # one server may be down, and another have it
  (cd "$work/source" && apt source --download-only simdjson && tar -xf simdjson_*.orig.tar.* \
    --strip-components=2 --wildcards '*/singleheader/simdjson.h' '*/singleheader/simdjson.cpp') >/dev/null 2>&1 &&
    adopt "$work/source" &&
    say "simdjson $(version $sources/simdjson.h): from the system's source package"
}

from_npm() {
  have npm || return 1
  (cd "$work" && npm pack --silent @nozbe/simdjson@3.9.4 && tar -xzf ./*.tgz) >/dev/null 2>&1 || return 1
  printf '%s  %s\n%s  %s\n' "$cpp_sum" "$work/package/src/simdjson.cpp" "$h_sum" "$work/package/src/simdjson.h" |
    sha256sum -c --status && adopt "$work/package/src" && say "simdjson 3.9.4: from npm (@nozbe/simdjson)"
}

if [ -n "${SIMDJSON:-}" ]; then
  [ -e "$SIMDJSON" ] || { say "SIMDJSON: $SIMDJSON: no such file"; exit 1; }
  echo given
  exit
fi
if [ -e $sources/simdjson.cpp ] && [ -e $sources/simdjson.h ]; then
  echo sources
  exit
fi
# Once the system's library has been chosen, nothing is fetched until make clean.
if [ ! -e build/deps/simdjson.shared ]; then
  mkdir -p build/deps
  work=$(mktemp -d "$PWD/build/deps/fetch.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  if from_source_package || from_npm; then
    echo sources
    exit
  fi
fi
if have_header; then
  if [ ! -e build/deps/simdjson.shared ]; then
    : >build/deps/simdjson.shared
    say "simdjson: the system's shared library, since its sources cannot be had: starts take three times as long"
  fi
  echo shared
else
  echo none
fi
