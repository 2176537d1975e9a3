"""Concentric rings for a whole graph: radiosensitivity in the middle, then pathways, targets, cargo, exosomes, donors.

Examples
--------
>>> from radexo.views.layout import Link
>>> found = rings([Dot("r", "effect", "radiosensitivity"), Dot("g", "target", "KLF10")], [Link("1", "g", "r")])
>>> found.places["r"].x, found.places["g"].x == found.places["r"].x
(0.0, False)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import atan2, ceil, cos, hypot, pi, sin, sqrt

from .layout import Layout, Link, Place, Route
from .shapes import LINE_HEIGHT, Point, outline, padding, rim, text_width, wrap
from .style import LAYERS

__all__ = ["LABEL", "LABEL_WIDTH", "MIDDLE", "Dot", "rings"]

LABEL, LABEL_WIDTH, MIDDLE = 11.0, 130.0, 15.0
"""Size of the names beside the nodes, the width at which they are broken, and the size of the one in the middle."""

SPACE, BETWEEN = 7.0, 58.0
"""The least room between two nodes of a ring, and between two rings."""

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Dot:
    """A node to be placed: its layer, its shape, and its name for the label."""

    id: str
    layer: str
    name: str
    shape: str = "ellipse"


def rings(dots: Sequence[Dot], links: Sequence[Link]) -> Layout:
    """Place nodes on rings by layer, and names beside as many of them as fit.

    Parameters
    ----------
    dots
        In the order that breaks ties.
    links
        Between them; parallel ones and loops may be among them.

    Returns
    -------
    Layout
        Nodes that stand in more edges are larger.
    """
    degrees = Counter(id for link in links for id in {link.subject, link.object})
    sizes = {dot.id: round(min(8 + 3.2 * sqrt(degrees[dot.id]), 30), 1) for dot in dots}
    layers = [[d.id for d in dots if d.layer == layer] for layer in reversed(LAYERS)]
    effects = sorted(layers[0], key=lambda one: -degrees[one])
    center, others = (effects[0] if effects else None), effects[1:]
    orders = _ordered([ring for ring in (others, *layers[1:]) if ring], links, center)
    names, shapes = {dot.id: dot.name for dot in dots}, {dot.id: dot.shape for dot in dots}
    places, radius = {}, 0.0
    if center is not None:  # its name stands in it
        across, along = padding(shapes[center], text_width(names[center], MIDDLE), MIDDLE * LINE_HEIGHT)
        places[center] = Place(0.0, 0.0, text_width(names[center], MIDDLE) + across, MIDDLE * LINE_HEIGHT + along + 16)
        radius = places[center].width / 2
    for ring, angles in orders:
        widest = max(sizes[id] for id in ring)
        around = sum(sizes[id] + SPACE for id in ring) * 1.02
        radius = max(radius + BETWEEN + widest / 2, _radius(ring, around, widest))
        for id, angle in angles.items():
            places[id] = Place(round(radius * cos(angle), 2), round(radius * sin(angle), 2), sizes[id], sizes[id])
    outlines = {id: outline(shapes[id], place.width, place.height) for id, place in places.items()}
    routes = dict(_routes(links, places, outlines))
    labels = _labels(names, places, degrees, center)
    return Layout("rings", {dot.id: places[dot.id] for dot in dots}, routes, labels=labels)


def _radius(ring: Sequence[str], around: float, widest: float) -> float:
    """The least radius at which a ring's evenly spaced nodes do not touch."""
    if len(ring) < 2:
        return 0.0
    return max(around / (2 * pi), (widest + SPACE) / (2 * sin(pi / len(ring))))


def _ordered(
    layers: Sequence[Sequence[str]], links: Sequence[Link], center: str | None
) -> list[tuple[list[str], dict[str, float]]]:
    """Order every ring so that edges are short: circular barycenters, then swaps, then a turn of the ring."""
    neighbors: dict[str, list[str]] = {id: [] for ring in layers for id in ring}
    for link in links:
        if center not in (link.subject, link.object) and link.subject != link.object:
            neighbors[link.subject].append(link.object)
            neighbors[link.object].append(link.subject)
    walk = _walk(neighbors)
    orders = [sorted(ring, key=walk.__getitem__) for ring in layers]
    angles: dict[str, float] = {}
    for ring in orders:
        _spread(ring, angles, neighbors)
    best, least = {}, float("inf")
    for sweep in range(24):
        for ring in orders if sweep % 2 == 0 else reversed(orders):
            wishes = {id: (_toward(id, angles, neighbors) or 0.0) % (2 * pi) for id in ring}
            ring.sort(key=wishes.__getitem__)
            _spread(ring, angles, neighbors)
            _swap(ring, angles, neighbors)
        length = sum(_apart(angles[id], angles[other]) for id, found in neighbors.items() for other in found)
        if length < least - 1e-9:
            best, least = dict(angles), length
    return [(list(ring), {id: best[id] for id in sorted(ring, key=best.__getitem__)}) for ring in layers]


