"""Over-representation of a list among sets: targets, pathways, cargo, cancers, findings.

A set is tested by the exact hypergeometric distribution: the chance that a list of this length,
drawn from the background, shares at least so many members with the set. In a list with signs, sets
of signed claims (targets, pathways) are tested for each direction: the members that moved as more
of the set's entity would have it, and those that moved as less of it would. The chance is then that
of drawing the raised and the lowered ids, exact too. Other sets are tested with the raised and with
the lowered ids. Rates are Benjamini and Hochberg's over every set that there may be, those that
share nothing with the list included.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from ..graph.errors import UsageError
from ..graph.model import Edge, Entity, Evidence, Finding, Reference, natural_key
from ..graph.names import NameIndex, fold
from ..graph.records import claims_of
from ..graph.schema import PredicateClass, subtypes
from ..graph.stores.base import SignedClaim, Store
from ..queries.answer import Answer
from ..queries.evidence import (
    EvidenceGroup,
    Note,
    Piece,
    group_cells,
    grouped,
    notes_on,
    notes_on_findings,
)
from ..queries.kinds import LookUp
from ..queries.rows import Hidden, Row, derived, row
from .columns import is_id_heading, numbered
from .files import cell_error, read_list
from .grounding import Grounding, ground, is_number
from .groups import discovery_rates, scipy_stats
from .overlay import context_ids, read_filters

if TYPE_CHECKING:
    import numpy
    import numpy.typing

__all__ = ["AGAINST", "Enriched", "Member", "chance", "enrich", "signed_chance"]

Against = Literal["targets", "pathways", "cargo", "cancers", "findings"]
AGAINST: tuple[Against, ...] = get_args(Against)
"""The kinds of sets."""

_SIGNED = ("targets", "pathways")
_WHAT = {
    "targets": "the direct targets of a gene or RNA",
    "pathways": "the genes and RNAs that act on a pathway or belong to it",
    "cargo": "what exosomes carry",
    "cancers": "the genes and RNAs named in findings in a cancer",
    "findings": "the genes and RNAs named in a finding",
}
_UP = frozenset({"+", "+1", "1", "up", "raised", "increased", "increase", "high", "gain"})
_DOWN = frozenset({"-", "-1", "−", "down", "lowered", "decreased", "decrease", "low", "loss"})
_TRAILING = re.compile(r"^(.*\S)[\s]+(\S+)$")
_SHOWN = 5


@row
class Member(Row):
    """A member of a set that the list has.

    Parameters
    ----------
    entity, id_in_list
        The member, and how the list calls it.
    direction
        +1 or -1, as the list says; None in a list without signs.
    sign
        Of the claim that makes it a member; None where the claim has none.
    findings, references
        Behind its membership.
    """

    id: str = derived("entity.id")
    name: str = derived("entity.name")
    type: str = derived("entity.type")
    id_in_list: str
    direction: int | None
    sign: int | None
    findings: tuple[str, ...]
    references: tuple[Reference, ...]
    entity: Hidden[Entity]


@row
class Enriched(Row):
    """One set that shares members with a list, a row of `enrich`.

    Parameters
    ----------
    set
        The entity that names the set; of a finding its id.
    direction
        Of a list with signs: +1 for what goes with more of the set's entity (of sets without signed
        claims: the raised ids), -1 for the opposite; None of a list without signs.
    overlap, set_size, list_size, background
        Counts within the background: shared, in the set, in the list, in all.
    p, q
        The exact chance of such an overlap or a larger one, and the false discovery rate.
    members
        What is shared, each with its papers.
    references
        All their papers.
    """

    set: Entity
    direction: int | None
    overlap: int
    set_size: int
    list_size: int
    background: int
    p: float
    q: float
    members: tuple[Member, ...]
    findings: tuple[str, ...] = derived(
        lambda row: tuple(sorted({f for m in row.members for f in m.findings}, key=natural_key))
    )
    references: tuple[Reference, ...] = derived(
        lambda row: tuple({r.key: r for m in row.members for r in m.references}.values())
    )
    evidence: tuple[EvidenceGroup, ...] = derived(lambda row: grouped(row.store, row.pieces()))
    notes: tuple[Note, ...] = derived(
        lambda row: tuple(
            dict.fromkeys(
                (
                    *notes_on(row.store, row.claims(), row.signed_claims()),
                    *notes_on_findings(p for p in row.behind if isinstance(p, Finding)),
                )
            )
        )
    )
    behind: Hidden[tuple[Evidence | Finding, ...]] = field(compare=False)
    store: Hidden[Store] = field(compare=False)

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The claims that make the shared members members; none of cancers and findings."""
        return tuple(claims_of(self.claims()))

    def claims(self) -> list[Evidence]:
        """Return the evidence of these claims."""
        return [piece for piece in self.behind if isinstance(piece, Evidence)]

    def signed_claims(self) -> Iterable[SignedClaim]:
        """Return those of the claims that have a sign."""
        return ((e.subject, e.object, e.sign) for e in self.edges if e.causal and e.sign)

    def pieces(self) -> Iterable[Piece]:
        """Return each certainty with the findings that give it."""
        for piece in self.behind:
            if isinstance(piece, Evidence):
                yield piece.statement.certainty, piece.finding
            elif piece.certainty:
                yield piece.certainty, piece

    def cells(self) -> dict[str, str]:
        signed = all(member.sign is not None for member in self.members)
        words = _AS_SIGNED if signed else _AS_LISTED
        return {
            "set": self.set.name,
            "direction": words[self.direction] if self.direction else "-",
            "overlap": f"{self.overlap} of {self.set_size}",
            "list": f"{self.list_size} of {self.background}",
            "p": f"{self.p:.3g}",
            "q": f"{self.q:.3g}",
            "members": ", ".join(member.name for member in self.members),
            **group_cells(self.evidence),
        }


