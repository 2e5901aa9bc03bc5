#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How contexts grew and which requests missed the prompt cache, computed independently from the description of the
format alone: wick-growth and wick-misses must give the same figures.

    burn.py misses|growth DIR...            rows as CSV
    burn.py agrees DIR...                   runs wick-misses and wick-growth; prints the differences, or "TOOL: N
                                            rows agree"
    burn.py counters SESSION DIR...         the client's counters of a session, as JSON
    burn.py compare EXPECTED.csv GOT.csv    prints what differs; GOT may have more columns

A chain is a file's main chain, or one subagent. A request is a miss if it sends again more than 5 % and at
least 2,000 tokens of what the previous one read and wrote, unless it is the first of a chain or the first
after a compaction."""
import csv
import io
import json
import os
import subprocess
import sys

import count
import prompts

MISSES = ("time", "session", "agent", "model", "cause", "idle_s", "ttl_s", "context_tokens", "cached_tokens",
          "lost_tokens", "written_tokens", "extra_usd", "transcript", "offset")
GROWTH = ("time", "session", "prompt", "request", "model", "context_tokens", "usd", "transcript", "offset")


class Transcripts(prompts.Prompts):
    """Keeps the hashes of system prompt and tools too."""

    def __init__(self):
        super().__init__()
        self.shapes = {}            # file: (time, hash)...
        self.boundaries, self.clearings = {}, []    # identity: every copy of a compaction

    def take(self, entry, place):
        super().take(entry, place)
        if entry.get("type") == "system" and entry.get("isSidechain") is not True:
            identity = count.text(entry.get("uuid")) or (entry["sessionId"], count.text(entry.get("timestamp")))
            if entry.get("subtype") == "compact_boundary":
                self.boundaries.setdefault(identity, []).append(place)
            elif entry.get("subtype") == "microcompact_boundary":
                self.clearings.append(place)
        source = count.text(entry.get("querySource"))
        if entry.get("type") == "api-request" and source.startswith(("repl_main_thread", "sdk", "agent:")):
            time = count.parse_time(count.text(entry.get("timestamp")))
            if time and count.text(entry.get("shapeHash")):
                self.shapes.setdefault(place[0], []).append((time, entry["shapeHash"]))

    def shape_at(self, path, time):
        sent = [each for each in self.shapes.get(path, ()) if time and each[0] <= time]
        return max(sent, key=lambda each: each[0])[1] if sent else ""


class Request:
    shape = ""                      # of system prompt and tools

    def __init__(self, copies):
        copies = sorted(copies, key=lambda copy: copy["rank"])
        first = copies[0]
        self.nested, self.copied = first["nested"], first["rank"][3]
        self.time, self.session = first["time"], first["session"]
        self.side = next((copy["side"] for copy in copies if not copy["nested"]), True)
        self.agent, self.effort, self.version = first["agent"], first["effort"], first["version"]
        self.path, self.line = first["rank"][-1]
        _, _, self.model, _, figures, self.cost = next(iter(count.of_request(copies)))
        self.figures = list(figures.values())[1:]      # input, 5m, 1h, read, output, searches
        self.fast = any(copy["fast"] for copy in copies)
        self.us = any(copy["us"] for copy in copies)
        self.asked = first["asked"] or self.model
        self.miss = next((copy["miss"] for copy in copies if copy["miss"]), "")
        several = next((copy["passes"] for copy in copies if copy["passes"][0] != copy["passes"][1]), None)
        self.first, self.last = several or (self.figures, self.figures)
        self.hour = self.figures[2] > 0 or (self.figures[1] > 0 and first["hour"] and first["unsplit"])

    def context(self):
        return sum(self.last[:4])

    def cached(self):
        return sum(self.last[1:4])

    def ttl(self):
        return 0 if not self.figures[1] + self.figures[2] else 3600 if self.hour else 300

    def extra(self, lost):
        """How much more it cost than if it had read what it lost."""
        figures = list(self.figures)
        for kind in (2, 1, 0):
            moved = min(lost, figures[kind])
            figures[kind] -= moved
            figures[3] += moved
            lost -= moved
        if self.cost is None:
            return None
        return (self.cost - count.money(self.model, figures, self.time, self.fast, self.us)) / count.UNITS


FIRST = 1 << 40                     # before all lines


def chains(read):
    """(path, agent): its events in order."""
    found = {}

    def put(path, agent, line, order, kind, more=None):
        found.setdefault((path, agent), []).append((line, order, kind, more))

    for rank, _, _ in read.prompts.values():
        if not rank[3]:
            put(rank[-1][0], "", rank[-1][1], 0, "prompt")
    for identity, rank in read.breaks.items():
        put(rank[-1][0], "", rank[-1][1], 1, "compaction")
        for path, line in read.boundaries[identity]:
            if path != rank[-1][0]:
                put(path, "", line - FIRST, 1, "compaction")
    for path, line in read.clearings:
        put(path, "", line, 1, "compaction")
    for copies in read.responses():
        request = Request(copies)
        for copy in copies:     # a fork begins with the contents of the other session's file
            path, line = copy["rank"][-1]
            if path != request.path and copy["session"] != request.session and not (copy["side"] or copy["nested"]):
                put(path, "", line - FIRST, 2, "inherited", Request([copy]))
        if request.copied and not request.side:
            put(request.path, "", request.line, 2, "inherited", request)
        request.shape = read.shape_at(request.path, request.time)
        if not request.nested and not request.copied and bool(request.agent) >= request.side:
            put(request.path, request.agent if request.side else "", request.line, 2, "request", request)
    for (path, agent), events in sorted(found.items()):
        yield path, agent, sorted(events, key=lambda event: event[:2])


def cause(before, now, idle, ttl, asked, read):
    if now.miss in ("model_changed", "system_changed", "tools_changed", "messages_changed"):
        return now.miss             # the server's own reason
    if now.asked != before.asked:
        return "model_changed"
    if idle is not None and ttl and idle > ttl:
        return "ttl_expired_1h" if ttl == 3600 else "ttl_expired_5m"
    if now.miss == "previous_message_not_found":
        return now.miss
    if now.fast != before.fast:
        return "fast_mode_changed"
    if now.us != before.us:
        return "inference_geo_changed"
    if now.effort and before.effort and now.effort != before.effort:
        return "effort_changed"
    if now.version and before.version and now.version != before.version:
        return "client_upgraded"
    if now.shape and before.shape and now.shape != before.shape:
        return "tools_or_system_changed"
    if now.context() < before.cached():
        return "messages_rewritten"
    known = idle is not None and ttl and now.version and before.version \
        and bool(now.effort) == bool(before.effort) and bool(now.shape) == bool(before.shape)
    return "conversation_lost" if known and asked and read else "unknown"


def replay(events):
    """Yields each request with the number of its prompt, its own number, and for a miss (cause, idle, TTL,
    cached, lost); "rebuild" after a compaction."""
    before, compacted, ttl, prompt, asked, inherits = None, False, 0, 0, False, False
    for number, (kind, request) in enumerate((event[2:] for event in events)):
        if kind == "prompt":
            asked = True
        elif kind == "compaction":
            compacted = True
        elif kind == "inherited":
            before, compacted, ttl, inherits = request, False, request.ttl() or ttl, True
        else:
            prompt += asked
            found = None
            if before and compacted:
                found = "rebuild"
            elif before and before.cached():
                idle = (request.time - before.time).total_seconds() if request.time and before.time else None
                idle = idle if idle is None else max(0, idle)
                cached = before.cached()
                lost = min(max(0, cached - request.first[3]), sum(request.first[:3]))
                if lost >= 2000 and lost > 0.05 * cached:
                    found = cause(before, request, idle, ttl, asked, lost < cached), idle, ttl, cached, lost
            asked, request.begins_fork, inherits = False, inherits, False
            yield prompt, request, found
            before, compacted = request, False
            ttl = request.ttl() or ttl


class Offsets:
    """The bytes that lines begin at."""

    def __init__(self):
        self.files = {}

    def at(self, path, line):
        if path not in self.files:
            with open(path, "rb") as file:
                starts, at = [], 0
                for each in file.read().split(b"\n"):
                    starts.append(at)
                    at += len(each) + 1
            self.files[path] = starts
        return self.files[path][line]


def time_text(time):
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (time.microsecond // 1000) if time else ""


def absent(value):
    return "" if value is None else value


def miss_rows(read, offsets):
    for path, agent, events in chains(read):
        for _, request, found in replay(events):
            if isinstance(found, tuple):
                why, idle, ttl, cached, lost = found
                yield (time_text(request.time), request.session, agent, request.model, why, absent(idle), ttl or "",
                       request.context(), cached, lost, request.figures[1] + request.figures[2],
                       absent(request.extra(lost)), path, offsets.at(path, request.line))


def growth_rows(read, offsets):
    for path, agent, events in chains(read):
        if agent:
            continue
        for number, (prompt, request, _) in enumerate(replay(events), 1):
            usd = None if request.cost is None else request.cost / count.UNITS
            yield (time_text(request.time), request.session, prompt, number, request.model, request.context(),
                   absent(usd), path, offsets.at(path, request.line))


def counters(read, session):
    out = dict.fromkeys(("requests", "misses", "expected_rebuilds", "cache_write_tokens", "miss_recache_tokens"), 0)
    read_tokens = sent = 0
    for path, agent, events in chains(read):
        for _, request, found in replay(events):
            if agent or request.session != session:
                continue
            written = request.figures[1] + request.figures[2]
            read_tokens += request.figures[3]
            sent += sum(request.figures[:4])
            out["requests"] += 1
            out["cache_write_tokens"] += written
            if request.begins_fork:         # its client counts from there
                continue
            out["expected_rebuilds"] += found == "rebuild"
            if isinstance(found, tuple):
                out["misses"] += 1
                out["miss_recache_tokens"] += written
    if sent:
        out["hit_ratio"] = read_tokens / sent
    return out


def same(a, b):
    if a == b:
        return True
    try:
        return abs(float(a) - float(b)) < 1e-9
    except ValueError:
        return False


def by_place(rows):
    rows = list(csv.DictReader(rows))
    for row in rows:
        row["transcript"] = os.path.realpath(row["transcript"])
        row["model"] = count.canonical(row["model"])[0]     # two spellings of one name
    return {(row["transcript"], row["offset"], row["session"]): row for row in rows}


def differences(expected, got):
    expected, got = by_place(expected), by_place(got)
    for key in sorted(expected.keys() ^ got.keys()):
        yield "only", "expected:" if key in expected else "got:", expected.get(key) or got.get(key)
    for key in expected.keys() & got.keys():
        for name, value in expected[key].items():
            if not same(value, got[key][name]):
                yield key, name, "expected:", value, "got:", got[key][name]


def compare(expected, got):
    with open(expected, newline="") as right, open(got, newline="") as rows:
        right = list(right)
        for difference in differences(right, rows):
            print(*difference)
    print(len(right) - 1, "rows compared", file=sys.stderr)


def write(what, read, file):
    out = csv.writer(file, lineterminator="\n")
    out.writerow(MISSES if what == "misses" else GROWTH)
    out.writerows((miss_rows if what == "misses" else growth_rows)(read, Offsets()))


def agrees(read, folders):
    for tool in ("misses", "growth"):
        expected = io.StringIO()
        write(tool, read, expected)
        expected = expected.getvalue().splitlines(keepends=True)
        ran = subprocess.run(["wick-" + tool, "--no-ledger", "--csv"], stdout=subprocess.PIPE, check=False,
                             env=dict(os.environ, CLAUDE_CONFIG_DIR=",".join(folders)))
        got = ran.stdout.decode().splitlines(keepends=True)
        different = list(differences(expected, got or expected[:1]))
        for difference in different:
            print(*difference)
        if not different:
            print("%s: %d rows agree" % (tool, len(expected) - 1))


def main():
    what, *rest = sys.argv[1:]
    if what == "compare":
        return compare(*rest)
    session = rest.pop(0) if what == "counters" else None
    read, seen = Transcripts(), set()
    for folder in rest:
        for path in count.files_below(folder, seen):
            read.read(path, True)
    if session:
        return print(json.dumps(counters(read, session)))
    if what == "agrees":
        return agrees(read, rest)
    write(what, read, sys.stdout)


if __name__ == "__main__":
    main()
