#!/bin/sh
# SPDX-License-Identifier: MIT
# make deps on a system without any of the packages: what it installs, for whom, and what it prints. The programs
# that it runs are stand-ins, which record how they were called.
. "$(dirname "$0")/lib.sh"
mkdir -p checkout/tests bin
cp "$root"/tests/deps*.sh checkout/tests/
# Only these programs exist: sh's builtins, and those that the script uses to read and write.
for program in sh dirname basename uname sed grep mkdir mktemp rm mv cp tr wc head xargs echo fold awk getent; do
  for folder in /usr/bin /bin; do
    [ -e bin/$program ] || [ ! -e $folder/$program ] || ln -s $folder/$program bin/$program
  done
done
stub() { rm -f "bin/$1"; printf '#!/bin/sh\necho "%s $*" >>"%s/calls"\n%s\n' "$1" "$tmp" "$2" >"bin/$1"; chmod 755 "bin/$1"; }
who() { stub id "echo $1"; }
# Whether this system has simdjson must not matter.
: >lib.a
deps() { : >calls; rm -rf checkout/build; run env -i PATH="$tmp/bin" SIMDJSON="$tmp/lib.a" sh checkout/tests/deps.sh "$@"; }
# Sorts the words of a line.
sorted() { tr ' ' '\n' | sort | tr '\n' ' '; }
build='binutils g++ libfmt-dev libncurses-dev libsodium-dev libsqlite3-dev libtomlplusplus-dev libutf8proc-dev nlohmann-json3-dev '

it "no apt-get: the libraries under their own names, in one line"
who 1000
deps build
exits 1
complains '^deps: missing: g\+\+, binutils, toml\+\+, fmt, utf8proc, nlohmann-json, SQLite, libsodium, ncursesw; install them and type make again$'

it "neither root nor sudo: nothing is done, and what to type is said"
stub apt-get 'exit 1'
deps build
exits 1
is "build, tests apart" "$(grep -c '^  apt-get install' err)" 2
is "what the build needs" "$(sed -n 's/^  apt-get install --no-install-recommends //p' err | head -n 1 | sorted)" "$build"
is "the tests'" "$(grep -c '# for make check$' err)" 1
is "nothing is installed" "$(grep -c install calls)" 0
is "no password is asked for" "$(grep -c sudo calls)" 0

it "sudo that wants a password, and no terminal"
stub sudo 'exit 1'
deps build
exits 1
is "only asked whether it would" "$(grep sudo calls | sort -u)" "sudo -n true"

it "sudo that asks nothing, and no terminal: containers, CI"
stub sudo '[ "$1 $2" = "-n true" ] && exit; exec "$@"'
stub env 'while case $1 in *=*) ;; *) false ;; esac; do shift; done; exec "$@"'
# Everything is installed: a compiler that finds every header and links statically.
stub apt-get 'case $* in *install*) cp "$0.g++" "${0%/*}/g++" && cp "$0.g++" "${0%/*}/ar" && exit 0 ;; esac; exit 1'
printf '#!/bin/sh\nexit 0\n' >'bin/apt-get.g++'
chmod 755 'bin/apt-get.g++'
deps build
exits 0
is "once, and all of it" "$(sed -n 's/^apt-get install -y --no-install-recommends //p' calls | sorted)" "$build"
grep -q '^deps: sudo apt-get install' err
ok $? "says what it does" err
is "how to link" "$(grep -c STATIC checkout/build/deps/link.mk)" 1

it "with all there"
deps build
exits 0
is "nothing is asked of apt-get but sources" "$(grep -c 'install' calls)" 0

it "root"
rm -f bin/g++ bin/ar bin/sudo
who 0
deps build
exits 0
is "installs, without sudo" "$(grep -c '^apt-get install -y' calls) $(grep -c sudo calls)" '1 0'

it "a package that this system does not have"
rm -f bin/g++ bin/ar
stub apt-get 'case $* in *install*) exit 100 ;; update) exit 0 ;; esac; exit 1'
stub apt-cache 'case $2 in libtomlplusplus-dev) exit 100 ;; esac'
deps build
exits 1
is "is named, with the systems that have it" "$(grep -c 'has no package libtomlplusplus-dev; wick needs Debian 12, Ubuntu 24.04 or newer, or toml++ installed by hand$' err)" 1

it "SIMDJSON=FILE"
run env -i PATH="$tmp/bin" SIMDJSON=/nowhere/libsimdjson.a sh checkout/tests/deps-simdjson.sh
exits 1
complains '^deps: SIMDJSON: /nowhere/libsimdjson.a: no such file$'
run env -i PATH="$tmp/bin" SIMDJSON="$tmp/lib.a" sh checkout/tests/deps-simdjson.sh
prints given

it "another system than Linux"
stub uname 'echo Darwin'
deps build
exits 1
complains '^deps: wick builds on Linux only, so far$'

# A person at a terminal is shown the list, asked once, and may say no.
it "at a terminal"
if command -v script >/dev/null 2>&1; then
  ln -sf /usr/bin/uname bin/uname
  who 1000
  stub sudo 'exec "$@"'
  stub apt-get 'case $* in *install*) cp "$0.g++" "${0%/*}/g++" && cp "$0.g++" "${0%/*}/ar" && exit 0 ;; esac; exit 1'
  answer() {
    : >calls
    rm -rf checkout/build bin/g++ bin/ar
    printf '%s\n' "$1" | script -qec "env -i PATH='$tmp/bin' SIMDJSON='$tmp/lib.a' /bin/sh checkout/tests/deps.sh build" /dev/null >"$tmp/out" 2>&1
    status=$?
  }
  answer n
  exits 1
  is "no: nothing is installed" "$(grep -c 'apt-get install' calls)" 0
  is "the list and one question" "$(grep -c 'install them with sudo apt-get? \[Y/n\]' "$tmp/out")" 1
  answer ''
  exits 0
  is "yes: installed" "$(grep -c '^apt-get install -y' calls)" 1
else
  skip "script is not installed"
fi
finish
