"""The first screen: totals, examples to click, and cancers with their findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import chain, islice
from typing import Any

from ..api import Graph
from ..graph.errors import UsageError
from ..graph.schema import CERTAINTIES, PREDICATES, SUPPORTS, PredicateClass, Support
from ..measured.columns import HEADINGS
from ..measured.grounding import ACCESSIONS
from ..measured.reading import MAX_FDR
from ..queries.catalogue import catalogue, find, named
from ..queries.declare import Question
from ..queries.evidence import NOTE_WORDS
from ..queries.kinds import FORMER
from ..views.render.browser import look, whole_legend
from ..views.style import SCALE, UNMEASURED, kind_of
from .page_model import MOST_DRAWN, MOST_LISTED, wider_cancers

__all__ = ["EXAMPLES", "declared", "home", "page_style"]

MOST_MEASURED = 50_000_000
"""The most bytes of a table that the page reads; nothing of it is sent."""

EXAMPLES: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    (
        "How does miR-340-5p act on radiosensitivity?",
        "paths",
        {"source": "miR-340-5p", "target": "radiosensitivity"},
    ),
    (
        "Which exosomal cargo makes glioblastoma radioresistant?",
        "ask",
        {"text": "which exosomal cargo makes glioblastoma radioresistant?"},
    ),
    ("What regulates KLF10, two hops upstream?", "regulators", {"names": "KLF10", "depth": "2"}),
    ("Where do studies contradict each other?", "contradictions", {}),
    (
        "From hypoxia to radiosensitivity, as reported by one study",
        "mechanism",
        {"name": "hypoxia"},
    ),
    ("What happens if NORAD is silenced?", "what_if", {"names": "NORAD", "change": "silence"}),
)
"""What is asked, and how the page asks it."""

_TRIED = 20
"""Of so many entities with most claims examples are made."""

_SOON = ("hubs", "info")
_ALL_ASKED = 2_000
"""The most claims of a graph that is asked more than these, only to offer what has rows."""

_SUPPORT: Mapping[Support, str] = {
    "one-study": "findings of one cited paper, in one cancer, carry every step",
    "one-passage": (
        "one finding carries every step; it cites several papers together, or is the review's own"
    ),
    "same-cancer": (
        "every step has a finding in one and the same cancer, but no single study carries them all"
    ),
    "stitched": "put together from findings in different cancers; no study carries it as a whole",
}


def home(graph: Graph) -> dict[str, Any]:
    """Return what the first screen shows.

    Returns
    -------
    dict
        The graph's version, totals and sources; cancers with the number of their findings, those in
        subtypes too, most first; examples that this graph can answer.
    """
    totals = graph.store.census().totals
    counted = graph.store.findings_by_cancer()
    wider, within = wider_cancers(graph), Counter[str]()
    for id, count in counted.items():
        within.update(dict.fromkeys(wider.get(id or "", ()), count))
    rows = [{**graph.store.entity(id).to_dict(), "findings": count} for id, count in within.items()]
    examples = [
        {"text": text, "name": name, "parameters": dict(p)}
        for text, name, p in EXAMPLES
        if _answerable(graph, name, p)
    ]
    if len(examples) < len(EXAMPLES):  # another graph: of its own entities
        named_ = [example for example in examples if example["parameters"]]
        examples = list(islice(chain(named_, _of_hubs(graph), _plain(graph)), len(EXAMPLES)))
    return {
        "graph": graph.version,
        "totals": totals,
        "sources": [
            {"id": s.id, "title": s.title, "doi": s.doi, "license": s.license}
            for s in graph.sources()
        ],
        "cancers": sorted(rows, key=lambda one: (-one["findings"], one["name"])),
        "general": counted.get(None, 0),
        "examples": examples,
    }


def _answerable(graph: Graph, name: str, parameters: Mapping[str, str]) -> bool:
    if name == "ask":
        with suppress(UsageError):
            graph.ask(parameters["text"])
            return True
        return False
    names = named(find(name), parameters)
    return len(graph.look_up(names)) == len(set(names))


def _of_hubs(graph: Graph) -> Iterator[dict[str, Any]]:
    """Yield questions on the entities of most claims, of which each has rows."""
    store = graph.store
    hubs = list(islice(store.by_degree(), _TRIED))
    for text, name, forward in (
        ("What does {} act on?", "targets", True),
        ("What regulates {}?", "regulators", False),
    ):
        for hub in hubs:
            if store.count_at(hub.id, {PredicateClass.CAUSAL}, forward=forward):
                named_so = graph.look_up([hub.name]).get(hub.name, ())
                of = hub.name if [e.id for e in named_so] == [hub.id] else hub.id
                yield {"text": text.format(hub.name), "name": name, "parameters": {"names": of}}
                break


def _plain(graph: Graph) -> Iterator[dict[str, Any]]:
    """Yield questions that need no name and have rows, as far as it takes no time to know."""
    plain = (q for q in catalogue() if not any(p.required for p in q.parameters))
    few = graph.store.census().totals["edges"] <= _ALL_ASKED
    for question in sorted(plain, key=lambda q: q.name not in _SOON):
        if question.name in _SOON or few:
            with suppress(UsageError):
                if graph.query(question.name, limit=1).rows:
                    yield {"text": question.summary, "name": question.name, "parameters": {}}


def declared(question: Question) -> dict[str, Any]:
    """Return a question's declaration, from which the page builds its form."""
    return {
        "name": question.name,
        "summary": question.summary,
        "example": {
            key: "|".join(map(str, v)) if isinstance(v, (list, tuple)) else v
            for key, v in question.example.items()
        },
        "parameters": [
            {
                "name": p.name,
                "kind": p.kind,
                "help": p.help,
                "default": p.default,
                "required": p.required,
                "minimum": p.minimum,
                "choices": list(p.choices),
            }
            for p in question.parameters
        ],
    }


def page_style() -> dict[str, Any]:
    """Return what the page's scripts need: looks, the whole legend, the catalogue, and words."""
    return {
        **look(),
        "legend": whole_legend(),
        "questions": [declared(question) for question in catalogue()],
        "notes": NOTE_WORDS,
        "kinds": {name: kind_of(name) for name in PREDICATES},
        "certainties": CERTAINTIES,
        "supports": {name: _SUPPORT[name] for name in SUPPORTS},
        "former": {word: list(SUPPORTS[: SUPPORTS.index(now) + 1]) for word, now in FORMER.items()},
        "mostDrawn": MOST_DRAWN,
        "mostListed": MOST_LISTED,
        "scale": SCALE,
        "unmeasured": UNMEASURED,
        "maxFdr": MAX_FDR,
        "headings": HEADINGS,
        "accessions": ACCESSIONS,
        "mostMeasured": MOST_MEASURED,
    }
