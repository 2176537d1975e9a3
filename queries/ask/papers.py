"""Papers named by author and year: "Chen et al. 2021" becomes the citation [29].

Examples
--------
>>> from radexo.graph.model import Reference
>>> chen = Reference("sun2022", "29", authors="Chen F, Chu L", year="2021")
>>> cited("what did Chen et al. (2021) report?", lambda: [chen])[0]
'what did [29] report?'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ...graph.errors import UnknownNameError
from ...graph.model import Reference
from .sentence import NotUnderstoodError, Reading

__all__ = ["References", "cited"]

References = Callable[[], Sequence[Reference]]
"""Return the papers that findings cite; called only where a question names an author."""

_CENTURIES = ("19", "20")
_OTHERS = ("et al", "colleagues", "coworkers", "co-workers")
_AUTHOR = (
    r"\b(?P<author>[^\W\d_]{2,})(?: [A-Z]{1,3}\b)?(?:'s)?,?"
    rf"(?P<others> {_OTHERS[0]}\b\.?,?| and (?:{'|'.join(_OTHERS[1:])}),?)?"
    rf"(?:(?: from| in| of)? ?\(?(?P<year>(?:{'|'.join(_CENTURIES)})\d\d)\b(?!:)\)?)?"
)
_WORKS = ("paper", "study", "article", "work")
_PAPER_BY = (
    rf"\b(?:{'|'.join(_WORKS)}) (?:by|of) (?P<author>[A-Z][a-z]+)\b"
    rf"(?P<others> {_OTHERS[0]}\b\.?,?)?(?!-| and| in| from| \(?(?:{'|'.join(_CENTURIES)})\d\d)"
    r"(?: (?:on|about) (?P<topic>[\w-]+))?(?P<year>)"
)
"""The paper by Luo on circMYC."""
_DOUBTED = r"\b(?:wrong|retract|withdr|lose|lost|without|depend)"


def cited(text: str, references: References) -> tuple[str, tuple[str, ...]]:
    """Replace authors and years by citations.

    Parameters
    ----------
    text
        The question.
    references
        Return the papers that findings cite.

    Returns
    -------
    tuple
        The question with citations, and what was read as what.

    Raises
    ------
    NotUnderstoodError
        When several papers are by this author; the readings are their findings.
    UnknownNameError
        When no paper is by this author, or none of this year.
    """
    notes: list[str] = []
    by_author = _matches(_PAPER_BY, text, _WORKS)
    authors = () if by_author else _matches(_AUTHOR, text, (*_OTHERS, *_CENTURIES))
    named = by_author or [m for m in authors if m["others"] or m["year"]]
    for match in reversed(named):
        author, year = match["author"], match["year"] or None
        known = [r for r in references() if r.citation and r.authors]
        by = [r for r in known if _is_by(r, author)]
        if not by and not match["others"]:
            continue  # a name and a number
        topic = match["topic"] if by_author else None
        if topic:
            by = [r for r in by if topic.casefold() in (r.title or "").casefold()] or by
        found = [r for r in by if year in (None, r.year)] or [r for r in by if not r.year]
        if not found:
            years = ", ".join(sorted({r.year for r in by if r.year}))
            hint = f" Papers by {author}: {years}." if years else ""
            raise UnknownNameError(
                f"no cited paper by {author}{f' of {year}' if year else ''} is known.{hint} "
                "Not every reference has an author; cite by number, such as [29]",
                sorted({f"[{r.citation}]" for r in by}),
            )
        shown = match[0].strip()
        if len(found) > 1:
            readings = [
                Reading("depends_on", {"what": r.citation})
                if re.search(_DOUBTED, text, re.IGNORECASE)
                else Reading("findings", {"paper": r.citation})
                for r in found
            ]
            titles = "; ".join(f"[{r.citation}] {r.title or ''}".strip() for r in found)
            raise NotUnderstoodError(f"{shown!r} may be {len(found)} papers: {titles}", readings)
        text = f"{text[: match.start()]}[{found[0].citation}]{text[match.end() :]}"
        undated = f", whose year is not known ({year} was asked)" if year != found[0].year else ""
        notes.append(f"{shown!r} was read as [{found[0].citation}]{undated if year else ''}")
    return text, tuple(reversed(notes))


def _matches(pattern: str, text: str, words: Sequence[str]) -> Sequence[re.Match[str]]:
    """Find a pattern, which is compiled where the text has one of the words that it needs."""
    return list(re.finditer(pattern, text)) if any(word in text for word in words) else ()


def _is_by(reference: Reference, author: str) -> bool:
    return author.casefold() in (reference.first_author or "").casefold().split()