_AS_SIGNED = {1: "as more of it", -1: "as less of it"}
_AS_LISTED = {1: "raised ids", -1: "lowered ids"}
"""What a direction means in a table: of sets of signed claims, and of other sets."""


@dataclass(frozen=True)
class _Set:
    """A set: its members, each with the sign of its claim and what is behind it."""

    entity: Entity
    members: Mapping[str, Mapping[int | None, Sequence[Evidence | Finding]]]
    store: Store


@dataclass(frozen=True)
class _List:
    """A list: ids with the directions that it gives them, and the prefix of plain numbers."""

    name: str
    directions: Mapping[str, int | None]
    numbered: str = ""

    @property
    def signed(self) -> bool:
        """Whether the ids have directions."""
        return any(direction is not None for direction in self.directions.values())


def chance(overlap: int, set_size: int, list_size: int, background: int) -> float:
    """Return the chance that a list shares at least so many members with a set.

    Examples
    --------
    >>> chance(2, 2, 2, 4) == 1 / 6
    True
    """
    return float(scipy_stats().hypergeom.sf(overlap - 1, background, set_size, list_size))


def signed_chance(
    overlap: int, plus: int, minus: int, raised: int, lowered: int, background: int
) -> float:
    """Return the chance that raised and lowered ids meet a signed set in at least so many members.

    Parameters
    ----------
    overlap
        Raised ids among the set's members with a plus, and lowered ids among those with a minus.
    plus, minus
        How many members the set has of each sign; one with both is in neither.
    raised, lowered
        The lengths of the two parts of the list, which are drawn one after the other.
    background
        What both are drawn from.

    Examples
    --------
    >>> signed_chance(2, 1, 1, 1, 1, 4) == 1 / 4 * 1 / 3
    True
    """
    import numpy

    hypergeom = scipy_stats().hypergeom
    # of the raised ids i hit the plus members and j the minus ones, which then cannot be lowered
    total = 0.0
    neither = background - plus - minus
    for i in range(max(0, raised - minus - neither), min(plus, raised) + 1):
        first = float(hypergeom.pmf(i, background, plus, raised))
        j = numpy.arange(max(0, raised - i - neither), min(minus, raised - i) + 1)
        second = numpy.ones(len(j))
        if background > plus:  # SciPy draws from no empty background
            second = hypergeom.pmf(j, background - plus, minus, raised - i)
        rest = numpy.full(len(j), float(overlap <= i))
        if background > raised:
            rest = hypergeom.sf(overlap - i - 1, background - raised, minus - j, lowered)
        total += first * float((second * rest).sum())
    return min(total, 1.0)


