# SPDX-License-Identifier: MIT
"""An MCP server on standard input and output with one tool, `rows`, whose result is long."""
import json
import sys

ROWS = "".join(f"row {n} of a long table\n" for n in range(1200))

for line in sys.stdin:
    message = json.loads(line)
    method = message.get("method")
    if method == "initialize":
        result = {"protocolVersion": message["params"]["protocolVersion"], "capabilities": {"tools": {}},
                  "serverInfo": {"name": "table", "version": "1"}}
    elif method == "tools/list":
        result = {"tools": [{"name": "rows", "description": "All rows", "inputSchema": {"type": "object", "properties": {}}}]}
    elif method == "tools/call":
        result = {"content": [{"type": "text", "text": ROWS}]}
    else:
        result = {}
    if "id" in message:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}), flush=True)
