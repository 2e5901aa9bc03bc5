#!/bin/sh
# SPDX-License-Identifier: MIT
# The section "A team" of wick-export(1): its commands, run as printed, for three members, with a folder as the bucket;
# and its queries, run by DuckDB and compared with independent counts.
. "$(dirname "$0")/lib.sh"
modules=$root/build/deps/duckdb/node_modules
public=${WICK_PUBLIC:-$root/../shared/fixtures/public}
[ -d "$modules" ] || skip_all "DuckDB is not there (make deps-tests)"
command -v node >/dev/null || skip_all "node is not there"
[ -d "$public" ] || skip_all "no public transcripts here (WICK_PUBLIC)"
export NODE_PATH="$modules"
query() { node "$root/tests/duckdb.js" "$1"; }

# Writes the displays below "A team", each to a file.
mandoc -T utf8 -O width=1000 "$root/man/wick-export.1" | col -bx | sed -n '/^   A team$/,/^[A-Z]/p' |
  awk '/^           / { if (!on) n++; on = 1; print substr($0, 12) > ("display." n); next } { on = 0 }'
mkdir bin
cat >bin/aws <<SCRIPT
#!/bin/sh
[ "\$1 \$2 \$3 \$#" = 's3 sync --delete 5' ] || exit 2
to=$tmp/bucket/\${5#s3://}
rm -rf "\$to" && mkdir -p "\$to" && cp -R "\$4/." "\$to"
SCRIPT
chmod 755 bin/aws
set -- "$public"/dagster-io__erk "$public"/iansherr__claude-code-log "$public"/entireio__cli

it "three members"
number=6
for folder in "$@"; do
  number=$((number + 1))
  sed "s/member=m7/member=m$number/" display.1 >script
  mkdir "home.$number"
  env HOME="$tmp/home.$number" XDG_DATA_HOME="$tmp/home.$number/data" XDG_CACHE_HOME="$tmp/home.$number/cache" \
    CLAUDE_CONFIG_DIR="$folder" PATH="$tmp/bin:$PATH" sh -e script >said 2>&1
  is_empty "m$number: says at most that it has no misses" "$(grep -v ': no misses yet; ' said)"
done
# The last member's transcripts are also on another machine.
cp -R bucket/acme-wick/requests/member=m9 bucket/acme-wick/requests/member=z
# Only folders of days and files of tables.
is "what is in the bucket" "$(cd bucket && find . -type f | sed 's/=[0-9m]*-[0-9-]*/=DAY/; s/member=[mz0-9]*/member=M/' | sort -u | paste -sd ' ')" \
  './acme-wick/calls/member=M/date=DAY/calls_wick_0.parquet ./acme-wick/findings/member=M/date=DAY/findings_wick_0.parquet ./acme-wick/misses/member=M/date=DAY/misses_wick_0.parquet ./acme-wick/prompts/member=M/date=DAY/prompts_wick_0.parquet ./acme-wick/requests/member=M/date=DAY/wick_0.parquet'
grep -rlE 'dagster|danieldemmel|schmooze|/Users/|/home/' bucket >"$tmp/why"
is_empty "no project" "$(cat "$tmp/why")"

it "the page's queries"
local_sql() { sed "s|s3://|$tmp/bucket/|" "$1"; }
query "$(local_sql display.2)" >got
number=6
for folder in "$@"; do
  number=$((number + 1))
  python3 "$root/tests/count.py" --final "$folder" 2>/dev/null | jq -c --arg m "m$number" '.totals | [$m, .requests, (.cost_usd * 1e4 | round),
    (.cache_read_tokens / (.input_tokens + .cache_read_tokens + .cache_write_5m_tokens + .cache_write_1h_tokens) * 100 | round)]'
done >expected
is "members, and what they cost, as counted" "$(jq -c '[.[0], (.[2] | tonumber), (.[1] | tonumber * 1e4 | round), (.[3] * 100 | round)]' got)" \
  "$(jq -s -c 'sort_by(-.[2])[]' expected)"
for folder in "$@"; do CLAUDE_CONFIG_DIR=$folder wick-misses --no-ledger --json; done |
  jq -s '[.[].list[].extra_usd // 0] | add * 1e4 | round' >expected
is "misses are wick-misses'" "$(jq -s 'map(.[4] // "0" | tonumber) | add * 1e4 | round' got)" "$(cat expected)"
local_sql display.3 | sed 's/LIMIT 10/LIMIT 1000/' >all.sql
for folder in "$@"; do CLAUDE_CONFIG_DIR=$folder wick-waste --no-ledger --json; done |
  jq -s -c '[([.[].list[]] | length), ([.[].wasted_usd] | add * 1e4 | round)]' >expected
is "waste is wick-waste's" "$(query "$(cat all.sql)" | jq -s -c '[(map(.[2] | tonumber) | add), (map(.[3] | tonumber) | add * 1e4 | round)]')" "$(cat expected)"
is "the dearest ten" "$(query "$(local_sql display.3)" | wc -l)" 10
finish