def enrich(
    store: Store,
    listed: Any,
    *,
    against: str = "targets",
    background: Any = None,
    limit: int = 0,
    filters: Mapping[str, Any] | None = None,
    look_up: LookUp,
) -> Answer[Enriched]:
    """Test a list for over-representation; see `radexo.Graph.enrich`."""
    if against not in AGAINST:
        raise UsageError(f"against {against!r}: one of {', '.join(AGAINST)}", AGAINST)
    scipy_stats()
    chosen, echoed = read_filters(filters or {}, look_up)
    items = _items(listed)
    ids = Grounded(store.names, items)
    reasons = list(ids.reasons())
    universe: Grounded | None = None
    if background is not None:
        universe = Grounded(store.names, _items(background))
        size = len(universe.keys)
        stated = f"background: the {size} ids of {_items_name(background)}"
        directions = {key: d for key, d in _directions(items, ids).items() if key in universe.keys}
        if out := len(ids.keys) - len(directions):
            reasons.append(f"{out} of {len(ids.keys)} ids are not in the background, and left out")
    else:
        counts = store.census().entities
        size = sum(counts.get(type, 0) for type in subtypes("Cargo"))
        stated = (
            f"background: the {size} genes, RNAs and other molecules of the graph; name what was "
            "measured with background"
        )
        directions = {key: d for key, d in _directions(items, ids).items() if key in ids.entities}
    within = universe.keys if universe else None
    present = [key for key in directions if key in ids.entities]
    view = chosen.view(store)
    found = list(_SETS[against](view, present, context_ids(store, chosen)))
    rows = _test(found, directions, ids, within, size, against, items.signed)
    tests = _tests(store, against) * (2 if items.signed else 1)
    rows = _with_rates(rows, max(tests, len(rows)))
    kept = rows[: limit or None]
    reasons.insert(0, f"{stated}; sets: {_WHAT[against]}; rates over {max(tests, len(rows))} tests")
    if not rows:
        reasons.append("no set shares a member with the list")
    if len(kept) < len(rows):
        reasons.append(f"{len(kept)} of {len(rows)} rows shown; limit 0 shows all")
    parameters = {
        "list": items.name,
        "against": against,
        "background": None if background is None else _items_name(background),
        **echoed,
        "limit": limit,
    }
    return Answer(
        "enrich",
        parameters,
        tuple(kept),
        Enriched,
        store.version,
        "set",
        "truncated" if len(kept) < len(rows) else "",
        "; ".join(reasons),
        {
            "list": {
                "file": items.name,
                "ids": len(items.directions),
                "signed": items.signed,
                "grounded": len(ids.entities),
                "background": size,
                "unmatched": sorted(ids.grounding.unmatched),
            }
        },
    )


