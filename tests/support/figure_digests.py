"""Digests of a figure of one mechanism, or of the whole graph; also as a program of its own."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator

import radexo
from radexo.views.render.figure import render


def digests(g: radexo.Graph, what: str) -> Iterator[str]:
    """Yield the digest of each format of a figure, and of what it shows."""
    drawing = g.draw() if what == "everything" else g.mechanism("miR-340-5p", "KLF10").draw()
    for format in ("svg", "pdf", "png"):
        yield hashlib.sha256(render(drawing.picture, format, 80)).hexdigest()
    yield hashlib.sha256(str(drawing.picture.to_dict()).encode()).hexdigest()


if __name__ == "__main__":
    sys.stdout.write("\n".join(digests(radexo.load(), sys.argv[1])))
