#!/bin/sh
# SPDX-License-Identifier: MIT
# deps.sh [build] [tests] [client] [browser] [format]: installs what these need if it is missing, and writes
# build/deps/link.mk, which says how to link. If nothing is missing, this takes no network, no root and one
# run of the compiler.
#
# Missing packages are installed for root, and without a terminal if sudo works (containers, CI images). A
# person at a terminal is asked once. Everybody else gets the command to type.
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

# Prints the names of the headers that the compiler does not find; without a compiler, all of them.
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

# Print the missing Debian packages, for the build and for the tests.
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
  # The first python3 on PATH may not see the modules in Debian's packages.
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

# The same under their upstream names.
upstream() {
  echo "$*" | sed -E 's/libtomlplusplus-dev/toml++/; s/libfmt-dev/fmt/; s/libutf8proc-dev/utf8proc/; s/libsqlite3-dev/SQLite/
    s/nlohmann-json3-dev/nlohmann-json/; s/libsodium-dev/libsodium/; s/libncurses-dev/ncursesw/; s/libsimdjson-dev/simdjson/; s/ /, /g'
}

system_name() { sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release 2>/dev/null; }

install_line() { echo "apt-get install --no-install-recommends $*"; }

# Installs $packages, or prints how to do it and stops.
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
    # Offer to install what make check needs together with what make needs.
    [ -z "$for_tests" ] || echo "  $(install_line "$for_tests")   # for make check" >&2
    [ -z "$for_others" ] || echo "  $(install_line "$for_others")" >&2
    exit 1
  fi
  # The system's package list may be outdated; update it only if installing fails with it.
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
# Look for what the tests need only if they will run, or if there is a command to type anyway.
if wants tests || [ -n "$for_build" ]; then for_tests=$(test_packages | join); fi
packages=
if wants build; then packages="$for_build"; fi
if wants tests; then packages="$packages $for_tests"; fi
packages=$(echo "$packages $for_others" | xargs)
[ -z "$packages" ] || install_packages

# On Debian terminfo is a separate library (tinfo); on other systems ncurses may include it.
ncurses_libraries() {
  printf 'int main() {}\n' >"$1-n.cc"
  # shellcheck disable=SC2086
  if $CXX ${LDFLAGS:-} "$1-n.cc" -lncursesw -ltinfo -o "$1-n" 2>/dev/null; then
    echo -lncursesw -ltinfo
  else
    echo -lncursesw
  fi
}

# Live tools are linked statically if the static libraries exist, so that no loader runs at each start. make
# STATIC=0 disables this.
links_statically() {
  printf 'int main() {}\n' >"$1.cc"
  # shellcheck disable=SC2046,SC2086
  $CXX -static ${LDFLAGS:-} "$1.cc" -lutf8proc -lsqlite3 -lsodium $(ncurses_libraries "$1") -lm -o "$1" 2>/dev/null
}

# Determined each time, so that libraries installed by hand are found.
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

# fetch FOLDER PACKAGE WHAT: gets an npm package with which tests read our files; without npm these tests are
# skipped, with a message.
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
  # It contains OpenTelemetry's messages, generated from the .proto files.
  fetch otlp @opentelemetry/otlp-transformer@0.57.2 traces
fi
