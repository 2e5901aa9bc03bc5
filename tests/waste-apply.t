#!/bin/sh
# SPDX-License-Identifier: MIT
# wick-waste --apply: it writes the settings that --fix proposes, changes nothing else in a file, and --undo restores
# every byte.
. "$(dirname "$0")/lib.sh"
WICK_NOW=2026-11-27T12:00:00Z
PYTHONPATH=$root/tests/audit
export PYTHONPATH
CLAUDE_CONFIG_DIR=$tmp/case
export CLAUDE_CONFIG_DIR
settings=$tmp/case/settings.json local=$tmp/shop/.claude/settings.local.json
mkdir -p "$tmp/shop"

# Three walls of one site, a long result of an MCP server that is sent again and again; and a project whose user
# comes back every twenty minutes, which a cache of five minutes never outlasts.
cat >tell.py <<'EOF'
import json, sys
from story import *
s = Story("case")
s.user("look it up")
for n in range(3):
    s.do("WebFetch", {"url": "https://shut.example.org/%d" % n, "prompt": "?"}, "Request failed with status code 403", error=True)
s.do("mcp__db__query", {"sql": "select 1"}, "row of a table; " * 5000)
s.end(9)
os.mkdir("case/projects/-shop")
with open("case/projects/-shop/t.jsonl", "w") as file:
    for n in range(20):
        time = "2026-11-21T%02d:%02d:00.000Z" % (8 + n // 3, n % 3 * 20)
        common = {"sessionId": "t", "cwd": sys.argv[1] + "/shop", "version": "2.1.332", "isSidechain": False, "timestamp": time}
        file.write(json.dumps({"type": "user", "uuid": "p%d" % n, "message": {"role": "user", "content": "go on"}, **common}) + "\n")
        file.write(json.dumps({"type": "assistant", "uuid": "a%d" % n, "requestId": "req_t%d" % n, "message": {
            "id": "msg_t%d" % n, "role": "assistant", "model": "claude-opus-4-6", "content": [{"type": "text", "text": "so"}],
            "usage": {"input_tokens": 2, "cache_read_input_tokens": 0, "output_tokens": 9, "cache_creation_input_tokens": 300000,
                      "cache_creation": {"ephemeral_5m_input_tokens": 300000, "ephemeral_1h_input_tokens": 0}}}, **common}) + "\n")
EOF
python3 tell.py "$tmp"
# A file with the user's own layout, another rule and a variable.
cat >"$settings" <<'EOF'
{
  "model": "opus",
  "permissions": {
    "deny": [
      "Bash(rm:*)"
    ],
    "allow": []
  },
  "env": {"EDITOR": "vi"}
}
EOF
cp "$settings" before.json

it "what is proposed"
run wick-waste --no-ledger --fix
exits 0
matches 'in settings.json: "permissions": \{"deny": \["WebFetch\(domain:shut.example.org\)"\]\}, 3 times$'
matches 'in settings.json: "env": \{"MAX_MCP_OUTPUT_TOKENS": "5000"\}, once$'
matches "/shop: in settings.json: \"promptCacheTtl\": \"1h\"$"

it "only shown"
run wick-waste --no-ledger --apply --dry-run
exits 0
cp out shown
matches '^[+]      "WebFetch\(domain:shut.example.org\)"$'
matches '^[+]  "promptCacheTtl": "1h"$'
cmp -s "$settings" before.json && [ ! -e "$local" ]
ok $? "nothing is written"

it "written"
run wick-waste --no-ledger --apply
exits 0
head -n "$(wc -l <shown)" out >first
cmp shown first >why
ok $? "after the same diff" why
is "settings.json" "$(jq -c . "$settings")" '{"model":"opus","permissions":{"deny":["Bash(rm:*)","WebFetch(domain:shut.example.org)"],"allow":[]},"env":{"EDITOR":"vi","MAX_MCP_OUTPUT_TOKENS":"5000"}}'
is "the project's own" "$(jq -c . "$local")" '{"promptCacheTtl":"1h"}'
is "lines that changed" "$(diff before.json "$settings" | grep -c '^[<>]')" 5

it "once"
run wick-waste --no-ledger --apply
exits 1
prints "no settings to write; wick-waste --fix lists other remedies"

it "undone"
run wick-waste --undo --dry-run
exits 0
matches '^-      "WebFetch\(domain:shut.example.org\)"$'
run wick-waste --undo
exits 0
cmp before.json "$settings" >why
ok $? "byte for byte" why
[ ! -e "$tmp/shop/.claude" ]
ok $? "a file and a folder that were made are gone"
run wick-waste --undo
exits 1
prints "nothing to undo"

it "what the user changed since stays"
wick-waste --no-ledger --apply >/dev/null
jq '.env.MAX_MCP_OUTPUT_TOKENS = "9000" | .permissions.deny += ["Read(.env)"]' "$settings" >new && cp new "$settings"
run wick-waste --undo
exits 0
is "the rest is taken out" "$(jq -c . "$settings")" '{"model":"opus","permissions":{"deny":["Bash(rm:*)","Read(.env)"],"allow":[]},"env":{"EDITOR":"vi","MAX_MCP_OUTPUT_TOKENS":"9000"}}'

it "a value of one's own stays"
printf '{"env":{"MAX_MCP_OUTPUT_TOKENS":"20000"},"permissions":{"deny":["WebFetch(domain:shut.example.org)"]}}' >"$settings"
cp "$settings" own.json
wick-waste --no-ledger --apply >/dev/null
cmp own.json "$settings" >why
ok $? "nothing to write there" why
wick-waste --undo >/dev/null
cmp own.json "$settings" >why
ok $? "nor to take out" why

it "an empty file, none, and one line"
for text in '' '{}' '{"env":{},"permissions":{}}' '{ "permissions": { "deny": [ "A", "B" ] } }'; do
  printf %s "$text" >"$settings"
  cp "$settings" one.json
  wick-waste --no-ledger --apply >/dev/null
  is "written into '$text'" "$(jq -r '.env.MAX_MCP_OUTPUT_TOKENS, .permissions.deny[-1]' "$settings" | paste -sd ' ' -)" '5000 WebFetch(domain:shut.example.org)'
  wick-waste --undo >/dev/null
  cmp one.json "$settings" >why
  ok $? "undone" why
done
rm "$settings"
wick-waste --no-ledger --apply >/dev/null
is "a new file" "$(jq -c .env "$settings")" '{"MAX_MCP_OUTPUT_TOKENS":"5000"}'
wick-waste --undo >/dev/null
[ ! -e "$settings" ]
ok $? "is removed"

it "a file that is none"
printf '{"env": [1], ' >"$settings"
cp "$settings" bad.json
run wick-waste --no-ledger --apply
exits 65
complains '/settings.json:1:14: '
cmp bad.json "$settings" >why
ok $? "stays" why
printf '{"env": [1]}' >"$settings"
run wick-waste --no-ledger --apply
exits 65
complains 'settings.json: MAX_MCP_OUTPUT_TOKENS: is not in an object$'
printf '{"permissions": {"deny": "all"}}' >"$settings"
run wick-waste --no-ledger --apply
exits 65
complains 'settings.json: deny: is not a list$'

it "options"
for bad in '--apply --undo' '--apply --json' '--dry-run' '--undo --fix'; do
  # shellcheck disable=SC2086
  run wick-waste $bad
  exits 64
done
finish
