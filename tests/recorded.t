#!/bin/sh
# SPDX-License-Identifier: MIT
# The files of the real client, of several versions, that `make check-client RECORD=1` kept: wick gives each payload's
# figures, and from the transcript alone the figures expected at the end.
. "$(dirname "$0")/lib.sh"
client=$root/tests/client

near() { jq -en "$1 - $2 | fabs <= $3" >/dev/null 2>&1; }

for folder in "$data"/client/*/*/; do
  folder=${folder%/}
  it "${folder#"$data/client/"}"
  rm -rf "$HOME/.claude/projects"
  : >"$tmp/why"
  for payload in "$folder"/payloads/*.json; do
    ms=$(basename "$payload" .json)
    jq -S -f "$client/told.jq" --argjson now "$ms" "$payload" >told
    WICK_NOW=${ms%???}.${ms#"${ms%???}"} wick-state -p "$payload" |
      jq -S -f "$client/said.jq" --argjson told "$(jq 'has("prompt_cache")' "$payload")" >said
    diff -u told said >>"$tmp/why" || echo "$payload" >>"$tmp/why"
  done
  [ ! -s "$tmp/why" ]
  ok $? "its payloads" "$tmp/why"

  cp -R "$folder/projects" "$HOME/.claude/"
  expected() { jq -r ".$1" "$folder/expected.json"; }
  session=$(expected session)
  run wick-state -s "$session" -f '{context.tokens} {context.source} {cache.ttl} {cache.source} {cost.source} {cost.lower_bound}'
  if [ "$(expected cost_source)" = cost-state ]; then bound=false; else bound=true; fi
  prints "$(expected tokens) transcript $(expected ttl) transcript $(expected cost_source) $bound"
  run wick-state -s "$session" -f '{cache.expires_at} {cost.total_usd}'
  near "${out% *}" "$(expected expires_at)" 1.5
  ok $? "the expiry" "$tmp/out"
  near "${out#* }" "$(expected cost_usd)" 1e-9
  ok $? "the cost" "$tmp/out"
done
finish
