#!/bin/sh
# SPDX-License-Identifier: MIT
# The forecast on other people's transcripts: from what precedes each prompt, and with all other sessions instead of
# the prior, which was made from these. WICK_PUBLIC names the folder.
. "$(dirname "$0")/lib.sh"
public=${WICK_PUBLIC:-$root/../shared/fixtures/public}
[ -d "$public" ] || skip_all "no public transcripts here (WICK_PUBLIC)"
for folder in "$public"/*/; do [ -d "$folder/projects" ] && set -- "$@" "${folder%/}"; done
CLAUDE_CONFIG_DIR=$(printf '%s,' "$@")
export CLAUDE_CONFIG_DIR

it "prompts, requests and costs"
python3 "$root/tests/prompts.py" "$@" | jq -c 'select(.context != null)' >expected.json
wick-forecast --no-ledger --backtest --csv >rows.csv
python3 "$root/tests/compare_prompts.py" expected.json rows.csv >why 2>&1
ok $? "are those of an independent count" why

it "the prior"
python3 "$root/tests/prior.py" "$@" | diff - "$root/lib/history/prior.cc" >why 2>&1
ok $? "is what tests/prior.py makes of these" why

# holds FILTER: checks it on the back-test's result for all prompts
holds() {
  printf '%s' "$out" >test.json
  is "$1" "$(jq ".all | $1" test.json)" true
}

for mode in '' --leave-one-out; do
  it "the forecast${mode:+ with $mode}"
  # shellcheck disable=SC2086
  run wick-forecast --no-ledger --backtest $mode --json
  holds '.prompts > 60'
  holds '.coverage >= 0.77 and .coverage <= 0.83'
  holds '.pinball_usd <= 0.88 * .global_pinball_usd'
  holds '.pinball_usd <= 0.80 * .session_pinball_usd'
done
finish