def _walk(neighbors: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Number nodes along a walk, so that what hangs together begins together."""
    number: dict[str, int] = {}
    for start in sorted(neighbors, key=lambda one: -len(neighbors[one])):
        stack = [start]
        while stack:
            id = stack.pop()
            if id not in number:
                number[id] = len(number)
                stack.extend(other for other in reversed(neighbors[id]) if other not in number)
    return number


def _toward(id: str, angles: Mapping[str, float], neighbors: Mapping[str, Sequence[str]]) -> float | None:
    """The mean direction of a node's neighbors, or its own; None while neither is known."""
    known = [angles[other] for other in neighbors[id] if other in angles]
    x, y = sum(map(cos, known)), sum(map(sin, known))
    return atan2(y, x) if hypot(x, y) > 1e-6 else angles.get(id)


def _spread(ring: Sequence[str], angles: dict[str, float], neighbors: Mapping[str, Sequence[str]]) -> None:
    """Space a ring evenly, turned to where its nodes' neighbors are."""
    step = 2 * pi / len(ring)
    wishes = [(i * step, _toward(id, angles, neighbors)) for i, id in enumerate(ring)]
    turns = [wish - slot for slot, wish in wishes if wish is not None]
    turn = atan2(sum(map(sin, turns)), sum(map(cos, turns))) if turns else 0.0
    for i, id in enumerate(ring):
        angles[id] = i * step + turn


def _swap(ring: list[str], angles: dict[str, float], neighbors: Mapping[str, Sequence[str]]) -> None:
    def length(id: str, angle: float) -> float:
        return sum(_apart(angle, angles[other]) for other in neighbors[id])

    for i in range(len(ring)):
        one, other = ring[i - 1], ring[i]
        a, b = angles[one], angles[other]
        if one != other and length(one, b) + length(other, a) < length(one, a) + length(other, b) - 1e-9:
            ring[i - 1], ring[i] = other, one
            angles[one], angles[other] = b, a


def _apart(one: float, other: float) -> float:
    turn = abs(one - other) % (2 * pi)
    return min(turn, 2 * pi - turn)


def _routes(
    links: Sequence[Link], places: Mapping[str, Place], outlines: Mapping[str, Sequence[Point]]
) -> Iterator[tuple[str, Route]]:
    """Lead edges straight from rim to rim; parallel ones bow apart."""
    pairs = Counter(frozenset((link.subject, link.object)) for link in links)
    seen: Counter[frozenset[str]] = Counter()
    for link in links:
        pair = frozenset((link.subject, link.object))
        start, end = places[link.subject], places[link.object]
        if len(pair) == 1:
            x, y, r = start.x, start.y, start.width / 2
            yield link.id, ((x - r / 2, y - r), (x - r, y - 3 * r), (x + r, y - 3 * r), (x + r / 2, y - r))
            continue
        place = seen[pair] - (pairs[pair] - 1) / 2
        seen[pair] += 1
        dx, dy = end.x - start.x, end.y - start.y
        length = hypot(dx, dy)
        ux, uy = dx / length, dy / length
        bow = 0.24 * place * length * (1 if link.subject < link.object else -1)
        out, back = rim(outlines[link.subject], (ux, uy)), rim(outlines[link.object], (-ux, -uy))
        a, b = (start.x + out[0], start.y + out[1]), (end.x + back[0] - ux, end.y + back[1] - uy)
        thirds = ((a[0] + (b[0] - a[0]) * t - uy * bow, a[1] + (b[1] - a[1]) * t + ux * bow) for t in (1 / 3, 2 / 3))
        yield link.id, (a, *thirds, b)


def _labels(
    names: Mapping[str, str], places: Mapping[str, Place], degrees: Mapping[str, int], center: str | None
) -> dict[str, Rectangle]:
    """Find room for names, those of the nodes with the most edges first; a name without room is left out."""
    taken = _Grid(64.0)
    for place in places.values():
        taken.add(place.box(2))
    labels = {center: places[center].box(-4)} if center is not None else {}
    for id in sorted(names, key=lambda one: (-degrees[one], one)):
        if id == center:
            continue
        lines = wrap(names[id], LABEL_WIDTH, LABEL)
        width, height = max(text_width(line, LABEL) for line in lines) + 4, len(lines) * LABEL * LINE_HEIGHT + 2
        for box in _around(places[id], width, height):
            if taken.free(box):
                labels[id] = box
                taken.add(box)
                break
    return labels


def _around(place: Place, width: float, height: float) -> list[Rectangle]:
    """The places for a name, outward first."""
    w, h = place.width / 2 + 3 + width / 2, place.height / 2 + 2 + height / 2
    sides = [(w, 0.0), (-w, 0.0), (0.0, h), (0.0, -h), (w, h * 0.7), (-w, h * 0.7), (w, -h * 0.7), (-w, -h * 0.7)]
    r = hypot(place.x, place.y) or 1.0
    out = (place.x / r, place.y / r)
    if place.x == place.y == 0:
        out = (0.0, 1.0)
    sides.sort(key=lambda side: -(side[0] * out[0] + side[1] * out[1]) / hypot(*side))
    return [
        (place.x + x - width / 2, place.y + y - height / 2, place.x + x + width / 2, place.y + y + height / 2) for x, y in sides
    ]


class _Grid:
    """Rectangles, found again by the cells they touch."""

    def __init__(self, cell: float) -> None:
        self.cell = cell
        self.cells: dict[tuple[int, int], list[Rectangle]] = {}

    def _touched(self, box: Rectangle) -> Iterable[tuple[int, int]]:
        left, top, right, bottom = (value / self.cell for value in box)
        return ((x, y) for x in range(int(left // 1), ceil(right) + 1) for y in range(int(top // 1), ceil(bottom) + 1))

    def add(self, box: Rectangle) -> None:
        for cell in self._touched(box):
            self.cells.setdefault(cell, []).append(box)

    def free(self, box: Rectangle) -> bool:
        return not any(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
            for cell in self._touched(box)
            for other in self.cells.get(cell, ())
        )
