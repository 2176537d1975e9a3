"""The registry of exchange formats: one record per module of `radexo.graph.exchange.formats`.

Importing this module imports no format; looking into `FORMATS` imports them all.

Examples
--------
>>> FORMATS["kgx"].lossless, FORMATS["sif"].lossless, guess("net.cx2").name
(True, False, 'cx2')
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Literal

from ...words import FormatName
from ..errors import UsageError
from ..values import frozen

if TYPE_CHECKING:
    from ..model import Entity
    from ..records import Records
    from ..stores.base import Store
    from .losses import Loss

__all__ = ["FORMATS", "Format", "find_format", "guess"]


@frozen
class Format:
    """One exchange format.

    Parameters
    ----------
    module
        The module that writes and reads it.
    name
        The value of ``--format``.
    summary
        What it is for.
    kind
        Whether an export is a file or a folder.
    extensions
        Extensions, with the dot, by which it is chosen.
    lossless
        Whether it carries the whole graph.
    styled
        Whether it can hold a style and positions.
    reports
        Whether `write` itself says how far it is.
    columns
        The columns that loading needs, by file.
    options
        What `write` takes beside the path, with a line of help.
    """

    module: str
    name: FormatName
    summary: str
    kind: Literal["file", "folder"] = "file"
    extensions: tuple[str, ...] = ()
    lossless: bool = False
    styled: bool = False
    reports: bool = False
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def loads(self) -> bool:
        """Whether `load` reads it."""
        return hasattr(self._module, "read")

    @property
    def _module(self) -> Any:
        return sys.modules[self.module]

    def write(
        self, store: Store, path: str | Path, *, overwrite: bool = True, **options: Any
    ) -> list[Loss]:
        """Write a graph atomically.

        Parameters
        ----------
        store
            The graph.
        path
            The file or folder.
        overwrite
            Whether to replace what exists.
        **options
            Those of the format; style and positions, where it is `styled`.

        Returns
        -------
        list of Loss
            What the format did not carry.

        Raises
        ------
        DataError
            When the path exists and `overwrite` is false, cannot be written, or is a folder that
            holds other files.

        Examples
        --------
        >>> import radexo, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     losses = find_format("sif").write(radexo.load().store, f"{folder}/review.sif")
        >>> len(losses) > 1
        True
        """
        losses: list[Loss] = self._module.write(store, path, overwrite=overwrite, **options)
        return losses

    def read(
        self, paths: Sequence[str | Path], known: Iterable[Entity] = ()
    ) -> tuple[Records, Counter[str]]:
        """Read a graph, and count what it holds that RadExo has no place for.

        Parameters
        ----------
        paths
            A folder, or files.
        known
            Entities of the graph that it will be merged into.

        Returns
        -------
        records
            The graph.
        left_out
            What was left out, and how often.

        Raises
        ------
        UsageError
            When the format cannot be loaded.
        DataError
            When the files are not valid.

        Examples
        --------
        >>> import radexo, tempfile
        >>> node_link, store = find_format("node-link"), radexo.load().store
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     _ = node_link.write(store, f"{folder}/review.json")
        ...     node_link.read([f"{folder}/review.json"])[0].version == store.version
        True
        """
        if not self.loads:
            names = [format.name for format in FORMATS.values() if format.loads]
            raise UsageError(
                f"{self.name} is for export only; formats that load: {', '.join(names)}", names
            )
        found: tuple[Records, Counter[str]] = self._module.read(paths, known)
        return found

    def recognizes(self, path: Path) -> bool:
        """Return whether a file or folder can be loaded as this format, judged by what it holds.

        Parameters
        ----------
        path
            A file or folder.

        Returns
        -------
        bool

        Examples
        --------
        >>> find_format("sif").recognizes(Path("review.sif"))  # SIF does not load
        False
        """
        return self.loads and bool(self._module.recognizes(path))

    def next_step(self, path: str | Path) -> str:
        """Return what to do with an export, where that needs saying.

        Parameters
        ----------
        path
            The export.

        Returns
        -------
        str
            Empty where nothing needs saying.

        Examples
        --------
        >>> find_format("sif").next_step("review.sif")
        ''
        """
        function = getattr(self._module, "next_step", None)
        return function(path) if function else ""


class _Formats(Mapping[FormatName, Format]):
    @cached_property
    def _records(self) -> dict[FormatName, Format]:
        from . import formats

        names = (f"{formats.__name__}.{found.name}" for found in iter_modules(formats.__path__))
        records: Iterable[Format] = [import_module(name).FORMAT for name in names]
        return {record.name: record for record in records}

    def __getitem__(self, name: FormatName) -> Format:
        return self._records[name]

    def __iter__(self) -> Iterator[FormatName]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)


FORMATS: Mapping[FormatName, Format] = _Formats()
"""Every format by name."""


def find_format(name: FormatName) -> Format:
    """Return the format of a name.

    Parameters
    ----------
    name
        A key of `FORMATS`.

    Returns
    -------
    Format

    Raises
    ------
    UsageError
        When there is none; the candidates are all formats.

    Examples
    --------
    >>> find_format("cx2").extensions
    ('.cx2',)
    """
    try:
        return FORMATS[name]
    except (KeyError, TypeError):
        raise UsageError(
            f"unknown format {name!r}; use one of: {', '.join(FORMATS)}", list(FORMATS)
        ) from None


def guess(path: str | Path) -> Format:
    """Return the format that has the extension of a path.

    Parameters
    ----------
    path
        A file.

    Returns
    -------
    Format

    Raises
    ------
    UsageError
        When no format has it.

    Examples
    --------
    >>> guess("review.graphml").name
    'graphml'
    """
    name = Path(path).name.lower()
    for format in FORMATS.values():
        if name.endswith(format.extensions):
            return format
    known = ", ".join(
        f"{extension} ({format.name})"
        for format in FORMATS.values()
        for extension in format.extensions
    )
    raise UsageError(
        f"{path}: no format has this extension; name one with --format, or use: {known}",
        list(FORMATS),
    )
