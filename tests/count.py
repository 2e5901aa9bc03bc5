#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
#
# An independent count of the contents of Claude Code configuration folders: requests, prompts, tokens,
# tool calls, compactions and their price. Written from the description of the format alone, with its own
# table of prices, so that its figures can be compared with those of the tools.
#
#   count.py [--tz ZONE] [--by KIND[,KIND]] [--final] DIR...
#
# prints one JSON document. A last line without a newline may be incomplete and is left out unless
# --final is given.
import argparse
import bisect
import json
import os
import re
import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

# Thousandths of a dollar per million tokens: input, 5m write, 1h write, read, output; fast factor.
PRICES = {}
for names, price in (
        ("fable-5-2 mythos-5-2", (8000, 10000, 16000, 200, 40000, 2)),
        ("fable-5-1 mythos-5-1", (10000, 12500, 20000, 250, 50000, 1)),
        ("fable-5 mythos-5", (10000, 12500, 20000, 1000, 50000, 1)),
        ("opus-5-5", (4000, 5000, 8000, 200, 20000, 2)),
        ("opus-5 opus-4-8", (5000, 6250, 10000, 500, 25000, 2)),
        ("opus-4-7 opus-4-6", (5000, 6250, 10000, 500, 25000, 6)),
        ("opus-4-5", (5000, 6250, 10000, 500, 25000, 1)),
        ("opus-4-1 opus-4 3-opus", (15000, 18750, 30000, 1500, 75000, 1)),
        ("sonnet-5-5", (2000, 2500, 4000, 100, 10000, 1)),
        ("sonnet-5", (2000, 2500, 4000, 200, 10000, 1)),
        ("sonnet-4-6 sonnet-4-5 sonnet-4 3-7-sonnet 3-5-sonnet 3-sonnet", (3000, 3750, 6000, 300, 15000, 1)),
        ("haiku-5-5", (100, 125, 200, 10, 500, 1)),
        ("haiku-4-5", (1000, 1250, 2000, 100, 5000, 1)),
        ("3-5-haiku", (800, 1000, 1600, 80, 4000, 1)),
        ("3-haiku", (250, 300, 500, 30, 1250, 1))):
    for name in names.split():
        PRICES["claude-" + name] = price
SONNET_5_5_READ_CUT = datetime(2026, 10, 7, tzinfo=timezone.utc)
HAIKU_5_5_TIER, HAIKU_5_5_FACTOR = 100_000, 5
UNITS = 10 ** 10                    # of money to the dollar: every price is a whole number of them
WEB_SEARCH = UNITS // 100
BLOCK = timedelta(hours=5)

FIELDS = ("input_tokens", "cache_write_5m_tokens", "cache_write_1h_tokens", "cache_read_tokens", "output_tokens",
          "web_searches")
NOT_TYPED = ("<local-command-stdout>", "<local-command-stderr>", "<local-command-caveat>", "<bash-stdout>",
             "<bash-stderr>", "<task-notification>", "<system-reminder>", "[Request interrupted by user",
             "<command-name>", "<bash-input>")  # a command that sends a prompt begins with <command-message>
SPACE = " \t\r\n\v\f\0"


# A vendor's prefix, the name in either order, and possible suffixes.
CLAUDE = re.compile(r"""
    (?: | .*[/.:,] | (?:.*[/.:,])?[^/.:,0-9]*[^/.:,0-9_-][^/.:,0-9]*[-_] )
    claude-
    (?: (?P<family>[a-z]+)[.-](?:(?P<number>\d\d?(?:[.-]\d\d?)?)|preview) | (?P<number2>\d\d?(?:[.-]\d\d?)?)[.-](?P<family2>[a-z]+) )
    (?P<rest>(?: -\d{8} | -v\d+(?::\d+k?)* | [-:]latest | [-:]thinking | -thinking-(?:\d+k?|low|medium|high|xhigh|max)
               | :beta | :nitro | :floor | -fast | \[1m\] | [-:]1m )*)
    (?:@.*)?""", re.X)


