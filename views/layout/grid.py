"""What is drawn, found again by where it lies: boxes, and the points of lines.

Examples
--------
>>> boxes = Boxes([(0, 0, 10, 10)])
>>> boxes.free((20, 0, 30, 10)), boxes.free((5, 5, 15, 15))
(True, False)
>>> lines = Lines({"1": [(0, 0), (8, 8)], "2": [(9, 9)]})
>>> lines.through((5, 5, 15, 15)) == {"1", "2"}
True
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from .shapes import Point

__all__ = ["Boxes", "Lines", "Rectangle"]

Rectangle = tuple[float, float, float, float]
"""Left, top, right and bottom."""

_CELL = 32.0


def _cells(box: Rectangle) -> Iterator[tuple[int, int]]:
    """Yield the cells that a box touches."""
    left, top, right, bottom = (int(value // _CELL) for value in box)
    for x in range(left, right + 1):
        for y in range(top, bottom + 1):
            yield x, y


class Boxes:
    """Boxes that nothing may cover.

    Parameters
    ----------
    boxes
        The first ones; `add` adds more.
    """

    def __init__(self, boxes: Iterable[Rectangle] = ()) -> None:
        self._cells: dict[tuple[int, int], list[Rectangle]] = {}
        for box in boxes:
            self.add(box)

    def add(self, box: Rectangle) -> None:
        """Add a box."""
        for cell in _cells(box):
            self._cells.setdefault(cell, []).append(box)

    def free(self, box: Rectangle) -> bool:
        """Return whether a box overlaps none of the boxes; a common border is not an overlap."""
        left, top, right, bottom = box
        for cell in _cells(box):
            for x0, y0, x1, y1 in self._cells.get(cell, ()):
                if left < x1 and x0 < right and top < y1 and y0 < bottom:
                    return False
        return True


class Lines:
    """The points of lines.

    Parameters
    ----------
    lines
        By id of the line.
    """

    def __init__(self, lines: Mapping[str, Iterable[Point]]) -> None:
        self._cells: dict[tuple[int, int], list[tuple[float, float, str]]] = {}
        for id, points in lines.items():
            for x, y in points:
                cell = (int(x // _CELL), int(y // _CELL))
                self._cells.setdefault(cell, []).append((x, y, id))

    def through(self, box: Rectangle) -> set[str]:
        """Return the ids of the lines of which a point lies within a box."""
        left, top, right, bottom = box
        return {
            id
            for cell in _cells(box)
            for x, y, id in self._cells.get(cell, ())
            if left < x < right and top < y < bottom
        }
