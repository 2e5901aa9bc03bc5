#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Transcripts whose lines contain complete objects, torn ones, blanks, tabs and NULs in any combination:

    torn.py CONFIG-FOLDER COUNT

writes them into its project "-p", one after the other, and prints where wick-usage, wick-state or count.py find other
responses than the complete ones; at the end, how many it tried. A torn piece is the beginning of an object, as left by
a client that was killed and then continued after it."""
import json
import os
import random
import subprocess
import sys

import count as counter

config, transcripts = sys.argv[1], int(sys.argv[2])
dice, session = random.Random(), ""


def of_a_response(number):
    text = dice.choice(("done", 'a "quoted" {"type":"text"} one', "{", '"}{"', "\\", "}}]]"))
    usage = {"input_tokens": dice.randrange(1, 9), "cache_read_input_tokens": 1000 * number, "output_tokens": 1 + dice.randrange(99),
             "cache_creation_input_tokens": 0}
    entry = {"parentUuid": None, "isSidechain": False, "type": "assistant", "requestId": "req_%d" % number,
             "message": {"id": "msg_%d" % number, "role": "assistant", "model": "claude-opus-5-5",
                         "content": [{"type": "text", "text": text}], "usage": usage},
             "uuid": "u%d" % number, "timestamp": "2026-11-27T10:%02d:%02dZ" % divmod(number, 60), "sessionId": session}
    keys = list(entry)
    if dice.random() < 0.5:
        dice.shuffle(keys)
    return {key: entry[key] for key in keys}, usage


def other():
    return dice.choice((
        {"type": "mode", "mode": "normal", "sessionId": session},
        {"type": "file-history-snapshot", "snapshot": {"files": [{"a": "}{"}, {}]}, "sessionId": session},
        {"type": "user", "message": {"role": "user", "content": "go on {\"x\": [1]}"}, "sessionId": session, "uuid": "p",
         "timestamp": "2026-11-27T09:00:00Z"}))


def write(path):
    """Returns the responses, their output, and the context of the last one."""
    responses, output, context = 0, 0, 0
    with open(path, "wb") as file:
        for line in range(dice.randrange(1, 30)):
            pieces = []
            for _ in range(dice.randrange(1, 5)):
                kind = dice.random()
                if kind < 0.4:
                    entry, usage = of_a_response(responses + 1)
                    responses += 1
                    output += usage["output_tokens"]
                    context = usage["input_tokens"] + usage["cache_read_input_tokens"]
                    pieces.append(json.dumps(entry, separators=dice.choice(((",", ":"), (", ", ": ")))))
                elif kind < 0.6:
                    pieces.append(json.dumps(other(), separators=(",", ":")))
                elif kind < 0.85:
                    entry = of_a_response(999)[0] if dice.random() < 0.7 else other()
                    whole = json.dumps(entry, separators=(",", ":"))
                    pieces.append(whole[:dice.randrange(1, len(whole) - 1)])
                else:
                    pieces.append(dice.choice((" ", "\t", "\0", "\0\0 \t")))
            file.write("".join(pieces).encode() + b"\n")
    return responses, output, context


def printed(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout.decode()


def differences(path):
    responses, output, context = write(path)
    history = json.loads(printed("wick-usage", "--no-ledger", "--json") or '{"totals":{"requests":0,"output_tokens":0}}')
    counted = counter.report(counter.count_of([config], False), None, counter.timezone.utc)
    for name, totals in ("history", history["totals"]), ("count", counted["totals"]):
        if (totals["requests"], totals["output_tokens"]) != (responses, output):
            yield name, totals["requests"], totals["output_tokens"], "not", responses, output
    live = printed("wick-state", "-t", path, "-f", "{cost.requests} {context.tokens}").rstrip("\n")
    # Nothing is complete, so nothing is known.
    if live not in (("%d %d" % (responses, context),) if responses else ("0 ", " ", "")):
        yield "live:", live, "not", responses, context


for seed in range(1, transcripts + 1):
    dice.seed(seed)
    session = "70000000-0000-4000-8000-%012d" % seed
    file_name = "%s/projects/-p/%s.jsonl" % (config, session)
    for difference in differences(file_name):
        print(seed, *difference)
    os.remove(file_name)
print(transcripts, "transcripts")
