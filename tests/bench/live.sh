#!/bin/sh
# SPDX-License-Identifier: MIT
# `make bench`: what a live query costs, as a ratio to a static program that does nothing, all run in
# turn; and other ways to do the same where they are installed (`make peers` installs the status lines). Figures, no
# verdict: the bounds wick sets itself are printed beside them.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
rounds=${ROUNDS:-1000}
tmp=$(mktemp -d "${TMPDIR:-/tmp}/wick-bench.XXXXXX")
trap 'rm -rf "$tmp"' EXIT INT TERM
HOME=$tmp XDG_CONFIG_HOME=$tmp/config XDG_STATE_HOME=$tmp/state XDG_CACHE_HOME=$tmp/cache
WICK_NOW=1795327247 TZ=UTC
export HOME XDG_CONFIG_HOME XDG_STATE_HOME XDG_CACHE_HOME WICK_NOW TZ
unset CLAUDE_CONFIG_DIR CLAUDE_CODE_SESSION_ID COLUMNS
PATH=$PATH:$root/build/peers/node_modules/.bin

echo 'int main(){return 0;}' >"$tmp/empty.c"
"${CC:-cc}" -O2 -static "$tmp/empty.c" -o "$tmp/empty" 2>/dev/null || "${CC:-cc}" -O2 "$tmp/empty.c" -o "$tmp/empty"
"${CXX:-g++}" -std=c++20 -O2 -static "$root/tests/bench/race.cc" -o "$tmp/race" 2>/dev/null ||
  "${CXX:-g++}" -std=c++20 -O2 "$root/tests/bench/race.cc" -o "$tmp/race"

mkdir -p "$tmp/.claude"
cp -R "$root/tests/data/config/projects" "$tmp/.claude/"
id=d7f47105-0d12-440b-bc75-54b081ddad73
transcript=$tmp/.claude/projects/-home-user-proj/$id.jsonl
payload=$tmp/payload.json
sed "s|/home/user/.claude|$tmp/.claude|" "$root/tests/data/payloads/2.1.330-warm-1h.json" >"$payload"
# As a user has them.
make -C "$root" --no-print-directory install DESTDIR= PREFIX="$tmp/prefix" >/dev/null
bin=$tmp/prefix/bin
"$bin/wick-line" <"$payload" >/dev/null
tapless=$tmp/.claude/projects/-home-user-proj/4f732b6d-0c96-4dae-8f00-6751881834b7.jsonl

echo "Installed, all tools: $(cd "$bin" && du -ck wick* | tail -n 1 | cut -f 1) kB (max 25000)"
echo

# What wick-usage leaves, new.
mkdir -p "$tmp/cache/wick"
day=$((WICK_NOW - WICK_NOW % 86400))
printf 'wick usage 1\ntold %s000\ntoday %s000 %s000 123456789000\n' $WICK_NOW $day $((day + 86400)) >"$tmp/cache/wick/usage"

row() { printf '%s\t%s\t%s\n' "$1" "$2" "$3"; }
{
  row 'static int main(){return 0;}' /dev/null "$tmp/empty"
  row 'wick-context, payload           (max 1.3)' /dev/null "$bin/wick-context -p $payload"
  row 'wick-context, tap               (max 1.3)' /dev/null "$bin/wick-context -s $id"
  row 'wick-context, transcript        (max 1.3)' /dev/null "$bin/wick-context -t $tapless"
  row 'wick-next, payload              (max 1.3)' /dev/null "$bin/wick-next -p $payload"
  row 'wick-next, transcript           (max 1.3)' /dev/null "$bin/wick-next -t $tapless"
  row 'wick-line, payload and tap      (max 1.5)' "$payload" "$bin/wick-line"
  row 'wick-line -f, the next entry      ' "$payload" "$bin/wick-line -f {next.now_usd}"
  row 'wick-line -f, the forecast        ' "$payload" "$bin/wick-line -f {next.p50_usd}"
  row 'wick-line -f, misses and growth   ' "$payload" "$bin/wick-line -f {misses.extra_usd}{growth.spark}"
  row 'wick-line -f, the cost            ' "$payload" "$bin/wick-line -f {cost.total_usd}"
  row 'wick-line -f, that of today       ' "$payload" "$bin/wick-line -f {usage.today_usd}"
  if command -v jq >/dev/null; then row 'jq, two fields of the payload' "$payload" "jq -r .model.id,.cost.total_cost_usd"; fi
  if command -v node >/dev/null; then row 'node, an empty script' /dev/null "node -e 0"; fi
  if command -v python3 >/dev/null; then row 'python3, an empty script' /dev/null "python3 -c 0"; fi
  if command -v ccline >/dev/null; then row 'CCometixLine' "$payload" "$(command -v ccline)"; fi
  if command -v ccusage >/dev/null; then row 'ccusage statusline' "$payload" "ccusage statusline --offline"; fi
  if command -v ccstatusline >/dev/null; then row 'ccstatusline' "$payload" "ccstatusline"; fi
} >"$tmp/list"
# The slow ones in fewer rounds; the yardstick runs in both.
slow='jq|node|python3|CCometixLine|ccusage|ccstatusline'
grep -vE "^($slow)" "$tmp/list" | "$tmp/race" "$rounds"
peers=$(grep -E "^(static|wick-line, payload|$slow)" "$tmp/list")
echo "$peers" | "$tmp/race" $((rounds / 20 + 1)) | sed 1d | sed 1d

echo
echo "A long session against a short one: the same last lines behind 100 KB and behind 1 GB."
filler=$tmp/filler
head -n 60 "$transcript" | grep -v '"cost-state"' >"$filler"
while [ "$(wc -c <"$filler")" -lt 4000000 ]; do cat "$filler" "$filler" >"$filler.2" && mv "$filler.2" "$filler"; done
short=$tmp/short.jsonl long=$tmp/long.jsonl
{ head -c 20000 "$filler"; echo; cat "$transcript"; } >"$short"
i=0
while [ $i -lt $((1000000000 / $(wc -c <"$filler"))) ]; do cat "$filler"; i=$((i + 1)); done >"$long"
cat "$transcript" >>"$long"
for tool in wick-context wick-next; do
  {
    row "$tool, $(($(wc -c <"$short") / 1000)) KB" /dev/null "$bin/$tool -t $short"
    row "$tool, $(($(wc -c <"$long") / 1000000)) MB      (max 1.1)" /dev/null "$bin/$tool -t $long"
  } | "$tmp/race" "$rounds"
done

if command -v zsh >/dev/null; then
  echo
  mkdir -p "$tmp/proj" "$tmp/none"
  folder=$tmp/.claude/projects/$(printf '%s' "$tmp/proj" | sed 's/[^A-Za-z0-9]/-/g')
  mkdir -p "$folder"
  cp "$tapless" "$folder"
  touch "$folder"/*
  PATH=$bin:$PATH WICK_NOW='' zsh -f "$root/tests/bench/prompt.zsh" "$tmp/empty" "$tmp/proj" "$tmp/none" "$rounds"
fi
