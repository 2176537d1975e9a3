"""The files of the page: scripts, the style sheet and the HTML around them."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from ..views.render.browser import colored, page_file, schemes

__all__ = ["SCRIPTS", "STYLE", "asset", "digest", "index"]

SCRIPTS = (
    "cytoscape.min.js",
    "paint.js",
    "base.js",
    "scheme.js",
    "icons.js",
    "network.js",
    "figure.js",
    "measured.js",
    "table.js",
    "evidence.js",
    "filters.js",
    "exports.js",
    "search.js",
    "forms.js",
    "main.js",
)
"""The page's scripts, in the order in which they run."""
STYLE = "explorer.css"


@cache
def asset(name: str) -> str:
    """Return one of the page's files, read once; the style sheet gets the style table's colors."""
    if name == "paint.js":
        return page_file(name)
    if name == STYLE:
        text = (files(__package__) / "page" / name).read_text(encoding="utf-8")
        return colored(name, schemes(text))
    folder = "vendor" if name.startswith("cytoscape") else "page"
    return (files(__package__) / folder / name).read_text(encoding="utf-8")


@cache
def digest(text: str) -> str:
    """Name the content of a file: under an address that holds it, a browser may keep the file."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def index() -> str:
    """Return the page; the addresses of its files change with their content."""

    def address(name: str) -> str:
        return f"/static/{name}?v={digest(asset(name))}"

    scripts = "\n".join(f'<script src="{address(name)}" defer></script>' for name in SCRIPTS)
    page = asset("index.html").replace("<!-- scripts -->", scripts)
    return page.replace(f"/static/{STYLE}", address(STYLE))
