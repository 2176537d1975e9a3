"""The papers behind an answer, as BibTeX or RIS.

A paper that could not be identified stays in the list, with its number in the source that cites it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..graph.model import Reference, Source

__all__ = ["FORMATS", "bibtex", "in_full", "ris"]

_SPECIAL = re.compile(r"[\\{}%&$#_^~]")
_OTHERS = "et al."
_ESCAPED = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


def _tex(text: str) -> str:
    return _SPECIAL.sub(
        lambda match: _ESCAPED.get(match[0], f"\\{match[0]}"), " ".join(text.split())
    )


def _authors(reference: Reference) -> list[str]:
    """Return the authors, the surname set off where initials follow it: ``Sun, H``."""
    names = filter(None, map(str.strip, (reference.authors or "").split(",")))
    return [re.sub(r"^(.+) ([A-Z]{1,4})$", r"\1, \2", name) for name in names if name != _OTHERS]


def _others(reference: Reference) -> list[str]:
    """Return BibTeX's word for the authors that a list leaves out, if it leaves any out."""
    return ["others"] if (reference.authors or "").endswith(_OTHERS) else []


def in_full(reference: Reference) -> str:
    """Write a paper on one line: who, its number, where it opens, title and journal.

    Parameters
    ----------
    reference
        The paper.

    Returns
    -------
    str

    Examples
    --------
    >>> in_full(Reference("sun2022", "29", authors="Chen", title="A", year="2021", journal="B"))
    'Chen 2021 [29] A. B'
    >>> in_full(Reference("sun2022", "61", link="https://x.org/#61"))
    '[61] https://x.org/#61'
    """
    opens = None if reference.doi else reference.url
    what = ". ".join(filter(None, [reference.title, reference.journal]))
    return " ".join(filter(None, [reference.cited, opens, what]))


def _note(reference: Reference, sources: dict[str, Source]) -> str | None:
    if reference.citation is None:
        return None
    source = sources.get(reference.source)
    where = f"{reference.source} (doi:{source.doi})" if source and source.doi else reference.source
    known = "" if reference.title else "; the paper itself was not identified"
    return f"Cited as [{reference.citation}] in {where}{known}"


def bibtex(references: Iterable[Reference], sources: Iterable[Source] = ()) -> str:
    """Write papers as BibTeX.

    Parameters
    ----------
    references
        The papers.
    sources
        The sources that cite them.

    Returns
    -------
    str
        One entry for each; keys are source and citation, such as ``sun2022_29``.

    Examples
    --------
    >>> print(bibtex([Reference("sun2022", "29", title="A & B", doi="10.1/x")]))
    @article{sun2022_29,
      title = {A \\& B},
      doi = {10.1/x},
      note = {Cited as [29] in sun2022},
    }
    <BLANKLINE>
    """
    known = {s.id: s for s in sources}
    entries = []
    for r in references:
        key = re.sub(r"[^A-Za-z0-9]+", "_", "_".join(filter(None, r.key)))
        plain = {"doi": r.doi, "pmid": r.pmid, "url": None if r.doi else r.url}
        fields = {
            "author": " and ".join([*_authors(r), *_others(r)]),
            "title": r.title,
            "journal": r.journal,
            "year": r.year,
            "volume": r.volume,
            "number": r.issue,
            "pages": r.pages and r.pages.replace("-", "--"),
        }
        fields = {name: _tex(value) for name, value in fields.items() if value}
        fields |= {name: value for name, value in plain.items() if value}
        if note := _note(r, known):
            fields["note"] = _tex(note)
        kind = "article" if r.title else "misc"
        entries.append(
            f"@{kind}{{{key},\n" + "".join(f"  {k} = {{{v}}},\n" for k, v in fields.items()) + "}\n"
        )
    return "".join(entries)


def ris(references: Iterable[Reference], sources: Iterable[Source] = ()) -> str:
    """Write papers as RIS.

    Parameters
    ----------
    references
        The papers.
    sources
        The sources that cite them.

    Returns
    -------
    str
        One record for each, lines ended as RIS asks.

    Examples
    --------
    >>> ris([Reference("sun2022", "29", title="A", year="2021")]).splitlines()[:3]
    ['TY  - JOUR', 'ID  - sun2022_29', 'TI  - A']
    """
    known = {s.id: s for s in sources}
    lines = []
    for r in references:
        first, _, last = (r.pages or "").partition("-")
        fields = {
            "TY": "JOUR" if r.title else "GEN",
            "ID": "_".join(filter(None, r.key)),
            "AU": _authors(r),
            "TI": r.title,
            "JO": r.journal,
            "PY": r.year,
            "VL": r.volume,
            "IS": r.issue,
            "SP": first or None,
            "EP": last or None,
            "DO": r.doi,
            "AN": r.pmid,
            "UR": r.url,
            "N1": _note(r, known),
        }
        several = (
            (tag, line)
            for tag, value in fields.items()
            for line in (value if isinstance(value, list) else [value])
        )
        lines += [f"{tag}  - {' '.join(value.split())}" for tag, value in several if value]
        lines += ["ER  - ", ""]
    return "\n".join(lines)


FORMATS = {"bibtex": bibtex, "ris": ris}
"""Writers by the name that the command line knows."""
