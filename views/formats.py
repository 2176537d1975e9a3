"""The formats of pictures: one record each, for `draw`, the command line and the explorer.

Examples
--------
>>> list(FORMATS)
['html', 'svg', 'png', 'pdf', 'cx2']
>>> FORMATS["svg"].media
'image/svg+xml'
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from ..graph.errors import UsageError
from ..graph.values import frozen

if TYPE_CHECKING:
    from pathlib import Path

    from .picture import Picture

__all__ = ["EXTENSIONS", "FORMATS", "PictureFormat", "format_of"]


@frozen
class PictureFormat:
    """A format that pictures are written in.

    Parameters
    ----------
    name
        The extension of its files, without the dot.
    summary
        What it is for.
    media
        Its media type.
    module
        The module of `radexo.views.render` whose ``render(picture, name)`` writes it; imported when
        a picture is written.
    scripted
        Whether the file holds scripts, so that the explorer's content security policy excludes it.
    printed
        Whether it is a figure for print, which gets a caption where papers are many.
    """

    name: str
    summary: str
    media: str
    module: str
    scripted: bool = False
    printed: bool = False

    def render(self, picture: Picture) -> bytes:
        """Write a picture in this format.

        Parameters
        ----------
        picture
            What is drawn.

        Returns
        -------
        bytes
            The content of the file.

        Raises
        ------
        MissingExtraError
            When the library that draws it is not installed.
        """
        content: bytes = import_module(f"radexo.views.render.{self.module}").render(
            picture, self.name
        )
        return content


FORMATS: Mapping[str, PictureFormat] = {
    record.name: record
    for record in (
        PictureFormat(
            "html", "an interactive page that needs no internet", "text/html", "pyvis_page", True
        ),
        PictureFormat(
            "svg", "a figure with text that can be edited", "image/svg+xml", "figure", printed=True
        ),
        PictureFormat("png", "a figure at 300 dots per inch", "image/png", "figure", printed=True),
        PictureFormat("pdf", "a figure for print", "application/pdf", "figure", printed=True),
        PictureFormat("cx2", "for Cytoscape and NDEx", "application/json", "cx2"),
    )
}
"""The formats by name."""

EXTENSIONS = tuple(f".{name}" for name in FORMATS)
"""The extensions of the files."""


def format_of(path: str | Path) -> PictureFormat:
    """Return the format that the extension of a file names.

    Parameters
    ----------
    path
        The file; the case of its extension does not matter.

    Returns
    -------
    PictureFormat

    Raises
    ------
    UsageError
        When no format has that extension.

    Examples
    --------
    >>> format_of("figure.SVG").name
    'svg'
    """
    from pathlib import Path

    found = FORMATS.get(Path(path).suffix[1:].casefold())
    if found is None:
        raise UsageError(
            f"{path}: the extension names the format; use one of: {', '.join(EXTENSIONS)}",
            list(FORMATS),
        )
    return found
