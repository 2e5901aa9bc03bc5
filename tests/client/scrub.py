#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Keeps the files that a test produced, without their text: scrub.py TEST-FOLDER INTO

Copies the payloads (seen/*.json) and the sessions (config/projects) from the test's folder. Figures, ids,
times and structure are unchanged. Text is reduced to its first letters, as x; paths to their part below
the home directory.
"""
import json
import os
import re
import shutil
import sys

folder, into = sys.argv[1:]
project = os.path.join(folder, "proj")
PATHS = [
    (re.sub("[^A-Za-z0-9]", "-", project), "-home-user-proj"),
    (os.path.join(folder, "config"), "/home/user/.claude"),
    (project, "/home/user/proj"),
    (folder, "/home/user"),
]
# Strings that are not text: names, ids, times.
KEPT = set("""
    agentId cwd display_name effort entrypoint id inference_geo level logicalParentUuid messageId model
    name parentUuid permissionMode promptCacheRequested promptId querySource requestedModel requestId
    requestRef role service_tier session_id sessionId speed stop_reason subtype timestamp tool_use_id
    transcript_path trigger ttl type userType uuid version current_dir project_dir
""".split())
LETTERS = 12  # of a text
ITEMS = 3  # of a list that is no message
# Deeper levels of a line are emptied, earlier in lines that contain only text.
DEPTH, TEXT_DEPTH = 5, 1


def moved(text):
    for here, there in PATHS:
        text = text.replace(here, there)
    return text


def scrubbed(value, depth=0, key=""):
    if isinstance(value, dict):
        return {moved(k): scrubbed(v, depth + 1, k) for k, v in value.items() if depth < DEPTH}
    if isinstance(value, list):
        items = value if key == "content" else value[:ITEMS]
        return [scrubbed(item, depth + 1, key) for item in items if depth < DEPTH]
    if isinstance(value, str) and key not in KEPT:
        return re.sub("[0-9]", "0", re.sub("[^\\W\\d_]", "x", value[:LETTERS]))
    return moved(value) if isinstance(value, str) else value


def copy_lines(source, target):
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(source, encoding="utf-8") as lines, open(target, "w", encoding="utf-8") as out:
        for line in lines:
            record = json.loads(line)
            only_text = record.get("type", "").startswith(("attachment", "api-request", "file-history"))
            out.write(json.dumps(scrubbed(record, DEPTH - TEXT_DEPTH if only_text else 0), separators=(",", ":"), ensure_ascii=False) + "\n")


shutil.rmtree(into, ignore_errors=True)
os.makedirs(into)
seen = os.path.join(folder, "seen")
for name in os.listdir(seen):
    # A run that the client ended has no state.
    if name.endswith(".json") and os.path.exists(os.path.join(seen, name[:-4] + "state")):
        copy_lines(os.path.join(seen, name), os.path.join(into, "payloads", name))
sessions = os.path.join(folder, "config", "projects")
for path, _, names in os.walk(sessions):
    for name in names:
        if name.endswith(".jsonl"):
            target = os.path.join(into, "projects", moved(os.path.relpath(path, sessions)), name)
            copy_lines(os.path.join(path, name), target)
