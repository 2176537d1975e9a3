"""Where labels of edges stand: on their line, clear of nodes, badges and other labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, dist

from .columns import Place, Route, along, flat
from .shapes import Point, text_width

__all__ = ["LABEL_SIZE", "EdgeLabel", "place_labels", "start_of"]

LABEL_SIZE = 9.0
"""Font size of labels on edges, in the units of the layout."""

_SHARES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8)
Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class EdgeLabel:
    """A label on an edge: its text, its center and its size."""

    text: str
    x: float
    y: float
    width: float
    height: float

    @property
    def box(self) -> Rectangle:
        """Left, top, right and bottom."""
        w, h = self.width / 2, self.height / 2
        return (self.x - w, self.y - h, self.x + w, self.y + h)


def place_labels(
    routes: Mapping[str, Route],
    texts: Mapping[str, Sequence[str]],
    places: Iterable[Place],
    taken: Iterable[Point] = (),
) -> dict[str, EdgeLabel]:
    """Place labels on edges.

    Parameters
    ----------
    routes
        By id of the edge.
    texts
        By id of the edge: what its label may say, the longest first.
    places
        The nodes, which no label covers.
    taken
        Points with a mark of their own, such as badges.

    Returns
    -------
    dict
        Labels by id of the edge; an edge without room has none.
    """
    boxes = [place.box(1.0) for place in places]
    boxes += [(x - 8, y - 8, x + 8, y + 8) for x, y in taken]
    lines = {id: flat(route, 8) for id, route in routes.items()}
    labels: dict[str, EdgeLabel] = {}
    for id, choices in texts.items():
        free = None
        for text in choices:
            tried = [_label(text, along(routes[id], share)) for share in _SHARES]
            free = [label for label in tried if not any(_overlap(label.box, b) for b in boxes)]
            if free:
                break
        if free:
            others = [line for other, line in lines.items() if other != id]
            best = min(free, key=lambda label: sum(_crosses(label.box, line) for line in others))
            labels[id] = best
            boxes.append(best.box)
    return labels


def _label(text: str, center: Point) -> EdgeLabel:
    x, y = center
    width = text_width(text, LABEL_SIZE) + 3
    return EdgeLabel(text, round(x, 2), round(y, 2), round(width, 2), round(LABEL_SIZE * 1.25, 2))


def _overlap(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _crosses(box: Rectangle, line: Sequence[Point]) -> bool:
    return any(box[0] < x < box[2] and box[1] < y < box[3] for x, y in line)


def start_of(route: Route, distance: float = 15.0) -> tuple[float, float, float]:
    """Return a point near the start of a route, and the direction of the route there in radians.

    Parameters
    ----------
    route
        The route of an edge.
    distance
        How far from its start, at most a third of its length.

    Returns
    -------
    tuple
        x, y and the angle.

    Examples
    --------
    >>> start_of(((0, 0), (20, 0), (40, 0), (60, 0)))
    (15.0, 0.0, 0.0)
    """
    points = flat(route)
    length = sum(dist(one, other) for one, other in pairwise(points)) or 1.0
    share = min(distance / length, 1 / 3)
    (x, y), (x1, y1) = along(route, share), along(route, min(share + 0.02, 1.0))
    return (round(x, 2), round(y, 2), round(atan2(y1 - y, x1 - x), 4))
