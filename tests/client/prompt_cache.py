# SPDX-License-Identifier: MIT
"""A model of the Messages API's prompt cache: what a request reads, writes and sends uncached.

A prompt is a sequence of blocks: tools, then system, then messages. A block with `cache_control` is a
breakpoint: until its TTL expires, the prefix up to it can be read by a request for the same model at the
same speed (and, for models before generation 5, at the same effort) that begins with the same blocks. Every
read restarts the TTL. Four bytes count as one token.
"""
import hashlib
import json
import re
import threading

SECONDS = {"5m": 300, "1h": 3600}


def blocks(request):
    """Each block as (bytes, TTL or None when it is no breakpoint)."""
    row = list(request.get("tools", []))
    system = request.get("system", [])
    row += [{"text": system}] if isinstance(system, str) else system
    for message in request["messages"]:
        content = message["content"]
        content = [{"type": "text", "text": content}] if isinstance(content, str) else content
        row += [{"role": message["role"], **block} for block in content]
    for block in row:
        # This header differs from request to request; the API keeps it out of the prompt.
        if str(block.get("text", "")).startswith("x-anthropic-billing-header"):
            continue
        control = block.get("cache_control")
        plain = {key: value for key, value in block.items() if key != "cache_control"}
        yield json.dumps(plain, sort_keys=True).encode(), control and control.get("ttl", "5m")


def asked_ttl(request):
    """The TTL of the last breakpoint; None if nothing is to be cached."""
    return next((ttl for _, ttl in reversed(list(blocks(request))) if ttl), None)


class PromptCache:
    def __init__(self):
        self.entries = {}  # prefix -> [seconds it lives, when it ends]
        self.lock = threading.Lock()

    def usage(self, request, now):
        """The usage of a request that starts at `now`, which also fills the cache."""
        kept_for = [request["model"], request.get("speed", "standard")]
        if re.search("-[34]-", request["model"]):
            kept_for.append(request.get("output_config", {}).get("effort"))
        prefix = hashlib.sha256(json.dumps(kept_for).encode())
        tokens = read = 0
        writes = []  # (tokens up to the breakpoint, TTL)
        with self.lock:
            for data, ttl in blocks(request):
                prefix.update(data)
                tokens += len(data) // 4
                entry = self.entries.get(prefix.digest())
                if entry and now < entry[1]:
                    read, writes = tokens, []
                    entry[1] = now + entry[0]
                elif ttl:
                    self.entries[prefix.digest()] = [SECONDS[ttl], now + SECONDS[ttl]]
                    writes.append((tokens, ttl))
        written = {"5m": 0, "1h": 0}
        done = read
        for end, ttl in writes:
            written[ttl] += end - done
            done = end
        return {
            "input_tokens": tokens - done + 3,  # never 0 on the real API
            "cache_creation_input_tokens": written["5m"] + written["1h"],
            "cache_read_input_tokens": read,
            "cache_creation": {
                "ephemeral_5m_input_tokens": written["5m"],
                "ephemeral_1h_input_tokens": written["1h"],
            },
        }
