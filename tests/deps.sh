#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs what the build needs; `deps.sh tests`: what the tests need too; `deps.sh client`: and what
# check-client needs; `deps.sh browser`: and one to look at wick-report's page with. With everything there: no network, no root, one look.
set -eu
cd "$(dirname "$0")/.."

simdjson=build/deps/simdjson
CXX=${CXX:-g++}
wanted=${1:-build}
cpp_sum=a0410ae49e2e2fd967330fc22f91d7a06f3f6c5988bf53faa4855c2e3dee2805
h_sum=88a44cd77e0b443724f52bed7a3b86bcd84ed1c29a451ecc94210fc7d6aef069

if [ "$(uname -s)" = Darwin ]; then
  missing='' formulas='simdjson tomlplusplus utf8proc nlohmann-json sqlite libsodium'
  [ "$wanted" = build ] || formulas="$formulas catch2 gnuplot mandoc shellcheck jq fish tmux fzf"
  for formula in $formulas; do
    [ -d "$(brew --prefix 2>/dev/null || echo /opt/homebrew)/opt/$formula" ] || missing="$missing $formula"
  done
  if [ -n "$missing" ]; then
    echo "deps: missing:$missing; run: brew install$missing" >&2
    exit 1
  fi
  exit 0
fi

have_file() { for f in "$@"; do [ -e "$f" ] && return 0; done; return 1; }
have_header() { have_file "/usr/include/$1" "/usr/local/include/$1"; }

packages=
want() { packages="$packages $1"; }
command -v "${CXX%% *}" >/dev/null 2>&1 || want "$(basename "${CXX%% *}" | sed 's/clang++/clang/')"
command -v ar >/dev/null 2>&1 || want binutils
have_header toml++/toml.h || want libtomlplusplus-dev
have_header utf8proc.h || want libutf8proc-dev
have_header nlohmann/json.hpp || want nlohmann-json3-dev
have_header sqlite3.h || want libsqlite3-dev
have_header sodium.h || want libsodium-dev
if [ "$wanted" != build ]; then
  have_header catch2/catch.hpp || want catch2
  command -v prove >/dev/null 2>&1 || want perl
  command -v script >/dev/null 2>&1 || want bsdutils
  command -v col >/dev/null 2>&1 || want bsdextrautils
  command -v pgrep >/dev/null 2>&1 || want procps
  command -v gnuplot >/dev/null 2>&1 || want gnuplot-nox
  for program in mandoc shellcheck strace jq python3 zsh fish tmux fzf; do
    command -v "$program" >/dev/null 2>&1 || want "$program"
  done
fi
[ "$wanted" != browser ] || command -v chromium >/dev/null 2>&1 || want chromium
[ "$wanted" != client ] || command -v npm >/dev/null 2>&1 || want npm

install_packages() {
  [ -n "$packages" ] || return 0
  sudo=
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || { echo "deps: missing:$packages; run apt-get install$packages as root" >&2; exit 1; }
    sudo=sudo
  fi
  command -v apt-get >/dev/null 2>&1 || { echo "deps: missing:$packages (no apt-get here: install them by hand)" >&2; exit 1; }
  echo "deps: apt-get install$packages"
  # A list of packages that is there may be old: fetch it again only when it does not serve.
  # shellcheck disable=SC2086
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null 2>&1 || {
    $sudo apt-get update -qq
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
  }
}

verified() {
  printf '%s  %s\n%s  %s\n' "$cpp_sum" "$1/simdjson.cpp" "$h_sum" "$1/simdjson.h" | sha256sum -c --status 2>/dev/null
}

fetch_simdjson() {
  command -v npm >/dev/null 2>&1 || { packages=npm; install_packages; }
  mkdir -p build/deps
  work=$(mktemp -d build/deps/fetch.XXXXXX)
  echo "deps: npm pack @nozbe/simdjson@3.9.4"
  if (cd "$work" && npm pack --silent @nozbe/simdjson@3.9.4 >/dev/null 2>&1 && tar -xzf ./*.tgz) && verified "$work/package/src"; then
    rm -rf "$simdjson"
    mv "$work/package/src" "$simdjson"
    rm -rf "$work"
  else
    rm -rf "$work"
    return 1
  fi
}

# The one way that costs something: the distribution's shared library.
fall_back() {
  echo "deps: warning: simdjson 3.9.4 could not be fetched; the shared library makes every start about three times as slow" >&2
  have_header simdjson.h || { packages=libsimdjson-dev; install_packages; }
}

# promtool alone: the package would start a server.
fetch_promtool() {
  mkdir -p build/deps
  work=$(mktemp -d build/deps/fetch.XXXXXX)
  echo "deps: apt-get download prometheus"
  if (cd "$work" && apt-get download -qq prometheus && dpkg -x prometheus_*.deb .) >/dev/null 2>&1; then
    mkdir -p build/deps/prometheus
    mv "$work/usr/bin/promtool" build/deps/prometheus/
  else
    echo "deps: warning: promtool could not be fetched; its test is skipped" >&2
  fi
  rm -rf "$work"
}

fetch_duckdb() {
  echo "deps: npm install @duckdb/node-api@1.5.6-r.1"
  mkdir -p build/deps
  work=$(mktemp -d build/deps/fetch.XXXXXX)
  if npm install --silent --no-audit --no-fund --prefix "$work" @duckdb/node-api@1.5.6-r.1 >/dev/null 2>&1; then
    rm -rf build/deps/duckdb
    mv "$work" build/deps/duckdb
  else
    rm -rf "$work"
    echo "deps: warning: DuckDB could not be fetched; the tests of Parquet are skipped" >&2
  fi
}

install_packages
if [ "$wanted" != build ]; then
  command -v promtool >/dev/null 2>&1 || [ -x build/deps/prometheus/promtool ] || fetch_promtool
  command -v duckdb >/dev/null 2>&1 || [ -d build/deps/duckdb/node_modules ] || fetch_duckdb
fi
if [ -z "${SIMDJSON:-}" ]; then
  if [ ! -e "$simdjson/verified" ]; then
    verified "$simdjson" || fetch_simdjson || fall_back
    if [ -d "$simdjson" ]; then touch "$simdjson/verified"; fi
  fi
fi
