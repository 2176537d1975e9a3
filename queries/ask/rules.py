"""Rules that map a plain question to the catalogue: tried in order, the first that fits wins.

A rule returns the name of a question and the parameters of its own. Filters (cancer, exposure,
fluid, ...) are added afterwards, where the question declares them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ...graph.errors import UnknownNameError
from ...graph.schema import subtypes
from ..catalogue import find

if TYPE_CHECKING:
    from .sentence import Sentence

__all__ = ["RADIO", "RULES", "Found", "takes"]

Found = tuple[str, dict[str, Any]] | None
"""Name and parameters of a question; None where the rule does not fit."""

RULES: list[Callable[[Sentence], Found]] = []

RADIO = "radiosensitivity"
"""Name of the endpoint, as questions take it."""
_DONORS = (*subtypes("Donor"), "Exposure", "Exosome")
_CARGO = tuple(subtypes("Cargo"))
_ACTS = (
    "verb",
    "make",
    "sensitize",
    "agent",
    "event",
    "reach",
    "silenceverb",
    "spongeverb",
    "connect",
)


def rule(function: Callable[[Sentence], Found]) -> Callable[[Sentence], Found]:
    """Append a rule."""
    RULES.append(function)
    return function


def takes(question: str, parameter: str) -> bool:
    """Return whether a question of the catalogue takes a parameter."""
    try:
        return any(p.name == parameter for p in find(question).parameters)
    except UnknownNameError:
        return False


def falling(s: Sentence) -> list[int]:
    """Return the places of fall, falls, fell: a level that goes down."""
    return [i for i in s.at("deposit") if re.match(r"f[ae]ll", s.terms[i].word)]


def named_or_radio(s: Sentence, i: int) -> str:
    """Return the id of the entity at a place, or radiosensitivity."""
    return s.id(i) if s.terms[i].kind == "entity" else s.radio_id()


def pair(s: Sentence) -> tuple[str, str] | None:
    """Return the two ends that a sentence names, radiosensitivity last."""
    named = s.things
    if len(named) + s.has("radio", "sensitize") < 2:
        named = sorted(
            {
                *named,
                *s.exposures,
                *(
                    i
                    for i in s.at("entity")
                    if s.terms[i].is_a("Exosome", "Cell") and not s.is_context(i)
                ),
            }
        )
    goal = s.has("radio", "sensitize", "radioagent")
    if len(named) == 1 and goal:
        return s.id(named[0]), s.radio_id()
    if len(named) == 2 and not goal:
        return s.id(named[0]), s.id(named[1])
    if s.has("exosome") and len(named) + goal == 1:
        s.use_kinds("exosome")
        return "exosomes", s.id(named[0]) if named else s.radio_id()
    return None


@rule
def comparison(s: Sentence) -> Found:
    """Which of two acts more: nothing in the graph measures it."""
    named = sorted({*s.things, *s.exposures})
    if len(named) < 2:
        named = [i for i, _ in s.cancers]
    if len({s.terms[i].word for i in named}) < 2:
        return None
    between = s.terms[named[0] : named[-1]]
    degrees = [
        i
        for i in s.at("more", "rank", "than")
        if s.terms[i].kind == "than"
        or (
            any(t.word == "or" for t in between)
            and not any(t.kind in ("radio", "tough", "response") for t in s.terms[i + 1 : i + 2])
        )
    ]
    if not degrees:
        return None
    word = " ".join(s.terms[i].text for i in degrees)
    of_cancers = s.terms[named[0]].is_a("Cancer")
    offers = (
        [("compare_cancers", {"one": s.id(named[0]), "other": s.id(named[1])})]
        if of_cancers
        else [("targets", {"names": [s.id(i)]}) for i in named]
    )
    raise s.unsure(f"{word!r}: the graph has signs, not sizes, so that none is stronger", offers)


# -- about the graph and its papers


@rule
def corroborate(s: Sentence) -> Found:
    """Who else says so."""
    if not s.has("confirm"):
        return None
    s.use_kinds("graph", "verb", "finding", "what", "paper")
    named = [i for i in s.at("entity") if not s.terms[i].is_a("Cancer")]
    names = [s.id(i) for i in named] + ([s.radio_id()] if s.has("radio") else [])
    return "corroborate", {"names": names} if names else {}


@rule
def info(s: Sentence) -> Found:
    """What is in the graph."""
    if s.has("entity"):
        return None
    counted = s.has("count") and not s.has("verb", "carry", "release")
    held = s.has("graph") and not s.has(
        *_ACTS, "report", "source_check", "path", "hub", "coherence", "paper", "disagree"
    )
    of_cancers = {"cancers", "hub", "graph", "aux", "in", "report", "mark"}
    if s.has("cancers") and s.kinds <= of_cancers:
        s.use_kinds("hub")
        return "hubs", {"type": "Cancer", "limit": 0}
    if (s.has("info") or counted or held) and s.radio is None:
        s.use_kinds("type", "paper", "finding", "count", "info", "exosome")
        return "info", {}
    return None


@rule
def depends_on(s: Sentence) -> Found:
    """What depends on a paper: retracted, without, rests on."""
    papers = s.at("paper")
    cited = [i for i in papers if s.terms[i].value]
    published = s.says("when") and s.has("report") and not s.has("not", "deposit")
    doubted = s.has("deposit", "if", "silenceverb", "silencing") and not published
    if cited and doubted and not s.has("disagree"):
        s.use(cited[0], *(i for i, t in enumerate(s.terms) if t.word == "wrong"))
        s.use_kinds("not")
        return "depends_on", {"what": s.terms[cited[0]].value}
    if not cited and doubted and s.says("paper", "study", "article") and s.has("if"):
        offers = [("papers_on", {"name": s.id(i)}) for i in s.things]
        raise s.unsure("which paper is meant; cite it by number, such as [29]", offers)
    return None


@rule
def claims_of_a_paper(s: Sentence) -> Found:
    """What a cited paper says about an entity."""
    cited = [i for i in s.at("paper") if s.terms[i].value]
    says = s.has("finding", "evidence", "report") or s.says("claim", "claims")
    acting = [i for i in s.at(*_ACTS, "radio") if s.terms[i].word != "made"]
    if len(cited) != 1 or len(s.things) != 1 or not says or acting or s.yes_no:
        return None
    if s.has("how", "why", "not", "deposit", "if", "disagree", "coherence"):
        return None
    s.use(cited[0])
    s.use_kinds("make", "limit")
    names = [s.id(s.things[0])]
    return "findings", {"names": names, "paper": s.terms[cited[0]].value}


@rule
def contradictions(s: Sentence) -> Found:
    """Who contradicts whom."""
    between = len({c.id for _, c in s.cancers}) == 2 and s.opposite_verbs()
    if not (s.has("disagree") or between or (s.says("agree", "agrees") and s.has("not"))):
        return None
    s.use_kinds("not", "radio", "verb")
    parameters: dict[str, Any] = {}
    if cited := s.values("paper"):
        parameters["papers"] = cited
        s.use_kinds("paper")
    named = [i for i in s.at("entity") if not s.terms[i].is_a("Cancer")]
    if named:
        goal = [s.radio_id()] if s.has("radio") and len(named) == 1 else []
        parameters["names"] = [s.id(i) for i in named] + goal
    elif s.has("radio") and not cited:
        parameters["names"] = [s.radio_id()]
    if len({c.id for _, c in s.cancers}) > 1:
        s.use(*(i for i, _ in s.cancers))
        parameters["cancer"] = None
    return "contradictions", parameters


@rule
def coherence(s: Sentence) -> Found:
    """Whether chains multiply to the effects."""
    if s.has("coherence") and not s.things and not s.values("paper"):
        s.use_kinds("radio", "not", "direct")
        return "coherence", {}
    return None


# -- comparisons


@rule
def compare_cancers(s: Sentence) -> Found:
    """What two cancers share, and how they differ."""
    cancers = list(dict.fromkeys(c.id for _, c in s.cancers))
    if len(cancers) == 2 and s.has("share", "differ") and not s.things:
        s.use(*(i for i, _ in s.cancers))
        s.entities.update({c.id: c for _, c in s.cancers})
        s.use_kinds("radio", "type", "not")
        return "compare_cancers", {"one": cancers[0], "other": cancers[1]}
    return None


@rule
def what_if(s: Sentence) -> Found:
    """What moves when something is silenced or raised."""
    things = s.things
    if not things and s.has("if") and s.has("silencing", "silenceverb"):
        things = s.exposures  # what happens if hypoxia is removed
    moves = (s.terms and s.terms[-1].word in ("change", "changes") and s.has("what", "how")) or any(
        s.terms[i].word in ("goes up", "goes down", "go up", "go down", "rises", "falls")
        for i in s.at("verb", "deposit")
    )
    conditional = (
        s.has("if", "happen", "effect")
        or (moves and s.has("silenceverb", "silencing"))
        or (s.has("after") and not s.exposures)
    )
    silencing = s.at("silencing") + s.at("silenceverb")
    signed = [
        i
        for i in s.at("verb", "event")
        if s.terms[i].value and s.terms[i].form in ("ed", "ing", "base", "")
    ]
    raising = s.at("event") or any(s.terms[i].form == "ing" for i in signed)
    asks = s.has("if", "happen") or s.says("consequence", "consequences")
    places = silencing or (signed if asks or (conditional and raising) else [])
    if not things or not places or (s.has("share") and not (s.has("if") or s.says("what if"))):
        return None
    first = s.terms[places[0]]
    if first.kind == "silenceverb" and not conditional and first.form != "ing":
        return None  # what silences X, what is silenced by X
    if (
        s.passive(places[0])
        and any(t.kind == "by" for t in s.terms[places[0] :])
        and not conditional
    ):
        return None
    change = (
        first.value if isinstance(first.value, str) else "silence" if first.value < 0 else "raise"
    )
    before, after = [i for i in things if i < places[0]], [i for i in things if i > places[0]]
    condition = [i for i in s.at("if", "after") if any(i < t < places[0] for t in before)]
    before = [i for i in before if not condition or i > condition[-1]]
    chosen = (
        (
            before
            if s.passive(places[0]) or (first.kind in ("event", "silencing") and before)
            else after
        )
        or after
        or before
    )
    run = [chosen[0]]
    for i in chosen[1:]:
        if all(t.kind in ("and", "mark") for t in s.terms[run[-1] + 1 : i]):
            run.append(i)
    s.use(*places, *(i for i in things if s.terms[i].word.startswith(("sirna", "shrna"))))
    s.use_kinds("radio", "not" if s.has("if") else "silencing", "share", "effect")
    asked: list[int] = []  # what happens to X and Y, the effect on X: notes say how they move
    for i in (i for i in things if i and i not in run):
        if s.yes_no or s.terms[i - 1].word in ("to", "on") or i - 2 in asked:
            asked.append(i)
            s.id(i)
    return "what_if", {"names": [s.id(i) for i in run], "change": change}


@rule
def shared(s: Sentence) -> Found:
    """What several entities share: targets, regulators, pathways."""
    things = s.things or s.actors
    if not s.has("share") or len(things) + s.has("radio") < 2:
        return None
    if s.yes_no and s.radio is not None and len(things) > 1 and s.has("verb"):
        offers = [("relation", {"a": s.id(i), "b": RADIO}) for i in things]
        raise s.unsure("several names are listed; ask about one at a time", offers)
    if s.yes_no and s.has("agent", "verb") and len(s.things) > 2 and not s.has("anything"):
        one, *others = s.things
        offers = [("relation", {"a": s.id(one), "b": s.id(i)}) for i in others]
        raise s.unsure("several names are listed; ask about one at a time", offers)
    verbs = s.at("verb", "agent", "target", "event", "spongeverb")
    downstream = any(
        s.terms[i].kind == "target" or s.terms[i].word in ("target", "targets") for i in verbs
    )
    named = [s.id(i) for i in things] + ([s.radio_id()] if s.has("radio") else [])
    if s.has("pathway"):
        return "shared_pathways", {"names": named}
    upstream = any(s.terms[i].kind in ("agent", "event") for i in verbs)
    if not upstream and not downstream and verbs:
        upstream = (verbs[0] < things[0]) != s.passive(verbs[0])
    kinds = s.at("type", "process")
    of_names = [i for i in kinds if s.terms[i + 1 : i + 2] and s.terms[i + 1].kind == "entity"]
    if len(kinds) > 1 or of_names:  # genes and processes; the proteins KLF10 and UVRAG
        s.use(*kinds)
        s.notes += [
            f"{s.terms[i].text!r} does not filter: all that they share is listed"
            for i in kinds
            if i not in of_names
        ]
    return ("shared_regulators" if upstream else "shared_targets"), {"names": named}


# -- lists


@rule
def character(s: Sentence) -> Found:
    """Whether X is oncogenic or a tumor suppressor: no question filters for that."""
    if not (s.has("character") and s.yes_no and s.things) or s.has(*_ACTS):
        return None
    words = dict.fromkeys(s.terms[i].text for i in s.at("character"))
    s.notes += [f"{word!r} does not filter: each finding says what was seen" for word in words]
    s.use_kinds("type")
    return "findings", {"names": [s.id(i) for i in s.things]}


@rule
def levels_in_patients(s: Sentence) -> Found:
    """What is raised or lowered in radioresistant patients."""
    goals = [i for i in s.at("radio") if re.search(r"resistant|sensitive", s.terms[i].word)]
    people = [
        i
        for i in (*s.at("system"), *s.at("entity"))
        if s.terms[i].value == "patients" or s.terms[i].is_a("Patient")
    ]
    beside = [i for i in people if i - 1 in goals]
    treated = [i for i in s.exposures if s.is_context(i) and s.unspecific(s.terms[i])]
    signed = [i for i in s.at("verb", "event", "more") if s.terms[i].value]
    if any(s.terms[i].form == "ed" or s.terms[i].kind == "more" for i in signed):
        beside += [i for i, _ in s.cancers if i - 1 in goals]  # raised in radioresistant glioma
    falls = falling(s)
    levels = beside or (s.has("fluid") and treated and s.radio is None)
    found = s.radio is None and (falls or any(s.changed(i) for i in signed))
    in_people = found and not s.has("agent", "carry", "pathway", "process", "how", "why")
    whether = s.yes_no and len(s.things) == 1 and s.cancers and not s.exposures  # is X raised in Y
    if in_people and (s.has("fluid") or (people and not s.yes_no) or whether):
        levels = True  # elevated in plasma of patients
        s.use(*s.at("system"))
    named = [i for i in s.things if s.terms[i].is_a(*_CARGO)] if len(s.things) == 1 else []
    asks = named or (not s.things and (in_people or beside or s.has("type", "cargo")))
    if not levels or not asks or not (signed or falls or (beside and not s.has(*_ACTS))):
        return None
    name = {"name": s.id(named[0])} if named else {}
    s.use(*signed, *falls, *beside, *goals)
    s.use_kinds("exosome", "cargo")
    unused = [s.terms[i].text for i in goals if beside][:1]
    s.notes += [f"{text!r} does not filter: each row says what was compared" for text in unused]
    if not signed:
        return "biomarkers", name | ({"level": "decreased"} if falls else {})
    sign = s.terms[signed[0]].value
    return "biomarkers", {**name, "level": "increased" if sign > 0 else "decreased"}


@rule
def biomarkers(s: Sentence) -> Found:
    """Which exosomal biomarkers."""
    named = [i for i in s.things if s.terms[i].is_a(*_CARGO)]
    of_one = len(s.things) == len(named) == 1 and not s.has(*_ACTS, "radio")
    tested = s.has("test") and s.has("fluid", "role") and not (s.things and not of_one)
    tested = tested or (of_one and s.has("fluid") and not s.has("exosome", "carry", "release"))
    if not (s.has("biomarker") or tested or (s.has("role") and (not s.things or of_one))):
        return None
    s.use_kinds("radio", "exosome", "system", "test")
    moved = falling(s) or any(
        s.changed(i) or (s.terms[i].kind != "more" and s.terms[i].value)
        for i in s.at("verb", "event", "more")
    )
    for i in s.exposures:
        after = s.terms[i - 1].kind == "after"
        if s.unspecific(s.terms[i]) and not (moved and after):
            s.use(i)
            if after:
                text = f"{s.terms[i - 1].text} {s.terms[i].text}"
                s.notes.append(f"{text!r} does not filter: each row says what was compared")
    s.notes += [
        f"{s.terms[i].text!r} is not a filter here: each row states what its level means"
        for i in s.at("radio")
        if re.search(r"resistant|sensitive", s.terms[i].word)
    ]
    fallen = {"level": "decreased"} if falling(s) and not s.has("paper") else {}
    s.use(*falling(s))
    return "biomarkers", ({"name": s.id(named[0])} if named else {}) | fallen


@rule
def gaps(s: Sentence) -> Found:
    """Where mechanisms break off."""
    lacking = s.says("without", "lack", "lacks", "no", "not", "unknown") and s.has(
        "target", "verb", "pathway"
    )
    lacking = (
        lacking
        and (s.says("target", "targets", "pathway", "pathways"))
        and s.has("type", "cargo", "exosome", "target", "verb")
    )
    of_radio = s.radio is not None and not (s.has("gap") and s.says("target", "targets"))
    if (
        s.things
        or s.cancers
        or of_radio
        or not (s.has("gap") or (lacking and not s.values("paper")))
    ):
        return None
    s.use_kinds("not", "deposit", "type", "gap", "pathway", "radio", "effect")
    if s.says("pathway", "pathways"):
        return "gaps", {"kind": "target-without-pathway"}
    return "gaps", {"kind": "cargo-without-target"} if s.says("target", "targets") or s.has(
        "cargo"
    ) else {}


@rule
def hubs(s: Sentence) -> Found:
    """Which entities have the most claims."""
    counted = {"rank", "number", "type", "pathway", "process", "what", "mark", "aux", "of", "in"}
    if s.has("rank") and s.has("type", "pathway", "process") and s.kinds <= counted:
        numbers = s.at("number")
        s.use(*numbers)
        listed = {"pathway": "Pathway", "process": "Process"}
        kinds = [listed[t.kind] for t in s.terms if t.kind in listed]
        limit = {"limit": s.terms[numbers[0]].value} if numbers else {}
        return "hubs", ({"type": kinds[0]} if kinds else {}) | limit
    if not s.has("hub") or s.things or (s.cancers and not s.has("type", "pathway", "process")):
        return None
    top = s.at("number")
    s.use(*top)
    listed = {"pathway": "Pathway", "process": "Process"}
    kind = next((listed[t.kind] for t in s.terms if t.kind in listed), None)
    return "hubs", ({"limit": s.terms[top[0]].value} if top else {}) | (
        {"type": kind} if kind else {}
    )


@rule
def therapy(s: Sentence) -> Found:
    """Which measures a therapy could take."""
    places = [
        i
        for i in s.at("entity")
        if s.terms[i].is_a("Process") and s.terms[i].value[0].name.startswith("exosome")
    ]
    could = (
        s.has("how")
        and s.says("could", "can", "might", "may")
        and any(s.terms[i].value == -1 for i in s.at("verb"))
    )
    shields = any(s.terms[i].value == -1 for i in s.at("sensitize"))
    if s.has("spared") and shields and not s.things:
        s.use_kinds("spared", "sensitize", "radio", "exosome")
        s.use(*(i for i in s.exposures if s.unspecific(s.terms[i])))
        s.use(*(i for i, t in enumerate(s.terms) if t.word in ("damage", "injury", "toxicity")))
        return "therapy", {"angle": "protect-tissue"}
    if drugs := delivered(s):
        s.use(*drugs)
        s.use_kinds(
            "exosome", "carry", "therapy", "carrier", "cargo", "system", "connect", "effect"
        )
        return "therapy", {"angle": "deliver-drugs"}
    vesicles = s.at("exosome")
    blocked = [i for i in s.at("verb") if s.terms[i].value == -1]
    places += [i for i in vesicles if any(abs(i - verb) <= 2 for verb in blocked)]
    agents = [t for t in s.terms if t.kind == "agent" and t.value == -1]
    blockers = bool(agents and places) and not s.has("verb", "silenceverb", "aux")
    drugs = [i for i in s.things if s.terms[i].word in ("drug", "drugs")]
    blockers = blockers or bool(drugs and blocked and places)
    if not (s.has("therapy") or (could and places) or blockers) or [
        i for i in s.things if not s.terms[i].is_a("Process") and i not in drugs
    ]:
        return None
    named = " ".join(s.terms[i].value[0].name for i in places if i not in vesicles)
    angle = therapy_angle(s, named)
    if blocked:
        s.use_kinds("verb")
    s.use_kinds("radio", "entity", "system", "cargo", "exosome", "type")
    return "therapy", {"angle": angle} if angle else {}


def therapy_angle(s: Sentence, named: str) -> str | None:
    """Return which measures are asked about, from what is said and the processes named."""
    if "uptake" in named or s.says("uptake") or s.has("uptake"):
        return "block-uptake"
    release = any(word in named for word in ("secretion", "biogenesis", "production"))
    if release or s.has("release") or s.says("secretion", "release"):
        return "block-release"
    if s.says(*_DELIVERY):
        return "deliver-cargo"
    return "block-target" if s.has("target") or s.says(*_DRUG_TARGETS) else None


_DELIVERY = (
    *("deliver", "delivered", "delivering", "delivery", "drug delivery", "load", "loaded"),
    *("drug carrier", "drug carriers", "drug vehicle", "drug vehicles", "carriers of drugs"),
)
_DRUG_TARGETS = (
    *("drug targets", "drug target", "druggable targets", "target", "targets", "targeted"),
    *("druggable", "drug", "inhibit", "block"),
)


def delivered(s: Sentence) -> list[int]:
    """Return the places that ask for exosomes as carriers of drugs: drug delivery, of drugs."""
    carriers = [
        i for i in s.at("therapy") if re.search(r"drug (carrier|vehicle)|of drugs", s.terms[i].word)
    ]
    named = [i for i in s.at("entity") if not s.terms[i].is_a("Cancer")]
    delivery = [
        i
        for i in named
        if s.terms[i].is_a("Process") and s.terms[i].value[0].name.endswith(" delivery")
    ]
    drugs = [i for i in named if s.terms[i].word in ("drug", "drugs")]
    drugs += [i for i in s.at("therapy") if s.terms[i].word in ("drug", "drugs")]
    found = carriers or delivery or (drugs if s.has("carry", "carrier") else [])
    exosomes = [i for i in named if s.terms[i].is_a("Exosome")]
    others = [i for i in named if i not in (*delivery, *drugs, *exosomes)]
    if not found or others or not (s.has("exosome") or exosomes or carriers) or s.radio is not None:
        return []
    return (
        []
        if s.has("target", "agent", "not", "paper", "finding")
        else [*found, *delivery, *drugs, *exosomes]
    )


@rule
def blockable(s: Sentence) -> Found:
    """What could be inhibited to sensitize tumors."""
    goals = [i for i in s.at("sensitize", "make") if i and s.terms[i - 1].kind == "to"]
    acting = [
        i
        for i in s.at("verb", "silenceverb", "silencing")
        if s.terms[i].value in (-1, "silence") or s.terms[i].word == "target"
    ]
    aimed = bool(goals) and s.radio == 1 and bool(acting) and acting[0] < goals[0]
    if (
        not (aimed or (s.has("worth") and s.says("target", "targets") and acting))
        or [i for i in s.things if s.terms[i].word not in ("drug", "drugs")]
        or s.has("how", "why")
    ):
        return None
    s.use_kinds("radio", "sensitize", "make", "type", "target")
    s.use(*acting, *s.things)
    return "therapy", {"angle": "block-target"}


@rule
def deliverable(s: Sentence) -> Found:
    """Which cargo could be delivered to sensitize tumors."""
    if (
        s.says("deliver", "delivered", "delivering")
        and s.says("could", "can", "should", "might")
        and not s.things
        and s.radio == 1
    ):
        s.use_kinds("radio", "sensitize", "exosome", "cargo", "type")
        return "therapy", {"angle": "deliver-cargo"}
    return None


@rule
def of_exosomes(s: Sentence) -> Found:
    """What acts on the release or the uptake of exosomes: what makes cells shed more of them."""
    taken = s.has("uptake")
    acting = s.at("verb", "make")
    if (
        not s.has("exosome")
        or not (taken or s.has("release"))
        or not (acting or s.has("more", "how", "need"))
        or s.radio is not None
        or (s.has("anything") and not s.has("more") and not any(s.terms[i].value for i in acting))
        or s.has("carry", "cargo", "agent", "path", "silencing", "silenceverb")
        or (s.has("if") and not s.exposures)
        or any(s.terms[i - 1].kind not in ("what", "anything") for i in s.at("type"))
        or any(s.terms[i].is_a("Exosome") for i in s.at("entity"))
    ):
        return None
    process = "exosome uptake" if taken else "exosome secretion"
    signs = {s.terms[i].value for i in acting if s.terms[i].value}
    more = {s.terms[i].value for i in s.at("more")}
    if len(signs) > 1 or len(more) > 1 or (signs and -1 in more):
        return None
    sign = (signs or more or ({1} if s.has("make", "need") else {None})).pop()
    s.use(*acting)
    s.use_kinds("exosome", "release", "uptake", "more", "need")
    things = [i for i in s.things if not s.terms[i].is_a("Cell", "Patient", "Tissue")]
    causes = things or ([] if s.has("what") else s.exposures)
    if len(causes) == 1:
        return "relation", {"a": s.id(causes[0]), "b": process}
    if causes:
        return None
    return "regulators", {"names": [process]} | ({"sign": sign} if sign else {})


# -- evidence


@rule
def evidence(s: Sentence) -> Found:
    """Which papers or statements say that A acts on B."""
    things = s.things + (s.at("radio", "sensitize")[:1] if s.has("radio", "sensitize") else [])
    if (
        not s.has("paper", "evidence")
        or (s.yes_no and not s.has("paper"))
        or s.says("relation")
        or s.values("paper")
    ):
        return None
    if s.yes_no and s.says("evidence", "proof"):
        return None
    if len(things) == len(s.exposures) == 1 and s.listed(*sorted((*things, *s.exposures))):
        things = sorted((*things, *s.exposures), key=lambda i: i not in s.exposures)
        return "relation", {"a": s.id(things[0]), "b": s.id(things[1])}
    if len(things) == 2 and not s.has("path", "share"):
        one, other = sorted(things)
        verbs = [i for i in s.at("verb") if one < i < other]
        if verbs and s.passive(verbs[0]):
            one, other = other, one
        if s.terms[one].kind in ("radio", "sensitize") and s.terms[other].kind == "entity":
            one, other = other, one
        s.use_kinds("radio", "sensitize", "verb")
        return "evidence", {"subject": named_or_radio(s, one), "object": named_or_radio(s, other)}
    return None


@rule
def sponges(s: Sentence) -> Found:
    """Sponge axes."""
    if not s.has("sponge", "spongeverb") or (s.yes_no and len(s.things) > 1):
        return None
    parameters: dict[str, Any] = {}
    for i in s.things:
        term = s.terms[i]
        name = (
            "mirna" if term.is_a("MiRNA") else "rna" if term.is_a("LncRNA", "CircRNA") else "target"
        )
        if name not in parameters:
            parameters[name] = s.id(i)
    if s.has("radio") and not s.things:
        parameters["target"] = s.radio_id()
    on_axis = {"MiRNA", "Gene", "RNA"}  # what is sponged, what it targets; RNA is either sponge
    s.use(*(i for i in s.at("type") if s.terms[i].value in on_axis))
    if len({s.terms[i].value for i in s.at("type") if i not in s.used}) > 1:
        s.use_kinds("type")  # a circRNA or lncRNA
    s.use_kinds("radio")
    return "sponges", parameters


@rule
def in_which_cancers(s: Sentence) -> Found:
    """In which cancers an entity was seen: papers on it."""
    if not s.has("cancers") or len(s.things) != 1 or s.radio is not None:
        return None
    s.use_kinds("verb", "report", "effect")
    return "papers_on", {"name": s.id(s.things[0])}


@rule
def listing(s: Sentence) -> Found:
    """All entities of a type."""
    if {t.kind for t in s.terms} - {
        "type",
        "limit",
        "what",
        "aux",
        "mark",
        "graph",
        "in",
        "count",
    } or not s.has("type"):
        return None
    return ("hubs", {"type": s.type(), "limit": 0}) if s.has("limit", "graph") else None


@rule
def reported(s: Sentence) -> Found:
    """What is known of an entity, was seen in a cancer or in patients, or a paper found."""
    doubted = s.has("certainty", "source_check") and not s.has(*_ACTS, "radio", "carry", "path")
    if doubted and s.actors and (s.has("finding", "paper", "report", "evidence") or not s.yes_no):
        if s.yes_no and not s.has("anything"):  # stated or inferred: each row says
            s.use_kinds("certainty", "source_check")
        return "findings", {"names": [s.id(i) for i in s.actors]}
    if not s.has("paper", "finding", "report") or s.has(
        "path", "how", "why", "pathway", "share", "biomarker"
    ):
        return None
    people = s.has("system") and s.has("report")
    if (
        s.yes_no
        and not people
        and not s.says(
            "findings", "studies", "papers", "publications", "reports", "results", "anything"
        )
    ):
        return None
    if (
        s.has("exosome")
        and s.has("what")
        and s.says("found", "seen", "reported", "observed")
        and not s.has("paper", "finding")
    ):
        return None  # in which exosomes is X found
    if s.has("exosome") and s.has("type") and s.exposures and not s.things:
        return None  # exosomal miRNAs found after radiotherapy
    named = [i for i in s.ends if not s.terms[i].is_a("Exosome") or not s.has("paper")] or s.actors
    cited = [i for i in s.at("paper") if s.terms[i].value]
    if cited and not s.things:
        s.use(cited[0])
        return "findings", {"paper": s.terms[cited[0]].value}
    listing = s.has("paper", "finding")
    exposed = [i for i in s.exposures if s.terms[i - 1].kind == "after"]
    if s.says("findings", "results", "observations") and exposed and not s.has(*_ACTS, "radio"):
        return ("findings", {}) if named == exposed else None
    if named and not s.things:
        named = [i for i in named if not (s.terms[i].inner and s.cancer_of(i))]
    if (
        named
        and s.has("verb", "agent", "sensitize", "make", "radio")
        and not (s.has("report", "carry") and s.has("carry"))
    ):
        return None
    if len(named) == 1:
        carried = s.has("carry", "cargo", "exosome") and s.terms[named[0]].is_a(*_CARGO)
        if carried and s.says("studies", "findings", "results", "study", "finding"):
            s.use_kinds("exosome", "carry")
            return "findings", {"cargo": s.id(named[0])}
        if carried and s.has("carry"):
            return None
        s.use_kinds("exosome")
        return "papers_on", {"name": s.id(named[0])}
    if (
        named
        or not (listing or s.has("system") or s.cancers)
        or (s.has("verb", "make", "sensitize") and not (listing or people))
    ):
        return None
    if (
        s.has("type", "cargo", "agent", "radioagent")
        and not s.has("report")
        and s.radio is not None
    ):
        return None
    if s.has("unclear"):
        return "findings", {"effect": "unclear"}
    sign = s.effect_sign()
    if not (
        sign
        or s.cancers
        or s.has("system")
        or s.says("findings", "results", "reports", "observations")
    ):
        return None
    s.use_kinds("radio", "exosome", "event")
    patients = [i for i in s.at("system") if s.terms[i].value == "patients"]
    s.use(*patients)
    patients += [i for i in s.at("entity") if s.terms[i].is_a("Patient")]
    effect = {"effect": "increase" if sign > 0 else "decrease"} if sign else {}
    return "findings", effect | ({"system": "patients"} if patients else {})


@rule
def claims_on(s: Sentence) -> Found:
    """The claims on an entity, in a cancer or a system, or of a certainty."""
    if (
        not s.has("evidence", "finding", "certainty", "source_check", "system")
        or s.yes_no
        or s.radio is not None
        or len(s.things) > 1
        or not (s.things or s.cancers or s.has("certainty", "source_check", "system"))
        or s.has(*_ACTS, "how", "why", "path", "mechanism", "exosome", "cargo", "carry", "type")
        or s.has("share", "differ", "disagree", "effect", "target", "relation", "more", "deposit")
        or s.has("release", "uptake", "fluid", "role", "biomarker", "if", "hub", "therapy", "test")
        or s.has("unknown")
    ):
        return None
    s.use_kinds("evidence", "finding")
    return "findings", {"names": [s.id(i) for i in s.things]} if s.things else {}


# -- carriage


@rule
def does_to(s: Sentence) -> Found:
    """What X does to Y."""
    doing = [i for i in s.at("verb") if re.fullmatch(r"(do|does|did|done) to", s.terms[i].word)]
    if not doing or s.has("how", "why", "exosome", "carry"):
        return None
    ends = (*s.at("entity"), *s.at("radio", "sensitize"))
    named = [i for i in ends if not s.terms[i].is_a("Cancer", "Exposure", *subtypes("Donor"))]
    before, after = [i for i in named if i < doing[0]], [i for i in named if i > doing[0]]
    if len(before) != 1 or len(after) != 1:
        return None
    s.use_kinds("radio", "sensitize")
    return "relation", {"a": named_or_radio(s, before[0]), "b": named_or_radio(s, after[0])}


@rule
def does(s: Sentence) -> Found:
    """What X does: what does X do in Y."""
    doing = [
        i for i, t in enumerate(s.terms) if t.word in ("do", "does", "doing") and t.kind == "aux"
    ]
    named = s.things or s.exposures or [i for i in s.at("entity") if s.terms[i].is_a("Exosome")]
    indirect = s.has("what") and named and doing and doing[-1] > named[0]  # what X does
    if (
        len(doing) < 2 - bool(indirect or s.says("doing"))
        or s.yes_no
        or not named
        or s.radio is not None
        or s.has(*_ACTS, "how", "why", "carry", "release")
    ):
        return None
    if s.has("exosome") and s.terms[named[0]].is_a("Exposure"):
        exposure = s.id(named[0])
        offers = [
            ("exosomes_of", {"donor": exposure}),
            ("cargo_of", {"exosome": exposure}),
            ("exposure_effects", {"exposure": exposure}),
        ]
        raise s.unsure("what is asked of these exosomes", offers)
    s.use_kinds("exosome")
    if s.terms[named[0]].is_a("Exposure"):
        return "exposure_effects", {"exposure": s.id(named[0])}
    return known_to_do(s, named)


def known_to_do(s: Sentence, named: list[int]) -> Found:
    """Return the question of what some names do: donors act by their exosomes, as findings say."""
    donors = any(s.terms[i].is_a(*subtypes("Donor")) for i in named)
    return ("findings" if donors else "targets"), {"names": [s.id(i) for i in named]}


@rule
def origin(s: Sentence) -> Found:
    """Where cargo comes from."""
    named = s.at("entity")
    end = [t.kind for t in s.terms if t.kind != "mark"][-1:]
    if not s.says("where") or end != ["from"] or len(named) != 1:
        return None
    return ("carriers_of", {"cargo": s.id(named[0])}) if s.terms[named[0]].is_a(*_CARGO) else None


@rule
def carriage(s: Sentence) -> Found:
    """What carries X, what exosomes carry, which exosomes are released."""
    names = s.at("entity")
    donors = [i for i in names if s.terms[i].is_a(*_DONORS)]
    cargo = [i for i in s.things if s.terms[i].is_a(*_CARGO)]
    vesicles = s.has("exosome") or any(s.terms[i].is_a("Exosome") for i in donors)
    about = s.has("carry", "cargo", "carrier") or (
        vesicles and not s.has(*_ACTS, "path", "mechanism", "effect", "relation")
    )
    if s.exposures and falling(s):
        return None  # which exosomal miRNAs fall after radiotherapy
    if not cargo and two_alone(s):
        return None
    blocked = ("how", "if", "path", "mechanism", "finding", "why", "spongeverb", "sensitize", "not")
    if (
        not (about or s.has("release"))
        or s.radio is not None
        or s.has(*blocked)
        or (s.has("paper") and not s.has("carry"))
    ):
        return None
    if s.has("target", "agent") and not s.has("carry", "cargo"):
        return None
    if s.yes_no and ((cargo and donors) or not s.has("carry", "cargo", "release")):
        return None
    if cargo and not s.has("verb", "agent", "event", "target"):
        s.use_kinds("exosome")
        return "carriers_of", {"cargo": s.id(cargo[0])}
    if not s.things and not donors and any_exosomes(s):
        s.use_kinds("exosome", "cargo", "carry", "cancers")
        return "cargo_of", {}  # what do exosomes carry in glioblastoma
    if (
        not donors
        or cargo
        or (s.has("verb") and not (s.has("exosome") and s.has("carry", "cargo")))
    ):
        return None
    exact = [i for i in donors if s.terms[i].is_a("Exosome")]
    exposed = [i for i in donors if s.terms[i].is_a("Exposure")]
    rest = [i for i in donors if i not in exact and i not in exposed]
    asks_cargo = s.has("carry", "cargo", "type") or s.says(
        "in", "inside", "within", "contain", "put", "into"
    )
    if (
        exact
        and not asks_cargo
        and re.search(r"released|secreted|shed|coming|from\b", s.terms[exact[0]].word)
    ):
        s.use_kinds("exosome")
        return "exosomes_of", {"donor": donor_of(s, exact[0])}
    if exact:
        chosen = donor_of(s, exact[0])
    elif exposed and (not rest or s.generic(s.terms[rest[0]]) or s.cancer_of(rest[0])):
        chosen = s.id(exposed[0])
        s.use(*(i for i in rest if s.generic(s.terms[i])))
    elif rest:
        chosen = s.id(rest[0])
    else:
        return None
    s.use_kinds("exosome")
    if ((s.has("release") or s.says("from", "come")) and not asks_cargo) or (
        s.says("released", "secreted", "shed") and not asks_cargo
    ):
        return "exosomes_of", {"donor": chosen}
    return "cargo_of", {"exosome": chosen}


def two_alone(s: Sentence) -> tuple[str, str] | None:
    """Return the two ends of a text that only lists them: EBV and exosomes."""
    if not s.kinds <= {"entity", "exosome", "radio", "and", "in", "mark"}:
        return None
    named = [i for i in s.at("entity", "exosome", "radio") if not s.terms[i].is_a("Cancer")]
    if len(named) != 2 or not s.listed(*named):
        return None
    one, other = (
        "exosomes" if s.terms[i].kind == "exosome" else named_or_radio(s, i) for i in named
    )
    return one, other


def any_exosomes(s: Sentence) -> bool:
    """Return whether the cargo of exosomes as such is asked for, as of those in a cancer."""
    vesicles = s.at("exosome")
    before = {s.terms[i - 1].kind for i in vesicles if i}
    inside = s.has("type") and "in" in before
    return (
        (s.has("carry", "cargo") or inside)
        and s.has("exosome", "cargo")
        and not s.has(*_ACTS, "fluid", "role", "more")
        and "system" not in before  # of patient exosomes the cancer and the donors matter
    )


def donor_of(s: Sentence, i: int) -> str:
    """Return the donor named within its exosomes, for all its exosomes; else the exosomes."""
    inner = s.terms[i].inner
    named = s.terms[i].value[0]
    donors = [e for e in inner if e.id in named.donors]
    if len(donors) == 1 and not any(e.type == "Exposure" for e in inner) and not named.fluid:
        s.use(i)
        s.entities[donors[0].id] = donors[0]
        return donors[0].id
    return s.id(i)


@rule
def cargo_by_effect(s: Sentence) -> Found:
    """Which exosomal cargo raises or lowers radiosensitivity."""
    if s.radio is None or s.things or s.has("how", "path", "mechanism", "why"):
        return None
    inside = any(s.terms[i - 1].kind == "in" for i in s.at("exosome") if i)
    inside = inside or (s.says("in") and not s.yes_no)  # do exosomes lower it in glioma
    vesicles = s.has("exosome") and (
        s.says("exosomal", "vesicular") or s.has("type", "carry", "radioagent") or inside
    )
    if not (vesicles or s.has("cargo", "carry")):
        return None
    if (
        s.says("exosomes")
        and not s.has("type", "cargo", "carry", "radioagent")
        and not (inside or s.says("exosomal"))
    ):
        return None
    sign = s.effect_sign()
    of_donors = [
        i
        for i in s.at("radio")
        if re.search(r"resistant|sensitive", s.terms[i].word)
        and s.terms[i - 1].kind in ("of", "from", "by")
        and not s.has("verb", "make")
    ]
    if of_donors:
        word = s.terms[of_donors[0]].text
        raise s.unsure(
            f"{word!r}: donors are not listed by how sensitive they are",
            [("cargo_by_effect", {"effect": effect}) for effect in ("decrease", "increase")],
        )
    if sign is None and s.both_ways():
        raise s.unsure(
            "which way is asked for",
            [
                ("cargo_by_effect", {"effect": "increase"}),
                ("cargo_by_effect", {"effect": "decrease"}),
            ],
        )
    if sign is None:
        return None
    s.use_kinds("exosome", "cargo", "carry")
    return "cargo_by_effect", {"effect": "increase" if sign > 0 else "decrease"}


# -- paths


@rule
def metapath(s: Sentence) -> Found:
    """Paths along a pattern of types."""
    kinds = {
        "pathway": "Pathway",
        "radio": "Radiosensitivity",
        "exosome": "Exosome",
        "process": "Process",
    }
    places = s.at("type", *kinds)
    named = [
        str(s.terms[i].value) if s.terms[i].kind == "type" else kinds[s.terms[i].kind]
        for i in places
    ]
    if s.things or len(named) < 3 or not (s.has("path") or s.says("through", "via")):
        return None
    s.use(*places)
    return "metapath", {"pattern": "-".join(named)}


@rule
def through(s: Sentence) -> Found:
    """Chains through two entities to radiosensitivity."""
    ends = s.has("radio") or not s.has("from", "to")
    if (
        s.has("path", "connect")
        and s.has("via")
        and len(s.things) + bool(s.exposures) == 2
        and ends
    ):
        one, other = sorted([*s.things, *s.exposures])
        s.use_kinds("radio")
        return "mechanism", {"name": s.id(one), "then": s.id(other)}
    return None


def asks_for_a_link(s: Sentence) -> bool:
    """Return whether the question is if there is any connection."""
    return s.has("connect") and s.says("is") and not s.has("from", "to", "path")


def path_ends(s: Sentence) -> list[tuple[int, str]]:
    """Return the ends of the paths that a sentence asks for, with their places."""
    places = s.ends
    if s.has("radio") and s.has("make") and len(places) == 2:  # X from donor cells makes ...
        one, other = places
        if s.terms[other - 1].kind == "from" and s.terms[other].is_a("Cell"):
            places = [one]
    ends = [(i, s.id(i)) for i in places]
    if s.has("radio") and len(ends) < 2:
        ends.append((s.at("radio")[0], s.radio_id()))
    for i in s.at("type"):
        if len(ends) < 2:
            ends.append((i, f"type:{s.terms[i].value}"))
            s.use(i)
    for i in s.at("pathway", "process"):
        if len(ends) < 2:
            ends.append((i, "type:Pathway" if s.terms[i].kind == "pathway" else "type:Process"))
    if s.terms[-1].word in ("to", "from", "and", "of", "between"):
        return []  # an end is missing
    if (
        len(ends) == 1
        and s.has("path")
        and not ends[0][1].startswith("type:")
        and ends[0][1] != RADIO
    ):
        ends.append((len(s.terms), s.radio_id()))
    if len(ends) == 1 and s.has("connect") and s.cancers and ends[0][1] != RADIO:
        ends.append((len(s.terms), s.radio_id()))  # a link between X and a cancer
    return ends


@rule
def paths(s: Sentence) -> Found:
    """Mechanism paths from one end to another."""
    joins = s.has("path", "shortest") or (
        s.has("connect") and not s.yes_no and not s.has("evidence")
    )
    joins = joins and not (
        s.has("anything") and s.says("link", "links", "claimed link", "connection")
    )
    if (
        not joins
        or asks_for_a_link(s)
        or s.has("silencing", "spongeverb")
        or (s.has("mechanism") and len(s.ends) == 1)
    ):
        return None
    ends = path_ends(s)
    if len(ends) != 2:
        return None
    ends.sort()
    source, target = ends[0][1], ends[1][1]
    before = [s.terms[i - 1].kind if i else "" for i, _ in ends]
    if (
        source == RADIO
        or (before[0] == "to" and target != RADIO)
        or (before[1] == "from" and before[0] != "from")
    ):
        source, target = target, source
    parameters: dict[str, Any] = {"source": source, "target": target}
    if s.has("shortest"):
        parameters["shortest"] = True
        s.use_kinds("direct")
    before_path = [
        i
        for i in s.at("radio", "sensitize")
        if s.terms[i + 1 : i + 2] and s.terms[i + 1].kind == "path"
    ]
    if before_path:
        parameters["sign"] = s.terms[before_path[0]].value
    elif s.has("radio") and any(s.terms[i].value for i in s.at("verb", "make")):
        parameters["sign"] = s.effect_sign()
    return "paths", parameters


# -- whether, how, what


@rule
def yes_no(s: Sentence) -> Found:
    """Whether A acts on B."""
    asks = (
        s.yes_no
        or asks_for_a_link(s)
        or s.has("evidence")
        or (s.has("connect", "relation") and s.has("anything"))
    )
    if (
        not asks
        or s.has("how", "why")
        or (s.says("something", "anything") and len(s.things) < 2)
        or (s.has("what") and not s.has("evidence"))
    ):
        return None
    ends = pair(s)
    if ends is None:
        return None
    if ends == ("exosomes", RADIO) and not s.both_ways() and (sign := s.effect_sign()):
        s.use_kinds("exosome", "verb", "make", "more", "event")
        return "findings", {"effect": "increase" if sign > 0 else "decrease"}
    if (
        any(
            s.passive(i) and any(t.kind == "by" for t in s.terms[i:])
            for i in s.at("verb", "spongeverb")
        )
        and RADIO not in ends
    ):
        ends = (ends[1], ends[0])
    s.use_kinds(
        "verb",
        "event",
        "agent",
        "make",
        "sensitize",
        "radio",
        "carry",
        "release",
        "type",
        "target",
        "radioagent",
        "certainty",
    )
    if s.exposures:
        s.use_kinds("more")  # is X higher after radiotherapy
    return "relation", {"a": ends[0], "b": ends[1]}


@rule
def relation(s: Sentence) -> Found:
    """Relation or effect of one entity on another, or the two alone."""
    if ends := two_alone(s):
        s.use_kinds("exosome")
        return "relation", {"a": ends[0], "b": ends[1]}
    if not s.has("relation", "effect", "connect") or s.has("how", "why", "mechanism"):
        return None
    ends = pair(s)
    if ends is None:
        return None
    listed = any(s.terms[i - 1].kind == "what" for i in s.at("exosome") if i)
    if listed and ends[0] == "exosomes":
        return None  # which exosomes weaken the effect of radiotherapy
    s.use_kinds("verb", "event")
    return "relation", {"a": ends[0], "b": ends[1]}


@rule
def pathways_of(s: Sentence) -> Found:
    """Which pathways or processes an entity reaches."""
    named = [
        i
        for i in (s.actors if s.has("reach") else s.things)
        if not s.terms[i].is_a("Pathway", "Process")
    ]
    if not s.has("pathway", "process") or not named or s.has("agent"):
        return None
    signed = [i for i in s.at("verb") if s.terms[i].value]
    kind = "Process" if s.has("process") and not s.has("pathway") else "Pathway"
    if kind == "Process" and s.has("verb") and not signed and s.radio is None:
        return "targets", {"names": [s.id(i) for i in named], "type": kind}
    if signed and s.radio is None:
        passive = s.passive(signed[0])
        if passive == (named[0] > signed[0]):
            s.use(signed[0])
            return "targets", {
                "names": [s.id(i) for i in named],
                "sign": s.terms[signed[0]].value,
                "type": kind,
            }
        return None
    s.use_kinds("radio")
    return "pathways_of", {"names": [s.id(i) for i in named]} | (
        {"type": kind} if kind != "Pathway" else {}
    )


@rule
def mechanism(s: Sentence) -> Found:
    """How an entity acts, alone or through another."""
    if not s.has("how", "why", "mechanism"):
        return None
    named = s.ends if not s.things else s.things
    if s.things and len(s.things) == 1 and (s.radio is None or s.has("via")):
        named = sorted({*s.things, *(i for i in s.exposures if not s.is_context(i))})
    if not named:
        named = [i for i in s.at("entity") if s.terms[i].is_a("Exosome")]
    named = named[:2]
    if len(named) == 1 and not s.has("mechanism", "why"):
        turned = [i for i in s.at("verb") if s.passive(i)]
        if turned and s.radio is None and not s.by(named[0]):
            return None  # how is X activated: by what
        if s.terms[named[0]].is_a("Exposure") and s.radio is None:
            return None
    if len(named) == 1 and s.has("why") and s.terms[named[0]].is_a("Cell", "Patient"):
        return None
    s.use_kinds(
        "radio",
        "make",
        "sensitize",
        "verb",
        "event",
        "mechanism",
        "tough",
        "radioagent",
        "carry",
        "exosome",
        "type",
        "pathway",
    )
    if len(named) == 2 and s.terms[named[0]].value == s.terms[named[1]].value:
        named = named[:1]
    if len(named) == 2 and s.listed(*named) and s.radio is not None:
        offers = [("mechanism", {"name": s.id(i)}) for i in named]
        raise s.unsure("two names are listed; ask about one at a time", offers)
    if len(named) == 2 and s.has("response") and s.terms[named[1]].is_a("Exposure"):
        return "exposure_effects", {"exposure": s.id(named[1])}
    if len(named) == 2:
        verbs = [i for i in s.at("verb", "silenceverb") if named[0] < i < named[1]]
        by = (
            bool(verbs)
            and s.passive(verbs[0])
            and any(t.kind == "by" for t in s.terms[verbs[0] : named[1]])
        )
        one, other = reversed(named) if by else named
        return "mechanism", {"name": s.id(one), "then": s.id(other)}
    return ("mechanism", {"name": s.id(named[0])}) if named else None


@rule
def by_exosomes(s: Sentence) -> Found:
    """What the exosomes of a donor act on: which miRNAs are suppressed by exosomes of X."""
    verbs = s.at("verb", "silenceverb", "spongeverb")
    if (
        not s.has("exosome")
        or len(verbs) != 1
        or s.radio is not None
        or s.releases is None
        or not s.has("what")
        or s.has("carry", "release", "cargo", "how", "why", "if", "agent", "path", "uptake")
    ):
        return None
    donors = [i for i in s.at("entity") if exosomes_beside(s, i)]
    donated = [i for i in donors if not s.terms[i].is_a("Cancer")]
    named = [i for i in s.at("entity") if not s.terms[i].is_a("Cancer")]
    exposed = [i for i in named if i - 1 in donors and s.terms[i].is_a("Cell", "Patient")]
    others = [i for i in named if i not in donors and i not in exposed]  # of irradiated CRC cells
    active = not s.passive(verbs[0])
    if len(donors) != 1 or others or active != (donors[0] < verbs[0]):
        return None
    ids = [s.id(i) for i in donated] or [e.id for e in s.donors_of(s.id(donors[0]))]
    exosomes = {e.id: e for id in ids for e in s.releases(id)}
    if not exosomes:
        return None
    s.entities.update(exosomes)
    s.use_kinds("exosome")
    listed = [e.name for e in exosomes.values()]
    more = [f"{len(listed) - 3} more"] if len(listed) > 4 else []
    names = ", ".join(listed[: 3 if more else None] + more)
    s.notes.append(f"the exosomes were read as {names}")
    sign = sign_of(s, verbs)
    return "targets", {"names": list(exosomes)} | ({"sign": sign} if sign else {})


def exosomes_beside(s: Sentence, i: int) -> bool:
    """Return whether a name is of a donor whose exosomes are meant: exosomes of X, X exosomes."""
    term = s.terms[i]
    if not term.is_a("Exposure", "Cancer", *subtypes("Donor")):
        return False
    kinds = [t.kind for t in s.terms]
    after = kinds[i + 1 : i + 2] == ["exosome"]
    return after or (i > 1 and kinds[i - 2] == "exosome" and kinds[i - 1] in ("of", "from", "by"))


@rule
def after_exposure(s: Sentence) -> Found:
    """What an exposure does to X: what happens to X after radiotherapy."""
    asks = s.has("happen") or any(
        re.match(r"(becomes?|came|comes?) of", s.terms[i].word) for i in s.at("make", "verb")
    )
    after = [i for i in s.exposures if i > min(s.at("if", "after", "in"), default=len(s.terms))]
    if not asks or len(s.things) != 1 or len(s.exposures) != 1 or not after or s.radio is not None:
        return None
    s.use_kinds("happen", "system")
    return "relation", {"a": s.id(after[0]), "b": s.id(s.things[0])}


@rule
def exposure_effects(s: Sentence) -> Found:
    """What an exposure changes."""
    if not s.exposures or s.things or s.radio is not None or s.has("agent"):
        return None
    falls = falling(s)
    if not (s.has("verb", "event", "happen", "effect") or falls) or len(s.exposures) > 2:
        return None
    exposure = s.exposures[0]
    if (
        s.says("changes")
        and s.has("what")
        and not s.passive(s.at("verb")[0] if s.has("verb") else 0)
    ):
        s.use(*(i for i in s.exposures if not s.listed(exposure, i)))
        return "exposure_effects", {"exposure": s.id(exposure)}
    signed = [i for i in s.at("verb", "event") if s.terms[i].value]
    turned = s.passive(signed[0]) if signed else False
    exposed = s.terms[exposure].word in ("irradiated", "hypoxic") and exposure - 1 in signed
    if exposed and s.has("what") and s.terms[exposure - 1].form != "ed":
        return None  # which exosomes rescue irradiated cells
    if (signed or falls) and s.is_context(exposure):
        s.use(*signed, *falls)
        s.use_kinds("exosome")
        sign = s.terms[signed[0]].value if signed else -1
        if takes("exposure_effects", "sign"):
            return "exposure_effects", {"exposure": s.id(exposure), "sign": sign}
        return "targets", {"names": [s.id(exposure)], "sign": sign}
    signed = [i for i in signed if s.terms[i].kind == "verb"]
    if signed and s.terms[signed[0]].word == "induced" and s.has("exosome") and s.has("type"):
        s.use(signed[0])  # hypoxia-induced exosomal miRNAs
        s.use_kinds("exosome")
        return "cargo_of", {"exosome": s.id(exposure)}
    if signed and (turned or exposure < signed[0] or s.is_context(exposure)):
        s.use(signed[0])
        return "targets", {"names": [s.id(exposure)], "sign": s.terms[signed[0]].value}
    s.use(*(i for i in s.exposures if not s.listed(exposure, i)))
    return "exposure_effects", {"exposure": s.id(exposure)}


@rule
def effects_of(s: Sentence) -> Found:
    """The effects, the role or the function of X."""
    named = s.things or [i for i in s.at("entity") if s.terms[i].is_a("Exosome")]
    if not s.has("effect") or len(named) != 1 or s.radio is not None or s.has("verb", "agent"):
        return None
    on = named[0] and s.terms[named[0] - 1].word in ("on", "upon")
    return ("regulators", {"names": [s.id(named[0])]}) if on else known_to_do(s, named)


@rule
def claim(s: Sentence) -> Found:
    """A claim written as a statement: X represses Y."""
    acting = s.at("verb", "sensitize", "make", "silenceverb")
    if not acting or s.has("what", "share", "agent", "target", "type"):
        return None
    ends = pair(s)
    if ends is None or (s.radio is not None and not s.things):
        return None
    s.use(*acting)
    return "relation", {"a": ends[0], "b": ends[1]}


@rule
def of_radiosensitivity(s: Sentence) -> Found:
    """What acts on radiosensitivity, either way."""
    if s.radio is None or s.things or (s.has("how", "why") and s.has("pronoun")):
        return None
    if s.has("happen") and s.has("exosome"):
        return None  # what happens to radiosensitivity when exosomes are blocked
    if len({s.terms[i].value for i in s.at("radio")}) > 1 and s.both_ways():
        signs = [("regulators", {"names": [RADIO], "sign": sign}) for sign in (1, -1)]
        raise s.unsure("which way is asked for", signs)
    if all(t.kind in ("radio", "mark", "more") for t in s.terms):
        return None
    if s.has("pronoun") and s.has("make") and not s.cancers and s.notes:
        return None  # what makes them less sensitive to it
    acting = [i for i in s.exposures if not s.is_context(i)]
    if acting and not s.has("type"):
        return "relation", {"a": s.id(acting[0]), "b": s.radio_id()}
    sign = s.effect_sign()
    s.radio_id()
    parameters: dict[str, Any] = {"names": [RADIO]} | ({"sign": sign} if sign else {})
    listed = [i for i in s.at("pathway", "process") if s.terms[i - 1].kind == "what"]
    if listed:  # which pathways lower it
        s.use(*listed)
        kinds = {"pathway": "Pathway", "process": "Process"}
        return "regulators", {**parameters, "type": kinds[s.terms[listed[0]].kind]}
    if s.says("exosomes", "vesicles") and not s.has("type"):
        parameters["type"] = "Exosome"
    s.use_kinds("exosome")
    return "regulators", parameters


@rule
def regulation(s: Sentence) -> Found:
    """What regulates X, what X regulates."""
    things = s.actors
    if not things or s.radio is not None:
        return None
    nouns = s.at("agent", "target")
    verbs = s.at("verb", "silenceverb", "spongeverb", "event", "reach")
    target_of = [
        i
        for i in verbs
        if s.terms[i].word in ("target", "targets")
        and s.terms[i + 1 : i + 2]
        and s.terms[i + 1].kind == "of"
    ]
    if s.has("target") or target_of:
        s.use(*nouns, *target_of)
        return "targets", regulated(s, things, sign_of(s, [i for i in verbs if i not in target_of]))
    if nouns:
        s.use(*nouns)
        return "regulators", regulated(s, things, s.terms[nouns[0]].value or sign_of(s, verbs))
    if not verbs:
        return None
    verb = next((i for i in verbs if s.terms[i].value), verbs[0])
    term = s.terms[verb]
    before, after = [i for i in things if i < verb], [i for i in things if i > verb]
    if term.kind == "event":
        upstream = not any(s.by(i) for i in things)
    elif s.passive(verb) or (term.form == "ed" and not before):
        agents = [i for i in things if s.by(i)] or [
            i for i in after if s.terms[i - 1].kind in ("in", "after", "by")
        ]
        upstream = not (agents or (after and not before))
        things = agents or things
    elif (
        [t.kind for t in s.terms[verb + 1 :]] in ([], ["pronoun"])
        and before
        and any(t.kind == "mark" for t in s.terms[before[-1] : verb])
    ):
        upstream = True  # KLF10: what regulates?
    else:
        upstream = (bool(after) and not before) or (
            verb > 0 and s.terms[verb - 1].kind == "what" and not after
        )
    asked = len(before) == len(after) == 1 and s.terms[before[0] - 1].kind == "what"
    if asked and term.kind == "verb" and not s.passive(verb):  # which drugs raise X
        s.use(verb)
        return "relation", {"a": s.id(before[0]), "b": s.id(after[0])}
    return ("regulators" if upstream else "targets"), regulated(s, things, sign_of(s, [verb]))


def sign_of(s: Sentence, verbs: list[int]) -> int | None:
    """Return the sign of the first verb that has one, and mark it as used."""
    for i in verbs:
        value = -1 if s.terms[i].kind == "spongeverb" else s.terms[i].value
        sign = {"silence": -1, "raise": 1}[value] if isinstance(value, str) else value
        if sign:
            s.use(i)
            return int(sign)
    return None


def regulated(s: Sentence, things: list[int], sign: int | None) -> dict[str, Any]:
    """Return the parameters of regulators and targets."""
    return {"names": [s.id(i) for i in things]} | ({"sign": sign} if sign else {})
