# SPDX-License-Identifier: MIT
# Sourced by tests of the history tools: writes lines of transcripts, and compares with an independent count.
#
#   response TIME [USAGE [MODEL [MEMBERS]]]   prints a line: a new request of session "one"
#   prompt TIME                               prints a line: what a person typed
#   agrees WHAT [OPTION...] DIR...            checks wick-usage against count.py; see compare_usage.py
#   agrees_by "KINDS ..." [OPTION...] DIR...  the same by day, by week, by day,model...
#   figures KIND NAME... [-- OPTION...]       prints each row's name and these figures
#
# With an empty TIME the line has no time.
#
# shellcheck shell=sh disable=SC2154

number=0

stamp() { if [ -n "$1" ]; then printf '"timestamp":"%s",' "$1"; fi; }

response() {
  number=$((number + 1))
  printf '{"type":"assistant","sessionId":"one","cwd":"/home/you/shop",%s"uuid":"u-%d","requestId":"req_%d",' \
    "$(stamp "$1")" $number $number
  printf '%s"message":{"id":"msg_%d","model":"%s","content":[],"usage":{%s}}}\n' "${4:+$4,}" $number \
    "${3:-claude-opus-5-5}" "${2:-\"input_tokens\":1000,\"output_tokens\":10}"
}

prompt() {
  number=$((number + 1))
  printf '{"type":"user","sessionId":"one",%s"uuid":"p-%d","message":{"content":"do it"}}\n' "$(stamp "$1")" $number
}

agrees() {
  what=$1
  shift
  python3 "$root/tests/compare_usage.py" "$@" >"$tmp/why" 2>&1
  ok $? "as counted: $what" "$tmp/why"
}

# agrees_by KINDS [OPTION...] DIR...: the same for several kinds of rows, counted once
agrees_by() {
  kinds=$1
  shift
  python3 "$root/tests/compare_usage.py" --by "$kinds" "$@" >"$tmp/why" 2>&1
  for kind in $kinds; do
    grep -qx "$kind" "$tmp/why"
    ok $? "as counted: by $kind" "$tmp/why"
  done
}

figures() {
  kind=$1 keys=
  shift
  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    keys="$keys,.$1"
    shift
  done
  [ $# -eq 0 ] || shift
  wick-usage "$kind" --json "$@" | jq -r ".rows[] | [.$kind$keys] | map(. // \"-\") | join(\" \")"
}
