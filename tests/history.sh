# SPDX-License-Identifier: MIT
# Sourced by the history tests: generates sessions whose true totals are known.
# shellcheck shell=sh disable=SC2034,SC2154

corpus=${PATH%%:*}/corpus
[ -x "$corpus" ] || corpus=$root/build/bin/corpus
unset WICK_NOW  # sessions of many months

# sessions DIR SESSIONS RESPONSES BYTES [SEED]: creates a configuration folder with a manifest.json
sessions() { "$corpus" --sessions "$2" --responses "$3" --bytes "$4" --seed "${5:-1}" "$1"; }

# Prints the figures of a report that do not depend on its source.
figures() { jq -S '{totals, subagents, rows}' "$1"; }
# Compares a report with the folder's manifest: all counts, including those of subagents.
true_to() {
  jq -S '{totals, subagents}' "$1" >"$tmp/expected"
  jq -S --slurpfile true "$1" '
    def only($keys): with_entries(select(.key | in($keys)));
    {totals: .totals | only($true[0].totals), subagents: .subagents | only($true[0].subagents)}' "$2" >"$tmp/got"
  diff "$tmp/expected" "$tmp/got" >"$tmp/why" 2>&1
  ok $? "$3" "$tmp/why"
}
# same WHAT FILE FILE
same() {
  diff "$2" "$3" >"$tmp/why" 2>&1
  ok $? "$1" "$tmp/why"
}
# Removes everything that wick has stored, as on a new machine.
forget() { rm -rf "$XDG_DATA_HOME" "$XDG_CACHE_HOME"; }
ledger=$XDG_DATA_HOME/wick/ledger.db
