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
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from math import isnan
from pathlib import Path
from typing import Any

from ..graph.collector import no_collector
from ..graph.errors import UsageError
from ..graph.model import Edge, Entity, Evidence, Finding, Reference, natural_key
from ..graph.names import NameIndex, fold
from ..graph.records import claims_of
from ..graph.report import first_of
from ..graph.schema import Sign, TypeName, multiply, subtypes
from ..graph.stores.base import SignedClaim, Store
from ..queries.answer import BY_ROWS, Answer
from ..queries.evidence import (
    Evidenced,
    EvidenceGroup,
    Note,
    Piece,
    group_cells,
    grouped,
    notes_on,
    notes_on_findings,
    signed,
)
from ..queries.kinds import LookUp, cut_repr, read_limit
from ..queries.rows import Hidden, Row, derived, row
from ..words import AGAINST
from .chances import chances, signed_chances
from .columns import is_id_heading, numbered
from .files import cell_error, read_list
from .filters import context_ids, read_filters
from .grounding import Grounding, ground
from .groups import discovery_rates, need_scipy
from .sets import Behind, MemberSet, SetName, Sets, sets_of, tests

__all__ = ["Enriched", "Member", "enrich"]

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
_READ = 1_000
"""The most rows for which what is behind them is read at once."""


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
    type: TypeName = derived("entity.type")
    id_in_list: str
    direction: Sign | None
    sign: Sign | None
    findings: tuple[str, ...]
    references: tuple[Reference, ...]
    entity: Hidden[Entity]


@row
class Enriched(Evidenced):
    """One set that shares members with a list, a row of `enrich`.

    Parameters
    ----------
    set
        What names the set.
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

    set: SetName
    direction: Sign | None
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

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The claims that make the shared members members; none of cancers and findings."""
        return tuple(claims_of(self.claims()))

    def claims(self) -> list[Evidence]:
        """Return the evidence of these claims.

        Returns
        -------
        list of Evidence
        """
        return [piece for piece in self.behind if isinstance(piece, Evidence)]

    def signed_claims(self) -> Iterable[SignedClaim]:
        """Return those of the claims that are causal.

        Returns
        -------
        iterable of tuple
        """
        return signed(self.edges)

    def pieces(self) -> Iterable[Piece]:
        """Return each certainty with the findings that give it.

        Returns
        -------
        iterable of tuple
        """
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
class _List:
    """A list: ids with the directions that it gives them, and the prefix of plain numbers."""

    name: str
    directions: Mapping[str, Sign | None]
    numbered: str = ""

    @property
    def signed(self) -> bool:
        """Whether the ids have directions."""
        return any(direction is not None for direction in self.directions.values())


@no_collector()
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
    limit = read_limit(limit)
    need_scipy()
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
    sets = sets_of(view, against, present, context_ids(store, chosen), within)
    found = list(_overlaps(sets.sets, directions, against, items.signed))
    names = sets.names(dict.fromkeys(overlap.set.id for overlap in found))
    count = max(tests(store, against) * (2 if items.signed else 1), len(found))
    kept = _ranked(found, directions, against, size, count, names)[: limit or None]
    rows = tuple(_rows(kept, sets, names, directions, ids, size, against))
    reasons.insert(0, f"{stated}; sets: {_WHAT[against]}; rates over {count} tests")
    if not found:
        reasons.append("no set shares a member with the list")
    if len(rows) < len(found):
        reasons.append(f"{len(rows)} of {len(found)} rows shown; limit 0 shows all")
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
        rows,
        Enriched,
        store.version,
        "set",
        "truncated" if len(rows) < len(found) else BY_ROWS,
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
        yield from self.grounding.missing(whole, self.numbered)
        for reason in sorted({why for why, _ in self.grounding.doubtful.values()}):
            found = sorted(id for id, (why, _) in self.grounding.doubtful.items() if why == reason)
            shown = first_of(found, _SHOWN)
            yield f"{len(found)} of {whole} ids not grounded, {reason} ({shown})"


def _directions(items: _List, ids: Grounded) -> dict[str, Sign | None]:
    """Return the directions by what the ids stand for.

    Raises
    ------
    UsageError
        When two ids stand for one thing, and go both ways.
    """
    found: dict[str, Sign | None] = {}
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
    if not isinstance(listed, Iterable):
        raise UsageError(f"{cut_repr(listed)} is not a list of ids, nor a file of one")
    items: dict[str, Sign | None] = {str(id).strip(): None for id in listed}
    items.pop("", None)
    if not items:
        raise UsageError("the list is empty: name at least one gene or RNA")
    return _List("list", items)


def _read(path: str | Path) -> _List:
    file = str(path)
    rows = read_list(path)
    if not rows:
        raise cell_error(file, "the file is empty", "give one id per line")
    if len(rows[0][1]) == 1:
        cut = [_TRAILING.match(cells[0]) for _, cells in rows]
        if all(match and match[2].casefold() in _UP | _DOWN for match in cut):
            rows = [(n, list(m.groups())) for (n, _), m in zip(rows, cut, strict=True) if m]
    number, first = rows[0]
    prefix = ""
    if is_id_heading(first[0]) and len(rows) > 1:
        rows, prefix = rows[1:], numbered(first[0])
    found: dict[str, Sign | None] = {}
    for number, cells in rows:
        if len(cells) > 2:
            raise cell_error(
                file,
                f"{len(cells)} cells in a list",
                "one id per line, and at most its direction; of a table, keep what changed",
                row=number,
            )
        if not cells[0]:
            raise cell_error(file, "no id", "give one, or drop the row", row=number)
        direction = _direction(cells[1], file, number) if len(cells) > 1 else None
        if found.setdefault(cells[0], direction) != direction:
            raise cell_error(
                file, "goes both ways", "keep one of its rows", row=number, value=cells[0]
            )
    if len({direction is None for direction in found.values()}) > 1:
        number, cells = next((n, c) for n, c in rows if found[c[0]] is None)
        raise cell_error(
            file,
            "no direction, where other rows have one",
            "give + or -",
            row=number,
            value=cells[0],
        )
    return _List(file, found, prefix)


