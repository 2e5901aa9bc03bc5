#!/bin/sh
# SPDX-License-Identifier: MIT
# The table, in CSV, NDJSON and OpenMetrics. Parquet is wick-export-parquet.t.
. "$(dirname "$0")/lib.sh"
use_recorded_sessions
counts=input_tokens,cache_write_5m_tokens,cache_write_1h_tokens,cache_read_tokens,output_tokens

# Prints sums over the NDJSON on standard input, as an array.
sums() { jq -s -c --arg names "$counts" '. as $all | $names | split(",") | map(. as $name | $all | map(.[$name]) | add)'; }
# column NAME FILE: prints this column of a CSV without quotes
column() { awk -F , -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) n = i; next } { print $n }' "$2"; }

it "the table"
run wick-export ndjson
exits 0
is_empty "no complaint" "$err"
cp "$tmp/out" all.ndjson
# The same counts computed differently: directly from the transcripts, each message once.
find "$project" -name '*.jsonl' -exec cat {} + >all.jsonl
jq -s -c '[.[] | select(.type == "assistant" and .message.usage and .message.model != "<synthetic>")]
  | group_by(.message.id) | map([.[].message.usage]
    | [length, (map(.input_tokens) | max), (map(.cache_creation.ephemeral_5m_input_tokens) | max),
       (map(.cache_creation.ephemeral_1h_input_tokens) | max), (map(.cache_read_input_tokens) | max), (map(.output_tokens) | max)])
  | [length] + (transpose | .[1:] | map(add))' all.jsonl >expected
is "every request once, and its tokens" "[$(wc -l <all.ndjson),$(sums <all.ndjson | tr -d '[')" "$(cat expected)"
is "ordered by time" "$(jq -r .time all.ndjson)" "$(jq -r .time all.ndjson | sort)"
is_empty "its id and request_id are its own" "$(jq -r '.id + .request_id' all.ndjson | sort | uniq -d)"
is_empty "the context is what was sent" "$(jq 'select(.context_tokens != .input_tokens + .cache_write_5m_tokens + .cache_write_1h_tokens + .cache_read_tokens)' all.ndjson)"
is "subagents have an id" "$(jq -c 'select(.subagent) | [.agent | type]' all.ndjson | sort | uniq -c | tr -s ' ')" ' 2 ["string"]'
is "the main chain has none" "$(jq -c 'select(.subagent | not) | has("agent")' all.ndjson | sort -u)" false
is "nothing is null" "$(grep -c null all.ndjson)" 0
jq -e -s 'map(.cost_usd) | add * 1e7 | round == 10126742' all.ndjson >/dev/null
ok $? "what it cost" all.ndjson
run wick-export --no-ledger --threads=1 ndjson
prints_file all.ndjson
is "in a ledger's order or another" "$status" 0

it "CSV"
run wick-export csv
exits 0
cp "$tmp/out" all.csv
# That these are the page's columns is tested by wick-export-tables.t.
head -n 1 all.csv | tr , '\n' >names
sed 1d all.csv | tr , '\n' >cells
jq -r --rawfile names names '. as $row | $names | split("\n") | map(select(. != ""))[]
  | $row[.] | if . == null then "" else tostring end' all.ndjson >expected
cmp cells expected >"$tmp/why" 2>&1
ok $? "the values of NDJSON" "$tmp/why"

it "filters"
run wick-export --model=haiku ndjson
is "--model" "$(jq -r .model "$tmp/out" | sort -u)" claude-haiku-5-5
run wick-export --since=2026-11-22T05:00:00Z ndjson
is "--since" "$(wc -l <"$tmp/out")" "$(jq -r 'select(.time >= "2026-11-22T05:00:00") | 1' all.ndjson | wc -l)"
run wick-export --until=2026-11-22T05:00:00Z ndjson
is "--until" "$(wc -l <"$tmp/out")" "$(jq -r 'select(.time < "2026-11-22T05:00:00") | 1' all.ndjson | wc -l)"
run wick-export --project=proj ndjson
prints_file all.ndjson
run wick-export --project=/elsewhere csv
exits 1
prints "$(head -n 1 all.csv)"
run wick-export --project=/elsewhere ndjson
exits 1
silent
run wick-export --project=/elsewhere openmetrics
exits 1
prints '# EOF'

