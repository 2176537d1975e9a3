"""Outlines of nodes and the room their names need: plain geometry, the same for every renderer.

Examples
--------
>>> outline("box", 40, 20)
[(-20.0, -10.0), (20.0, -10.0), (20.0, 10.0), (-20.0, 10.0)]
>>> border(outline("ellipse", 40, 20), 0.0, side=1)
20.0
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from math import cos, pi, sin

__all__ = [
    "LINE_HEIGHT",
    "Point",
    "border",
    "hull",
    "outline",
    "padding",
    "rim",
    "rounded",
    "text_width",
    "wrap",
]

Point = tuple[float, float]
LINE_HEIGHT = 1.25
"""The distance of two lines of text, in sizes of the font."""

_WIDTHS = {
    27: "'",
    28: "ijl",
    29: "IJ",
    32: " ,.",
    34: "/:;\\|",
    35: "f",
    36: "-",
    39: "()[]t",
    40: "!",
    41: "r",
    46: '"',
    50: "*_`",
    52: "sz",
    53: "?",
    55: "c",
    56: "L",
    58: "Fk",
    59: "vxy",
    60: "P",
    61: "TYao",
    62: "e",
    63: "ESbdghnpqu",
    64: "$0123456789{}",
    66: "K",
    68: "AV",
    69: "BRXZ",
    70: "C",
    73: "U",
    75: "HN",
    77: "DG",
    78: "&",
    79: "OQ",
    82: "w",
    84: "#+<=>^~",
    86: "M",
    95: "%",
    97: "m",
    99: "W",
    100: "@",
}
"""Widths in DejaVu Sans, in hundredths of the font's size: the ASCII characters of each."""


def text_width(text: str, size: float) -> float:
    """Measure a line of text, rather too wide than too narrow.

    Examples
    --------
    >>> text_width("KLF10", 100)
    308.0
    """
    return _units(text) * size / 100


def _units(text: str) -> int:
    return sum(map(_WIDTH_OF.__getitem__, text))


class _Widths(dict[str, int]):
    """The width of each character; of others than those of `_WIDTHS` rather too wide."""

    def __missing__(self, character: str) -> int:
        if unicodedata.combining(character):
            width = 0
        else:
            width = 105 if unicodedata.east_asian_width(character) in "WF" else 80
        self[character] = width
        return width


_WIDTH_OF = _Widths({each: width for width, those in _WIDTHS.items() for each in those})


def wrap(text: str, width: float, size: float) -> list[str]:
    """Break a text into lines of about equal length within a width.

    Parameters
    ----------
    text
        One line; a word that is too wide by itself is broken.
    width, size
        The room, and the size of the font.

    Returns
    -------
    list of str

    Examples
    --------
    >>> wrap("hypoxic ESCC cell exosomes", 110, 12)
    ['hypoxic ESCC', 'cell exosomes']
    >>> wrap("epithelial-mesenchymal transition", 110, 12)
    ['epithelial-', 'mesenchymal', 'transition']
    """
    words = [part for word in text.split() for part in _pieces(word, width, size)] or [""]
    widths = [_units(word) for word in words]
    lines = _fill(words, widths, width, size)
    narrowest, widest = width, _widest(lines, size)
    while narrowest > size:  # as narrow as the same number of lines allows
        narrowest -= size / 2
        if widest <= narrowest:  # the same lines
            continue
        tried = _fill(words, widths, narrowest, size)
        widest = _widest(tried, size)
        if len(tried) > len(lines) or widest > narrowest:
            break
        lines = tried
    return lines


def _widest(lines: Sequence[str], size: float) -> float:
    return max(text_width(line, size) for line in lines)


def _fill(words: Sequence[str], widths: Sequence[int], width: float, size: float) -> list[str]:
    """Fill lines with words of known widths, each as full as it gets."""
    lines, line, used = [], [words[0]], widths[0]
    for word, more in zip(words[1:], widths[1:], strict=True):
        longer = used + _WIDTH_OF[" "] + more
        if longer * size / 100 <= width:
            line.append(word)
            used = longer
        else:
            lines.append(" ".join(line))
            line, used = [word], more
    return [*lines, " ".join(line)]


def _pieces(word: str, width: float, size: float) -> list[str]:
    if text_width(word, size) <= width:
        return [word]
    fits = 1
    while text_width(word[: fits + 1], size) <= width:
        fits += 1
    mark = max(word.rfind(mark, 1, fits) for mark in "-/_:")  # rather there than anywhere
    end = mark + 1 if mark > 0 else fits
    return [word[:end], *_pieces(word[end:], width, size)]


def padding(shape: str, width: float, height: float) -> tuple[float, float]:
    """Return how much wider and higher than its text a shape must be."""
    if shape == "ellipse":
        return 0.30 * width + 16, 0.32 * height + 8
    sides = {
        "hexagon": 0.62,
        "bevel": 0.3,
        "octagon": 0.3,
        "pill": 0.35,
        "chevron": 1.0,
        "pennant": 0.5,
    }.get(shape, 0.0)
    sides = {"slanted": 0.75, "trapezoid": 0.75}.get(shape, sides)
    return 14 + sides * (height + 10), 12


