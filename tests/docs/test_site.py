"""The documentation's site.

Built with warnings as errors, every link leads somewhere, nothing comes from elsewhere.
"""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from selenium import webdriver

import radexo
from radexo.docs.make.site import MOST_ROWS
from radexo.queries.catalogue import catalogue
from support.browser import requests
from support.paths import ROOT
from support.required import require_distributions

require_distributions("sphinx", "furo", "myst_parser", extra="docs")

pytestmark = pytest.mark.slow  # builds the whole site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, newly built."""
    folder = tmp_path_factory.mktemp("site")
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-q",
        "-d",
        str(folder / "trees"),
        "docs",
        str(folder / "html"),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "html"


class Page(HTMLParser):
    """A page's anchors, the links that a reader follows, and what a browser fetches by itself."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.anchors.update(found[name] for name in ("id", "name") if name in found)
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        elif tag != "a":
            self.fetched += [
                found[name] for name in ("src", "href", "srcset", "poster", "data") if name in found
            ]


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    """Every page of the site."""
    return {path: Page(path) for path in sorted(site.rglob("*.html"))}


def is_elsewhere(address: str) -> bool:
    return bool(re.match(r"(?:[a-z][a-z0-9+.-]*:)?//", address, re.IGNORECASE))


def test_every_page_of_the_documentation_is_there(site: Path) -> None:
    written = {
        page.relative_to(ROOT / "docs").with_suffix(".html")
        for page in (ROOT / "docs").rglob("*.md")
    }
    assert written
    assert all((site / page).is_file() for page in written)
    assert not list(site.rglob("*.tsv"))  # the raw passes of the curation are not pages


def test_every_link_leads_somewhere(pages: dict[Path, Page]) -> None:
    broken = []
    followed = 0
    for path, page in pages.items():
        for link in (*page.links, *page.fetched):
            if is_elsewhere(link) or link.startswith(("mailto:", "data:")):
                continue
            address, anchor = urldefrag(unquote(link))
            target = (path.parent / address.partition("?")[0]).resolve() if address else path
            followed += 1
            if not target.is_file() or (
                anchor and target in pages and anchor not in pages[target].anchors
            ):
                broken.append(f"{path.name}: {link}")
    assert not broken
    assert followed > 500


def test_nothing_comes_from_elsewhere(site: Path, pages: dict[Path, Page]) -> None:
    assert not [
        (path.name, address)
        for path, page in pages.items()
        for address in page.fetched
        if is_elsewhere(address)
    ]
    for sheet in site.rglob("*.css"):
        assert not re.search(
            r"(?:url\(|@import)\s*['\"]?(?:https?:)?//", sheet.read_text(encoding="utf-8")
        ), sheet


def test_every_question_is_shown_with_an_answer(site: Path, g: radexo.Graph) -> None:
    page = re.sub(r"<[^>]+>", "", (site / "questions.html").read_text(encoding="utf-8"))
    for question in catalogue():
        answer = g.query(question.name, **question.example)
        assert f"{question.name}: {min(len(answer), MOST_ROWS)} row" in page, question.name


def test_the_front_page_has_three_doors_and_a_page_to_click(
    site: Path, pages: dict[Path, Page], g: radexo.Graph
) -> None:
    front = (site / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"<h2>(\w+)", front) == ["Read", "Ask", "Curate"]
    assert {"try.html", "changelog.html", "faq.html", "glossary.html", "citing.html"} <= {
        *pages[site / "index.html"].links
    }
    assert g.version in (site / "try.html").read_text(encoding="utf-8")


@pytest.mark.browser
def test_a_browser_asks_for_nothing_from_elsewhere(site: Path, driver: webdriver.Chrome) -> None:
    requests(driver)
    for page in ("index.html", "tutorial.html", "api/index.html", "try.html"):
        driver.get((site / page).as_uri())
    driver.get((site / "search.html").as_uri() + "?q=hedged")
    asked = requests(driver)
    assert len(asked) > 4
    assert not [address for address in asked if not address.startswith(("file:", "data:"))]


def test_the_reference_holds_every_public_name(pages: dict[Path, Page]) -> None:
    anchors = set().union(*(page.anchors for page in pages.values()))
    methods = [name for name, _ in inspect.getmembers(radexo.Graph) if not name.startswith("_")]
    assert "mechanism" in methods
    missing = [
        name
        for name in ("load", "Graph", *(f"Graph.{name}" for name in methods))
        if f"radexo.{name}" not in anchors
    ]
    assert not missing
    assert "radexo.queries.paths.path.Path.explain" in anchors


def test_every_type_of_row_is_in_the_reference(site: Path) -> None:
    page = "".join(
        (site / "api" / f"{name}.html").read_text(encoding="utf-8") for name in ("answers", "data")
    )
    rows = {question.row for question in catalogue()}
    assert len(rows) >= 20
    assert [kind for kind in rows if f'id="{kind.__module__}.{kind.__name__}"' not in page] == []
