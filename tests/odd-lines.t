#!/bin/sh
# SPDX-License-Identifier: MIT
# Lines as clients leave them that are killed, resumed, forked or moved: history and live tools agree.
. "$(dirname "$0")/lib.sh"
WICK_NOW=2026-11-27T12:00:00Z
projects=$HOME/.claude/projects
mkdir -p "$projects/-p" "$projects/-a"
id() { echo "${1}0000000-0000-4000-8000-000000000000"; }
of() { echo "$projects/-p/$(id "$1").jsonl"; }
text=done side=false model=claude-opus-5-5 extra=''
# response SESSION NUMBER MINUTE:SECOND WRITES READS OUTPUT: 2 tokens of input, writes for 5 minutes, without a newline
response() {
  printf '{"parentUuid":null,"isSidechain":%s,%s"type":"assistant","uuid":"u%s%s","sessionId":"%s",' "$side" "$extra" "$1" "$2" "$(id "$1")"
  printf '"cwd":"/p","version":"2.1.300","timestamp":"2026-11-27T10:%s.000Z",' "$3"
  [ -n "$no_request_id" ] || printf '"requestId":"req_%s%s",' "$1" "$2"
  printf '"message":{"id":"msg_%s%s","role":"assistant","model":"%s","content":[{"type":"text","text":"%s"}],' "$1" "$2" "$model" "$text"
  printf '"usage":{"input_tokens":%s,"cache_creation_input_tokens":%s,"cache_read_input_tokens":%s,"output_tokens":%s}}}' "${input:-2}" "$4" "$5" "$6"
}
prompt() {
  printf '{"parentUuid":null,"isSidechain":false,%s"type":"user","uuid":"p%s%s","sessionId":"%s",' "$extra" "$1" "$2" "$(id "$1")"
  printf '"cwd":"/p","timestamp":"2026-11-27T10:%s.000Z","message":{"role":"user","content":"go on"}}' "$3"
}
boundary() {
  printf '{"parentUuid":null,"isSidechain":%s,%s"type":"system","subtype":"compact_boundary","uuid":"c%s","sessionId":"%s",' "$side" "$extra" "$1" "$(id "$1")"
  printf '"timestamp":"2026-11-27T10:%s.000Z","compactMetadata":{"trigger":"auto","preTokens":20002,"postTokens":900}}' "$2"
}
no_request_id='' input=''
row() { wick-usage session --no-ledger --json | jq -r --arg id "$(id "$1")" '.rows[] | select(.session == $id) | '"$2"; }
misses() { wick-misses --no-ledger --json --session="$(id "$1")" | jq -c "$2"; }
live() { wick-state -t "$(of "$1")" -f "$2"; }

it "a record torn in a long string, with a whole one behind it"
long=$(printf %9000s '' | tr ' ' x)
{
  response 1 1 00:01 20000 0 100; echo
  torn=$(text=$long && response 1 2 00:05 500 20000 100) && printf %.3000s "$torn"
  response 1 3 00:09 700 20000 50; echo
  torn=$(text=$long && response 1 4 00:15 500 20700 100) && printf %.5000s "$torn"
  text=$long && response 1 5 00:19 800 20700 25; echo
} >"$(of 1)"
text=done
is "history" "$(row 1 '"\(.requests) \(.output_tokens)"')" '3 175'
is "live" "$(wick-cost -t "$(of 1)" -f '{cost.requests}')" 3

finish
