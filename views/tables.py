"""Answers as tables for a terminal, a pipe or a spreadsheet."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..queries.answer import Answer
from ..queries.paths.path import Path

if TYPE_CHECKING:
    from rich.text import Text

__all__ = ["plain", "separated", "wrapped"]


def plain(answer: Answer[Any], *, general: bool = False) -> str:
    """Return an answer in aligned columns, uncut, for a pipe or a file.

    Chains of `mechanism` about general classes are counted, not shown, unless ``general``.
    """
    if answer.row_type is Path:
        return _blocks(answer, general)
    rows = answer.cells()
    if not rows:
        return ""
    widths = {name: max(len(name), *(len(cells[name]) for cells in rows)) for name in rows[0]}
    lines = [{name: name for name in widths}, *rows]
    body = (
        "  ".join(cells[name].ljust(widths[name]) for name in widths).rstrip() for cells in lines
    )
    return "".join(f"{line}\n" for line in (*body, *answer.footnotes()[1]))


def wrapped(answer: Answer[Any], width: int, *, color: bool, general: bool = False) -> str:
    """Return an answer for a terminal: a table where it fits the width, else a record per row."""
    from textwrap import wrap

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if answer.row_type is Path:
        return _blocks(answer, general)
    rows = answer.cells()
    if not rows:
        return ""
    console = Console(
        width=width,
        color_system="standard" if color else None,
        file=io.StringIO(),
        force_terminal=color,
        highlight=False,
        soft_wrap=False,
    )
    if sum(max(len(name), *(len(row[name]) for row in rows)) + 2 for name in rows[0]) <= width:
        table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
        for name in rows[0]:
            table.add_column(name, no_wrap=True)
        for cells in rows:
            table.add_row(*(_styled(name, cell) for name, cell in cells.items()))
        console.print(table)
    else:
        for cells in rows:
            for line in _record(cells, width):
                console.print(line)
    for note in answer.footnotes()[1]:
        for part in wrap(note, width, subsequent_indent="   ", **_WHOLE_WORDS):
            console.print(Text(part))
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return text


_WHOLE_WORDS: dict[str, Any] = {"break_long_words": False, "break_on_hyphens": False}
_STYLES = {"+": "bold blue", "-": "bold red", "stitched": "yellow", "hedged": "yellow"}


def _styled(name: str, cell: str) -> Text:
    from rich.text import Text

    return Text(cell, style=_STYLES.get(cell, "yellow" if name == "notes" else ""))


def _record(cells: dict[str, str], width: int) -> Iterator[Text]:
    """Yield a row as a headline and lines of named values; words and DOIs stay whole."""
    from textwrap import wrap

    from rich.text import Text

    shown = dict(cells)
    sign = shown.pop("sign", "")
    heading = next(iter(shown))
    headline = f"{sign} {shown.pop(heading)}".strip()
    first, *more = wrap(headline, width, subsequent_indent="  ", **_WHOLE_WORDS) or [""]
    text = Text(first, style="bold")
    if sign in _STYLES:
        text.stylize(_STYLES[sign], 0, 1)
    yield text
    yield from (Text(part, style="bold") for part in more)
    values = "; ".join(
        f"{name}: {value}" for name, value in shown.items() if value not in ("", "-")
    )
    lines = wrap(values, width, initial_indent="    ", subsequent_indent="    ", **_WHOLE_WORDS)
    yield from map(Text, lines)


def _blocks(answer: Answer[Any], general: bool) -> str:
    """One block per path: the chain on its own line, its evidence below."""
    named = tuple(row for row in answer.rows if not row.general)
    folded = len(answer.rows) - len(named)
    if answer.name != "mechanism" or general or not named:
        folded = 0
    if folded:
        answer = replace(answer, rows=named)
    lines = []
    for number, cells in enumerate(answer.cells(), 1):
        lines.append(f"{number:>2}  {cells['chain']}")
        lines.append(
            f"    net {cells['net']}; {cells['support']}; {cells['certainty']}; "
            f"{cells['cancers']}; {cells['papers']}"
        )
        if cells["not stated as such"] != "-":
            lines.append(f"    not stated as such: {cells['not stated as such']}")
        if marks := cells.get("notes"):
            lines.append(f"    notes: {marks}")
    if folded:
        lines.append(f"and {folded} about general classes; --general lists them")
    return "".join(line + "\n" for line in (*lines, *answer.footnotes()[1]))


def separated(answer: Answer[Any], delimiter: str) -> str:
    """Return an answer as tsv or csv: the contract's columns, lists joined by ``|``.

    A tab or line break inside a cell becomes a space in tsv, and is quoted in csv.
    """
    out = io.StringIO()
    if delimiter == "\t":
        clean = str.maketrans({"\t": " ", "\n": " ", "\r": " "})
        for record in (answer.columns(), *answer.records()):
            out.write("\t".join(_text(cell).translate(clean) for cell in record) + "\n")
    else:
        import csv

        writer = csv.writer(out, lineterminator="\n")
        writer.writerows(
            [_text(cell) for cell in record] for record in (answer.columns(), *answer.records())
        )
    return out.getvalue()


def _text(cell: Any, separator: str = "|") -> str:
    """Return a cell as text: lists joined by ``|``, lists within them by ``,``."""
    if isinstance(cell, list):
        return separator.join(_text(item, ",") for item in cell)
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)
