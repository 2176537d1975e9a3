"""Where labels of edges are: on or beside their line, clear of all that is drawn around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, product
from math import atan2, dist, hypot

from ...graph.values import frozen
from .columns import Place, Route, flat, points_along
from .grid import Boxes, Lines, Rectangle
from .shapes import Point, text_width

__all__ = ["LABEL_SIZE", "EdgeLabel", "head_box", "place_labels", "start_of"]

LABEL_SIZE = 10.5
"""Font size of labels on edges, in the units of the layout."""

_SHARES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8, 0.14)
_FINER = tuple(i / 40 for i in range(3, 37))
"""How far along a route a label is tried: first near its middle, then wherever there is room."""

_BESIDE = (0.0, -LABEL_SIZE * 1.1, LABEL_SIZE * 1.1)
"""How far above or below its line a label may be; on the line where there is room."""


@frozen
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
    kept: Iterable[Rectangle] = (),
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
    kept
        Boxes of arrowheads and names, which no label covers.

    Returns
    -------
    dict
        Labels by id of the edge; an edge without room has none.
    """
    boxes = Boxes(place.box(1.0) for place in places)
    for box in (*((x - 8, y - 8, x + 8, y + 8) for x, y in taken), *kept):
        boxes.add(box)
    lines = Lines({id: flat(route, 8) for id, route in routes.items()})
    labels: dict[str, EdgeLabel] = {}
    for id, choices in texts.items():
        free: list[EdgeLabel] = []
        for shares, aside, text in product((_SHARES, _FINER), _BESIDE, choices):
            on_line = points_along(routes[id], shares)
            tried = [_label(text, (x, y + aside)) for x, y in on_line]
            free = [label for label in tried if boxes.free(label.box)]
            if free:
                break
        if free:
            crossed = [len(lines.through(label.box) - {id}) for label in free]
            best = free[crossed.index(min(crossed))]
            labels[id] = best
            boxes.add(best.box)
    return labels


def _label(text: str, center: Point) -> EdgeLabel:
    x, y = center
    width = text_width(text, LABEL_SIZE) + 3
    return EdgeLabel(text, round(x, 2), round(y, 2), round(width, 2), round(LABEL_SIZE * 1.25, 2))


def head_box(route: Route, size: float) -> Rectangle:
    """Return the box around the arrowhead at the end of a route.

    Parameters
    ----------
    route
        The route of an edge.
    size
        Length of the head, as `radexo.views.style.head_size` gives it.

    Returns
    -------
    tuple
        Left, top, right and bottom.

    Examples
    --------
    >>> head_box(((0, 0), (20, 0), (40, 0), (60, 0)), 10)
    (50.0, -6.5, 60.0, 6.5)
    """
    (x0, y0), (x, y) = (
        next((p for p in reversed(route[:-1]) if p != route[-1]), route[0]),
        route[-1],
    )
    length = hypot(x - x0, y - y0) or 1.0
    ux, uy = (x - x0) / length, (y - y0) / length
    aside = size * 0.65
    corners = [
        (x - ux * back - uy * side, y - uy * back + ux * side)
        for back in (0.0, size)
        for side in (-aside, aside)
    ]
    xs, ys = zip(*corners, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


_FROM_START = 15.0
"""How far from its start a route is marked, at most a third of its length."""


def start_of(route: Route) -> tuple[float, float, float]:
    """Return a point near the start of a route, and the direction of the route there in radians.

    Parameters
    ----------
    route
        The route of an edge.

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
    share = min(_FROM_START / length, 1 / 3)
    (x, y), (x1, y1) = points_along(route, (share, min(share + 0.02, 1.0)))
    return (round(x, 2), round(y, 2), round(atan2(y1 - y, x1 - x), 4))
