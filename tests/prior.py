#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Derives the prior of wick's forecast (lib/history/prior.cc) from transcripts.

    prior.py [--median=6] [--p90=30] DIR... >lib/history/prior.cc

Each DIR is one user's configuration folder. The prompts are cut into rows of equal weight, by how many
requests they made and how much the context grew; a user with four times the prompts has twice the weight.

Two things the transcripts do not show are put right. Published sessions are shorter than those at work:
the numbers of requests are stretched (N becomes exp(b + a ln N)) so that their median and ninth decile are
those of 2,096 prompts that were counted elsewhere, 6 and 30. And clients before 2.1.98 wrote down the
output of a response's beginning: what a request generates is taken from later clients only."""
import argparse
import math
import re

import prompts as records

ROWS = 32
FINAL_OUTPUT_SINCE = (2, 1, 98)


def version_at(path, line):
    found = None
    with open(path, errors="replace") as file:
        for number, text in enumerate(file):
            version = re.search(r'"version":"(\d+)\.(\d+)\.(\d+)"', text)
            if version:
                found = tuple(map(int, version.groups()))
                if number >= line:
                    break
    return found


def quantile(weighted, share):
    weighted = sorted(weighted)
    left = share * sum(weight for _, weight in weighted)
    for value, weight in weighted:
        left -= weight
        if left <= 0:
            return value
    return weighted[-1][0]


def stretched(prompts, median, p90):
    counts = [(prompt["requests"], prompt["weight"]) for prompt in prompts]
    low, high = math.log(quantile(counts, 0.5)), math.log(quantile(counts, 0.9))
    a = (math.log(p90) - math.log(median)) / (high - low)
    b = math.log(median) - a * low
    for prompt in prompts:
        growth = prompt["grown"] / (prompt["requests"] - 1) if prompt["requests"] > 1 else None
        prompt["n"] = max(1, math.exp(b + a * math.log(prompt["requests"])))
        prompt["growth"] = growth
    return prompts


def rows_of(prompts):
    """ROWS lists of (prompt, share): one that lies across two rows is in both."""
    rows, all_weight = [[]], sum(prompt["weight"] for prompt in prompts)
    room = 1.0
    for prompt in sorted(prompts, key=lambda prompt: (prompt["requests"], prompt["grown"], prompt["output"])):
        left = prompt["weight"] / all_weight * ROWS
        while left > 1e-9:
            share = min(left, room)
            rows[-1].append((prompt, share))
            left, room = left - share, room - share
            if room < 1e-9 and len(rows) < ROWS:
                rows.append([])
                room = 1.0
            elif room < 1e-9:
                break
    return rows


def mean(row, value):
    known = [(value(prompt), share) for prompt, share in row if value(prompt) is not None]
    return sum(each * share for each, share in known) / sum(share for _, share in known) if known else None


def added(row):
    """The middle one: a pasted file says nothing of its row."""
    known = [(prompt["added"], share) for prompt, share in row if prompt["context"]]
    return quantile(known, 0.5) if known else 0


def table(prompts):
    outputs = sorted(prompt["output"] / prompt["requests"] for prompt in prompts if prompt["final"])
    growths = [prompt["growth"] for prompt in prompts if prompt["growth"] is not None]
    for number, row in enumerate(rows_of(prompts)):
        requests = round(mean(row, lambda prompt: prompt["n"]))
        growth = mean(row, lambda prompt: prompt["growth"]) or sum(growths) / len(growths)
        # Another quantile for each row, so that their spread is kept whatever the requests.
        output = outputs[(number * 7 + 3) % ROWS * len(outputs) // ROWS]
        yield (requests, added(row),
               round(growth * (requests - 1)), round(output * requests),
               round(mean(row, lambda prompt: prompt["resent_pm"])))


def main():
    options = argparse.ArgumentParser(description="Derives the prior of the forecast from transcripts.")
    options.add_argument("--median", type=float, default=6)
    options.add_argument("--p90", type=float, default=30)
    options.add_argument("folders", nargs="+", metavar="DIR")
    options = options.parse_args()
    prompts = []
    for folder in options.folders:
        of_user = list(records.read([folder]))
        for prompt in of_user:
            prompt["weight"] = len(of_user) ** -0.5
            version = version_at(prompt["file"], prompt["line"])
            prompt["final"] = version is not None and version >= FINAL_OUTPUT_SINCE
        prompts += of_user
    rows = ",\n".join("        {%d, %d, %d, %d, %d}" % row
                      for row in table(stretched(prompts, options.median, options.p90)))
    print(f"""// SPDX-License-Identifier: MIT
// Made by tests/prior.py, which says from what and how; not by hand.
#include "lib/history/habits.h"

namespace wick {{

const ShapeTable& built_in_prior() {{
  // Requests, tokens added by the prompt, grown, generated; contexts resent, in thousandths.
  static const ShapeTable table{{
      {len(prompts)},
      {{
{rows},
      }}}};
  return table;
}}

}}  // namespace wick""")


if __name__ == "__main__":
    main()
