#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The requests, tokens and cost of every answered prompt in configuration folders, computed independently from the
description of the format alone: wick must give the same figures. Prints one JSON object per prompt.

    prompts.py DIR...

A prompt is what a person typed (formats: type user, no meta, no sidechain, no tool result). The requests
of the main chain between it and the next prompt of the same file belong to it. If something is in several
files, the earliest copy counts."""
import json
import sys

import count


class Prompts(count.Count):
    """Keeps compactions, which a sum does not need."""

    def __init__(self):
        super().__init__()
        self.breaks = {}

    def take(self, entry, place):
        super().take(entry, place)
        if entry.get("type") == "system" and entry.get("subtype") == "compact_boundary" \
                and entry.get("isSidechain") is not True:
            time = count.parse_time(count.text(entry.get("timestamp")))
            identity = count.text(entry.get("uuid")) or (entry["sessionId"], count.text(entry.get("timestamp")))
            copied = count.text(entry.get("requestSessionId")) not in ("", entry["sessionId"])
            copy = (time is None, time or 0, False, copied, place)
            self.breaks[identity] = min(self.breaks.get(identity, copy), copy, key=str)


def of_files(prompts):
    """By file: its events in order: (line, order, kind, details)."""
    files = {}

    def put(place, order, *event):
        files.setdefault(place[0], []).append((place[1], order, *event))

    for rank, time, session in prompts.prompts.values():
        put(rank[-1], 0, "prompt", (time, session))
    for rank in prompts.breaks.values():
        put(rank[-1], 1, "compaction", None)
    for copies in prompts.responses():
        parts = list(count.of_request(copies))
        if not parts[0][3]:
            put(copies[0]["rank"][-1], 2, "request", parts)
    for path, events in files.items():
        yield path, sorted(events, key=lambda event: event[:2])


def shapes(path, events):
    prompt, last, before = None, None, 0
    for line, _, kind, more in events:
        if kind == "prompt":
            if prompt and prompt["requests"]:
                before += 1
                yield prompt
            prompt = {"file": path, "line": line, "session": more[1], "time": more[0], "before": before, "requests": 0,
                      "context": last and sum(last[:4]), "answer": last and last[4], "added": 0, "grown": 0,
                      "output": 0, "resent_pm": 0, "sent": 0, "cost": 0, "model": None, "entry": None}
        elif kind == "compaction":
            last = None
        else:
            figures = list(more[0][4].values())[1:]
            if prompt:
                add(prompt, figures, last, more)
            last = figures
    if prompt and prompt["requests"]:
        yield prompt


def add(prompt, figures, last, parts):
    sent = sum(figures[:4])
    if last:
        first = prompt["requests"] == 0
        prompt["added" if first else "grown"] += max(0, sent - sum(last[:4]) - (last[4] if first else 0))
        if not first and sum(last[1:4]) and sum(figures[1:4]):
            again = sent - figures[3] - max(0, sent - sum(last[:4]))
            if again >= 2000 and again > 0.05 * sent:
                prompt["resent_pm"] += again * 1000 // sent
    prompt["requests"] += 1
    prompt["sent"] += sent
    prompt["output"] += figures[4]
    prompt["model"] = prompt["model"] or parts[0][2]
    for *_, cost in parts:
        prompt["cost"] = None if cost is None or prompt["cost"] is None else prompt["cost"] + cost
    if prompt["entry"] is None:
        prompt["entry"] = prompt["cost"]


def read(folders):
    prompts, seen = Prompts(), set()
    for folder in folders:
        for path in count.files_below(folder, seen):
            prompts.read(path, True)
    for path, events in of_files(prompts):
        yield from shapes(path, events)


def main():
    for prompt in sorted(read(sys.argv[1:]), key=lambda prompt: (str(prompt["time"]), prompt["file"], prompt["line"])):
        if prompt["cost"] is not None:
            prompt["usd"] = prompt["cost"] / count.UNITS
        prompt["time"] = prompt["time"] and prompt["time"].strftime("%Y-%m-%dT%H:%M:%SZ")
        del prompt["cost"], prompt["entry"]
        print(json.dumps(prompt))


if __name__ == "__main__":
    main()