class Grounded:
    """Ids by what they stand for: an entity's id, else the folded name.

    Parameters
    ----------
    names
        The graph's index.
    items
        The ids as they are written.
    """

    def __init__(self, names: NameIndex, items: _List) -> None:
        ids, self.numbered = items.directions, items.numbered
        self.grounding: Grounding = ground(names, ids, numbered=self.numbered)
        self.key_of: dict[str, str] = {}
        self.entities: dict[str, Entity] = {}
        self.written: dict[str, str] = {}
        for id in ids:
            entity = self.grounding.found.get(id)
            key = entity.id if entity else f"name:{fold(id)}"
            self.key_of[id] = key
            self.written.setdefault(key, id)
            if entity:
                self.entities[key] = entity

    @property
    def keys(self) -> Set[str]:
        """What the ids stand for, each once."""
        return self.written.keys()

    def reasons(self) -> Iterator[str]:
        """Say which ids are not in the graph."""
        whole = len(self.key_of)
        if count := len(self.grounding.unmatched):
            yield f"{count} of {whole} ids are not in the graph"
        plain = sum(map(is_number, self.grounding.unmatched))
        if plain and not self.numbered:
            yield (
                f"{plain} of the ids are plain numbers, which are looked up below a heading that "
                "says Entrez, NCBI or HGNC"
            )
        for reason in sorted({why for why, _ in self.grounding.doubtful.values()}):
            found = sorted(id for id, (why, _) in self.grounding.doubtful.items() if why == reason)
            shown = ", ".join(found[:_SHOWN]) + ", ..." * (len(found) > _SHOWN)
            yield f"{len(found)} of {whole} ids not grounded, {reason} ({shown})"


def _directions(items: _List, ids: Grounded) -> dict[str, int | None]:
    """Return the directions by what the ids stand for.

    Raises
    ------
    UsageError
        When two ids stand for one thing, and go both ways.
    """
    found: dict[str, int | None] = {}
    for id, direction in items.directions.items():
        key = ids.key_of[id]
        if found.setdefault(key, direction) != direction:
            raise UsageError(
                f"{items.name}: {id!r} and {ids.written[key]!r} are one entity and go both ways; "
                "keep one"
            )
    return found


def _items_name(listed: Any) -> str:
    return str(listed) if isinstance(listed, (str, Path)) else "list"


def _items(listed: Any) -> _List:
    """Read a list: from a file, names, or names with signs."""
    if isinstance(listed, (str, Path)):
        return _read(listed)
    if isinstance(listed, Mapping):
        return _List(
            "list", {str(id): _direction(str(d), "list", None) for id, d in listed.items()}
        )
    items = {str(id).strip(): None for id in listed}
    items.pop("", None)
    if not items:
        raise UsageError("the list is empty: name at least one gene or RNA")
    return _List("list", items)


def _read(path: str | Path) -> _List:
    file = str(path)
    rows = read_list(path)
    if not rows:
        raise cell_error(file, None, None, None, "the file is empty", "give one id per line")
    if len(rows[0][1]) == 1:
        cut = [_TRAILING.match(cells[0]) for _, cells in rows]
        if all(match and match[2].casefold() in _UP | _DOWN for match in cut):
            rows = [(n, list(m.groups())) for (n, _), m in zip(rows, cut, strict=True) if m]
    number, first = rows[0]
    prefix = ""
    if is_id_heading(first[0]) and len(rows) > 1:
        rows, prefix = rows[1:], numbered(first[0])
    found: dict[str, int | None] = {}
    for number, cells in rows:
        if len(cells) > 2:
            raise cell_error(
                file,
                number,
                None,
                None,
                f"{len(cells)} cells in a list",
                "one id per line, and at most its direction; of a table, keep what changed",
            )
        if not cells[0]:
            raise cell_error(file, number, None, None, "no id", "give one, or drop the row")
        direction = _direction(cells[1], file, number) if len(cells) > 1 else None
        if found.setdefault(cells[0], direction) != direction:
            raise cell_error(file, number, None, cells[0], "goes both ways", "keep one of its rows")
    if len(set(map(_is_none, found.values()))) > 1:
        number, cells = next((n, c) for n, c in rows if found[c[0]] is None)
        raise cell_error(
            file, number, None, cells[0], "no direction, where other rows have one", "give + or -"
        )
    return _List(file, found, prefix)


def _is_none(value: int | None) -> bool:
    return value is None


def _direction(text: str, file: str, row: int | None) -> int | None:
    word = text.strip().casefold()
    if not word:
        return None
    if word in _UP | _DOWN:
        return 1 if word in _UP else -1
    try:
        number = float(word)
    except ValueError:
        number = 0.0
    if not number or isnan(number):
        raise cell_error(
            file, row, "direction", text, "not a direction", "write + or -, up or down"
        )
    return 1 if number > 0 else -1


