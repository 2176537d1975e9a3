"""Draw the documentation's pictures: ``python -m radexo.docs.make.gallery docs/pictures``."""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable
from pathlib import Path

from radexo.api import Graph, load
from radexo.graph.atomic import write_bytes
from radexo.views.drawing import Drawing
from radexo.views.render.figure import render

__all__ = ["MOST_BYTES", "PICTURES", "main"]

PICTURES = {
    "mechanism.png": 200.0,
    "mechanism.svg": 0.0,
    "hypoxia.png": 170.0,
    "transfer.png": 190.0,
    "contradiction.png": 170.0,
    "whole-graph.png": 120.0,
}
"""The pictures by file name, with the dots per inch of those that have any."""

MOST_BYTES = 400_000
"""Of a picture kept in the repository."""


def _drawing(g: Graph, name: str) -> Drawing:
    drawings: dict[str, Callable[[], Drawing]] = {
        "mechanism": lambda: g.mechanism("miR-340-5p", "KLF10").draw(
            command="radexo draw mechanism miR-340-5p KLF10"
        ),
        "hypoxia": lambda: g.mechanism("hypoxia").draw(command="radexo draw mechanism hypoxia"),
        "transfer": lambda: g.mechanism("miR-340-5p").draw(
            layout="transfer", command="radexo draw mechanism miR-340-5p --layout transfer"
        ),
        "contradiction": lambda: g.contradictions().draw(command="radexo draw contradictions"),
        "whole-graph": g.draw,
    }
    return drawings[name]()


def main(folder: str) -> list[Path]:
    """Write every picture into a folder."""
    g = load()
    Path(folder).mkdir(parents=True, exist_ok=True)
    written = []
    for file, dpi in PICTURES.items():
        name, _, format = file.partition(".")
        content = render(_drawing(g, name).picture, format, dpi)
        written.append(
            write_bytes(
                Path(folder) / file, smaller(content) if len(content) > MOST_BYTES else content
            )
        )
    return written


def smaller(png: bytes) -> bytes:
    """Write a PNG with a palette: a third of the size, and no color that the eye would miss."""
    from PIL import Image

    out = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(
        256, Image.Quantize.MAXCOVERAGE, kmeans=4
    ).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    main(parser.parse_args().folder)
