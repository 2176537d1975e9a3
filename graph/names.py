"""Find the entity that a user means: by symbol, synonym or CURIE, in any spelling.

Examples
--------
>>> from radexo.graph.model import Entity
>>> names = Names([Entity("hgnc:2514", "CTNNB1", "Gene", synonyms=("beta-catenin",)),
...                Entity("mirbase.mature:MIMAT0004692", "miR-340-5p", "MiRNA")])
>>> names.find("β-Catenin").name, names.find("hsa-mir340-5p").name, names.find("miRNA 340").name
('CTNNB1', 'miR-340-5p', 'miR-340-5p')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property

from .errors import AmbiguousNameError, UnknownNameError
from .model import Entity
from .schema import RADIOSENSITIVITY, subtypes
from .values import frozen

__all__ = [
    "MOST_NEAREST",
    "NameIndex",
    "Names",
    "Suggestion",
    "asked",
    "fold",
    "in_full",
    "keys",
    "means_radioresistance",
    "near_names",
    "near_words",
    "respelled",
    "same_arm",
    "without_arm",
]

MOST_NEAREST = 50
"""Unknown names of a file for which the nearest ones are looked for."""

_GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta",
    "ι": "iota",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "ν": "nu",
    "ξ": "xi",
    "ο": "omicron",
    "π": "pi",
    "ρ": "rho",
    "σ": "sigma",
    "τ": "tau",
    "υ": "upsilon",
    "φ": "phi",
    "χ": "chi",
    "ψ": "psi",
    "ω": "omega",
}
_LATIN = str.maketrans(
    {**_GREEK, **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")}
)
_SEPARATORS = re.compile(r"[\s\-_./,()']+")
_ASCII = str.maketrans(
    {c: None if _SEPARATORS.match(c) else c.casefold() for c in map(chr, range(128))}
)
"""What folds a name of ASCII characters at once, as most names are."""

_MIRNA = re.compile(r"^(hsa)?(microrna|mirna|mir)(?=\d)")
_HUMAN = re.compile(r"^hsa(?=let\d|circ)")
_ARM = re.compile(r"^((?:mir|let)\d+[a-z]*\d*)[35]p$")
_ID = "id:"
_LEAST_CONTAINED = 4
"""The letters that a part of a name has at least to be taken for it: lung, of lung cancer."""
_SPELLING = (
    ("tumour", "tumor"),
    ("oesophag", "esophag"),
    ("signalling", "signaling"),
    ("ionising", "ionizing"),
)


def fold(name: str) -> str:
    """Fold a name to the form in which two spellings of one name are equal.

    Parameters
    ----------
    name
        As typed.

    Returns
    -------
    str
        Lower case, Greek letters spelled out, American spelling, no separators, no ``hsa``.

    Examples
    --------
    >>> fold("hsa-miR-340-5p"), fold("TGF-β"), fold("Tumour")
    ('mir3405p', 'tgfbeta', 'tumor')
    """
    if name.isascii():
        text = name.translate(_ASCII)
    else:  # a sharp s is a beta typed on a German keyboard; casefold would make it ss
        text = unicodedata.normalize("NFKC", name).replace("ß", "β").casefold().translate(_LATIN)
        text = _SEPARATORS.sub("", text)
    if text.startswith(("hsa", "mi")):
        text = _HUMAN.sub("", _MIRNA.sub("mir", text))
    for british, american in _SPELLING:
        if british in text:
            text = text.replace(british, american)
    return text


_LETTERS = {"a": "alpha", "b": "beta", "g": "gamma", "d": "delta", "k": "kappa"}
_LETTER = re.compile(r"(?<![^\W_])[abgdk](?=-)|(?<=-)[abgdk](?![^\W\d_])")


def respelled(name: str) -> str | None:
    """Return a name with Greek letters for single Latin ones beside a dash; None without any.

    Parameters
    ----------
    name
        As typed.

    Examples
    --------
    >>> respelled("Wnt/b-catenin"), respelled("TGF-b1"), respelled("miR-340-5p")
    ('Wnt/beta-catenin', 'TGF-beta1', None)
    """
    spelled = _LETTER.sub(lambda letter: _LETTERS[letter[0]], name)
    return spelled if spelled != name else None


def _least_similar(length: int) -> int:
    """Return how similar the names of a misspelled one are at least, in percent.

    One letter of four, one or two of seven may differ; more say little of so short a name.
    """
    return 75 if length < 5 else 70 if length < 8 else 60


_SAME_BEGINNING = 80
"""How similar the beginning of a name is at least, in percent: lungs, of lung cancer."""


def near_names(key: str, names: Sequence[str], limit: int) -> list[str]:
    """Return the folded names that are nearest to a misspelled one, nearest first.

    Parameters
    ----------
    key
        The misspelled name, folded.
    names
        Folded names.
    limit
        The most names.

    Returns
    -------
    list of str
        Where none is similar as a whole, those with a similar beginning.
    """
    from rapidfuzz import fuzz, process

    least = _least_similar(len(key))
    near = process.extract(key, names, scorer=fuzz.ratio, score_cutoff=least, limit=limit)
    if near or len(key) < _LEAST_CONTAINED:
        return [name for name, _, _ in near]
    alike = sorted((name for name in names if name.startswith(key[0])), key=len)
    begun = [name[: len(key)] for name in alike]
    near = process.extract(key, begun, scorer=fuzz.ratio, score_cutoff=_SAME_BEGINNING, limit=limit)
    return [alike[place] for _, _, place in near]


def near_words(typed: str, words: Iterable[str], limit: int = 3) -> list[str]:
    """Return the words, such as names of commands, that are nearest to a misspelled one.

    Parameters
    ----------
    typed
        As typed.
    words
        What there is.
    limit
        The most words.

    Examples
    --------
    >>> near_words("regulatrs", ["paths", "regulators"]), near_words("nope", ["define", "evidence"])
    (['regulators'], [])
    """
    folded: dict[str, str] = {fold(word): word for word in words}
    return [folded[key] for key in near_names(fold(typed), list(folded), limit)]


def without_arm(folded: str) -> str | None:
    """Return a folded name of a mature miRNA without its arm, None when it names no arm.

    Examples
    --------
    >>> without_arm("mir3405p"), without_arm("klf10")
    ('mir340', None)
    """
    arm = _ARM.match(folded) if folded.endswith("p") else None
    return arm[1] if arm else None


def same_arm(entity: Entity, value: str) -> bool:
    """Return whether an entity's name says no more than a value does: the arm of a miRNA."""
    return entity.type != "MiRNA" or fold(value) == fold(entity.name)