it "-o"
printf old >there.csv
chmod 640 there.csv
run wick-export -o there.csv csv
exits 0
silent
cmp all.csv there.csv >"$tmp/why" 2>&1
ok $? "writes the file" "$tmp/why"
is "which is as open as it was" "$(stat -c %a there.csv)" 640
run wick-export -o new/new.csv csv
is "a new one is nobody else's" "$(stat -c %a new new/new.csv | paste -sd ' ')" '700 600'
ln -s there.csv link.csv
run wick-export -o link.csv ndjson
cmp all.ndjson there.csv >"$tmp/why" 2>&1 && [ -h link.csv ]
ok $? "a link stays one" "$tmp/why"
mkdir later && ln -s later/new.csv dangling.csv && ln -s ../dangling.csv later/link.csv && ln -s circle circle
run wick-export -o later/link.csv csv
is "one that leads to nothing yet is followed" "$status $(readlink dangling.csv) $(cmp all.csv later/new.csv && echo same)" '0 later/new.csv same'
run wick-export -o - csv
prints_file all.csv
mkdir folder
run wick-export -o folder csv
exits 74
complains '^wick-export: folder: Is a directory$'
run wick-export -o /dev/full csv
exits 74
complains '^wick-export: /dev/full: No space left on device$'
is "and leaves that a device" "$(stat -c %F /dev/full)" 'character special file'
run wick-export -o "there.csv/x" csv
exits 74
complains '^wick-export: there.csv/x: Not a directory$'
wick-export csv >/dev/full 2>err
is "a full disk is told" "$? $(cat err)" '74 wick-export: standard output: No space left on device'
is_empty "no temporary file is left" "$(find . -name '*.tmp')"

it "bad command lines"
for arguments in '' 'xml' 'csv csv' 'parquet' '-o - parquet' '--output= csv' '--since=x csv' '--tz=Nowhere/Land csv'; do
  # shellcheck disable=SC2086
  run wick-export $arguments
  exits 64
  silent
  complains '^wick-export: '
done

it "hostile names"
esc=$(printf '\033')
cat >"$HOME/hostile.jq" <<'JQ'
.message.id = "msg_h" + $n | .requestId = "req_h" + $n | .sessionId = "s" + $n | .uuid = "u" + $n
| .cwd = $cwd | .message.model = $model
JQ
sample=$(grep -h '"type":"assistant"' "$project"/d7f47105*.jsonl | head -n 1)
# put NUMBER CWD MODEL: writes a session with one request
put() {
  mkdir -p "$HOME/.claude/projects/-hostile-$1"
  printf '%s' "$sample" | jq -c --arg n "$1" --arg cwd "$2" --arg model "$3" -f "$HOME/hostile.jq" >"$HOME/.claude/projects/-hostile-$1/s$1.jsonl"
}
put 1 '/a,b "c"' claude-opus-5-5
put 2 "$(printf '/new\nline')" claude-opus-5-5
put 3 "/esc${esc}[2J" claude-opus-5-5
# shellcheck disable=SC1003
put 4 '/back\slash' 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/x'
run wick-export csv
LC_ALL=C grep -q "$esc" "$tmp/out"
is "no escape in CSV" $? 1
if command -v python3 >/dev/null; then
  python3 -c 'import csv, sys
for row in csv.DictReader(open(sys.argv[1], newline="")):
    if row["session"][0] == "s": print(row["session"], row["project"])' "$tmp/out" | sort >got
  printf '%s\n' 's1 /a,b "c"' 's2 /new�line' 's3 /esc�[2J' 's4 /back\slash' >expected
  cmp got expected >"$tmp/why" 2>&1
  ok $? "CSV reads back" got
fi
run wick-export ndjson
LC_ALL=C grep -q "$esc" "$tmp/out"
is "no escape in NDJSON" $? 1
is "NDJSON reads back as it was" "$(jq -c 'select(.session | startswith("s")) | .project' "$tmp/out" | sort | paste -sd ' ')" \
  '"/a,b \"c\"" "/back\\slash" "/esc\u001b[2J" "/new\nline"'