def _direction(text: str, file: str, row: int | None) -> Sign | None:
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
            file,
            "not a direction",
            "write + or -, up or down",
            row=row,
            column="direction",
            value=text,
        )
    return 1 if number > 0 else -1


# -- tests ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Overlap:
    """What a set shares with the list in a direction.

    Parameters
    ----------
    set, direction
        Which.
    shared
        Ids of the members that count.
    sizes
        How many members the set has, of a set of signed claims those with a plus and a minus as the
        direction has it.
    listed
        How long the list is, or the part of it with the direction.
    """

    set: MemberSet
    direction: Sign | None
    shared: Sequence[str]
    sizes: tuple[int, int]
    listed: int

    @property
    def set_size(self) -> int:
        """How many members could be shared."""
        return sum(self.sizes)


def _overlaps(
    sets: Iterable[MemberSet], directions: Mapping[str, Sign | None], against: str, signed: bool
) -> Iterator[_Overlap]:
    """Yield each set that shares members with the list, in each direction in which it does."""
    lengths = Counter(directions.values())
    for each in sets:
        for direction in (1, -1) if signed else (None,):
            sizes, length = (each.size, 0), lengths[direction]
            if direction is None:
                shared, length = list(each.listed), len(directions)
            elif against in _SIGNED:
                shared = [
                    id
                    for id, signs in each.listed.items()
                    if (sign := directions[id]) and _one_way(signs, sign * direction)
                ]
                sizes = (each.plus, each.minus) if direction == 1 else (each.minus, each.plus)
                length = lengths[1] + lengths[-1]
            else:
                shared = [id for id in each.listed if directions[id] == direction]
            if shared:
                yield _Overlap(each, direction, shared, sizes, length)


def _one_way(signs: Set[Sign | None], sign: int) -> bool:
    """Return whether a member's claims have a sign, and not the opposite one."""
    return sign in signs and -sign not in signs


def _ranked(
    overlaps: Sequence[_Overlap],
    directions: Mapping[str, Sign | None],
    against: str,
    size: int,
    tests: int,
    names: Mapping[str, SetName],
) -> list[tuple[_Overlap, float, float]]:
    """Return overlaps with their chances and rates, by p, overlap and name."""
    import numpy as np

    numbers = np.array(
        [(len(o.shared), *o.sizes, o.listed) for o in overlaps], dtype=np.int64
    ).reshape(-1, 4)
    shared, plus, minus, listed = numbers.T
    if overlaps and overlaps[0].direction and against in _SIGNED:
        lengths = Counter(directions.values())
        p = signed_chances(shared, plus, minus, lengths[1], lengths[-1], size)
    else:
        p = chances(shared, plus, listed, size)
    every = np.ones(tests)
    every[: len(p)] = p
    rates = discovery_rates(every)[: len(p)].tolist()
    found = list(zip(overlaps, p.tolist(), rates, strict=True))

    def order(entry: tuple[_Overlap, float, float]) -> tuple[Any, ...]:
        overlap, p, _ = entry
        name = names[overlap.set.id].name.casefold()
        return p, -len(overlap.shared), name, overlap.set.id, -(overlap.direction or 0)

    return sorted(found, key=order)


def _rows(
    kept: Sequence[tuple[_Overlap, float, float]],
    sets: Sets,
    names: Mapping[str, SetName],
    directions: Mapping[str, Sign | None],
    ids: Grounded,
    size: int,
    against: str,
) -> Iterator[Enriched]:
    """Make a row of each overlap; what is behind them is read for many at once."""
    for begin in range(0, len(kept), _READ):
        some = kept[begin : begin + _READ]
        behind = sets.behind({(o.set.id, id) for o, _, _ in some for id in o.shared})
        for overlap, p, q in some:
            found = [
                _member(
                    sets.store,
                    ids,
                    id,
                    behind[overlap.set.id, id],
                    directions[id],
                    overlap.direction,
                    against,
                )
                for id in overlap.shared
            ]
            found.sort(key=lambda pair: (pair[0].name.casefold(), pair[0].id))
            yield Enriched(
                sets.store,
                names[overlap.set.id],
                overlap.direction,
                len(overlap.shared),
                overlap.set_size,
                overlap.listed,
                size,
                p,
                q,
                tuple(member for member, _ in found),
                tuple(piece for _, pieces in found for piece in pieces),
            )


def _member(
    store: Store,
    ids: Grounded,
    id: str,
    signs: Behind,
    listed: Sign | None,
    direction: Sign | None,
    against: str,
) -> tuple[Member, tuple[Evidence | Finding, ...]]:
    """Return a shared member, and what is behind its membership."""
    sign = next(iter(signs)) if len(signs) == 1 else None
    if direction is not None and listed is not None and against in _SIGNED:
        sign = multiply((listed, direction))
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
