#!/bin/sh
# SPDX-License-Identifier: MIT
# The client follows the settings that wick-waste --apply writes: another TTL, a site that is no longer requested,
# shorter results of MCP servers; and the variables that --fix says to paste.
. "$(dirname "$0")/lib.sh"
[ "$version" != 2.1.119 ] || skip_all "that client has no promptCacheTtl"

# Three refusals by a site, and a project whose user returns every twenty minutes.
python3 - "$CLAUDE_CONFIG_DIR/projects/-past" "$project" <<'END'
import datetime, json, os, sys
os.makedirs(sys.argv[1])
def write(name, entries):
    with open(os.path.join(sys.argv[1], name + ".jsonl"), "w") as file:
        for minutes, entry in entries:
            when = datetime.datetime.utcnow() - datetime.timedelta(minutes=minutes)
            file.write(json.dumps({"sessionId": name, "cwd": sys.argv[2], "version": "2.1.332", "isSidechain": False,
                                   "uuid": "%s-%d" % (name, minutes), "timestamp": when.isoformat()[:23] + "Z", **entry}) + "\n")
def response(name, n, content, read, wrote):
    return {"type": "assistant", "requestId": "req_%s%d" % (name, n), "message": {
        "id": "msg_%s%d" % (name, n), "role": "assistant", "model": "claude-opus-4-6", "content": [content],
        "usage": {"input_tokens": 2, "output_tokens": 9, "cache_read_input_tokens": read, "cache_creation_input_tokens": wrote}}}
def user(content): return {"type": "user", "message": {"role": "user", "content": content}}
walls, breaks = [(9000, user("look"))], []
for n in range(4):
    walls.append((8999 - 2 * n, response("w", n, {"type": "tool_use", "id": "t%d" % n, "name": "WebFetch", "input": {
        "url": "https://shut.example.org/%d" % n, "prompt": "?"}}, 20000 + 400 * n, 400)))
    walls.append((8998 - 2 * n, user([{"type": "tool_result", "tool_use_id": "t%d" % n, "is_error": True,
                                       "content": "Request failed with status code 403"}])))
walls.append((8900, response("w", 9, {"type": "tool_use", "id": "m", "name": "mcp__table__rows", "input": {}}, 22000, 400)))
walls.append((8899, user([{"type": "tool_result", "tool_use_id": "m", "content": "a row of a long table; " * 4000}])))
walls += [(8898 - n, response("w", 10 + n, {"type": "text", "text": "so"}, 50000, 400)) for n in range(9)]
for n in range(30):
    breaks += [(6001 - 20 * n, user("go on")), (6000 - 20 * n, response("b", n, {"type": "text", "text": "so"}, 0, 300000))]
write("w", walls), write("b", breaks)
END
it "$version, what is applied"
run wick-waste --no-ledger --apply
exits 0
equals "the project's TTL" "$(jq -c . "$project/.claude/settings.local.json")" '{"promptCacheTtl":"1h"}'
equals "a rule" "$(jq -c .permissions "$CLAUDE_CONFIG_DIR/settings.json")" '{"deny":["WebFetch(domain:shut.example.org)"]}'
equals "a variable" "$(jq -c .env "$CLAUDE_CONFIG_DIR/settings.json")" '{"MAX_MCP_OUTPUT_TOKENS":"5000"}'

# The number of characters of the last tool's result, as it is sent again with each request.
last_result() {
  jq -s 'map(.message.content? | arrays | .[] | select(.type == "tool_result") | .content |
    if type == "array" then map(.text // "") | add else . end | length) | last' "$(told .transcript_path)"
}

it "$version, with it"
jq -n '{"fetch that page": {calls: [["WebFetch", {url: "https://shut.example.org/9", prompt: "What is there?"}]]}}' >"$api/replies.json"
start_client
ask 'hello there'
equals "the hour is asked for" "$(last_request .ttl)" 1h
ask 'fetch that page'
transcript=$(find "$CLAUDE_CONFIG_DIR/projects" -name '*.jsonl' -newer "$api/replies.json" | head -n 1)
grep '"tool_result"' "$transcript" >"$tmp/why"
grep -Eq 'denied|not allowed' "$tmp/why"
ok $? "by that rule, without a question" "$tmp/why"
grep -q shut.example.org "$api/requests.ndjson"
is "and never sent" $? 1
stop_client

jq -n --arg server "$here/mcp_server.py" '{mcpServers: {table: {command: "python3", args: [$server]}}}' >"$tmp/mcp.json"
jq -n '{"list the rows": {calls: [["mcp__table__rows", {}]]},
        "count far": {calls: [["Bash", {command: "seq 1 4500", description: "Count"}]]}}' >"$api/replies.json"
results() {
  start_client --mcp-config "$tmp/mcp.json" --strict-mcp-config --allowedTools 'Bash mcp__table__rows'
  ask 'list the rows'
  from_server=$(last_result)
  stop_client
  start_client
  ask 'count far'
  from_bash=$(last_result)
  stop_client
}
settings=$CLAUDE_CONFIG_DIR/settings.json
it "$version, with less of each result"
jq '.env += {BASH_MAX_OUTPUT_LENGTH: "15000"}' "$settings" >"$tmp/new" && cp "$tmp/new" "$settings"
results
[ "$from_server" -lt 5000 ]
ok $? "of a server: $from_server characters"
[ "$from_bash" -lt 15000 ]
ok $? "of Bash: $from_bash"

it "$version, without these variables"
jq 'del(.env)' "$settings" >"$tmp/new" && cp "$tmp/new" "$settings"
results
[ "$from_server" -gt 25000 ]
ok $? "of a server: $from_server characters"
[ "$from_bash" -gt 20000 ]
ok $? "of Bash: $from_bash"
finish