# -- sets -----------------------------------------------------------------------------------------


def _targets(store: Store, ids: Sequence[str], contexts: Set[str]) -> Iterator[_Set]:
    molecules = subtypes("Cargo")
    return _claimed(
        store, ids, contexts, (PredicateClass.CAUSAL,), lambda e: e.type in molecules, from_set=True
    )


def _pathways(store: Store, ids: Sequence[str], contexts: Set[str]) -> Iterator[_Set]:
    classes = (PredicateClass.CAUSAL, PredicateClass.MEMBERSHIP)
    return _claimed(store, ids, contexts, classes, lambda e: e.type == "Pathway", from_set=False)


def _cargo(store: Store, ids: Sequence[str], contexts: Set[str]) -> Iterator[_Set]:
    classes = (PredicateClass.TRANSPORT,)
    return _claimed(store, ids, contexts, classes, lambda e: e.type == "Exosome", from_set=True)


def _claimed(
    store: Store,
    ids: Sequence[str],
    contexts: Set[str],
    classes: Sequence[PredicateClass],
    names: Callable[[Entity], bool],
    *,
    from_set: bool,
) -> Iterator[_Set]:
    """Iterate over the sets whose members a claim joins to the entity that names the set."""
    near = store.around([*ids, *contexts])
    owners = {}
    for id in ids:
        for edge in (near.in_edges if from_set else near.out_edges)(id, classes=classes):
            owner = near.entity(edge.subject if from_set else edge.object)
            if names(owner) and not owner.general and owner.id != id:
                owners[owner.id] = owner
    part = store.around([*owners, *contexts])
    molecules = subtypes("Cargo")
    for owner in owners.values():
        members: dict[str, dict[int | None, list[Evidence | Finding]]] = {}
        for edge in (part.out_edges if from_set else part.in_edges)(owner.id, classes=classes):
            member = part.entity(edge.object if from_set else edge.subject)
            if member.type in molecules and not member.general and member.id != owner.id:
                behind = members.setdefault(member.id, {}).setdefault(edge.sign, [])
                behind += part.evidence(edge)
        yield _Set(owner, members, part)


def _cancers(store: Store, ids: Sequence[str], contexts: Set[str]) -> Iterator[_Set]:
    cancers = {f.cancer for id in ids for f in store.findings(naming=id) if f.cancer}
    for id in cancers:
        yield _named(store, store.entity(id), store.findings(cancers=(id,)))


def _findings(store: Store, ids: Sequence[str], contexts: Set[str]) -> Iterator[_Set]:
    found = {f.id: f for id in ids for f in store.findings(naming=id)}
    for finding in found.values():
        yield _named(store, Entity(finding.id, finding.id, "Finding"), (finding,))


def _named(store: Store, entity: Entity, findings: Iterable[Finding]) -> _Set:
    """Return the set of the molecules that findings name."""
    molecules = subtypes("Cargo")
    members: dict[str, dict[int | None, list[Evidence | Finding]]] = {}
    known: dict[str, bool] = {}
    for finding in findings:
        ends = (id for s in finding.statements for id in (s.subject, s.object))
        markers = (marker.entity for marker in finding.biomarkers)
        for id in dict.fromkeys((*ends, *finding.cargo, *markers)):
            if id not in known:
                member = store.entity(id)
                known[id] = member.type in molecules and not member.general
            if known[id]:
                members.setdefault(id, {}).setdefault(None, []).append(finding)
    return _Set(entity, members, store)


_SETS: Mapping[str, Callable[[Store, Sequence[str], Set[str]], Iterator[_Set]]] = {
    "targets": _targets,
    "pathways": _pathways,
    "cargo": _cargo,
    "cancers": _cancers,
    "findings": _findings,
}


