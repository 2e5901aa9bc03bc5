#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A stand-in for `claude -p`: records its calls in $JUDGE/runs, and answers as $JUDGE/mode says.

VERDICT            this verdict, for every case
fail               only an error message
fail after N       VERDICT waste N times, then fail
broken             half of an answer
dear               waste, for 0.04 USD
"""
import fcntl
import json
import os
import sys
import time

folder = os.environ["JUDGE"]
arguments = sys.argv[1:]
prompt = sys.stdin.read()
mode = open(f"{folder}/mode").read().split()


def note(change, **run):
    """Counts the processes that run at the same time; returns how many came before."""
    with open(f"{folder}/lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        runs = [json.loads(line) for line in open(f"{folder}/runs")] if os.path.exists(f"{folder}/runs") else []
        running = sum(run["change"] for run in runs) + change
        with open(f"{folder}/runs", "a") as file:
            print(json.dumps({"change": change, "running": running, **run}), file=file)
        return sum(run["change"] > 0 for run in runs)


before = note(+1, arguments=arguments, prompt=prompt, cwd=os.getcwd(), nested="CLAUDECODE" in os.environ,
              memory=os.environ.get("CLAUDE_CODE_DISABLE_CLAUDE_MDS"))
time.sleep(0.2)
note(-1)
if mode[0] == "fail" and (len(mode) == 1 or before >= int(mode[2])):
    print("Invalid API key, says the stand-in", file=sys.stderr)
    sys.exit(1)
verdict = mode[0] if mode[0] in ("waste", "useful", "unclear") else "waste"
cases = [json.loads(line)["case"] for line in prompt.splitlines()[:-1]]
# A verdict on a case that was not in the request must not be kept.
verdicts = [{"case": case, "verdict": verdict} for case in [*cases, 99]]
answer = json.dumps({
    "type": "result", "subtype": "success", "is_error": False, "result": "", "structured_output": {"verdicts": verdicts},
    "total_cost_usd": 0.04 if mode[0] == "dear" else 0.0005,
    "modelUsage": {"claude-haiku-5-5": {"inputTokens": 3, "costUSD": 0.0005}}})
print(answer[:100] if mode[0] == "broken" else answer)
