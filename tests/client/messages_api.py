#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A stand-in for the Messages API on the loopback: messages_api.py FOLDER

Writes the port to FOLDER/port and one line per request to FOLDER/requests.ndjson. Words in the newest
prompt choose the reply; see `answer`. FOLDER/replies.json, if it exists, has other replies:
{PROMPT: {"calls": [[TOOL, ARGUMENTS], ...], "text": TEXT}}. FOLDER/gateway.json simulates a gateway: its
members {"model": NAME, "usage": USAGE, "headers": {NAME: VALUE}} replace those of a reply. While the file
FOLDER/hold exists, no reply is sent. Runs until it is killed.
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
refused = set()  # prompts that were once answered with "overloaded"


def texts(message):
    content = message["content"]
    if isinstance(content, str):
        return content
    return "\n".join(block.get("text", "") for block in content if block["type"] == "text")


def tool_results(message):
    content = message["content"]
    return [] if isinstance(content, str) else [b for b in content if b["type"] == "tool_result"]


def newest_prompt(messages):
    """The complete newest prompt, and the number of tool results after it."""
    results = 0
    for message in reversed(messages):
        if message["role"] != "user":
            continue
        if not tool_results(message):
            return texts(message), results
        results += len(tool_results(message))
    return "", results


def from_file(name):
    try:
        with open(os.path.join(folder, name)) as file:
            return json.load(file)
    except FileNotFoundError:
        return {}


def answering(request):
    return from_file("gateway.json").get("model", request["model"])


def adviser(request):
    """The model of the advisor, a tool that the API runs itself; None when it is not offered."""
    return next((tool["model"] for tool in request.get("tools", []) if "advisor" in tool.get("type", "")), None)


def answer(request):
    """The content of the reply: one tool call after the other, then a text."""
    prompt, results = newest_prompt(request["messages"])
    if "create a detailed summary" in prompt:
        return [{"type": "text", "text": "<summary>They talked about the weather.</summary>"}]
    # The client's additions precede the typed text.
    prompt = [line for line in prompt.split("\n") if line and not line.startswith("<")][-1]
    names = {tool["name"] for tool in request.get("tools", [])}
    reply = from_file("replies.json").get(prompt, {})
    calls = reply.get("calls", [])
    if "use two tools" in prompt:
        calls = [
            ("Bash", {"command": "echo from the tool", "description": "Say where from"}),
            ("Read", {"file_path": os.path.join(folder, "note")}),
        ]
    elif "ask a subagent" in prompt:
        task = {"description": "Look at it", "prompt": "use two tools", "subagent_type": "general-purpose"}
        calls = [("Agent" if "Agent" in names else "Task", {**task, "run_in_background": False})]
    if "ask the advisor" in prompt and adviser(request):
        call = f"srvtoolu_{next(numbers):024}"
        return [
            {"type": "server_tool_use", "id": call, "name": "advisor", "input": {}},
            {"type": "advisor_tool_result", "tool_use_id": call,
             "content": {"type": "advisor_result", "text": "Look at the weather first. " * 20}},
            {"type": "text", "text": "You said: " + prompt[:60]}]
    # Calls the requested tool even if the client has not listed it yet.
    if results < len(calls) and (reply or calls[results][0] in names):
        name, arguments = calls[results]
        call = {"type": "tool_use", "id": f"toolu_{next(numbers):024}", "name": name, "input": arguments}
        return ([] if reply else [{"type": "text", "text": f"Calling {name}."}]) + [call]
    return [{"type": "text", "text": reply.get("text", "You said: " + prompt[:60])}]


def size(content):
    return sum(len(json.dumps(block)) for block in content) // 4


