"""A plain question as terms: the facts that rules read off it, and the terms they leave unused."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from ...graph.errors import AmbiguousNameError, UnknownNameError, UsageError
from ...graph.model import Entity
from ...graph.schema import subtypes
from ..catalogue import find
from .rules import RADIO, RULES, takes
from .terms import Nearest, Releases, Term, near_words
from .words import american

__all__ = ["DONORS", "NotUnderstoodError", "Reading", "Sentence"]

_WORSE = r"worsen|aggravat|exacerbat|deteriorat"
_OF_LEVELS = (
    r"(increas|rais|ris|elevat|up-?regulat|overexpress|go(es)? (up|down)|climb|enhanc|high"
    r"|more|great|decreas|lower|reduc|diminish|down-?regulat|drop|less|up$|down$)"
)
_UNCHANGED = ("set", "cut", "shut", "hit", "shed")
"""Verbs whose past participle is the verb itself."""
_AGAINST = ("to", "from", "against", "towards", "toward")
_BE = ("is", "are", "was", "were")
_HYPOXIA = ("hypoxia", "hypoxic")
_BEFORE_NAMES = (
    "in",
    "of",
    "by",
    "from",
    "to",
    "verb",
    "carry",
    "sensitize",
    "make",
    "and",
    "count",
    "role",
)
_NOT_DROPPED = (
    "entity",
    "type",
    "radio",
    "system",
    "role",
    "support",
    "certainty",
    "source_check",
    "across",
    "test",
    "spared",
)
"""Kinds of terms whose loss would change the answer."""
_ANSWERED = {
    "biomarker": ("biomarkers",),
    "coherence": ("coherence",),
    "confirm": ("corroborate",),
    "differ": ("compare_cancers",),
    "disagree": ("contradictions",),
    "gap": ("gaps",),
    "hub": ("hubs",),
    "share": ("compare_cancers", "shared_targets", "shared_regulators", "shared_pathways"),
    "silencing": ("what_if",),
    "therapy": ("therapy",),
    "uptake": ("therapy", "regulators", "relation"),
}
"""Kinds of terms that ask a question of their own, and what answers it."""
_ONE_OF = ("system", "role", "support", "certainty", "source_check", "fluid")
"""Filters of one value each."""
_BETWEEN_NAMES = ("relation", "regulators", "targets", "paths", "mechanism", "evidence")
"""Questions about names, which say nothing of exosomes by themselves."""
_OF_EXOSOMES = ("exosome", "cargo", "carry", "release", "uptake")
_RADIATION = ("ionizing radiation", "radiotherapy")
"""Exposures that every finding is about: resistance to them is radioresistance."""
_THERAPY = ("radiotherapy", "radiation therapy", "radiation treatment", "rt")
DONORS = subtypes("Donor")
"""Types of what acts by its exosomes, of which findings say more than claims between names."""
_CONTEXT = ("Cell", "Patient", "Tissue", "Exosome", "Exposure")
_OF_VERBS = ("relation", "mechanism", "evidence", "targets", "regulators", "paths")
"""Questions of what acts on what, which an unknown verb would change."""
_VERBS = (
    *("verb", "make", "sensitize", "silenceverb", "spongeverb", "connect", "relation", "effect"),
    *("event", "agent", "target", "carry", "release", "report", "reach", "share", "evidence"),
    *("path", "mechanism", "finding", "paper", "radioagent", "confirm", "need"),
)
"""Kinds of terms that say what is asked of names."""
_SUCH_VERBS = "raise, lower, repress, regulate, sponge, carry, release, bind"
_SILENCED = {"silence": -1, "raise": 1}
_OPPOSITE: dict[Any, Any] = {1: -1, -1: 1, "increase": "decrease", "decrease": "increase"}
_LISTED = {"pathway": "Pathway", "process": "Process", "exosome": "Exosome"}


@dataclass(frozen=True)
class Reading:
    """What a plain question was read as.

    Parameters
    ----------
    question
        Its name in the catalogue.
    parameters
        Names of entities by their ids.
    entities
        The entities by id, to show them by name.
    unused
        Words that the reading does not use.
    notes
        Corrected spellings, and words read in the sense of this field.
    """

    question: str
    parameters: Mapping[str, Any]
    entities: Mapping[str, Entity] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def texts(self) -> dict[str, str]:
        """Parameters as text: entities by name, lists joined by ``|``."""
        return {name: self._text(name, value) for name, value in self.parameters.items()}

    @property
    def shown(self) -> str:
        """The parameters as `radexo query` takes them."""
        return " ".join(
            f'{name}="{text}"' if re.search(r"[\s|]", text) else f"{name}={text}"
            for name, text in self.texts.items()
        )

    def _text(self, name: str, value: Any) -> str:
        if name == "sign":
            return {1: "+", -1: "-"}.get(value, str(value))
        if isinstance(value, (list, tuple)):
            return "|".join(map(self._name, value))
        return self._name(value)

    def _name(self, value: Any) -> str:
        entity = self.entities.get(str(value))
        return (
            entity.name if entity else str(value).lower() if isinstance(value, bool) else str(value)
        )

    def __str__(self) -> str:
        return f"{self.question} {self.shown}".strip()


class NotUnderstoodError(UsageError):
    """A plain question that has no reading, or more than one.

    Parameters
    ----------
    message
        What is not clear, and how to ask instead.
    readings
        What it may mean; the candidates are the same as text.
    """

    kind = "not-understood"

    def __init__(self, message: str, readings: Sequence[Reading] = ()) -> None:
        super().__init__(message, list(dict.fromkeys(map(str, readings))))
        self.readings = tuple(readings)


def _turned(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return parameters with the other sign or effect; none where they have neither."""
    for name in ("sign", "effect"):
        if parameters.get(name) in _OPPOSITE:
            return {**parameters, name: _OPPOSITE[parameters[name]]}
    return {}


