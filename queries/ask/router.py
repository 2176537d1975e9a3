"""Route plain questions to the catalogue: one reading, or an error with the possible readings.

Deterministic and offline: words come from ``words.tsv``, names from the graph, parameters from each
question's declaration. Corrected spellings and unused words are reported; a word that cannot be
placed and would change the answer is refused.

Examples
--------
>>> import radexo
>>> reading = route("which miRNAs repress KLF10?", radexo.load().look_up)
>>> reading.question, reading.shown
('regulators', 'names=KLF10 sign=- type=MiRNA')
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ...graph.errors import UsageError
from ...graph.model import Entity
from ..glossary import defined
from .papers import References, cited
from .sentence import NotUnderstoodError, Reading, Sentence
from .terms import Carriers, Nearest, Releases, Term, corrected, read_terms

__all__ = ["LONGEST_QUESTION", "route"]

LONGEST_QUESTION = 1000
"""Maximum length of a question, in characters."""

_CODE = re.compile(
    r"[<{}\\`=|]|(?<![-<])>|--(?!>)|;\s*$|\(\w*:\w+|\[:|^\W*(?:match|select|drop|create|delete)\b.*\b(?:return|from|table)\b",
    re.IGNORECASE,
)
"""Brackets and operators of query languages, tags, commands."""


_DEFINES = (
    r"^\s*(?:(?:what is )?(?:the )?(?:definition|meaning) of|what is meant by|define"
    r"|explain(?: what)?|(?:(?:who or )?what|what or who)(?:'s| is| are| does| do))\s+"
)
_DEFINING = (
    rf"{_DEFINES}(?:(?:the )?(?:term|word)\s+)?"
    r"(?:(?:an?|the(?=[\w -]+\seffect\b))\s+)?"
    r"[\"'“‘]?(?P<term>[\w -]+?)[\"'”’]?(?:\s+(?:means?|stands? for))?"
    r"(?:\s+(?:here|in radexo|in this graph))?\s*[?.]*\s*$"
)
"""Asks what a word means: what is X, what does X mean, define X."""

_NAMES = (
    *("'s", " is", " are", "mean", "stand for"),
    *("synonyms", "other names", "aliases", "definition", "define"),
)
"""What a question has that asks for nothing but what a name stands for."""
_NAMING = (
    r"^\s*(?:(?:(?:who or )?what|what or who|who)(?:'s| is| are)\s+"
    r"(?!the\s+(?:\S+\s+){0,3}of\b)(?P<is>.+?)"
    r"|what (?:does|do) (?P<stands>.+?) (?:stand for|mean)"
    r"|(?:which|what) (?:gene|protein|mi(?:cro-?)?rna|lncrna|circrna|rna) is (?P<gene>.+?)"
    r"|(?:what|which) (?:type|kind|sort)(?: of \w+)? is (?P<sort>.+?)"
    r"|(?:which |what (?:are )?)?(?:the )?(?:synonyms|other names|aliases) (?:of|for) (?P<same>.+?)"
    r"|(?:the )?(?:definition|meaning) of (?P<of>.+?)"
    r"|define (?P<define>.+?)"
    r"|(?P<please>.+?),? (?:definition|meaning),?(?: please)?)\s*[?.!]*\s*$"
)
"""Asks for nothing but what a name stands for."""

_COURTESY = re.compile(r"[,\s]+(?:pls|plz|please|thanks|thank you|thx)(?=\s*[?.!]*\s*$)", re.I)
_FIGURES = re.compile(
    r"\b(?:p[- ]values?|(?:hazard|odds) ratios?|confidence intervals?|sample sizes?"
    r"|fold[- ]changes?|median survival|survival curves?|AUCs?|percentages?"
    r"|how much (?:does|do|did|is|are))\b",
    re.I,
)
"""Figures of a study, which the graph does not hold."""

_WHAT_IS = r"^\s*(?:what(?:'s| is| are)\b|define\b|.*\bmeans?\b|.*\bdefinition\b)"
"""Asks for nothing but what a word means."""

_KIND = (
    r"\s(?:statement|claim|finding|path|chain|biomarker|verdict|effect|evidence|answer"
    r"|step|edge)s?$"
)
"""What a word may be said of: a hedged statement, a stitched path."""


def route(
    text: str,
    carriers: Carriers,
    nearest: Nearest | None = None,
    references: References | None = None,
    releases: Releases | None = None,
) -> Reading:
    """Read a plain question.

    Parameters
    ----------
    text
        What was typed.
    carriers
        Return the entities that carry each name.
    nearest
        Return the entities with the nearest names.
    references
        Return the papers that findings cite, for questions that name an author.
    releases
        Return the exosomes of a donor or an exposure, for questions of what these act on.

    Returns
    -------
    Reading

    Raises
    ------
    NotUnderstoodError
        When it has no reading, or more than one; the error holds the readings.
    UnknownNameError, AmbiguousNameError
        When no entity carries a name in it, or several do.
    """
    if not text.strip():
        raise NotUnderstoodError("no question was asked; such as: what regulates KLF10?")
    if len(text) > LONGEST_QUESTION:
        raise NotUnderstoodError(
            f"the question has {len(text):,} characters; at most {LONGEST_QUESTION:,} are read"
        )
    if _CODE.search(text):
        raise NotUnderstoodError(
            "this looks like code; ask in plain English, such as: what regulates KLF10?"
        )
    if figure := _FIGURES.search(text):
        raise NotUnderstoodError(
            f"{figure[0]!r}: the graph has claims and their papers, no measured figures; "
            "ask which papers report on a name, and read it there"
        )
    text = _COURTESY.sub("", text)
    defines = re.match(_DEFINES, text, re.I)  # the rest takes longer to compile
    if (asked := defines and re.match(_DEFINING, text, re.I)) and (
        entry := defined(asked["term"]) or defined(re.sub(_KIND, "", asked["term"]))
    ):
        return Reading("define", {"term": entry.term})
    if (named := _named(text, carriers)) is not None:
        return Reading("define", {"term": named.name})
    try:
        return _read(text, carriers, nearest, references, releases)
    except NotUnderstoodError as error:
        if asked and re.match(_WHAT_IS, text, re.I):
            message = f"the glossary does not define {asked['term']!r}; {error.message}"
            raise NotUnderstoodError(message, error.readings) from None
        raise


def _named(text: str, carriers: Carriers) -> Entity | None:
    """Return the one entity that a question asks what it is."""
    lower = text.casefold()
    if not any(words in lower for words in _NAMES):
        return None
    if not (asked := re.match(_NAMING, text, re.I)):
        return None
    name = next(filter(None, asked.groups())).strip(" \"'“”‘’")
    found = carriers([name]).get(name, ()) or carriers(
        [bare := re.sub(_ARTICLE, "", name, flags=re.IGNORECASE)]
    ).get(bare, ())
    return found[0] if len(found) == 1 and found[0].type != "Radiosensitivity" else None


_ARTICLE = r"^(?:an?|the)\s+"


def _read(
    text: str,
    carriers: Carriers,
    nearest: Nearest | None,
    references: References | None,
    releases: Releases | None,
) -> Reading:
    """Read a question that asks for no definition."""
    text, papers = cited(text, references) if references else (text, ())
    terms = read_terms(text, carriers)
    spelled, slips = corrected(text, terms, nearest)
    if slips:
        terms = read_terms(spelled, carriers)
    notes = papers + tuple(f"{typed!r} was read as {read!r}" for typed, read in slips)
    parts = [
        part
        for part in _parts(terms)
        if any(t.kind not in ("mark", "what", "and", "aux") for t in part)
    ]
    if len(parts) > 1 and parts[0][0].kind not in ("if", "after"):
        _refuse_two(parts, nearest)
    reading = Sentence(terms, nearest, releases).reading()
    return replace(reading, notes=(*notes, *reading.notes))


def _parts(terms: Sequence[Term]) -> list[list[Term]]:
    """Split at marks that end a question, and where `and` or a comma begins another."""
    parts: list[list[Term]] = [[]]
    for before, term in pairwise([Term("mark", "", ""), *terms]):
        ends = before.text in ("?", ";", ".", "!") or (
            (before.kind == "and" or before.text == ",")
            and term.kind in ("what", "how", "why", "aux", "cancers")
        )
        if ends and parts[-1]:
            parts.append([])
        parts[-1].append(term)
    return parts


_ASKING = {
    "verb",
    "carry",
    "release",
    "pathway",
    "mechanism",
    "sensitize",
    "biomarker",
    "paper",
    "cancers",
}


def _refuse_two(parts: Sequence[list[Term]], nearest: Nearest | None) -> None:
    """Refuse a text that contains two questions."""
    readings: list[Reading] = []
    unread = False
    for part in parts:
        try:
            readings.append(Sentence(part, nearest).reading())
        except UsageError:
            kinds = {t.kind for t in part}
            unread = unread or (part is parts[0] and {"what", "entity"} <= kinds)
            if (
                readings
                and _ASKING & kinds
                and {"what", "how", "why", "cancers"} & kinds
                and not {"share", "differ"} & kinds
            ):
                raise NotUnderstoodError(
                    f"two questions in one; ask one at a time. The first: {readings[0]}",
                    readings[:1],
                ) from None
    if unread and readings and parts[1][0].kind in ("what", "how", "why", "cancers"):
        raise NotUnderstoodError(
            f"two questions in one; ask one at a time. The second: {readings[0]}", readings[:1]
        )
    different = list({str(reading): reading for reading in readings}.values())
    about = {frozenset(r.entities) for r in readings if r.entities}
    if len({r.question for r in readings}) > 1 or len(about) > 1:
        raise NotUnderstoodError(
            f"two questions in one; ask one at a time: {'; or '.join(map(str, different))}",
            different,
        )
