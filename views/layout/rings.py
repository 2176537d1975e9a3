"""Concentric rings for a whole graph: radiosensitivity in the center, donors outermost.

Examples
--------
>>> from radexo.views.layout.columns import Arrow
>>> dots = [Dot("r", "effect", "radiosensitivity"), Dot("g", "target", "KLF10")]
>>> found = rings(dots, [Arrow("1", "g", "r")])
>>> found.places["r"].x, found.places["g"].x == found.places["r"].x
(0.0, False)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import accumulate, pairwise
from math import atan2, cos, dist, hypot, pi, sin, sqrt

from ...graph.values import frozen
from ..style import LAYERS
from .columns import Arrow, Layout, Place, Route, along
from .grid import Boxes, Rectangle
from .shapes import LINE_HEIGHT, Point, hull, outline, padding, rim, text_width, wrap

__all__ = ["LABEL", "LABEL_WIDTH", "MIDDLE", "Dot", "rings"]

LABEL, LABEL_WIDTH, MIDDLE = 11.0, 130.0, 15.0
"""Size of the labels, the width at which they wrap, and the size of the one in the center."""

SPACE, BETWEEN, STRETCH = 7.0, 56.0, 1.35
"""Least space between nodes of a ring and between rings; width of the rings over their height."""

BADGE = 7.0
"""The radius that a badge keeps free."""

FARTHER = (0.0, 7.0, 14.0)
"""How much farther off a name may be that finds no room beside its node."""


@frozen
class Dot:
    """A node to be placed: its layer, its shape, and its name for the label."""

    id: str
    layer: str
    name: str
    shape: str = "ellipse"


def rings(
    dots: Sequence[Dot], arrows: Sequence[Arrow], badges: Mapping[str, float] | None = None
) -> Layout:
    """Place nodes on rings by layer, and names beside as many of them as fit.

    Parameters
    ----------
    dots
        In the order that breaks ties.
    arrows
        Between them; parallel ones and loops may be among them.
    badges
        Links that carry a badge, and how far along they do (0 to 1): no name is put there.

    Returns
    -------
    Layout
        Nodes with more edges are larger.
    """
    degrees = Counter(id for arrow in arrows for id in {arrow.subject, arrow.object})
    sizes = {dot.id: round(min(8 + 3.2 * sqrt(degrees[dot.id]), 30), 1) for dot in dots}
    layers = [[d.id for d in dots if d.layer == layer] for layer in reversed(LAYERS)]
    effects = sorted(layers[0], key=lambda one: -degrees[one])
    center, others = (effects[0] if effects else None), effects[1:]
    orders = _ordered([ring for ring in (others, *layers[1:]) if ring], arrows, center, sizes)
    names, shapes = {dot.id: dot.name for dot in dots}, {dot.id: dot.shape for dot in dots}
    places, radius = {}, 0.0
    if center is not None:  # its name is in it
        across, above = padding(
            shapes[center], text_width(names[center], MIDDLE), MIDDLE * LINE_HEIGHT
        )
        places[center] = Place(
            0.0, 0.0, text_width(names[center], MIDDLE) + across, MIDDLE * LINE_HEIGHT + above + 16
        )
        radius = places[center].width / 2
    to_center = {
        arrow.subject if arrow.object == center else arrow.object
        for arrow in arrows
        if center in (arrow.subject, arrow.object)
    }
    hidden: list[
        tuple[float, float]
    ] = []  # of the rings within: the angle of a node and the angle that it covers
    for ring, found in orders:
        widest = max(sizes[id] for id in ring)
        around = 1.12 * sum(sizes[id] + SPACE for id in ring)  # a chord is shorter than its arc
        radius = max(
            radius + BETWEEN + widest / 2, around / _ARCS[-1], widest if len(ring) > 1 else 0.0
        )
        angles = _turned(found, to_center, hidden)
        hidden += [(angle, sizes[id] / 2 / radius) for id, angle in angles.items()]
        for id, angle in angles.items():
            x, y = _spot(angle)
            places[id] = Place(round(radius * x, 2), round(radius * y, 2), sizes[id], sizes[id])
    outlines = {
        id: hull(outline(shapes[id], place.width, place.height)) for id, place in places.items()
    }
    routes = dict(_routes(arrows, places, outlines))
    kept = [along(routes[id], far) for id, far in (badges or {}).items()]
    labels = _labels(names, places, degrees, center, kept)
    return Layout("rings", {dot.id: places[dot.id] for dot in dots}, routes, labels=labels)


def _turned(
    angles: Mapping[str, float], to_center: Set[str], hidden: Sequence[tuple[float, float]]
) -> Mapping[str, float]:
    """Rotate a ring so that few of its edges to the center run behind nodes of inner rings."""
    step = 2 * pi / len(angles)
    led = [angles[id] for id in to_center & angles.keys()]
    around = sorted(
        (angle % (2 * pi) + circle, angle, wide)
        for angle, wide in hidden
        for circle in (-2 * pi, 0.0, 2 * pi)
    )
    starts = [place for place, _, _ in around]
    far = max((wide for _, wide in hidden), default=0.0) + 1e-6

    def behind(turn: float) -> int:
        return sum(
            _apart(angle + turn, other) < wide
            for angle in led
            for place in [(angle + turn) % (2 * pi)]
            for _, other, wide in around[
                bisect_left(starts, place - far) : bisect_right(starts, place + far)
            ]
        )

    turns = sorted((i * step / 16 for i in range(-8, 8)), key=abs)
    best = min(turns, key=behind)
    return {id: angle + best for id, angle in angles.items()}


_STEPS = 720
_ROUND = [(STRETCH * cos(2 * pi * i / _STEPS), sin(2 * pi * i / _STEPS)) for i in range(_STEPS + 1)]
_ARCS = [0.0, *accumulate(dist(one, other) for one, other in pairwise(_ROUND))]
"""The ellipse of the rings, and how long the way along it is up to each of its points."""


def _spot(angle: float) -> Point:
    """Return the point of the ellipse at a share of its circumference."""
    way = angle % (2 * pi) / (2 * pi) * _ARCS[-1]
    i = min(bisect_left(_ARCS, way, 1), _STEPS)
    share = (way - _ARCS[i - 1]) / (_ARCS[i] - _ARCS[i - 1])
    (x0, y0), (x1, y1) = _ROUND[i - 1], _ROUND[i]
    return (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share)


def _ordered(
    layers: Sequence[Sequence[str]],
    arrows: Sequence[Arrow],
    center: str | None,
    sizes: Mapping[str, float],
) -> list[tuple[list[str], dict[str, float]]]:
    """Order every ring so that edges are short: circular barycenters, swaps, then a rotation."""
    neighbors: dict[str, list[str]] = {id: [] for ring in layers for id in ring}
    for arrow in arrows:
        if center not in (arrow.subject, arrow.object) and arrow.subject != arrow.object:
            neighbors[arrow.subject].append(arrow.object)
            neighbors[arrow.object].append(arrow.subject)
    walk = _walk(neighbors)
    orders = [sorted(ring, key=walk.__getitem__) for ring in layers]
    angles = _Angles()
    for ring in orders:
        known = {id: [other for other in neighbors[id] if other in angles] for id in ring}
        _spread(ring, angles, angles.wished(ring, known), sizes)
    best: dict[str, float] = {}
    least = float("inf")
    for sweep in range(24):
        for ring in orders if sweep % 2 == 0 else reversed(orders):
            wishes = angles.wished(ring, neighbors)
            ring.sort(key={id: (wishes[id] or 0.0) % (2 * pi) for id in ring}.__getitem__)
            _spread(ring, angles, wishes, sizes)
            _swap(ring, angles, neighbors)
            _spread(ring, angles, angles.wished(ring, neighbors), sizes)
        length = sum(
            _apart(angle, other)
            for id, angle in zip(neighbors, map(angles.__getitem__, neighbors), strict=True)
            for other in map(angles.__getitem__, neighbors[id])
        )
        if length < least - 1e-9:
            best, least = dict(angles), length
    return [
        (list(ring), {id: best[id] for id in sorted(ring, key=best.__getitem__)}) for ring in layers
    ]


class _Angles(dict[str, float]):
    """Where nodes are on their rings, with the cosine and the sine of each."""

    def __init__(self) -> None:
        self._cos: dict[str, float] = {}
        self._sin: dict[str, float] = {}

    def __setitem__(self, id: str, angle: float) -> None:
        super().__setitem__(id, angle)
        self._cos[id], self._sin[id] = cos(angle), sin(angle)

    def wished(
        self, ring: Sequence[str], neighbors: Mapping[str, Sequence[str]]
    ) -> dict[str, float | None]:
        """Return the mean direction of each node's neighbors, or its own; None if not known."""
        cosines, sines, found = self._cos.__getitem__, self._sin.__getitem__, {}
        for id in ring:
            x, y = sum(map(cosines, neighbors[id])), sum(map(sines, neighbors[id]))
            found[id] = atan2(y, x) if hypot(x, y) > 1e-6 else self.get(id)
        return found

    def exchange(self, one: str, other: str) -> None:
        """Put each of two nodes where the other one is."""
        for of in (self._cos, self._sin):
            of[one], of[other] = of[other], of[one]
        a, b = self[one], self[other]
        self.update({one: b, other: a})


