"""How long ``radexo regulators KLF10`` takes, cold, beside a bare ``import networkx``: ``python benchmarks/startup.py``.

The two run in turn, so that a machine that slows down slows both; the ratio of each pair counts.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time


def seconds(*arguments: str) -> float:
    """Time one whole process."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - start


def main(runs: int = 15) -> None:
    """Print the medians and the ratios."""
    bare = ("-c", "import networkx")
    for command in (("regulators", "KLF10"), ("ask", "what regulates KLF10?")):
        question = ("-m", "radexo", *command)
        seconds(*question), seconds(*bare)
        pairs = [(seconds(*question), seconds(*bare)) for _ in range(runs)]
        ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratio = statistics.median(a / b for a, b in pairs)
        print(
            f"radexo {' '.join(command)}: median {ours * 1000:.0f} ms; import networkx: {theirs * 1000:.0f} ms; "
            f"ratio of the pairs: median {ratio:.2f} ({runs} pairs)"
        )


if __name__ == "__main__":
    main()
