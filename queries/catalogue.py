"""The catalogue: the modules of `radexo.queries.questions`, each a question of its name.

Examples
--------
>>> find("regulators").summary
'What regulates X'
>>> [parameter.name for parameter in find("regulators").parameters][:2]
['names', 'depth']
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from contextlib import suppress
from dataclasses import replace
from functools import cache
from importlib import import_module
from math import inf
from typing import TYPE_CHECKING, Any, TypeVar

from ..graph.collector import no_collector
from ..graph.errors import UnknownNameError, UsageError
from ..graph.report import how_many
from ..graph.schema import subtypes
from .answer import BY_ROWS, Answer, Status
from .declare import GROUPS, Question, Rows, RowsToMake
from .filters import HOW_TO_MERGE, Filters
from .kinds import FORMER, KINDS, MOST_HOPS, LookUp, Parameter, as_name, several
from .questions import names
from .rows import Hidden, Row, derived, row

if TYPE_CHECKING:
    from ..graph.model import Entity
    from ..graph.names import NameIndex
    from ..graph.schema import TypeName
    from ..graph.stores.base import Store
    from .paths.search import Budget

__all__ = [
    "TOO_LATE",
    "QuestionRow",
    "answer",
    "catalogue",
    "check_declared",
    "cut",
    "cypher_parameters",
    "find",
    "limited",
    "made_in_time",
    "named",
    "names",
    "noticed",
    "notices",
    "queries",
    "reader",
    "resolve",
    "types_named",
]

T = TypeVar("T")


@row
class ParameterRow(Row):
    """One parameter of a question."""

    name: str = derived("parameter.name")
    type: str = derived("parameter.kind")
    default: object = derived("parameter.default")
    example: object
    parameter: Hidden[Parameter]


def find(name: str) -> Question:
    """Find a question by name; dashes count as underscores.

    Parameters
    ----------
    name
        Such as ``what-if``.

    Returns
    -------
    Question

    Raises
    ------
    UnknownNameError
        When there is none; the candidates are the nearest names.

    Examples
    --------
    >>> find("what-if").name
    'what_if'
    """
    known = str(name).strip().replace("-", "_").casefold()
    if known not in names():
        from ..graph.names import near_words

        near = near_words(known, names())
        hint = f" Nearest: {', '.join(near)}." if near else ""
        raise UnknownNameError(
            f"{name!r} is not a question of the catalogue.{hint} 'radexo queries' lists them", near
        )
    module = import_module(f".questions.{known}", __package__)
    declared: Question = getattr(module, known).question
    return declared


@cache
def catalogue() -> tuple[Question, ...]:
    """Return every question, by group and name.

    Returns
    -------
    tuple of Question

    Examples
    --------
    >>> catalogue()[0].group
    'mechanisms'
    """
    order = list(GROUPS)
    return tuple(sorted(map(find, names()), key=lambda q: (order.index(q.group), q.name)))


def resolve(question: Question, given: Mapping[str, Any], look_up: LookUp) -> dict[str, Any]:
    """Read what was given for a question: names become entities, text what the kind says.

    Parameters
    ----------
    question
        The question.
    given
        Values by parameter name, as text or as Python values.
    look_up
        How names become entities.

    Returns
    -------
    dict
        A value for each of the question's parameters.

    Raises
    ------
    UsageError
        When a parameter is not known or a required one is missing, or a value cannot be read.
    """
    check_declared(question, given)
    return {p.name: _resolve(question, p, given.get(p.name), look_up) for p in question.parameters}


def reader(names: NameIndex, notices: list[str], found_in: NameIndex | None = None) -> LookUp:
    """Return how the names given for a question become entities.

    Parameters
    ----------
    names
        The names of the graph.
    notices
        Where it is added which other entities a name could mean.
    found_in
        The names that were looked up beforehand, if some were.
    """

    def read(name: str, *types: TypeName) -> Entity:
        entity, notice = names.read(name, (found_in or names).candidates(name), types or None)
        if notice and notice not in notices:
            notices.append(notice)
        return entity

    return read


def check_declared(question: Question, given: Iterable[str]) -> None:
    """Raise a UsageError where a parameter is given that a question does not declare."""
    declared = [p.name for p in question.parameters]
    for name in given:
        if name not in declared:
            known = ", ".join(declared) or "none"
            raise UsageError(
                f"{question.name} has no parameter {name!r}; it has: {known}", declared
            )


def _resolve(question: Question, parameter: Parameter, value: Any, look_up: LookUp) -> Any:
    if value is None or (isinstance(value, Sized) and not len(value)):
        if parameter.required:
            example = question.example.get(parameter.name)
            raise UsageError(
                f"{question.name} needs {parameter.name}: {parameter.help}, such as {example!r}"
            )
        return parameter.default
    return KINDS[parameter.kind].read(parameter, value, look_up)


def notices(given: Mapping[str, Any]) -> str:
    """Return what to say of words of earlier versions among the values given; empty without any."""
    former = [value for value in given.values() if isinstance(value, str) and value in FORMER]
    return "; ".join(f"{word} is now called {FORMER[word]}" for word in former)


def noticed(answer: Answer[Any], notices: Iterable[str]) -> Answer[Any]:
    """Add notices to the reason of an answer."""
    return replace(answer, reason="; ".join(filter(None, (answer.reason, *notices))) or None)


def named(question: Question, given: Mapping[str, Any]) -> list[str]:
    """Return the names of entities among the values given for a question."""
    values = [
        value for p in question.parameters if KINDS[p.kind].names and (value := given.get(p.name))
    ]
    flat = (name for value in values for part in several(value) for name in several(part))
    return list(map(as_name, flat))


def types_named(question: Question, given: Mapping[str, Any]) -> set[str]:
    """Return the types that values given for a question name instead of entities, with subtypes."""
    types: set[str] = set()
    for p in question.parameters:
        with suppress(UsageError):  # `resolve` says what cannot be read
            if p.kind == "end":
                end = KINDS[p.kind].read(p, given.get(p.name), lambda *_: None)
                types |= subtypes(end) if isinstance(end, str) else set()
    return types


def answer(
    question: Question, store: Store, resolved: Mapping[str, Any], *, budget: Budget | None = None
) -> Answer[Any]:
    """Ask a question of a store.

    Parameters
    ----------
    question
        The question.
    store
        The graph, or what a server selected of it.
    resolved
        A value for each parameter, as `resolve` returns them.
    budget
        When a search stops.

    Returns
    -------
    Answer
    """
    from ..graph.stores.base import is_large
    from .paths.search import Budget

    limit, filters = resolved["limit"], _filters(question, resolved)
    budget = Budget.given(budget) or Budget.of(store)
    given = {p.name: value for p in question.own if (value := resolved[p.name]) is not None}

    def ask(store: Store, budget: Budget, limit: int) -> Rows[Any]:
        more = {"budget": budget, "limit": limit}
        return question.run(store, **given, **{name: more[name] for name in question.takes})

    large = is_large(store)
    found = ask(filters.view(store), budget, limit)
    kept = len(found.rows) if found.total is None else found.total
    rows, late = made_in_time(found.rows, limit, budget.for_rows if large else inf)
    whole = kept if found.whole is None else found.whole
    wider: list[str] = []
    if filters and not large:  # in a large graph a filter must not take longer than none
        # all rows where those about a wider cancer are counted, else only how many there are
        everything = found
        with suppress(UsageError):  # the whole may be too large to be listed, and a part not
            everything = ask(store, Budget(), 0 if filters.cancer else limit)
        whole = max(whole, everything.whole or len(everything.rows))
        if filters.cancer:
            wider = _in_wider_cancers(store, filters.cancer, everything.rows)
    reasons = []
    if len(rows) < kept:
        shown = limited(len(rows), kept, found.what)
        stopped = (budget.spent or late) and (not limit or len(rows) < limit)
        reasons.append(shown.partition(";")[0] if stopped else shown)  # no limit shows more
    uncounted = large and bool(filters) and not found.unfiltered
    reasons += _left_out(found, kept, whole, filters, uncounted=uncounted)
    if not whole and found.none and not budget.spent:
        reasons.append(f"with {filters}: {found.none}" if uncounted else found.none)
    reasons += [*wider, *found.notes]
    if filters.confirmed and not rows and len(store.sources()) < 2:
        reasons.append(f"one source confirms nothing; {HOW_TO_MERGE}")
    if uncounted:
        reasons.append(
            f"{_plural(found.what)} left out by {filters} are not counted in a large graph"
        )
    if budget.spent or late:
        reasons.append(_stopped(found, budget.spent, late, large=large))
    cut = budget.spent or len(rows) < kept
    return Answer(
        question.name,
        {
            p.name: KINDS[p.kind].echo(value)
            for p in question.parameters
            if KINDS[p.kind].echoes(p, value := resolved[p.name])
        },
        rows,
        question.row,
        store.version,
        question.answer,
        "truncated" if cut else BY_ROWS,
        "; ".join(reasons) or None,
        found.details,
        total=kept,
        what=found.what,
    )


def cut(
    rows: Sequence[T], limit: int, what: str, reason: str | None, uncut: Status = BY_ROWS
) -> tuple[tuple[T, ...], Status, str | None]:
    """Return the rows that a limit shows, and the status and reason that say so.

    Parameters
    ----------
    rows
        All of them.
    limit
        The most rows; 0 for all.
    what
        What one row is called.
    reason
        That of the answer without a limit.
    uncut
        The status where all are shown.

    Returns
    -------
    rows
        The first ones.
    status
        truncated, or that given.
    reason
        Begins with how many are shown, where not all are.

    Examples
    --------
    >>> cut("abc", 2, "letter", "of the alphabet")
    (('a', 'b'), 'truncated', '2 of 3 letters shown; limit 0 shows all; of the alphabet')
    """
    shown = tuple(rows[: limit or None])
    if len(shown) == len(rows):
        return shown, uncut, reason
    cut_to = limited(len(shown), len(rows), what)
    return shown, "truncated", f"{cut_to}; {reason}" if reason else cut_to


TOO_LATE = "making rows stopped after {:.2g} s; ask for fewer by a limit"
"""Why not all rows are shown, where the time was too short."""
_OR_PART = ", or one source or cancer"
"""What to ask for of a large graph."""
_FIRST, _MOST = 25, 200
"""How many rows are made before the first look at the clock, and then at most."""


@no_collector()
def made_in_time(found: Sequence[Any], limit: int, seconds: float) -> tuple[tuple[Any, ...], float]:
    """Return the rows to show; also after how many seconds no more were made, else 0.

    Parameters
    ----------
    found
        Rows; those of `RowsToMake` are made here.
    limit
        The most rows; 0 for all.
    seconds
        When no more are made.
    """
    if not isinstance(found, RowsToMake) or seconds == inf:
        return tuple(found[: limit or None]), 0
    start, count = time.monotonic(), min(len(found), limit or len(found))
    rows: list[Any] = []
    several = _FIRST
    while len(rows) < count:
        if rows and time.monotonic() - start > seconds:
            return tuple(rows), seconds
        rows += found[len(rows) : min(len(rows) + several, count)]
        several = min(2 * several, _MOST)
    return tuple(rows), 0


def limited(shown: int, total: int, what: str) -> str:
    """Say how many rows a limit shows; the reason of an answer begins with it.

    Examples
    --------
    >>> limited(25, 60, "path")
    '25 of 60 paths shown; limit 0 shows all'
    """
    return f"{shown} of {how_many(total, _plural(what))} shown; limit 0 shows all"


def _left_out(
    found: Rows[Any], kept: int, whole: int, filters: Filters, *, uncounted: bool
) -> Iterator[str]:
    """Say how many of all rows were left out, and by what."""
    if whole > kept:
        counted = "" if uncounted else str(filters)
        by = ", ".join(filter(None, (counted, found.by))) or "the filters"
        least = "at least " if found.at_least else ""
        out_of = how_many(whole, _plural(found.what))
        yield f"{least}{whole - kept} of {least}{out_of} left out by {by}"


def _stopped(found: Rows[Any], spent: str | None, late: float, *, large: bool) -> str:
    """Say why a search, or the making of rows, stopped, and what to ask for instead."""
    if not spent:
        return f"{TOO_LATE.format(late)}{_OR_PART}"
    less = found.scope or f"fewer hops{_OR_PART if large else ''}"
    plural = _plural(found.what)
    missed = f"better {plural} than those shown" if found.counted else f"more {plural}"
    return f"{spent}; {missed} may exist, ask for {less}"


def _in_wider_cancers(store: Store, cancer: Entity, rows: Iterable[Any]) -> list[str]:
    """Say how many rows are about a cancer that the asked one is a subtype of, and not about it."""
    wider = store.supertypes(cancer.id) - {cancer.id}
    counts: Counter[str] = Counter()
    for each in rows:
        ids = {found.id for found in getattr(each, "cancers", None) or ()}
        if ids.isdisjoint(store.subtypes(cancer.id)):
            counts.update(ids & wider)
    found = sorted((store.entity(id).name, count) for id, count in counts.items())
    return [f"{count} more under {name}" for name, count in found]


def _filters(question: Question, resolved: Mapping[str, Any]) -> Filters:
    own = {p.name for p in question.own}
    return Filters(**{n: v for n, v in resolved.items() if n not in own and n != "limit"})


def _plural(what: str) -> str:
    return f"{what[:-1]}ies" if what.endswith("ty") else f"{what}s"


@row
class QuestionRow(Row):
    """One question of the catalogue."""

    name: str = derived("question.name")
    summary: str = derived("question.summary")
    parameters: tuple[ParameterRow, ...] = derived(
        lambda row: tuple(
            ParameterRow(row.question.example.get(p.name), p) for p in row.question.parameters
        )
    )
    example: Mapping[str, Any] = derived(lambda row: dict(row.question.example))
    columns: tuple[str, ...] = derived("question.columns")
    question: Hidden[Question]

    def cells(self) -> dict[str, str]:
        shown = " ".join(f"{name}={_shown(value)}" for name, value in self.example.items())
        return {
            "question": self.name,
            "asks": self.summary,
            "example": f"{self.name} {shown}".strip(),
        }


def _shown(value: Any) -> str:
    text = "|".join(value) if isinstance(value, (list, tuple)) else str(value)
    return f'"{text}"' if " " in text else text


def queries(version: str) -> Answer[QuestionRow]:
    """Return the questions of the catalogue as an answer."""
    rows = tuple(map(QuestionRow, catalogue()))
    return Answer("queries", {}, rows, QuestionRow, version)


def cypher_parameters(
    question: Question, resolved: Mapping[str, Any], entities: Iterable[Entity]
) -> dict[str, Any]:
    """Return a question's parameters as its Cypher takes them.

    Parameters
    ----------
    question, resolved
        What is asked; names are entities by now.
    entities
        The entities named, and their subtypes.

    Returns
    -------
    dict
        An entity is its id; a cancer or exposure also gives ``NAME_ids``, itself and its subtypes;
        an end gives ``NAME_ids`` and ``NAME_types``; a type gives ``NAME_labels``. ``filtered``
        says whether a filter is set.

    Raises
    ------
    UsageError
        When more hops are asked for than the Cypher writes out.
    """
    known = list(entities)
    parameters: dict[str, Any] = {"filtered": bool(_filters(question, resolved))}
    for p in question.parameters:
        value = resolved[p.name]
        parameters |= KINDS[p.kind].cypher(p.name, value, known)
        if p.name in ("depth", "max_hops") and value > MOST_HOPS:
            shown = p.name.replace("_", "-")
            raise UsageError(
                f"{shown} {value}: on a server at most {MOST_HOPS} hops; "
                "ask the embedded graph for more"
            )
    return parameters
