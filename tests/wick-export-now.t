#!/bin/sh
# SPDX-License-Identifier: MIT
# The current state in wick-export openmetrics: limits as in a payload, sessions as in the registry and their
# transcripts, prices by the price list; read by a strict parser of OpenMetrics.
. "$(dirname "$0")/lib.sh"
. "$root/tests/registry.sh"
claude=$HOME/.claude
use_recorded_sessions
WICK_NOW=2026-11-22T05:06:40Z
find "$HOME/.claude" -name '*.jsonl' -exec touch -d 2026-11-20T00:00:00Z {} +

it "nobody works"
run wick-export openmetrics
exits 0
is "no session, no limit" "$(grep -c 'wick_session\|wick_limit' "$tmp/out")" 0

warm=d25fe0c6-f244-4f4d-b6b1-0929509cce11
cold=7ac9f9c7-bc77-4273-b974-6f025fd290fc
start_process
register "$live" $warm '"cwd":"/home/user/proj","name":"a secret name","status":"busy"'
start_process
register "$live" $cold '"cwd":"/home/user/proj","name":"a secret name","status":"idle"'
jq -c --arg t "$project/$cold.jsonl" --arg id $cold '.session_id = $id | .session_name = "a secret name" | .transcript_path = $t
  | .rate_limits = {five_hour: {used_percentage: 42.5, resets_at: 1795328000}, seven_day: {used_percentage: 13, resets_at: 1795500000}}
  | del(.prompt_cache)' "$data/payloads/2.1.330-warm-1h.json" >told.json
wick-line <told.json >/dev/null

it "limits"
run wick-export openmetrics
exits 0
cp "$tmp/out" metrics
value() { grep -F "$1 " metrics | sed 's/.* //'; }
is "used" "$(value 'wick_limit_used_ratio{window="5h"}') $(value 'wick_limit_used_ratio{window="7d"}')" '0.425 0.13'
is "reset" "$(value 'wick_limit_reset_timestamp_seconds{window="5h"}') $(value 'wick_limit_reset_timestamp_seconds{window="7d"}')" '1795328000 1795500000'
is "none of another kind" "$(grep -c '^wick_limit' metrics)" 4

it "sessions"
is "by status" "$(grep '^wick_sessions' metrics)" 'wick_sessions{status="busy"} 1
wick_sessions{status="idle"} 1'
labels="session=\"$warm\",project=\"/home/user/proj\",model=\"claude-opus-5-5\""
# By hand: what the transcript's last request sent, read and wrote, and when.
jq -s -c 'map(select(.type == "assistant" and .isSidechain != true)) | last | .message.usage + {at: .timestamp}' "$project/$warm.jsonl" >last.json
is "context" "$(value "wick_session_context_tokens{$labels}")" \
  "$(jq '.input_tokens + .cache_creation_input_tokens + .cache_read_input_tokens' last.json)"
is "window" "$(value "wick_session_context_window_tokens{$labels}")" 1000000
# Five minutes from the first line of the last response.
first=$(jq -s -r 'map(select(.type == "assistant" and .isSidechain != true)) | last.message.id as $id | map(select(.message.id == $id)) | first.timestamp' "$project/$warm.jsonl")
is "cache" "$(value "wick_session_cache_remaining_seconds{$labels}")" \
  "$(($(date -d "$first" +%s) + 1 + 300 - $(date -d "$WICK_NOW" +%s)))"
# Opus 5.5, in millionths of a dollar: 0.2 read, 5 written for 5 minutes; everything that was sent last can be read.
prefix=$(jq '.input_tokens + .cache_creation_input_tokens + .cache_read_input_tokens' last.json) answer=$(jq .output_tokens last.json)
is "next prompt, warm" "$(value "wick_session_next_warm_usd{$labels}")" "$(jq -n "($prefix * 0.2 + $answer * 5) / 1e6")"
is "next prompt, cold" "$(value "wick_session_next_cold_usd{$labels}")" "$(jq -n "($prefix + $answer) * 5 / 1e6")"
is "next prompt, now" "$(value "wick_session_next_usd{$labels}")" "$(value "wick_session_next_warm_usd{$labels}")"
is "a cold cache" "$(grep "^wick_session_cache_remaining.*$cold" metrics | sed 's/.* //')" 0
wick-sessions --json | jq -r 'select(.cache.state == "cold") | .next.now_usd' >expected
is "and its price is wick-sessions'" "$(grep "^wick_session_next_usd.*$cold" metrics | sed 's/.* //')" "$(cat expected)"
sed -n '/^# HELP wick_limit/,$p' metrics >gauges
while read -r family; do
  grep "^$family{" gauges | sed 's/} [^}]*$//' >labels
  [ -s labels ] && LC_ALL=C sort -cu labels 2>"$tmp/why"
  ok $? "$family: in order, each once" "$tmp/why"
done <<FAMILIES
$(sed -n 's/^# TYPE \([^ ]*\) .*/\1/p' gauges)
FAMILIES

it "a strict parser"
cat >read.py <<'PY'
import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families as families
read = list(families(sys.stdin.read()))
print(sum(len(f.samples) for f in read), *sorted({f.type for f in read}), *sorted({f.unit or "none" for f in read}))
PY
for python in python3 /usr/bin/python3 ''; do
  [ -n "$python" ] && "$python" -c 'import prometheus_client' 2>/dev/null && break
done
if [ -n "$python" ]; then
  is "reads the gauges, with their units" "$("$python" read.py <gauges 2>&1)" "$(grep -vc '^#' gauges) gauge none ratio seconds tokens usd"
  sed 's/_seconds seconds$/_seconds minutes/' gauges | "$python" read.py >/dev/null 2>&1
  is "and would refuse another unit" $? 1
else
  skip "python3-prometheus-client is not there"
fi

it "names"
is "none of a session" "$(grep -c secret metrics)" 0
run wick-export --anonymize openmetrics
is "hashes" "$(grep -c "$warm\|user/proj" "$tmp/out") $(grep -c '^wick_session_' "$tmp/out")" "0 $(grep -c '^wick_session_' metrics)"

it "with a filter"
for option in --since=2026-11-22 --project=proj --model=opus; do
  run wick-export $option openmetrics
  is "$option: only counters" "$(grep -c 'wick_session\|wick_limit' "$tmp/out") $(grep -c '^wick_requests' "$tmp/out" | sed 's/[1-9]/n/')" '0 n'
done
finish
