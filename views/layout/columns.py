"""The layout in columns: positions of nodes and routes of edges, computed once for all renderers.

`columns` places the nodes of each layer in a column, left to right along the chain, ordered so that
few edges cross. An edge that passes a column gets a lane of its own there, so that none runs behind
a node. `radexo.views.layout.rings` is for more nodes than columns can show. Equal input gives equal
positions.

Examples
--------
>>> boxes = [Box("m", "cargo", 60, 30), Box("g", "target", 60, 30), Box("r", "effect", 90, 30)]
>>> found = columns(boxes, [Arrow("1", "m", "g"), Arrow("2", "g", "r"), Arrow("3", "m", "r")])
>>> found.places["m"].x < found.places["g"].x < found.places["r"].x
True
>>> found.crossings
0
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cache
from itertools import pairwise
from math import dist
from random import Random

from ...graph.values import frozen
from ..style import LAYERS
from .shapes import Point, border, hull, outline, text_width

__all__ = [
    "Arrow",
    "Box",
    "Column",
    "Layout",
    "Place",
    "Room",
    "Route",
    "along",
    "columns",
    "crossings",
    "curve",
    "flat",
    "points_along",
]

Route = tuple[Point, ...]
"""A chain of cubic curves: start, two control points, knot, two control points, knot ..."""

GAP, MOST_GAP, PORT, LANE, BETWEEN, HEADING, OFF = 62.0, 150.0, 13.0, 12.0, 18.0, 12.0, 2.5


@frozen
class Box:
    """A node to be placed: its layer, size and shape."""

    id: str
    layer: str
    width: float
    height: float
    shape: str = "box"


@frozen
class Arrow:
    """An edge to be led from one node to another, and how long it has to be for what it carries."""

    id: str
    subject: str
    object: str
    room: float = 0.0


@frozen
class Place:
    """The center and the size of a node."""

    x: float
    y: float
    width: float
    height: float

    def box(self, margin: float = 0.0) -> tuple[float, float, float, float]:
        """Give left, top, right and bottom."""
        w, h = self.width / 2 + margin, self.height / 2 + margin
        return (self.x - w, self.y - h, self.x + w, self.y + h)


@frozen
class Column:
    """A layer's band: from x to x, with its heading."""

    layer: str
    left: float
    right: float
    heading: str


@frozen
class Room:
    """A compartment: its key in the style table, its heading, its box and the words above it.

    Parameters
    ----------
    key
        donor, exosome or recipient.
    heading
        What it is.
    box
        Left, top, right and bottom.
    words
        The heading, then what is known of it: x and y of the middle, text and size.
    """

    key: str
    heading: str
    box: tuple[float, float, float, float]
    words: tuple[tuple[float, float, str, float], ...]


