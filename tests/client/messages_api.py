#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A stand-in for the Messages API on the loopback: messages_api.py FOLDER

Writes the port to FOLDER/port and one line per request to FOLDER/requests.ndjson. What it answers
is chosen by words in the newest prompt; see `answer`. FOLDER/replies.json, where there is one, has
replies of its own: {PROMPT: {"calls": [[TOOL, ARGUMENTS], ...], "text": TEXT}}. Runs until it is
killed.
"""
import itertools
import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from prompt_cache import PromptCache, asked_ttl

folder = sys.argv[1]
cache = PromptCache()
lock = threading.Lock()
numbers = itertools.count(1)
refused = set()  # prompts that were answered "overloaded" once


def texts(message):
    content = message["content"]
    if isinstance(content, str):
        return content
    return "\n".join(block.get("text", "") for block in content if block["type"] == "text")


def tool_results(message):
    content = message["content"]
    return [] if isinstance(content, str) else [b for b in content if b["type"] == "tool_result"]


def newest_prompt(messages):
    """The newest prompt, all of it, and how many tool results came after it."""
    results = 0
    for message in reversed(messages):
        if message["role"] != "user":
            continue
        if not tool_results(message):
            return texts(message), results
        results += len(tool_results(message))
    return "", results


def own_replies():
    try:
        with open(os.path.join(folder, "replies.json")) as file:
            return json.load(file)
    except FileNotFoundError:
        return {}


def answer(request):
    """The content of the reply: one tool call after the other, then a text."""
    prompt, results = newest_prompt(request["messages"])
    if "create a detailed summary" in prompt:
        return [{"type": "text", "text": "<summary>They talked about the weather.</summary>"}]
    # What the client adds stands before what was typed.
    prompt = [line for line in prompt.split("\n") if line and not line.startswith("<")][-1]
    names = {tool["name"] for tool in request.get("tools", [])}
    reply = own_replies().get(prompt, {})
    calls = reply.get("calls", [])
    if "use two tools" in prompt:
        calls = [
            ("Bash", {"command": "echo from the tool", "description": "Say where from"}),
            ("Read", {"file_path": os.path.join(folder, "note")}),
        ]
    elif "ask a subagent" in prompt:
        task = {"description": "Look at it", "prompt": "use two tools", "subagent_type": "general-purpose"}
        calls = [("Agent" if "Agent" in names else "Task", {**task, "run_in_background": False})]
    if results < len(calls) and calls[results][0] in names:
        name, arguments = calls[results]
        call = {"type": "tool_use", "id": f"toolu_{next(numbers):024}", "name": name, "input": arguments}
        return ([] if reply else [{"type": "text", "text": f"Calling {name}."}]) + [call]
    return [{"type": "text", "text": reply.get("text", "You said: " + prompt[:60])}]


def events(request, content, usage):
    """The events of a streamed reply, as the API sends them."""
    output = sum(len(json.dumps(block)) for block in content) // 4
    usage = {**usage, "service_tier": "standard", "inference_geo": "not_available"}
    message = {
        "id": f"msg_{next(numbers):024}", "type": "message", "role": "assistant",
        "model": request["model"], "content": [], "stop_reason": None, "stop_sequence": None,
        "usage": {**usage, "output_tokens": 1},
    }
    yield "message_start", {"message": message}
    for index, block in enumerate(content):
        if block["type"] == "text":
            start, delta = {"type": "text", "text": ""}, {"type": "text_delta", "text": block["text"]}
        else:
            start = {**block, "input": {}}
            delta = {"type": "input_json_delta", "partial_json": json.dumps(block["input"])}
        yield "content_block_start", {"index": index, "content_block": start}
        yield "content_block_delta", {"index": index, "delta": delta}
        yield "content_block_stop", {"index": index}
    stop = "tool_use" if content[-1]["type"] == "tool_use" else "end_turn"
    yield "message_delta", {
        "delta": {"stop_reason": stop, "stop_sequence": None},
        "usage": {**usage, "output_tokens": output},
    }
    yield "message_stop", {}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        start = time.time()
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.split("?")[0] != "/v1/messages":
            return self.reply(404, {"type": "error", "error": {"type": "not_found_error", "message": self.path}})
        request = json.loads(body)
        if os.environ.get("KEEP_REQUESTS"):
            with open(os.path.join(folder, f"request-{next(numbers)}.json"), "wb") as file:
                file.write(body)
        prompt = newest_prompt(request["messages"])[0]
        line = {"time": start, "model": request["model"], "ttl": asked_ttl(request)}
        if "be overloaded once" in prompt and prompt not in refused:
            refused.add(prompt)
            self.log({**line, "status": 529})
            return self.reply(529, {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}})
        content, usage = answer(request), cache.usage(request, start)
        self.log({**line, "status": 200, "usage": usage})
        if not request.get("stream"):
            *_, last = (data for kind, data in events(request, content, usage) if kind == "message_delta")
            return self.reply(200, {"id": f"msg_{next(numbers):024}", "type": "message", "role": "assistant",
                "model": request["model"], "content": content, **last["delta"], "usage": last["usage"]})
        stream = "".join(f"event: {kind}\ndata: {json.dumps({'type': kind, **data})}\n\n"
            for kind, data in events(request, content, usage))
        self.send(200, "text/event-stream", stream.encode())

    def do_GET(self):
        self.reply(404, {})

    def do_CONNECT(self):
        """The client's way to the world: this is its proxy, and leads nowhere."""
        self.log({"time": time.time(), "refused": self.path})
        self.reply(403, {})

    do_HEAD = do_GET

    def reply(self, status, value):
        self.send(status, "application/json", json.dumps(value).encode())

    def send(self, status, kind, data):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("request-id", f"req_{next(numbers):024}")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log(self, line):
        with lock, open(os.path.join(folder, "requests.ndjson"), "a") as file:
            file.write(json.dumps(line) + "\n")

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open(os.path.join(folder, "port.new"), "w") as file:
    file.write(str(server.server_port))
os.rename(os.path.join(folder, "port.new"), os.path.join(folder, "port"))
server.serve_forever()