def _tests(store: Store, against: str) -> int:
    """Return how many sets of a kind there may be."""
    census = store.census()
    if against == "findings":
        return census.totals["findings"]
    types = {
        "targets": subtypes("Cargo"),
        "pathways": {"Pathway"},
        "cargo": {"Exosome"},
        "cancers": {"Cancer"},
    }
    return sum(census.entities.get(type, 0) for type in types[against])


# -- tests ----------------------------------------------------------------------------------------


def _test(
    sets: Iterable[_Set],
    directions: Mapping[str, int | None],
    ids: Grounded,
    within: Set[str] | None,
    size: int,
    against: str,
    signed: bool,
) -> list[Enriched]:
    """Test each set, without its rate."""
    raised = sum(d == 1 for d in directions.values())
    lowered = sum(d == -1 for d in directions.values())
    rows = []
    for each in sets:
        members = {
            id: signs for id, signs in each.members.items() if within is None or id in within
        }
        for direction in (1, -1) if signed else (None,):
            if direction is None:
                shared = [id for id in members if id in directions]
                p = chance(len(shared), len(members), len(directions), size)
                counts = (len(members), len(directions))
            elif against in _SIGNED:
                plus, minus = (
                    {id for id, signs in members.items() if sign in signs and -sign not in signs}
                    for sign in (direction, -direction)
                )
                shared = [
                    id
                    for id in members
                    if (id in plus and directions.get(id) == 1)
                    or (id in minus and directions.get(id) == -1)
                ]
                p = signed_chance(len(shared), len(plus), len(minus), raised, lowered, size)
                counts = (len(plus) + len(minus), raised + lowered)
            else:
                shared = [id for id in members if directions.get(id) == direction]
                part = raised if direction == 1 else lowered
                p = chance(len(shared), len(members), part, size)
                counts = (len(members), part)
            if shared:
                found = [
                    _member(each.store, ids, id, members[id], directions[id], direction, against)
                    for id in shared
                ]
                found.sort(key=lambda pair: (pair[0].name.casefold(), pair[0].id))
                rows.append(
                    Enriched(
                        each.entity,
                        direction,
                        len(shared),
                        *counts,
                        size,
                        p,
                        1.0,
                        tuple(member for member, _ in found),
                        tuple(piece for _, behind in found for piece in behind),
                        each.store,
                    )
                )
    return rows


def _member(
    store: Store,
    ids: Grounded,
    id: str,
    signs: Mapping[int | None, Sequence[Evidence | Finding]],
    listed: int | None,
    direction: int | None,
    against: str,
) -> tuple[Member, tuple[Evidence | Finding, ...]]:
    """Return a shared member, and what is behind its membership."""
    sign = next(iter(signs)) if len(signs) == 1 else None
    if direction is not None and listed is not None and against in _SIGNED:
        sign = listed * direction
        behind = tuple(signs[sign])
    else:
        behind = tuple(piece for found in signs.values() for piece in found)
    findings = {f.id: f for piece in behind for f in [_finding(piece)]}
    keys = dict.fromkeys(key for f in findings.values() for key in f.reference_keys)
    references = tuple(store.reference(*key) for key in keys)
    order = tuple(sorted(findings, key=natural_key))
    entity = ids.entities[id]
    return Member(ids.written[id], listed, sign, order, references, entity), behind


def _finding(piece: Evidence | Finding) -> Finding:
    return piece.finding if isinstance(piece, Evidence) else piece


def _with_rates(rows: Sequence[Enriched], tests: int) -> list[Enriched]:
    """Give rows their rates, and order them by p, overlap and name."""
    from dataclasses import replace

    import numpy

    p: numpy.typing.NDArray[numpy.float64] = numpy.ones(tests)
    p[: len(rows)] = [row.p for row in rows]
    rates = discovery_rates(p)
    rated = [replace(row, q=float(q)) for row, q in zip(rows, rates, strict=False)]
    return sorted(
        rated,
        key=lambda row: (
            row.p,
            -row.overlap,
            row.set.name.casefold(),
            row.set.id,
            -(row.direction or 0),
        ),
    )
