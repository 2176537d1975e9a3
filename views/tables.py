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
    """Return an answer for a terminal: a table where it fits the width, else a record per row.

    A path is always a record. Words, signs and DOIs stay whole; long names of cancers are
    shortened where their short name is known, and listed below.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table

    shown, folded = _folded(answer, general)
    rows = shown.cells()
    if not rows:
        return ""
    console = Console(
        width=width,
        color_system="standard" if color else None,
        file=io.StringIO(),
        force_terminal=color,
        highlight=False,
    )
    short = short_names(shown)
    used = {name: short[name] for name in short if any(_has(cells, name) for cells in rows)}
    if answer.row_type is not Path and _fits(rows, width):
        used = {}
    else:
        rows = [{k: _shortened(k, cell, used) for k, cell in cells.items()} for cells in rows]
    lines: Iterator[Text]
    if answer.row_type is Path:
        lines = (line for i, cells in enumerate(rows, 1) for line in _block(i, cells, width))
    elif _fits(rows, width):
        table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
        for name in rows[0]:
            table.add_column(name, no_wrap=True)
        for cells in rows:
            table.add_row(*(_styled(name, cell) for name, cell in cells.items()))
        console.print(table)
        lines = iter(())
    else:
        lines = (line for cells in rows for line in _record(cells, width))
    notes = [*folded, *shown.footnotes()[1]]
    if used:
        notes.append("; ".join(f"{short}: {name}" for name, short in used.items()))
    for line in (*lines, *(part for note in notes for part in _lines(note, width, "", "   "))):
        console.print(line, soft_wrap=True)
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return text


_STYLES = {"+": "bold blue", "-": "bold red", "+1": "bold blue", "-1": "bold red"}
_WARNINGS = ("stitched", "hedged")
_CANCERS = ("cancer", "cancers", "raises", "lowers", "papers")
"""Columns that name cancers."""
_SHORT = 16  # letters; the names of cancers that are no longer stay


def short_names(answer: Answer[Any]) -> dict[str, str]:
    """Return the short names of the cancers that rows name, by their long names.

    A short name is the first synonym in capitals: ESCC.
    """
    import re

    found: dict[str, str] = {}
    for row in answer.rows:
        sides = (getattr(row, side, None) for side in ("plus", "minus"))
        for part in (row, *sides, *(getattr(row, "evidence", None) or ())):
            cancers = getattr(part, "cancers", None) or (getattr(part, "cancer", None),)
            for cancer in filter(None, cancers):
                short = next((s for s in cancer.synonyms if re.fullmatch(r"[A-Z]{3,6}", s)), None)
                if short and len(cancer.name) > _SHORT:
                    found[cancer.name] = short
    return dict(sorted(found.items()))


def _has(cells: dict[str, str], name: str) -> bool:
    return any(name in cells.get(column, "") for column in _CANCERS)


def _shortened(column: str, cell: str, short: dict[str, str]) -> str:
    if column in _CANCERS:
        for name in sorted(short, key=len, reverse=True):
            cell = cell.replace(name, short[name])
    return cell


def _fits(rows: list[dict[str, str]], width: int) -> bool:
    """Return whether a table with these cells fits the terminal."""
    columns = [max(len(name), *(len(row[name]) for row in rows)) + 2 for name in rows[0]]
    return sum(columns) <= width


def _styled(name: str, cell: str) -> Text:
    from rich.text import Text

    warns = name == "notes" or cell in _WARNINGS
    return Text(cell, style=_STYLES.get(cell, "yellow" if warns else ""))


def _lines(text: str, width: int, indent: str, more: str = "") -> list[Text]:
    """Break a text at spaces, and a chain before an arrow; words and DOIs stay whole."""
    import re
    from textwrap import wrap

    from rich.text import Text

    joined = re.sub(r" (->|-\||~>|=>|/) (?=\S)", " \\1\N{NO-BREAK SPACE}", text)
    wrapped = wrap(
        joined,
        width,
        initial_indent=indent,
        subsequent_indent=more or indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [Text(line.replace("\N{NO-BREAK SPACE}", " ")) for line in wrapped]


def _warned(lines: list[Text]) -> list[Text]:
    """Color the words that warn: stitched, hedged, and the marks of notes."""
    for line in lines:
        line.highlight_regex(rf"\b({'|'.join(_WARNINGS)})\b|(?<=notes: )\*.*", "yellow")
    return lines


def _record(cells: dict[str, str], width: int) -> list[Text]:
    """Return a row as a headline, of its ends where it names two, and lines of named values."""
    shown = dict(cells)
    sign = shown.pop("sign", "")
    ends = ("subject", "object")
    heads = ends if shown.keys() >= {*ends} else (next(iter(shown)),)
    heading = ", ".join(shown.pop(name) for name in heads)
    headline = _lines(f"{sign} {heading}".strip(), width, "", "  ")
    for line in headline:
        line.stylize("bold")
    if sign in _STYLES and headline:
        headline[0].stylize(_STYLES[sign], 0, 1)
    values = "; ".join(
        f"{name}: {value}" for name, value in shown.items() if value not in ("", "-")
    )
    return [*headline, *_warned(_lines(values, width, "    "))]


def _block(number: int, cells: dict[str, str], width: int) -> list[Text]:
    """Return a path as its chain and lines of its evidence."""
    chain, values, *rest = _path_lines(number, cells)
    head = _lines(chain, width, "", "    ")
    for line in head:
        line.stylize("bold")
    below = _warned([line for text in (values, *rest) for line in _lines(text, width, "    ")])
    net = f"net {cells['net']}"
    if below and cells["net"] in ("+1", "-1"):
        below[0].stylize(_STYLES[cells["net"]], 8, 4 + len(net))
    return [*head, *below]


def _folded(answer: Answer[Any], general: bool) -> tuple[Answer[Any], list[str]]:
    """Return an answer without chains about general classes, and a line that counts them."""
    if answer.row_type is not Path or answer.name != "mechanism" or general:
        return answer, []
    named = tuple(row for row in answer.rows if not row.general)
    folded = len(answer.rows) - len(named)
    if not named or not folded:
        return answer, []
    line = f"and {folded} about general classes; --general lists them"
    return replace(answer, rows=named), [line]


def _path_lines(number: int, cells: dict[str, str]) -> Iterator[str]:
    """Yield the chain of a path, its evidence, what is not stated as such, and its notes."""
    yield f"{number:>2}  {cells['chain']}"
    keys = ("support", "certainty", "cancers", "papers")
    yield "; ".join([f"net {cells['net']}", *(cells[key] for key in keys)])
    if cells["not stated as such"] != "-":
        yield f"not stated as such: {cells['not stated as such']}"
    if marks := cells.get("notes"):
        yield f"notes: {marks}"


def _blocks(answer: Answer[Any], general: bool) -> str:
    """One block per path: the chain on its own line, its evidence below."""
    answer, folded = _folded(answer, general)
    lines = []
    for number, cells in enumerate(answer.cells(), 1):
        chain, *below = _path_lines(number, cells)
        lines += [chain, *(f"    {line}" for line in below)]
    return "".join(f"{line}\n" for line in (*lines, *folded, *answer.footnotes()[1]))


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
