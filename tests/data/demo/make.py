#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""make.py: writes blog.jsonl and cart.jsonl, the past sessions of the sample that `wick demo` shows.

Each is simulated: a request reads from the cache what the previous request left there, unless it comes
after the TTL or with another model, and writes the rest. The texts are invented and short; the sizes in
tokens are those of real sessions. transcript.jsonl, the running session, was written by hand."""
import json
import os
from datetime import datetime, timedelta, timezone

SONNET, OPUS = "claude-sonnet-5-5", "claude-opus-5-5"


class Session:
    def __init__(self, name, number, cwd, start, model, hour, floor):
        self.file = open(os.path.join(os.path.dirname(os.path.abspath(__file__)), name + ".jsonl"), "w")
        self.id, self.cwd = f"{number}-0000-4000-8000-000000000001", cwd
        self.now = datetime.fromisoformat(start).replace(tzinfo=timezone.utc)
        self.model, self.ttl, self.context = model, timedelta(hours=1) if hour else timedelta(minutes=5), floor
        self.cached, self.serial = {}, 0     # of each model: until when, and how much

    def line(self, entry):
        stamp = self.now.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        rest = {"timestamp": stamp, "cwd": self.cwd, "sessionId": self.id, "version": "2.1.330", "gitBranch": "main"}
        self.file.write(json.dumps({**entry, "isSidechain": False, **rest}) + "\n")

    def prompt(self, text, minutes=0, model=None):
        """A person types it, this many minutes after the last answer."""
        self.now += timedelta(minutes=minutes)
        self.model = model or self.model
        self.context += 200
        self.line({"type": "user", "message": {"role": "user", "content": text}})

    def request(self, block, output, stop):
        self.serial += 1
        until, size = self.cached.get(self.model, (self.now, 0))
        read = size if self.now < until else 0
        written = self.context - read
        self.cached[self.model] = (self.now + self.ttl, self.context)
        hour = self.ttl > timedelta(minutes=5)
        usage = {"input_tokens": 4, "cache_creation_input_tokens": written, "cache_read_input_tokens": read,
                 "output_tokens": output, "cache_creation": {"ephemeral_5m_input_tokens": 0 if hour else written,
                                                             "ephemeral_1h_input_tokens": written if hour else 0}}
        self.now += timedelta(seconds=4 + output // 60)
        self.line({"type": "assistant", "requestId": f"req_{self.id[:8]}_{self.serial}", "message": {
            "id": f"msg_{self.id[:8]}_{self.serial}", "type": "message", "role": "assistant", "model": self.model,
            "content": [block], "stop_reason": stop, "usage": usage}})
        self.context += output

    def answer(self, text="Done.", output=600):
        self.request({"type": "text", "text": text}, output, "end_turn")

    def call(self, tool, inputs, result, tokens, error=False, file=None):
        """The model calls a tool; the result has this many tokens."""
        call = f"toolu_{self.id[:8]}_{self.serial + 1}"
        self.request({"type": "tool_use", "id": call, "name": tool, "input": inputs}, 180, "tool_use")
        self.now += timedelta(seconds=3)
        block = {"tool_use_id": call, "type": "tool_result", "content": result}
        if error:
            block["is_error"] = True
        outcome = {"toolUseResult": {"type": "text", "file": file}} if file else {}
        self.line({"type": "user", "message": {"role": "user", "content": [block]}, **outcome})
        self.context += tokens

    def read(self, path, tokens, lines=400):
        path = self.cwd + "/" + path
        self.call("Read", {"file_path": path}, "     1\u2192" + "x = 1\n" * (tokens // 2), tokens,
                  file={"filePath": path, "numLines": lines, "startLine": 1, "totalLines": lines})

    def edit(self, path):
        path = self.cwd + "/" + path
        self.call("Edit", {"file_path": path, "old_string": "a", "new_string": "b"}, f"The file {path} has been updated.", 60)

    def bash(self, command, result, tokens, error=False):
        self.call("Bash", {"command": command, "description": "Run it"}, result, tokens, error)


def blog():
    s = Session("blog", "b1090000", "/home/you/blog", "2026-11-21T14:00:00", SONNET, True, 21_000)
    s.prompt("Move the blog to the new generator.")
    s.read("config.py", 4200)
    s.read("templates/post.html", 6100)
    s.bash("hugo --verbose", "Exit code 127\n/bin/bash: line 1: hugo: command not found", 60, True)
    s.read("config.py", 4200)
    s.edit("config.py")
    s.answer(output=1400)
    s.prompt("And the feed?", 9)
    s.bash("make feed", "item\n" * 9000, 28_000)
    s.edit("feed.py")
    s.bash("make feed", "ok", 20)
    s.answer(output=900)
    s.prompt("Now all old posts.", 95)       # after lunch, the hour is over
    for number in range(1, 6):
        s.read(f"posts/{number}.md", 5200)
        s.edit(f"posts/{number}.md")
    s.answer(output=2200)
    s.prompt("Is the layout still right?", 6, OPUS)     # another model starts with an empty cache
    s.read("templates/base.html", 3900)
    s.answer(output=1800)
    s.prompt("Then publish it.", 4, SONNET)
    s.bash("make publish", "ok", 30)
    s.answer()


def cart():
    s = Session("cart", "ca270000", "/home/you/shop", "2026-11-19T09:00:00", OPUS, False, 17_000)
    s.prompt("The cart loses items, why?")
    for name in ("cart.ts", "session.ts", "store.ts"):
        s.read("src/" + name, 7400)
    s.answer(output=1900)
    s.prompt("Fix it.", 12)                  # longer than five minutes
    s.edit("src/cart.ts")
    s.bash("npm test", "Exit code 1\n2 failed", 900, True)
    s.bash("npm test", "Exit code 1\n2 failed", 900, True)
    s.edit("src/store.ts")
    s.bash("npm test", "ok", 400)
    s.answer()
    s.prompt("Good. A test for it, please.", 31)
    s.read("test/cart.test.ts", 5200)
    s.edit("test/cart.test.ts")
    s.answer()


blog()
cart()
