#!/bin/sh
# SPDX-License-Identifier: MIT
# The tables: each column is documented once, the sums equal other tools' to the cent, and an independent count
# agrees on calls and groups.
. "$(dirname "$0")/lib.sh"
use_recorded_sessions
tables='requests calls prompts misses findings'

it "columns"
for table in $tables; do
  wick-export --table="$table" --explain=all >explained
  sed -n "/^\.Ss The table $table\$/,/^\.El/s/^\.It \(.*\) Ta \(.*\) Ta \(.*\)/\1 \2: \3/p" "$root/man/wick-export.1" | grep -v '^Sy ' >documented
  diff documented explained >"$tmp/why" 2>&1 && [ -s explained ]
  ok $? "$table: the page has what --explain says" "$tmp/why"
  run wick-export --table="$table" csv
  exits 0
  is "$table: and CSV has these" "$(head -n 1 "$tmp/out")" "$(sed 's/ .*//' explained | paste -sd ,)"
  sed 1d "$tmp/out" >rows.csv
  run wick-export --table="$table" ndjson
  is "$table: as many rows" "$(wc -l <"$tmp/out")" "$(wc -l <rows.csv)"
  jq -r 'keys_unsorted[]' "$tmp/out" | sort -u >keys
  sed 's/ .*//' explained | sort | comm -13 - keys >"$tmp/why"
  is_empty "$table: no other keys in NDJSON" "$(cat "$tmp/why")"
  is "$table: ordered by time" "$(jq -r '.time // ""' "$tmp/out")" "$(jq -r '.time // ""' "$tmp/out" | sort)"
done
run wick-export --table=misses --explain=extra_usd
prints 'extra_usd DECIMAL(18,10): how much more that cost than reading them'
run wick-export --explain=extra_us
exits 64
complains '^wick-export: --explain extra_us: no such column; did you mean extra_usd\?$'

it "command lines"
run wick-export --table=request csv
exits 64
complains '^wick-export: --table: must be one of requests, calls, prompts, misses, findings '
run wick-export --table=calls openmetrics
exits 64
complains '^wick-export: --table: not with openmetrics$'
run wick-export --table=prompts --model=opus csv
exits 64
complains '^wick-export: --model: not with --table=prompts: a prompt has no model$'
run wick-export --table=calls --project=/elsewhere ndjson
exits 1
silent
complains 'no calls in '