def canonical(model):
    """The name without prefixes and suffixes, and whether it means fast mode."""
    model = model.strip(" \t\r\n")
    others = re.sub(r"\[1m\]$", "", model, flags=re.I), False       # another vendor's model: unchanged
    claude = CLAUDE.fullmatch(model.lower())
    if not claude:
        return others
    family, number = claude["family"] or claude["family2"], claude["number"] or claude["number2"] or "preview"
    number = re.sub(r"-0$", "", number.replace(".", "-"))
    name = f"claude-{number}-{family}" if number.split("-")[0] == "3" else f"claude-{family}-{number}"
    return name, "-fast" in claude["rest"]


def whole(value):
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2 ** 53 else 0


def text(value):
    return value if isinstance(value, str) else ""


def part(value, key):
    value = value.get(key)
    return value if isinstance(value, dict) else {}


def dicts(value):
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def parse_time(value):
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):?(\d\d))?",
                         text(value), re.ASCII)
    if not found or not 1970 <= int(found[1]) <= 9998:
        return None
    try:
        time = datetime(*(int(found[i]) for i in range(1, 7)), int((found[7] or "0")[:6].ljust(6, "0")), timezone.utc)
    except ValueError:
        return None
    offset = timedelta(hours=int(found[9] or 0), minutes=int(found[10] or 0))
    return time + offset if found[8] == "-" else time - offset


def counts(usage):
    """As in the line: input, all cache writes, those for 5m and 1h, reads, output, web searches."""
    split = part(usage, "cache_creation")
    if not any(whole(usage.get(name)) for name in ("input_tokens", "cache_creation_input_tokens",
                                                   "cache_read_input_tokens", "output_tokens")):
        split = {}                  # a fork's copy keeps this and zeroes the rest
    return [whole(value) for value in (
        usage.get("input_tokens"), usage.get("cache_creation_input_tokens"), split.get("ephemeral_5m_input_tokens"),
        split.get("ephemeral_1h_input_tokens"), usage.get("cache_read_input_tokens"), usage.get("output_tokens"),
        part(usage, "server_tool_use").get("web_search_requests"))]


def is_readable(usage):
    """Whether all of its counts are counts, or null, and none is absurdly large."""
    split, searches = part(usage, "cache_creation"), part(usage, "server_tool_use").get("web_search_requests")
    given = [usage.get(name) for name in ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens",
                                          "output_tokens")]
    given += [split.get(name) for name in ("ephemeral_5m_input_tokens", "ephemeral_1h_input_tokens")]
    numbers = [each for each in (*given, searches) if each is not None]
    if any(isinstance(n, bool) or not isinstance(n, (int, float)) or n < 0 or n % 1 for n in numbers):
        return False
    *tokens, output, found = largest([counts(usage)])
    return (sum(tokens) < 2 ** 32 and output < 2 ** 32 and found < 2 ** 16 and (not numbers or max(numbers) < 2 ** 53)
            and all(is_readable(each) for each in dicts(usage.get("iterations"))))


def largest(copies):
    """FIELDS of several counts: the maximum of each; writes that the split does not cover are for 5m."""
    fresh, written, minutes, hour, *others = (max(column) for column in zip(*copies))
    return [fresh, max(written, minutes + hour) - hour, hour, *others]


def money(model, figures, time, fast, us):
    """In UNITS, or None where the model has no price."""
    if model not in PRICES or not sum(figures[:4]):     # a gateway that does not report what was sent
        return None
    *price, fast_factor = PRICES[model]
    if model == "claude-sonnet-5-5" and time and time < SONNET_5_5_READ_CUT:
        price[3] = 200
    factor = fast_factor if fast else 1
    if model == "claude-haiku-5-5" and sum(figures[:4]) > HAIKU_5_5_TIER:
        factor *= HAIKU_5_5_FACTOR
    tokens = sum(n * p for n, p in zip(figures, price))
    return tokens * factor * (11 if us else 10) + figures[5] * WEB_SEARCH


def files_below(folder, seen):
    for path, folders, names in os.walk(os.path.join(folder, "projects"), followlinks=True):
        if os.path.realpath(path) in seen:
            folders.clear()
            continue
        seen.add(os.path.realpath(path))
        for file in (os.path.join(path, name) for name in names if name.endswith(".jsonl") and name != "journal.jsonl"
                     and ".orphaned" not in name and ".superseded" not in name):
            if os.path.isfile(file):
                yield file