def rounded(width: float, height: float, radius: float) -> list[Point]:
    """Give the outline of a box with round corners around its center.

    Examples
    --------
    >>> len(rounded(40, 20, 6))
    36
    """
    w, h = width / 2, height / 2
    r = min(h, w, radius)
    corners = (
        (w - r, -h + r, -pi / 2),
        (w - r, h - r, 0),
        (-w + r, h - r, pi / 2),
        (-w + r, -h + r, pi),
    )
    return [point for x, y, turn in corners for point in _arc(x, y, r, r, turn, turn + pi / 2, 8)]


def outline(shape: str, width: float, height: float) -> list[Point]:
    """Give a shape's corners around its center, clockwise as seen with y downward.

    Parameters
    ----------
    shape
        As the style table names it.
    width, height
        Of the whole.

    Returns
    -------
    list of tuple
    """
    w, h = width / 2, height / 2
    cut = min(h, w)
    if shape == "ellipse":
        return _arc(0, 0, w, h, 0, 2 * pi, 48)[:-1]
    if shape in ("pill", "rounded"):
        return rounded(width, height, 16.0 if shape == "pill" else 6.0)
    corner = min(cut, 12.0)
    bevel = corner * 0.8
    shapes: dict[str, list[Point]] = {
        "box": [(-w, -h), (w, -h), (w, h), (-w, h)],
        "hexagon": [
            (-w, 0),
            (-w + min(cut, 14.0), -h),
            (w - min(cut, 14.0), -h),
            (w, 0),
            (w - min(cut, 14.0), h),
            (-w + min(cut, 14.0), h),
        ],
        "octagon": _cut_box(w, h, corner * 0.7),
        "bevel": [
            (-w, -h),
            (w - bevel, -h),
            (w, -h + bevel),
            (w, h),
            (-w + bevel, h),
            (-w, h - bevel),
        ],
        "chevron": [(-w, -h), (w - corner, -h), (w, 0), (w - corner, h), (-w, h), (-w + corner, 0)],
        "pennant": [(-w, -h), (w - corner, -h), (w, 0), (w - corner, h), (-w, h)],
        "slanted": [(-w + corner, -h), (w, -h), (w - corner, h), (-w, h)],
        "trapezoid": [(-w + corner, -h), (w - corner, -h), (w, h), (-w, h)],
    }
    return [(float(x), float(y)) for x, y in shapes[shape]]


def _cut_box(w: float, h: float, c: float) -> list[Point]:
    return [
        (-w + c, -h),
        (w - c, -h),
        (w, -h + c),
        (w, h - c),
        (w - c, h),
        (-w + c, h),
        (-w, h - c),
        (-w, -h + c),
    ]


def _arc(
    x: float, y: float, rx: float, ry: float, start: float, end: float, steps: int
) -> list[Point]:
    turns = (start + (end - start) * i / steps for i in range(steps + 1))
    return [(round(x + rx * cos(t), 3), round(y + ry * sin(t), 3)) for t in turns]


def hull(points: Sequence[Point]) -> list[Point]:
    """Leave out an outline's inward corners: where lines end, so that no arrowhead lies in a notch.

    Examples
    --------
    >>> hull(outline("chevron", 40, 20)) == outline("pennant", 40, 20)
    True
    """
    triples = zip((points[-1], *points[:-1]), points, (*points[1:], points[0]), strict=True)
    return [
        p
        for (x0, y0), p, (x1, y1) in triples
        if (p[0] - x0) * (y1 - p[1]) >= (p[1] - y0) * (x1 - p[0])
    ]


def rim(points: Sequence[Point], toward: Point) -> Point:
    """Return where a line from the center of an outline leaves it.

    Examples
    --------
    >>> rim(outline("box", 40, 20), (2, 0))
    (20.0, 0.0)
    """
    x, y = toward
    reach = 0.0
    for (x0, y0), (x1, y1) in pairwise((*points, points[0])):
        dx, dy = x1 - x0, y1 - y0
        across = x * dy - y * dx
        if abs(across) > 1e-9 and -1e-9 <= (x0 * y - y0 * x) / across <= 1 + 1e-9:
            reach = max(reach, (x0 * dy - y0 * dx) / across)
    return (x * reach, y * reach)


def border(points: Sequence[Point], y: float, *, side: int) -> float:
    """Return where an outline's left (side -1) or right (side 1) border is at a height."""
    found = []
    for (x0, y0), (x1, y1) in pairwise((*points, points[0])):
        if min(y0, y1) <= y <= max(y0, y1):
            found.append(
                max(x0, x1) * 1.0
                if y0 == y1 and side > 0
                else min(x0, x1) * 1.0
                if y0 == y1
                else x0 + (x1 - x0) * (y - y0) / (y1 - y0)
            )
    return (max(found) if side > 0 else min(found)) if found else 0.0
