#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes the sessions for account.t: account.py CONFIG-DIR WORK-DIR

Each is of a kind that clients and gateways were seen to write; its true figures are worked out by hand in
account.t. Times are seconds before WICK_NOW of account.t.
"""
import datetime
import json
import os
import sys

NOW = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.timezone.utc)


def stamp(ago):
    return (NOW - datetime.timedelta(seconds=ago)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


class Transcript:
    def __init__(self, config, number, folder="/proj"):
        self.session = f"{number}0000000-0000-4000-8000-000000000000"
        self.folder, self.path = folder, f"{config}/projects/{folder.replace('/', '-')}/{self.session}.jsonl"
        os.makedirs(os.path.dirname(self.path), exist_ok=True)
        self.file = open(self.path, "w")
        self.count = 0

    def line(self, **members):
        self.count += 1
        common = {"sessionId": self.session, "cwd": self.folder, "version": "2.1.332", "isSidechain": False,
                  "uuid": f"{self.session}-{self.count}"}
        self.file.write(json.dumps({**common, **members}) + "\n")
        self.file.flush()

    def prompt(self, ago):
        self.line(type="user", timestamp=stamp(ago), message={"role": "user", "content": "go on"})

    def response(self, ago, model="claude-opus-5-5", message=None, request="own", **usage):
        ids = {} if request is None else {"requestId": f"req_{self.session}_{self.count}" if request == "own" else request}
        self.line(type="assistant", timestamp=stamp(ago), **ids,
                  message={"id": message or f"msg_{self.session}_{self.count}", "model": model, "role": "assistant",
                           "content": [{"type": "text", "text": "done"}], "usage": usage})

    def total(self, usd, unknown=False):
        self.line(type="cost-state", totalCostUSD=usd, hasUnknownModelCost=unknown, modelUsage={})


def counts(sent=2, write_5m=0, write_1h=0, read=0, output=100):
    return {"input_tokens": sent, "cache_creation_input_tokens": write_5m + write_1h,
            "cache_read_input_tokens": read, "output_tokens": output,
            "cache_creation": {"ephemeral_5m_input_tokens": write_5m, "ephemeral_1h_input_tokens": write_1h}}


def payload(work, name, transcript, **members):
    with open(f"{work}/{name}.json", "w") as file:
        json.dump({"session_id": transcript.session, "transcript_path": transcript.path, "cwd": "/proj",
                   "version": "2.1.332", "model": {"id": "claude-opus-5-5", "display_name": "Opus 5.5"}, **members}, file)


def advisor(config):
    t = Transcript(config, 1)
    t.prompt(300), t.response(290, **counts(2, 0, 2500, 490000, 400))
    passes = [{"type": "message", **counts(2, 0, 2496, 490866, 80)},
              {"type": "advisor_message", "model": "claude-fable-5-2", **counts(497522, output=1500)},
              {"type": "message", **counts(2, 0, 1226, 493362, 300)}]
    t.prompt(60), t.response(50, **counts(4, 0, 3722, 984228, 380), iterations=passes)


def one_message_id(config):
    for number, request in ((2, None), (3, "own")):
        t = Transcript(config, number)
        for ago, sent in ((900 + 3000 * number, (2, 150000, 0, 0, 1000)), (600 + 3000 * number, (2, 2000, 0, 150000, 1000)), (300 + 3000 * number, (2, 2000, 0, 152000, 1000))):
            t.prompt(ago), t.response(ago - 10, message="msg_gateway", request=request, **counts(*sent))
    # Only one of the two lines has the request id.
    t = Transcript(config, 4)
    t.prompt(300)
    t.response(290, message="msg_a", request="req_a", **counts(2, 1000, 0, 0, 10))
    t.response(289, message="msg_a", request=None, **counts(2, 1000, 0, 0, 1000))


def killed(config, work):
    t = Transcript(config, 5)
    for ago in (5000, 4800, 600):
        t.prompt(ago), t.response(ago - 10, **counts(2, 200000, 0, 0, 20000))
    t.total(1.400008)
    payload(work, "killed", t, cost={"total_cost_usd": 1.400008})
    payload(work, "unknown", t, cost={"total_cost_usd": None})
    payload(work, "higher", t, cost={"total_cost_usd": 5.5})


def own_price(config, work):
    t = Transcript(config, 6)
    t.prompt(100), t.response(90, model="glm-5.2", **counts(0, 100000, 0, 0, 10000))
    payload(work, "own", t, model={"id": "glm-5.2", "display_name": "glm-5.2"}, cost={"total_cost_usd": 0.7})


def gateway_of_zeros(config, work):
    t = Transcript(config, 7)
    t.prompt(100), t.response(90, **counts(0, output=0))
    cache = {"warm": False, "caching_observed": False, "ttl": "5m", "expires_at": None, "requests": 1,
             "misses": 0, "recache_tokens_if_cold": 0}
    for name, output in (("zeros", 0), ("output", 25)):
        current = {"input_tokens": 0, "output_tokens": output, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0}
        payload(work, name, t, cost={"total_cost_usd": 0.1}, prompt_cache=cache,
                context_window={"context_window_size": 200000, "current_usage": current, "used_percentage": 0})


def work_tree(config):
    """Entering a work tree moves the transcript; here the first request stays in the old one."""
    t = Transcript(config, 8)
    t.prompt(300), t.response(290, **counts(write_5m=100000))
    moved = Transcript(config, 8, "/proj/tree")
    moved.count = 10
    moved.line(type="worktree-state", worktreeSession={"originalCwd": "/proj", "worktreePath": "/proj/tree", "sessionId": t.session})
    moved.prompt(200), moved.response(190, **counts(write_5m=20000, read=100000))
    agents = moved.path[:-len(".jsonl")] + "/subagents"
    os.makedirs(agents)
    own, moved.file = moved.file, open(agents + "/agent-a.jsonl", "w")
    moved.response(180, **counts(write_5m=1000))
    moved.file = own
    with open(agents + "/agent-a.meta.json", "w") as meta:
        json.dump({"agentType": "Explore", "description": "look"}, meta)


config, work = sys.argv[1:]
advisor(config)
one_message_id(config)
killed(config, work)
own_price(config, work)
gateway_of_zeros(config, work)
work_tree(config)