def objects_of(line, blank=re.compile("[" + SPACE + "]*"), decoder=json.JSONDecoder(parse_constant=int)):
    """All objects on the line; int raises ValueError for NaN, which is not JSON. After a torn one, the first
    complete object that is followed by the end of the line or another object."""
    def read(at):
        try:
            return decoder.raw_decode(line, at)
        except (ValueError, RecursionError):
            return None, None

    at = blank.match(line, 0).end()
    while at < len(line):
        value, end = read(at)
        begin = at
        while end is None:
            begin = line.find('{"', begin + 1)
            if begin < 0:
                return
            value, end = read(begin)
            if end is not None:
                rest = blank.match(line, end).end()
                end = end if rest == len(line) or line[rest] == "{" else None
        if isinstance(value, dict):
            yield value
        at = blank.match(line, end).end()


# A line's attributes of its request, by wick-usage's names. The effort is in the response.
SAYS = {"skill": "attributionSkill", "plugin": "attributionPlugin", "server": "attributionMcpServer",
        "agent": "attributionAgent", "branch": "gitBranch", "effort": "effort", "client": "version",
        "entrypoint": "entrypoint"}


class Count:
    def __init__(self):
        self.requests = {}          # message id (or a stand-in): request id or "": its copies
        self.prompts = {}           # identity: (rank, time, session)
        self.tools, self.compactions = set(), set()
        self.unfinished = 0

    def read(self, path, final):
        with open(path, "rb") as file:
            lines = file.read().split(b"\n")
        if not final and lines.pop().strip(SPACE.encode()):
            self.unfinished += 1
        for number, line in enumerate(lines):
            for entry in objects_of(line.decode("utf-8", "replace")):
                if text(entry.get("sessionId")):
                    self.take(entry, (path, number))

    def take(self, entry, place):
        kind, session, stamp = entry.get("type"), entry["sessionId"], text(entry.get("timestamp"))
        copied = text(entry.get("requestSessionId")) not in ("", session)
        identity = text(entry.get("uuid")) or (session, stamp)

        def rank(time, nested):     # the smallest of several copies decides the owner
            return time is None, time or 0, nested, copied, place

        if kind == "assistant":
            self.take_reply(entry, entry, rank)
        elif kind == "progress":
            nested = part(part(entry, "data"), "message")
            if nested.get("type") == "assistant":
                self.take_reply(nested, entry, rank)
        elif kind == "system" and entry.get("subtype") == "compact_boundary":
            self.compactions.add(identity)
        elif kind == "user" and is_prompt(entry):
            time = parse_time(stamp)
            copy = rank(time, False), time, session
            self.prompts[identity] = min(self.prompts.get(identity, copy), copy, key=lambda each: each[0])

    def take_reply(self, reply, line, rank):
        message = part(reply, "message")
        usage, content, model = message.get("usage"), message.get("content"), text(message.get("model"))
        if not isinstance(usage, dict) or reply.get("isApiErrorMessage") is True or model == "<synthetic>":
            return
        for block in dicts(content):
            if is_call(block):
                self.tools.add(block["id"])
        if not is_readable(usage):      # then it is unknown what was sent
            usage = {}
        copied = text(line.get("requestSessionId")) not in ("", line["sessionId"])
        if copied and not any(whole(usage.get(name)) for name in ("input_tokens", "cache_creation_input_tokens",
                                                                  "cache_read_input_tokens", "output_tokens")):
            return                  # such copies are left by forks
        model, fast = canonical(model or "unknown")
        parts = {-1: (model, counts(usage))}
        passes = dicts(usage.get("iterations"))
        answers = [each for each in passes if each.get("type") in ("message", "fallback_message")]
        # A gateway may give the response another name than its passes.
        answering = canonical(text(answers[-1].get("model")))[0] if answers else ""
        for position, iteration in enumerate(passes):
            named, figures = canonical(text(iteration.get("model")))[0] or model, counts(iteration)
            is_attempt = text(iteration.get("model")) and named != (answering or model) and figures[5]
            if iteration.get("type") in ("compaction", "advisor_message") or is_attempt:
                parts[position] = named, figures        # not in the figures of the top level
        nested = reply is not line
        stamp = text(reply.get("timestamp")) or text(line.get("timestamp"))
        time, session, name = parse_time(stamp), line["sessionId"], text(message.get("id"))
        copy = {"rank": rank(time, nested), "time": time, "session": session, "nested": nested, "parts": parts,
                "side": line.get("isSidechain") is True, "agent": text(line.get("agentId")),
                "effort": text(reply.get("effort")), "version": text(line.get("version")),
                "fast": fast or usage.get("speed") == "fast", "us": usage.get("inference_geo") == "us",
                "passes": passes_of(usage), "asked": canonical(text(line.get("requestedModel")))[0],
                "hour": line.get("promptCacheRequested") == "1h",
                "unsplit": not any(counts(usage)[2:4]), "miss": miss_reason(message),
                "says": {kind: text((reply if kind == "effort" else line).get(member)) for kind, member in SAYS.items()},
                "calls": [text(block.get("name")) for block in dicts(content) if is_call(block)]}
        request = text(reply.get("requestId")) if name else ""
        message_key = name or (text(reply.get("uuid")) or session + stamp, "of a line without a message id")
        self.requests.setdefault(message_key, {}).setdefault(request, []).append(copy)

    def events(self):
        """Yields everything once: time, session, model or None, whether by a subagent, figures, money or None."""
        for _, time, session in self.prompts.values():
            yield time, session, None, False, {"prompts": 1}, None, None
        for copies in self.responses():
            for part_of_it in of_request(copies):
                yield *part_of_it, {**copies[0]["says"], "tool": next((c for each in copies for c in each["calls"]), "")}

    def responses(self):
        """The copies of each response, in order. Gateways give many responses the same message id: if a request id
        is missing, lines with the same counts within ten minutes are one response; a fork's copy of a response
        may have lost its counts, but has its time."""
        for by_request in self.requests.values():
            groups = [copies for request, copies in by_request.items() if request]
            for copy in sorted(by_request.get("", ()), key=lambda copy: copy["rank"]):
                same = [group for group in groups if is_one(group, copy)]
                if same:
                    min(same, key=lambda group: min(each["rank"] for each in group)).append(copy)
                else:
                    groups.append([copy])
            for copies in groups:
                yield sorted(copies, key=lambda copy: copy["rank"])


