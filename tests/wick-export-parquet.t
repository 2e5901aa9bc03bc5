#!/bin/sh
# SPDX-License-Identifier: MIT
# Parquet: written by DuckDB, read back by DuckDB; and what happens without it, or when it fails.
. "$(dirname "$0")/lib.sh"
use_recorded_sessions
unset NODE_PATH

no_duckdb='duckdb: not found \(install it, or node with the npm package @duckdb/node-api\)$'

# fake STATUS MESSAGE: makes a duckdb that fails like this
fake() {
  mkdir -p fake
  printf '#!/bin/sh\n%s\nprintf "%%s\\n" "%s" "  more of it" >&2\n%s\n' "${3-cat >/dev/null}" "$2" "$1" >fake/duckdb
  chmod 755 fake/duckdb
}
wick_export=$(command -v wick-export)
left_in() { (cd "$1" && find . ! -type d | sort | paste -sd ' '); }
folders_in() { (cd "$1" && find . ! -name . -type d | sort | paste -sd ' '); }

it "without DuckDB"
run env PATH= "$wick_export" -o pq parquet
exits 69
silent
complains "^wick-export: $no_duckdb"
is_empty "no folder is made" "$(ls -d pq 2>/dev/null)"
run wick-export parquet
exits 64
complains '^wick-export: parquet: needs a folder \(--output\)$'
run wick-export --since=2027-01-01 -o pq parquet
exits 1
complains '^wick-export: --since=2027-01-01: no requests in '
is_empty "nothing to write needs none" "$(ls -d pq 2>/dev/null)"

it "a DuckDB that fails"
mkdir -p pq/date=2026-11-22 pq/date=2020-01-01
for file in pq/date=2026-11-22/wick_0.parquet pq/date=2026-11-22/theirs.parquet pq/date=2020-01-01/wick_0.parquet; do echo old >$file; done
before=$(left_in pq)
for case in 'exit 1|IO Error: Could not write all bytes|74' 'exit 1|Parser Error: syntax|69' 'kill -9 $$|Out of luck|69'; do
  message=${case#*|} message=${message%|*}
  fake "${case%%|*}" "$message"
  run env PATH="$tmp/fake:$PATH" wick-export -o pq parquet
  exits "${case##*|}"
  silent
  complains "^wick-export: duckdb: $message$"
  is "what was there stays, nothing is added" "$(left_in pq)" "$before"
done
fake 'exit 0' '' 'mkdir -p "${6%x}" 2>/dev/null; exec <&-'
run env PATH="$tmp/fake:$PATH" wick-export -o there/x parquet
is "one that makes nothing" "$status$(left_in there)" 0

it "a folder that cannot be written"
fake 'exit 0' ''
echo file >file
run env PATH="$tmp/fake:$PATH" wick-export -o file parquet
exits 74
complains '^wick-export: file: Not a directory$'
run env PATH="$tmp/fake:$PATH" wick-export -o file/below parquet
exits 74
complains '^wick-export: file/below: Not a directory$'
run env PATH="$tmp/fake:$PATH" wick-export -o /proc/wick parquet
exits 74
complains '^wick-export: /proc/wick: No such file or directory$'

it "two at a time"
fake 'exit 0' '' 'cat >/dev/null; touch started; n=0; until [ -e go-on ] || [ $((n += 1)) -gt 400 ]; do sleep 0.05; done'
env PATH="$tmp/fake:$PATH" wick-export -o busy parquet 2>/dev/null &
tries=0
until [ -e started ] || [ $((tries += 1)) -gt 200 ]; do sleep 0.05; done
run env PATH="$tmp/fake:$PATH" wick-export -o busy parquet
exits 75
complains '^wick-export: busy: another wick-export is writing there$'
touch go-on
wait
is_empty "nothing is left" "$(folders_in busy)"

# From here on with the real DuckDB.
modules=$root/build/deps/duckdb/node_modules
if ! command -v node >/dev/null || [ ! -d "$modules" ]; then
  skip "DuckDB is not there (make deps-tests)"
  finish
  exit
fi
query() { NODE_PATH=$modules node "$root/tests/duckdb.js" "$1"; }
wick-export ndjson >all.ndjson

it "through node"
run env NODE_PATH="$modules" wick-export -o pq parquet
exits 0
silent
is_empty "no complaint" "$err"
is "one file a day; other files and days stay" "$(left_in pq)" \
  './date=2020-01-01/wick_0.parquet ./date=2026-11-22/theirs.parquet ./date=2026-11-22/wick_0.parquet'
is "nobody else's to read" "$(stat -c %a pq/date=2026-11-22/wick_0.parquet)" 600
is "no folder of its own is left" "$(folders_in pq)" './date=2020-01-01 ./date=2026-11-22'
rm -r pq/date=2020-01-01 pq/date=2026-11-22/theirs.parquet
from="FROM read_parquet('pq/*/*.parquet', hive_partitioning = true)"
is "sums are those of NDJSON, to the last digit" "$(query "SELECT count(*)::INT, sum(input_tokens)::INT, sum(cache_write_5m_tokens)::INT,
  sum(cache_write_1h_tokens)::INT, sum(cache_read_tokens)::INT, sum(output_tokens)::INT, (sum(cost_usd) * 10000000000)::BIGINT::VARCHAR $from")" \
  "$(jq -s -c '[length, (map(.input_tokens) | add), (map(.cache_write_5m_tokens) | add), (map(.cache_write_1h_tokens) | add),
    (map(.cache_read_tokens) | add), (map(.output_tokens) | add), (map(.cost_usd * 1e10 | round) | add | tostring)]' all.ndjson)"