def in_full(entity: Entity, value: str) -> bool:
    """Return whether an entity has a name or id in full, not only the name without its arm."""
    if entity.type != "MiRNA" or ":" in value:
        return True
    return fold(value) in map(fold, (entity.name, *entity.synonyms))


_RADIORESISTANCE = {
    "radioresistance",
    "radioresistant",
    "radiationresistance",
    "radiationresistant",
    "radiotherapyresistance",
    "radiationtolerance",
    "resistancetoradiation",
    "resistancetoradiotherapy",
}


def means_radioresistance(name: str) -> bool:
    """Return whether a name means radioresistance, or is the beginning of that word.

    The graph has no such entity: it is low radiosensitivity, and signs turn. So the name is refused
    with this explanation, never replaced.

    Examples
    --------
    >>> means_radioresistance("Radio-resistance"), means_radioresistance("radiosensitivity")
    (True, False)
    """
    folded = fold(name)
    begun = len(folded) >= 6 and "radioresistance".startswith(folded)
    return begun or folded in _RADIORESISTANCE


def asked(name: str) -> tuple[str, str]:
    """Return the two keys under which what a user typed is looked up: as an id, and as a name.

    Examples
    --------
    >>> asked("HGNC:11810")
    ('id:hgnc:11810', 'hgnc:11810')
    """
    return (_ID + name.strip().casefold(), fold(name))


def keys(entity: Entity) -> list[str]:
    """Return the keys under which an entity is found.

    Parameters
    ----------
    entity
        Any.

    Returns
    -------
    list of str
        Its ids, its folded names, and the names of a miRNA without the arm, each once. Keys of ids
        begin with ``id:``, which no folded name does.

    Examples
    --------
    >>> keys(Entity("mirbase.mature:MIMAT0004692", "miR-340-5p", "MiRNA"))
    ['id:mirbase.mature:mimat0004692', 'mir3405p', 'mir340']
    """
    found = [_ID + id.casefold() for id in _ids(entity)]
    for folded in map(fold, _names(entity)):
        found.append(folded)
        if precursor := without_arm(folded):
            found.append(precursor)
    return list(dict.fromkeys(found))