def is_call(block):
    return block.get("type") in ("tool_use", "server_tool_use") and text(block.get("id")) != ""


def passes_of(usage):
    """The counts of the first and the last pass over the conversation, ignoring an advisor's."""
    passes = [counts(each) for each in dicts(usage.get("iterations"))
              if each.get("type") in ("message", "fallback_message")]
    passes = [each for each in passes if sum(largest([each])[:4])] or [counts(usage)]
    return largest([passes[0]]), largest([passes[-1]])


def miss_reason(message):
    return text(part(part(message, "diagnostics"), "cache_miss_reason").get("type"))


def is_one(group, copy):
    def sent(copy):
        figures = largest([copy["parts"][-1][1]])
        return figures[0], figures[1] + figures[2], figures[3]

    def near(a, b):
        return not a or not b or abs(a - b) < timedelta(minutes=10)
    def zeroed(a, b):
        return a["time"] and a["time"] == b["time"] and not (any(sent(a)) and any(sent(b)))

    def alike(a, b):
        telling = any(sent(a)) or a["session"] == b["session"]
        return telling and sent(a) == sent(b) and near(a["time"], b["time"])
    return any(zeroed(other, copy) or alike(other, copy) for other in group)


def of_request(copies):
    time, session = copies[0]["time"], copies[0]["session"]
    fast, us = any(copy["fast"] for copy in copies), any(copy["us"] for copy in copies)
    subagent = next((copy["side"] for copy in copies if not copy["nested"]), True)
    for position in sorted({position for copy in copies for position in copy["parts"]}):
        same = [copy["parts"][position] for copy in copies if position in copy["parts"]]
        model, figures = same[0][0], largest([figures for _, figures in same])
        yield (time, session, model, subagent, {"requests": int(position < 0), **dict(zip(FIELDS, figures))},
               money(model, figures, time, fast, us))


