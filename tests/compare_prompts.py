#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares the rows of `wick-forecast --backtest --csv` with the output of prompts.py: compare_prompts.py
EXPECTED.json ROWS.csv. Also checks that the quantiles of each row are in order."""
import csv
import json
import os
import sys


def main():
    with open(sys.argv[1]) as file:
        expected = {(os.path.realpath(prompt["file"]), prompt["time"], prompt["before"]): prompt
                    for prompt in map(json.loads, file)}
    with open(sys.argv[2]) as file:
        rows = list(csv.DictReader(file))
    assert rows, "no rows"
    for row in rows:
        prompt = expected[os.path.realpath(row["file"]), row["time"], int(row["prompts_before"])]
        for name, wanted in (("requests", "requests"), ("output_tokens", "output"), ("context_tokens", "context")):
            assert int(row[name]) == prompt[wanted], (name, row, prompt)
        assert abs(float(row["cost_usd"]) - prompt["usd"]) < 1e-9, (row, prompt)
        p10, p50, p90 = (float(row[name + "_usd"]) for name in ("p10", "p50", "p90"))
        assert 0 <= p10 <= p50 <= p90 and p10 <= float(row["mean_usd"]) <= p90, row
    # Prompts without a row lack a price or a TTL; these are few.
    assert len(rows) >= 0.9 * len(expected) or len(expected) < 20, (len(rows), len(expected))


if __name__ == "__main__":
    main()
