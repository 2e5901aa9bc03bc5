#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes sessions in which cache misses and growth are planted, and the true results:

    plant.py DIR [SESSIONS] [SEED]

makes DIR/projects, DIR/misses.csv (a row per planted miss, as burn.py has them) and DIR/growth.json
(floor, peak, jumps, compactions, money per session). A session is simulated: the context grows, the
cache keeps it, and at chosen requests something happens to it. The true results come from these choices, not
from an analysis of the requests."""
import csv
import json
import os
import random
import sys
import uuid
from datetime import datetime, timedelta, timezone

import burn

# USD per million tokens: input, 5m write, 1h write, read, output.
RATES = {"claude-opus-5-5": (4, 5, 8, 0.2, 20), "claude-sonnet-5-5": (2, 2.5, 4, 0.1, 10),
         "claude-haiku-5-5": (0.1, 0.125, 0.2, 0.01, 0.5), "claude-opus-4-5": (5, 6.25, 10, 0.5, 25)}
FAST = {"claude-opus-5-5": 2, "claude-opus-4-5": 1, "claude-sonnet-5-5": 1, "claude-haiku-5-5": 1}
CAUSES = ("model_changed", "ttl_expired", "fast_mode_changed", "effort_changed", "client_upgraded",
          "tools_or_system_changed", "messages_rewritten", "conversation_lost", "unknown", "system_changed",
          "tools_changed", "messages_changed", "previous_message_not_found")
TOLD = CAUSES[-4:]                  # by the server, in the response
# Events that look like a miss but are not.
OTHERS = ("compaction", "clearing", "told_hit", "late_hit", "few_tokens", "small_share", "no_time_hit")
JUMP = 20_000


def rates(model, context):
    factor = 5 if model == "claude-haiku-5-5" and context > 100_000 else 1
    return [rate * factor for rate in RATES[model]]


class Chain:
    """The main chain of a transcript, or a subagent: its state and its lines."""

    def __init__(self, dice, folder, session, agent, truth):
        self.dice, self.session, self.agent, self.truth = dice, session, agent, truth
        self.path = os.path.join(folder, session + ".jsonl") if not agent else \
            os.path.join(folder, session, "subagents", "agent-" + agent + ".jsonl")
        os.makedirs(os.path.dirname(self.path), exist_ok=True)
        self.file = open(self.path, "wb")
        self.now = datetime(2026, 10, 20, tzinfo=timezone.utc) + timedelta(seconds=dice.randrange(2_000_000))
        self.model = dice.choice(list(RATES))
        self.hour = not agent and dice.random() < 0.5
        self.effort, self.version, self.fast = "high", "2.1.330", False
        self.known = True
        self.shape = "%064x" % dice.getrandbits(256) if dice.random() < 0.6 else ""     # "": an older client
        self.context, self.cached, self.last = 0, 0, None
        self.record = {"requests": 0, "prompts": 0, "floor": 0, "peak": 0, "jumps": [], "compactions": 0, "freed": 0,
                       "usd": 0.0}

    def line(self, entry):
        at = self.file.tell()
        entry = {"uuid": str(uuid.UUID(int=self.dice.getrandbits(128))), "sessionId": self.session,
                 "isSidechain": bool(self.agent), "cwd": "/home/dev/planted", **entry}
        if self.agent:
            entry["agentId"] = self.agent
        self.file.write((json.dumps(entry) + "\n").encode())
        return at

    def stamp(self):
        return self.now.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (self.now.microsecond // 1000)

    def pass_time(self, seconds):
        self.now += timedelta(milliseconds=int(seconds * 1000))

    def prompt(self):
        self.pass_time(self.dice.uniform(1, 50))
        self.line({"type": "user", "timestamp": self.stamp(), "message": {"role": "user", "content": "go on"}})
        self.record["prompts"] += 1
        self.asked = True

    def result(self, tokens):
        """A tool's result that makes the context jump, far larger than anything beside it."""
        self.line({"type": "user", "timestamp": self.stamp(), "message": {"role": "user", "content": [
            {"type": "tool_result", "tool_use_id": "toolu_" + self.last, "content": "x" * (tokens * 4)}]}})

    def request(self, grown, read=None, cause=None, timed=True, told=""):
        """One request whose context is larger by `grown`; reads everything cached, or `read` tokens."""
        before, cached = self.context, self.cached
        self.context += grown
        read = cached if read is None else read
        fresh = self.dice.randrange(1, 9)
        written = self.context - read - fresh
        five, hour = (0, written) if self.hour else (written, 0)
        answer = self.dice.randrange(1, 900)
        self.last = "%024x" % self.dice.getrandbits(96)
        entry = {"type": "assistant", "requestId": "req_" + self.last, "message": {
            "id": "msg_" + self.last, "role": "assistant", "model": self.model,
            "content": [{"type": "tool_use", "id": "toolu_" + self.last, "name": "Read",
                         "input": {"file_path": "/home/dev/planted/" + self.last + ".c"}}],
            "usage": {"input_tokens": fresh, "cache_read_input_tokens": read, "cache_creation_input_tokens": written,
                      "cache_creation": {"ephemeral_5m_input_tokens": five, "ephemeral_1h_input_tokens": hour},
                      "output_tokens": answer, "speed": "fast" if self.fast else "standard"}}}
        if told:
            entry["message"]["diagnostics"] = {"cache_miss_reason": {"type": told}}
        if self.shape:
            self.file.write((json.dumps({"type": "api-request", "sessionId": self.session, "timestamp": self.stamp(),
                                         "querySource": "agent:x" if self.agent else "repl_main_thread",
                                         "shapeHash": self.shape}) + "\n").encode())
        if timed:
            entry["timestamp"] = self.stamp()
        if self.known:
            entry["version"], entry["effort"] = self.version, self.effort
        at = self.line(entry)
        self.account(before, fresh, five, hour, read, answer)
        if cause:
            self.plant(cause, cached, read, fresh, written, at, timed)
        self.cached = read + written
        self.written_for = 3600 if hour else 300 if five else self.written_for
        self.asked = False
        self.before, self.timed, self.whole = self.now, timed, timed and self.known

    def account(self, before, *counts):
        record = self.record
        factor = FAST[self.model] if self.fast else 1
        record["usd"] += factor * sum(n * rate for n, rate in zip(counts, rates(self.model, self.context))) / 1e6
        record["floor"] = record["floor"] if record["requests"] else self.context
        record["requests"] += 1
        record["peak"] = max(record["peak"], self.context)

    def plant(self, cause, cached, read, fresh, written, at, timed):
        _, five, hour, cheap, _ = price = rates(self.model, self.context)
        lost = min(cached - read, written + fresh)
        again = min(lost, written)
        extra = again * ((hour if self.hour else five) - cheap) + min(lost - again, fresh) * (price[0] - cheap)
        extra *= FAST[self.model] if self.fast else 1
        idle = (self.now - self.before).total_seconds() if timed and self.timed else ""
        self.truth.append((self.stamp() if timed else "", self.session, self.agent, self.model, cause, idle,
                           self.written_for, self.context, cached, lost, written, extra / 1e6, self.path, at))

    written_for, before, timed, whole, asked = 0, None, True, True, False

    # What happens at one request. Each is within the TTL unless noted.
    def happen(self, what):
        dice = self.dice
        if not self.whole:      # otherwise the next event would not be recorded
            self.pass_time(9)
            self.request(700)
        kept = dice.choice((0, 0, self.cached // 10))
        self.pass_time(dice.uniform(1, 200))
        grown = dice.randrange(200, 5000)
        if what == "model_changed":
            self.model = dice.choice([model for model in RATES if model != self.model])
            self.request(grown, 0, what)
        elif what == "ttl_expired":
            self.pass_time(dice.uniform(1.05, 3) * self.written_for)
            self.request(grown, kept, what + ("_1h" if self.written_for == 3600 else "_5m"))
        elif what == "fast_mode_changed":
            self.fast = not self.fast
            self.request(grown, kept, what)
        elif what == "effort_changed":
            self.effort = "low" if self.effort == "high" else "high"
            self.request(grown, kept, what)
        elif what == "client_upgraded":
            self.version = self.version[:-1] + str((int(self.version[-1]) + 1) % 10)
            self.request(grown, kept, what)
        elif what == "tools_or_system_changed" and self.shape:
            self.shape = "%064x" % dice.getrandbits(256)
            self.request(grown, kept, what)
        elif what == "messages_rewritten":
            self.request(-(self.context // 2), min(kept, self.context // 4), what)
        elif what in ("conversation_lost", "tools_or_system_changed"):
            # An older client's transcript has nothing about the latter. Tools and system prompt are still read.
            if what == "conversation_lost" and not self.agent:
                if not self.asked:
                    self.prompt()
                kept = self.cached // 10
            self.request(grown, kept, "conversation_lost" if self.asked and kept else "unknown")
        elif what in TOLD:
            self.request(grown, kept, what, told=what)
        elif what == "unknown":
            self.unknown(grown, kept)
        else:
            self.harmless(what, grown)

    def unknown(self, grown, kept):
        if self.dice.random() < 0.5:
            return self.request(grown, kept, "unknown", timed=False)
        self.known = False
        self.request(grown, kept, "unknown")
        self.known = True

    def harmless(self, what, grown):
        if what == "compaction":
            before = self.context
            self.line({"type": "system", "subtype": "compact_boundary", "timestamp": self.stamp(), "compactMetadata":
                       {"trigger": "manual", "preTokens": before, "postTokens": 3000}})
            self.cached = 0
            self.request(self.record["floor"] + 4000 - before, 0)
            if not self.agent:
                self.record["compactions"] += 1
                self.record["freed"] += before - self.context
        elif what == "clearing":
            self.line({"type": "system", "subtype": "microcompact_boundary", "timestamp": self.stamp(),
                       "microcompactMetadata": {"trigger": "auto", "preTokens": self.context, "tokensSaved": 100}})
            self.request(grown, self.cached // 3)
        elif what == "told_hit":        # the server compares what is sent, not what is read
            self.request(grown, told="messages_changed")
        elif what == "late_hit":        # another session kept it warm
            self.pass_time(1.5 * self.written_for)
            self.request(grown)
        elif what == "few_tokens":
            self.request(grown, max(0, self.cached - 1999))
        elif what == "small_share":
            self.request(grown, self.cached - self.cached // 20)
        else:
            self.request(grown, timed=False)

    def jump(self):
        tokens = self.dice.randrange(JUMP, 3 * JUMP)
        self.pass_time(5)
        self.result(tokens)
        target = "/home/dev/planted/" + self.last + ".c"
        self.request(tokens)
        self.record["jumps"].append({"tokens": tokens, "target": target})

    def play(self):
        self.request(self.dice.randrange(12_000, 40_000), self.dice.choice((0, 9000)))
        for _ in range(self.dice.randrange(3, 25)):
            if not self.agent and self.dice.random() < 0.4:
                self.prompt()
            chance = self.dice.random()
            # Compactions only if the context has grown; a subagent's is not part of a main chain.
            options = CAUSES + OTHERS
            if chance < 0.35:
                what = self.dice.choice(options)
                if (what in ("compaction", "clearing") and self.agent) or \
                        (what == "compaction" and self.context < self.record["floor"] + 30_000):
                    what = "late_hit"
                self.happen(what)
            elif chance < 0.45 and not self.agent:
                self.jump()
            else:
                self.pass_time(self.dice.uniform(1, 200))
                self.request(self.dice.randrange(200, 9000))
        self.file.close()


def main():
    folder = os.path.abspath(sys.argv[1])
    sessions = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    dice = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    project = os.path.join(folder, "projects", "-home-dev-planted")
    truth, growth = [], {}
    for _ in range(sessions):
        session = str(uuid.UUID(int=dice.getrandbits(128)))
        main_chain = Chain(dice, project, session, "", truth)
        main_chain.play()
        growth[session] = main_chain.record
        for _ in range(dice.choice((0, 0, 1, 2))):
            Chain(dice, project, session, "%017x" % dice.getrandbits(68), truth).play()
    with open(os.path.join(folder, "misses.csv"), "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(burn.MISSES)
        out.writerows(truth)
    with open(os.path.join(folder, "growth.json"), "w") as file:
        json.dump(growth, file)


if __name__ == "__main__":
    main()
