#!/bin/sh
# SPDX-License-Identifier: MIT
# wick-usage with unusual lines, names and files.
. "$(dirname "$0")/lib.sh"
. "$root/tests/usage.sh"
. "$root/tests/terminal.sh"
projects=$HOME/.claude/projects/-home-you-shop
mkdir -p "$projects"
file=$projects/one.jsonl
time=2026-11-22T05:00:00Z
anew() { rm -rf "$XDG_DATA_HOME"; }

it "every kind of price"
{
  response $time '"input_tokens":100,"cache_creation_input_tokens":3000,"cache_creation":{"ephemeral_5m_input_tokens":1000,"ephemeral_1h_input_tokens":2000},"cache_read_input_tokens":50000,"output_tokens":300'
  response $time '"input_tokens":7,"cache_creation_input_tokens":500,"output_tokens":1'
  response $time '"input_tokens":5,"output_tokens":6,"server_tool_use":{"web_search_requests":3}'
  response $time '"input_tokens":5,"output_tokens":6,"speed":"fast"'
  response $time '"input_tokens":5,"output_tokens":6,"inference_geo":"us"'
  response $time '"input_tokens":5,"output_tokens":6' claude-opus-4-6-fast
  response $time '"input_tokens":5,"output_tokens":6' us.anthropic.claude-haiku-4-5-20251001-v1:0
  response $time '"input_tokens":1,"cache_read_input_tokens":150000,"output_tokens":6' claude-haiku-5-5
  response $time '"input_tokens":5,"output_tokens":6' 'claude-sonnet-4-6[1m]'
  response $time '"input_tokens":5,"output_tokens":6,"iterations":[{"type":"message","input_tokens":5,"output_tokens":6},{"type":"compaction","input_tokens":900,"output_tokens":80},{"type":"advisor_message","model":"claude-haiku-4-5","input_tokens":70,"output_tokens":9}]'
  response 2026-09-01T00:00:00Z '"input_tokens":5,"cache_read_input_tokens":1000,"output_tokens":6' claude-sonnet-5-5
} >"$file"
for by in day model session; do agrees "by $by" --by $by "$HOME/.claude"; done
is "web searches" "$(wick-usage -j | jq .totals.web_searches)" 3
run wick-usage
matches '^DAY .* SEARCHES '

it "a model without a price"
anew
{
  response $time
  response $time '"input_tokens":1000,"output_tokens":500' claude-opus-77
  response 2026-11-21T05:00:00Z '"input_tokens":10,"output_tokens":5' claude-opus-77
  response 2026-11-20T05:00:00Z '"input_tokens":10,"output_tokens":5' | sed 's/"claude-opus-5-5"/""/'
} >"$file"
run wick-usage
exits 0
matches '^2026-11-22 .*  \$0\.0042\+$'
matches '^2026-11-21 .* \?$'
matches '^total .*  \$0\.0042\+$'
matches '^no price for claude-opus-77: 2 requests, 1\.5k tokens, not included in the cost$'
matches '^no price for requests without a model: 1 request, 15 tokens, not included in the cost$'
is "JSON has no cost" "$(wick-usage -j | jq -c '.rows[1] | [has("cost_usd"), has("saved_usd"), .unpriced_requests]')" '[false,false,1]'
is "and names the model" "$(wick-usage -j | jq -c '.unknown_models[] | select(.model != "unknown")')" '{"model":"claude-opus-77","reason":"no_price","requests":2,"tokens":1515}'
is "CSV has an empty one" "$(wick-usage --csv model --model=opus-77 | tail -n 1)" 'claude-opus-77,2,1010,0,0,0,505,0,,,0,2'
run wick-usage model
matches '^no model  '
for by in day model; do agrees "by $by" --by $by "$HOME/.claude"; done
mkdir -p "$XDG_CONFIG_HOME/wick"
printf '[[price]]\nmodel = "claude-opus-77"\ninput = 1000\nwrite_5m = 0\nwrite_1h = 0\nread = 0\noutput = 2000\n' >"$XDG_CONFIG_HOME/wick/prices.toml"
is "a price of one's own" "$(figures model cost_usd -- --model=opus-77)" 'claude-opus-77 2.02'
echo '[[price]' >"$XDG_CONFIG_HOME/wick/prices.toml"
run wick-usage
exits 78
silent
rm "$XDG_CONFIG_HOME/wick/prices.toml"

it "what is left out"
anew
{
  response $time
  response $time '"input_tokens":1,"output_tokens":1' '<synthetic>'
  response $time '"input_tokens":1,"output_tokens":1' claude-opus-5-5 '"isApiErrorMessage":true'
  response $time | sed 's/"sessionId":"one",//'
  echo '{"type":"assistant","sessionId":"one","mess'
  echo 'not JSON'
  echo '[1,2,3]'
  response $time '"input_tokens":99999999999999,"output_tokens":1'
  response $time | head -c 60
} >"$file"
printf '{"type":"assistant","sessionId":"one","x":[%s]}\n' "$(seq -s, 200000)" >"$projects/long.jsonl"
ln -s loop.jsonl "$projects/loop.jsonl"
run wick-usage -j
exits 66
complains "^wick-usage: $projects/loop.jsonl: Too many levels of symbolic links$"
is "the absurd count is a request whose tokens nobody knows" "$(jq -c '[.totals.unpriced_requests, .totals.input_tokens]' out)" '[1,1000]'
is "JSON says how much" "$(jq -c '[.totals.requests, .left_out.unfinished_lines, .left_out.oversized_lines, .left_out.foreign_lines, .left_out.foreign_files, .left_out.fillers, .left_out.unreadable]' "$tmp/out")" '[2,1,1,1,1,2,1]'
[ "$(jq .left_out.malformed_lines "$tmp/out")" -ge 3 ]
ok $? "lines that are broken too" out
malformed=$(jq .left_out.malformed_lines "$tmp/out")
rm -f "$projects/loop.jsonl"
run wick-usage --verbose --no-ledger
exits 0
sed 's/^wick-usage: //' "$tmp/err" >said
for line in 'read [0-9.]+ [KM]B of 2 files, of 2 files found' \
  "left out: $malformed lines: not valid JSON" \
  'left out: 1 last line: still incomplete' 'left out: 1 line: too long' \
  "left out: 2 lines: an API error or another text by Claude Code itself, not a response" \
  "left out: 1 line: a response without a session, written by another program" \
  "$file: has responses without a session: not a transcript of Claude Code"; do
  grep -Eqx "$line" said
  ok $? "--verbose: $line" said
