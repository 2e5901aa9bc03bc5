#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes sessions in which waste of every kind is planted, and look-alikes that are not waste:

    plant.py DIR [SESSIONS] [SEED] [MIX]

makes DIR/projects, DIR/waste.csv (a row per planted finding: session, class, line) and DIR/waste.json (tokens
and money per class and over all). A session is played through: each piece of the context has a known size in
tokens, by its bytes and its kind with some noise, and the class that was chosen for it; each request then reads,
writes and generates these contents, and others that no line of the transcript shows: thinking, pictures, hidden
reminders. Failures have the messages that the programs of this machine print, or else those in said.tsv, which names
the source of each; never those in the tables that recognize them. MIX is the share of episodes that are waste (0.5); a
slightly different number makes another corpus.

    plant.py compare DIR FOUND.csv

compares with what wick-waste --csv and --json (in FOUND.json) say.

    plant.py carried DIR FOUND.json

compares what each source of the contexts cost with what wick-growth --carried --json says."""
import csv
import json
import os
import random
import re
import subprocess
import sys
import uuid
from datetime import datetime, timedelta, timezone

MODELS = {"claude-opus-5-5": (4, 5, 8, 0.2, 20), "claude-sonnet-5-5": (2, 2.5, 4, 0.1, 10),
          "claude-opus-4-5": (5, 6.25, 10, 0.5, 25)}
CLASSES = ("reread", "retry", "failed_call", "web_wall", "platform", "dead_end", "verbose",
           "duplicate_instructions", "cache", "productive")
# Tokens per byte of JSON, and how much they vary from piece to piece.
PER_BYTE = {"Bash": 0.35, "Grep": 0.41, "result": 0.32, "input": 0.29, "text": 0.26, "note": 0.26, "attachment": 0.29}
NOISE = 0.07
VERSIONS = ("1.0.120", "2.0.67", "2.1.37", "2.1.205", "2.1.332")
LIMIT = {"result": 5000, "answer": 3000, "memory": 3000}


def load_said():
    """The messages by kind: {kind: [text]}. Programs that can be run here provide their current messages."""
    said = {}
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "said.tsv")) as file:
        for line in file:
            if line.strip() and line[0] != "#":
                kind, text, _ = line.rstrip("\n").split("\t")
                said.setdefault(kind, []).append(text.replace("\\n", "\n"))
    for kind, command in (("no_command", "NAME --x"), ("no_command", "sh -c 'NAME --x'"), ("option", "ls --nosuch"),
                          ("option", "grep --nosuch a b"), ("option", "git status --nosuch"), ("option", "sed --nosuch"),
                          ("option", "python3 -c 'import argparse; argparse.ArgumentParser(\"NAME\").parse_args([\"--nosuch\"])'"),
                          ("module", "python3 -m NAME"), ("folder", "cd / && git log"), ("folder", "cd NAME/src"),
                          ("folder", "cd /proc && make"), ("module", "python3 -c 'import NAME'")):
        run = subprocess.run(["bash", "-c", command.replace("NAME", "planted-name" if kind != "module" else "planted_name")],
                             capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"})
        text = (run.stderr + run.stdout).strip()
        if run.returncode and text and len(text) < 400:
            said.setdefault(kind, []).append(re.sub("planted.name", "NAME", text))
    return said


SAID = load_said()


def dump(thing):
    return json.dumps(thing, ensure_ascii=False)


class Chain:
    def __init__(self, dice, path, session, agent, truth):
        self.dice, self.session, self.agent, self.truth = dice, session, agent, truth
        os.makedirs(os.path.dirname(path), exist_ok=True)
        self.file, self.lines = open(path, "w"), 0
        self.now = datetime(2026, 10, 20, tzinfo=timezone.utc) + timedelta(seconds=dice.randrange(2_000_000))
        self.model = dice.choice(list(MODELS))
        self.hour = False
        self.newer = "-4-5" not in self.model
        self.keeps = dice.random() < 0.5   # the thinking of earlier answers
        self.version = dice.choice(VERSIONS)
        self.base = self.first_base = dice.randrange(12_000, 24_000)
        self.blocks = []       # [tokens, class, how many of these are productive anyway, source]
        self.cached = 0
        self.number = 0
        self.quiet = bool(agent)   # no large hidden content: the last request's writes would be unread
        self.cwd = "/home/dev/planted"
        self.dirty = None      # the class of the next request's miss
        self.lost = None       # the class of everything it sends and generates

    def id(self):
        return "%024x" % self.dice.getrandbits(96)

    def words(self, least, most):
        return " ".join("".join(self.dice.choices("abcdefghijklmnopqrstuvwxyz", k=self.dice.randrange(2, 10)))
                        for _ in range(self.dice.randrange(least, most)))

    def text_of(self, tokens):
        size = int(tokens / 0.3 / (1.38 if self.newer else 1))
        word = self.words(40, 60) + " "
        return (word * (size // len(word) + 1))[:size]

    def line(self, entry):
        self.lines += 1
        self.now += timedelta(milliseconds=self.dice.randrange(200, 4000))
        stamp = self.now.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (self.now.microsecond // 1000)
        entry = {"parentUuid": None, "uuid": str(uuid.UUID(int=self.dice.getrandbits(128))), "timestamp": stamp,
                 "sessionId": self.session, "isSidechain": bool(self.agent), "cwd": self.cwd,
                 "version": self.version, **({"agentId": self.agent} if self.agent else {}), **entry}
        self.file.write(dump(entry) + "\n")
        return self.lines

    def planted(self, waste, line):
        self.truth["rows"].append((self.session, waste, line))

    def tokens(self, size, kind):
        return size * PER_BYTE.get(kind, PER_BYTE["result"]) * (1.38 if self.newer else 1) * self.dice.uniform(1 - NOISE, 1 + NOISE)

    def add(self, size, kind, waste=None, skip=0, source="result"):
        self.blocks.append([self.tokens(size, kind), waste, skip, source])

    def hide(self, tokens):
        """Adds content to the context that no line records."""
        self.blocks.append([tokens, None, 0, "thinking"])

    def prompt(self, text=None, waste=None):
        text = text or self.words(8, 30)
        line = self.line({"type": "user", "message": {"role": "user", "content": text}})
        self.add(len(dump(text)), "note", waste, 0, "prompt")
        if waste:
            self.planted(waste, line)

    def attachment(self, body, waste=None, skip=0):
        line = self.line({"type": "attachment", "attachment": body})
        self.add(len(dump(body)), "attachment", waste, skip, "attachment")
        if waste:
            self.planted(waste, line)

    def carry(self, source, start, end, read, rate, write):
        """Adds the cost of this piece in a request: the part before `read` is read, the rest is written."""
        sums = self.truth["carried"]
        reads = max(0, min(end, read) - start)
        sums[source] = sums.get(source, 0) + (reads * rate + (end - start - reads) * write) / 1e6

    def count(self, waste, tokens, usd):
        got = self.truth["classes"].setdefault(waste, [0, 0.0])
        got[0] += tokens
        got[1] += usd / 1e6

    def request(self, calls=(), text="", waste=None, trip=None, stop="tool_use"):
        """One response with these calls [(tool, input, class)] and text; counts what was sent."""
        self.number += 1
        if self.dice.random() < 0.15 and not self.quiet:
            self.hide(self.dice.randrange(100, 900))
        thinking = self.dice.randrange(100, 3000) if self.dice.random() < 0.35 and not self.quiet else 0
        rate = MODELS[self.model]
        write = rate[2] if self.hour else rate[1]
        prompt = round(self.base + sum(tokens for tokens, _, _, _ in self.blocks))
        read = 0 if self.dirty else min(self.cached, prompt)
        written = prompt - read
        sizes = [len(dump(inputs)) for _, inputs, _ in calls]
        parts = [self.tokens(size, "input") for size in sizes]
        words = self.tokens(len(dump(text)), "text") if text else 0
        output = max(1, round(sum(parts) + words + thinking))
        free = [read, written, output]
        at = self.base
        self.carry("base", 0, self.first_base, read, rate[3], write)
        self.carry("summary", self.first_base, self.base, read, rate[3], write)
        self.carry("output", 0, output, 0, 0, rate[4])
        for tokens, block, skip, source in self.blocks:
            self.carry(source, at, at + tokens, read, rate[3], write)
            if block and tokens > skip:
                reads = max(0, min(at + tokens, read) - (at + skip))
                reads = min(reads, tokens - skip)
                writes = tokens - skip - reads
                free[0], free[1] = free[0] - reads, free[1] - writes
                self.count(block, reads + writes, reads * rate[3] + writes * write)
            at += tokens
        for (_, _, call), part in zip(calls, parts):
            if call and call not in ("verbose",):
                free[2] -= part
                self.count(call, part, part * rate[4])
        if calls and all(call and call != "verbose" for _, _, call in calls):
            trip = calls[0][2]
        if self.lost:
            self.count(self.lost, sum(free), free[0] * rate[3] + free[1] * write + free[2] * rate[4])
            free = [0, 0, 0]
        if trip:
            self.count(trip, free[0] + free[2], free[0] * rate[3] + free[2] * rate[4])
            free[0] = free[2] = 0
        head = {"type": "assistant", "requestId": "req_" + self.id()}
        usage = {"input_tokens": 0, "cache_read_input_tokens": read, "cache_creation_input_tokens": written,
                 "cache_creation": {"ephemeral_5m_input_tokens": 0 if self.hour else written,
                                    "ephemeral_1h_input_tokens": written if self.hour else 0},
                 "output_tokens": output}
        message, lines, ids = "msg_" + self.id(), [], []

        def write_line(block):
            lines.append(self.line({**head, "message": {
                "id": message, "type": "message", "role": "assistant", "model": self.model, "content": [block],
                "stop_reason": stop, "usage": usage}}))

        if text:
            write_line({"type": "text", "text": text})
        for tool, inputs, _ in calls:
            ids.append("toolu_" + self.id())
            write_line({"type": "tool_use", "id": ids[-1], "name": tool, "input": inputs})
        if not lines:
            write_line({"type": "text", "text": ""})
        if self.lost and self.number == 1:
            self.planted(self.lost, lines[0])
        if self.dirty:
            again = min(free[1], self.cached)
            self.count("cache", again, again * (write - rate[3]))
            self.count("productive", 0, again * rate[3])
            free[1] -= again
            self.planted("cache", lines[0])
        self.dirty = None
        if self.hour:
            self.count("cache", free[1], free[1] * (rate[2] - rate[1]))
            self.count("productive", 0, free[1] * rate[1])
            free[1] = 0
            self.hour_line = lines[0]
        self.count("productive", sum(free), free[0] * rate[3] + free[1] * write + free[2] * rate[4])
        self.truth["all"][0] += prompt + output
        self.truth["all"][1] += (read * rate[3] + written * write + output * rate[4]) / 1e6
        self.cached, self.last_written, self.last_free = prompt, written, free[1]
        if thinking and self.keeps:
            self.hide(thinking)
        if text:
            self.blocks.append([words, waste, LIMIT["answer"] if waste == "verbose" else 0, "answer"])
            if waste:
                self.planted(waste, lines[0])
        first = 1 if text else 0
        self.tools = dict(zip(ids, (tool for tool, _, _ in calls)))
        for i, ((_, _, call), part) in enumerate(zip(calls, parts)):
            self.blocks.append([part, call if call != "verbose" else None, 0, "call"])
            if call:
                self.planted(call, lines[first + i])
        return ids

    def results(self, ids, contents, waste=(), error=False, outcome=None):
        for i, (call, content) in enumerate(zip(ids, contents)):
            block = {"tool_use_id": call, "type": "tool_result", "content": content}
            if error:
                block["is_error"] = True
            line = {"type": "user", "message": {"role": "user", "content": [block]}}
            if outcome:
                line["toolUseResult"] = outcome
            self.line(line)
            kind = waste[i] if waste else None
            if isinstance(content, list):  # a picture
                self.hide(self.dice.randrange(400, 1600))
                continue
            self.add(len(dump(content)) - 2, self.tools.get(call, "result"), kind, LIMIT["result"] if kind == "verbose" else 0)

    def call(self, tool, inputs, content, waste=None, error=False, outcome=None):
        ids = self.request([(tool, inputs, waste)])
        self.results(ids, [content], [waste], error, outcome)

    def compaction(self):
        self.line({"type": "system", "subtype": "compact_boundary",
                   "compactMetadata": {"trigger": "manual", "preTokens": self.cached}})
        self.blocks = []
        self.base += self.dice.randrange(1000, 3000)
        self.cached = self.base - self.dice.randrange(900, 1000)


class Session:
    def __init__(self, dice, folder, truth):
        self.dice, self.truth = dice, truth
        self.name = str(uuid.UUID(int=dice.getrandbits(128)))
        self.folder = folder
        self.c = Chain(dice, os.path.join(folder, self.name + ".jsonl"), self.name, "", truth)
        self.serial = 0
        self.home = "/home/dev/planted"
        if dice.random() < 0.2:
            self.home = self.c.cwd = "C:\\Users\\dev\\planted"

    def cwd(self, path):
        return path[len(self.home) + 1:].replace("\\", "/")

    def fresh(self, end=".py"):
        self.serial += 1
        return self.home + self.home[-8] + self.c.words(1, 2) + str(self.serial) + end

    def program(self):
        self.serial += 1
        return "tool" + self.c.words(1, 2) + str(self.serial)

    # Parts of several episodes.
    def read(self, path, waste=None, first=0, lines=0, all_lines=400, content=None, chain=None):
        inputs = {"file_path": path}
        if lines:
            inputs.update(offset=first, limit=lines)
        content = content or "     1→" + (chain or self.c).text_of(self.dice.randrange(300, 1500))
        start, count = (first, lines) if lines else (1, all_lines)
        (chain or self.c).call("Read", inputs, content, waste, outcome={"type": "text", "file": {
            "filePath": path, "numLines": count, "startLine": start, "totalLines": all_lines}})
        return content

    def edit(self, path, old=None, new=None, waste=None):
        self.c.call("Edit", {"file_path": path, "old_string": old or self.c.words(3, 9), "new_string": new or self.c.words(3, 9)},
                    "The file " + path + " has been updated.", waste)

    def bash(self, command, content, waste=None, error=False):
        self.c.call("Bash", {"command": command, "description": self.c.words(2, 5)}, content, waste, error)

    def ordinary(self):
        what = self.dice.randrange(6)
        if what == 5:
            # Several calls at once.
            paths = [self.fresh() for _ in range(self.dice.randrange(2, 5))]
            ids = self.c.request([("Read", {"file_path": path}, None) for path in paths])
            self.c.results(ids, ["     1→" + self.c.text_of(self.dice.randrange(300, 1500)) for _ in paths])
        elif what == 4:
            ids = self.c.request([("Read", {"file_path": self.fresh(".png")}, None)])
            self.c.results(ids, [[{"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "A" * 400}}]])
        elif what == 0:
            self.read(self.fresh())
        elif what == 1:
            path = self.fresh()
            self.read(path)
            self.edit(path)
        elif what == 2:
            self.bash("ls " + self.c.words(1, 2), self.c.words(5, 60))
        else:
            self.c.request(text=self.c.words(20, 120), stop="end_turn")
            self.c.prompt()

    # Waste.
    def reread(self):
        path = self.fresh()
        if self.dice.random() < 0.5:
            content = self.read(path)
            self.ordinary()
            self.read(path, "reread", content=content)
        else:
            self.read(path)
            self.bash("ls src", self.c.words(4, 9))
            first = self.dice.randrange(5, 200)
            self.read(path, "reread", first=first, lines=40)

    def retry(self):
        if self.dice.random() < 0.3:
            text = self.c.words(12, 20)
            self.c.request(text=self.c.words(20, 40), stop="end_turn")
            self.c.prompt(text)
            self.c.request(text=self.c.words(20, 40), stop="end_turn")
            self.c.prompt(text + ".", "retry")
            return
        inputs, failed = self.program() + " test", "Exit code 1\n" + self.c.words(10, 50)
        description = self.c.words(2, 5)
        for waste in (None, "retry"):
            self.c.call("Bash", {"command": inputs, "description": description}, failed, waste, True)
        self.edit(self.fresh())
        self.bash(inputs, "ok " + self.c.words(3, 9))

    def failed_call(self):
        path, kind = self.fresh(), self.dice.randrange(7)
        if kind == 6:
            self.cancelled()
            return
        tool, inputs = "Edit", {"file_path": path, "old_string": self.c.words(3, 30), "new_string": self.c.words(3, 30)}
        said = self.dice.choice(SAID["unread" if kind == 0 else "misuse"])
        # A read that the client demanded is no reread.
        content = self.read(path) if kind == 0 and self.dice.random() < 0.5 else None
        self.c.call(tool, inputs, said, "failed_call", True)
        self.read(path, content=content)
        self.edit(path)

    def cancelled(self):
        """One call fails, and the others of the response are not run."""
        paths = [self.fresh() for _ in range(self.dice.randrange(2, 4))]
        ids = self.c.request([("Edit", {"file_path": path, "old_string": self.c.words(3, 9), "new_string": "x"}, "failed_call") for path in paths])
        said = [self.dice.choice(SAID["unread"])] + [self.dice.choice(SAID["cancelled"])] * (len(ids) - 1)
        self.c.results(ids, said, ["failed_call"] * len(ids), True)
        for path in paths[:2]:
            self.read(path)
            self.edit(path)

    def web_wall(self):
        url = "https://" + self.program() + ".example.com/docs"
        said, error = self.dice.choice((
            ("Request failed with status code 403", True), ("Request failed with status code 404", True),
            ("Request failed with status code 503", True), ("getaddrinfo ENOTFOUND host", True),
            ("# Just a moment...\n\nChecking your browser before accessing.", False),
            ("REDIRECT DETECTED: The URL redirects to a different host.\n\nOriginal URL: " + url +
             "\nRedirect URL: https://login.example.com/start", False),
            ("Error: page.goto: net::ERR_CONNECTION_REFUSED at " + url, True)))
        tool = "mcp__playwright__browser_navigate" if "net::" in said else "WebFetch"
        self.c.call(tool, {"url": url, "prompt": self.c.words(5, 20)}, said, "web_wall", error)

    def platform(self):
        name = self.program()
        kind = self.dice.choice(("no_command", "option", "module", "folder"))
        said = self.dice.choice(SAID[kind]).replace("NAME", name)
        if self.dice.random() < 0.15:
            self.c.call("MultiEdit", {"file_path": self.fresh(), "edits": []},
                        "<tool_use_error>Error: No such tool available: MultiEdit</tool_use_error>", "platform", True)
            return
        # A pipe hides the status, but the shell itself still reports a missing command.
        hidden = kind == "no_command" and self.dice.random() < 0.3
        self.bash(name + " --run " + self.c.words(1, 5) + (" 2>&1 | head -5" if hidden else ""),
                  said if hidden else "Exit code 1\n" + said, "platform", not hidden)

    def dead_end(self):
        kind = self.dice.randrange(6)
        if kind == 5:
            self.lost_subagent()
        elif kind == 4:
            # Edits that are thrown away, unlike those of files in git.
            path = self.fresh()
            self.read(path)
            self.edit(path)
            self.bash("git commit -qam " + self.c.words(1, 2), "")
            for _ in range(self.dice.randrange(1, 3)):
                self.edit(path, waste="dead_end")
            self.bash("git " + self.dice.choice(("checkout -- ", "restore ")) + self.cwd(path), "", "dead_end")
        elif kind == 0:
            name = self.program()
            for _ in range(self.dice.randrange(3, 5)):
                self.bash(name + " " + self.c.words(2, 6), "Exit code 1\n" + self.c.words(9, 40), "dead_end", True)
        elif kind == 1:
            path, old, new = self.fresh(), self.c.words(8, 30), self.c.words(8, 30)
            self.read(path)
            self.edit(path, old, new, "dead_end")
            self.edit(path, new, old, "dead_end")
        elif kind == 2:
            self.c.request(text=self.c.text_of(self.dice.randrange(300, 900)), waste="dead_end", trip="dead_end", stop="max_tokens")
            self.c.prompt()
        else:
            self.c.request(text=self.c.words(20, 90), waste="dead_end", trip="dead_end", stop=None)
            text = "[Request interrupted by user]"
            self.c.line({"type": "user", "message": {"role": "user", "content": [{"type": "text", "text": text}]}})
            self.c.add(len(dump(text)), "note")
            self.c.prompt()

    def lost_subagent(self):
        """All of its work is wasted: its result is never returned."""
        self.c.request([("Task", {"description": "look", "prompt": self.c.words(5, 20)}, None)])
        agent = self.c.id()[:16]
        chain = Chain(self.dice, os.path.join(self.folder, self.name, "subagents", "agent-" + agent + ".jsonl"), self.name, agent, self.truth)
        chain.lost = "dead_end"
        chain.now = self.c.now
        chain.prompt()
        for _ in range(self.dice.randrange(1, 4)):
            self.read(self.fresh(), chain=chain)
        chain.request(text="done", stop="end_turn")
        chain.file.close()
        self.c.prompt()

    def verbose(self):
        if self.dice.random() < 0.7:
            self.bash(self.program() + " --all", self.c.text_of(self.dice.randrange(6500, 15_000)), "verbose")
        else:
            self.c.request(text=self.c.text_of(self.dice.randrange(4500, 9000)), waste="verbose", stop="end_turn")
            self.c.prompt()
        for _ in range(4):     # it is sent again with each request
            self.bash("ls " + self.c.words(1, 2), self.c.words(5, 20))

    def duplicate_instructions(self):
        if self.dice.random() < 0.5:
            body = {"type": "hook_additional_context", "content": [self.c.text_of(self.dice.randrange(150, 900))]}
            self.c.attachment(body)
            self.ordinary()
            self.c.attachment(body, "duplicate_instructions")
            self.ordinary()
        else:
            body = {"type": "nested_memory", "path": self.fresh(".md"), "content": self.c.text_of(self.dice.randrange(4000, 8000))}
            self.c.attachment(body, "duplicate_instructions", LIMIT["memory"])

    def cache(self):
        self.c.request(text=self.c.words(5, 20), stop="end_turn")
        self.c.now += timedelta(seconds=self.dice.randrange(400, 2000))
        self.c.dirty = "cache"
        self.ordinary()

    # Not waste.
    def like_read(self):
        path = self.fresh()
        content = self.read(path)
        kind = self.dice.randrange(5)
        if kind == 0:
            self.edit(path)
            self.read(path)
        elif kind == 1:
            self.read(path, first=401, lines=50, all_lines=900)
        elif kind == 2:
            self.c.compaction()
            self.read(path, content=content)
        elif kind == 3:
            self.c.attachment({"type": "edited_text_file", "filename": path, "snippet": self.c.words(4, 9)})
            self.read(path, content=content)
        else:
            self.subagent(path, content)

    def subagent(self, path, content):
        agent = self.c.id()[:16]
        chain = Chain(self.dice, os.path.join(self.folder, self.name, "subagents", "agent-" + agent + ".jsonl"), self.name, agent, self.truth)
        chain.model, chain.newer = self.c.model, self.c.newer
        chain.prompt()
        self.read(path, content=content, chain=chain)
        chain.request(text="done", stop="end_turn")
        chain.file.close()
        self.c.call("Task", {"description": "look", "prompt": self.c.words(5, 20)}, self.c.words(9, 30), outcome={"agentId": agent, "status": "completed"})

    def like_failure(self):
        name = self.program()
        self.bash(name + " test", "Exit code 1\n1 failed", error=True)
        self.edit(self.fresh())
        self.bash(name + " test", "Exit code 1\n1 failed", error=True)
        self.edit(self.fresh())
        self.bash(name + " test", "all passed")
        # Quotations by programs, and steering by the user.
        quoted = self.dice.choice(SAID["no_command"]).replace("NAME", name)
        self.bash("cat " + self.c.words(1, 2) + ".log", quoted)
        if self.dice.random() < 0.3:
            self.c.call("ExitPlanMode", {"plan": self.c.words(30, 90)}, self.dice.choice(SAID["steered"]), error=True)

    def like_wall(self):
        if self.dice.random() < 0.5:
            self.bash("curl -si http://localhost:8080/" + self.c.words(1, 2), "HTTP/1.1 404 Not Found\ncontent-length: 0")
        else:
            self.c.call("WebFetch", {"url": "http://localhost:3000/none", "prompt": "status?"}, "Request failed with status code 404", error=True)
            self.c.call("WebFetch", {"url": "http://localhost:3000/", "prompt": "status?"}, "It works. " + self.c.words(4, 9))

    def like_dead_end(self):
        """A different file is restored; and one that was not edited."""
        path, other = self.fresh(), self.fresh()
        self.read(path)
        self.edit(path)
        self.bash("git checkout -- " + self.cwd(other), "")

    def like_long(self):
        text = self.c.text_of(self.dice.randrange(6000, 9000))
        if self.dice.random() < 0.3:
            path = self.fresh()
            self.read(path, content=text)
            self.edit(path)
            return
        if self.dice.random() < 0.3:
            self.read("/home/dev/planted/.claude/skills/" + self.program() + ".md", content=text)
            return
        self.bash(self.program() + " --schema", text)
        self.c.call("Write", {"file_path": self.fresh(".sql"), "content": text[: len(text) * 3 // 4]}, "File created successfully")

    def like_prompt(self):
        if self.dice.random() < 0.5:
            # A similar task again, after the first one was completed.
            before, after = self.c.words(6, 9), self.c.words(3, 5)
            for _ in range(2):
                self.c.request(text=self.c.words(20, 40), stop="end_turn")
                self.c.prompt(" ".join((before, self.c.words(1, 3), after)))
                self.edit(self.fresh())
            return
        self.c.request(text=self.c.words(9, 20), stop="end_turn")
        self.c.prompt("go on")
        self.c.request(text=self.c.words(9, 20), stop="end_turn")
        self.c.prompt("go on")

    def like_unread(self):
        """Another session begins with what the last request wrote."""
        self.c.prompt(self.c.words(2000, 3000))
        self.c.request(text="done", stop="end_turn")
        other = Session(self.dice, self.folder, self.truth)
        other.c.model, other.c.now = self.c.model, self.c.now + timedelta(seconds=self.dice.randrange(10, 200))
        other.c.base = other.c.first_base = other.c.cached = self.c.cached
        other.c.prompt()
        for _ in range(3):
            other.ordinary()
        other.c.quiet = True
        for _ in range(3):
            other.bash("ls " + self.c.words(1, 2), self.c.words(5, 20))
        other.c.request(text="done", stop="end_turn")
        other.c.file.close()

    def play(self, mix):
        waste = [self.reread, self.retry, self.failed_call, self.web_wall, self.platform, self.dead_end, self.verbose,
                 self.duplicate_instructions, self.cache]
        alike = [self.like_read, self.like_failure, self.like_wall, self.like_long, self.like_prompt, self.like_dead_end]
        c = self.c
        c.hour = self.dice.random() < 0.15
        listing = {"type": "skill_listing", "content": c.text_of(self.dice.randrange(700, 3000))}
        unused = self.dice.random() < 0.5
        c.attachment(listing, "duplicate_instructions" if unused else None)
        c.prompt()
        if not unused:
            c.call("Skill", {"skill": "x"}, "Launching skill: x")
        for _ in range(self.dice.randrange(6, 30)):
            self.ordinary()
            roll = self.dice.random()
            # An hour's cache is planted as a whole: no misses in it.
            if roll < mix:
                self.dice.choice(waste[:-1] if c.hour else waste)()
            elif roll < mix + 0.3:
                self.dice.choice(alike)()
        c.quiet = True
        for _ in range(5):
            self.bash("ls " + c.words(1, 2), c.words(5, 20))
        c.request(text="done", stop="end_turn")
        if c.hour:
            c.planted("cache", c.hour_line)
        elif self.dice.random() < 0.3:
            self.like_unread()
        c.file.close()


def make(folder, sessions, seed, mix):
    dice = random.Random(seed)
    truth = {"rows": [], "classes": {}, "all": [0, 0.0], "carried": {}}
    for n in range(sessions):
        Session(dice, os.path.join(folder, "projects", "-home-dev-planted%d" % (n % 5)), truth).play(mix)
    with open(os.path.join(folder, "waste.csv"), "w", newline="") as out:
        csv.writer(out).writerows([("session", "class", "line")] + truth["rows"])
    with open(os.path.join(folder, "waste.json"), "w") as out:
        json.dump({name: truth[name] for name in ("classes", "all", "carried")}, out)


def compare(folder, found):
    with open(os.path.join(folder, "waste.csv")) as file:
        wanted = {tuple(r.values()) for r in csv.DictReader(file)}
    with open(found) as file:
        rows = list(csv.DictReader(file))
    got = {(r["session"], r["class"], r["line"]) for r in rows}
    with open(os.path.join(folder, "waste.json")) as file:
        truth = json.load(file)
    with open(found.replace(".csv", ".json")) as file:
        said = json.load(file)
    bad = 0
    for waste in CLASSES:
        want, have = {r for r in wanted if r[1] == waste}, {r for r in got if r[1] == waste}
        both = len(want & have)
        precision, recall = both / max(1, len(have)), both / max(1, len(want))
        tokens, usd = truth["classes"].get(waste, (0, 0))
        cost = said["classes"].get(waste, {"tokens": 0, "usd": 0})
        off = abs(cost["tokens"] - tokens) / max(1, tokens), abs(cost["usd"] - usd) / max(1e-9, usd)
        good = max(off) <= 0.05 and (waste == "productive" or (want and precision >= 0.97 and recall >= 0.97))
        bad += not good
        print("%s%s: %d planted, precision %.3f, recall %.3f, tokens %.2f %% off, money %.2f %% off" % (
            "" if good else "WRONG ", waste, len(want), precision, recall, off[0] * 100, off[1] * 100))
        for name, rest in (("missed", want - have), ("wrong", have - want)):
            for row in sorted(rest)[:5]:
                print("    %s: %s" % (name, " ".join(row)), file=sys.stderr)
    if said["tokens"] != truth["all"][0] or abs(said["usd"] - truth["all"][1]) > 1e-6:
        print("WRONG in total: %s, %s" % (truth["all"], [said["tokens"], said["usd"]]))
        bad += 1
    return bad


def compare_carried(folder, found):
    """Compares the cost of each source of contexts: within 5 %, or for small ones within 0.05 % of the total."""
    with open(os.path.join(folder, "waste.json")) as file:
        truth = json.load(file)
    with open(found) as file:
        said = json.load(file)
    got, bad = {}, 0
    for row in said["carried"]:
        got[row["kind"]] = got.get(row["kind"], 0) + row["cost_usd"]
    for source in sorted(set(got) | set(truth["carried"])):
        usd, cost = truth["carried"].get(source, 0), got.get(source, 0)
        good = abs(cost - usd) <= max(0.05 * usd, 0.0005 * truth["all"][1])
        bad += not good
        print("%s%s: %.4f, found %.4f" % ("" if good else "WRONG ", source, usd, cost))
    if abs(sum(got.values()) - truth["all"][1]) > 1e-6:
        print("WRONG in total: %s, %s" % (truth["all"][1], sum(got.values())))
        bad += 1
    return bad


if __name__ == "__main__":
    if sys.argv[1] == "carried":
        sys.exit(min(1, compare_carried(sys.argv[2], sys.argv[3])))
    if sys.argv[1] == "compare":
        sys.exit(min(1, compare(sys.argv[2], sys.argv[3])))
    arguments = sys.argv[2:] + ["30", "1", "0.5"][len(sys.argv) - 2:]
    make(sys.argv[1], int(arguments[0]), int(arguments[1]), float(arguments[2]))
