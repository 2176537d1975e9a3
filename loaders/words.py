"""The everyday words of a sheet: verbs, effects, papers, and dates that were gene symbols.

Each ``read_*`` returns what words mean, or raises `ValueError` with the remedy; each ``plain_*``
returns the same meaning in the words that the drop-downs of a sheet offer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..graph.schema import (
    PREDICATES,
    Certainty,
    Effect,
    Level,
    PredicateClass,
    PredicateName,
    System,
)

__all__ = [
    "CHOICES",
    "EFFECTS",
    "LEVEL_WORDS",
    "PREDICATE_FOR",
    "SURE",
    "SYSTEMS",
    "TURNED",
    "Paper",
    "heading_of",
    "is_date",
    "plain_effect",
    "plain_papers",
    "plain_verb",
    "read_effect",
    "read_papers",
    "read_roles",
    "read_verb",
    "simplify",
    "symbols_of_date",
]

_VERBS = {
    "INCREASES": "increase activate activates activated upregulate upregulates promote promotes "
    "induce induces enhance enhances stimulate stimulates elevate elevates up + +1 1",
    "DECREASES": "decrease inhibit inhibits inhibited downregulate downregulates suppress "
    "suppresses reduce reduces block blocks down -1",
    "REPRESSES": "repress directly|inhibits directly|targets",
    "SPONGES": "sponge sequesters",
    "REGULATES": "regulate affects affect modulates modulate acts|upon 0",
    "CAUSES_NO_CHANGE": "no|change no|effect no|effect|on does|not|change does|not|affect",
}
"""Everyday words for a predicate, besides those of the schema; a bar stands for a space."""

_MORE = {
    "increase": "increased higher more sensitizes radiosensitizes radiosensitizing sensitizer",
    "decrease": "decreased lower less protects radioprotects",
    "unclear": "unclear unknown",
}
"""Words for an effect, besides the verbs."""

SURE: dict[str, Certainty] = {
    **dict.fromkeys(("stated", "states", "shown", "yes", "sure"), "stated"),
    **dict.fromkeys(
        (
            "may",
            "might",
            "could",
            "hedged",
            "suggests",
            "possible",
            "possibly",
            "likely",
            "suggested",
            "suggest",
            "probably",
            "probable",
            "perhaps",
        ),
        "hedged",
    ),
    **dict.fromkeys(("inferred", "implied"), "inferred"),
}
SYSTEMS: dict[str, System] = {
    **dict.fromkeys(("in vitro", "cells", "cell culture"), "in-vitro"),
    **dict.fromkeys(("in vivo", "mice", "mouse", "animals", "xenograft"), "in-vivo"),
    **dict.fromkeys(("patients", "patient", "clinical", "human"), "patients"),
}
LEVEL_WORDS: dict[str, Level] = {
    **dict.fromkeys(
        ("increased", "increase", "higher", "high", "up", "raised", "upregulated", "elevated"),
        "increased",
    ),
    **dict.fromkeys(
        ("decreased", "decrease", "lower", "low", "down", "lowered", "downregulated", "reduced"),
        "decreased",
    ),
}
_SILENCED = re.compile(
    r"\b(?:silenc(?:ed|ing)|knock(?:ed)? ?(?:down|out)|deplet(?:ed|ion)|delet(?:ed|ion)|"
    r"loss(?: of)?|ablated)\b"
)
_ITSELF = re.compile(r"\b(?:itself|over ?express(?:ed|ion))\b")
_OF_RADIO = re.compile(r"\b(?:on |the )?(?:radio|radiation )?(?:sensitivity|resistance)\b")
_RESISTANT = re.compile(r"\b(?:radio|radiation )?resistan(?:ce|t)\b")
_SENSITIVE = re.compile(r"(?:more )?(?:radio)?sensitive")
_LESS = re.compile(r"less (?:radio)?(sensitive|resistant)")
_MONTHS = {
    month: number
    for number, names in enumerate(
        (
            *("jan", "feb", "mar mär mrz", "apr", "may mai", "jun"),
            *("jul", "aug", "sep", "oct okt", "nov", "dec dez"),
        ),
        1,
    )
    for month in names.split()
}
"""What spreadsheets in English and German call the months."""

_MONTH = f"(?P<month>{'|'.join(_MONTHS)})"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<day>\d{{1,2}})(?:-|\. ?){_MONTH}(?:[- ]\d{{2,4}})?",
        rf"{_MONTH}-(?P<day>\d{{1,2}})",
        r"\d{4}-(?P<month>\d\d)-(?P<day>\d\d)(?:[ T]00:00:00)?",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.\d{4}",
    )
)
_SYMBOLS = {
    **dict(enumerate(("JAN", "FEB", "MAR MARC MARCH", "APR", "MAY", "JUN", "JUL", "AUG"), 1)),
    **dict(enumerate(("SEP SEPT", "OCT", "NOV", "DEC"), 9)),
}
"""What came before the number of a symbol that a spreadsheet took for a date."""

_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.\d{4,9}/\S+?)[.,]?", re.IGNORECASE)
_PMID = re.compile(
    r"(pmid:?|https?://(?:pubmed\.ncbi|www\.ncbi)\.nlm\.nih\.gov/(?:pubmed/)?)?(\d{1,8})/?",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"\d{1,2}([.,])\d{3}\1\d{3}")
_DECIMAL = re.compile(r"(\d{5,8})[.,]0+")
_LOST = re.compile(r"\d(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)
_BETWEEN = re.compile(r"\||[;,]\s+|[;,](?=10\.\d|https?://|doi|pmid|pmc)", re.IGNORECASE)
_PMCID = re.compile(r"(?:https?://\S+/)?(pmc\d+)/?", re.IGNORECASE)


def simplify(text: str) -> str:
    """Return text in lower case, with single spaces, without the marks around words.

    Examples
    --------
    >>> simplify("Silenced:  Down-regulates")
    'silenced downregulates'
    """
    text = text.casefold().replace("\N{MINUS SIGN}", "-").replace("\N{EN DASH}", "-")
    text = re.sub(r"\b(up|down|over|knock)-(?=[a-z])", r"\1", text)
    text = re.sub(r"[_:(),;]|(?<=[a-z])-(?=[a-z])", " ", text)
    return " ".join(text.split())


def _verb_table() -> dict[str, PredicateName]:
    table: dict[str, PredicateName] = {}
    for predicate in PREDICATES.values():
        if predicate.cls is not PredicateClass.TRANSPORT:
            own = (predicate.name, predicate.sif, *predicate.verb)
            more = (word.replace("|", " ") for word in _VERBS.get(predicate.name, "").split())
            table.update(dict.fromkeys((*map(simplify, own), *more), predicate.name))
    return table


_PREDICATE_OF = _verb_table()
VERBS = (
    *(p.verb[1] for p in PREDICATES.values() if p.cls is not PredicateClass.TRANSPORT),
    "silenced: raises",
    "silenced: lowers",
)
_OPPOSITE: dict[str, PredicateName] = {
    "INCREASES": "DECREASES",
    "DECREASES": "INCREASES",
    "REPRESSES": "INCREASES",
}
EFFECTS: dict[str, Effect] = {"INCREASES": "increase", "DECREASES": "decrease"}
_EFFECT_OF = {
    word: EFFECTS.get(predicate, "unclear" if predicate == "REGULATES" else "no change")
    for word, predicate in _PREDICATE_OF.items()
    if predicate in ("INCREASES", "DECREASES", "REGULATES", "CAUSES_NO_CHANGE")
} | {word: effect for effect, words in _MORE.items() for word in words.split()}
PREDICATE_FOR: dict[str, PredicateName] = {
    "increase": "INCREASES",
    "decrease": "DECREASES",
    "unclear": "REGULATES",
    "no change": "CAUSES_NO_CHANGE",
}
TURNED = {"increase": "decrease", "decrease": "increase"}
CHOICES: dict[str, Sequence[str]] = {
    "verb": VERBS,
    "effect": (*PREDICATE_FOR, "silenced: increase", "silenced: decrease"),
    "how sure": ("stated", "may", "inferred"),
}
"""The words that the drop-downs offer."""


def _parse_verb(text: str) -> tuple[PredicateName, bool]:
    """Return the predicate as written, and whether the verb is that of silencing."""
    plain = simplify(text)
    silenced = _SILENCED.search(plain) is not None
    word = " ".join(_ITSELF.sub("", _SILENCED.sub("", plain)).split())
    predicate = _PREDICATE_OF.get(word)
    if word in ("target", "targets"):
        raise ValueError("represses, where it lowers its target directly; binds, where not said")
    if predicate is None:
        raise ValueError(f"one of: {', '.join(VERBS)}; or +1, -1, 0")
    return predicate, silenced


def read_verb(text: str) -> tuple[PredicateName, bool]:
    """Return the predicate that a verb means, and whether it was turned round.

    Raises
    ------
    ValueError
        When it means none; the message is the remedy.

    Examples
    --------
    >>> read_verb("inhibits"), read_verb("silenced: raises"), read_verb("+1")
    (('DECREASES', False), ('DECREASES', True), ('INCREASES', False))
    """
    predicate, silenced = _parse_verb(text)
    if not silenced:
        return predicate, False
    if predicate in ("REGULATES", "CAUSES_NO_CHANGE"):
        return predicate, True
    if predicate not in _OPPOSITE:
        raise ValueError("after silenced: raises, lowers, acts on or leaves unchanged")
    return _OPPOSITE[predicate], True


def plain_verb(text: str) -> str:
    """Return a verb in the words of the drop-down; raise as `read_verb` does.

    Examples
    --------
    >>> plain_verb("Knock-down inhibits"), plain_verb("+1")
    ('silenced: lowers', 'raises')
    """
    read_verb(text)
    predicate, silenced = _parse_verb(text)
    verb = PREDICATES[predicate].verb[1]
    return f"silenced: {verb}" if silenced else verb


def read_effect(text: str) -> tuple[str | None, bool | None]:
    """Return the effect that words mean, turned round where something was silenced.

    Returns
    -------
    effect
        increase, decrease, unclear, no change; None if the cell is empty.
    silenced
        Whether it was seen after silencing; None where the words do not say.

    Raises
    ------
    ValueError
        When they mean no effect; the message is the remedy.

    Examples
    --------
    >>> read_effect("raises radioresistance"), read_effect("silenced: increase")
    (('decrease', None), ('decrease', True))
    """
    plain = simplify(text)
    silenced = True if _SILENCED.search(plain) else False if _ITSELF.search(plain) else None
    plain = " ".join(_ITSELF.sub("", _SILENCED.sub("", plain)).split())
    if plain in ("", "none") and silenced is None:
        return None, None
    word = " ".join(_OF_RADIO.sub("", plain).split())
    resistant = _RESISTANT.search(plain) is not None
    if less := _LESS.fullmatch(plain):
        effect: str | None = "decrease" if less[1] == "sensitive" else "increase"
    elif resistant and word.replace("more", "").replace("radio", "").strip() in ("", "resistant"):
        effect = "decrease"
    elif _SENSITIVE.fullmatch(word):
        effect = "increase"
    else:
        effect = _EFFECT_OF.get(word)
        if effect and resistant:
            effect = TURNED.get(effect, effect)
    if effect is None:
        raise ValueError(
            "increase, decrease, unclear or no change, of radiosensitivity; empty if not reported"
        )
    return (TURNED.get(effect, effect) if silenced else effect), silenced


def plain_effect(text: str) -> str:
    """Return an effect in the words of the drop-down; raise as `read_effect` does.

    Examples
    --------
    >>> plain_effect("raises radioresistance"), plain_effect("silenced: more sensitive")
    ('decrease', 'silenced: increase')
    """
    effect, silenced = read_effect(text)
    if effect is None:
        return ""
    if silenced is None:
        return effect
    return f"silenced: {TURNED.get(effect, effect)}" if silenced else f"itself: {effect}"


class Paper(NamedTuple):
    """Identifiers of a paper."""

    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None


def read_papers(text: str) -> list[Paper]:
    """Return the papers that a cell names; none for the word ``review``.

    Raises
    ------
    ValueError
        When a part is not an identifier; the message is the remedy.

    Examples
    --------
    >>> read_papers("https://doi.org/10.1000/X1 | PMID: 35484557")
    [Paper(doi='10.1000/x1', pmid=None, pmcid=None), Paper(doi=None, pmid='35484557', pmcid=None)]
    """
    from urllib.parse import unquote

    if simplify(text) in ("review", "the review", "this review"):
        return []
    papers = []
    for part in filter(None, map(str.strip, _BETWEEN.split(text))):
        found: dict[str, str] = {}
        tokens = map(unquote, re.sub(r"(?i)\b(doi|pmid|pmcid):?\s+", r"\1:", part).split())
        for token in tokens:
            bare = re.sub("(?i)^pmid:", "", token)
            number = _THOUSANDS.fullmatch(bare) and re.sub("[.,]", "", bare)
            number = number or ((match := _DECIMAL.fullmatch(bare)) and match[1])
            if match := _DOI.fullmatch(token):
                found["doi"] = match[1].casefold()
            elif number:
                found["pmid"] = number
            elif (match := _PMID.fullmatch(token)) and (match[1] or len(match[2]) > 4):
                found["pmid"] = match[2]
            elif match := _PMCID.fullmatch(token.removeprefix("pmcid:")):
                found["pmcid"] = match[1].upper()
            elif _LOST.fullmatch(token):
                raise ValueError("digits were lost: format the column as text, write it again")
            elif inside := re.search(r"10\.\d{4,9}/[^\s?#]+", text):
                raise ValueError(f"the DOI alone, perhaps {inside[0]}")
            else:
                raise ValueError(
                    "a DOI (10....), PMID: and its number, or an address with doi.org; the word "
                    "review where the review itself says so"
                )
        papers.append(Paper(**found))
    return papers


def plain_papers(text: str) -> str:
    """Return papers as identifiers, joined by a bar; raise as `read_papers` does.

    Examples
    --------
    >>> plain_papers("https://doi.org/10.1000/X1; PMID: 35484557")
    '10.1000/x1 | PMID 35484557'
    """
    papers = read_papers(text)
    each = (
        filter(None, (paper.doi, paper.pmid and f"PMID {paper.pmid}", paper.pmcid))
        for paper in papers
    )
    return " | ".join(map(" ".join, each)) if papers else "review"


def digits_for_letters(name: str) -> str:
    """Return a name with O as 0, and I and l as 1, beside a digit.

    Examples
    --------
    >>> digits_for_letters("KLF1O"), digits_for_letters("miR-2l"), digits_for_letters("HOXB2")
    ('KLF10', 'miR-21', 'HOXB2')
    """
    name = re.sub(r"(?<=\d)[Oo]|[Oo](?=\d)", "0", name)
    return re.sub(r"(?<=\d)[Il]|[Il](?=\d)", "1", name)


def is_date(text: str) -> bool:
    """Return whether text is a date, as spreadsheets make of ``MARCH2`` and ``SEPT7``.

    Examples
    --------
    >>> is_date("2-Mar"), is_date("Mar-22"), is_date("2. Mrz"), is_date("MARCHF2")
    (True, True, True, False)
    """
    return any(pattern.fullmatch(text) for pattern in _DATES)


def symbols_of_date(text: str) -> Iterator[str]:
    """Yield the symbols of which a spreadsheet makes a date.

    Examples
    --------
    >>> list(symbols_of_date("7-Sep")), list(symbols_of_date("2022-03-02"))
    (['SEP7', 'SEPT7'], ['MAR2', 'MARC2', 'MARCH2'])
    """
    for match in filter(None, (pattern.fullmatch(text) for pattern in _DATES)):
        month = match["month"].casefold()
        number = int(month) if month.isdigit() else _MONTHS[month]
        for prefix in _SYMBOLS.get(number, "").split():
            yield f"{prefix}{int(match['day'])}"


def read_roles(text: str) -> list[str]:
    """Return the roles of a biomarker that a cell lists, whether they are known or not.

    Examples
    --------
    >>> read_roles("Prognostic marker; predictive")
    ['prognostic', 'predictive']
    """
    parts = filter(None, map(simplify, re.split(r"[|;,]", text)))
    return [re.sub(r" (?:bio)?marker$", "", part) for part in parts]


def heading_of(text: str) -> str:
    """Return a heading as it is compared.

    Examples
    --------
    >>> heading_of("How_Sure")
    'how sure'
    """
    return text.strip().casefold().replace("_", " ")