def _notice(name: str, meant: Entity, found: Sequence[Entity]) -> str:
    others = _listed(e for e in found if e.id != meant.id)
    return f"{name!r} is read as {_listed([meant])}; give an id for {others}" if others else ""


def _listed(entities: Iterable[Entity]) -> str:
    return ", ".join(f"{e.name} ({e.type}, {e.id})" for e in entities)


def _ids(entity: Entity) -> tuple[str, ...]:
    # mesh:D011836 is a cross-reference of radiosensitivity, but means its opposite
    return (entity.id, *(entity.xrefs if entity.type != "Radiosensitivity" else ()))


def _names(entity: Entity) -> Iterable[str]:
    return dict.fromkeys((entity.name, *entity.synonyms))


@frozen
class Suggestion:
    """An entity suggested while a name is typed.

    Parameters
    ----------
    entity
        The entity.
    matched
        The name or id that matched, where it is not the entity's own name.
    exact
        Whether what was typed is one of its names or ids, in full.
    near
        Whether no name contains what was typed, and this one is only similar.
    edges
        The number of edges at it.
    """

    entity: Entity
    matched: str | None
    exact: bool
    near: bool
    edges: int


class NameIndex:
    """Looks entities up by name; a store implements `carriers`, `nearest` and `matches`."""

    def carriers(self, names: Iterable[str]) -> dict[str, list[Entity]]:
        """Return the entities that carry each of some names, as `look_up` does."""
        raise NotImplementedError

    def look_up(self, names: Iterable[str]) -> dict[str, list[Entity]]:
        """Look several names up at once.

        Parameters
        ----------
        names
            CURIEs, symbols, previous symbols or synonyms.

        Returns
        -------
        dict
            The entities of each name, ordered by id; names of no entity are left out. A CURIE that
            an entity has as its id stands for that one alone. A name that nothing carries is that
            of a gene or pathway with a Greek letter, where it has the Latin one (``b-catenin``).
        """
        names = list(names)
        found = self.carriers(names)
        other = {
            name: spelled for name in names if name not in found and (spelled := respelled(name))
        }
        if other:
            greek = self.carriers(set(other.values()))
            for name, spelled in other.items():
                if likely := [e for e in greek.get(spelled, ()) if _allowed(e, _SPELLED)]:
                    found[name] = likely
        return found

    def nearest(
        self, name: str, types: Collection[str] | None = None, limit: int = 5
    ) -> list[Entity]:
        """Return the entities whose names are nearest to a misspelled one, nearest first."""
        raise NotImplementedError

    def suggest(
        self, text: str, types: Collection[str] | None = None, limit: int = 12
    ) -> list[Suggestion]:
        """Return suggestions for what was typed so far, the most likely first.

        Parameters
        ----------
        text
            The beginning or a part of a name, synonym or id.
        types
            Only entities of these types, or of their subtypes.
        limit
            The most suggestions.

        Returns
        -------
        list of Suggestion
            Exact names first, then those that begin with the text, then those that contain it; each
            by number of edges, but none before the one whose name its own begins with
            (glioblastoma, glioblastoma cells). Where there are none, the nearest names.
        """
        found = _shorter_first(self.matches(text, types, limit))
        return found or [
            Suggestion(entity, None, False, True, degree)
            for entity, degree in self._with_degree(self.nearest(text, types, min(limit, 5)))
        ]

    def matches(
        self, text: str, types: Collection[str] | None = None, limit: int = 12
    ) -> list[Suggestion]:
        """Return the suggestions whose names contain what was typed; see `suggest`."""
        raise NotImplementedError

    def _with_degree(self, entities: Sequence[Entity]) -> Iterable[tuple[Entity, int]]:
        raise NotImplementedError

    def candidates(self, name: str, types: Collection[str] | None = None) -> list[Entity]:
        """Return the entities of a name, ordered by id.

        Parameters
        ----------
        name
            A CURIE, symbol, previous symbol or synonym.
        types
            Only entities of these types, or of their subtypes.

        Returns
        -------
        list of Entity
        """
        return [e for e in self.look_up([name]).get(name, ()) if _allowed(e, types)]

    def find(self, name: str, types: Collection[str] | None = None) -> Entity:
        """Return the one entity of a name.

        Parameters
        ----------
        name
            A CURIE, symbol, previous symbol or synonym; case, dashes, ``hsa-`` and Greek letters do
            not matter.
        types
            Only entities of these types, or of their subtypes.

        Returns
        -------
        Entity

        Raises
        ------
        UnknownNameError
            When no entity has the name; the candidates are the nearest names.
        AmbiguousNameError
            When several have it; the candidates are their ids.
        """
        return self.read(name, self.candidates(name, types), types)[0]

    def read(
        self, name: str, found: Sequence[Entity], types: Collection[str] | None = None
    ) -> tuple[Entity, str]:
        """Choose among the entities found for a name; raise as `find` does.

        Parameters
        ----------
        name
            As typed.
        found
            What a look-up returned for it.
        types
            Only entities of these types, or of their subtypes.

        Returns
        -------
        entity
            The only one, or the only one that is meant: see `meant`.
        notice
            Which ones the name could mean too; empty where there are none.
        """
        if not found and respelled(name):  # what was looked up beforehand was the name as typed
            found = self.candidates(name, types)
        found = [entity for entity in found if _allowed(entity, types)]
        meant = self.meant(name, found)
        if len(meant) == 1:
            return meant[0], _notice(name, meant[0], found)
        if found:
            raise AmbiguousNameError(
                f"{name!r} is the name of {len(found)} entities: {_listed(found)}; give an id",
                [e.id for e in found],
            )
        near = self.nearest(name, types)
        if not near and len(name.strip()) >= _LEAST_CONTAINED:  # lung: lung cancer
            near = [suggestion.entity for suggestion in self.matches(name, types, 5)]
        if means_radioresistance(name) and any(e.id == RADIOSENSITIVITY for e in near):
            raise UnknownNameError(
                f"{name!r} is not in the graph: it is low radiosensitivity. Ask radiosensitivity "
                "with "
                "the sign turned: what raises radioresistance lowers radiosensitivity",
                ["radiosensitivity"],
            )
        what = " or ".join(types) if types else "graph"
        article = "an" if what.startswith(tuple("AEIOU")) else "a"
        hint = f" Nearest: {', '.join(f'{e.name} ({e.type})' for e in near)}." if near else ""
        where = (
            "is not in the graph." if types is None else f"is not {article} {what} of the graph."
        )
        raise UnknownNameError(f"{name!r} {where}{hint}", [e.name for e in near])

    def meant(self, name: str, found: Sequence[Entity]) -> Sequence[Entity]:
        """Return those of the entities of a name that it means before the others.

        A microRNA's own name, such as miR-22, does not mean its other arm, miR-22-5p; capitals
        distinguish a microRNA from its gene, as miR-34c and MIR34C. Where several arms have the
        name only without their arm, such as miR-409, it means those that a review names.

        Parameters
        ----------
        name
            As typed.
        found
            What a look-up returned for it.

        Examples
        --------
        >>> mature = Entity("a:1", "miR-22", "MiRNA"), Entity("a:2", "miR-22-5p", "MiRNA")
        >>> [entity.name for entity in Names(mature).meant("hsa-miR-22", mature)]
        ['miR-22']
        """
        if len(found) < 2:
            return found
        folded, typed = fold(name), name.strip()
        arms = [e for e in found if folded in map(without_arm, map(fold, _names(e)))]
        own = [e for e in found if folded in map(fold, _names(e))]
        if arms and not own:
            named = [e for e in arms if len(arms) == len(found) and self.in_review(e.id)]
            return named or found
        if any(e.type == "MiRNA" for e in own):
            return [e for e in own if typed in _names(e)] or own
        return found

    def in_review(self, id: str) -> bool:
        """Return whether a review names an entity; False where no graph is behind the index."""
        return False


