#!/bin/sh
# SPDX-License-Identifier: MIT
# deps.sh [build] [tests] [client] [browser] [format]: sees to it that what these need is there, and writes
# build/deps/link.mk, how to link. With everything there: no network, no root, one run of the compiler.
#
# Root installs what is missing, and so does anybody without a terminal whom sudo lets (containers,
# CI images). A person at a terminal is asked once. Everybody else gets the line to type.
set -eu
cd "$(dirname "$0")/.."
CXX=${CXX:-g++}
[ $# -gt 0 ] || set -- build
wanted=" $* "

say() { echo "deps: $*" >&2; }
fail() { say "$*"; exit 1; }
wants() { case $wanted in *" $1 "*) ;; *) return 1 ;; esac; }
have() { command -v "$1" >/dev/null 2>&1; }

[ "$(uname -s)" = Linux ] || fail "wick builds on Linux only, so far"

# Which of these headers the compiler does not find, a word each. Without a compiler: all.
#   headers HEADER=NAME...
missing_headers() {
  if ! have "${CXX%% *}"; then
    for pair; do echo "${pair#*=}"; done
    return
  fi
  # shellcheck disable=SC2086
  for pair; do printf '#if !__has_include(<%s>)\nmissing %s\n#endif\n' "${pair%%=*}" "${pair#*=}"; done |
    $CXX ${CPPFLAGS:-} -x c++ -std=c++20 -E -P - 2>/dev/null | sed -n 's/^missing //p'
}

compiler_package() {
  case $(basename "${CXX%% *}") in
    clang++*) basename "${CXX%% *}" | sed 's/clang++/clang/' ;;
    *) basename "${CXX%% *}" ;;
  esac
}

# The Debian packages that are missing: for the build, for the tests.
build_packages() {
  have "${CXX%% *}" || compiler_package
  have ar || echo binutils
  missing_headers toml++/toml.h=libtomlplusplus-dev fmt/format-inl.h=libfmt-dev utf8proc.h=libutf8proc-dev \
    nlohmann/json.hpp=nlohmann-json3-dev sqlite3.h=libsqlite3-dev sodium.h=libsodium-dev ncursesw/curses.h=libncurses-dev
  if [ "$simdjson_from" = none ]; then echo libsimdjson-dev; fi
}

test_packages() {
  have prove || echo perl
  have script || echo bsdutils
  have col || echo bsdextrautils
  have pgrep || echo procps
  have gnuplot || echo gnuplot-nox
  for program in git mandoc shellcheck strace jq python3 zsh fish tmux fzf; do
    have "$program" || echo "$program"
  done
  # The first python3 may be one that Debian's packages do not reach.
  python3 -c 'import prometheus_client' 2>/dev/null || /usr/bin/python3 -c 'import prometheus_client' 2>/dev/null ||
    echo python3-prometheus-client
  have_catch2 || echo catch2
}

have_catch2() {
  [ "$(missing_headers catch2/catch.hpp=2 catch2/catch_all.hpp=3 | wc -l)" -lt 2 ]
}

other_packages() {
  if wants client && ! have npm; then echo npm; fi
  if wants client && ! have tmux; then echo tmux; fi
  if wants browser && ! have chromium; then echo chromium; fi
  if wants format && ! have clang-format; then echo clang-format; fi
}

# The same under the names that their authors gave them.
upstream() {
  echo "$*" | sed -E 's/libtomlplusplus-dev/toml++/; s/libfmt-dev/fmt/; s/libutf8proc-dev/utf8proc/; s/libsqlite3-dev/SQLite/
    s/nlohmann-json3-dev/nlohmann-json/; s/libsodium-dev/libsodium/; s/libncurses-dev/ncursesw/; s/libsimdjson-dev/simdjson/; s/ /, /g'
}

system_name() { sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release 2>/dev/null; }

install_line() { echo "apt-get install --no-install-recommends $*"; }