# columns FROM: their names and types, as --explain has them
columns() { query "SELECT column_name || ' ' || replace(column_type, 'TIMESTAMP WITH TIME ZONE', 'TIMESTAMPTZ') FROM (DESCRIBE SELECT * $1)" | sed 's/^\["//; s/"\]$//'; }
explained() { wick-export --table="$1" --explain=all | sed 's/:.*//'; }
columns "$from" | sort >got
explained requests | sort | diff - got >"$tmp/why" 2>&1
ok $? "columns and types of the page" "$tmp/why"
is "the agent of the main chain is absent" "$(query "SELECT count(agent)::INT, count(*) FILTER (subagent)::INT $from")" '[2,2]'
is "times are in UTC" "$(query "SET TimeZone = 'UTC'; SELECT min(time)::VARCHAR $from")" '["2026-11-22 04:28:54.202+00"]'
mandoc -T utf8 -O width=1000 "$root/man/wick-export.1" | col -bx | sed -n '/read_parquet/{x;p;x;p;n;p;q;};h' | sed 's/requests\//pq\//' >page.sql
is "the page's SQL" "$(query "$(cat page.sql)" | head -n 1 | cut -c 1-45)" '["2026-11-22","claude-haiku-5-5","1","8","0.0'

it "other tables, in the same folder"
for table in calls prompts misses findings; do
  run env NODE_PATH="$modules" wick-export -o pq --table="$table" parquet
  exits 0
  files="FROM read_parquet('pq/*/${table}_wick_*.parquet', hive_partitioning = true)"
  is "$table: as many" "$(query "SELECT count(*)::INT $files")" "[$(wick-export --table="$table" ndjson | wc -l)]"
  columns "$files" | sort >got
  explained "$table" | sort | diff - got >"$tmp/why" 2>&1
  ok $? "$table: columns and types" "$tmp/why"
