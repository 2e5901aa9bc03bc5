#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
#
# Compares wick-usage with count.py, which shares no code with it.
#
#   compare_usage.py [--tz ZONE] [--by "KIND[,KIND] ..."] [OPTION-OF-WICK-USAGE...] DIR...
#
# prints the differences, and exits 1 if there are any. With several kinds it also prints the name of each that agrees.
import json
import os
import subprocess
import sys
from zoneinfo import ZoneInfo

import count

# count.py treats a model's name with and without version 0 as the same.
SAME_MODEL = {"claude-opus-4-0": "claude-opus-4", "claude-sonnet-4-0": "claude-sonnet-4"}
FIGURES = ("requests", "prompts", "input_tokens", "cache_write_5m_tokens", "cache_write_1h_tokens",
           "cache_read_tokens", "output_tokens", "web_searches", "cost_usd")


def printed(command, **more):
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False, **more)
    if done.returncode not in (0, 1):
        sys.exit("%s: status %d" % (command[0], done.returncode))
    return json.loads(done.stdout)


def same(what, got, expected, without=()):
    different = 0
    for name in FIGURES:
        a, b = got.get(name, 0), expected.get(name, 0)
        if name not in without and abs(a - b) > 1e-9:
            print("%s: %s: %s, expected %s" % (what, name, a, b))
            different += 1
    return not different


# Prompts do not belong to a model, a skill...
WITH_PROMPTS = {"day", "week", "month", "hour", "weekday", "block", "session"}


def compare(by, got, expected):
    good = same("totals", got["totals"], expected["totals"])
    good &= same("subagents", got["subagents"], expected["subagents"])
    unknown = {each["model"]: each["requests"] for each in got.get("unknown_models", [])}
    if unknown != expected["unknown_models"]:
        print("unknown models:", unknown, "expected", expected["unknown_models"])
        good = False
    if by:
        rows = {" ".join(SAME_MODEL.get(row[each], row[each]) for each in by.split(",")): row for row in got["rows"]}
        if len(rows) != len(got["rows"]):
            print("rows: the same name twice")
            good = False
        for key in sorted(set(rows) | set(expected["rows"])):
            if key in rows and key in expected["rows"]:
                without = () if WITH_PROMPTS.issuperset(by.split(",")) else ("prompts",)
                good &= same(key, rows[key], expected["rows"][key], without)
            else:
                print("%s: %s" % (key, "not expected" if key in rows else "missing"))
                good = False
    return good


def main():
    arguments, zone, kinds, options, folders = sys.argv[1:], "UTC", [None], [], []
    while arguments:
        word = arguments.pop(0)
        if word == "--tz":
            zone = arguments.pop(0)
        elif word == "--by":
            kinds = arguments.pop(0).split(" ")
        else:
            (options if word.startswith("-") else folders).append(word)
    counted = count.count_of(folders, final=True)
    good = True
    for by in kinds:
        expected = json.loads(json.dumps(count.report(counted, by, ZoneInfo(zone))))
        got = printed(["wick-usage", "--json", "--tz", zone] + ([by] if by else []) + options,
                      env=dict(os.environ, CLAUDE_CONFIG_DIR=",".join(folders)))
        equal = compare(by, got, expected)
        good &= equal
        if equal and len(kinds) > 1:
            print(by)
    sys.exit(not good)


main()