# Installs $packages, or says how to and stops.
install_packages() {
  have apt-get || fail "missing: $(upstream "$packages"); install them and type make again"
  as=
  if [ "$(id -u)" -ne 0 ]; then
    as=sudo
    if ! have sudo; then
      as=none
    elif [ ! -t 0 ] || [ ! -t 2 ]; then
      sudo -n true 2>/dev/null || as=none
    fi
  fi
  if [ "$as" = sudo ] && [ -t 0 ] && [ -t 2 ]; then
    say "these packages are missing:"
    printf '%s\n' "$packages" | fold -s -w 72 | sed 's/^/  /' >&2
    printf 'deps: install them with sudo apt-get? [Y/n] ' >&2
    read -r answer || answer=n
    case $answer in '' | [Yy]*) ;; *) as=none ;; esac
  fi
  if [ "$as" = none ]; then
    say "packages are missing; as root, run:"
    [ -z "$for_build" ] || echo "  $(install_line "$for_build")" >&2
    # What make check needs can come in one go with what make needs.
    [ -z "$for_tests" ] || echo "  $(install_line "$for_tests")   # for make check" >&2
    [ -z "$for_others" ] || echo "  $(install_line "$for_others")" >&2
    exit 1
  fi
  # A list of packages that is there may be old: it is fetched again only when it does not serve.
  say "${as:+$as }$(install_line "$packages")"
  # shellcheck disable=SC2086
  $as env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages ||
    { $as apt-get update && known_packages &&
      $as env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages; } ||
    fail "apt-get could not install: $packages"
}

known_packages() {
  for package in $packages; do
    apt-cache show "$package" >/dev/null 2>&1 || fail "$(system_name) has no package $package;" \
      "wick needs Debian 12, Ubuntu 24.04 or newer, or $(upstream "$package") installed by hand"
  done
}

join() { tr '\n' ' ' | sed 's/ *$//'; }
where_simdjson_is() { SIMDJSON=${SIMDJSON:-} sh tests/deps-simdjson.sh; }

simdjson_from=$(where_simdjson_is)
for_build=$(build_packages | join)
for_others=$(other_packages | join)
for_tests=
# What the tests need is looked for when they are to run, or when there is something to type anyway.
if wants tests || [ -n "$for_build" ]; then for_tests=$(test_packages | join); fi
packages=
if wants build; then packages="$for_build"; fi
if wants tests; then packages="$packages $for_tests"; fi
packages=$(echo "$packages $for_others" | xargs)
[ -z "$packages" ] || install_packages

# Debian keeps what a terminal can do in a library of its own; elsewhere ncurses may have it within.
ncurses_libraries() {
  printf 'int main() {}\n' >"$1-n.cc"
  # shellcheck disable=SC2086
  if $CXX ${LDFLAGS:-} "$1-n.cc" -lncursesw -ltinfo -o "$1-n" 2>/dev/null; then
    echo -lncursesw -ltinfo
  else
    echo -lncursesw
  fi
}

# Live tools are linked statically where the libraries are there for it: then no loader runs at each
# start. make STATIC=0 leaves it.
links_statically() {
  printf 'int main() {}\n' >"$1.cc"
  # shellcheck disable=SC2046,SC2086
  $CXX -static ${LDFLAGS:-} "$1.cc" -lutf8proc -lsqlite3 -lsodium $(ncurses_libraries "$1") -lm -o "$1" 2>/dev/null
}

# Found out each time: what somebody installs by hand counts from then on.
write_link_mk() {
  mkdir -p build/deps
  work=$(mktemp -d build/deps/link.XXXXXX)
  [ "$simdjson_from" != none ] || simdjson_from=$(where_simdjson_is)
  static=1
  if [ "$simdjson_from" = shared ]; then
    static=0
  elif ! links_statically "$work/probe"; then
    static=0
    grep -qs '^STATIC ?= 0' build/deps/link.mk ||
      say "no static libraries here: the programs are linked shared, and start more slowly"
  fi
  {
    echo "# Written by tests/deps.sh."
    echo "STATIC ?= $static"
    echo "ncurses := $(ncurses_libraries "$work/probe")"
    [ -n "$(missing_headers catch2/catch_all.hpp=3)" ] || echo "catch2 := -lCatch2Main -lCatch2"
  } >"$work/link.mk"
  mv "$work/link.mk" build/deps/link.mk
  rm -rf "$work"
}
if wants build; then write_link_mk; fi

# fetch FOLDER PACKAGE WHAT: a package of npm's that tests read our files with; without npm they are skipped, and say so.
fetch() {
  have npm && [ ! -d "build/deps/$1/node_modules" ] || return 0
  say "npm install $2"
  work=$(mktemp -d build/deps/fetch.XXXXXX)
  trap 'rm -rf "$work"' EXIT
  if npm install --silent --no-audit --no-fund --prefix "$work" "$2" >/dev/null 2>&1; then
    rm -rf "build/deps/$1"
    mv "$work" "build/deps/$1"
  else
    rm -rf "$work"
    say "$2 could not be fetched; the tests of $3 are skipped"
  fi
}
if wants tests; then
  have duckdb || fetch duckdb @duckdb/node-api@1.5.6-r.1 Parquet
  # It has OpenTelemetry's messages, made from its .proto files.
  fetch otlp @opentelemetry/otlp-transformer@0.57.2 traces
fi