done
is "the requests are there still" "$(query "SELECT count(*)::INT FROM 'pq/*/wick_*.parquet'")" "[$(wc -l <all.ndjson)]"
rm pq/*/*s_wick_*.parquet

it "an undated request, and one with another day"
sample=$(grep -h '"type":"assistant"' "$project"/d7f47105*.jsonl | head -n 1)
mkdir -p "$HOME/.claude/projects/-more" "$HOME/.claude/projects/-other"
printf '%s' "$sample" | jq -c '.message.id = "msg_u" | .requestId = "req_u" | .uuid = "u" | del(.timestamp)' \
  >"$HOME/.claude/projects/-more/more.jsonl"
printf '%s' "$sample" | jq -c '.message.id = "msg_v" | .requestId = "req_v" | .uuid = "v" | .timestamp = "2026-11-21T23:59:59.999Z"
  | .cwd = "/a,b \"c\"" | .message.model = "unknown"' >"$HOME/.claude/projects/-other/other.jsonl"
echo stale >pq/date=2026-11-22/wick_7.parquet
run env NODE_PATH="$modules" wick-export -o pq parquet
exits 0
is "their folders" "$(left_in pq)" './date=2026-11-21/wick_0.parquet ./date=2026-11-22/wick_0.parquet ./date=__HIVE_DEFAULT_PARTITION__/wick_0.parquet'
is "without time and date" "$(query "SELECT count(*)::INT, count(date)::INT, count(time)::INT $from")" "[$(($(wc -l <all.ndjson) + 2)),$(($(wc -l <all.ndjson) + 1)),$(($(wc -l <all.ndjson) + 1))]"
is "quotes and commas; no price is no number" "$(query "SELECT project, cost_usd $from WHERE date = DATE '2026-11-21'")" '["/a,b \"c\"",null]'
run env NODE_PATH="$modules" wick-export --anonymize -o hidden parquet
exits 0
is "hashes" "$(query "SELECT DISTINCT length(project)::INT, length(session)::INT FROM 'hidden/*/*.parquet'")" '[16,16]'

it "where the package is found"
mkdir -p here/node_modules
ln -s "$modules/@duckdb" here/node_modules/@duckdb
mkdir -p out-here
cd here || exit 1
run wick-export -o ../out-here parquet
cd .. || exit 1
is "in the current directory" "$status$err" 0
mkdir -p npm/lib bin
ln -s "$modules" npm/lib/node_modules
printf '#!/bin/sh\n[ "$*" = "root -g" ] && echo "%s"\n' "$tmp/npm/lib/node_modules" >bin/npm
chmod 755 bin/npm
run env PATH="$tmp/bin:$PATH" wick-export -o out-here parquet
is "among npm's global packages" "$status$err" 0
printf '#!/bin/sh\nexit 1\n' >bin/npm
run env PATH="$tmp/bin:$PATH" wick-export -o out-here parquet
exits 69
complains "^wick-export: $no_duckdb"

it "through the program duckdb"
# A stand-in for DuckDB's shell: accepts only the options that wick passes.
mkdir shell
cat >shell/duckdb <<SCRIPT
#!/bin/sh
[ "\$1 \$2 \$3 \$4 \$5 \$#" = '-init /dev/null -batch -bail -c 6' ] || exit 2
NODE_PATH='$modules' exec node '$root/tests/duckdb.js' "\$6"
SCRIPT
chmod 755 shell/duckdb
mkdir "it's"
run env PATH="$tmp/shell:$PATH" wick-export -o "it's/a folder" parquet
is "goes before node, into any folder" "$status$err $(left_in "it's/a folder" | wc -w)" '0 3'
echo x >"it's/a folder/.wick-export"
run env PATH="$tmp/shell:$PATH" wick-export -o "it's/a folder" parquet
is "what one that was killed left is removed" "$status$err $(left_in "it's/a folder" | wc -w)" '0 3'
if [ "$(id -u)" -eq 0 ]; then
  skip "root may write anywhere"
else
  mkdir closed && chmod 500 closed
  run env PATH="$tmp/shell:$PATH" wick-export -o closed parquet
  exits 74
fi
finish
