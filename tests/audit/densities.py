#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes sessions whose texts take known numbers of tokens:

    densities.py write DIR SEED MODEL...
    densities.py seeds DIR SEEDS MODEL...

MODEL is JSON: {"model": NAME, "factor": F, ...}, see DEFAULTS. A text of a kind takes KINDS[kind] times F tokens per
1,000 bytes, with noise from session to session and from text to text, whose median is 1. In between are look-alikes
that take twice as many tokens, or seem to: small results, results beside a prompt, an attachment or another tool's
result, answers of responses that thought, answers that a limit cut off. "names": two names instead of
"model", one of them for each session, at random. With `seeds` one of each seed from 1 on, in DIR/SEED.

    densities.py check DIR SEEDS MODEL...

reads DIR/SEED.json, the output of wick-growth --tokens --json for each, and prints for how many of the seeds each true
figure is in its interval.

    densities.py count DIR

counts the steps of results in the transcripts below DIR by the method's description alone, and prints for each model and
tool how many there are and the median of their tokens per 1,000 bytes."""
import glob
import json
import math
import os
import random
import re
import statistics
import sys
from datetime import datetime, timedelta, timezone

KINDS = {"Read": 400, "Bash": 350, "answer": 240, "edit": 300}
DEFAULTS = {"factor": 1, "client": "2.1.332", "sessions": 6, "each": 6, "kinds": list(KINDS), "least": 4200, "most": 7000,
            "output": 0.05, "session_noise": 0.04, "noise": 0.12, "decoys": True, "since": "2026-10-01"}


def dump(thing):
    return json.dumps(thing, ensure_ascii=False)


class Session:
    def __init__(self, dice, folder, model, spec, number):
        self.dice, self.model, self.spec = dice, model, spec
        self.name = "%08x-0000-4000-8000-%012x" % (dice.getrandbits(32), number)
        os.makedirs(folder, exist_ok=True)
        self.file = open(os.path.join(folder, self.name + ".jsonl"), "w")
        self.now = datetime.fromisoformat(spec["since"]).replace(tzinfo=timezone.utc) + timedelta(hours=3 * number)
        self.context, self.last, self.count, self.calls, self.responses = 15000.0, 0, 0, 0, 0
        self.own = math.exp(dice.gauss(0, spec["session_noise"]))

    def line(self, entry, side=""):
        self.count += 1
        self.now += timedelta(seconds=3)
        entry = {"uuid": "%s-%d" % (self.name, self.count), "timestamp": self.now.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
                 "sessionId": self.name, "cwd": "/home/dev/texts", "version": self.spec["client"],
                 "isSidechain": bool(side), **({"agentId": side} if side else {}), **entry}
        self.file.write(dump(entry) + "\n")

    def tokens(self, kind, size, times=1):
        """The number of tokens of a text with this number of bytes."""
        noise = math.exp(self.dice.gauss(0, self.spec["noise"]))
        return KINDS[kind] * self.spec["factor"] * self.own * noise * times * size / 1000

    def respond(self, blocks, output, stop="tool_use", side="", thinks=False):
        prompt = round(self.context)
        if thinks:
            blocks = [{"type": "thinking", "thinking": "", "signature": "x"}] + blocks
        usage = {"input_tokens": 0, "cache_read_input_tokens": min(self.last, prompt),
                 "cache_creation_input_tokens": max(0, prompt - self.last), "output_tokens": round(output)}
        self.responses += 1
        for block in blocks:
            self.line({"type": "assistant", "requestId": "req_%s_%d" % (self.name, self.responses), "message": {
                "id": "msg_%s_%d" % (self.name, self.responses), "type": "message", "role": "assistant", "model": self.model,
                "content": [block], "stop_reason": stop, "usage": usage}}, side)
        self.last = prompt
        self.context += round(output)

    def result(self, call, text, side="", beside=()):
        self.line({"type": "user", "message": {"role": "user", "content": [
            {"type": "tool_result", "tool_use_id": call, "content": text}, *beside]}}, side)

    def prompt(self, text="go on"):
        self.line({"type": "user", "message": {"role": "user", "content": text}})
        self.context += 3

    def size(self):
        return self.dice.randrange(self.spec["least"], self.spec["most"] + 1)

    def call(self, tool, inputs=None):
        self.calls += 1
        return {"type": "tool_use", "id": "toolu_%s_%d" % (self.name, self.calls), "name": tool, "input": inputs or {"file_path": "/x"}}

    def tool(self, tool, size, times=1, output=None, side=""):
        """A call and its result."""
        call = self.call(tool)
        tokens = round(self.tokens(tool, size, times))
        share = self.spec["output"] if output is None else output  # of the context's growth
        self.respond([call], max(1, round(tokens * share / (1 - share))), side=side)
        self.result(call["id"], "x" * size, side)
        self.context += tokens

    def answer(self, size, times=1, thinks=False, stop="end_turn"):
        text = "y" * size
        self.respond([{"type": "text", "text": text}], self.tokens("answer", len(dump(text)), times), stop, thinks=thinks)
        self.prompt()

    def edit(self, size):
        call = self.call("Edit", {"file_path": "/home/dev/texts/a.py", "old_string": "a", "new_string": "z" * size})
        self.respond([call], self.tokens("edit", len(dump(call["input"]))))
        self.result(call["id"], "done")
        self.context += 5

    def decoy(self):
        what = self.dice.randrange(7)
        if what == 0:
            self.tool("Bash", 3900, times=2)
        elif what == 1:  # a prompt beside the result
            call = self.call("Bash")
            self.respond([call], 20)
            self.result(call["id"], "x" * 5000)
            self.line({"type": "user", "message": {"role": "user", "content": "p" * 6000}})
            self.context += 6000
        elif what == 2:
            self.answer(900, times=3, thinks=True)
        elif what == 3:
            self.answer(900, times=3, stop="max_tokens")
        elif what == 4:  # two tools
            first, second = self.call("Bash"), self.call("Grep")
            self.respond([first, second], 40)
            self.result(first["id"], "x" * 5000)
            self.result(second["id"], "x" * 5000)
            self.context += 9000
        elif what == 5:  # thinking that is not kept: most of the apparent growth of the context
            self.tool("Bash", 5000, times=2, output=0.3)
        else:
            call = self.call("Bash")
            self.respond([call], 20)
            self.result(call["id"], "x" * 5000)
            self.line({"type": "attachment", "attachment": {"type": "todo_reminder", "content": "t" * 3000}})
            self.context += 5000

    def play(self, each):
        self.prompt("begin")
        todo = [kind for kind in self.spec["kinds"] for _ in range(each)]
        todo += ["decoy"] * (len(todo) // 3 if self.spec["decoys"] else 0)
        self.dice.shuffle(todo)
        for kind in todo:
            if kind == "answer":
                self.answer(self.dice.randrange(300, 3000))
            elif kind == "edit":
                self.edit(self.dice.randrange(600, 3000))
            elif kind == "decoy":
                self.decoy()
            else:
                self.tool(kind, self.size())
        self.answer(100)
        self.file.close()


def write(folder, seed, specs):
    dice, number = random.Random(seed), 0
    for spec in specs:
        spec = {**DEFAULTS, **spec}
        for i in range(spec["sessions"]):
            number += 1
            model = spec["names"][i % 2 if i < 6 else dice.randrange(2)] if "names" in spec else spec["model"]
            each = spec["each"][i] if isinstance(spec["each"], list) else spec["each"]
            Session(dice, os.path.join(folder, "projects", "-home-dev-texts"), model, spec, number).play(each)


def kind_of(row):
    return row["tool"] if row["kind"] == "result" else row["kind"]


def check(folder, seeds, specs):
    hits, of = {}, {}

    def count(figure, row, truth):
        if row["steps"] < 20 or row["sessions"] < 3:
            return
        of[figure] = of.get(figure, 0) + 1
        hits[figure] = hits.get(figure, 0) + (row.get("low", math.inf) <= truth <= row.get("high", -math.inf))

    factors = {name: {**DEFAULTS, **spec}["factor"] for spec in specs for name in spec.get("names", [spec.get("model")])}
    for seed in range(1, seeds + 1):
        said = json.load(open(os.path.join(folder, "%d.json" % seed)))
        for row in said["densities"]:
            count("densities", row, KINDS[kind_of(row)] * factors[row["model"]])
        for row in said["ratios"]:
            if row.get("baseline"):
                continue
            figure = "ratios of a kind" if "kind" in row else "ratios"
            count(figure, row, factors[row["model"]] / factors[row["other"]])
    for figure in sorted(of):
        print("%s: %d of %d, %s" % (figure, hits[figure], of[figure], "enough" if hits[figure] >= 0.95 * of[figure] else "too few"))


def compact(thing):
    return json.dumps(thing, ensure_ascii=False, separators=(",", ":"))


def events_of(path):
    """A transcript as a sequence of responses, results and other contents of a context."""
    responses = {}
    for line in open(path, errors="replace"):
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        message = entry.get("message") if isinstance(entry, dict) else None
        kind = entry.get("type") if isinstance(entry, dict) else None
        if not isinstance(entry, dict) or entry.get("isSidechain"):
            continue
        if kind == "assistant" and message.get("usage"):
            usage = message["usage"]
            is_new = message["id"] not in responses
            if is_new:
                responses[message["id"]] = {"model": message["model"], "client": entry.get("version"), "output": 0, "bytes": 0,
                                            "thinks": False, "tools": {}, "context": sum(usage.get(key) or 0 for key in (
                                                "input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"))}
            response = responses[message["id"]]
            response["output"] = max(response["output"], usage.get("output_tokens", 0))
            for block in message["content"]:
                response["thinks"] |= block["type"] in ("thinking", "redacted_thinking")
                if block["type"] == "text":
                    response["bytes"] += len(compact(block["text"]).encode())
                if block["type"] == "tool_use":
                    response["tools"][block["id"]] = block["name"]
                    response["bytes"] += len(compact(block["input"]).encode())
            if is_new:
                yield "response", response
        elif kind == "user" and isinstance(message["content"], list):
            for block in message["content"]:
                yield block["type"], block
        elif kind in ("user", "attachment") or entry.get("subtype") == "compact_boundary":
            yield "other", None


def steps_of(path):
    before, between, tools = None, [], {}
    for kind, event in events_of(path):
        if kind != "response":
            between.append((kind, event))
            continue
        after, results = event, [block for name, block in between if name == "tool_result"]
        if before and results and len(results) == len(between) and before["model"] == after["model"]:
            tools.update(before["tools"])
            contents = [block.get("content", "") for block in results]
            size = sum(len(compact(content).encode()) - 2 * isinstance(content, str) for content in contents)
            names = {tools.get(block["tool_use_id"]) for block in results}
            grown, output = after["context"] - before["context"], before["output"]
            old = tuple(map(int, re.findall("[0-9]+", before["client"] or "0")[:3])) < (2, 1, 97)
            if old:
                output = max(output, 0.29 * before["bytes"])
            if size >= 4000 and len(names) == 1 and grown > 0 and output <= 0.15 * grown and not (old and before["thinks"]) \
                    and '"image"' not in dump(contents):
                yield before["model"], names.pop(), (grown - output) * 1000 / size
        tools.update(after["tools"])
        before, between = after, []


def count(folder):
    found = {}
    for path in glob.glob(os.path.join(folder, "**", "*.jsonl"), recursive=True):
        for model, tool, per_kb in steps_of(path):
            model = re.sub("(?<=-4)$", "-0", re.sub("-20[0-9]{6}$", "", model))
            found.setdefault((model, tool), []).append(per_kb)
    for (model, tool), values in sorted(found.items()):
        print(model, tool, len(values), "%g" % round(statistics.median(values) + 1e-9, 1))


if __name__ == "__main__":
    if sys.argv[1] == "count":
        count(sys.argv[2])
        sys.exit()
    models = [json.loads(text) for text in sys.argv[4:]]
    if sys.argv[1] == "write":
        write(sys.argv[2], int(sys.argv[3]), models)
    elif sys.argv[1] == "seeds":
        for n in range(1, int(sys.argv[3]) + 1):
            write(os.path.join(sys.argv[2], str(n)), n, models)
    else:
        check(sys.argv[2], int(sys.argv[3]), models)