is "a model without a price has no cost" "$(jq -c 'select(.session == "s4") | [has("cost_usd"), has("saved_usd")]' "$tmp/out")" '[false,false]'
run wick-export openmetrics
cp "$tmp/out" metrics
# shellcheck disable=SC1003
for label in '/a,b \"c\"' '/new�line' '/esc�[2J' '/back\\slash'; do
  grep -qF "project=\"$label\"" metrics
  ok $? "label $label" metrics
done

it "OpenMetrics"
is "what is counted is what the table has" \
  "$(awk '/^wick_tokens_total.*kind="output"/ { n += $NF } END { print n }' metrics)" \
  "$(wick-export ndjson | jq -s 'map(.output_tokens) | add')"
is "requests" "$(awk '/^wick_requests_total/ { n += $NF } END { print n }' metrics)" "$(wick-export ndjson | wc -l)"
is "subagents apart" "$(grep -c '^wick_requests_total{.*chain="subagent"} 2$' metrics)" 1
is "unpriced" "$(grep '^wick_unpriced.* 1$' metrics | grep -c 'project="/back')" 1
is "without a price no cost" "$(grep '^wick_cost' metrics | grep -c 'project="/back')" 0
is "its end" "$(tail -n 1 metrics)" '# EOF'
sed -n 's/^# TYPE \([^ ]*\) .*/\1/p' metrics >families
while read -r family; do
  grep "^$family{" metrics | sed 's/} [^}]*$//' >labels
  [ -s labels ] && LC_ALL=C sort -cu labels 2>"$tmp/why"
  ok $? "$family: in order, each once" "$tmp/why"
done <families
# The reader of Prometheus' Python client (that for its text format: as the page says, a strict one for
# OpenMetrics wants other names). Its result is compared with the text.
cat >read.py <<'PY'
import sys
from prometheus_client.parser import text_string_to_metric_families as families
read = list(families(sys.stdin.read()))
print(sum(len(f.samples) for f in read), *sorted({f.type for f in read}))
PY
for python in python3 /usr/bin/python3 ''; do
  [ -n "$python" ] && "$python" -c 'import prometheus_client' 2>/dev/null && break
done
if [ -n "$python" ]; then
  is "Prometheus' reader reads all of it" "$("$python" read.py <metrics 2>&1)" "$(grep -vc '^#' metrics) counter gauge"
  sed 's/"} /} /' metrics >torn
  "$python" read.py <torn >/dev/null 2>&1
  is "and would refuse a label without an end" $? 1
else
  skip "python3-prometheus-client is not there"
fi

it "--anonymize"
for format in csv ndjson openmetrics; do
  run wick-export --anonymize $format
  exits 0
  cp "$tmp/out" "hidden.$format"
  for word in home user/proj 4f732b6d 7ac9f9c7 82a2e042 d25fe0c6 d7f47105 /a,b /new /esc slash arn: 123456789012; do
    if grep -qF -- "$word" "$tmp/out"; then echo "$word"; fi
  done >"$tmp/why"
  is_empty "$format has no name of project, session or account" "$(cat "$tmp/why")"
  run wick-export --anonymize $format
  prints_file "hidden.$format"
done
jq -r 'select(.agent) | .agent' all.ndjson | while read -r agent; do grep -F "$agent" hidden.*; done >"$tmp/why"
is_empty "no agent" "$(cat "$tmp/why")"
is "all else stays" "$(jq -c 'del(.project, .session, .agent, .model, .model_id, .branch, .agent_type)' hidden.ndjson | cksum)" \
  "$(wick-export ndjson | jq -c 'del(.project, .session, .agent, .model, .model_id, .branch, .agent_type)' | cksum)"
