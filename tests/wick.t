#!/bin/sh
# SPDX-License-Identifier: MIT
. "$(dirname "$0")/lib.sh"

it "runs the tool of that name"
run wick context --payload "$data/payloads/2.1.330-warm-5m.json"
exits 0
prints '14k of 1M tokens (1%)'
run wick context --help
exits 0
matches '^usage: wick-context'
is "and what it is for" "$(head -n 1 "$tmp/out")" 'wick-context: tokens in the context, window, percentage'
run wick cache -q --payload "$data/payloads/2.1.330-cold-5m.json"
exits 1

it "its own tools before those on PATH"
mkdir bin && printf '#!/bin/sh\necho wrong\n' >bin/wick-context && chmod +x bin/wick-context
run env PATH="$tmp/bin:$PATH" wick context --version
matches '^wick-context [0-9]'

it "tools of others on PATH"
printf '#!/bin/sh\necho "mine $*"\n' >bin/wick-mine && chmod +x bin/wick-mine
run env PATH="$tmp/bin:$PATH" wick mine a b
prints 'mine a b'

it "no such tool"
run wick contxt
exits 64
silent
complains '^wick: contxt: no such tool; did you mean context\?$'
run wick ../evil
exits 64
run wick ''
exits 64
silent
complains '^wick: tool expected'
run wick --
exits 64
complains '^wick: tool expected'

it "alone"
run wick
exits 0
is_empty "nothing on standard error" "$err"
# Each group has a heading, and each tool is in one.
is "the tools by what they are for" "$(sed -n 's/^\([A-Z].*\):$/\1/p' "$tmp/out" | paste -sd '/')" \
  'One session, now/Which sessions/All sessions: what they cost, and why/Status line, prompt and set-up/Options'
group_of() { awk -v tool="$1" '/^[A-Z].*:$/ { group = $0 } $1 == tool && /^  [a-z]/ { print group }' "$tmp/out"; }
is "usage" "$(group_of usage)" 'All sessions: what they cost, and why:'
is "next" "$(group_of next)" 'One session, now:'
for tool in $(tools); do
  [ "$tool" = wick ] || echo "$tool $(group_of "${tool#wick-}" | wc -l)"
done | grep -v ' 1$' >others
is_empty "each once" "$(cat others)"
run wick help no/page
exits 64

it "help"
printf '#!/bin/sh\necho "man $*"\n' >bin/man && chmod +x bin/man
PATH=$tmp/bin:$PATH
mkdir -p tree/build/bin tree/man installed/bin installed/share/man/man1
cp "$root/man"/wick*.1 tree/man/
cp tree/man/*.1 installed/share/man/man1/
for place in tree/build installed; do
  cp "$(command -v wick)" $place/bin/
  pages=$tmp/tree/man
  [ $place != installed ] || pages=$tmp/installed/share/man/man1
  run $place/bin/wick help cost
  prints "man $pages/wick-cost.1"
  run $place/bin/wick help
  prints "man $pages/wick.1"
  run $place/bin/wick help mine
  prints 'man wick-mine'
done
finish