def _walk(neighbors: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Assign numbers to nodes along a walk, so that what hangs together begins together."""
    number: dict[str, int] = {}
    for start in sorted(neighbors, key=lambda one: -len(neighbors[one])):
        stack = [start]
        while stack:
            id = stack.pop()
            if id not in number:
                number[id] = len(number)
                stack.extend(other for other in reversed(neighbors[id]) if other not in number)
    return number


def _spread(
    ring: Sequence[str],
    angles: _Angles,
    wishes: Mapping[str, float | None],
    sizes: Mapping[str, float],
) -> None:
    """Space a ring by its nodes' sizes, turned to where their neighbors are."""
    rooms = [sizes[id] + SPACE for id in ring]
    total = sum(rooms)
    slots = [
        2 * pi * (end - room / 2) / total
        for end, room in zip(accumulate(rooms), rooms, strict=True)
    ]
    turns = [
        wish - slot
        for wish, slot in zip(map(wishes.__getitem__, ring), slots, strict=True)
        if wish is not None
    ]
    turn = atan2(sum(map(sin, turns)), sum(map(cos, turns))) if turns else 0.0
    for id, slot in zip(ring, slots, strict=True):
        angles[id] = slot + turn


_HUB = 200
"""The most edges of a node that is exchanged: more lead all around, and take long to measure."""


def _swap(ring: list[str], angles: _Angles, neighbors: Mapping[str, Sequence[str]]) -> None:
    """Exchange neighbors on a ring where that makes edges shorter."""
    around, at = 2 * pi, angles.__getitem__

    def length(id: str, angle: float) -> float:  # `_apart` of each, without its call
        return sum(
            [
                turn if (turn := abs(angle - other) % around) <= pi else around - turn
                for other in map(at, neighbors[id])
            ]
        )

    before: float | None = None  # the length at the one of the two that was looked at before
    for i in range(len(ring)):
        one, other = ring[i - 1], ring[i]
        a, b = angles[one], angles[other]
        if one == other or max(len(neighbors[one]), len(neighbors[other])) > _HUB:
            before = None
            continue
        length_of_one = length(one, a) if before is None else before
        before = length(other, b)
        limit = length_of_one + before - 1e-9
        exchanged = length(one, b)
        if exchanged < limit and exchanged + length(other, a) < limit:
            ring[i - 1], ring[i] = other, one
            angles.exchange(one, other)
            before = None


def _apart(one: float, other: float) -> float:
    turn = abs(one - other) % (2 * pi)
    return min(turn, 2 * pi - turn)


def _routes(
    arrows: Sequence[Arrow], places: Mapping[str, Place], outlines: Mapping[str, Sequence[Point]]
) -> Iterator[tuple[str, Route]]:
    """Lead edges straight from rim to rim; parallel ones bow apart."""
    pairs = Counter(frozenset((arrow.subject, arrow.object)) for arrow in arrows)
    seen: Counter[frozenset[str]] = Counter()
    for arrow in arrows:
        pair = frozenset((arrow.subject, arrow.object))
        start, end = places[arrow.subject], places[arrow.object]
        if len(pair) == 1:
            x, y, r = start.x, start.y, start.width / 2
            yield (
                arrow.id,
                ((x + r, y - r / 2), (x + 3 * r, y - r), (x + 3 * r, y + r), (x + r, y + r / 2)),
            )
            continue
        place = seen[pair] - (pairs[pair] - 1) / 2
        seen[pair] += 1
        dx, dy = end.x - start.x, end.y - start.y
        length = hypot(dx, dy)
        ux, uy = dx / length, dy / length
        bow = 0.24 * place * length * (1 if arrow.subject < arrow.object else -1)
        out, back = rim(outlines[arrow.subject], (ux, uy)), rim(outlines[arrow.object], (-ux, -uy))
        a, b = (start.x + out[0], start.y + out[1]), (end.x + back[0] - ux, end.y + back[1] - uy)
        thirds = (
            (a[0] + (b[0] - a[0]) * t - uy * bow, a[1] + (b[1] - a[1]) * t + ux * bow)
            for t in (1 / 3, 2 / 3)
        )
        yield arrow.id, (a, *thirds, b)


def _labels(
    names: Mapping[str, str],
    places: Mapping[str, Place],
    degrees: Mapping[str, int],
    center: str | None,
    kept: Iterable[Point],
) -> dict[str, Rectangle]:
    """Place labels, those of nodes with the most edges first; a label without room is left out."""
    taken = Boxes(place.box(2) for place in places.values())
    for x, y in kept:
        taken.add((x - BADGE, y - BADGE, x + BADGE, y + BADGE))
    labels = {center: places[center].box(-4)} if center is not None else {}
    for off in FARTHER:
        for id in sorted(names.keys() - labels.keys(), key=lambda one: (-degrees[one], one)):
            lines = wrap(names[id], LABEL_WIDTH, LABEL)
            width, height = (
                max(text_width(line, LABEL) for line in lines) + 4,
                len(lines) * LABEL * LINE_HEIGHT + 2,
            )
            if box := next(filter(taken.free, _around(places[id], width, height, off)), None):
                labels[id] = box
                taken.add(box)
    return labels


def _around(place: Place, width: float, height: float, off: float) -> list[Rectangle]:
    """Yield the places for a name, outward first."""
    w, h = place.width / 2 + 3 + off + width / 2, place.height / 2 + 2 + off + height / 2
    sides = [
        (w, 0.0),
        (-w, 0.0),
        (0.0, h),
        (0.0, -h),
        (w, h * 0.7),
        (-w, h * 0.7),
        (w, -h * 0.7),
        (-w, -h * 0.7),
    ]
    r = hypot(place.x, place.y) or 1.0
    out = (place.x / r, place.y / r)
    if place.x == place.y == 0:
        out = (0.0, 1.0)
    sides.sort(key=lambda side: -(side[0] * out[0] + side[1] * out[1]) / hypot(*side))
    return [
        (
            place.x + x - width / 2,
            place.y + y - height / 2,
            place.x + x + width / 2,
            place.y + y + height / 2,
        )
        for x, y in sides
    ]
