"""A drawing: a picture that can be saved in any format and shows itself in a notebook.

Examples
--------
>>> import radexo
>>> drawing = radexo.load().mechanism("miR-340-5p", "KLF10").draw()
>>> drawing
Mechanism: miR-340-5p, KLF10 (6 nodes, 5 edges, 1 paper)
"""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import replace
from operator import index
from pathlib import Path
from typing import Any

from ..graph.atomic import check_file, write_bytes
from ..graph.errors import MissingExtraError, UsageError
from .formats import FORMATS, format_of
from .picture import FigureStyle, Picture
from .style import PANEL_LINE

__all__ = ["Drawing", "Interactive", "check_path", "draw"]


class Drawing:
    """A picture that can be shown or saved.

    Parameters
    ----------
    picture
        What is drawn.
    """

    def __init__(self, picture: Picture) -> None:
        self.picture = picture

    def save(self, path: str | Path, *, overwrite: bool = True) -> Path:
        """Write the picture to a file, atomically.

        A figure (svg, pdf or png) with more papers or notes than it prints has a caption file
        beside it, which `caption_path` names.

        Parameters
        ----------
        path
            Its extension names the format: html, svg, png, pdf or cx2.
        overwrite
            Whether to replace what exists.

        Returns
        -------
        Path
            The file written.

        Raises
        ------
        UsageError
            When the extension names no format, or the folder is missing.
        DataError
            When a file is there that is kept, or it cannot be written.

        Examples
        --------
        >>> import radexo
        >>> drawing = radexo.load().regulators("KLF10").draw()
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     drawing.save(f"{folder}/klf10.cx2").name
        'klf10.cx2'
        """
        path = check_path(path, overwrite=overwrite)
        written = write_bytes(path, format_of(path).render(self.picture), overwrite=overwrite)
        if beside := self.caption_path(path):
            write_bytes(beside, self.picture.caption().encode(), overwrite=overwrite)
        return written

    def caption_path(self, path: str | Path) -> Path | None:
        """Return where `save` writes the caption of a figure; None where it needs none.

        Parameters
        ----------
        path
            The file of the figure.

        Returns
        -------
        Path or None

        Examples
        --------
        >>> import radexo
        >>> drawing = radexo.load().regulators("KLF10").draw()
        >>> drawing.caption_path("klf10.html") is None
        True
        """
        needed = self.picture.needs_caption and format_of(path).printed
        return Path(path).with_suffix(".caption.txt") if needed else None

    def svg(self) -> str:
        """Return the static figure as SVG.

        Returns
        -------
        str

        Examples
        --------
        >>> import radexo
        >>> drawing = radexo.load().regulators("KLF10").draw()
        >>> drawing.svg().startswith("<?xml")
        True
        """
        return FORMATS["svg"].render(self.picture).decode()

    def interactive(self, height: int = 640) -> Interactive:
        """Return the interactive page for a notebook, in a sandboxed frame.

        Parameters
        ----------
        height
            Of the frame, in pixels.

        Returns
        -------
        Interactive
            About 0.6 MB in the notebook's file.

        Examples
        --------
        >>> import radexo
        >>> drawing = radexo.load().regulators("KLF10").draw()
        >>> drawing.interactive()
        Regulators: KLF10, interactive
        """
        return Interactive(self.picture, height)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        try:
            shown = self.svg()
            shown = shown[shown.index("<svg") :]
        except MissingExtraError as error:
            shown = f"<p>{html.escape(error.message)}</p>"
        if self.picture.needs_caption:  # in a notebook no caption file lies beside the figure
            caption = html.escape(self.picture.caption())
            shown += (
                "<details><summary>Caption: every arrow with its papers and notes</summary>"
                f'<pre style="white-space:pre-wrap">{caption}</pre></details>'
            )
        return {"text/plain": self._table(), "text/html": f"<div>{shown}</div>"}

    def _table(self) -> str:
        """Return the edges as text, for a terminal."""
        edges = zip(self.picture.edges, self.picture.records(), strict=True)
        lines = [
            f"{self.picture.sentence(e)}  {row['certainty']}  {row['cancers']}  {row['papers']}"
            for e, row in edges
        ]
        return "\n".join([repr(self), *lines])

    def __repr__(self) -> str:
        return f"{self.picture.title} ({self.picture.counts})"


class Interactive:
    """An interactive page in a notebook."""

    def __init__(self, picture: Picture, height: int) -> None:
        self.picture, self.height = picture, index(height)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        page = html.escape(FORMATS["html"].render(self.picture).decode(), quote=True)
        rows = self.picture.records()
        head = "".join(f"<th>{html.escape(name)}</th>" for name in rows[0]) if rows else ""
        cells = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row.values()) for row in rows)
        body = "".join(f"<tr>{row}</tr>" for row in cells)
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        frame = (
            f'<iframe srcdoc="{page}" '
            'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads" '
            f'title="{html.escape(self.picture.title)}" style="width:100%;'
            f'height:{self.height}px;border:1px solid {PANEL_LINE}"></iframe>'
        )
        folded = f"<details><summary>The same as a table</summary>{table}</details>"
        return {"text/plain": Drawing(self.picture)._table(), "text/html": frame + folded}

    def __repr__(self) -> str:
        return f"{self.picture.title}, interactive"


def draw(
    make: Callable[[], Picture],
    path: str | Path | None = None,
    *,
    overwrite: bool = True,
    style: FigureStyle | None = None,
) -> Drawing:
    """Draw a picture, and write it to a path if given; the path is checked first.

    Parameters
    ----------
    make
        A function that returns the picture.
    path, overwrite
        As `Drawing.save` takes them; nothing is written without a path.
    style
        How a figure looks.

    Returns
    -------
    Drawing

    Raises
    ------
    UsageError
        When the path is of no figure, and has a style all the same.

    Examples
    --------
    >>> import radexo
    >>> from radexo.views.picture import picture_of_graph
    >>> draw(lambda: picture_of_graph(radexo.load().store)).picture.layout.kind
    'rings'
    """
    if style is not None and not isinstance(style, FigureStyle):
        raise UsageError(f"style {style!r}: a radexo.views.picture.FigureStyle is needed")
    if path is not None:
        check_path(path, overwrite=overwrite)
        if style and not format_of(path).printed:
            figures = ", ".join(name for name, format in FORMATS.items() if format.printed)
            raise UsageError(
                f"{path}: width, font, title, legend and caption apply only to figures ({figures})"
            )
    picture = make()
    drawing = Drawing(replace(picture, style=style) if style else picture)
    if path is not None:
        drawing.save(path, overwrite=overwrite)
    return drawing


def check_path(path: str | Path, *, overwrite: bool = True) -> Path:
    """Check that a picture can be written to a path, before it is drawn.

    Parameters
    ----------
    path, overwrite
        As `Drawing.save` takes them.

    Returns
    -------
    Path

    Raises
    ------
    UsageError
        When the extension names no format, or the folder is missing.
    DataError
        When a file exists and `overwrite` is false, or the path is not a file.

    Examples
    --------
    >>> check_path("mechanism.svg").name
    'mechanism.svg'
    """
    path = Path(path)
    format_of(path)
    if not path.parent.is_dir():
        raise UsageError(f"{path}: folder {path.parent} does not exist; create it first")
    check_file(path, overwrite=overwrite)
    return path
