#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Bad input for bad-input.t.

bad-input.py make PAYLOAD TRANSCRIPT DIR
    writes DIR/json/CASE (each one payload or one line), DIR/broken (cases that are not JSON objects),
    DIR/lines/CASE (whole transcripts) and DIR/same (those that must give the same result as TRANSCRIPT)
bad-input.py check DIR
    checks DIR/state/CASE, the output of wick-state for each case, and prints what is wrong
bad-input.py mutate COUNT PAYLOAD... -- TRANSCRIPT...
    feeds mutations to wick-line and wick-state and prints what crashed or stayed blank
"""
import json
import os
import random
import subprocess
import sys

ALLOWED = {0, 1, 64, 65, 66, 69, 74, 78}
USAGE_KEYS = {"input_tokens", "output_tokens", "cache_creation_input_tokens", "cache_read_input_tokens",
              "ephemeral_1h_input_tokens", "ephemeral_5m_input_tokens"}


def every_leaf(value, change):
    """The same tree with `change` applied to every leaf."""
    if isinstance(value, dict) and value:
        return {k: every_leaf(v, change) for k, v in value.items()}
    return change(value)


def every_number(value, change):
    def one(leaf):
        return change(leaf) if isinstance(leaf, (int, float)) and not isinstance(leaf, bool) else leaf
    return every_leaf(value, one)


def with_limits(payload):
    payload = json.loads(json.dumps(payload))
    payload["rate_limits"] = {"five_hour": {"used_percentage": 42.5, "resets_at": 1795330000},
                              "seven_day": {"used_percentage": 13, "resets_at": 1795800000}}
    payload["prompt_cache"]["last_miss_at"] = 1795323898
    return payload


class Raw:
    """A number with the text that is written for it."""
    def __init__(self, text):
        self.text = text


def dump(value):
    if isinstance(value, Raw):
        return value.text
    if isinstance(value, dict):
        return "{" + ",".join(json.dumps(k) + ":" + dump(v) for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(dump(v) for v in value) + "]"
    return json.dumps(value)


def wrong_types(base):
    keep = base["session_id"]
    wrong = {"text": "x", "number": 7, "true": True, "null": None, "array": [1, "x"], "object": {"x": 1},
             "empty-array": [], "empty-object": {}}
    for name, instead in wrong.items():
        def change(leaf, instead=instead):
            same = isinstance(leaf, type(instead)) or (isinstance(leaf, (int, float)) and instead == 7)
            return [] if same else instead
        yield "wrong-leaves-" + name, dict(every_leaf(base, change), session_id=keep)
        tops = {k: (instead if isinstance(v, dict) else v) for k, v in base.items()}
        if name not in ("empty-object",):
            yield "wrong-groups-" + name, tops


def numbers(base):
    for name, text in {"negative": "-5", "negative-fraction": "-0.5", "1e308": "1e308", "2-to-63": "9223372036854775808",
                       "2-to-53": "9007199254740992", "2-to-64": "18446744073709551616", "1e999": "1e999", "minus-zero": "-0.0",
                       "hundred-digits": "1" * 100, "long-fraction": "0." + "3" * 400, "half": "1.5"}.items():
        yield "numbers-" + name, every_number(base, lambda _, t=text: Raw(t))
    yield "numbers-as-texts", every_number(base, str)


def nest(opening, closing, depth=10000):
    return opening * depth + "1" + closing * depth


def odd_texts(base, text):
    """Complete but unusual JSON objects: (name, bytes)."""
    yield "empty-object", b"{}"
    yield "duplicate-keys", (text[:-1] + ',"context_window":{"context_window_size":200000,"current_usage":{"input_tokens":1,'
                             '"input_tokens":22,"output_tokens":3,"cache_creation_input_tokens":4,"cache_read_input_tokens":5}},'
                             '"cost":{"total_cost_usd":1},"cost":{"total_cost_usd":2.5}}').encode()
    yield "nested-arrays", ('{"x":' + nest("[", "]") + "," + text[1:]).encode()
    yield "nested-objects", ('{"x":' + nest('{"a":', "}") + "," + text[1:]).encode()
    yield "nested-known-key", (text[:-1] + ',"fast_mode":' + nest("[", "]") + "}").encode()
    yield "byte-order-mark", b"\xef\xbb\xbf" + text.encode()
    yield "crlf", json.dumps(base, indent=1).replace("\n", "\r\n").encode() + b"\r\n"
    yield "long-name", json.dumps(dict(base, session_name="n" * 100000)).encode()
    yield "ten-thousand-keys", json.dumps({**{"k%d" % i: i for i in range(10000)}, **base}).encode()
    yield "long-key", json.dumps({"k" * 100000: 1, **base}).encode()
    yield "escaped-nul", json.dumps(dict(base, session_name="a\0b", cwd="/tmp/\0x")).encode()
    yield "lone-surrogate", text.replace("release notes", "\\ud800 notes").encode()
    yield "empty-texts", json.dumps(every_leaf(base, lambda v: "" if isinstance(v, str) else v)).encode()
    yield "blanks-around", b" \t\r\n" * 100 + text.encode() + b" \t\r\n" * 100
    yield "glued", text.encode() + text.replace("14751", "99999").encode()


def broken_texts(text):
    """Texts that are not JSON objects: (name, bytes)."""
    raw = text.encode()
    yield "empty", b""
    yield "blank", b" \n\t\r\n"
    for name in ("null", "true", "42", '"text"', "[]", "[{}]", "nul", "{]", "{,}", '{"a"}', '{"a":}', "}", '{"a":1', "{'a':1}"):
        yield "bare-" + "".join(c if c.isalnum() else "%02x" % ord(c) for c in name), name.encode()
    for at in (1, 2, len(raw) // 3, len(raw) // 2, len(raw) - 1):
        yield "cut-at-%d" % at, raw[:at]
    yield "cut-in-escape", b'{"session_name":"a\\'
    yield "nested-open", b"[" * 10000
    yield "nested-open-objects", b'{"a":' * 10000
    yield "nul-only", b"\0" * 100
    yield "nul-in-front", b"\0" + raw
    yield "nul-within", raw.replace(b"release notes", b"release\0notes")
    yield "random", bytes(random.Random(1).randrange(256) for _ in range(2000))


def make_payloads(payload, out):
    base = with_limits(json.load(open(payload)))
    text = json.dumps(base)
    cases = dict(odd_texts(base, text))
    for name, value in [*wrong_types(base), *numbers(base)]:
        cases[name] = dump(value).encode()
    broken = dict(broken_texts(text))
    # Both an error and an answer are acceptable.
    either = {"glued-torn": text.encode() + text.encode()[:50], "nul-behind": text.encode() + b"\0" * 64,
              "invalid-utf8": text.encode().replace(b"release notes", b"\xff\xfe\xc0\x80"),
              "invalid-utf8-unknown-key": text.encode()[:-1] + b',"x":"\xed\xa0\x80"}',
              "control-in-text": text.encode().replace(b"release notes", b"a\nb\x01c")}
    os.makedirs(out + "/json")
    for name, data in {**cases, **broken, **either}.items():
        with open(out + "/json/" + name, "wb") as file:
            file.write(data)
    with open(out + "/broken", "w") as file:
        file.write("\n".join(broken) + "\n")
    with open(out + "/either", "w") as file:
        file.write("\n".join(either) + "\n")


def change_last_response(lines, change):
    """The lines with all lines of the last response (main chain) changed."""
    parsed = [json.loads(line) for line in lines]
    last = [r["message"]["id"] for r in parsed if r.get("type") == "assistant"][-1]
    return [dump(change(r)) if r.get("type") == "assistant" and r["message"]["id"] == last else line
            for r, line in zip(parsed, lines)]


def change_usage(change):
    def one(record):
        return {k: (one(v) if isinstance(v, dict) else change(v) if k in USAGE_KEYS else v) for k, v in record.items()}
    return one


def make_transcripts(transcript, out):
    raw = open(transcript, "rb").read()
    lines = raw.decode().splitlines()
    response = next(l for l in reversed(lines) if '"type":"assistant"' in l)
    payload_like = b'{"type":"assistant"}\n{"type":"user"}\n{"type":"system","subtype":"compact_boundary"}\n'.split(b"\n")[0]
    deep = ('{"type":"user","message":' + nest('{"message":', "}") + "}").encode()
    same = {
        "torn-last-line": raw + response.encode()[:len(response) // 2],
        "torn-in-usage": raw + response.replace('"cache_read_input_tokens":', '"cache_read_input_tokens":9').encode()[:response.index('"output_tokens"') + 18],
        "no-final-newline": raw.rstrip(b"\n"),
        "crlf": raw.replace(b"\n", b"\r\n"),
        "nul-at-end": raw + b"\0" * 5000,
        "nul-lines": raw + b"\0" * 100 + b"\n" + b"\0" * 100 + b"\n",
        "nul-in-front-of-lines": b"\n".join(b"\0\0\0" + line for line in raw.splitlines()) + b"\n",
        "blank-lines": raw + b"\n \n\t\n\r\n",
        "odd-values": raw + b'null\n[]\n42\n"x"\ntrue\n{}\n[{}]\n',
        "broken-lines": raw + b'{\n}\n{"type":\n{"type":"assistant","message":{"usage":{"input_tokens":\n',
        "empty-usage": raw + b'{"type":"assistant","message":{"usage":{}}}\n' + payload_like + b"\n",
        "deep-line": raw + deep + b"\n",
        "deep-open-line": raw + b'{"a":' * 10000 + b"\n" + b"[" * 10000 + b"\n",
        "invalid-utf8-line": raw + b'{"type":"user","message":{"content":"\xff\xc0\x80"}}\n\xff\xfe\n',
        "byte-order-mark": b"\xef\xbb\xbf" + raw,
        "glued-lines": raw.replace(b'}\n{"type":"last-prompt"', b'}{"type":"last-prompt"'),
        "glued-torn": raw.rsplit(response.encode(), 1)[0] + response.encode() + b'{"type":"user","mess' + b"\n" + raw.rsplit(response.encode(), 1)[1].lstrip(b"\n"),
        "duplicate-keys": raw.rsplit(response.encode(), 1)[0] + response.replace('"cache_read_input_tokens":', '"cache_read_input_tokens":777777,"cache_read_input_tokens":').encode() + raw.rsplit(response.encode(), 1)[1],
        "wrong-types-behind": raw + b'{"type":7,"message":[],"timestamp":{}}\n{"type":"assistant","message":"x","timestamp":1}\n'
                                    b'{"type":"assistant","message":{"id":[],"model":{},"usage":"x"},"isSidechain":"no"}\n'
                                    b'{"type":"system","subtype":["compact_boundary"],"compactMetadata":4}\n{"type":"cost-state","totalCostUSD":"9"}\n',
    }
    odd = {
        "empty": b"", "one-newline": b"\n", "one-brace": b"{", "empty-objects": b"{}\n" * 50, "null": b"null\n", "array": b"[]\n",
        "binary": bytes(random.Random(2).randrange(256) for _ in range(60000)),
        "newlines": b"\n" * 300000, "nul": b"\0" * 300000,
        "only-torn": response.encode()[:200],
        "no-newline-megabytes": b"x" * 3000000,
    }
    for name, instead in {"texts": "12", "negative": -5, "1e308": Raw("1e308"), "2-to-63": Raw("9223372036854775808"), "2-to-53": 2 ** 53,
                          "null": None, "array": [], "object": {}, "true": True, "half": 1.5}.items():
        changed = change_last_response(lines, change_usage(lambda _, v=instead: v))
        odd["usage-" + name] = ("\n".join(changed) + "\n").encode()
    for name, instead in {"text": "x", "number": 7, "null": None, "array": [], "object": {"x": 1}}.items():
        def wrong(record, instead=instead):
            return every_leaf(record, lambda leaf: [] if isinstance(leaf, type(instead)) else instead)
        odd["leaves-" + name] = ("\n".join(change_last_response(lines, wrong)) + "\n").encode()
        odd["all-leaves-" + name] = ("\n".join(dump(wrong(json.loads(l))) for l in lines) + "\n").encode()
        odd["boundary-" + name] = raw + dump({"type": "system", "subtype": "compact_boundary", "timestamp": instead,
                                              "compactMetadata": {"postTokens": instead, "durationMs": instead}}).encode() + b"\n"
    for name, when in {"year-9999": "9999-12-31T23:59:59.999Z", "year-0": "0000-01-01T00:00:00Z", "month-13": "2026-13-01T00:00:00Z",
                       "words": "yesterday", "huge": "9" * 5000}.items():
        odd["time-" + name] = ("\n".join(dump(dict(json.loads(l), timestamp=when)) for l in lines) + "\n").encode()
    os.makedirs(out + "/lines")
    for name, data in {**same, **odd}.items():
        with open(out + "/lines/" + name, "wb") as file:
            file.write(data)
    with open(out + "/same", "w") as file:
        file.write("\n".join(same) + "\n")


def leaves(value, path=""):
    if isinstance(value, dict):
        for k, v in value.items():
            yield from leaves(v, path + "." + k if path else k)
    else:
        yield path, value


def check_state(name, data, known):
    state = dict(leaves(json.loads(data)))
    for path, value in state.items():
        if value is None:
            yield "%s is null" % path
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            if value != value or abs(value) > 2 ** 55 + 2 ** 53:
                yield "%s is %r" % (path, value)
            if value < 0 and path != "next.difference_usd":
                yield "%s is %r" % (path, value)
    gone = ("context.tokens", "cost.total_usd", "limits.five_hour_pct", "cache.expires_at", "next.now_usd")
    useless = ("numbers-negative", "numbers-1e308", "numbers-2-to-6", "numbers-1e999", "numbers-as-texts", "numbers-hundred", "wrong-groups")
    if name.startswith(useless) or name.startswith("wrong-leaves") and name != "wrong-leaves-number":
        for path in gone:
            if path in state:
                yield "%s is %r, made of nothing" % (path, state[path])
    expected = {}
    if name == "duplicate-keys":
        expected = {"context.tokens": 31, "cost.total_usd": 2.5, "context.window_tokens": 200000}
    elif name in known:
        expected = {"context.tokens": 14751, "cost.total_usd": 0.2394574, "context.window_tokens": 1000000,
                    "cache.expires_at": 1795327499, "limits.five_hour_pct": 42.5}
    for path, value in expected.items():
        if state.get(path) != value:
            yield "%s is %r, not %r" % (path, state.get(path), value)


def check(out):
    known = {"nested-arrays", "nested-objects", "nested-known-key", "crlf", "long-name", "ten-thousand-keys", "long-key",
             "escaped-nul", "lone-surrogate", "blanks-around", "glued", "byte-order-mark"}
    for name in sorted(os.listdir(out + "/state")):
        data = open(out + "/state/" + name, "rb").read()
        try:
            for problem in check_state(name, data, known):
                print(name + ": " + problem)
        except ValueError as error:
            if data:
                print("%s: %s in %r" % (name, error, data[:200]))


VALUES = [b"null", b"true", b"-1", b"0", b"1e308", b"9223372036854775808", b'""', b"[]", b"{}", b'"x"', b'"\\u0000"', b"\xff", b"\n"]


def mutate(data, rng):
    data = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 8, 40])):
        if not data:
            break
        at = rng.randrange(len(data))
        kind = rng.randrange(7)
        if kind == 0:
            data[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            data[at] = rng.randrange(256)
        elif kind == 2 and rng.random() < 0.3:
            del data[at:]
        elif kind == 3:
            del data[at:at + rng.randrange(1, 30)]
        elif kind == 4:
            data[at:at] = data[at:at + rng.randrange(1, 200)]
        elif kind == 5:
            data[at:at] = bytes(rng.choice(b'{}[]":,\\\0\n\x1b') for _ in range(rng.randrange(1, 5)))
        else:  # another value after the next colon
            colon = data.find(b":", at)
            end = min((e for e in (data.find(b",", colon), data.find(b"}", colon)) if e > 0), default=-1)
            if 0 <= colon < end:
                data[colon + 1:end] = rng.choice(VALUES)
    return bytes(data)


def run(command, data, unsafe):
    done = subprocess.run(command, input=data, capture_output=True, timeout=60)
    problems = []
    if done.returncode not in ALLOWED:
        problems.append("status %d" % done.returncode)
    if b"Sanitizer" in done.stderr or b"runtime error" in done.stderr or b"internal error" in done.stderr:
        problems.append(done.stderr[:300].decode(errors="replace"))
    # An empty input is not a payload: cron gives one.
    if command[0] == "wick-line" and data and (done.returncode != 0 or not done.stdout.strip()):
        problems.append("blank, status %d: %r" % (done.returncode, done.stderr[:200]))
    # Only SGR of wick's own colours may reach the terminal.
    rest = done.stdout.replace(b"\x1b[", b"").replace(b"\n", b"")
    if any(b < 0x20 or b == 0x7f for b in rest):
        problems.append("control character in %r" % done.stdout[:300])
    if problems:
        with open("%s/mutation-%d" % (unsafe, run.kept), "wb") as file:
            file.write(data)
        print("%s < %s/mutation-%d: %s" % (" ".join(command), unsafe, run.kept, "; ".join(problems)))
        run.kept += 1


run.kept = 0


def mutations(count, files):
    split = files.index("--")
    payloads = [open(f, "rb").read() for f in files[:split]]
    transcripts = [open(f, "rb").read() for f in files[split + 1:]]
    rng = random.Random(20261122)
    for i in range(count):
        run(["wick-line"], mutate(rng.choice(payloads), rng), ".")
    for i in range(count):
        lines = rng.choice(transcripts).splitlines(keepends=True)
        keep = rng.randrange(1, 12)
        data = b"".join(lines[:-keep][-20:]) + mutate(b"".join(lines[-keep:]), rng)
        with open("mutated.jsonl", "wb") as file:
            file.write(data)
        run(["wick-state", "-t", "mutated.jsonl"], data, ".")
        if i % 3 == 0:
            run(["wick-cost", "-t", "mutated.jsonl"], data, ".")


def main():
    what, *rest = sys.argv[1:]
    if what == "make":
        make_payloads(rest[0], rest[2])
        make_transcripts(rest[1], rest[2])
    elif what == "check":
        check(rest[0])
    else:
        mutations(int(rest[0]), rest[1:])


main()
