"""Choose the columns of a measured table, and read their numbers.

A column is named, or inferred from its heading; which columns were used is always reported. A
change is a signed number, such as a log2 ratio: a column of plain ratios is refused, since it has
no sign, and neither p values nor logarithms are taken for false discovery rates.

Examples
--------
>>> from radexo.measured.files import parse_table
>>> text = "gene,log2FoldChange,pvalue,padj\\nKLF10,-1,.001,NA\\n"
>>> table = parse_table(text, "changes.csv")
>>> columns = choose(table, None, None, None, lambda ids: len(ids))
>>> columns.id, columns.value, columns.fdr
('gene', 'log2FoldChange', 'padj')
>>> numbers(table, "padj").tolist()
[nan]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..graph.errors import UsageError
from ..graph.report import and_more
from .files import Table, cell_error

if TYPE_CHECKING:
    import numpy
    import numpy.typing

    Numbers = numpy.typing.NDArray[numpy.float64]

__all__ = [
    "HEADINGS",
    "Columns",
    "choose",
    "column",
    "id_column",
    "is_id_heading",
    "is_p_heading",
    "is_ratio",
    "numbered",
    "numbers",
    "texts",
]

_ID = re.compile(
    r"(row names|unnamed 0|index|id|ids|name|names|entity|entity id|symbol|symbols|gene|genes"
    r"|feature|gene ?(id|name|symbol)|hgnc( symbol| id)?|ensembl( gene)?( id)?|entrez( gene)?( id)?"
    r"|ncbi gene( id)?|mirna|mirnas|mir|microrna|mirna (id|name)|mature( mirna)?|mirbase( id)?"
    r"|probe( id)?|protein|protein id|uniprot( id)?|rna|transcript|target|biomarker)$"
)
_VALUE = re.compile(
    r"(log ?2? ?(fc|fold ?changes?|ratio)|l2?fc|log2 ?fold|avg log2? ?fc|value|change|effect ?size"
    r"|rank biserial|delta|difference|coef(ficient)?|beta|(log2? )?fold ?change|fc|ratio)$"
)
_RATIO = re.compile(r"(fold ?change|fc|ratio)$")
_LOG_RATE = re.compile(
    r"(.* )?(n|neg|minus)?(log ?(10|2|e)?|lg|ln) ?(of )?(adj(usted)? )?(p|q|fdr|bh)($|val|adj| )"
)
_FDR = re.compile(
    r"(fdr|fdr bh|bh|bh fdr|padj|p ?adj|adj p( ?val(ue)?)?|adjusted p ?(val(ue)?)?|q|q ?val(ue)?"
    r"|p ?val(ue)?s? (adj(usted)?|fdr|bh)|p adjust(ed)?)$"
)
_P = re.compile(r"p$|(raw )?p ?val(ue)?s?$|pr(ob)? ?> ?.*$|p nominal$|nominal p ?(val(ue)?)?$")
_NUMBERED = ((re.compile(r".*(entrez|ncbi)"), "ncbigene:"), (re.compile(r".*hgnc"), "hgnc:"))
"""What plain numbers are, by the heading above them."""

_MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "-", ".", "#n/a"})
_EUROPEAN = re.compile(r"[+\-−]?\d+(,\d+)?([eE][+-]?\d+)?$")


HEADINGS: dict[str, str] = {
    "id": _ID.pattern,
    "value": _VALUE.pattern,
    "ratio": _RATIO.pattern,
    "rate": _FDR.pattern,
    **{prefix: form.pattern for form, prefix in _NUMBERED},
}
"""Forms of headings, in small letters with spaces, for the scripts of the explorer's page: those of
ids, changes, ratios and rates, and by prefix those above plain numbers."""


@dataclass(frozen=True)
class Columns:
    """The columns that were used.

    Parameters
    ----------
    id, value, fdr
        Their headings; None where there is no such column.
    inferred
        Which of them were inferred.
    unused
        Why a column that is not one of rates, but near to it, is not used; None where there is
        none.
    numbered
        The prefix that makes a plain number an id, by the heading; empty where it says none.
    """

    id: str
    value: str | None
    fdr: str | None
    inferred: tuple[str, ...]
    unused: str | None
    numbered: str


def choose(
    table: Table,
    id: str | None,
    value: str | None,
    fdr: str | None,
    grounded: Callable[[Sequence[str]], int],
    *,
    compared: bool = False,
) -> Columns:
    """Choose the columns of a table.

    Parameters
    ----------
    table
        The table.
    id, value, fdr
        Headings that were named.
    grounded
        Counts the ids of a column that the graph knows; it decides between several columns.
    compared
        Whether values are computed from groups of columns, so that none is read.

    Returns
    -------
    Columns

    Raises
    ------
    UsageError
        When a named column is not there, or none can be inferred.
    DataError
        When the first row holds no headings.
    """
    plain = {heading: _plain(heading) for heading in dict.fromkeys(table.headings)}
    chosen = id_column(table, id, grounded)
    left = [heading for heading in plain if heading not in (chosen, value, fdr)]
    near = {h: why for h in left if (why := _near_rates(h))}
    inferred = [] if id else ["id"]
    if compared:
        return Columns(chosen, None, None, tuple(inferred), None, numbered(chosen))
    if fdr is not None:
        fdr = column(table, fdr)
        if _LOG_RATE.match(_plain(fdr)):
            raise UsageError(
                f"{table.file}: column {fdr!r} holds logarithms by its heading; "
                "give the rates themselves, between 0 and 1"
            )
    elif found := [h for h in left if _FDR.match(plain[h])]:
        fdr = _only(table, "--fdr", "false discovery rates", found)
        inferred.append("fdr")
    if value is not None:
        value = column(table, value)
    else:
        found = [h for h in left if h != fdr and _VALUE.match(plain[h])]
        signed = [h for h in found if not _RATIO.match(plain[h])]
        if not found:
            if grounded(table.headings) > grounded(texts(table, chosen)):
                if len(plain) == 1:
                    raise UsageError(
                        f"{table.file}: the first row is an id, not a heading, and there is no "
                        "column of changes; add headings and the changes, or ask enrich of a list"
                    )
                raise UsageError(
                    f"{table.file}: ids are the headings, and not in column {chosen!r}; transpose "
                    "the table, so that each id has a row"
                )
            found = [_only_numbers(table, [h for h in left if h != fdr and h not in near])]
        value = _only(table, "--value", "changes", signed or found)
        inferred.append("value")
    unused = next(iter(near.values()), None) if fdr is None else None
    return Columns(chosen, value, fdr, tuple(inferred), unused, numbered(chosen))


def _near_rates(heading: str) -> str | None:
    """Return why a column that may be meant for rates is not taken for them."""
    if _LOG_RATE.match(_plain(heading)):
        return f"column {heading!r} holds logarithms, and is not used: give the rates themselves"
    if is_p_heading(heading):
        return f"column {heading!r} is not corrected, and not used"
    return None


def _only_numbers(table: Table, headings: Sequence[str]) -> str:
    """Return the only column of numbers among some, which must hold a negative one."""
    if table.separator:
        for heading in table.headings:
            if heading and _parse([heading.replace(",", ".")]) is not None:
                row = int(table.frame.index[0]) - 1
                raise cell_error(
                    table.file,
                    "is a number where a heading is needed",
                    "put headings above the first row, such as id, log2FC and padj",
                    row=row,
                    value=heading,
                )
    found = [heading for heading in headings if _is_numeric(table, heading)]
    if len(found) != 1:
        raise UsageError(
            f"{table.file}: no column of changes found among {_shown(table.headings)}; name it "
            "with --value, or compare two groups of columns with --groups",
            found[:10],
        )
    (heading,) = found
    if not (numbers(table, heading) < 0).any():
        raise UsageError(
            f"{table.file}: column {heading!r} is the only one of numbers, and none is below 0; "
            "if it holds changes, name it with --value",
            found,
        )
    return heading


def id_column(table: Table, id: str | None, grounded: Callable[[Sequence[str]], int]) -> str:
    """Return the heading of the column of ids: the one named, or the one inferred."""
    if id is not None:
        return column(table, id)
    headings = list(dict.fromkeys(table.headings))
    named = [heading for heading in headings if _ID.match(_plain(heading))]
    candidates = named or [heading for heading in headings if not _is_numeric(table, heading)]
    candidates = [heading for heading in candidates if table.headings.count(heading) == 1]
    if not candidates:
        raise UsageError(
            f"{table.file}: no column of ids found among {_shown(headings)}; name it with --id"
        )
    if len(candidates) == 1:
        return candidates[0]
    return max(candidates, key=lambda heading: grounded(texts(table, heading)))


def column(table: Table, heading: str) -> str:
    """Return the heading of a named column; case and outer spaces do not matter.

    Raises
    ------
    UsageError
        When no column has it, or two have.
    """
    exact = [h for h in table.headings if h == heading]
    found = exact or [h for h in table.headings if h.strip().casefold() == heading.casefold()]
    if not found:
        raise UsageError(
            f"{table.file}: no column {heading!r}; the columns are {_shown(table.headings)}",
            table.headings[:20],
        )
    if len(found) > 1:
        raise UsageError(
            f"{table.file}: {len(found)} columns have the heading {heading!r}; rename one"
        )
    return found[0]


def texts(table: Table, heading: str) -> list[str]:
    """Return a column as stripped text; a missing cell is empty."""
    cells = table.frame[heading]
    pairs = zip(cells.tolist(), cells.isna().tolist(), strict=True)
    return ["" if missing else str(cell).strip() for cell, missing in pairs]


def numbers(table: Table, heading: str, *, rate: bool = False) -> Numbers:
    """Return a column of numbers; what is missing is NaN.

    Parameters
    ----------
    table, heading
        The column.
    rate
        Whether its numbers lie between 0 and 1.

    Returns
    -------
    numpy.ndarray

    Raises
    ------
    DataError
        When a cell is not a finite number.
    """
    import numpy

    cells = texts(table, heading)
    found = _parse(cells)
    if found is None and table.separator != "," and all(map(_is_european, cells)):
        found = _parse([cell.replace(",", ".") for cell in cells])
    if found is None:
        place = next(i for i, cell in enumerate(cells) if _parse([cell]) is None)
        remedy = "write a decimal point, and no mark of thousands" if "," in cells[place] else ""
        remedy = remedy or "give a number, or NA where missing"
        raise _wrong(table, heading, place, "not a number", remedy)
    if numpy.isinf(found).any():
        place = int(numpy.isinf(found).argmax())
        raise _wrong(table, heading, place, "not finite", "give a number, or NA where missing")
    if rate and ((found < 0) | (found > 1)).any():
        place = int(((found < 0) | (found > 1)).argmax())
        raise _wrong(table, heading, place, "not between 0 and 1", "name the column of FDR: --fdr")
    return found


def _wrong(table: Table, heading: str, place: int, problem: str, remedy: str) -> Exception:
    row = int(table.frame.index[place])
    return cell_error(
        table.file, problem, remedy, row=row, column=heading, value=texts(table, heading)[place]
    )


def _parse(cells: Sequence[str]) -> Numbers | None:
    import numpy

    written = ("nan" if cell.casefold() in _MISSING else cell.replace("−", "-") for cell in cells)
    try:
        return numpy.array([float(cell) for cell in written], dtype=float)
    except ValueError:
        return None


def _is_european(cell: str) -> bool:
    return cell.casefold() in _MISSING or bool(_EUROPEAN.match(cell))


def _is_numeric(table: Table, heading: str) -> bool:
    if table.headings.count(heading) > 1:
        return False
    cells = texts(table, heading)
    return _parse(cells) is not None or all(map(_is_european, cells))


def is_id_heading(heading: str) -> bool:
    """Return whether a heading is that of ids."""
    return bool(_ID.match(_plain(heading)))


def is_p_heading(heading: str) -> bool:
    """Return whether a heading is that of p values that nobody corrected."""
    return bool(_P.match(_plain(heading)))


def is_ratio(heading: str, values: Numbers) -> bool:
    """Return whether a column holds plain ratios: it is called so, and nothing is negative."""
    import numpy

    measured = values[~numpy.isnan(values)]
    return (
        bool(_RATIO.match(_plain(heading))) and bool(len(measured)) and bool((measured >= 0).all())
    )


def _plain(heading: str) -> str:
    """Return a heading in small letters, its words parted by spaces."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", heading)
    return re.sub(r"[\s_.:()\[\]-]+", " ", words).strip().casefold()


def _only(table: Table, option: str, what: str, found: Sequence[str]) -> str:
    if len(found) > 1:
        raise UsageError(
            f"{table.file}: {len(found)} columns may hold {what}: {', '.join(found)}; "
            f"name one with {option}",
            list(found),
        )
    return column(table, found[0])


def numbered(heading: str) -> str:
    """Return the prefix that makes a plain number an id below a heading; empty where none does."""
    return next((prefix for form, prefix in _NUMBERED if form.match(_plain(heading))), "")


def _shown(headings: Sequence[str] | dict[str, str]) -> str:
    return and_more(list(dict.fromkeys(headings)), 12)