def advised(request, content, start, advisor):
    """The usage of a reply that asked the advisor: a pass up to its call, the advisor's own pass over the same
    conversation, and one that continues with the advice. The advisor's pass is in no sum."""
    call, advice, text = content
    ttl = asked_ttl(request)
    advice = {**advice, "cache_control": {"type": "ephemeral", "ttl": ttl}} if ttl else advice
    sent = [*request["messages"], {"role": "assistant", "content": [call, advice]}]
    first, last = cache.usage(request, start), cache.usage({**request, "messages": sent}, start)
    all_of_it = sum(first[key] for key in first if key != "cache_creation")
    passes = [
        {**first, "output_tokens": size([call]), "type": "message"},
        {**dict.fromkeys(first, 0), "input_tokens": all_of_it, "cache_creation": dict.fromkeys(first["cache_creation"], 0),
         "output_tokens": 500, "type": "advisor_message", "model": advisor},
        {**last, "output_tokens": size([text]), "type": "message"},
    ]
    return {**added(first, last), "output_tokens": size([call, text]), "iterations": passes}


def added(a, b):
    return {key: added(a[key], b[key]) if isinstance(a[key], dict) else a[key] + b[key] for key in a}


def usage_of(request, content, start):
    """The usage in a reply."""
    if any(block["type"] == "advisor_tool_result" for block in content):
        usage = advised(request, content, start, adviser(request))
    else:
        usage = {**cache.usage(request, start), "output_tokens": size(content)}
    return {**usage, "service_tier": "standard", "inference_geo": "not_available",
            "speed": request.get("speed", "standard"), **from_file("gateway.json").get("usage", {})}


def events(request, content, usage):
    """The events of a streamed reply, as the API sends them."""
    message = {
        "id": f"msg_{next(numbers):024}", "type": "message", "role": "assistant",
        "model": answering(request), "content": [], "stop_reason": None, "stop_sequence": None,
        "usage": {**usage, "output_tokens": min(usage["output_tokens"], 1)},
    }
    message["usage"].pop("iterations", None)
    yield "message_start", {"message": message}
    for index, block in enumerate(content):
        if block["type"] == "text":
            start, delta = {"type": "text", "text": ""}, {"type": "text_delta", "text": block["text"]}
        elif "input" not in block:
            start, delta = block, None
        else:
            start = {**block, "input": {}}
            delta = {"type": "input_json_delta", "partial_json": json.dumps(block["input"])}
        yield "content_block_start", {"index": index, "content_block": start}
        if delta:
            yield "content_block_delta", {"index": index, "delta": delta}
        yield "content_block_stop", {"index": index}
    stop = "tool_use" if content[-1]["type"] == "tool_use" else "end_turn"
    yield "message_delta", {
        "delta": {"stop_reason": stop, "stop_sequence": None},
        "usage": usage,
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
                file.write(json.dumps({**request, "_headers": dict(self.headers)}).encode())
        prompt = newest_prompt(request["messages"])[0]
        line = {"time": start, "model": request["model"], "ttl": asked_ttl(request),
                "advisor": adviser(request), "speed": request.get("speed"),
                "effort": request.get("output_config", {}).get("effort")}
        if "be overloaded once" in prompt and prompt not in refused:
            refused.add(prompt)
            self.log({**line, "status": 529})
            return self.reply(529, {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}})
        content = answer(request)
        usage = usage_of(request, content, start)
        while os.path.exists(os.path.join(folder, "hold")):
            time.sleep(0.05)
        self.log({**line, "status": 200, "usage": usage})
        if not request.get("stream"):
            *_, last = (data for kind, data in events(request, content, usage) if kind == "message_delta")
            return self.reply(200, {"id": f"msg_{next(numbers):024}", "type": "message", "role": "assistant",
                "model": answering(request), "content": content, **last["delta"], "usage": last["usage"]})
        stream = "".join(f"event: {kind}\ndata: {json.dumps({'type': kind, **data})}\n\n"
            for kind, data in events(request, content, usage))
        self.send(200, "text/event-stream", stream.encode())

    def do_GET(self):
        self.reply(404, {})

    def do_CONNECT(self):
        """This server is also the client's proxy to all other hosts; it rejects these connections."""
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
        for name, value in from_file("gateway.json").get("headers", {}).items():
            self.send_header(name, value)
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