@frozen
class Layout:
    """Places, routes and bands; y grows downward.

    Parameters
    ----------
    kind
        columns or rings.
    places, routes
        By id of the node and of the edge.
    bands
        Of the columns, left to right.
    crossings
        How often edges cross between columns.
    labels
        Of rings: where a name is beside its node, as the left, top, right and bottom of its
        box.
    rooms
        The compartments of a transfer, left to right, which has no bands.
    """

    kind: str
    places: Mapping[str, Place]
    routes: Mapping[str, Route]
    bands: tuple[Column, ...] = ()
    crossings: int = 0
    labels: Mapping[str, tuple[float, float, float, float]] = field(default_factory=dict)
    rooms: tuple[Room, ...] = ()

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of everything placed."""
        boxes = [place.box(4) for place in self.places.values()] + list(self.labels.values())
        boxes += [(x, y, x, y) for route in self.routes.values() for x, y in route]
        boxes += [(band.left, boxes[0][1], band.right, boxes[0][3]) for band in self.bands]
        for room in self.rooms:
            boxes += [room.box, *((x, y - size, x, y + size) for x, y, _, size in room.words)]
        return (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )


Item = tuple[str, int]
"""An item of a rank: a node (its id, -1), or the lane of an arrow (the arrow's id, the rank)."""


def columns(
    boxes: Sequence[Box],
    arrows: Sequence[Arrow],
    headings: Mapping[str, str] = LAYERS,
    depths: Mapping[str, int] | None = None,
) -> Layout:
    """Place nodes in columns by layer.

    Parameters
    ----------
    boxes
        In the order that breaks ties.
    arrows
        Between them; parallel ones and loops may be among them.
    headings
        The layers, left to right, with their headings.
    depths
        The column of each node within its layer, by id; found from the arrows when not given.

    Returns
    -------
    Layout
    """
    by_id = {box.id: box for box in boxes}
    within = depths if depths is not None else _depths(boxes, arrows)
    rank_of, layers = _ranks(boxes, headings, within)
    plan = _Plan(by_id, rank_of, arrows, len(layers))
    plan.order()
    if depths is not None:
        plan.interleave()
    plan.stack()
    return plan.draw(layers, headings)


def _depths(boxes: Sequence[Box], arrows: Sequence[Arrow]) -> dict[str, int]:
    """Assign columns within layers; a layer whose nodes act on each other takes several."""
    within: dict[str, int] = {}
    layer_of = {box.id: box.layer for box in boxes}
    inner: dict[str, list[str]] = {box.id: [] for box in boxes}
    for arrow in arrows:
        if layer_of[arrow.subject] == layer_of[arrow.object] and arrow.subject != arrow.object:
            inner[arrow.subject].append(arrow.object)
    order = _without_cycles(inner)
    for id in order:
        within.setdefault(id, 0)
        for other in inner[id]:
            if order[other] > order[id]:
                within[other] = max(within.get(other, 0), within[id] + 1)
    return within


def _ranks(
    boxes: Sequence[Box], headings: Iterable[str], within: Mapping[str, int]
) -> tuple[dict[str, int], list[str]]:
    """Assign columns, left to right."""
    used = [
        (layer, depth)
        for layer in headings
        for depth in sorted({within[b.id] for b in boxes if b.layer == layer})
    ]
    number = {pair: i for i, pair in enumerate(used)}
    return {box.id: number[box.layer, within[box.id]] for box in boxes}, [
        layer for layer, _ in used
    ]


def _without_cycles(inner: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Assign numbers to nodes so that edges lead upward, but for those that close a circle."""
    finished: list[str] = []
    seen: set[str] = set()
    for start in inner:
        stack = [] if start in seen else [(start, iter(inner[start]))]
        seen.add(start)
        while stack:
            other = next((o for o in stack[-1][1] if o not in seen), None)
            if other is None:
                finished.append(stack.pop()[0])
            else:
                seen.add(other)
                stack.append((other, iter(inner[other])))
    return {id: number for number, id in enumerate(reversed(finished))}


def crossings(pairs: Iterable[tuple[float, float]]) -> int:
    """Count how often straight lines between two columns cross; those that share an end do not.

    Examples
    --------
    >>> crossings([(0, 1), (1, 0)]), crossings([(0, 0), (0, 1), (1, 1)])
    (1, 0)
    """
    passed: list[float] = []
    count = 0
    waiting: list[float] = []
    last: float | None = None
    for left, right in sorted(pairs):
        if left != last:
            for value in waiting:
                insort(passed, value)
            waiting, last = [], left
        count += len(passed) - bisect_right(passed, right)
        waiting.append(right)
    return count


def _positions(ranks: Iterable[Iterable[Item]]) -> dict[Item, int]:
    """Assign numbers to the items of every rank."""
    return {item: i for rank in ranks for i, item in enumerate(rank)}


class _Order:
    """The order of the items in their ranks; an item is a number, its place in `items`."""

    def __init__(
        self,
        ranks: Sequence[Sequence[Item]],
        left: Mapping[Item, Sequence[tuple[Item, str]]],
        right: Mapping[Item, Sequence[tuple[Item, str]]],
    ) -> None:
        self.items = [item for rank in ranks for item in rank]
        self._numbers = {item: number for number, item in enumerate(self.items)}
        self._left, self._right = (
            [[self._numbers[other] for other, _ in side[item]] for item in self.items]
            for side in (left, right)
        )
        self.begin(ranks)

    def begin(self, ranks: Sequence[Sequence[Item]]) -> None:
        """Take an order of all items."""
        self.ranks = [[self._numbers[item] for item in rank] for rank in ranks]

    @property
    def ranks(self) -> list[list[int]]:
        """The items of each rank in order."""
        return self._ranks

    @ranks.setter
    def ranks(self, ranks: list[list[int]]) -> None:
        self._ranks, self._at = ranks, [0] * len(self.items)
        for rank in ranks:
            for place, item in enumerate(rank):
                self._at[item] = place

    def crossings(self) -> int:
        """Count the crossings between all neighboring ranks."""
        at = self._at
        return sum(
            crossings([(at[one], at[other]) for one in rank for other in self._right[one]])
            for rank in self._ranks
        )

    def to_barycenters(self, *, from_left: bool) -> None:
        """Sort each rank but the first by the means of its items' neighbors before it."""
        at, sides = self._at, self._left if from_left else self._right

        def center(item: int) -> float:
            others = [at[other] for other in sides[item]]
            return sum(others) / len(others) if others else at[item]

        for rank in self._ranks[1:] if from_left else self._ranks[-2::-1]:
            rank.sort(key=center)
            for place, item in enumerate(rank):
                at[item] = place

    def swap(self) -> None:
        """Swap neighbors within a rank for as long as that takes crossings away."""
        at = self._at
        for _ in range(12):
            better = False
            for rank in self._ranks:
                for i in range(len(rank) - 1):
                    one, other = rank[i], rank[i + 1]
                    if self._gain(one, other) > 0:
                        rank[i], rank[i + 1] = other, one
                        at[one], at[other] = i + 1, i
                        better = True
            if not better:
                return

    def _gain(self, upper: int, lower: int) -> int:
        """Count the crossings that swapping two neighbors takes away, the one above the other."""
        gain, at = 0, self._at
        for side in (self._left, self._right):
            if (above := side[upper]) and (below := side[lower]):
                ends = sorted([at[other] for other in below])
                for other in above:
                    end = at[other]
                    gain += bisect_left(ends, end) + bisect_right(ends, end) - len(ends)
        return gain


class _Plan:
    """The ranks while they are ordered and stacked."""

    def __init__(
        self,
        boxes: Mapping[str, Box],
        rank_of: Mapping[str, int],
        arrows: Sequence[Arrow],
        count: int,
    ) -> None:
        self.boxes, self.rank_of, self.count = boxes, rank_of, count
        self.loops = [arrow for arrow in arrows if arrow.subject == arrow.object]
        self.subjects = {arrow.id: arrow.subject for arrow in arrows}
        self.number = {arrow.id: i for i, arrow in enumerate(arrows)}
        self.room = {arrow.id: arrow.room for arrow in arrows}
        self.ranks: list[list[Item]] = [[] for _ in range(count)]
        for id, rank in rank_of.items():
            self.ranks[rank].append((id, -1))
        self.chains: dict[str, list[Item]] = {}
        self.right: dict[Item, list[tuple[Item, str]]] = {
            item: [] for rank in self.ranks for item in rank
        }
        self.left: dict[Item, list[tuple[Item, str]]] = {
            item: [] for rank in self.ranks for item in rank
        }
        for arrow in arrows:
            if arrow.subject == arrow.object:
                continue
            ends = sorted(
                (arrow.subject, arrow.object), key=rank_of.__getitem__
            )  # one that leads back is drawn back
            lanes = [(arrow.id, rank) for rank in range(rank_of[ends[0]] + 1, rank_of[ends[1]])]
            for lane in lanes:
                self.ranks[lane[1]].append(lane)
                self.right[lane], self.left[lane] = [], []
            chain = [(ends[0], -1), *lanes, (ends[1], -1)]
            self.chains[arrow.id] = chain
            for one, other in pairwise(chain):
                self.right[one].append((other, arrow.id))
                self.left[other].append((one, arrow.id))

    # -- order -------------------------------------------------------------------------------------

    def order(self) -> None:
        """Order every rank so that few edges cross: barycenters back and forth, then swaps."""
        order = _Order(self.ranks, self.left, self.right)
        best, fewest = order.ranks, order.crossings()
        for start in self._starts():
            order.begin(start)
            swapped: list[list[int]] = []
            for sweep in range(16):
                if not fewest:
                    break
                order.to_barycenters(from_left=sweep % 2 == 0)
                if sweep % 4 == 3:
                    order.swap()
                if (found := order.crossings()) < fewest:
                    best, fewest = [list(rank) for rank in order.ranks], found
                if sweep % 4 == 3:
                    if order.ranks == swapped:  # the sweeps to come would give the same again
                        break
                    swapped = [list(rank) for rank in order.ranks]
        order.ranks = best
        order.swap()
        self.ranks = [[order.items[number] for number in rank] for rank in order.ranks]
        self.total = order.crossings()

    def interleave(self) -> None:
        """Spread the lanes of every rank evenly among its nodes, where that crosses nothing."""
        for rank in self.ranks:
            kept, before = list(rank), self.crossings()
            lanes = [item for item in rank if item[1] >= 0]
            nodes = [item for item in rank if item[1] < 0]
            shares = {
                item: (i + 0.5) / len(items)
                for items in (lanes, nodes)
                for i, item in enumerate(items)
            }
            rank.sort(key=lambda item: (shares[item], item[1]))
            if self.crossings() > before:
                rank[:] = kept
        self.total = self.crossings()

    def _starts(self) -> Iterator[list[list[Item]]]:
        """Yield initial orders: as given, along the edges, and for few items seeded random ones."""
        given, walked = [list(rank) for rank in self.ranks], self._by_depth()
        yield [list(rank) for rank in given]
        yield walked
        chance = Random(1)  # noqa: S311
        for _ in range(min(24, 12_000 // max(sum(map(len, given)), 1) - 10)):
            yield [chance.sample(rank, len(rank)) for rank in given]

    def crossings(self) -> int:
        """Count the crossings between all neighboring ranks."""
        return _Order(self.ranks, self.left, self.right).crossings()

    def _by_depth(self) -> list[list[Item]]:
        """Order by a walk along the edges: what hangs together is kept together."""
        seen: dict[Item, None] = {}
        for start in (item for rank in self.ranks for item in rank):
            stack = [start]
            while stack:
                item = stack.pop()
                if item not in seen:
                    seen[item] = None
                    stack.extend(
                        other
                        for other, _ in reversed(self.right[item] + self.left[item])
                        if other not in seen
                    )
        number = {item: i for i, item in enumerate(seen)}
        return [sorted(rank, key=number.__getitem__) for rank in self.ranks]

    # -- heights -----------------------------------------------------------------------------------

    def stack(self) -> None:
        """Give every item its height on the page: as near to its neighbors as the order allows."""
        at = _positions(self.ranks)
        self.ports: dict[
            tuple[str, Item], float
        ] = {}  # (arrow, item) -> offset from the item's center, one for each side
        self.size: dict[Item, float] = {}
        for item in at:
            most = max(len(self.left[item]), len(self.right[item]))
            self.size[item] = (
                LANE if item[1] >= 0 else max(self.boxes[item[0]].height, PORT * most + 8)
            )
        for item in at:
            for side, sign in ((self.left, "<"), (self.right, ">")):
                ends = sorted(side[item], key=lambda end: (at[end[0]], self.number[end[1]]))
                step = min(16.0, (self.size[item] - 12) / max(len(ends) - 1, 1))
                for i, (_, arrow) in enumerate(ends):
                    self.ports[sign + arrow, item] = (
                        0.0 if item[1] >= 0 else (i - (len(ends) - 1) / 2) * step
                    )
        self.y: dict[Item, float] = {}
        for rank in self.ranks:
            tops = 0.0
            for i, item in enumerate(rank):
                self.y[item] = tops = tops + (self._apart(rank[i - 1], item) if i else 0.0)
            for item in rank:
                self.y[item] -= tops / 2
        for sweep in range(24):
            sides = [(self.left,), (self.right,), (self.left, self.right)][
                2 if sweep >= 18 else sweep % 2
            ]
            for rank in self.ranks if sweep % 2 == 0 else reversed(self.ranks):
                self._settle(rank, sides)
        self._gather()

    def _gather(self) -> None:
        """Move what hangs together toward the largest such part, as far as there is room."""
        part: dict[Item, int] = {}
        for start in self.y:
            waiting = [] if start in part else [start]
            number = len(set(part.values()))
            while waiting:
                item = waiting.pop()
                if item not in part:
                    part[item] = number
                    waiting.extend(other for other, _ in self.left[item] + self.right[item])
        members: dict[int, list[Item]] = {}
        for item, number in part.items():
            members.setdefault(number, []).append(item)
        middle = {
            number: sum(self.y[item] for item in items) / len(items)
            for number, items in members.items()
        }
        largest = max(members, key=lambda one: (len(members[one]), -one))
        for number in sorted(members, key=lambda one: abs(middle[one] - middle[largest])):
            down = 1 if middle[number] < middle[largest] else -1
            room = abs(middle[number] - middle[largest])
            for rank in self.ranks:
                for one, other in pairwise(rank if down > 0 else rank[::-1]):
                    if part[one] == number != part[other]:
                        room = min(room, abs(self.y[other] - self.y[one]) - self._apart(one, other))
            for item in members[number]:
                self.y[item] += down * max(room, 0.0)

    def _apart(self, one: Item, other: Item) -> float:
        """Return the least distance of two neighbors' centers."""
        lanes = (one[1] >= 0) + (other[1] >= 0)
        return (self.size[one] + self.size[other]) / 2 + (BETWEEN, BETWEEN / 2, 0.0)[lanes]

    def _settle(
        self, rank: Sequence[Item], sides: Sequence[Mapping[Item, list[tuple[Item, str]]]]
    ) -> None:
        """Move a rank's items toward their neighbors, in order and apart (least squares)."""
        blocks: list[tuple[float, float, int]] = []  # the mean wish, its weight, how many items
        shift, shifts = 0.0, []
        for i, item in enumerate(rank):
            shift += self._apart(rank[i - 1], item) if i else 0.0
            shifts.append(shift)
            wish, weight = self._wish(item, sides)
            blocks.append((wish - shift, weight, 1))
            while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
                (a, m, k), (b, n, j) = blocks[-2], blocks[-1]
                blocks[-2:] = [((a * m + b * n) / (m + n), m + n, k + j)]
        settled = [mean for mean, _, count in blocks for _ in range(count)]
        for item, mean, offset in zip(rank, settled, shifts, strict=True):
            self.y[item] = mean + offset

    def _wish(
        self, item: Item, sides: Sequence[Mapping[Item, list[tuple[Item, str]]]]
    ) -> tuple[float, float]:
        total = weights = 0.0
        for side in sides:
            here, there = ("<", ">") if side is self.left else (">", "<")
            for other, arrow in side[item]:
                weight = (1.0, 2.0, 8.0)[(item[1] >= 0) + (other[1] >= 0)]
                total += weight * (
                    self.y[other]
                    + self.ports[there + arrow, other]
                    - self.ports[here + arrow, item]
                )
                weights += weight
        return (total / weights, weights) if weights else (self.y[item], 0.01)

    # -- places ------------------------------------------------------------------------------------

    def draw(self, layers: Sequence[str], headings: Mapping[str, str]) -> Layout:
        """Give places and routes."""
        widths = [max(self.boxes[id].width for id, lane in rank if lane < 0) for rank in self.ranks]
        gaps = [self._gap(rank) for rank in range(self.count - 1)]
        for rank, layer in enumerate(layers):  # a heading fits into its band
            if layers.count(layer) == 1:
                widths[rank] = max(
                    widths[rank], text_width(headings[layer], HEADING) * 1.15 + 12 - GAP
                )
        lefts = [0.0]
        for width, gap in zip(widths, gaps, strict=False):
            lefts.append(lefts[-1] + width + gap)
        rights = [left + width for left, width in zip(lefts, widths, strict=True)]
        places = {
            id: Place(
                (lefts[rank] + rights[rank]) / 2,
                self.y[id, -1],
                self.boxes[id].width,
                self.size[id, -1],
            )
            for id, rank in self.rank_of.items()
        }
        outlines = {
            id: hull(outline(self.boxes[id].shape, place.width, place.height))
            for id, place in places.items()
        }
        routes = {}
        for id, chain in self.chains.items():
            one, other = chain[0][0], chain[-1][0]
            start, end = places[one], places[other]
            y0, y1 = self.ports[">" + id, chain[0]], self.ports["<" + id, chain[-1]]
            leaves = (start.x + border(outlines[one], y0, side=1), rights[self.rank_of[one]])
            arrives = (
                lefts[self.rank_of[other]] - OFF,
                end.x + border(outlines[other], y1, side=-1) - OFF,
            )
            knots = [(x, start.y + y0) for x in leaves]
            knots += [
                (x, self.y[lane]) for lane in chain[1:-1] for x in (lefts[lane[1]], rights[lane[1]])
            ]
            knots += [(x, end.y + y1) for x in arrives]
            routes[id] = curve(knots)
        routes = self._turned(routes)
        for arrow in self.loops:
            routes[arrow.id] = _loop(places[arrow.subject], outlines[arrow.subject])
        between = ((right + left) / 2 for right, left in zip(rights, lefts[1:], strict=False))
        edges = [lefts[0] - GAP / 2, *between, rights[-1] + GAP / 2]
        ends = {
            layer: (layers.index(layer), len(layers) - layers[::-1].index(layer))
            for layer in dict.fromkeys(layers)
        }
        bands = [
            Column(layer, edges[first], edges[last], headings[layer])
            for layer, (first, last) in ends.items()
        ]
        return Layout("columns", places, routes, tuple(bands), self.total)

    def _turned(self, routes: Mapping[str, Route]) -> dict[str, Route]:
        """Lead those edges back that lead back."""
        return {
            arrow: route if self.chains[arrow][0][0] == self.subjects[arrow] else route[::-1]
            for arrow, route in routes.items()
        }

    def _gap(self, rank: int) -> float:
        """Room between two ranks: for the steepest edge, and for what those carry that end here."""
        rises = [
            abs(self.y[one] - self.y[other])
            for one in self.ranks[rank]
            for other, _ in self.right[one]
        ]
        rooms = [
            self.room[arrow]
            for one in self.ranks[rank]
            for other, arrow in self.right[one]
            if one[1] < 0 and other[1] < 0
        ]
        wanted = max(GAP + 0.16 * max(rises, default=0.0) + 1.2 * len(rises), *rooms, 0.0)
        return min(MOST_GAP, wanted)


def curve(knots: Sequence[Point]) -> Route:
    """Join knots by curves that leave and arrive level; equal neighbors are one knot.

    Examples
    --------
    >>> curve([(0, 0), (10, 4)])
    ((0, 0), (5.0, 0), (5.0, 4), (10, 4))
    """
    kept = [knots[0]]
    for knot in knots[1:]:
        if abs(knot[0] - kept[-1][0]) > 0.5 or abs(knot[1] - kept[-1][1]) > 0.5:
            kept.append(knot)
    route: list[Point] = [kept[0]]
    for (x0, y0), (x1, y1) in pairwise(kept):
        middle = (x0 + x1) / 2
        route += [(middle, y0), (middle, y1), (x1, y1)]
    return tuple(route)


def flat(route: Route, steps: int = 12) -> list[Point]:
    """Give points along a route, close together.

    Examples
    --------
    >>> flat(curve([(0, 0), (10, 0)]), 2)
    [(0, 0), (5.0, 0.0), (10.0, 0.0)]
    """
    points = [route[0]]
    for i in range(0, len(route) - 1, 3):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = route[i : i + 4]
        points += [
            (a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy)
            for a, b, c, d in _weights(steps)
        ]
    return points


@cache
def _weights(steps: int) -> tuple[tuple[float, float, float, float], ...]:
    """Give the weights of a curve's four points at equal steps."""
    shares = [(step / steps, 1 - step / steps) for step in range(1, steps + 1)]
    return tuple((u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t) for t, u in shares)


def along(route: Route, share: float) -> Point:
    """Give the point at a share of a route's length.

    Examples
    --------
    >>> along(curve([(0, 0), (10, 0)]), 0.5)
    (5.0, 0.0)
    """
    return points_along(route, (share,))[0]


def points_along(route: Route, shares: Iterable[float]) -> list[Point]:
    """Give the points at shares of a route's length.

    Examples
    --------
    >>> points_along(curve([(0, 0), (10, 0)]), (0.5, 1))
    [(5.0, 0.0), (10.0, 0.0)]
    """
    points = flat(route)
    lengths = [dist(one, other) for one, other in pairwise(points)]
    total = sum(lengths)
    return [_at(share * total, points, lengths) for share in shares]


def _at(left: float, points: Sequence[Point], lengths: Sequence[float]) -> Point:
    for length, (a, b) in zip(lengths, pairwise(points), strict=True):
        if left <= length and length:
            return (a[0] + (b[0] - a[0]) * left / length, a[1] + (b[1] - a[1]) * left / length)
        left -= length
    return points[-1]


def _loop(place: Place, points: Sequence[Point]) -> Route:
    """Lead an edge out at a node's right side and in again below, within the node's height."""
    y = place.height / 4
    out, back = (place.x + border(points, at, side=1) for at in (-y, y))
    return (
        (out, place.y - y),
        (out + 34, place.y - y),
        (back + 34, place.y + y),
        (back + OFF, place.y + y),
    )
