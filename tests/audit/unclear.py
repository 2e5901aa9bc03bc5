#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Sessions with cases that only a judge can settle: unclear.py FOLDER SESSIONS

Each session has two calls that fail and are given up, a prompt that is typed again, and a subagent whose
work its caller repeats. Texts that must not leave the machine begin with "hunter2".
"""
import json
import os
import sys

folder, sessions = sys.argv[1], int(sys.argv[2])


class Chain:
    def __init__(self, session, agent=None):
        self.session, self.agent, self.lines, self.read = session, agent, 0, 0
        name = f"projects/p/{session}.jsonl" if agent is None else f"projects/p/{session}/subagents/agent-{agent}.jsonl"
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        self.file = open(path, "w")

    def line(self, kind, message, **more):
        self.lines += 1
        if self.agent:
            more = {**more, "isSidechain": True, "agentId": self.agent}
        print(json.dumps({"type": kind, "uuid": f"{self.session}-{self.agent}-{self.lines}", "sessionId": self.session,
                          "version": "2.1.330", "cwd": "/home/you", "message": message,
                          "timestamp": f"2026-11-22T05:{self.lines // 60:02}:{self.lines % 60:02}Z", **more}), file=self.file)

    def prompt(self, text):
        self.line("user", {"role": "user", "content": text})

    def answer(self, *content):
        name = f"{self.session}-{self.agent}-{self.lines}"
        usage = {"input_tokens": 1, "cache_read_input_tokens": self.read, "cache_creation_input_tokens": 1000, "output_tokens": 50}
        self.read += 1000
        for block in content:
            self.line("assistant", {"id": "m" + name, "role": "assistant", "model": "claude-opus-5-5",
                                    "content": [block], "usage": usage}, requestId="r" + name)

    def call(self, tool, given, result, error=False, **more):
        number = f"t{self.session}-{self.agent}-{self.lines}"
        self.answer({"type": "tool_use", "id": number, "name": tool, "input": given})
        self.line("user", {"role": "user", "content": [{"type": "tool_result", "tool_use_id": number, "content": result,
                                                        **({"is_error": True} if error else {})}]}, **more)


for n in range(sessions):
    main, agent = Chain(f"s{n:03}"), f"a{n:03}"
    main.prompt(f"hunter2-prompt please look into the failing build of project {n} for me")
    for attempt in "one", "two":
        main.call("Edit", {"file_path": f"/home/you/{n}.c", "old_string": f"hunter2-old {attempt}", "new_string": "new"},
                  "<tool_use_error>String to replace not found in file. hunter2-result</tool_use_error>", error=True)
    main.answer({"type": "text", "text": "hunter2-answer it does not work"})
    main.prompt(f"hunter2-prompt please look again into the failing build of project {n} for me")
    main.call("Task", {"description": "look", "prompt": "hunter2-task"}, "hunter2-report", toolUseResult={"agentId": agent})
    for file in "x", "y":
        main.call("Read", {"file_path": f"/home/you/{file}"}, "hunter2-text " * 50)
    main.answer({"type": "text", "text": "done"})
    side = Chain(f"s{n:03}", agent)
    side.prompt("hunter2-task")
    for file in "x", "y":
        side.call("Read", {"file_path": f"/home/you/{file}"}, "hunter2-text " * 50)
    side.answer({"type": "text", "text": "hunter2-report"})
