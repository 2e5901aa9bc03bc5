#!/bin/sh
# SPDX-License-Identifier: MIT
# The client follows the settings that wick-waste --apply writes: another TTL, a site that is no longer requested.
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
for n in range(30):
    breaks += [(6001 - 20 * n, user("go on")), (6000 - 20 * n, response("b", n, {"type": "text", "text": "so"}, 0, 300000))]
write("w", walls), write("b", breaks)
END
it "$version, what is applied"
run wick-waste --no-ledger --apply
exits 0
equals "the project's TTL" "$(jq -c . "$project/.claude/settings.local.json")" '{"promptCacheTtl":"1h"}'
equals "a rule" "$(jq -c .permissions "$CLAUDE_CONFIG_DIR/settings.json")" '{"deny":["WebFetch(domain:shut.example.org)"]}'

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
finish
