"""The files of the page: scripts, the style sheet and the HTML around them."""

from __future__ import annotations

from importlib.resources import files

from ..views.render.browser import colored, page_file, schemes

__all__ = ["SCRIPTS", "STYLE", "asset", "index"]

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


def asset(name: str) -> str:
    """Read one of the page's files; the style sheet gets the style table's colors."""
    if name == "paint.js":
        return page_file(name)
    if name == STYLE:
        text = (files(__package__) / "page" / name).read_text(encoding="utf-8")
        return colored(name, schemes(text))
    folder = "vendor" if name.startswith("cytoscape") else "page"
    return (files(__package__) / folder / name).read_text(encoding="utf-8")


def index() -> str:
    """Write the page."""
    scripts = "\n".join(f'<script src="/static/{name}" defer></script>' for name in SCRIPTS)
    return asset("index.html").replace("<!-- scripts -->", scripts)
