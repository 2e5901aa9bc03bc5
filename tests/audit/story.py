# SPDX-License-Identifier: MIT
"""Sessions told step by step, for tests of the audit. A piece of the context has tokens by its bytes and its kind; what
is not recorded (thinking, hidden reminders) is given separately."""
import json
import os

PER_BYTE = {"result": 0.32, "input": 0.29, "text": 0.26, "note": 0.26, "attachment": 0.28}


class Story:
    def __init__(self, folder, name="s", version="2.1.332", agent=None, start=20000, hour=10):
        self.path = os.path.join(folder, "projects", "-home-u-shop", name + ".jsonl")
        os.makedirs(os.path.dirname(self.path), exist_ok=True)
        self.file, self.lines, self.version, self.agent = open(self.path, "w"), 0, version, agent
        self.context, self.cached, self.number, self.hour, self.generated = start, 0, 0, hour, 0

    def line(self, entry):
        self.lines += 1
        n = self.lines
        self.file.write(json.dumps({
            "uuid": "%s-%d" % (self.path[-20:], n), "sessionId": "s", "version": self.version, "cwd": "/home/u/shop",
            "timestamp": "2026-11-20T%02d:%02d:%02d.000Z" % (self.hour, n // 60, n % 60),
            "isSidechain": bool(self.agent), **({"agentId": self.agent} if self.agent else {}), **entry}, ensure_ascii=False) + "\n")
        self.file.flush()
        return n

    def grow(self, thing, kind):
        self.context += round(len(json.dumps(thing, ensure_ascii=False)) * PER_BYTE[kind])

    def user(self, text):
        self.grow(text, "note")
        return self.line({"type": "user", "message": {"role": "user", "content": text}})

    def attach(self, body, seen):
        self.grow(seen, "attachment")
        return self.line({"type": "attachment", "attachment": body})

    def ask(self, *calls, text="", thinking=0, stop=None):
        """Writes a response with these calls [(tool, input)]; returns their ids."""
        self.number += 1
        blocks, ids = [{"type": "text", "text": text}] if text else [], []
        for tool, given in calls:
            ids.append("toolu_%s_%d_%d" % (os.path.basename(self.path)[:-6], self.number, len(ids)))
            blocks.append({"type": "tool_use", "id": ids[-1], "name": tool, "input": given})
        output = thinking + round(sum(len(json.dumps(b.get("input", b.get("text")), ensure_ascii=False)) *
                                      PER_BYTE["input" if "input" in b else "text"] for b in blocks))
        usage = {"input_tokens": 0, "cache_read_input_tokens": self.cached, "cache_creation_input_tokens": self.context - self.cached,
                 "output_tokens": max(1, output)}
        lines = [self.line({"type": "assistant", "requestId": "req_%s_%d" % (os.path.basename(self.path), self.number), "message": {
            "id": "msg_%s_%d" % (os.path.basename(self.path), self.number), "role": "assistant", "model": "claude-opus-4-6",
            "stop_reason": stop or ("tool_use" if calls else "end_turn"), "content": [block], "usage": usage}}) for block in blocks]
        self.cached = self.context
        self.context += output
        self.asked = lines
        return ids

    def answer(self, call, content, error=False, outcome=None, denial=None):
        block = {"tool_use_id": call, "type": "tool_result", "content": content}
        if error:
            block["is_error"] = True
        self.grow(content, "result")
        return self.line({"type": "user", "message": {"role": "user", "content": [block]},
                          **({"toolUseResult": outcome} if outcome else {}), **({"toolDenialKind": denial} if denial else {})})

    def do(self, tool, given, content, error=False, outcome=None, **more):
        """Writes one call and its result; returns the line of the call."""
        call, = self.ask((tool, given), **more)
        self.answer(call, content, error, outcome)
        return self.asked[-1]

    def bash(self, command, content="ok", error=False):
        return self.do("Bash", {"command": command}, content, error)

    def edit(self, path, old="a", new="b"):
        return self.do("Edit", {"file_path": path, "old_string": old, "new_string": new}, "The file %s has been updated." % path)

    def read(self, path, content, first=1, lines=40, **given):
        return self.do("Read", {"file_path": path, **given}, content, outcome={"type": "text", "file": {
            "filePath": path, "startLine": first, "numLines": lines, "totalLines": 400}})

    def compact(self, left=24000, trigger="auto"):
        self.line({"type": "system", "subtype": "compact_boundary", "compactMetadata": {"trigger": trigger, "preTokens": self.context}})
        self.context, self.cached = left, 14000

    def end(self, requests=1):
        for n in range(requests):
            self.bash("ls %d" % n)
        self.ask(text="Done.")
        self.file.close()
