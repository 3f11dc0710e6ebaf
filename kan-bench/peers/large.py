#!/usr/bin/env python3
"""Measures `kan fit` on a large table: rows read, and rows fitted, a second.

    pip install numpy
    python3 kan-bench/peers/large.py [--rows 1000000] [--heap 1g] [--table large.csv]

Writes a table of 25 numbers, two of them with gaps, and five categories, unless it is there, and fits a function of every input
to it (shape 30,1, five passes of Adam over the rows that are neither judges nor held back) in so much heap. Prints two figures.
"""

import argparse
import json
import os
import subprocess
import tempfile
from pathlib import Path

import numpy as np

NUMBERS, CATEGORIES, LEVELS, CHUNK = 25, 5, 12, 20_000


def write(path, rows):
    random = np.random.default_rng(0)
    with open(path, "w") as file:
        names = [f"x{i}" for i in range(NUMBERS)] + [f"k{i}" for i in range(CATEGORIES)]
        file.write(",".join(names) + ",target\n")
        for begin in range(0, rows, CHUNK):
            n = min(CHUNK, rows - begin)
            x = random.normal(size=(n, NUMBERS))
            k = random.integers(0, LEVELS, size=(n, CATEGORIES))
            y = np.sin(2 * x[:, 0]) + x[:, 1] ** 2 / 2 + x[:, 2:] @ np.linspace(0, 0.5, NUMBERS - 2)
            y += (k * np.linspace(0, 0.2, CATEGORIES)).sum(axis=1) + 0.5 * random.normal(size=n)
            gaps = random.random((n, 2)) < 0.1
            numbers = [np.char.mod("%.4g", x[:, i]) for i in range(NUMBERS)]
            for i in range(2):
                numbers[i] = np.where(gaps[:, i], "", numbers[i])
            levels = [np.char.add("level", np.char.mod("%d", k[:, i])) for i in range(CATEGORIES)]
            columns = numbers + levels + [np.char.mod("%.5g", y)]
            file.write("\n".join(map(",".join, zip(*columns))) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--heap", default="1g")
    parser.add_argument("--passes", type=int, default=5)
    parser.add_argument("--table", default=os.path.join(tempfile.gettempdir(), "kan-large.csv"))
    parser.add_argument("--kan", default=str(Path(__file__).resolve().parents[2] / "kan"), help="the command")
    options = parser.parse_args()
    if not os.path.exists(options.table):
        write(options.table, options.rows)
    fit = [options.kan, "fit", options.table, "--target", "target", "--shape", f"{NUMBERS + CATEGORIES},1"]
    fit += ["--optimizer", "adam", "--iterations", str(options.passes), "--json", "--quiet"]
    environment = dict(os.environ, KAN_JAVA_OPTS=f"-Xmx{options.heap}")
    result = json.loads(subprocess.run(fit, check=True, capture_output=True, text=True, env=environment).stdout)
    fitted = options.rows * 4 // 5 * 4 // 5 * result["iterations"]
    print(f"read    {options.rows / result['read_seconds']:,.0f} rows/s ({result['read_seconds']:.2f} s)")
    print(f"fitted  {fitted / result['seconds']:,.0f} rows/s ({result['iterations']} passes in {result['seconds']:.2f} s), test RMSE {result['test_rmse']:.4f}")
    for note in result["notes"]:
        print("note   ", note)


if __name__ == "__main__":
    main()