done
is "and nothing else" "$(wc -l <said)" 7
rm "$projects/long.jsonl"
for n in 1 2 3 4 5; do ln -s loop$n.jsonl "$projects/loop$n.jsonl"; done
run wick-usage -q
exits 66
is "many are not all named" "$(tail -n 1 "$tmp/err") $(wc -l <"$tmp/err")" 'wick-usage: 2 more files not read: --verbose lists all 4'
run wick-usage -qv
is "but with --verbose" "$(grep -c 'symbolic links' "$tmp/err")" 5
rm "$projects"/loop*

it "repeated lines"
anew
{
  response $time '"input_tokens":5,"output_tokens":1'
  number=$((number - 1))
  response 2026-11-22T05:00:03Z '"input_tokens":5,"output_tokens":700'
  number=$((number - 1))
  response 2026-11-22T05:00:01Z '"input_tokens":5,"output_tokens":20'
} >"$file"
sed 's/"sessionId":"one"/"sessionId":"two","requestSessionId":"one"/' "$file" >"$projects/two.jsonl"
is "are one request, with the largest counts" "$(figures session requests output_tokens)" 'one 1 700'
agrees "too" --by session "$HOME/.claude"
rm "$projects/two.jsonl"

it "hostile names"
anew
esc=$(printf '\033')
response $time '"input_tokens":1,"output_tokens":1' 'opus\u001b[2J,\"x\"\n' | sed 's,/home/you/shop,/evil/\\u001b]0;x\\u0007\\n\\"a\\"\,b,; s/"one"/"\\u001b[31mid\\u202e"/' >"$file"
for by in day project model session block; do
  for options in '' --csv -j -v; do
    # shellcheck disable=SC2086
    run wick-usage $by $options
    ! grep -qE "$esc|$(printf '\007')|$(printf '\342\200\256')" "$tmp/out" "$tmp/err"
    ok $? "steer no terminal: $by $options" out
  done
done
is "CSV has a row" "$(wick-usage --csv project | wc -l)" 2
is "which is read back" "$(wick-usage --csv project | python3 -c 'import csv, sys; print(list(csv.reader(sys.stdin))[1][0])')" '/evil/�]0;x��"a",b'
is "JSON has the very name" "$(wick-usage -j project | jq -c '.rows[0].project')" '"/evil/\u001b]0;x\u0007\n\"a\",b"'

it "odd files"
anew
: >"$projects/empty.jsonl"
head -c 100000 /dev/urandom >"$projects/noise.jsonl"
mkdir "$projects/folder.jsonl"
mkfifo "$projects/fifo.jsonl"
ln -s nowhere "$projects/dangling.jsonl"
response $time >"$file"
cp "$file" "$projects/one.orphaned.jsonl"
cp "$file" "$projects/journal.jsonl"
run timeout 10 wick-usage -j
exits 0
is "are no requests" "$(jq .totals.requests "$tmp/out")" 1
is_empty "no complaint" "$err"
rm -r "$projects/empty.jsonl" "$projects/noise.jsonl" "$projects/folder.jsonl" "$projects/fifo.jsonl" "$projects/dangling.jsonl"

it "several folders"
mkdir -p two/projects/-a
response $time | sed 's/"one"/"of-two"/' >two/projects/-a/x.jsonl
anew
is "are added up" "$(CLAUDE_CONFIG_DIR=$HOME/.claude,$tmp/two wick-usage -j | jq .totals.requests)" 2
is "once each" "$(CLAUDE_CONFIG_DIR=$tmp/two,$tmp/two wick-usage -j | jq .totals.requests)" 1
is "those that were not asked for are not" "$(wick-usage -j | jq .totals.requests)" 1

it "a configuration folder with two names, whose transcript was deleted"
mkdir -p "$tmp/dots/projects/-shop" && ln -s dots "$tmp/linked"
response 2026-11-22T05:00:00Z >"$tmp/dots/projects/-shop/three.jsonl"
CLAUDE_CONFIG_DIR=$tmp/linked run wick-usage -q
rm "$tmp/dots/projects/-shop/three.jsonl"
for dir in "$tmp/linked" "$tmp/dots" "$tmp/./dots"; do
  is "as ${dir#"$tmp/"}" "$(CLAUDE_CONFIG_DIR=$dir wick-usage -j | jq .totals.requests)" 1
done
is "not in another folder" "$(CLAUDE_CONFIG_DIR=$tmp/two wick-usage -j | jq .totals.requests)" 1

it "a terminal"
anew
response $time >"$file"
if open_terminal 60 20; then
  in_terminal 'wick-usage'
  until_shows '^status 0'
  matches '^2026-11-22 today +1 '
  is "no line of progress is left" "$(grep -c reading "$tmp/out")" 0
  mux capture-pane -pe >colored
  grep -q '1m.*2026-11-22 today' colored
  ok $? "bold today" colored
  close_terminal
else
  skip "no tmux"
fi
finish
