#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Derives the prior of wick's forecast (lib/history/prior.cc) from transcripts.

    prior.py [--median=6] [--p90=30] DIR... >lib/history/prior.cc

Each DIR is one user's configuration folder. The prompts are cut into parts of equal weight, by how many
requests they made and how much the context grew, and each part gives one row; a user with four times the
prompts has twice the weight.

Two things the transcripts do not show are put right. Published sessions are shorter than those at work:
the numbers of requests are stretched (N > 1 becomes exp(b + a ln N)) so that their median and ninth decile are
those of 2,096 prompts that were counted elsewhere, 6 and 30. And clients before 2.1.98 wrote down the
output of a response's beginning: what a request generates is taken from later clients only."""
import argparse
import math
import re

import prompts as records

ROWS = 64
GOLDEN = 0.6180339887498949
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
        prompt["n"] = math.exp(b + a * math.log(prompt["requests"])) if prompt["requests"] > 1 else 1
        prompt["growth"] = growth
    return prompts


def sample(prompts):
    """One prompt out of each of ROWS parts of equal weight, at places that are evenly spread in them."""
    prompts = sorted(prompts, key=lambda prompt: (prompt["requests"], prompt["grown"], prompt["output"]))
    all_weight, passed, at = sum(prompt["weight"] for prompt in prompts), 0.0, 0
    for row in range(ROWS):
        target = (row + (0.5 + row * GOLDEN) % 1) / ROWS * all_weight
        while at + 1 < len(prompts) and passed + prompts[at]["weight"] <= target:
            passed += prompts[at]["weight"]
            at += 1
        yield prompts[at]


def table(prompts):
    outputs = sorted(prompt["output"] / prompt["requests"] for prompt in prompts if prompt["final"])
    growths = [prompt["growth"] for prompt in prompts if prompt["growth"] is not None]
    for row, prompt in enumerate(sample(prompts)):
        # Rounded up as often as its fraction says, or no prompt would make two.
        requests = int(prompt["n"] + (row * GOLDEN) % 1)
        growth = prompt["growth"] if prompt["growth"] is not None else sum(growths) / len(growths)
        # Another quantile for each row, so that their spread is kept whatever the requests.
        output = outputs[(row * 7 + 3) % ROWS * len(outputs) // ROWS]
        yield (requests, prompt["added"], round(growth * (requests - 1)), round(output * requests),
               prompt["resent_pm"])


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
#include "lib/history/past_prompts.h"

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
