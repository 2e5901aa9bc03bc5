#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random sessions, for which all tools must give the same sums:

    same-account.py write DIR SESSIONS SEED     a configuration folder
    same-account.py compare DIR                 prints differences; the number compared on standard error

Responses of several passes (advisors, fallbacks), of gateways that repeat one message id or report no usage, with a request id on all
lines, on some, on none; written in pieces, joined, after torn ones; subagents, also quoted in their parent; forks.
Compares wick-usage's row of a session, without a ledger and with one that grew, the live tools' sum, and
count.py's."""
import json
import os
import random
import subprocess
import sys
import uuid
from datetime import datetime, timedelta, timezone

import count

MODELS = ("claude-opus-5-5", "claude-sonnet-5-5", "claude-haiku-4-5", "claude-opus-4-8")


class Session:
    def __init__(self, dice, folder, number):
        self.dice, self.folder = dice, folder
        self.id = str(uuid.UUID(int=dice.getrandbits(128)))
        self.now = datetime(2026, 11, 20, tzinfo=timezone.utc) + timedelta(seconds=dice.randrange(500_000))
        self.model = dice.choice(MODELS)
        self.ids = dice.choice(("own", "own", "constant", "none"))
        self.requests = dice.choice(("all", "all", "some", "none"))
        self.silent = 0.4 if dice.random() < 0.1 else 0     # of its responses do not report what they sent
        if self.ids == "none":          # then only the uuid identifies the response
            self.requests = "none"
        self.context, self.number, self.lines = dice.randrange(5_000, 60_000), 0, []

    def stamp(self):
        self.now += timedelta(milliseconds=self.dice.randrange(10, 4_000))
        return self.now.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (self.now.microsecond // 1000)

    def entry(self, **more):
        return {"uuid": str(uuid.UUID(int=self.dice.getrandbits(128))), "sessionId": self.id, "timestamp": self.stamp(),
                "cwd": "/home/dev/p", "isSidechain": False, "version": "2.1.330", **more}

    def usage(self):
        dice = self.dice
        written = dice.randrange(1, 4_000)
        read = dice.choice((0, self.context, self.context))
        usage = {"input_tokens": dice.randrange(1, 9), "cache_read_input_tokens": read,
                 "cache_creation_input_tokens": written + self.context - read, "output_tokens": dice.randrange(1, 3_000)}
        hour = dice.randrange(usage["cache_creation_input_tokens"] + 1)
        if dice.random() < 0.8:         # else it is not split
            usage["cache_creation"] = {"ephemeral_1h_input_tokens": hour,
                                       "ephemeral_5m_input_tokens": usage["cache_creation_input_tokens"] - hour}
        self.context += written
        return usage

    def passes(self, usage):
        dice = self.dice
        own = [{"type": "message", **usage}]
        if dice.random() < 0.5:
            own.insert(0, {"type": "message", "input_tokens": 2, "cache_read_input_tokens": self.context,
                           "cache_creation_input_tokens": 0, "output_tokens": 5})
            for name in ("input_tokens", "cache_read_input_tokens", "output_tokens"):
                usage[name] += own[0][name]
        other = {"type": dice.choice(("advisor_message", "message", "compaction")), "input_tokens": dice.randrange(9_999),
                 "output_tokens": dice.choice((0, dice.randrange(1, 999)))}
        if other["type"] != "compaction":
            other["model"] = "claude-fable-5-2"
        if not (other["type"] == "message" and not other["output_tokens"]) or dice.random() < 0.5:
            own.insert(dice.randrange(len(own) + 1), other)
        usage["iterations"] = own

    def response(self, **more):
        """The lines of one response."""
        dice = self.dice
        self.number += 1
        usage = self.usage()
        if dice.random() < self.silent:
            usage = {"input_tokens": 0, "cache_read_input_tokens": 0, "cache_creation_input_tokens": 0,
                     "output_tokens": dice.choice((0, 0, 25))}
        elif dice.random() < 0.2:
            self.passes(usage)
        message = {"role": "assistant", "model": self.model, "type": "message"}
        name = "%s_%d" % (self.id[:8], self.number)
        if self.ids != "none":
            message["id"] = "msg_" + (name if self.ids == "own" else "gateway")
        lines, blocks = [], 1 if self.ids == "none" else dice.randrange(1, 4)
        named = dice.randrange(blocks)
        for block in range(blocks):
            told = dict(usage)
            if block < blocks - 1 and dice.random() < 0.3 and "iterations" not in told:
                told["output_tokens"] = 1
            line = self.entry(type="assistant", message={**message, "content": [{"type": "text", "text": "x{\"y"}], "usage": told},
                              **more)
            if self.requests == "all" or (self.requests == "some" and (block == named or dice.random() < 0.5)):
                line["requestId"] = "req_" + name
            lines.append(line)
        return lines

    def play(self):
        for _ in range(self.dice.randrange(1, 5)):
            self.lines.append(self.entry(type="user", message={"role": "user", "content": "go on"}))
            for _ in range(self.dice.randrange(1, 5)):
                self.lines += self.response()
        self.write(os.path.join(self.folder, self.id + ".jsonl"), self.lines)
        if self.dice.random() < 0.3:
            self.subagent()

    def subagent(self):
        agent = "%017x" % self.dice.getrandbits(68)
        lines = [line for _ in range(self.dice.randrange(1, 4)) for line in self.response(isSidechain=True, agentId=agent)]
        path = os.path.join(self.folder, self.id, "subagents", "agent-" + agent + ".jsonl")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        self.write(path, lines)
        if self.ids == "own" and self.dice.random() < 0.5:      # its parent quotes it
            quoted = {key: lines[-1][key] for key in ("type", "requestId", "timestamp", "uuid", "message") if key in lines[-1]}
            with open(os.path.join(self.folder, self.id + ".jsonl"), "ab") as file:
                file.write(json.dumps(self.entry(type="progress", data={"type": "agent_progress", "agentId": agent, "message": quoted}))
                           .encode() + b"\n")

    def fork(self, dice):
        fork = Session(dice, self.folder, 0)
        fork.model, fork.ids, fork.requests, fork.context, fork.now = self.model, "own", "all", self.context, self.now
        fork.lines = [{**line, "sessionId": fork.id, "requestSessionId": self.id} for line in self.lines]
        fork.play()

    def write(self, path, lines):
        dice = self.dice
        with open(path, "wb") as file:
            for line in lines:
                whole = json.dumps(line, separators=dice.choice(((",", ":"), (", ", ": ")))).encode()
                if dice.random() < 0.03:
                    file.write(whole[:dice.randrange(1, len(whole) - 1)])
                file.write(whole + (b"" if dice.random() < 0.05 else b"\n"))
            file.write(b"\n")


def write(folder, sessions, seed):
    dice = random.Random(seed)
    for number in range(sessions):
        project = os.path.join(folder, "projects", "-home-dev-p%d" % (number % 7))
        os.makedirs(project, exist_ok=True)
        session = Session(dice, project, number)
        session.play()
        if session.ids == "own" and session.requests == "all" and dice.random() < 0.2:
            session.fork(dice)


def rows_of(*arguments):
    out = subprocess.run(("wick-usage", "session", "--json", *arguments), capture_output=True, text=True, check=False).stdout
    return {row["session"]: (row["requests"], row.get("cost_usd")) for row in json.loads(out)["rows"]}


def live(path):
    out = subprocess.run(("wick-state", "-t", path, "-f", "{cost.requests} {cost.transcript_usd}"), capture_output=True, text=True, check=False)
    number, _, usd = out.stdout.strip().partition(" ")
    return (int(number), float(usd) if usd else None) if number else out.stdout + out.stderr


def near(a, b):
    return a == b if a is None or b is None else abs(a - b) <= 1e-6


def compare(folder):
    read, paths = count.Count(), {}
    for path in count.files_below(folder, set()):
        read.read(path, True)
        if "/subagents/" not in path:
            paths[os.path.basename(path)[:-len(".jsonl")]] = path
    counted = {session: (row["requests"], row.get("cost_usd")) for session, row in count.report(read, "session", timezone.utc)["rows"].items()}
    said = {"history": rows_of("--no-ledger"), "ledger": rows_of(), "ledger again": rows_of(),
            "live": {session: live(path) for session, path in paths.items() if session in counted}}
    for who, rows in said.items():
        for session in sorted(counted.keys() | rows.keys()):
            truth, row = counted.get(session), rows.get(session)
            if not truth or not isinstance(row, tuple) or row[0] != truth[0] or not near(row[1], truth[1]):
                print("%s: %s: %s, count.py: %s" % (session, who, row, truth))
    print(len(counted), "sessions", file=sys.stderr)


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        compare(sys.argv[2])