is "hashes of 16 digits" "$(jq -r '.project, .session, .agent // empty' hidden.ndjson | grep -cvE '^[0-9a-f]{16}$')" 0
is "as many as names" "$(jq -r .session hidden.ndjson | sort -u | wc -l)" "$(wick-export ndjson | jq -r .session | sort -u | wc -l)"
is "known models stay" "$(jq -r .model hidden.ndjson | grep -c '^claude-')" "$(jq -r .model all.ndjson | wc -l | awk '{ print $1 + 3 }')"
key=$XDG_DATA_HOME/wick/export.key
is "the key is its user's" "$(stat -c '%a %s' "$key")" '600 32'
mv "$key" old.key
run wick-export --anonymize ndjson
for file in "$tmp/out" hidden.ndjson; do jq -r '.project, .session' "$file" | sort -u; done | sort | uniq -d >"$tmp/why"
is_empty "another key gives other hashes" "$(cat "$tmp/why")"
mv old.key "$key"
run wick-export --anonymize ndjson
prints_file hidden.ndjson
rm "$key"
for n in 1 2 3 4 5 6 7 8; do wick-export --anonymize ndjson >"race.$n" & done
wait
is "of processes that make one at once all use the same" "$(cat race.* | jq -r .project | sort -u | wc -l)" "$(jq -r .project hidden.ndjson | sort -u | wc -l)"
echo short >"$key"
run wick-export --anonymize csv
exits 65
silent
complains 'export.key: not a key of 32 bytes$'
run env -u HOME -u XDG_DATA_HOME CLAUDE_CONFIG_DIR="$HOME/.claude" wick-export --anonymize csv
exits 64
complains '^wick-export: --anonymize: '

it "many requests"
# A table of several pieces; the first one is written before the last one exists.
rm -rf "$HOME/.claude/projects" && mkdir -p "$HOME/.claude/projects/-many"
# shellcheck disable=SC2016
printf '%s' "$sample" | jq -c 'range(20000) as $n | .message.id = "msg_\($n)" | .requestId = "req_\($n)" | .uuid = "u\($n)"' \
  >"$HOME/.claude/projects/-many/many.jsonl"
wick-export --no-ledger csv >many.csv
is "all of them" "$(sed 1d many.csv | wc -l)" 20000
is "each once" "$(column id many.csv | sort -u | wc -l)" 20000

it "names that a spreadsheet would take for a formula"
rm -rf "$HOME/.claude/projects" && mkdir -p "$HOME/.claude/projects/-x"
number=0
for directory in '=1+2' '+1+2' '-1+2' '@SUM(1)' "=cmd|' /C calc'!A0" plain; do
  number=$((number + 1))
  printf '%s' "$sample" | jq -c --arg n "$number" --arg cwd "$directory" '.message.id = "m\($n)" | .requestId = "r\($n)" |
    .uuid = "u\($n)" | .message.model = $cwd | .sessionId = "s\($n)"' >"$HOME/.claude/projects/-x/$number.jsonl"
done
wick-export --no-ledger csv >safe.csv
wick-export --no-ledger --raw csv >raw.csv
is "are text" "$(column model_id safe.csv | sort | paste -sd ' ')" "'+1+2 '-1+2 '=1+2 '=cmd|' /C calc'!A0 '@SUM(1) plain"
is "but for programs" "$(column model_id raw.csv | sort | paste -sd ' ')" "+1+2 -1+2 =1+2 =cmd|' /C calc'!A0 @SUM(1) plain"
is "in other tools' CSV too" "$(wick-usage model --no-ledger --csv | grep -c '^[=+@-]')" 0
is "numbers stay numbers" "$(column saved_usd all.csv | grep -c "^'")" 0

it "names that differ in control characters alone"
rm -rf "$HOME/.claude/projects" && mkdir -p "$HOME/.claude/projects/-x" "$HOME/.claude/projects/-y"
for n in 1 2; do
  printf '%s' "$sample" | jq -c --argjson n "$n" '.message.id = "m\($n)" | .requestId = "r\($n)" | .uuid = "u\($n)" |
    .sessionId = "s\($n)" | .message.model = "gpt" + ([$n] | implode)' >"$HOME/.claude/projects/-x/$n.jsonl"
done
wick-export --no-ledger openmetrics >metrics
is "are one series" "$(grep -c '^wick_requests_total' metrics)" 1
is "of both" "$(grep '^wick_requests_total' metrics | sed 's/.* //')" 2
finish
