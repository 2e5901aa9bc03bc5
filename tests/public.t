#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the tools on other people's transcripts, of many versions, in place: WICK_PUBLIC names the folder.
. "$(dirname "$0")/lib.sh"
public=${WICK_PUBLIC:-$root/../shared/fixtures/public}
[ -d "$public" ] || skip_all "no public transcripts here (WICK_PUBLIC)"

# The last line with usage in the main chain, and the compaction after it, computed line by line from the
# description of the format.
cat >expected.py <<'END'
import json, sys


def expected(path):
    tokens, when, boundary = None, '', None
    for line in open(path, encoding='utf-8', errors='replace'):
        try: record = json.loads(line)
        except ValueError: continue
        if not isinstance(record, dict) or record.get('isSidechain'): continue
        if record.get('type') == 'system' and record.get('subtype') == 'compact_boundary':
            boundary = (record.get('timestamp') or '', (record.get('compactMetadata') or {}).get('postTokens'))
        if record.get('type') != 'assistant' or record.get('isApiErrorMessage'): continue
        message = record.get('message') or {}
        usage = message.get('usage') or {}
        if message.get('model') == '<synthetic>': continue
        count = lambda key: usage.get(key) or 0
        sent = count('input_tokens') + count('cache_creation_input_tokens') + count('cache_read_input_tokens')
        if sent + count('output_tokens') == 0: continue
        tokens, when = sent, record.get('timestamp') or ''
    if boundary and (tokens is None or boundary[0] > when): return 'compacted', boundary[1]
    return 'false', tokens


for path in sys.stdin:
    state, tokens = expected(path.rstrip('\n'))
    print(state, '' if tokens is None else tokens)
END

find "$public" -name '*.jsonl' ! -name 'agent-*' | sort >files
python3 expected.py <files >expected || exit 1
while read -r file; do
  it "${file#"$public"/}"
  wick-state -t "$file" >state.json 2>err.txt
  status=$?
  [ $status -eq 0 ] || is "runs" "$status $(cat err.txt)" 0
  if [ -s state.json ]; then cat state.json; else echo '{}'; fi >>states.json
done <files
jq -r '"\(if .context.compacted then "compacted" else "false" end) \(.context.tokens // "")"' states.json >got
while read -r file && IFS= read -r right <&3 && IFS= read -r line <&4; do
  it "${file#"$public"/}"
  [ "$line" = "$right" ] || is "context" "$line" "$right"
done <files 3<expected 4<got

it "all $(wc -l <files) public transcripts"
is "agree with the independent reading" "$failed $(wc -l <expected) $(wc -l <got)" "0 $(wc -l <files) $(wc -l <files)"
finish