class Names(NameIndex):
    """An index in memory of every name that some entities carry, each folded once.

    Parameters
    ----------
    entities
        The entities to be found.
    degree
        Returns the number of edges at an entity, by which suggestions are ordered.
    in_review
        Returns whether a review names an entity.
    """

    def __init__(
        self,
        entities: Iterable[Entity],
        degree: Callable[[str], int] = lambda _: 0,
        in_review: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._entities = {e.id: e for e in entities}
        self._degree, self._in_review = degree, in_review
        self._keys: dict[str, list[str]] = {}
        for entity in self._entities.values():
            for key in keys(entity):
                self._keys.setdefault(key, []).append(entity.id)

    @cached_property
    def _spelled(self) -> list[tuple[str, str, Entity]]:
        """Each folded name and each id in lower case, as it is written, and its entity."""
        return [
            (folded, text, entity)
            for entity in self._entities.values()
            for folded, text in (
                *((fold(name), name) for name in _names(entity)),
                *((id.casefold(), id) for id in _ids(entity)),
            )
        ]

    @cached_property
    def _folded(self) -> list[str]:
        """The folded names; equally near ones have one order in every store."""
        return sorted(key for key in self._keys if not key.startswith(_ID))

    def carriers(self, names: Iterable[str]) -> dict[str, list[Entity]]:
        found = {}
        for name in names:
            typed = name.strip()
            as_id, as_name = asked(typed)
            ids = (
                [typed]
                if typed in self._entities
                else self._keys.get(as_id) or self._keys.get(as_name)
            )
            if ids:
                found[name] = [self._entities[id] for id in sorted(ids)]
        return found

    def in_review(self, id: str) -> bool:
        return self._in_review(id)

    def nearest(
        self, name: str, types: Collection[str] | None = None, limit: int = 5
    ) -> list[Entity]:
        opposite = self._entities.get(RADIOSENSITIVITY)
        if opposite and means_radioresistance(name) and _allowed(opposite, types):
            return [opposite]
        names = self._folded
        if types is not None:
            allowed = {e.id for e in self._entities.values() if _allowed(e, types)}
            names = [key for key in names if not allowed.isdisjoint(self._keys[key])]
        near: dict[str, Entity] = {}
        for folded in near_names(fold(name), names, limit * 4):
            for id in sorted(self._keys[folded]):
                if _allowed(self._entities[id], types):
                    near.setdefault(id, self._entities[id])
        return list(near.values())[:limit]

    def matches(
        self, text: str, types: Collection[str] | None = None, limit: int = 12
    ) -> list[Suggestion]:
        key, typed = fold(text), text.strip().casefold()
        if not key:
            return []
        exact = {entity.id for entity in self.candidates(text)}
        best: dict[str, tuple[int, int, str, Entity]] = {}
        for folded, name, entity in self._spelled:
            needle = typed if ":" in folded and ":" in typed else key
            at = folded.find(needle)
            how = 3 if at < 0 else 0 if folded == needle else 1 if at == 0 else 2
            rank = 0 if entity.id in exact else how
            # one letter is contained in nearly every name
            if rank < (3 if len(key) > 1 else 2) and _allowed(entity, types):
                match = (rank, how, name if at >= 0 else entity.name, entity)
                best[entity.id] = min(best.get(entity.id, match), match, key=lambda m: m[:2])
        matches = sorted(
            best.values(), key=lambda m: (m[0], -self._degree(m[3].id), m[3].name.casefold())
        )
        return [
            Suggestion(
                entity,
                None if name == entity.name else name,
                entity.id in exact,
                False,
                self._degree(entity.id),
            )
            for *_, name, entity in matches[:limit]
        ]

    def _with_degree(self, entities: Sequence[Entity]) -> Iterable[tuple[Entity, int]]:
        return [(entity, self._degree(entity.id)) for entity in entities]


_SPELLED = ("Gene", "Pathway")
"""What is named with Greek letters; b-cell is no beta cell."""


def _shorter_first(found: list[Suggestion]) -> list[Suggestion]:
    """Put a suggestion before those whose name that matched begins with its own."""
    ordered: list[Suggestion] = []
    for one in found:
        begins = f"{_matched(one)} "
        longer = (
            place
            for place, other in enumerate(ordered)
            if other.exact == one.exact and _matched(other).startswith(begins)
        )
        ordered.insert(next(longer, len(ordered)), one)
    return ordered


def _matched(suggestion: Suggestion) -> str:
    return (suggestion.matched or suggestion.entity.name).casefold()


def _allowed(entity: Entity, types: Collection[str] | None) -> bool:
    return types is None or any(entity.type in subtypes(name) for name in types)
