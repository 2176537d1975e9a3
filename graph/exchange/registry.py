"""Every exchange format, registered once: by name and extension, with what writes it, what reads it, and whether it is lossless.

Examples
--------
>>> FORMATS["kgx"].lossless, FORMATS["sif"].lossless, guess("net.cx2").name
(True, False, 'cx2')
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..model import Entity
from ..records import Records
from .losses import Loss

__all__ = ["FORMATS", "Format", "find_format", "guess"]


@dataclass(frozen=True, slots=True)
class Format:
    """One exchange format.

    Parameters
    ----------
    name
        As ``--format`` takes it.
    extension
        Of a file or folder of this format; None when a name tells nothing.
    folder
        Whether it is a folder.
    lossless
        Whether it carries the whole graph.
    summary
        What it is for.
    styled
        Whether it can hold a picture's style and positions.
    writer, reader
        The modules whose ``write`` and ``read`` do the work; no reader: it is written only.
    """

    name: str
    extension: str | None
    folder: bool
    lossless: bool
    summary: str
    writer: str
    reader: str | None = None
    styled: bool = False

    def write(
        self, records: Records, path: str | Path, *, overwrite: bool = True, **look: Any
    ) -> list[Loss]:
        """Write a graph, atomically.

        Parameters
        ----------
        records, path, overwrite
            What is written, where to, and whether to replace what exists.
        **look
            The style and the positions, where the format is styled.

        Returns
        -------
        list of Loss
            What the format did not carry.
        """
        found: list[Loss] = import_module(f".{self.writer}", __package__).write(
            records, path, overwrite=overwrite, **look
        )
        return found

    def read(
        self, paths: Sequence[str | Path], known: Iterable[Entity] = ()
    ) -> tuple[Records, Counter[str]]:
        """Read a graph, and count what of it has no place here.

        Parameters
        ----------
        paths
            A folder, or files.
        known
            Entities of the graph that it will be merged into.

        Raises
        ------
        UsageError
            When the format is written only.
        DataError
            When anything is wrong with the files.
        """
        if self.reader is None:
            readable = [name for name, format in FORMATS.items() if format.reader]
            raise UsageError(
                f"{self.name} is written only; one that loads: {', '.join(readable)}", readable
            )
        found: tuple[Records, Counter[str]] = import_module(f".{self.reader}", __package__).read(
            paths, known
        )
        return found


def _formats(*formats: Format) -> dict[str, Format]:
    return {format.name: format for format in formats}


FORMATS = _formats(
    Format(
        "kgx",
        ".kgx",
        True,
        True,
        "tables in Biolink's words, for knowledge graphs and pandas",
        "kgx",
        "kgx_reading",
    ),
    Format("graphml", ".graphml", False, False, "for Gephi, yEd, NetworkX and igraph", "graphml"),
    Format("cx2", ".cx2", False, False, "for Cytoscape and NDEx", "cx2", styled=True),
    Format(
        "sif", ".sif", False, False, "a line for each claim, for Cytoscape and simple tools", "sif"
    ),
    Format(
        "node-link",
        ".json",
        False,
        True,
        "JSON for NetworkX and for the web",
        "node_link",
        "node_link",
    ),
    Format("neo4j-csv", None, True, True, "for neo4j-admin database import", "neo4j_csv"),
)
"""Every format by name."""


def find_format(name: str) -> Format:
    """Find a format by name.

    Raises
    ------
    UsageError
        When there is none of this name; the candidates are all formats.
    """
    try:
        return FORMATS[name]
    except KeyError:
        raise UsageError(
            f"{name!r} is no format; one of: {', '.join(FORMATS)}", list(FORMATS)
        ) from None


def guess(path: str | Path) -> Format:
    """Tell a format by the extension of a path.

    Raises
    ------
    UsageError
        When the extension tells no format.
    """
    extension = Path(path).suffix.lower()
    for format in FORMATS.values():
        if format.extension == extension:
            return format
    known = ", ".join(
        f"{format.extension} ({name})" for name, format in FORMATS.items() if format.extension
    )
    raise UsageError(
        f"{path}: its extension tells no format; name one with --format, or use: {known}",
        list(FORMATS),
    )
