"""How long an overlay of a table of 60,000 rows takes: ``python benchmarks/overlay.py``."""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

import radexo

ROWS, ROUNDS = 60_000, 5


def main() -> int:
    """Write a seeded table, overlay it a few times, and print the median."""
    chance = random.Random(1)
    lines = [f"gene{i}\t{chance.gauss(0, 1)}\t{chance.random()}" for i in range(ROWS)]
    g = radexo.load()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "table.tsv"
        file.write_text("\n".join(["id\tlog2FC\tpadj", *lines, "KLF10\t1\t0.01"]), encoding="utf-8")
        seconds, busy = [], []
        for _ in range(ROUNDS):
            began, worked = time.perf_counter(), time.process_time()
            g.overlay(file)
            seconds.append(time.perf_counter() - began)
            busy.append(time.process_time() - worked)
    print(
        f"{ROWS:,} rows: median {statistics.median(seconds):.2f} s of {ROUNDS}, with imports "
        "first; "
        f"{statistics.median(busy):.2f} s of one core"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
