#!/bin/sh
# SPDX-License-Identifier: MIT
# `make bench-history`: what it costs to read a history of 9,667 sessions, 133,087 responses and two
# gigabytes, all of it in the page cache: as ratios to `cat` of the same files and to `find` of their
# sizes, and peers where they are installed. Figures, no verdict: the bounds wick sets itself are
# printed beside them. SESSIONS, RESPONSES and BYTES make it smaller, ROUNDS longer; CORPUS names a
# folder to keep it in.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
rounds=${ROUNDS:-5}
tmp=$(mktemp -d "${TMPDIR:-/tmp}/wick-bench.XXXXXX")
trap 'rm -rf "$tmp"' EXIT INT TERM
HOME=$tmp XDG_CONFIG_HOME=$tmp/config XDG_STATE_HOME=$tmp/state XDG_CACHE_HOME=$tmp/cache
XDG_DATA_HOME=$tmp/data
export HOME XDG_CONFIG_HOME XDG_STATE_HOME XDG_CACHE_HOME XDG_DATA_HOME
unset CLAUDE_CODE_SESSION_ID COLUMNS WICK_NOW

"${CXX:-g++}" -std=c++20 -O2 "$root/tests/bench/race.cc" -o "$tmp/race"
CLAUDE_CONFIG_DIR=${CORPUS:-$tmp/corpus}
export CLAUDE_CONFIG_DIR
[ -d "$CLAUDE_CONFIG_DIR/projects" ] ||
  "$root/build/bin/corpus" --sessions "${SESSIONS:-9667}" --responses "${RESPONSES:-133087}" \
    --bytes "${BYTES:-2147483648}" "$CLAUDE_CONFIG_DIR"
# As a user has it.
install -s "$root/build/bin/wick-usage" "$root/build/bin/wick-line" "$root/build/bin/wick-growth" \
  "$root/build/bin/wick-misses" "$root/build/bin/wick-report" "$root/build/bin/wick-waste" "$tmp/"
usage=$tmp/wick-usage
find "$CLAUDE_CONFIG_DIR/projects" -name '*.jsonl' -print0 >"$tmp/files"

command_file() { printf '#!/bin/sh\n%s\n' "$2" >"$tmp/$1" && chmod 755 "$tmp/$1"; }
command_file cat "xargs -0 cat <'$tmp/files'"
command_file find "find '$CLAUDE_CONFIG_DIR' -name '*.jsonl' -printf '%s %T@\n'"
# A ledger of its own for each run.
command_file waste "XDG_DATA_HOME='$tmp/data'.\$\$ exec '$tmp/wick-waste' -q"
# Without a folder to keep its audit in.
command_file anew "HOME= XDG_CACHE_HOME= exec '$tmp/wick-waste'"
command_file new "XDG_DATA_HOME='$tmp/data'.\$\$ exec '$usage' --json \"\$@\""
row() { printf '%s\t/dev/null\t%s\n' "$1" "$2"; }
peer() { if command -v "$2" >/dev/null; then row "$1" "$3"; fi; }

echo "The first run, all files in the page cache; a ratio is time in multiples of cat's."
{
  row 'cat FILES' "$tmp/cat"
  row 'wick-usage                      (max 2.5)' "$tmp/new"
  row 'wick-waste                (max 2 times wick-usage)' "$tmp/waste"
  row 'wick-usage --threads=1' "$tmp/new --threads=1"
  row 'wick-usage --no-ledger' "$usage --json --no-ledger"
  peer 'ccusage daily     (min 4 times wick-usage)' ccusage 'ccusage daily --offline --json'
  peer 'tokscale' tokscale 'tokscale --json --claude'
} | "$tmp/race" "$rounds"

echo
echo "Any other run; a ratio is time in multiples of find's."
"$usage" -q
{
  row "find -printf '%s %T@'" "$tmp/find"
  row 'wick-usage       (max 1.5 and 5 ms)' "$usage"
  row 'wick-usage --json session' "$usage --json session"
  row 'wick-misses' "$tmp/wick-misses"
  row 'wick-waste' "$tmp/wick-waste"
  row 'wick-waste, audited anew' "$tmp/anew"
  row 'wick-growth' "$tmp/wick-growth"
  row 'wick-growth --what-if=compact=160k' "$tmp/wick-growth --what-if=compact=160k"
} | "$tmp/race" $((rounds * 3))

echo
echo "Without a ledger; a ratio is time in multiples of wick-usage's."
{
  row 'wick-usage --no-ledger' "$usage --no-ledger"
  row 'wick-misses --no-ledger         (max 1.5)' "$tmp/wick-misses --no-ledger"
  row 'wick-growth --no-ledger         (max 1.5)' "$tmp/wick-growth --no-ledger"
} | "$tmp/race" "$rounds"

if command -v gnuplot >/dev/null; then
  echo
  echo "Pictures (max 2 s; it is gnuplot that takes the time)."
  {
    row 'wick-growth' "$tmp/wick-growth"
    row 'wick-growth --plot=FILE.svg' "$tmp/wick-growth --plot=$tmp/growth.svg"
    row 'wick-growth --plot=FILE.png' "$tmp/wick-growth --plot=$tmp/growth.png"
    row 'wick-report, five pictures' "$tmp/wick-report --output=$tmp/report.html"
  } | "$tmp/race" "$rounds"
fi

echo
echo "A file that grew: by nothing, by 1 MB, by 10 MB, in one run each; what is read is read once."
file=$(find "$CLAUDE_CONFIG_DIR/projects" -name '*.jsonl' -size -3000k -size +1000k | sort | head -n 1)
cp -p "$file" "$tmp/before"
while [ "$(wc -c <"$tmp/before")" -lt 10000000 ]; do cat "$file" "$file" >>"$tmp/before"; done
for bytes in 0 1000000 10000000; do
  head -c $bytes "$tmp/before" >"$tmp/more"
  command_file "grow$bytes" "cat '$tmp/more' >>'$CLAUDE_CONFIG_DIR/projects/grown/grown.jsonl'; exec '$usage' -q"
done
mkdir -p "$CLAUDE_CONFIG_DIR/projects/grown"
{
  row 'by nothing' "$tmp/grow0"
  row 'by 1 MB' "$tmp/grow1000000"
  row 'by 10 MB' "$tmp/grow10000000"
} | "$tmp/race" "$rounds"
rm -rf "$CLAUDE_CONFIG_DIR/projects/grown"

echo
echo "wick-line, without and with today's total (max 2 ms more)."
payload=$tmp/payload.json
sed "s|/home/user/.claude|$CLAUDE_CONFIG_DIR|" "$root/tests/data/payloads/2.1.330-warm-1h.json" >"$payload"
{
  printf 'wick-line\t%s\t%s\n' "$payload" "$tmp/wick-line -f {cost.total_usd}"
  printf 'wick-line, usage.today_usd\t%s\t%s\n' "$payload" "$tmp/wick-line -f {cost.total_usd}{usage.today_usd}"
} | "$tmp/race" 300