class Sentence:
    """The terms of one question, and what rules ask of them."""

    def __init__(
        self, terms: Sequence[Term], nearest: Nearest | None, releases: Releases | None = None
    ) -> None:
        self.terms = [t for t in terms if t.kind != "mark" or t.text in ",:("]
        self.nearest = nearest
        self.releases = releases
        self.used: set[int] = set()
        self.notes: list[str] = []
        self.entities: dict[str, Entity] = {}
        self.asked: tuple[str, dict[str, Any]] = ("", {})  # the question while it is bound
        self.endpoints: set[int] = set()  # exposures that resistance is against
        self.silenced = ""  # the words by which what is asked for is silenced
        self._read_levels()
        self._read_papers()
        self._read_beams()
        self._read_loss()
        self._read_manipulated()
        self._read_radio()

    # -- terms

    def _read_levels(self) -> None:
        """Drop up and down where they are no levels: miRNAs are up, but signals end up, in X."""
        asked = bool(self.terms) and self.terms[0].word in _BE
        self.terms = [
            term
            for before, term in pairwise([Term("mark", "", ""), *self.terms])
            if term.word not in ("up", "down")
            or asked
            or before.word in _BE
            or before.kind == "type"
        ]

    def _read_papers(self) -> None:
        """Read numbers after a cited paper as papers: papers 64 and 78."""
        for i in range(1, len(self.terms)):
            if self.terms[i].kind == "number" and re.search(
                r"\b(paper|study|finding)$", self.terms[i - 1].word
            ):
                self.terms[i] = Term("paper", self.terms[i].text, self.terms[i].text)
        for i in range(2, len(self.terms)):
            joined = self.terms[i - 1].kind == "and" or self.terms[i - 1].text == ","
            if (
                joined
                and self.terms[i].kind == "number"
                and self.terms[i - 2].kind == "paper"
                and self.terms[i - 2].value
            ):
                self.terms[i] = Term("paper", self.terms[i].text, self.terms[i].text)

    def _read_beams(self) -> None:
        """Read a kind of radiation and radiation beside it as one: carbon ion RT."""
        for i in range(len(self.terms) - 1, 0, -1):
            kind, term = self.terms[i - 1], self.terms[i]
            beam = kind.is_a("Exposure") and self.unspecific(term) and term.word != "irradiated"
            if beam and any(term.value[0].id in e.subtype_of for e in kind.value):
                text = f"{kind.text} {term.text}"
                self.terms[i - 1 : i + 1] = [
                    Term(kind.kind, kind.value, text, kind.form, kind.inner)
                ]

    def _read_loss(self) -> None:
        """Read the loss of an entity as its silencing."""
        for i, term in enumerate(self.terms[:-1]):
            if term.word in ("loss of", "lack of") and self.terms[i + 1].kind == "entity":
                self.terms[i] = Term("silencing", "silence", term.text)

    def _read_manipulated(self) -> None:
        """Read apart that what is asked for is silenced or raised: knockdown of which lncRNA."""
        for i, term in enumerate(self.terms):
            of = any(t.kind == "of" for t in self.terms[i + 1 : i + 2])
            end = i + 1 + of
            after = self.terms[end].kind if end < len(self.terms) else ""
            before = self.terms[i - 1].kind if i else ""
            if (
                term.kind == "silencing"
                or (term.kind == "silenceverb" and term.form == "ing")
                or (term.kind == "event" and term.value and of)
                or term.word in ("loss of", "lack of")
            ) and (
                (after == "what" and before != "by")
                or (before == "what" and not of and after in ("verb", "make", "sensitize"))
            ):
                if _SILENCED.get(term.value, term.value) < 0:
                    self.silenced = term.text
                del self.terms[i:end]
                return

    def _read_radio(self) -> None:
        """Join separated phrases (sensitize a tumor to radiation); read bare resistance."""
        for i in self.at("radio", "tough"):  # hypoxia-induced radioresistance
            caused = i >= 2 and self.terms[i - 1].kind == "verb" and self.terms[i - 1].form == "ed"
            if caused and self.terms[i - 2].is_a("Exposure"):
                self.endpoints.add(i - 2)
                self.terms[i - 1] = Term("mark", ",", self.terms[i - 1].text)
        for i, term in enumerate(self.terms):
            if term.kind not in ("sensitize", "tough", "response"):
                continue
            for j in range(i + 1, len(self.terms)):
                means = " to " in term.word and self.terms[j - 1].word in ("with", "by")
                leads = means or self.terms[j - 1].word in _AGAINST  # easier to kill with X-rays
                if leads and self.terms[j].is_a("Exposure") and not self.unspecific(self.terms[j]):
                    self.endpoints.add(j)
                    if term.kind != "sensitize" and self.terms[j].word not in _HYPOXIA:
                        self.terms[i] = Term("radio", term.value, term.text)
                    break
                if leads and self.terms[j].is_a("Exposure") and self.terms[j].word not in _HYPOXIA:
                    sign = 1 if term.kind == "sensitize" else term.value
                    self.terms[i], self.terms[j] = (
                        (term, Term("radio", 1, self.terms[j].text))
                        if term.kind == "sensitize"
                        else (Term("radio", sign, term.text), Term("mark", ",", self.terms[j].text))
                    )
                    break
        if self.has("radio", "radioagent", "sensitize"):
            return
        for i in self.at("verb"):  # improve radiotherapy
            at = i + 1 + any(t.kind == "effect" for t in self.terms[i + 1 : i + 2])
            at += at == i + 2 and any(t.kind == "of" for t in self.terms[at : at + 1])
            after = self.terms[at] if at < len(self.terms) else None
            if after and self.terms[i].value and after.word in _THERAPY and self.unspecific(after):
                self.terms[at] = Term("radio", 1, after.text)
                return
        for i in self.at("more"):  # bad for radiotherapy
            after = self.terms[i + 1] if i + 1 < len(self.terms) else None
            if after and self.terms[i].word.endswith(" for") and after.word in _THERAPY:
                self.terms[i + 1] = Term("radio", 1, after.text)
                return
        for i, term in enumerate(self.terms):
            if term.kind == "tough":
                self.terms[i] = Term("radio", term.value, term.text)
                sense = "radiosensitivity" if term.value > 0 else "radioresistance"
                self.notes.append(f"{term.text!r} was read as {sense}")

    def has(self, *kinds: str) -> bool:
        """Return whether a term of one of some kinds is there."""
        return any(t.kind in kinds for t in self.terms)

    @property
    def kinds(self) -> set[str]:
        """The kinds of its terms."""
        return {t.kind for t in self.terms}

    def at(self, *kinds: str) -> list[int]:
        """Return the places of the terms of some kinds."""
        return [i for i, t in enumerate(self.terms) if t.kind in kinds]

    def first(self, *kinds: str) -> Term | None:
        """Return the first term of some kinds, None without one."""
        return next((t for t in self.terms if t.kind in kinds), None)

    def values(self, kind: str) -> list[Any]:
        """Return the values of the terms of a kind, each once, in order."""
        return list(
            dict.fromkeys(t.value for t in self.terms if t.kind == kind and t.value is not None)
        )

    def says(self, *words: str) -> bool:
        """Return whether it has one of some words."""
        return any(t.word in words for t in self.terms)

    def use(self, *places: int) -> None:
        """Mark the terms at some places as used."""
        self.used.update(places)

    def use_kinds(self, *kinds: str) -> None:
        """Mark the terms of some kinds as used."""
        self.use(*self.at(*kinds))

    @property
    def yes_no(self) -> bool:
        """Whether the question begins with an auxiliary (is, does, can) or contains `whether`."""
        opening = [t for t in self.terms if t.kind not in ("filler", "mark")][:1]
        return bool(opening and opening[0].kind == "aux") or self.says("whether")

    def is_context(self, i: int) -> bool:
        """Return whether a name only gives context: after `in`, or as in hypoxic cells."""
        term = self.terms[i]
        if term.is_a("Cancer") or i in self.endpoints:
            return True
        before = self.terms[i - 1] if i else None
        if term.is_a("Exposure"):
            leads = (
                before is not None and before.kind in ("in", "if", "after") and before.word != "of"
            )
            return leads or term.word in ("irradiated", "unirradiated", "non-irradiated", "hypoxic")
        if term.is_a("Cell", "Patient", "Tissue"):
            generic = term.word in (
                "tumor cells",
                "tumour cells",
                "cancer cells",
                "target cells",
                "recipient cells",
            )
            where = before is not None and before.kind in ("in", "make", "sensitize", "verb")
            return generic or bool(term.inner and self.cancer_of(i)) or where
        return False

    def cancer_of(self, i: int) -> Entity | None:
        """Return the cancer that a term names, or that is part of its name."""
        term = self.terms[i]
        if term.kind != "entity":
            return None
        found = term.value if term.is_a("Cancer") else term.inner
        return next((e for e in found if e.type == "Cancer"), None)

    @property
    def cancers(self) -> list[tuple[int, Entity]]:
        """Cancers named, except within a longer name that a rule used whole."""
        found = [(i, c) for i in self.at("entity") if (c := self.cancer_of(i))]
        return [(i, c) for i, c in found if i not in self.used or self.terms[i].is_a("Cancer")]

    @property
    def exposures(self) -> list[int]:
        """Places of exposures, each entity once."""
        found = {
            self.terms[i].value[0].id: i
            for i in reversed(self.at("entity"))
            if self.terms[i].is_a("Exposure")
        }
        return sorted(found.values())

    @property
    def things(self) -> list[int]:
        """Places of the names asked about: no context or exposures; cells only alone."""
        named = [
            i
            for i in self.at("entity")
            if not self.is_context(i) and not self.terms[i].is_a("Exposure")
        ]
        real = [i for i in named if not self.terms[i].is_a("Cell", "Patient", "Tissue")]
        return real or named

    @property
    def actors(self) -> list[int]:
        """`things`, or exposures where there are none."""
        return self.things or self.exposures

    @property
    def ends(self) -> list[int]:
        """Places of all names but cancers, without context if that leaves two."""
        named = [i for i in self.at("entity") if not self.terms[i].is_a("Cancer")]
        free = [i for i in named if not self.is_context(i)]
        return free if len(free) >= 2 or len(named) > 2 else named

    def listed(self, one: int, other: int) -> bool:
        """Return whether only `and` or a comma is between two terms."""
        between = self.terms[one + 1 : other]
        return bool(between) and all(t.kind == "and" or t.text == "," for t in between)

    def by(self, i: int) -> bool:
        """Return whether `by` precedes a term."""
        return i > 0 and any(t.kind == "by" for t in self.terms[max(0, i - 2) : i])

    def passive(self, i: int) -> bool:
        """Return whether a verb is passive: is repressed, repressed by, which are repressed."""
        if self.terms[i].form != "ed" and self.terms[i].word.split()[0] not in _UNCHANGED:
            return False
        be = ("is", "are", "was", "were", "be", "been", "being", "get", "gets")
        return any(t.word in be for t in self.terms[max(0, i - 3) : i]) or any(
            t.kind == "by" for t in self.terms[i + 1 : i + 3]
        )

    def changed(self, i: int) -> bool:
        """Return whether a word says that a level is changed: is raised, goes up, higher."""
        term = self.terms[i]
        if self.has("by") or not re.match(_OF_LEVELS, term.word):
            return False
        alone = re.match(r"go|went|gone|ris|rose|climb|drop", term.word) or (
            term.word == "lower" and i > 0 and self.terms[i - 1].kind == "aux"
        )
        return term.kind in ("more", "event") or term.form == "ed" or bool(alone)

    @property
    def radio(self) -> int | None:
        """Polarity of the endpoint: 1 for sensitivity, -1 for resistance, or None."""
        term = self.first("radio", "radioagent")
        if term is not None:
            return int(term.value)
        return int(self.first("sensitize").value) if self.has("sensitize") else None  # type: ignore[union-attr]

    def effect_sign(self) -> int | None:
        """Return the effect on radiosensitivity asked for: verb times endpoint, or None."""
        agent = self.first("radioagent")
        if agent is not None:
            acts = [t.value for t in self.terms if t.kind == "verb" and t.value]
            self.use_kinds("radioagent")
            return int(agent.value) * (acts[0] if acts and acts[0] < 0 else 1)
        polarity = self.radio
        if polarity is None:
            return None
        self.use_kinds("radio", "tough")
        goals = self.at("radio")
        if len(goals) == 2 and any(t.kind == "to" for t in self.terms[goals[0] : goals[1]]):
            start, end = (int(self.terms[i].value) for i in goals)
            if start != end:  # what turns resistant cells into sensitive ones
                if any(self.terms[i].value for i in self.at("verb")):
                    raise self.unsure("which way is asked for")
                self.use_kinds("make")
                return end
        if self.has("sensitize"):
            self.use_kinds("sensitize")
            return int(self.first("sensitize").value)  # type: ignore[union-attr]
        more = [
            self.terms[i - 1].value
            for i in self.at("radio")
            if i and self.terms[i - 1].kind == "more"
        ]
        self.use(*(i - 1 for i in self.at("radio") if i and self.terms[i - 1].kind == "more"))
        polarity = polarity * (more[0] if more else 1)
        if self.has("make") and not any(
            self.terms[i].value for i in self.at("verb") if i > self.at("make")[-1]
        ):
            self.use_kinds("make")
            return polarity
        if self.both_ways():
            return None
        near = self._acts_on_radio()
        if near is None:
            return polarity if polarity < 0 or more or self._adjectival() else None
        self.use(near)
        value = self.terms[near].value
        if self.terms[near].kind == "silenceverb":
            value = -1 if value == "silence" else 1
        if re.match(_WORSE, self.terms[near].word):
            return -1  # a response and a resistance alike
        if not value and more:
            return polarity
        return value * polarity or None

    def _acts_on_radio(self) -> int | None:
        """Return the verb or noun acting on radiosensitivity: the nearest before, else after it."""
        places = self.at("radio")
        acting = self.at("verb", "event", "agent", "silenceverb")
        before = [i for i in acting if i < places[-1]]
        if before:
            signed = [i for i in before if self.terms[i].value]
            return (signed or before)[-1]
        return acting[0] if acting else None

    def opposite_verbs(self) -> bool:
        """Return whether one verb raises and another lowers."""
        return {1, -1} <= {t.value for t in self.terms if t.kind == "verb"}

    def both_ways(self) -> bool:
        """Return whether both directions are asked for: raises or lowers."""
        verbs = [i for i in self.at("verb") if self.terms[i].value]
        goals = self.at("radio")
        if any(
            self.terms[a].value != self.terms[b].value
            and any(t.kind == "and" for t in self.terms[a:b])
            for a, b in pairwise(goals)
        ):
            return True
        return any(
            self.terms[a].value == -self.terms[b].value
            and any(t.kind == "and" for t in self.terms[a:b])
            and not any(t.kind in ("entity", "radio") for t in self.terms[a:b])
            for a, b in pairwise(verbs)
        )

    def _adjectival(self) -> bool:
        term = self.first("radio")
        return term is not None and bool(
            re.search(r"sensiti(ve|zing)|susceptible", " ".join(map(american, term.word.split())))
        )

    # -- binding

    def id(self, i: int, types: Iterable[str] = ()) -> str:
        """Return the id of the entity that a term names, and mark the term as used."""
        term = self.terms[i]
        wanted = {name for t in types for name in subtypes(t)}
        found = [e for e in term.value if not wanted or e.type in wanted] or list(term.value)
        if len(found) > 1:
            shown = ", ".join(f"{e.name} ({e.type}, {e.id})" for e in found)
            raise AmbiguousNameError(
                f"{term.text!r} is the name of {len(found)} entities: {shown}; give an id",
                [e.id for e in found],
            )
        self.use(i)
        self.entities[found[0].id] = found[0]
        return str(found[0].id)

    def radio_id(self) -> str:
        """Return the id of radiosensitivity, and mark the terms that name it as used."""
        self.use_kinds("radio", "radioagent", "sensitize", "tough")
        return RADIO

    def reading(self) -> Reading:
        """Return the reading of the first rule that fits.

        Raises
        ------
        NotUnderstoodError, UnknownNameError, AmbiguousNameError
            When none fits, or an unused term would change the answer.
        """
        for rule in RULES:
            self.used.clear()
            found = rule(self)
            if found is not None:
                question, parameters = found
                return self._bound(question, parameters)
        self._refuse_unknown()
        unread = self.at("unknown")[:1]
        raise self.unsure(self._unread(self.terms[unread[0]]) if unread else "")

    def _bound(self, name: str, core: dict[str, Any]) -> Reading:
        """Add the filters that the question declares, and refuse terms that must not be dropped."""
        declared = find(name).parameters
        if self.silenced:  # what acts the other way by itself
            if not _turned(core):
                raise self.unsure(f"{self.silenced!r} has no place in the question {name}")
            core = _turned(core)
            self.notes.append(
                f"{self.silenced!r} turns the sign: rows show what each does by itself"
            )
        parameters = dict(core)
        self.asked = (name, parameters)
        for parameter in declared:
            if parameter.name not in parameters:
                value = self._filter(parameter.name, parameter.kind, core.values())
                if value is not None and value != parameter.default:
                    parameters[parameter.name] = value
        ordered = {
            p.name: parameters[p.name] for p in declared if parameters.get(p.name) is not None
        }
        reading = Reading(name, ordered, dict(self.entities), self._unused(name), tuple(self.notes))
        self._refuse_leftovers(reading)
        return reading

    def _filter(self, name: str, kind: str, core: Collection[Any]) -> Any:
        if kind == "cancer" and (free := [(i, c) for i, c in self.cancers if c.id not in core]):
            (place, cancer), *others = free
            for i, other in others:
                if cancer.id in other.subtype_of or other.id in cancer.subtype_of:
                    self.notes.append(
                        f"{cancer.name} and {other.name}: the wider includes the other"
                    )
                    cancer = cancer if cancer.id in other.subtype_of else other
                    others = [(j, c) for j, c in others if j != i]
                    self.use(i)
                    break
            if any(c.id != cancer.id for _, c in others):
                both = f"{cancer.name} and {others[0][1].name}"
                self.entities.update((c.id, c) for _, c in free)
                question, parameters = self.asked
                offers = [(question, {**parameters, "cancer": c.id}) for _, c in free]
                raise self.unsure(f"two cancers are named, {both}; ask about one at a time", offers)
            self.use(place, *(i for i, _ in others))
            self.entities[cancer.id] = cancer
            return cancer.id
        if kind == "exposure":
            used = [i for i in self.exposures if i in self.used]
            unused = [i for i in self.exposures if i not in used and not self._second(i, used)]
            return self.id(unused[0], ["Exposure"]) if unused else None
        if kind == "type" and name == "type":
            return self.type()
        if name == "support" and not self.has("support") and self.says("reported"):
            return "one-passage"
        if name == "system" and not self.has("system"):
            people = [
                i
                for i in self.at("entity")
                if self.terms[i].is_a("Patient") and self.terms[i].value[0].id not in self.entities
            ]
            self.use(*people)
            return "patients" if any(not self.cancer_of(i) for i in people) else None
        if name in _ONE_OF and self.has(name):
            places = [i for i in self.at(name) if i not in self.used]
            if name == "system":
                places = [i for i in places if not self._harmless(i)]
            values = list(dict.fromkeys(self.terms[i].value for i in places))
            if len(values) > 1:
                raise self._several(places, [{name: value} for value in values])
            self.use(*places)
            return values[0] if values else None
        if name == "level":
            return self._level()
        if name == "sign" and self.has("signed"):
            self.use_kinds("signed")
            return self.values("signed")[0] if len(self.values("signed")) == 1 else None
        if name == "through":
            return self._through()
        if name == "limit":
            return self._limit()
        if name in ("depth", "max_hops"):
            return self._hops()
        return None

    def _several(
        self, places: Sequence[int], values: Sequence[Mapping[str, Any]]
    ) -> NotUnderstoodError:
        """Return the error that offers the question with each of several values."""
        words = " and ".join(dict.fromkeys(self.terms[i].text for i in places))
        name, parameters = self.asked
        offers = [(name, {**parameters, **value}) for value in values]
        return self.unsure(f"{words} are named; ask about one at a time", offers)

    def _level(self) -> str | None:
        """Return the level that a verb or adjective asks for, unless it is about the endpoint."""
        if self.has("radio", "sensitize", "radioagent"):
            return None
        signed = [
            i
            for i in self.at("verb", "event", "more")
            if self.terms[i].value and re.match(_OF_LEVELS, self.terms[i].word)
        ]
        self.use(*signed)
        signs = {self.terms[i].value for i in signed}
        return {1: "increased", -1: "decreased"}[signs.pop()] if len(signs) == 1 else None

    def type(self) -> str | None:
        """Return the first type that does not just describe a name beside it."""
        for i, term in enumerate(self.terms):
            before = self.terms[i - 1] if i else Term("what", None, "")
            if (
                term.kind in _LISTED
                and i not in self.used
                and (
                    before.kind in ("what", "limit", "graph", "share")
                    or (before.kind == "aux" and term.word.endswith("s"))
                )
                and term.word != "exosomal"
            ):
                self.use(i)
                return _LISTED[term.kind]
            if term.kind != "type" or i in self.used:
                continue
            self.use(i)
            beside = [t for t in (before, *self.terms[i + 1 : i + 2]) if t.kind == "entity"]
            if before.kind in ("what", "exosome", "cargo", "count") or not any(
                t.is_a(*subtypes(term.value)) for t in beside
            ):
                return str(term.value)
        return None

    def _limit(self) -> int | None:
        if self.has("limit"):
            self.use_kinds("limit")
            return 0
        for i in self.at("number"):
            if beside := [
                j
                for j in (i - 1, i + 1)
                if 0 <= j < len(self.terms) and self.terms[j].kind == "rank"
            ]:
                self.use(*beside, i)
                return int(self.terms[i].value)
        return None

    def _through(self) -> str | None:
        """Return the type that a path must pass through: via a miRNA."""
        for i in self.at("via"):
            if i + 1 < len(self.terms) and self.terms[i + 1].kind == "type":
                self.use(i, i + 1)
                return str(self.terms[i + 1].value)
        return None

    def _hops(self) -> int | None:
        if self.has("direct"):
            self.use_kinds("direct")
            return 1
        for i in self.at("number"):
            before = i - 1
            while before > 0 and self.terms[before].kind in (
                "atmost",
                "of",
            ):  # a length of at most 3
                before -= 1
            if any(
                t.kind == "hop" or t.word == "depth"
                for t in (self.terms[before], *self.terms[i + 1 : i + 2])
            ):
                self.use(i)
                return int(self.terms[i].value)
        return None

    # -- unused terms

    def _unused(self, question: str) -> tuple[str, ...]:
        kept: tuple[str, ...] = (
            "entity",
            "paper",
            "number",
            "unknown",
            "type",
            "fluid",
            "qualifier",
            "system",
            "role",
            "not",
            "radio",
            "support",
            "direct",
            "certainty",
            "source_check",
            "across",
            "aside",
            "test",
            "hedge",
            "character",
            "signed",
        )
        if question in _BETWEEN_NAMES:
            kept += _OF_EXOSOMES
        left = [
            t.text or "not"
            for i, t in enumerate(self.terms)
            if i not in self.used
            and (
                t.kind in kept
                or self._turns(i)
                or (t.kind == "aux" and t.value == "hedge")
                or question not in _ANSWERED.get(t.kind, (question,))
            )
            and not (t.kind == "paper" and t.value is None)
            and not (t.kind == "entity" and self.is_context(i) and self.generic(t))
        ]
        return tuple(dict.fromkeys(left))

    def _turns(self, i: int) -> bool:
        """Return whether a term gives a direction of its own, not that of a word beside it."""
        if self.terms[i].kind not in ("verb", "event", "more", "deposit"):
            return False
        beside = self.terms[i + 1 : i + 2]
        alike = [t.value for t in self.terms[i : i + 3]]
        if [t.kind for t in self.terms[i : i + 3]] == ["more", "and", "more"] and (
            alike[0] == -alike[2]
        ):
            return False  # more or less
        return self.terms[i].value in (1, -1) and not any(t.kind == "radio" for t in beside)

    @staticmethod
    def unspecific(term: Term) -> bool:
        """Return whether a term names radiation as such, no kind of it."""
        return term.kind == "entity" and any(e.name in _RADIATION for e in term.value)

    @staticmethod
    def generic(term: Term) -> bool:
        """Return whether a term names cells, tissue or patients that no registry lists."""
        return (
            term.is_a("Cell", "Patient", "Tissue")
            and term.value[0].id.startswith("radexo:")
            and not term.inner
        )

    def _refuse_leftovers(self, reading: Reading) -> None:
        """Refuse an unused word that would change the answer."""
        whether = reading.question == "evidence" or (
            reading.question == "relation" and (self.yes_no or self.has("evidence"))
        )
        self._refuse_double_negation(reading)
        left = [t for i, t in enumerate(self.terms) if i not in self.used]
        without = [t.text for t in left if t.word == "without" and reading.question != "depends_on"]
        negated = [t.text or "not" for t in left if t.kind == "not" and not whether] + without
        if negated:
            word = negated[0]
            raise NotUnderstoodError(
                f"{word!r}: negations cannot be asked. Without it the question would be: {reading}",
                [reading],
            )
        self._refuse_unknown(reading)
        self._refuse_verb(reading)
        self._refuse_opposite(reading)
        self._refuse_turned(reading)
        self._refuse_second(reading)
        for i, term in enumerate(self.terms):
            year = term.kind == "number" and re.fullmatch(r"(19|20)\d\d", term.text)
            if i not in self.used and (year or term.kind in _NOT_DROPPED) and not self._harmless(i):
                offers = [reading, *(r for r in self._readings() if str(r) != str(reading))]
                raise NotUnderstoodError(
                    f"{term.text!r} has no place in the question {reading.question}. "
                    f"Without it: {'; or '.join(map(str, offers))}",
                    offers,
                )

    def _refuse_double_negation(self, reading: Reading) -> None:
        """Refuse two negations in one question, also where they cancel out."""
        negations = [
            t.text or "not"  # of "don't"
            for t in self.terms
            if t.kind == "not" or (t.kind == "disagree" and self.has("not"))
        ]
        paired = {"neither", "nor"} == set(map(str.casefold, negations))
        if len(negations) > 1 and not paired:
            words = " and ".join(map(repr, negations))
            raise NotUnderstoodError(
                f"{words}: a double negation cannot be asked. "
                f"Without it the question would be: {reading}",
                [reading],
            )

    def _refuse_verb(self, reading: Reading) -> None:
        """Refuse an unknown verb beside a name where no known verb says what is asked."""
        if reading.question not in _OF_VERBS or self.has(*_VERBS):
            return
        for i in self.at("unknown"):
            term, beside = self.terms[i], (*self.terms[max(0, i - 1) : i], *self.terms[i + 1 :][:2])
            if i not in self.used and any(t.kind in ("entity", "radio") for t in beside):
                raise NotUnderstoodError(
                    f"{self._unread(term)}. Without it the question would be: {reading}", [reading]
                )

    @staticmethod
    def _unread(term: Term) -> str:
        """Say that a word is not known, with those spelled alike and some that are."""
        near = near_words(term.text)
        hint = f"nearest: {', '.join(near)}; " if near else ""
        return (
            f"{term.text!r} is neither a name of the graph nor a word that questions use "
            f"({hint}verbs are such as {_SUCH_VERBS})"
        )

    def _refuse_second(self, reading: Reading) -> None:
        """Refuse a second type, or a second name of a question about one."""
        for i, term in enumerate(self.terms):
            places = sorted(j for j in self.used if self.terms[j].kind == term.kind)
            if i in self.used or term.kind not in ("type", "entity"):
                continue
            if self._harmless(i) and not self._second(i, places):
                continue
            for name, value in reading.parameters.items():
                first = next((j for j in places if self._gives(j, value)), None)
                if first is None or not self._alike(first, i):
                    continue
                self.asked = (reading.question, dict(reading.parameters))
                second = term.value if term.kind == "type" else self.id(i)
                raise self._several((first, i), [{}, {name: second}])

    def _second(self, i: int, places: Iterable[int]) -> bool:
        """Return whether a term is listed beside one of some others: hypoxia or radiation."""
        return any(self.listed(*sorted((i, j))) for j in places)

    def _gives(self, i: int, value: Any) -> bool:
        term = self.terms[i]
        found = [e.id for e in term.value] if term.kind == "entity" else [term.value]
        return isinstance(value, str) and value in found

    def _alike(self, one: int, other: int) -> bool:
        """Return whether two terms are types, or names of one type, with nothing but a list."""
        first, second = self.terms[one], self.terms[other]
        return first.kind == "type" or second.is_a(*{e.type for e in first.value})

    def _refuse_opposite(self, reading: Reading) -> None:
        """Refuse a verb that says the opposite of the one that was read: blocked ... to improve."""
        signed = [i for i in self.at("verb") if self.terms[i].value in (1, -1)]
        read = {self.terms[i].value for i in signed if i in self.used}
        for i in signed:
            if i not in self.used and -self.terms[i].value in read:
                raise NotUnderstoodError(
                    f"{self.terms[i].text!r} has no place in the question {reading.question}. "
                    f"Without it: {reading}",
                    [reading],
                )

    def _refuse_turned(self, reading: Reading) -> None:
        """Refuse a direction that another turns, where only one was read: blocks repression of."""
        nouns = [  # repression of, a decrease in
            i
            for i in self.at("verb")
            if self.terms[i].form == "base"
            and any(t.word in ("of", "in") for t in self.terms[i + 1 : i + 2])
        ]
        for i in [*self.at("event", "agent", "silencing"), *nouns]:
            for j in self._turning(i):
                verb, noun = self.terms[j], self.terms[i]
                signs = {j: verb.value, i: _SILENCED.get(noun.value, noun.value)}
                read = [sign for place, sign in signs.items() if place in self.used]
                if len(read) != 1 or not signs[i] or signs[j] * signs[i] == read[0]:
                    continue
                other = _turned(reading.parameters)
                offers = [replace(reading, parameters=other), reading] if other else [reading]
                first, second = (noun, verb) if i < j else (verb, noun)
                raise NotUnderstoodError(
                    f"{first.text!r} and {second.text!r}: one direction turns the other; "
                    f"ask for one of them: {'; or '.join(map(str, offers))}",
                    offers,
                )

    def _turning(self, i: int) -> Iterator[int]:
        """Yield the verbs of which a noun is the object: blocks the loss, loss is prevented."""
        before = [j for j in (i - 1, i - 2) if j >= 0 and self.terms[j].kind == "verb"]
        between = self.terms[before[0] + 1 : i] if before else ()
        if before and self.terms[before[0]].value and all(t.kind == "mark" for t in between):
            yield before[0]
        for j in self.at("verb"):
            if i < j <= i + 4 and self.terms[j].value and self.passive(j):
                yield j

    def _harmless(self, i: int) -> bool:
        """Return whether a term may stay unused: it repeats one, or only gives a context."""
        term = self.terms[i]
        if term.kind == "entity":
            context = term.is_a("Cell", "Patient", "Tissue") and (
                self.is_context(i) or self.generic(term)
            )
            bound = self.entities.values()
            part = {id for e in bound for id in (e.id, *e.donors, *e.exposures)}
            wider = self.unspecific(term) and any(e.type == "Exposure" for e in bound)
            return context or wider or any(e.id in part for e in term.value)
        if term.kind == "system":  # lung cancer patients
            return term.value == "patients" and i > 0 and self.cancer_of(i - 1) is not None
        return term.word == "reported"

    def _refuse_unknown(self, reading: Reading | None = None) -> None:
        """Refuse an unknown word that looks like a name or is used as one."""
        unknown = [i for i in self.at("unknown") if i not in self.used]
        empty = ("mark", "what", "aux", "and", "of", "in", "unknown")
        known = [term for term in self.terms if term.kind not in empty]
        lone = reading is None and not self.has("entity", "radio", "type") and len(unknown) == 1
        many = reading is not None and (len(unknown) > 2 or len(unknown) > len(known))
        for i in unknown:
            following = self.terms[i + 1 : i + 3]
            if (
                [t.kind for t in following] == ["mark", "entity"]
                and following[0].text == "("
                and following[1].is_a("Cancer")
            ):
                beside = f"{following[1].text}, the word beside it"  # kidney cancer (RCC)
                self.notes.append(f"{self.terms[i].text!r} was read as {beside}")
            elif lone or many or self._is_like_name(i):
                raise self._unknown_name(i, reading)

    def _is_like_name(self, i: int) -> bool:
        """Return whether a word looks like a name, or stands where a name would."""
        text, following = self.terms[i].text, self.terms[i + 1 : i + 3]
        after = following[0] if following else None
        if re.search(r"\d", text) or (len(text) > 1 and text.isupper()):
            return True
        if after is not None and after.is_a("Exposure", "Cancer", "Cell", "Patient", "Exosome"):
            return True
        if not i:
            return False
        before = self.terms[i - 1]
        if before.kind in _BEFORE_NAMES:
            return True
        if before.kind in ("aux", "what") and any(t.kind == "of" for t in following):
            return True  # what is the half-life of ..., the sample size of ...
        if after is None:
            return False
        if before.kind == "aux" and after.form == "base":
            return True  # does Hsp lower ...
        acting = ("verb", "aux", "make", "sensitize", "carry")
        return before.word in ("which", "what") and after.kind in acting  # which chemotherapy works

    def _unknown_name(self, i: int, reading: Reading | None) -> UnknownNameError:
        term, after = self.terms[i], self.terms[i + 1 : i + 2]
        text = term.text
        if after and after[0].is_a("Cell", "Tissue", "Patient", "Exosome"):
            text = f"{text} {after[0].text}"  # M1 macrophages are not macrophages in general
        near = list(self.nearest(text)) if self.nearest else []
        hint = f" Nearest: {', '.join(f'{e.name} ({e.type})' for e in near)}." if near else ""
        plain = text.isalpha() and text.islower() and not near
        what = self._unread(term) if plain else f"{text!r} is not in the graph"
        rest = f" Without it the question would be: {reading}" if reading else ""
        return UnknownNameError(f"{what}.{hint}{rest}", [e.name for e in near])

    def unsure(
        self, why: str = "", offers: Sequence[tuple[str, dict[str, Any]]] = ()
    ) -> NotUnderstoodError:
        """Return the error that offers readings: those given, else all that fit the names."""
        readings = [Reading(*offer, dict(self.entities)) for offer in offers] or self._readings()
        offered = (
            f" Did you mean: {'; or '.join(map(str, readings))}?"
            if readings
            else " Such as: what regulates KLF10?"
        )
        return NotUnderstoodError(
            f"{why or 'it is not clear what is asked'}.{offered}"
            " 'radexo queries' lists the questions",
            readings,
        )

    def donors_of(self, cancer_id: str) -> list[Entity]:
        """Return the cells and the patients of a cancer that is named."""
        if self.nearest is None:
            return []
        cancer = self.entities[cancer_id]
        wanted = {
            f"{name} {who}".casefold()
            for name in (cancer.name, *cancer.synonyms)
            for who in ("cells", "patients")
        }
        near = (e for name in sorted(wanted) for e in self.nearest(name))
        found = {e.id: e for e in near if e.name.casefold() in wanted}
        return sorted(found.values(), key=lambda e: e.name)

    def _readings(self) -> list[Reading]:
        """Return readings that fit the names, of any question."""
        ids = [self.id(i) for i in self.at("entity") if len(self.terms[i].value) == 1]
        entities = dict(self.entities)
        cancers = [id for id in ids if entities[id].type == "Cancer"]
        names = [id for id in ids if id not in cancers]
        if self.radio is not None and not any(
            entities[n].type == "Radiosensitivity" for n in names
        ):
            names.append(RADIO)
        where: dict[str, Any] = {"cancer": cancers[0]} if len(cancers) == 1 else {}
        for kind in (*_ONE_OF, "type"):
            if len(values := self.values(kind)) == 1:
                where[kind] = values[0]
        vesicles = self.has("exosome", "cargo", "carry")
        donors = self.donors_of(cancers[0]) if vesicles and not names and len(cancers) == 1 else []
        entities.update({e.id: e for e in donors})
        if names:
            offers = self._offers_on(names, entities, vesicles=vesicles)
        elif len(cancers) > 1:
            offers = [
                ("compare_cancers", {"one": cancers[0], "other": cancers[1]}),
                ("findings", {"cancer": cancers[0]}),
            ]
        elif donors:
            offers = [("cargo_of", {}), *(("cargo_of", {"exosome": e.id}) for e in donors)]
            offers += [("findings", {}), ("biomarkers", {})]
        elif cancers:
            offers = [("findings", {}), ("biomarkers", {}), ("regulators", {"names": [RADIO]})]
        else:
            offers = [("findings", {"system": value}) for value in self.values("system")]
            kinds = self.values("type")
            offers += [("cargo_of", {})] if vesicles and (kinds or self.has("system")) else []
            offers += [("hubs", {"type": "Cancer"})] if self.has("cancers") else []
            offers += [("metapath", {"pattern": f"Exosome-{k}"}) for k in kinds if vesicles]
            offers += [("hubs", {"type": value}) for value in kinds]
        return [
            Reading(name, {k: v for k, v in where.items() if takes(name, k)} | parameters, entities)
            for name, parameters in offers
        ]

    def _offers_on(
        self, names: list[str], entities: Mapping[str, Entity], *, vesicles: bool
    ) -> list[tuple[str, dict[str, Any]]]:
        """Return what may be asked about some names: of two how the first acts on the other."""
        exposed = [n for n in names if n in entities and entities[n].type == "Exposure"]
        if names[0] not in exposed:  # what acts on the other comes first
            names = [*exposed, *(n for n in names if n not in exposed)]
        one, *others = names
        types = [entities[n].type for n in (one, *others[:1]) if n in entities]
        donors = any(type in DONORS for type in types)
        offers: list[tuple[str, dict[str, Any]]] = []
        if others:
            offers = [
                ("relation", {"a": one, "b": others[0]}),
                ("paths", {"source": one, "target": others[0]}),
                ("mechanism", {"name": one, "then": others[0]}),
            ]
            return [("findings", {"names": [one, others[0]]}), *offers] if donors else offers
        if types and types[0] in _CONTEXT:
            offers = [("exosomes_of", {"donor": one})] if self.has("release") else []
            acts = "findings" if donors else "targets"
            offers += [("cargo_of", {"exosome": one}), (acts, {"names": [one]})]
            return [*offers, ("papers_on", {"name": one})]
        measured = self.has("fluid", "role", "biomarker", "test", "more")
        cargo = bool(types) and types[0] in subtypes("Cargo")
        offers = [("carriers_of", {"cargo": one})] if vesicles and cargo else []
        offers += [("biomarkers", {"name": one})] if measured and cargo else []
        offers += [(name, {"names": [one]}) for name in ("regulators", "targets")]
        return [*offers, ("mechanism", {"name": one})]