def is_prompt(entry):
    if any(entry.get(mark) is True
           for mark in ("isMeta", "isSidechain", "isCompactSummary", "isVisibleInTranscriptOnly")):
        return False
    if (part(entry, "origin").get("kind") not in (None, "human") or entry.get("promptSource") == "system"
            or entry.get("turnOrigin") not in (None, "human", "sdk")):
        return False
    content = part(entry, "message").get("content")
    blocks = [{"type": "text", "text": content}] if isinstance(content, str) else dicts(content)
    kinds = [block.get("type") for block in blocks]
    said = text(blocks[kinds.index("text")].get("text")).strip(SPACE) if "text" in kinds else ""
    return "tool_result" not in kinds and bool(said or "image" in kinds) and not said.startswith(NOT_TYPED)


def key_of_row(by, zone, events):
    """The function that maps time, session, model and the line's attributes to the key of the row, or None."""
    starts = []                     # of the blocks
    for time in sorted(time for time, _, model, *_ in events if time and model):
        if not starts or time >= starts[-1] + BLOCK:
            starts.append(time)

    def block(time, *_):
        if time is None:
            return "undated"
        at = bisect.bisect_right(starts, time) - 1
        if at < 0 or time >= starts[at] + BLOCK:
            at += 1                 # a prompt, which starts the next one
        return starts[at].strftime("%Y-%m-%dT%H:%M:%SZ") if at < len(starts) else None

    def day(time, *_):
        if time is None:
            return "undated"
        date = time.astimezone(zone).date()
        if by == "week":
            date -= timedelta(days=date.weekday())
        return date.isoformat()[:7 if by == "month" else 10]

    def clock(time, *_):
        return "undated" if time is None else time.astimezone(zone).strftime("%a" if by == "weekday" else "%H:00")

    if by in SAYS or by == "tool":
        return lambda time, session, model, says: None if says is None else says[by] or "(none)"
    return {None: lambda *_: None, "block": block, "session": lambda time, session, *_: session, "hour": clock,
            "weekday": clock, "model": lambda time, session, model, *_: model}.get(by, day)


def report(count, by, zone):
    events, names = list(count.events()), ("requests", "prompts") + FIELDS
    keys = [key_of_row(each, zone, events) for each in (by or "").split(",")] if by else [lambda *_: None]
    totals, subagents, rows, unknown = dict.fromkeys(names, 0), dict.fromkeys(names, 0), {}, {}
    del subagents["prompts"]
    for time, session, model, subagent, figures, cost, says in events:
        parts = [key(time, session, model, says) for key in keys]
        key = None if None in parts else " ".join(parts)
        row = [] if key is None else [rows.setdefault(key, dict.fromkeys(names, 0))]
        for sums in [totals] + [subagents] * subagent + row:
            for name, figure in figures.items():
                sums[name] += figure
            if cost is not None:
                sums["cost_usd"] = sums.get("cost_usd", 0) + cost
        if model and cost is None:
            unknown[model] = unknown.get(model, 0) + figures["requests"]
    for sums in totals, subagents, *rows.values():
        if "cost_usd" in sums:
            sums["cost_usd"] /= UNITS
    return {"totals": totals, "subagents": subagents, "tool_calls": len(count.tools),
            "compactions": len(count.compactions), "unknown_models": dict(sorted(unknown.items())),
            "rows": dict(sorted(rows.items()))}


def count_of(folders, final):
    count, seen = Count(), set()
    for folder in folders:
        for path in files_below(folder, seen):
            try:
                count.read(path, final)
            except OSError as trouble:
                print("count.py:", trouble, file=sys.stderr)
    return count


def main():
    options = argparse.ArgumentParser(description="Counts what configuration folders of Claude Code hold.")
    options.add_argument("--tz", type=ZoneInfo, default=timezone.utc)
    options.add_argument("--by", help="day, week, month, hour, weekday, model, session, block, skill, ...; or two")
    options.add_argument("--final", action="store_true", help="also read a last line without a newline")
    options.add_argument("folders", nargs="+", metavar="DIR")
    options = options.parse_args()
    count = count_of(options.folders, options.final)
    if count.unfinished:
        print("count.py: last lines without a newline left out:", count.unfinished, file=sys.stderr)
    print(json.dumps(report(count, options.by, options.tz), indent=1))


if __name__ == "__main__":
    main()
