"""Tokenize a plain question: words of the vocabulary, names of entities, unknown words.

Text becomes tokens, and tokens become terms: the longest name or phrase that begins at a token
wins. A compound such as ``miR-34c-enriched`` is cut only where both parts mean something;
``miR-340-3p`` is never read as ``miR-340``.

Examples
--------
>>> import radexo
>>> g = radexo.load()
>>> [(term.kind, term.text) for term in read_terms("which miRNAs repress KLF10?", g.look_up)]
[('what', 'which'), ('type', 'miRNAs'), ('verb', 'repress'), ('entity', 'KLF10'), ('mark', '?')]
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from ...graph.model import Entity
from ...graph.values import frozen
from .words import (
    ALIASES,
    FUNCTION_WORDS,
    LONGEST,
    NUMBERS,
    ORDINARY,
    VOCABULARY,
    american,
    meaning,
    stop_words,
)

__all__ = [
    "Carriers",
    "Nearest",
    "Releases",
    "Term",
    "Token",
    "corrected",
    "correction",
    "near_words",
    "read_terms",
    "tokens",
]

Carriers = Callable[[Sequence[str]], Mapping[str, Sequence[Entity]]]
"""Return the entities that carry each name; called once with all names of a question."""

Nearest = Callable[[str], Sequence[Entity]]
"""Return the entities with the nearest names."""

Releases = Callable[[str], Sequence[Entity]]
"""Return the exosomes that a donor, or cells after an exposure, release, by its id."""

_LONGEST_NAME = 12
_MARKS = ",;:?!.()"
_JOINTS = "-/_‐‑‒–—―−"
_TOKEN = re.compile(  # alternatives compile faster than a class of characters beyond Latin-1
    rf"\[[^\[\]]{{1,40}}\]|[^\W_]+(?:'[^\W_]+)*['*+]?|[{re.escape(_MARKS)}]|{'|'.join(_JOINTS)}"
)
_PAPER = r"^\[\s*((?:\w[\w.-]*:)?\d+[a-z]?)\s*\]$"
_ENDS = (("n't", "not"), ("'s", ""), ("s'", "s"), ("'re", ""), ("'ve", ""), ("'ll", ""), ("'d", ""))
_CITED = frozenset(
    word + ending
    for word in ("paper", "reference", "ref", "citation", "finding", "article", "publication")
    for ending in ("", "s")
) | {"study", "studies"}
_MIR = ("mir", "mirna", "microrna")
_VESICLES = ("exosome", "vesicle", "ev")
_THESE = rf"(?:(?:extracellular )?vesicles?|{'|'.join(f'{word}s?' for word in _VESICLES)})"
_EXOSOMES_OF = (
    rf"^(?:the )?{_THESE} "
    r"(?:(?:derived|released|secreted|shed|coming|obtained|isolated) )?"
    r"(?:of|from|by) (?:the )?(.+)$"
)
_THEIR_EXOSOMES = rf"^(.+?)s?'?[ -](?:derived )?{_THESE}$"
_PARTED = (
    (
        "(?:switch|turn|shut|knock|bring|push|pull)(?:e?s|ed|ing)?|brought",
        ("on", "off", "up", "down", "out"),
    ),
    (
        "(?:hold|keep)(?:s|ing)?|kept|held|tak(?:es?|ing)",
        ("high", "low", "down", "back", "away", "in check"),
    ),
)
"""Verbs separated from their particles: switches X on, keeps X high."""
_HAVING = ("with", "suffering from", "having")
_PEOPLE = rf"^(?:the )?(patients?|cells?|people) (?:{'|'.join(_HAVING)}) (?:an? )?(.+)$"
_KINDS_OF_CANCER = ("cancer", "carcinoma")
_TUMORS = ("tumor", "carcinoma", "cancer", "malignancie", "malignancy", "neoplasm", "ca")
_ORGANS = (
    "lung",
    "breast",
    "prostate",
    "cervical",
    "pancreatic",
    "esophageal",
    "oesophageal",
    "colorectal",
    "head and neck",
)


@frozen
class Token:
    """One word of a question.

    Parameters
    ----------
    text
        As typed.
    word
        Lower case, American spelling.
    joined
        Whether it is joined to the token before it by a dash or a slash.
    start, end
        Position in the question.
    """

    text: str
    word: str
    joined: str
    start: int
    end: int


@frozen
class Term:
    """A name, phrase or unknown word of a question.

    Parameters
    ----------
    kind
        What it is: entity, paper, number, mark, filler, unknown, or the kind of a `Word`.
    value, form
        As the word has them; the entities that carry a name.
    text
        As typed.
    inner
        Entities named within a longer name: NSCLC in "NSCLC cells".
    """

    kind: str
    value: Any
    text: str
    form: str = ""
    inner: tuple[Entity, ...] = ()

    @property
    def word(self) -> str:
        """Text in lower case."""
        return self.text.casefold()

    def is_a(self, *types: str) -> bool:
        """Return whether this names an entity of one of the types."""
        return self.kind == "entity" and any(e.type in types for e in self.value)


def tokens(text: str) -> list[Token]:
    """Split a question into words, citations and marks.

    Examples
    --------
    >>> [token.word for token in tokens("Doesn't miR-340-5p repress KLF10's tumour, [64]?")]
    ['does', 'not', 'mir', '340', '5p', 'repress', 'klf10', 'tumor', ',', '[64]', '?']
    """
    found: list[Token] = []
    joint = ""
    text = _plain(text)
    for match in _TOKEN.finditer(text):
        part, (start, end) = match[0], match.span()
        if part in _JOINTS:
            glued = (
                bool(found)
                and found[-1].end == start
                and end < len(text)
                and not text[end].isspace()
            )
            joint = part if glued else ""
            continue
        touches = bool(found) and joint and start == found[-1].end + len(joint)
        ending, said = next(
            ((e, s) for e, s in _ENDS if part.casefold().endswith(e) and len(part) > len(e)),
            ("", ""),
        )
        bare = part[: len(part) - len(ending)] + ("s" if ending == "s'" else "")
        if part.casefold() == "can't":
            bare = "can"
        found.append(Token(bare, american(bare.casefold()), joint if touches else "", start, end))
        if said == "not":
            found.append(Token("not", "not", "", end, end))
        elif part.casefold() == "what's":
            found.append(Token("is", "is", "", end, end))
        joint = ""
    return found


def _plain(text: str) -> str:
    """Normalize quotes and verbs, and remove stops within abbreviations."""
    text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'")
    if "H&N" in text:
        text = re.sub(r"\bH&N\b", "head and neck", text)
    for verbs, particles in _PARTED:
        lower, ends = text.casefold(), "|".join(particles)
        if any(f" {particle}" in lower for particle in particles):
            parted = rf"\b({verbs}) (?!(?:{ends})\b)(\S+(?: \S+){{0,2}}?) ({ends})\b"
            text = re.sub(parted, r"\1 \3 \2", text, flags=re.IGNORECASE)
    if "." not in text:
        return text
    return re.sub(
        r"\b(i\.e|e\.g|vs|resp|approx)\.",
        lambda m: m[1].replace(".", ""),
        text,
        flags=re.IGNORECASE,
    )


def _spans(words: Sequence[Token], text: str) -> dict[tuple[int, int], str]:
    """Return every run of tokens that may be a name, with its text."""
    ends = {i for i, word in enumerate(words) if word.text in _MARKS}
    return {
        (i, j): text[words[i].start : words[j - 1].end]
        for i in range(len(words))
        for j in range(i + 1, min(i + _LONGEST_NAME, len(words)) + 1)
        if i not in ends and j - 1 not in ends
    }


def _spellings(name: str) -> list[str]:
    """Return the spellings to look up: as typed, singular or plural, the cancer of an organ."""
    name = name.strip(" ,;:?!.")
    lower = name.casefold()
    found = [name, name.removesuffix("'s"), *_exosome_names(lower)]
    if len(name) > 3:
        found.append(name[:-1] if lower.endswith("s") else name + "s")
    words = lower.split()
    if len(words) > 1 and american(words[-1].rstrip("s")) in _TUMORS:
        found += [" ".join([*words[:-1], kind]) for kind in _KINDS_OF_CANCER]
    if lower.endswith("adenoca"):
        found.append(f"{name}rcinoma")
    if lower in _ORGANS:
        found.append(f"{name} cancer")
    if any(f" {having} " in lower for having in _HAVING) and (people := re.match(_PEOPLE, lower)):
        found.append(f"{people[2]} {people[1].rstrip('s')}s")
    if len(words) > 1 and words[-1] in ("cell", "line", "lines"):
        found.append(
            " ".join([*words[: words.index("cell")], "cells"]) if "cell" in words else name
        )
    return list(dict.fromkeys(found))


def _exosome_names(name: str) -> list[str]:
    """Return names for the exosomes of a donor: exosomes of irradiated cells, CAF exosomes."""
    if not any(word in name for word in _VESICLES):
        return []
    if of := re.match(_EXOSOMES_OF, name):
        donor = of[1]
        return [f"exosomes of {donor}", f"{donor.removesuffix('s')} exosomes"]
    if theirs := re.match(_THEIR_EXOSOMES, name):
        return [f"{theirs[1]} exosomes", f"exosomes of {theirs[1]}s"]
    return []


def read_terms(text: str, carriers: Carriers) -> list[Term]:
    """Read a question into terms.

    Parameters
    ----------
    text
        The question.
    carriers
        Return the entities that carry each name.

    Returns
    -------
    list of Term
        In text order, without fillers; a word neither listed nor a name is unknown.
    """
    text = _plain(text)
    words = tokens(text)
    spans = _spans(words, text)
    spelled = {
        span: _spellings(name)
        for span, name in spans.items()
        if _may_be_name(name) and words[span[0]].end > words[span[0]].start  # not of "don't"
    }
    known = carriers(sorted({name for names in spelled.values() for name in names}))
    named = {
        span: found
        for span, names in spelled.items()
        if (found := next((known[n] for n in names if known.get(n)), None))
    }
    terms: list[Term] = []
    at = 0
    while at < len(words):
        term, at = _longest(words, spans, named, at) or _left_over(words, text, at)
        terms.append(term)
    return [term for term in terms if term.kind != "filler"]


def corrected(
    text: str, terms: Sequence[Term], nearest: Nearest | None
) -> tuple[str, list[tuple[str, str]]]:
    """Correct the misspelled words of a question.

    Parameters
    ----------
    text
        The question.
    terms
        As `read_terms` gave them.
    nearest
        Return the entities with the nearest names.

    Returns
    -------
    tuple
        The corrected text, and pairs of typed and corrected words.
    """
    slips = []
    for term in terms:
        if term.kind != "unknown":
            continue
        if alias := next((a for a in ALIASES if _stands(a, term.text, text)), None):
            slips.append((alias, ALIASES[alias]))
            text = re.sub(_whole_words(alias), ALIASES[alias], text, count=1, flags=re.IGNORECASE)
            continue
        around = re.search(rf"(?:(\S+) )?{re.escape(term.text)}(?: (\S+))?", text)
        beside = [f"{term.text} {around[2]}", f"{around[1]} {term.text}"] if around else []
        beside = [pair for pair in beside if not any(_joins(word) for word in pair.split())]
        for typed in (*(b.strip(",;:?!.()") for b in beside if "None" not in b), term.text):
            whole = rf"(?<!\w){re.escape(typed)}(?!\w)"
            if re.search(whole, text) and (read := correction(typed, nearest)):
                slips.append((typed, read))
                text = re.sub(whole, read.replace("\\", ""), text, count=1)
                break
    return text, slips


def _whole_words(phrase: str) -> str:
    return rf"(?<![\w-]){re.escape(phrase)}(?!\w)"


def _stands(alias: str, word: str, text: str) -> bool:
    """Return whether a question contains an alias that begins with an unknown word."""
    begins = alias.casefold().split()[0] in re.split(r"[\s-]", word.casefold())
    return begins and bool(re.search(_whole_words(alias), text, re.IGNORECASE))


def _joins(word: str) -> bool:
    """Return whether a word joins others and is not part of a name: of, in, which."""
    known = VOCABULARY.get((word.strip(",;:?!.()").casefold(),))
    return known is not None and known.kind in (
        "of",
        "in",
        "by",
        "to",
        "from",
        "and",
        "what",
        "aux",
        "after",
        "via",
        "that",
        "pronoun",
    )


def _may_be_name(name: str) -> bool:
    return name.casefold() not in ORDINARY or name.isupper()


def _longest(
    words: Sequence[Token],
    spans: Mapping[tuple[int, int], str],
    named: Mapping[tuple[int, int], Any],
    at: int,
) -> tuple[Term, int] | None:
    """Return the longest citation, phrase or whole name from a token on, and its end."""
    cites = words[at].text.startswith("[")
    if cites and (paper := re.match(_PAPER, words[at].text)):
        return Term("paper", paper[1], words[at].text), at + 1
    if (
        words[at].word in _CITED
        and at + 1 < len(words)
        and (number := re.fullmatch(r"\[?(\d+[a-z]?)\]?", words[at + 1].text))
    ):
        return Term("paper", number[1], spans[at, at + 2]), at + 2
    if words[at].word == "sun2022" and at + 2 < len(words) and words[at + 1].text == ":":
        return Term("paper", f"sun2022:{words[at + 2].text}", spans[at, at + 3]), at + 3
    if words[at].word in _MIR and at + 1 < len(words) and (at, at + 2) in spans:
        known = any(i == at and j > at + 1 for i, j in named)
        if not known and re.fullmatch(r"\d+[a-z]?", words[at + 1].word):
            return Term("unknown", None, spans[at, at + 2]), at + 2  # mir 21
    phrases = (
        j
        for j in range(min(at + LONGEST, len(words)), at, -1)
        if meaning([w.word for w in words[at:j]])
    )
    phrase = next((j for j in phrases if _whole(words, named, at, j)), 0)
    name = next(
        (j for i, j in sorted(named, reverse=True) if i == at and _whole(words, named, at, j)), 0
    )
    if name > phrase or (name and name == phrase and _prefers_name(words[at:name])):
        inner = {
            e: None
            for (i, j), found in named.items()
            if at <= i and j <= name and (i, j) != (at, name)
            for e in found
        }
        return Term("entity", tuple(named[at, name]), spans[at, name], inner=tuple(inner)), name
    if phrase and (word := meaning([w.word for w in words[at:phrase]])):
        return Term(word.kind, word.value, spans[at, phrase], word.form), phrase
    return None


def _prefers_name(words: Sequence[Token]) -> bool:
    """Return whether words that are also a name are read as the name."""
    word = meaning([w.word for w in words])
    return word is not None and word.kind in ("in", "therapy", "process")


def _whole(
    words: Sequence[Token], named: Mapping[tuple[int, int], Any], start: int, end: int
) -> bool:
    """Return whether a run of tokens may be cut out of the compound around it."""
    after = end < len(words) and words[end].joined
    before = words[start].joined
    return not (after and not _means(words, named, end)) and not (
        before == "-" and not _ends_meaning(words, named, start)
    )


def _means(words: Sequence[Token], named: Mapping[tuple[int, int], Any], at: int) -> bool:
    """Return whether the token after a dash or slash begins a word or name of its own."""
    if words[at].word.isdigit() or re.fullmatch(r"[35]p|[a-z]", words[at].word):
        return False
    return (
        (words[at].word,) in VOCABULARY
        or words[at].word in FUNCTION_WORDS
        or any(i == at for i, _ in named)
    )


def _ends_meaning(words: Sequence[Token], named: Mapping[tuple[int, int], Any], at: int) -> bool:
    """Return whether the token before a dash ends a word or name of its own."""
    word = words[at - 1].word
    return (word,) in VOCABULARY or word in FUNCTION_WORDS or any(j == at for _, j in named)


def _left_over(words: Sequence[Token], text: str, at: int) -> tuple[Term, int]:
    """Read a token without entry: a mark, a number, a filler, or an unknown compound."""
    token = words[at]
    if token.text in _MARKS:
        return Term("mark", token.text, token.text), at + 1
    end = at + 1
    while end < len(words) and words[end].joined and not _known(words[end]):
        end += 1
    whole = text[token.start : words[end - 1].end]
    if end == at + 1:
        if token.word.isdigit() or token.word in NUMBERS:
            return Term("number", NUMBERS.get(token.word) or int(token.word[:6]), token.text), end
        if token.word in FUNCTION_WORDS:
            return Term("filler", None, token.text), end
    elif all(_known(word) for word in words[at:end]):
        return Term("filler", None, whole), end
    return Term("unknown", None, whole), end


def _known(word: Token) -> bool:
    return (word.word,) in VOCABULARY or word.word in FUNCTION_WORDS


def correction(typed: str, nearest: Nearest | None) -> str | None:
    """Correct a misspelled word or name: one letter in five, two in nine, no digit or short symbol.

    Examples
    --------
    >>> correction("regultes", None), correction("KLF1O", None)
    ('regulates', None)
    """
    word = american(typed.casefold())
    if len(word) < 5 or not word.replace(" ", "").isalpha() or (typed.isupper() and len(typed) < 7):
        return None
    from rapidfuzz.distance import OSA

    far = 1 if len(word) < 9 else 2
    near: dict[str, int] = {}
    if " " not in word:
        for known in _by_first_letter().get(word[0], ()):
            ends_alike = (
                known[:2] == word[:2] and known[-1] == word[-1]
            )  # two letters off, detection is direction too
            if (distance := OSA.distance(word, known)) <= (far if ends_alike else 1) and (
                known not in stop_words() or _same_letters(word, known)
            ):
                near[known] = distance
    best = [known for known, distance in near.items() if distance == min(near.values())]
    named = _misspelled_name(typed, far, nearest)
    if named and (not best or named[1] < near[best[0]]):
        return named[0]
    meanings = {(w.kind, w.value) if (w := VOCABULARY.get((known,))) else None for known in best}
    return min(best) if len(meanings) == 1 else None


@cache
def _by_first_letter() -> Mapping[str, Sequence[str]]:
    """Return the words that a misspelled one may be."""
    found: dict[str, list[str]] = {}
    for known in (*(p[0] for p in VOCABULARY if len(p) == 1), *FUNCTION_WORDS):
        found.setdefault(known[0], []).append(known)
    return found


def near_words(typed: str) -> list[str]:
    """Return the words of the vocabulary that are spelled most alike, at most three meanings.

    Examples
    --------
    >>> near_words("phosphorylates"), near_words("downregullize")
    ([], ['downregulate'])
    """
    from rapidfuzz import fuzz, process

    word = american(typed.casefold())
    found = process.extract(word, _content(), scorer=fuzz.ratio, score_cutoff=75, limit=9)
    alike: dict[object, str] = {}
    for known, _, _ in found:
        alike.setdefault(VOCABULARY[(known,)][:2], known)
    return list(alike.values())[:3]


@cache
def _content() -> Sequence[str]:
    """Return the words of the vocabulary that have content."""
    return sorted({p[0] for p in VOCABULARY if len(p) == 1 and p[0] not in stop_words()})


def _same_letters(word: str, known: str) -> bool:
    """Return whether a letter is swapped, lost or doubled, none replaced: dying is not doing."""
    return sorted(word) == sorted(known) or len(word) != len(known)


def _misspelled_name(typed: str, far: int, nearest: Nearest | None) -> tuple[str, int] | None:
    """Return the only name within so few letters, and its distance."""
    if nearest is None:
        return None
    from rapidfuzz.distance import OSA

    from ...graph.names import fold

    close: dict[str, tuple[int, str]] = {}
    for entity in nearest(typed):
        for name in (entity.name, *entity.synonyms):
            distance = OSA.distance(fold(typed), fold(name))
            alike = fold(typed)[:1] == fold(name)[:1]  # what is irradiated is not unirradiated
            if (
                alike
                and distance <= far
                and not any(c.isdigit() for c in name)
                and distance < close.get(entity.id, (far + 1, ""))[0]
            ):
                close[entity.id] = (distance, name)
    fewest = min((distance for distance, _ in close.values()), default=0)
    best = [name for distance, name in close.values() if distance == fewest]
    return (best[0], fewest) if len(best) == 1 else None
