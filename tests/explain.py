# SPDX-License-Identifier: MIT
"""Verifies the output of `wick-doctor explain --json`: explain.py STATE.json <explanations

Every field of STATE must have an explanation with its value; a number must be the result of its arithmetic,
or be found at one of the named places; a named line of a transcript must have the key and the value. Prints
violations."""
import json
import math
import sys

NAMES = {"ceil": math.ceil, "floor": math.floor, "max": max, "min": min, "__builtins__": {}}


def flat(state):
    return {group + "." + name: value for group, part in state.items() for name, value in part.items()}


def same(a, b):
    if isinstance(a, (int, float)) and not isinstance(a, bool):
        try:
            return abs(a - float(b)) <= 1e-9 * max(1, abs(a))
        except (TypeError, ValueError):
            return False
    return str(a).lower() == str(b).lower() if isinstance(a, bool) else a == b


def check_arithmetic(field, entry):
    if "arithmetic" in entry:
        result = eval(entry["arithmetic"], NAMES)
        if not same(entry["value"], result):
            print(field, ":", entry["arithmetic"], "is", result, "not", entry["value"])


def check_line(field, witness):
    with open(witness["file"], encoding="utf-8") as file:
        text = file.read().split("\n")[witness["line"] - 1]
    if witness["source"] == "git":
        return
    if witness["source"] == "prices":
        if not text.startswith("[[price]]"):
            print(field, ": no price at", witness)
        return
    value = json.loads(text)
    for key in witness["key"].split("."):
        value = value[key]
    if str(value) != witness["value"]:
        print(field, ":", witness, "but there is", value)


def check_payload(field, witness):
    with open(witness["file"], encoding="utf-8") as file:
        value = json.load(file)
    for key in witness["key"].split("."):
        value = value[key[:-2]][0] if key.endswith("[]") else value[key]
    if not same(value, witness["value"]) and str(value) != witness["value"]:
        print(field, ":", witness, "but there is", value)


def check(state, explanations):
    for field, e in explanations.items():
        if field not in state and "value" in e or not same(state.get(field), e.get("value")):
            print(field, ":", e.get("value"), "is explained, it is", state.get(field))
        if "value" not in e:
            if not (e.get("missing") or e.get("uses")):
                print(field, ": absent without a reason")
            continue
        check_arithmetic(field, e)
        for used in e.get("uses", []):
            check_arithmetic(field, used)
        stands = [w for w in e.get("from", []) if same(e["value"], w.get("value", "")) or str(e["value"]) == w.get("value")] \
            if not isinstance(e["value"], (int, float)) or "arithmetic" not in e else True
        derived = isinstance(e["value"], (bool, str)) and (e.get("uses") or e.get("from"))
        if not stands and not derived:
            print(field, ": nothing gives", e["value"])
        if not e.get("from"):
            print(field, ": no evidence")
        for witness in e.get("from", []):
            if "line" in witness:
                check_line(field, witness)
            elif witness["source"] in ("payload", "tap"):
                check_payload(field, witness)
    for field in state:
        if field not in explanations:
            print(field, ": not explained")


check(flat(json.load(open(sys.argv[1]))), {e["field"]: e for e in map(json.loads, sys.stdin)})