# Sums of a table as an array, 0 for missing cells, in ten-thousandths of a cent.
sums() { wick-export --table="$1" ndjson | jq -s -c "[$2] | map((. // 0) * 1e6 | round)"; }
cents() { jq -c "[$1] | map((. // 0) * 1e6 | round)"; }
agree() {
  is "requests are wick-usage's" "$(sums requests 'length / 1e6, (map(.cost_usd) | add), (map(.saved_usd) | add)')" \
    "$(wick-usage -j | cents '(.totals.requests + ([.unknown_models[]?.passes] | add // 0)) / 1e6, .totals.cost_usd, .totals.saved_usd' | sed "s/^\[[0-9]*/[$(wick-export ndjson | wc -l)/")"
  is "each response once" "$(wick-export ndjson | jq -s 'map(select(.kind == "response")) | length')" "$(wick-usage -j | jq .totals.requests)"
  is "prompts are wick-usage's" "$(wick-export --table=prompts ndjson | wc -l)" "$(wick-usage -j | jq .totals.prompts)"
  is "misses are wick-misses'" "$(sums misses 'length / 1e6, (map(.lost_tokens) | add), (map(.extra_usd) | add)')" \
    "$(wick-misses -j | cents '(.main.misses + .subagents.misses) / 1e6, ([.list[].lost_tokens] | add), ([.list[].extra_usd] | add)')"
  is "so are those of the requests" "$(sums requests '(map(select(.cache == "miss")) | length) / 1e6, (map(.lost_tokens) | add), (map(.extra_usd) | add)')" \
    "$(sums misses 'length / 1e6, (map(.lost_tokens) | add), (map(.extra_usd) | add)')"
  is "findings are wick-waste's" "$(sums findings 'map(.usd + .compounded_usd) | add')" "$(wick-waste -j | cents .wasted_usd)"
  is "a prompt's money is that of its requests" "$(sums prompts '(map(.cost_usd) | add), (map(.subagents_usd) | add)')" \
    "$(sums requests '(map(select(.prompt and (.subagent | not)).cost_usd) | add), (map(select(.prompt and .subagent).cost_usd) | add)')"
  wick-overview -j --since=2020-01-01 >overview.json
  is "wick-overview has the same" "$(sums requests 'map(.cost_usd) | add') $(sums misses length/1e6) $(sums prompts length/1e6) $(sums findings 'map(.usd + .compounded_usd) | add')" \
    "$(cents .now.cost_usd <overview.json) $(cents .now.misses/1e6 <overview.json) $(cents .now.prompts/1e6 <overview.json) $(cents .now.wasted_usd <overview.json)"
}
it "sums, of the recorded sessions"
agree

it "calls"
wick-export --table=calls ndjson >calls.ndjson
wick-export ndjson | jq -r .id | sort >ids
is_empty "each has a request that is there" "$(jq -r .request calls.ndjson | sort -u | comm -23 - ids)"
find "$project" -name '*.jsonl' -exec cat {} + >all.jsonl
jq -s -c '[.[].message | objects | .content | arrays | .[] | select(.type == "tool_use")] | unique_by(.id) | group_by(.name) | map([.[0].name, length])[]' all.jsonl >expected
is "as many of each tool as the transcripts have" "$(jq -s -c 'group_by(.tool) | map([.[0].tool, length])[]' calls.ndjson)" "$(cat expected)"
is "with a result" "$(jq -s 'map(select(.answered)) | length' calls.ndjson)" \
  "$(jq -s '[.[].message | objects | .content | arrays | .[] | select(.type == "tool_result")] | unique_by(.tool_use_id) | length' all.jsonl)"
# Includes commands that the shell did not find; the transcripts mark all of these calls.
is "those that failed" "$(jq -s -c 'map(select(.error)) | length' calls.ndjson)" \
  "$(jq -s '[.[].message | objects | .content | arrays | .[] | select(.type == "tool_result" and .is_error == true)] | unique_by(.tool_use_id) | length' all.jsonl)"

it "calls of a gateway that gives all responses one message id, and of a copy"
mkdir -p gateway/projects/-g
# reply SESSION N MINUTE [MEMBERS]: a response with a call, and its result
reply() {
  printf '{"type":"assistant","sessionId":"%s","uuid":"u-%s-%s","cwd":"/g","timestamp":"2026-11-22T04:%s:00.000Z","requestId":"req_%s",%s"message":{"id":"msg_all","model":"claude-opus-5-5","content":[{"type":"tool_use","id":"toolu_%s","name":"Read","input":{"file_path":"/f%s"}}],"usage":{"input_tokens":%s00,"output_tokens":5}}}\n' "$1" "$1" "$2" "$3" "$2" "$4" "$2" "$2" "$2"
  printf '{"type":"user","sessionId":"%s","uuid":"r-%s-%s","timestamp":"2026-11-22T04:%s:01.000Z",%s"message":{"content":[{"type":"tool_result","tool_use_id":"toolu_%s","content":"%s"}]}}\n' "$1" "$1" "$2" "$3" "$4" "$2" "$(printf "%0$2d" 0)"
}
for n in 1 2 3; do reply one $n 0$n ''; done >gateway/projects/-g/one.jsonl
{ for n in 1 2; do reply two $n 0$n '"requestSessionId":"one",'; done; reply two 4 09 ''; } >gateway/projects/-g/two.jsonl
CLAUDE_CONFIG_DIR=$tmp/gateway wick-export --no-ledger --table=calls ndjson >calls.gateway
CLAUDE_CONFIG_DIR=$tmp/gateway wick-export --no-ledger ndjson >requests.gateway
is "each once, where its request counts" "$(jq -r '[.session, .target, .result_bytes] | join(" ")' calls.gateway)" "one /f1 1
one /f2 2
one /f3 3
two /f4 4"
is "with that request" "$(jq -r '.request + .request_id' calls.gateway)" "$(jq -r '.id + .request_id' requests.gateway)"

it "never"
for table in $tables; do wick-export --table="$table" ndjson; done >everything
is "what sessions are called" "$(grep -h '"aiTitle"\|"customTitle"\|"agentName"' "$project"/*.jsonl | jq -r '.aiTitle // .customTitle // .agentName' | sort -u | grep -cFf - everything)" 0

it "--anonymize"
for table in $tables; do
  wick-export --anonymize --table="$table" ndjson >hidden
  for column in session project agent branch skill plugin server agent_type target; do
    jq -r --arg c "$column" '.[$c] // empty' hidden | grep -vxE '[0-9a-f]{16}' | sed "s/^/$column /"
  done >"$tmp/why"
  is_empty "$table: names are hashes" "$(sort -u "$tmp/why")"
  is "$table: sums are as they were" "$(jq -s -c 'map(.cost_usd // .usd // .extra_usd // .input_bytes // 0) | add' hidden)" \
    "$(wick-export --table="$table" ndjson | jq -s -c 'map(.cost_usd // .usd // .extra_usd // .input_bytes // 0) | add')"
done
is "Claude Code's own tools stay" "$(wick-export --anonymize --table=calls ndjson | jq -r .tool | grep -E '^[A-Z]' | sort)" \
  "$(jq -r .tool calls.ndjson | grep -E '^[A-Z]' | sort)"

public=${WICK_PUBLIC:-$root/../shared/fixtures/public}
if [ ! -d "$public" ]; then
  skip "no public transcripts here (WICK_PUBLIC)"
  finish
  exit
fi
set --
for folder in "$public"/*/; do set -- "$@" "${folder%/}"; done
CLAUDE_CONFIG_DIR=$(printf '%s,' "$@")
export CLAUDE_CONFIG_DIR

it "sums, of public transcripts"
agree
it "as counted"
wick-export ndjson >requests.ndjson
wick-export --table=calls ndjson >calls.ndjson
counted() { python3 "$root/tests/count.py" --final "$@" 2>/dev/null; }
counted "$@" >count.json
is "tokens, calls" "$(jq -s -c 'map(.output_tokens) | add' requests.ndjson) $(jq -s -c 'map(.cache_read_tokens) | add' requests.ndjson) $(wc -l <calls.ndjson)" \
  "$(jq -r '"\(.totals.output_tokens) \(.totals.cache_read_tokens) \(.tool_calls)"' count.json)"
# compare.py COLUMN: compares responses and money of each group of the rows on standard input with count.py's
cat >compare.py <<'PY'
import collections, json, sys
expected = {key: (row["requests"], row.get("cost_usd", 0)) for key, row in json.load(open("counted.json"))["rows"].items()}
got = collections.defaultdict(lambda: [0, 0])
for line in open("requests.ndjson"):
    row = json.loads(line)
    group = got[row.get(sys.argv[1], "(none)")]
    group[0] += row["kind"] == "response"
    group[1] += row.get("cost_usd", 0)
for key in sorted(set(got) | set(expected)):
    a, b = got.get(key, (0, 0)), expected.get(key, (0, 0))
    if a[0] != b[0] or abs(a[1] - b[1]) > 1e-6:
        print(key, a, "expected", b)
PY
for column in skill plugin server agent_type branch effort client entrypoint session date; do
  by=$column
  case "$column" in agent_type) by=agent ;; date) by=day ;; esac
  counted --by "$by" "$@" >counted.json
  [ "$column" != date ] || sed -i 's/"undated"/"(none)"/' counted.json
  is_empty "by $column" "$(python3 compare.py "$column")"
done
finish
