"""The explorer as people use it, in a real browser without the internet.

What is clicked, what is shown, what is saved.
"""

from __future__ import annotations

import io
import json
import re
import shlex
import threading
import time
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import axe_core_python
import pytest
import uvicorn
from ndex2.cx2 import RawCX2NetworkFactory
from PIL import Image
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

import radexo
from radexo.explorer.app import make_app
from radexo.explorer.page_model import MIXED
from radexo.explorer.serving import listen
from radexo.explorer.standalone import shared_page
from radexo.graph.model import Entity, Finding, Statement
from radexo.graph.records import Records
from radexo.graph.schema import CERTAINTIES, SUPPORTS
from radexo.measured.grounding import ground
from radexo.queries.catalogue import catalogue
from radexo.queries.evidence import NOTE_WORDS
from radexo.views.style import DARK, DARK_EDGES, EDGES, PAPER, ROOMS, UNMEASURED, color_of
from support.browser import accessibility, chromium, requests, screen, system, until, until_ready
from support.hostile import BAD, hostile
from support.measured_ids import DOUBTFUL, FOUND, UNMATCHED
from support.random_graphs import large
from support.resources import answering

pytestmark = pytest.mark.browser

PATHS = "q=paths&source=hypoxia&target=radiosensitivity"


@contextmanager
def serving(graph: radexo.Graph) -> Iterator[str]:
    """Serve a graph on a free port."""
    listening = listen("127.0.0.1", 0)
    port = listening.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(make_app(graph, port=port), log_level="error", lifespan="off")
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    until(lambda: server.started, "the server")
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.should_exit = True
        thread.join(20)
        listening.close()


@pytest.fixture(scope="module")
def driver(driver: webdriver.Chrome) -> Iterator[webdriver.Chrome]:
    """Make the window as large as these tests want it."""
    size = driver.get_window_size()
    driver.set_window_size(1500, 1000)
    yield driver
    driver.set_window_size(size["width"], size["height"])


@pytest.fixture(scope="module")
def url(g: radexo.Graph) -> Iterator[str]:
    """The explorer of the packaged graph."""
    with serving(g) as address:
        yield address


OPENED = count(1)


class Page:
    """An open page."""

    def __init__(self, driver: webdriver.Chrome, url: str, state: str = "") -> None:
        # an address of its own is loaded again, where another state of the last one would be shown
        self.driver, self.url = driver, f"{url}?{next(OPENED)}"
        driver.get_log("browser")
        requests(driver)
        self.go(state)

    def go(self, state: str) -> None:
        """Open a state by its address."""
        self.driver.get(f"{self.url}#{state}" if state else self.url)
        self.ready()

    def ready(self) -> None:
        """Wait until the page is idle."""
        until_ready(self.driver, "an idle page")

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a script and give what it returns."""
        return self.driver.execute_script(script, *arguments)

    def all(self, selector: str) -> list[Any]:
        """Give elements."""
        return self.driver.find_elements("css selector", selector)

    def one(self, selector: str) -> Any:
        """Give an element."""
        return self.driver.find_element("css selector", selector)

    def click(self, selector: str) -> None:
        """Click, and wait until the page is idle."""
        element = self.run(
            "const element = document.querySelector(arguments[0]);"
            "element.closest('#paths tr')?.scrollIntoView({block: 'center'});"
            "return element",
            selector,
        )
        element.click()
        self.ready()

    def type(self, selector: str, text: str) -> None:
        """Type into a field, and wait for the suggestions."""
        self.one(selector).send_keys(text)
        self.ready()

    def back(self) -> None:
        """Go back as the browser's button does."""
        here = self.run("return location.hash")
        self.driver.back()
        until(lambda: self.run("return location.hash") != here, "the step back")
        time.sleep(0.05)
        self.ready()

    def rows(self) -> list[str]:
        """The chains of the table."""
        return self.texts("#paths tbody .row-button")

    def texts(self, selector: str) -> list[str]:
        """What elements show, asked with one command; nothing where they are not shown."""
        shown: list[str] = self.run(
            "return [...document.querySelectorAll(arguments[0])]"
            ".map((e) => e.checkVisibility() ? e.innerText.trim() : '')",
            selector,
        )
        return shown

    def text(self, selector: str) -> str:
        """What the first of the elements shows; there must be one."""
        return self.texts(selector)[0]

    def errors(self) -> list[str]:
        """Take what the console complained about."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def at(self, id: str, *, badge: bool = True) -> tuple[float, float]:
        """Where a node, the badge of an arrow or a quarter of its curve is on the screen."""
        x, y = self.run(
            "const e = cy.getElementById(arguments[0]), d = e.data(), pan = cy.pan(), z = "
            "cy.zoom();"
            "const curve = document.createElementNS('http://www.w3.org/2000/svg', 'path');"
            "if (e.isEdge()) curve.setAttribute('d', `M ${d.route[0]} C "
            "${d.route.slice(1).join(' ')}`);"
            "const on = () => { const p = curve.getPointAtLength(curve.getTotalLength() / 4); "
            "return [p.x, p.y]; };"
            "const [x, y] = e.isNode() ? [e.position().x, e.position().y] : (arguments[1] && "
            "d.badge) || on();"
            "const b = document.getElementById('picture').getBoundingClientRect();"
            "return [b.x + x * z + pan.x, b.y + y * z + pan.y]",
            id,
            badge,
        )
        return x, y

    def tap(self, id: str, *, badge: bool = True) -> None:
        """Click a node or an arrow of the picture."""
        x, y = self.at(id, badge=badge)
        actions = ActionChains(self.driver)
        actions.w3c_actions.pointer_action.move_to_location(round(x), round(y))
        actions.w3c_actions.pointer_action.click()
        actions.perform()
        until(
            lambda: (
                self.run("return new URLSearchParams(location.hash.slice(1)).get('_pick')") == id
            ),
            f"{id} picked",
        )
        self.ready()


# -- finding paths --------------------------------------------------------------------------------


def test_the_first_screen_searches_and_shows_no_picture(driver: webdriver.Chrome, url: str) -> None:
    page = Page(driver, url)
    assert len(page.all("#examples a")) == 6
    assert page.run("return window.cy") is None
    assert page.text("#cancers li").split("\n") == ["colorectal cancer", "9"]
    words = set(page.texts("#legend li"))
    assert {style.word for style in EDGES.values()} <= words
    page.click("#cancers a")
    assert page.text("#paths caption strong") == "9 rows"
    assert len(page.all("#paths tbody tr")) == 9
    assert page.errors() == []


def test_paths_are_found_by_clicking(driver: webdriver.Chrome, url: str, g: radexo.Graph) -> None:
    page = Page(driver, url)
    page.type("#from", "mir340")
    option = page.one("#from-list [role=option]")
    assert "miR-340-5p" in option.text
    assert "miRNA" in option.text
    option.click()
    assert page.text("#from-tick").startswith("✓ miR-340-5p")
    page.type("#to", "radiosens")
    page.click("#to-list [role=option]")
    page.click("#find-paths")
    expected = g.paths("miR-340-5p", "radiosensitivity").rows
    arrows = {1: "→", -1: "⊣", 0: "⇝", None: "⇒"}
    chains = [
        path.nodes[0].name
        + "".join(
            f" {arrows[h.sign]} {node.name}"
            for h, node in zip(path.hops, path.nodes[1:], strict=True)
        )
        for path in expected
    ]
    assert page.rows() == chains
    heads = page.texts("#paths th")
    assert heads == [
        "draw",
        "#",
        "path",
        "net sign",
        "support",
        "certainty",
        "cancers",
        "papers",
        "n",
    ]
    cells = [page.texts(f"#paths tbody td:nth-child({column})") for column in (4, 5, 6)]
    shown = [list(row) for row in zip(*cells, strict=True)]
    assert shown == [[{1: "+", -1: "−", 0: "0"}[p.sign], p.support, p.certainty] for p in expected]
    assert page.run("return cy.nodes().length") > 2
    assert len(page.all("#paths input:checked")) == min(
        len(expected), 10
    )  # a picture of all would be a hairball
    page.click("#swap")
    assert page.run(
        "return [document.getElementById('from').value, document.getElementById('to').value]"
    ) == ["radiosensitivity", "miR-340-5p"]
    assert "empty (no path from radiosensitivity to miR-340-5p within 6 hops" in page.text(
        "#paths caption"
    )
    assert page.errors() == []


def test_one_end_alone_searches_up_or_down(
    driver: webdriver.Chrome, url: str, g: radexo.Graph
) -> None:
    page = Page(driver, url)
    page.type("#to", "KLF10")
    page.run("document.getElementById('max-hops').value = 2")
    page.click("#find-paths")  # a name that means one entity is settled on the way
    assert len(page.all("#paths tbody tr")) == len(g.regulators("KLF10", depth=2))
    page = Page(driver, url)
    page.type("#from", "miR-340-5p")
    page.run("document.getElementById('max-hops').value = 1")
    page.click("#find-paths")
    assert len(page.all("#paths tbody tr")) == len(g.targets("miR-340-5p"))


def test_one_end_alone_asks_for_support_too_and_for_all(
    driver: webdriver.Chrome, url: str, g: radexo.Graph
) -> None:
    page = Page(driver, url)
    assert page.one("#limit").is_enabled()
    page.type("#from", "miR-301a")
    assert not page.one("#limit").is_enabled()
    found = [row.support for row in g.targets("miR-301a", depth=6)]
    kept = {support: SUPPORTS[: i + 1] for i, support in enumerate(SUPPORTS)}
    for support, passing in kept.items():
        Select(page.one("#support")).select_by_value(support)
        page.click("#find-paths")
        assert len(page.all("#paths tbody tr")) == sum(s in passing for s in found)
        assert page.one("#support").get_attribute("value") == support
    assert {"one-study", "stitched"} <= set(found)
    page.type("#to", "radiosensitivity")
    assert page.one("#limit").is_enabled()


def test_what_one_end_does_not_follow_is_reported(
    driver: webdriver.Chrome, url: str, g: radexo.Graph
) -> None:
    page = Page(driver, url, "q=targets&names=hypoxia&depth=6")
    released = {
        e.object for e in g.store.out_edges(g.entity("hypoxia").id) if e.predicate == "RELEASES"
    }
    assert (
        f"{len(released)} steps of release or carrying from hypoxia are not followed"
        in page.text("#asked")
    )
    page.click("#asked a")
    assert page.text("#title") == "mechanism: hypoxia"
    assert any("hypoxic glioblastoma cell exosomes" in row for row in page.rows())
    carried = Page(driver, url, "q=regulators&names=miR-340-5p&cancer=ESCC")
    assert "1 step of release or carrying to miR-340-5p is not followed" in carried.text("#asked")
    assert not Page(driver, url, "q=targets&names=KLF10").one("#asked").is_displayed()


def test_the_form_keeps_what_was_asked(driver: webdriver.Chrome, url: str) -> None:
    fields = (
        "return ['from', 'to', 'support', 'limit', 'max-hops', 'sign', 'cancer'].map((id) => "
        "RadExo.place(id).value)"
    )
    page = Page(driver, url, "q=paths&source=TP53&target=hypoxia")
    assert page.one("#problem").is_displayed()
    assert page.run(fields) == ["TP53", "hypoxia", "stitched", "25", "6", "", ""]
    page.go(
        "q=paths&source=TP53&target=hypoxia&support=one-passage&limit=3&max_hops=2&sign=-&"
        "cancer=NSCLC"
    )
    assert page.run(fields) == ["TP53", "hypoxia", "one-passage", "3", "2", "-", "NSCLC"]
    assert [e for e in page.errors() if "Failed to load resource" not in e] == []
    page.go("q=regulators&names=KLF10|miR-301a&exposure=hypoxia")  # the form has no place for these
    assert page.run(fields)[:2] == ["", ""]
    assert page.one("#p-names").get_attribute("value") == "KLF10 | miR-301a"
    assert page.one("#p-exposure").get_attribute("value") == "hypoxia"
    page.go("q=regulators&names=KLF10")
    assert page.run(fields)[:2] == ["", "KLF10"]
    page.go(f"{PATHS}&cancer=lung cancer")
    asked = page.run("return RadExo.shown.query.parameters.cancer")
    assert page.run(fields)[6] == asked
    page.click("#find-paths")
    assert page.run("return RadExo.shown.query.parameters.cancer") == asked


def test_sign_support_and_limits_are_asked_and_reported(
    driver: webdriver.Chrome, url: str, g: radexo.Graph
) -> None:
    every = len(g.paths("hypoxia", "radiosensitivity", limit=0))
    page = Page(driver, url, f"{PATHS}&limit=3")
    assert f"3 of {every} paths shown; limit 0 shows all" in page.text("#paths caption")
    assert "truncated" in page.text("#paths caption")
    Select(page.one("#sign")).select_by_value("+")
    page.click("#find-paths")
    assert set(page.texts("#paths td:nth-child(4)")) == {"+"}
    Select(page.one("#sign")).select_by_value("")
    Select(page.one("#support")).select_by_value("one-study")
    page.click("#find-paths")
    assert set(page.texts("#paths td:nth-child(5)")) == {"one-study"}
    assert "paths left out by support below one-study" in page.text("#paths caption")


def test_an_ambiguous_name_is_a_list_to_pick_from(driver: webdriver.Chrome) -> None:
    entities = (
        Entity("radexo:a", "CDKN1A", "Gene", synonyms=("p21",)),
        Entity("radexo:b", "RAC3", "Gene", synonyms=("p21",)),
    )
    finding = Finding("s:1a", statements=(Statement("radexo:a", "INCREASES", "radexo:b"),))
    with serving(radexo.Graph(Records(entities=entities, findings=(finding,)))) as url:
        page = Page(driver, url)
        page.type("#from", "p21")
        page.click("#find-paths")
        assert "2 entities carry this name" in page.text("#from-tick")
        assert [
            option.get_attribute("data-id") for option in page.all("#from-list [role=option]")
        ] == ["radexo:a", "radexo:b"]
        page.all("#from-list [role=option]")[1].click()
        assert page.text("#from-tick").startswith("✓ RAC3")


def test_an_unknown_name_offers_the_nearest(driver: webdriver.Chrome, url: str) -> None:
    page = Page(driver, url, "q=regulators&names=KLF1O")
    assert "is not in the graph" in page.text("#problem")
    page.click("#problem button")
    assert page.text("#title") == "regulators: KLF10"
    assert page.rows() == ["miR-340-5p -| KLF10"]


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (800, 900), (1500, 420)])
def test_suggestions_are_seen_whole(
    driver: webdriver.Chrome, url: str, width: int, height: int
) -> None:
    driver.set_window_size(width, height)
    try:
        page = Page(driver, url)
        page.click("#question-box summary")
        Select(page.one("#question")).select_by_value("relation")
        for field, typed in (
            ("#from", "exosomes from glioblastoma"),
            ("#search", "mir"),
            ("#p-b", "exosomes"),
        ):
            page.one(field).send_keys(typed)
            page.ready()
            page.run(
                "document.getElementById('left').scrollBy(0, 40)"
            )  # the list follows its field
            page.run(
                "return new Promise((done) => requestAnimationFrame(() => "
                "requestAnimationFrame(done)))"
            )
            cut = page.run(
                "const list = document.getElementById(arguments[0]), names = "
                "[...list.querySelectorAll('.name')];"
                "const frame = list.getBoundingClientRect(), field = list.parentElement;"
                "const off = Math.abs(frame.left - field.getBoundingClientRect().left) > 200 || "
                "frame.right > innerWidth;"
                "return [names.length, off, names.filter((name) => { "
                "name.scrollIntoView({block: 'nearest'});"
                "const b = name.getBoundingClientRect(), at = (x) => "
                "document.elementFromPoint(x, b.y + b.height / 2);"
                "return !name.contains(at(b.left + 1)) || !name.contains(at(b.right - 1)); "
                "}).map((n) => n.textContent)]",
                f"{field[1:]}-list",
            )
            assert cut[0] > 1
            assert cut[1:] == [False, []], field
            page.one(field).send_keys(Keys.ESCAPE)
    finally:
        driver.set_window_size(1500, 1000)


def test_suggestions_do_not_come_back_over_the_result(driver: webdriver.Chrome, url: str) -> None:
    slow = (
        "const get = RadExo.get; RadExo.get = async (path, given) => { if (path === '/api/names')"
    )
    slow += " await new Promise((done) => setTimeout(done, 250)); return get(path, given); }"
    opened = "document.querySelectorAll('.suggestions:not([hidden])').length"
    page = Page(driver, url)
    page.type("#to", "KLF10")
    page.one("#to").send_keys(" ", Keys.BACKSPACE, Keys.ENTER)  # before the last key was looked up
    page.ready()
    time.sleep(0.3)
    assert page.text("#title") == "regulators: KLF10"
    assert page.run(f"return {opened}") == 0
    page.run(slow)
    page.one("#search").send_keys("norad")
    time.sleep(0.2)  # the look-up is under way
    page.one("#ask").click()
    time.sleep(0.5)
    assert page.run(f"return {opened}") == 0
    page.one("#search").send_keys(Keys.ENTER)
    page.ready()
    time.sleep(0.3)
    assert page.text("#title") == "claims: NORAD"
    assert page.run(f"return {opened}") == 0
    assert page.errors() == []


@pytest.mark.parametrize(
    ("state", "choice", "asked"),
    [
        (
            "q=regulators&names=KLF10&cancer=glioblastom",
            "glioblastoma",
            "q=regulators&names=KLF10&cancer=glioblastoma",
        ),
        (
            "q=paths&source=KLF1O&target=radiosensitivity",
            "KLF10",
            "q=paths&source=KLF10&target=radiosensitivity",
        ),
        ("q=mechanism&name=hypoxia&then=TCEAL", "TCEAL7", "q=mechanism&name=hypoxia&then=TCEAL7"),
        ("q=targets&names=KLF1O|NORAD", "KLF10", "q=targets&names=KLF10|NORAD"),
        ("q=relation&a=miR-340-5p&b=KLF1O", "KLF10", "q=relation&a=miR-340-5p&b=KLF10"),
        ("q=regulators&names=KLF10&_grow=NORA", "NORAD", "q=regulators&names=KLF10&_grow=NORAD"),
        ("q=inf", "info", "q=info"),
        ("q=findings&effect=up", "increase", "q=findings&effect=increase"),
        ("q=neighbors&of=KLF1O", "KLF10", "q=neighbors&of=KLF10"),
    ],
)
def test_the_nearest_name_asks_the_same_question(
    driver: webdriver.Chrome, url: str, state: str, choice: str, asked: str
) -> None:
    page = Page(driver, url, state)
    next(b for b in page.all("#problem button") if b.text == choice).click()
    page.ready()
    assert page.run("return decodeURIComponent(location.hash.slice(1))") == asked
    assert not page.one("#problem").is_displayed()


def test_no_button_is_offered_that_could_not_help(driver: webdriver.Chrome, url: str) -> None:
    for state in ("q=findings&text=x", "q=paths&source=type:MiRN&target=KLF10", "q=regulators"):
        page = Page(driver, url, state)
        assert page.one("#problem").is_displayed()
        assert page.all("#problem button") == [], state


# -- table, picture and evidence ------------------------------------------------------------------


def test_table_and_picture_are_one(driver: webdriver.Chrome, url: str) -> None:
    page = Page(driver, url, PATHS)
    ActionChains(driver).move_to_element(page.one("#paths tr[data-row='0'] .row-button")).perform()
    until(lambda: page.run("return cy.edges('.hot').length") > 0, "a row's arrows lit")
    lit = set(page.run("return cy.edges('.hot').map((e) => e.id())"))
    assert lit == set(page.run("return RadExo.shown.rows[0].edges"))
    before = page.run("return cy.nodes().length")
    for row in range(1, 10):
        box = page.one(f"#paths tr[data-row='{row}'] input")
        page.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", box)
        box.click()
        page.ready()
    assert len(page.all("#paths input:checked")) == 1
    assert page.run("return cy.nodes().length") < before
    assert page.run("return cy.edges().length") == len(
        page.run("return RadExo.shown.rows[0].edges")
    )
    page.click("#paths tr[data-row='12'] .row-button")  # reading a row draws it
    assert page.run("return [...RadExo.drawn]") == [0, 12]
    assert page.errors() == []


def test_a_picture_that_nobody_touches_asks_for_no_frames(
    driver: webdriver.Chrome, url: str
) -> None:
    page = Page(driver, url, PATHS)
    page.run(
        "const ask = requestAnimationFrame; window.frames_asked = 0;"
        "window.requestAnimationFrame = (work) => { frames_asked += 1; return ask(work); }"
    )
    asked = (
        "const before = frames_asked;"
        "return new Promise((done) => setTimeout(() => done(frames_asked - before), 300))"
    )
    until(lambda: page.run(asked) == 0, "a picture at rest")
    drawn = "const drawn = new Promise((done) => cy.one('render', () => done(cy.pan().x)));"
    assert page.run(f"{drawn} cy.pan({{x: 7, y: 0}}); return drawn") == 7
    until(lambda: page.run(asked) == 0, "a picture at rest again")


def test_every_path_says_whether_one_study_reports_it_or_it_was_stitched(
    driver: webdriver.Chrome, url: str, g: radexo.Graph
) -> None:
    page = Page(driver, url, PATHS)
    supports = [path.support for path in g.paths("hypoxia", "radiosensitivity").rows]
    assert page.texts("#paths .badge") == supports
    assert {"one-study", "stitched"} <= set(supports)
    stitched = supports.index("stitched")
    page.click(f"#paths tr[data-row='{stitched}'] .row-button")
    assert "no study carries it as a whole" in page.text("#evidence")
    assert len(page.all("#evidence ol li")) == len(
        g.paths("hypoxia", "radiosensitivity")[stitched].hops
    )
    page.click("#evidence ol button")
    assert "The review says" in page.text("#evidence")


def test_a_step_over_a_symmetric_claim_has_no_direction(driver: webdriver.Chrome) -> None:
    statement = Statement("radexo:b", "INTERACTS", "radexo:a")
    records = Records(
        entities=(Entity("radexo:a", "A", "Gene"), Entity("radexo:b", "B", "Gene")),
        findings=(Finding("s:1a", ("1",), statements=(statement,)),),
    )
    with serving(radexo.Graph(records)) as url:
        page = Page(driver, url, "q=paths&source=A&target=B&associations=true")
        assert page.texts("#paths tbody .chain") == ["A — B"]
        page.click("#paths .row-button")
        assert page.text("#evidence ol li").startswith("A — B goes with, or binds, stated")
        page.click("#evidence ol button")
        assert page.text("#evidence h2") == "B [interacts with] A"
        assert page.errors() == []


def test_a_step_with_a_claim_that_acts_is_shown_by_that(driver: webdriver.Chrome) -> None:
    statements = (
        Statement("radexo:a", "INTERACTS", "radexo:b"),
        Statement("radexo:a", "REGULATES", "radexo:b"),
    )
    records = Records(
        entities=(Entity("radexo:a", "A", "Gene"), Entity("radexo:b", "B", "Gene")),
        findings=(Finding("s:1a", ("1",), statements=statements),),
    )
    with serving(radexo.Graph(records)) as url:
        page = Page(driver, url, "q=paths&source=A&target=B&associations=true")
        assert page.texts("#paths tbody .chain") == ["A ⇝ B"]
        assert len(page.run("return RadExo.shown.rows[0].edges")) == 2
        page.click("#paths .row-button")
        assert page.text("#evidence ol li").startswith("A → B acts on, direction not given, stated")
        page.click("#evidence ol button")
        assert page.text("#evidence h2") == "A ~> B"
        assert page.errors() == []


def test_a_contradiction_is_flagged_and_shows_both_sides(
    driver: webdriver.Chrome, url: str
) -> None:
    page = Page(driver, url, "q=contradictions")
    edge = page.run(
        "return cy.edges().filter((e) => e.data('opposite').length && "
        "e.source().data('label').startsWith('Wnt')).first().id()"
    )
    assert page.run("return cy.getElementById(arguments[0]).data('badge')", edge) is not None
    page.tap(edge)
    shown = page.text("#evidence")
    assert "Contradicted" in shown
    assert (
        "The contexts differ: colorectal cancer here, glioblastoma on the other side" in shown
        or ("The contexts differ: glioblastoma here, colorectal cancer on the other side" in shown)
    )
    assert "sun2022:64" in shown
    assert "sun2022:78" in shown
    assert "contradicted: another finding says the opposite" in page.text("#legend")


@pytest.mark.parametrize(
    "state", ["q=contradictions", "q=neighbors&of=NORAD", f"{PATHS}&_rows=0-21"]
)
def test_a_click_picks_the_badge_or_the_nearest_of_parallel_arrows(
    driver: webdriver.Chrome, url: str, state: str
) -> None:
    page = Page(driver, url, state)
    parallel = page.run(
        "return cy.edges().filter((e) => e.parallelEdges().length > 1).map((e) => [e.id(), "
        "e.data('badge')])"
    )
    assert parallel
    for id, badge in parallel:
        page.tap(id, badge=False)
        if badge:
            page.run("RadExo.pick(null)")
            page.tap(id)
        page.run("RadExo.pick(null)")


def test_evidence_shows_both_voices_papers_and_how_to_dispute(
    driver: webdriver.Chrome, url: str
) -> None:
    page = Page(driver, url, "q=evidence&subject=NORAD&object=EEPD1")
    page.tap(page.run("return cy.edges().first().id()"))
    shown = page.text("#evidence")
    assert "a knock-down in the text, turned round" in shown
    assert "Sentence 14 has EEPD1 rise" in shown  # the review's note
    assert "differs: paper: in cells without NORAD miR-199a-5p" in shown
    links = {link.get_attribute("href") for link in page.all("#evidence a")}
    assert "https://doi.org/10.1186/s13046-021-02084-5" in links
    assert all(
        link.get_attribute("rel") == "noopener noreferrer" for link in page.all("#evidence a")
    )
    button = next(b for b in page.all("#evidence button") if b.text == "Dispute this statement")
    button.click()
    text = page.one("#evidence textarea").get_attribute("value")
    assert text.startswith("Finding sun2022:47a")
    assert "NORAD DECREASES EEPD1" in text
    assert "doi:10.1186/s13046-021-02084-5" in text
    page.go("q=relation&a=miR-340-5p&b=KLF10")
    page.tap(page.run("return cy.edges().first().id()"))
    assert "https://pubmed.ncbi.nlm.nih.gov/33485367/" in {
        link.get_attribute("href") for link in page.all("#evidence a")
    }


def check_notes(page: Page, answer: radexo.Answer[Any]) -> None:
    """Hold the badges of the table, and the notes in each row's evidence, against the answer."""
    for number, row in enumerate(answer.rows):
        count = len(row.notes)
        badges = page.texts(f"#paths tr[data-row='{number}'] .noted")
        assert badges == ([f"{count} note{'s' * (count != 1)}"] if count else [])
        page.click(f"#paths tr[data-row='{number}'] .row-button")
        kinds = page.run(
            "return [...document.querySelectorAll('#evidence .notes li')]"
            ".map((item) => item.dataset.kind)"
        )
        assert list(zip(kinds, page.texts("#evidence .notes li"), strict=True)) == [
            (note.kind, f"{NOTE_WORDS[note.kind]}{note.text} {note.finding}") for note in row.notes
        ]


@pytest.mark.parametrize(
    ("name", "parameters", "kinds"),
    [
        ("mechanism", {"name": "NORAD"}, {"review_note", "source_differs"}),
        ("mechanism", {"name": "miR-1246"}, {"source_differs"}),
        ("contradictions", {}, {"contradicted"}),
        ("gaps", {}, {"endpoint"}),
    ],
)
def test_notes_are_a_badge_in_the_table_and_lines_in_the_evidence(
    driver: webdriver.Chrome,
    url: str,
    g: radexo.Graph,
    name: str,
    parameters: dict[str, str],
    kinds: set[str],
) -> None:
    answer = g.query(name, **parameters)
    assert kinds <= {note.kind for row in answer for note in row.notes}
    page = Page(driver, url, "&".join([f"q={name}", *(f"{k}={v}" for k, v in parameters.items())]))
    check_notes(page, answer)
    assert page.errors() == []


def test_a_shared_page_shows_notes_too(
    driver: webdriver.Chrome, g: radexo.Graph, tmp_path: Path
) -> None:
    answer = g.mechanism("circ_0067835")
    assert any(row.notes for row in answer)
    file = tmp_path / "page.html"
    file.write_text(shared_page(g, answer), encoding="utf-8")
    check_notes(Page(driver, file.as_uri()), answer)


def test_a_node_shows_itself_and_its_neighbors_can_be_drawn(
    driver: webdriver.Chrome, url: str
) -> None:
    page = Page(driver, url, "q=regulators&names=KLF10")
    assert page.run("return cy.nodes().length") == 2
    page.tap("hgnc:11810")
    assert "hgnc:11810" in page.text("#evidence")
    assert "In the graph: 1 claim in, " in page.text("#evidence")
    next(b for b in page.all("#evidence button") if b.text == "Draw its neighbors too").click()
    page.ready()
    assert page.run("return cy.nodes().length") > 2
    page.back()
    assert page.run("return cy.nodes().length") == 2
    page.type("#search", "norad")
    page.click("#search-list [role=option]")
    assert page.text("#title") == "claims: NORAD"
    assert all("NORAD" in row for row in page.rows())


# -- filters, state -------------------------------------------------------------------------------


def test_filters_count_and_leave_rows_out(
    driver: webdriver.Chrome, url: str, g: radexo.Graph
) -> None:
    page = Page(driver, url, "q=graph")
    groups = {f.get_attribute("data-facet") for f in page.all("#filters fieldset")}
    assert groups == {"cancer", "type", "sign", "certainty", "system", "source"}
    every = sum(1 for _ in g.store.edges())
    assert page.run("return cy.edges().length") == every
    label = next(
        x
        for x in page.all("fieldset[data-facet=cancer] label")
        if x.text.startswith("glioblastoma")
    )
    count = int(label.find_element("css selector", ".count").text)
    label.click()
    page.ready()
    assert f"{count} of {every} rows" in page.text("#paths caption")
    assert page.run("return RadExo.visible.length") == count == page.run("return RadExo.drawn.size")
    page.click("fieldset[data-facet=sign] input[value='-']")
    both = page.run("return RadExo.visible.length")
    assert 0 < both < count
    page.back()
    assert page.run("return RadExo.visible.length") == count
    page.click("#filters > button")
    assert page.run("return RadExo.visible.length") == every
    support = Page(driver, url, f"{PATHS}&_support=stitched")
    assert set(support.texts("#paths .badge")) == {"stitched"}
    assert len(support.all("#paths input:checked")) == len(support.all("#paths tbody tr")) > 0


def test_when_no_row_passes_the_filters_that_is_said(
    driver: webdriver.Chrome, url: str, g: radexo.Graph
) -> None:
    page = Page(driver, url, "q=contradictions&_cancer=nothing")
    assert page.text("#why") == "No row passes the filters; clear some of them."
    assert f"0 of {len(g.contradictions())} rows" in page.text("#paths caption")
    page = Page(driver, url, "q=contradictions&_rows=none")
    assert page.text("#why") == "no row is checked; check rows to draw them"


def test_a_link_of_an_earlier_version_shows_its_rows_and_says_how_support_is_called_now(
    driver: webdriver.Chrome, url: str, g: radexo.Graph
) -> None:
    page = Page(driver, url, f"{PATHS}&_support=reported")
    rows = g.paths("hypoxia", "radiosensitivity").rows
    kept = [row for row in rows if row.support in ("one-study", "one-passage")]
    assert 0 < len(kept) < len(rows)
    assert len(page.rows()) == len(kept)
    notice = "reported is now called one-passage; shown are one-study and one-passage."
    assert notice in page.text("#asked")
    page.go(f"{PATHS}&_support=one-study")
    assert "is now called" not in page.text("#asked")
    page.go(f"{PATHS}&support=reported")
    assert "reported is now called one-passage" in page.text("#asked")
    assert page.run("return RadExo.place('support').value") == "one-passage"


def test_an_arrow_with_notes_is_marked_and_the_figure_prints_them(
    driver: webdriver.Chrome, url: str, g: radexo.Graph
) -> None:
    page = Page(driver, url, "q=mechanism&name=NORAD")
    picture = g.mechanism("NORAD").draw().picture
    assert picture.footnotes
    marks = (
        "return RadExo.network.data().elements.edges.map((e) => [e.data.noted.length, "
        "e.data.cites.text.includes('*')])"
    )
    assert all(bool(count) == mark for count, mark in page.run(marks))
    assert "see the note" in page.text("#legend")
    words = " ".join(page.run("return RadExo.figure.svg()").split())
    svg = " ".join(
        t.text or "" for t in ET.fromstring(words).iter("{http://www.w3.org/2000/svg}text")
    )
    for line in picture.note_lines:
        assert all(word in svg for word in line.split()), line


def test_a_paper_without_a_doi_opens_its_entry_in_the_review(
    driver: webdriver.Chrome, url: str, g: radexo.Graph
) -> None:
    finding = g.query("findings", paper="64")[0]
    [paper] = [r for r in finding.references if r.citation == "64"]
    assert paper.doi is None
    assert paper.url is not None
    page = Page(driver, url, "q=findings&paper=64&_pick=row:0")
    links = [a.get_attribute("href") for a in page.all("#evidence .paper a")]
    assert paper.url in links
    hostile = {"source": "x", "citation": "1", "url": "javascript:alert(1)"}
    assert page.run("return RadExo.paint.entry(arguments[0])", hostile) is None


def test_on_a_narrow_screen_what_was_asked_for_is_seen(driver: webdriver.Chrome, url: str) -> None:
    def top(id: str) -> float:
        return float(
            page.run("return document.getElementById(arguments[0]).getBoundingClientRect().top", id)
        )

    driver.set_window_size(800, 900)
    try:
        page = Page(driver, url)
        page.type("#from", "hypoxia")
        page.type("#to", "radiosensitivity")
        page.click("#find-paths")
        assert -1 <= top("result") < 40
        assert page.run(
            "return document.getElementById('paths').getBoundingClientRect().top < innerHeight"
        )
        assert not page.one("#filters").is_displayed()  # folded, so that they are not in the way
        page.click("#paths .row-button")
        assert -1 <= top("evidence") < 450
        assert page.run(
            "return document.querySelector('#evidence h2').getBoundingClientRect().bottom < "
            "innerHeight"
        )
        page.click("#paths tr[data-row='12'] .row-button")  # one that was not drawn
        assert -1 <= top("evidence") < 450
        page.click("#filter-box summary")
        assert page.one("#filters").is_displayed()
        page.go("q=paths&source=KLF1O&target=radiosensitivity")
        assert -1 <= top("problem") < 450
    finally:
        driver.set_window_size(1500, 1000)
    assert Page(driver, url, PATHS).one("#filters").is_displayed()


def test_back_goes_where_one_was(driver: webdriver.Chrome, url: str) -> None:
    page = Page(driver, url)
    page.click("#examples a")
    first = page.text("#title")
    page.click("#whole")
    assert page.text("#title") == "the whole graph"
    page.click("#back")
    assert page.text("#title") == first
    page.click("#back")
    assert page.one("#home").is_displayed()


def test_a_copied_link_restores_everything_in_another_browser(
    driver: webdriver.Chrome, url: str, downloads: Path
) -> None:
    page = Page(driver, url, PATHS)
    page.click("fieldset[data-facet=support] input[value=one-study]")
    page.click("#paths tr[data-row='3'] input")
    page.click("#paths tr[data-row='1'] .row-button")
    seen = (
        "return [location.hash, [...RadExo.visible], [...RadExo.drawn], cy.elements().map((e) "
        "=> e.id()).sort(),"
        "document.getElementById('evidence').innerText, document.getElementById('from').value,"
        "[...document.querySelectorAll('#filters input:checked')].map((i) => i.value)]"
    )
    before = page.run(seen)
    link = driver.current_url
    with chromium(downloads) as other:
        other.set_window_size(1500, 1000)
        again = Page(other, link.partition("#")[0], link.partition("#")[2])
        assert again.run(seen) == before
        assert again.errors() == []
    assert before[5] == "hypoxia"
    assert before[6] == ["one-study"]


# -- other ways to ask ----------------------------------------------------------------------------


def test_a_plain_question_shows_the_query_it_ran(driver: webdriver.Chrome, url: str) -> None:
    page = Page(driver, url)
    page.type("#ask", "what represses KLF10 nowadays?")
    page.click("#ask-form button")
    assert "regulators names=KLF10 sign=-" in page.text("#asked")
    assert "nowadays" in page.text("#asked")
    assert len(page.all("#paths tbody tr")) == 1
    unsure = Page(
        driver, url, "q=ask&text=what%20regulates%20KLF10%3F%20what%20carries%20miR-340-5p%3F"
    )
    choices = [b.text for b in unsure.all("#problem button")]
    assert "regulators names=KLF10" in choices
    unsure.click("#problem button")
    assert unsure.text("#title").startswith("regulators")


def test_every_question_has_a_form_that_asks_its_example(
    driver: webdriver.Chrome, url: str
) -> None:
    page = Page(driver, url)
    page.click("#question-box summary")
    names = [
        o.get_attribute("value")
        for o in Select(page.one("#question")).options
        if o.get_attribute("value")
    ]
    assert names == [question.name for question in catalogue()]
    for name in ("metapath", "shared_targets", "what_if", "hubs", "compare_cancers"):
        Select(page.one("#question")).select_by_value(name)
        next(
            b for b in page.all("#question-form button") if b.text == "Fill in the example"
        ).click()
        page.click("#question-form button.main")
        assert page.text("#title").startswith(name.replace("_", " ")), name
        assert page.all("#paths tbody tr"), name
    assert page.errors() == []


# -- files ----------------------------------------------------------------------------------------


def saved(page: Page, downloads: Path, format: str) -> bytes:
    """Click an export and give the file."""
    for old in downloads.iterdir():
        old.unlink()
    if not page.one("#export").get_attribute("open"):
        page.one("#export summary").click()
    page.click(f"#export button[data-format={format}]")
    until(
        lambda: [f for f in downloads.iterdir() if f.suffix == f".{format}" and f.stat().st_size],
        f"the {format}",
    )
    time.sleep(0.1)
    return next(f for f in downloads.iterdir() if f.suffix == f".{format}").read_bytes()


def check_exports(page: Page, downloads: Path, version: str) -> None:
    """Open every export and hold it against what the page shows."""
    visible = page.run("return RadExo.visible")
    nodes = set(page.run("return cy.nodes().map((n) => n.data('label'))"))
    node_ids = set(page.run("return cy.nodes().map((n) => n.id())"))
    edges = page.run("return cy.edges().length")
    papers = set(
        page.run(
            "return RadExo.visible.flatMap((i) => RadExo.shown.rows[i].papers).map((i) => "
            "RadExo.shown.papers[i].citation)"
        )
    )
    findings = [
        len(set(row))
        for row in page.run(
            "return RadExo.visible.map((i) => (RadExo.shown.rows[i].path || {findings: "
            "[]}).findings)"
        )
    ]

    svg = saved(page, downloads, "svg").decode()
    root = ET.fromstring(svg)
    space = "{http://www.w3.org/2000/svg}"
    titles = [title.text for title in root.iter(f"{space}title")]
    assert {t.rpartition(" (")[0] for t in titles[1:] if t.endswith(")") and "; " not in t} == nodes
    assert len(list(root.iter(f"{space}path"))) == edges
    assert version in root.find(f"{space}desc").text
    words = {t.text for t in root.iter(f"{space}text")}
    assert {text.split("\n")[-1] for text in page.texts("#legend li")} <= words

    png = saved(page, downloads, "png")
    with Image.open(io.BytesIO(png)) as image:
        image.load()
        assert image.width == 2 * int(root.attrib["width"])
        assert version in image.text["Description"]
        assert len(image.convert("RGB").resize((300, 200)).getcolors(60_000)) > 20

    network = RawCX2NetworkFactory().get_cx2network(json.loads(saved(page, downloads, "cx2")))
    assert {node["v"]["represents"] for node in network.get_nodes().values()} == node_ids
    assert len(network.get_edges()) == edges
    assert network.get_network_attributes()["graph"] == version

    kept = json.loads(saved(page, downloads, "json"))
    assert len(kept["rows"]) == len(visible)
    assert kept["provenance"]["graph"] == version
    assert [len(set(row["findings"])) for row in kept["rows"]] == findings

    lines = saved(page, downloads, "tsv").decode().splitlines()
    table = [line.split("\t") for line in lines if not line.startswith("# ")]
    assert version in lines[0]
    assert len(table) == len(visible) + 1
    column = table[0].index("nodes.name")
    assert [row[column].split("|") for row in table[1:]] == [
        [n["name"] for n in row["nodes"]] for row in kept["rows"]
    ]

    bib = saved(page, downloads, "bib").decode()
    assert version in bib.splitlines()[0]
    cited = re.findall(r"@\w+\{sun2022(?:_(\w+))?,", bib)  # the review itself has no number
    assert {number or None for number in cited} == papers


def test_each_export_is_what_is_shown(
    driver: webdriver.Chrome, url: str, downloads: Path, g: radexo.Graph
) -> None:
    page = Page(driver, url, f"{PATHS}&_support=stitched&_rows=15-17")
    check_exports(page, downloads, g.version)
    assert saved(page, downloads, "pdf").startswith(b"%PDF")
    svg = saved(page, downloads, "svg")
    assert svg == saved(page, downloads, "svg")
    whole = Page(driver, url, "q=graph")
    root = ET.fromstring(saved(whole, downloads, "svg"))
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) == sum(
        1 for _ in g.store.edges()
    )
    assert driver.get_log("browser") == []


def test_a_picture_says_how_many_rows_it_shows(
    driver: webdriver.Chrome, url: str, downloads: Path, g: radexo.Graph
) -> None:
    page = Page(driver, url, "q=biomarkers")
    counted = f"10 of {len(g.biomarkers())} rows drawn"
    assert counted in page.text("#why")
    assert counted in saved(page, downloads, "svg").decode()
    assert counted.encode() in saved(page, downloads, "cx2")
    assert b"#q=biomarkers" in saved(page, downloads, "cx2")
    page = Page(driver, url, "q=contradictions")
    assert "rows drawn" not in page.text("#why")


def test_long_words_are_broken_in_a_figure(
    driver: webdriver.Chrome, url: str, downloads: Path
) -> None:
    state = f"{PATHS}&_rows=0-3&_grow=" + "|".join(["hgnc:11810"] * 40)
    page = Page(driver, url, state)
    root = ET.fromstring(saved(page, downloads, "svg"))
    words = [e.text for e in root.iter("{http://www.w3.org/2000/svg}text")]
    shown = root.findtext("{http://www.w3.org/2000/svg}desc")  # the address is in the metadata
    assert shown.count("hgnc%3A11810") + shown.count("hgnc:11810") >= 40
    assert not [word for word in words if "hgnc" in word]
    width = page.run(
        "const c = document.createElement('canvas').getContext('2d'); c.font = `10px "
        "${RadExo.style.font}`;"
        "return Math.max(...arguments[0].map((line) => c.measureText(line).width))",
        [w for w in words if "doi:" in w],
    )
    assert width <= float(root.attrib["width"])


# -- nothing foreign ------------------------------------------------------------------------------


def test_the_page_asks_nobody_else_for_anything(driver: webdriver.Chrome, url: str) -> None:
    page = Page(driver, url)
    page.click("#examples a")
    page.click("#paths .row-button")
    page.click("#whole")
    page.type("#search", "klf")
    asked = requests(driver)
    assert len(asked) > 15
    assert all(address.startswith((url, "data:", "blob:")) for address in asked), asked
    assert page.errors() == []


def test_nothing_hostile_is_run(driver: webdriver.Chrome, downloads: Path, tmp_path: Path) -> None:
    graph = hostile()
    first = graph.records.entities[0].id

    def checked(page: Page) -> None:
        hacked, foreign, protocols = page.run(
            "return [window.HACKED, document.querySelectorAll('main img, main script, [onerror], "
            "[onload], #evidence img').length, "
            "[...document.querySelectorAll('a')].map((a) => a.protocol)]"
        )
        assert hacked is None
        assert foreign == 0
        assert set(protocols) <= {"https:", "http:", "file:"}
        assert [
            error for error in page.errors() if "Failed to load resource" not in error
        ] == []  # that is: refused by the server

    def walked(page: Page) -> None:
        for id in page.run("return cy.elements().map((e) => e.id())"):
            page.run("RadExo.pick(arguments[0])", id)
            page.ready()
            for button in page.run(
                "return [...document.querySelectorAll('#evidence button')]"
                ".filter((button) => button.textContent === 'Dispute this statement')"
            ):
                page.run("arguments[0].scrollIntoView({block: 'center'})", button)
                button.click()
            checked(page)
        assert "window.HACKED" in page.text("main")
        assert "[evil:1]" in page.text("main")  # another source's number says whose it is
        for format in ("svg", "png", "tsv", "json", "bib", "cx2"):
            content = saved(page, downloads, format)
            if format == "svg":
                root = ET.fromstring(content)
                assert not [
                    e
                    for e in root.iter()
                    if e.tag.rpartition("}")[2] in ("script", "img", "foreignObject")
                ]
                assert not [name for e in root.iter() for name in e.attrib if name.startswith("on")]
        checked(page)

    with serving(graph) as url:
        for state in (
            "q=graph",
            f"q=targets&names={first}",
            "q=findings",
            "q=biomarkers",
            "q=contradictions",
        ):
            page = Page(driver, url, state)
            checked(page)
            if state == "q=graph":
                walked(page)
        for bad in BAD:
            page = Page(
                driver,
                url,
                f"q={bad}&names={bad}&_rows={bad}&_pick={bad}&_cancer={bad}&_grow={bad}",
            )
            checked(page)
            page.type("#search", bad[:40])
            page.type("#ask", bad)
            page.click("#ask-form button")
            checked(page)
        assert all(a.startswith((url, "data:", "blob:", "about:")) for a in requests(driver))
    from radexo.explorer.page_model import ask

    file = tmp_path / "page.html"
    file.write_text(
        shared_page(graph, ask(graph, "graph", {}), f"radexo draw {BAD[1]}"), encoding="utf-8"
    )
    driver.get("about:blank")
    page = Page(driver, file.as_uri())
    walked(page)
    assert all(a.startswith(("file:", "data:", "blob:")) for a in requests(driver))


def test_a_script_that_came_in_would_be_refused(driver: webdriver.Chrome, url: str) -> None:
    page = Page(driver, url)
    page.run(
        "const s = document.createElement('script'); s.textContent = 'window.HACKED = 1'; "
        "document.body.append(s)"
    )
    page.run(
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.HACKED = 1\">')"
    )
    page.run("return new Promise((done) => setTimeout(done, 300))")
    assert page.run("return window.HACKED") is None
    assert any("Content Security Policy" in error for error in page.errors())


# -- for everybody --------------------------------------------------------------------------------


AXE = Path(axe_core_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "state",
    [
        "",
        PATHS,
        f"{PATHS}&_pick=row:1",
        "q=graph",
        "q=ask&text=nonsense",
        "q=contradictions&_grow=KLF10",
        f"{PATHS}&_group=length&_sort=-n&_hide=hgnc%253A11810",
        "q=connect&names=miR-340-5p|KLF10|nonsense&bridges=true",
        "q=mechanism&name=miR-340-5p&_layout=transfer",
    ],
)
def test_an_accessibility_checker_finds_nothing_serious(
    driver: webdriver.Chrome, url: str, state: str
) -> None:
    is_dark = "return RadExo.style.paper === RadExo.style.dark.paper"
    with system(driver, "dark"):
        page = Page(driver, url, state)
        assert page.run(is_dark)
        if state == PATHS:
            page.tap(page.run("return cy.edges().first().id()"))
            page.one("#export summary").click()
            page.type("#from", "mir")
        page.run(AXE)
        assert serious(accessibility(driver, "cat.color")) == []
        dark = page.run(UNCOLORED)
    until(lambda: not page.run(is_dark), "the light page")
    assert serious(accessibility(driver)) == []
    assert page.run(UNCOLORED) == dark  # so that no other rule had more to say of the dark page


UNCOLORED = """
const page = document.body.cloneNode(true);
const scheme = page.querySelector('#scheme');
for (const name of ['title', 'style']) scheme.removeAttribute(name);
scheme.textContent = ['Dark', 'Light'].includes(scheme.textContent) ? 'Dark or Light' : '';
for (const e of page.querySelectorAll('#legend svg *'))
  for (const name of ['fill', 'stroke']) e.removeAttribute(name);
return page.outerHTML;
"""
"""The page as it is in both schemes: without the colors of the legend, and what the button says."""


def serious(violations: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Give what is serious: the rule, how serious it is, and where."""
    return [
        (v["id"], v["impact"], v["nodes"][0]["html"][:200])
        for v in violations
        if v["impact"] in ("serious", "critical")
    ]


def test_the_keyboard_alone_does_it(driver: webdriver.Chrome, url: str) -> None:
    page = Page(driver, url)

    def press(*keys: str) -> None:
        ActionChains(driver).send_keys(*keys).perform()
        page.ready()

    def focused() -> Any:
        return driver.switch_to.active_element

    def tab_to(wanted: str, most: int = 90) -> None:
        for _ in range(most):
            press(Keys.TAB)
            if page.run("return document.activeElement.matches(arguments[0])", wanted):
                return
        raise AssertionError(f"no way to {wanted}")

    press("/")
    assert focused().get_attribute("id") == "search"
    tab_to("#from")
    press("mir340")
    assert focused().get_attribute("aria-expanded") == "true"
    press(Keys.ARROW_DOWN)
    active = page.one(f"#{focused().get_attribute('aria-activedescendant')}")
    assert (active.get_attribute("role"), active.get_attribute("aria-selected")) == (
        "option",
        "true",
    )
    press(Keys.ENTER)
    assert focused().get_attribute("aria-expanded") == "false"
    tab_to("#to")
    press("radiosens")
    press(Keys.ARROW_DOWN, Keys.ENTER)
    tab_to("#find-paths")
    assert page.run("return getComputedStyle(document.activeElement).outlineStyle") == "solid"
    press(Keys.ENTER)
    assert "6 paths" in page.text("#status")
    tab_to("#paths .row-button")
    press(Keys.ENTER)
    assert page.run("return document.getElementById('status').textContent").startswith("Evidence: ")
    tab_to("#evidence ol button")
    press(Keys.ENTER)
    assert page.all("#evidence article")
    tab_to("#evidence a")
    press(Keys.ESCAPE)
    assert "Choose an arrow" in page.text("#evidence")


# -- size -----------------------------------------------------------------------------------------


def timed(page: Page, state: str) -> float:
    """Open a state and return how long it took in the page, in seconds."""
    begun = time.perf_counter()
    page.go(state)
    return time.perf_counter() - begun


def test_the_whole_review_is_drawn(driver: webdriver.Chrome, url: str, g: radexo.Graph) -> None:
    page = Page(driver, url)
    took = timed(page, "q=graph")
    print(f"the whole review: {took:.2f} s")  # noqa: T201
    assert page.run("return cy.nodes().length") == len(g.draw().picture.nodes)
    assert page.run("return cy.edges().length") == len(g.draw().picture.edges)
    assert page.errors() == []


def test_five_thousand_nodes_can_be_used(driver: webdriver.Chrome) -> None:
    graph = large(5000)
    with serving(graph) as url:
        page = Page(driver, url)
        until(
            lambda: page.run("return fetch('/api/show/graph').then((r) => r.ok)"), "the places", 60
        )
        took = timed(page, "q=graph")
        panned = page.run(
            "const t = performance.now(); cy.panBy({x: 50, y: 20}); cy.zoom(cy.zoom() * 1.5); "
            "return performance.now() - t"
        )
        print(f"5,000 nodes: {took:.1f} s; pan and zoom {panned:.0f} ms")  # noqa: T201
        assert page.run("return cy.nodes().length") > 4900
        assert page.run("return cy.edges().length") > 12000
        page.type("#search", "node 77")
        page.click("#search-list [role=option]")
        assert page.run("return cy.nodes().length") < 60
        assert page.errors() == []


# -- a page to share ------------------------------------------------------------------------------


def test_a_shared_page_works_from_its_file(
    driver: webdriver.Chrome,
    cli: Any,
    tmp_path: Path,
    downloads: Path,
    g: radexo.Graph,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "paths.html"
    made = cli("draw", "paths", "hypoxia", "radiosensitivity", "--page", "-o", str(file))
    assert (made.code, made.err) == (0, "")
    again = tmp_path / "again.html"
    cli("draw", "paths", "hypoxia", "radiosensitivity", "--page", "-o", str(again))
    assert file.read_bytes() == again.read_bytes()
    page = Page(driver, file.as_uri())
    assert page.all("#from, #search, #ask") == []
    every = len(g.paths("hypoxia", "radiosensitivity").rows)
    assert len(page.all("#paths tbody tr")) == every
    page.click("fieldset[data-facet=support] input[value=stitched]")
    stitched = [
        i
        for i, path in enumerate(g.paths("hypoxia", "radiosensitivity").rows)
        if path.support == "stitched"
    ]
    assert page.run("return RadExo.visible") == stitched
    page.click(f"#paths tr[data-row='{stitched[0]}'] .row-button")
    page.click("#evidence ol button")
    assert page.all("#evidence article")
    check_exports(page, downloads, g.version)
    counted = f"{len(stitched)} of {every} rows"
    kept = json.loads(saved(page, downloads, "json"))
    assert f"{counted} chosen on the page" in kept["reason"]
    assert "_support=stitched" in kept["provenance"]["page"]
    assert (
        kept["query"]
        == json.loads(cli("paths", "hypoxia", "radiosensitivity", "--json").out)["query"]
    )
    for format, mark in (("tsv", "#"), ("bib", "%")):
        assert any(
            line.startswith(f"{mark} page: #_support=")
            for line in saved(page, downloads, format).decode().splitlines()
        )
    network = RawCX2NetworkFactory().get_cx2network(json.loads(saved(page, downloads, "cx2")))
    attributes, drawn = (
        network.get_network_attributes(),
        page.run("return [cy.nodes().length, cy.edges().length]"),
    )
    papers = {paper for edge in network.get_edges().values() for paper in edge["v"]["papers"]}
    assert attributes["description"] == f"{drawn[0]} nodes, {drawn[1]} edges, {len(papers)} papers"
    assert f"{counted} drawn" in attributes["notes"]
    assert "_support=stitched" in attributes["page"]
    svg = saved(page, downloads, "svg").decode()
    assert f"{counted} drawn" in svg
    assert "_support=stitched" in svg
    assert attributes["support"] == f"{len(stitched)} stitched"
    command = kept["provenance"]["command"]
    assert command == page.text("#command")
    page.back()
    assert len(page.all("#paths tbody tr")) == every
    assert "rows" not in (json.loads(saved(page, downloads, "json"))["reason"] or "")
    monkeypatch.chdir(tmp_path)
    assert cli(*shlex.split(command)[1:]).code == 0  # it runs as it is printed
    assert all(address.startswith(("file:", "blob:", "data:")) for address in requests(driver))
    assert page.errors() == []


def test_a_shared_page_is_refused_where_it_cannot_be(cli: Any, tmp_path: Path) -> None:
    for arguments in (
        ["graph", "--page", "-o", str(tmp_path / "x.svg")],
        ["graph", "--page", "--layout", "rings", "-o", str(tmp_path / "x.html")],
        ["graph", "KLF10", "--page", "-o", str(tmp_path / "x.html")],
        ["hubs", "--page", "-o", str(tmp_path / "x.html")],
        ["query", "hubs", "--page", "-o", str(tmp_path / "x.html")],
        ["regulators", "KLF1O", "--page", "-o", str(tmp_path / "x.html")],
    ):
        refused = cli("draw", *arguments)
        assert refused.code == 2, arguments
        assert list(tmp_path.iterdir()) == []


# -- no dead ends, one meaning a filter -----------------------------------------------------------


def test_searching_a_cancer_opens_its_findings(driver: webdriver.Chrome, url: str) -> None:
    page = Page(driver, url)
    page.type("#search", "glioblastoma")
    page.one("#search").send_keys(Keys.ENTER)
    page.ready()
    assert page.text("#title").startswith("findings: glioblastoma")
    assert len(page.all("#paths tbody tr")) > 1
    assert page.text("#evidence h2") == "glioblastoma"  # its card
    offered = [button.text for button in page.all("#evidence .actions button")]
    assert offered == ["Its findings", "Biomarkers", "Opposite claims"]
    page.go("q=regulators&names=glioblastoma")
    page.click("#offers button")
    assert page.text("#title").startswith("findings: glioblastoma")
    assert page.errors() == []


def test_enter_takes_the_only_suggestion_or_says_what_to_do(
    driver: webdriver.Chrome, url: str
) -> None:
    page = Page(driver, url)
    page.type("#search", "radioresistance")
    note = page.one("#search-tick").rect
    assert note["y"] >= page.one("#search").rect["y"] + page.one("#search").rect["height"]
    assert page.one("#search-list").rect["y"] >= note["y"] + note["height"]
    page.one("#search").send_keys(Keys.ENTER)
    page.ready()
    assert page.text("#title") == "claims: radiosensitivity"
    page.go("")
    page.type("#search", "gliobl")
    assert "cancer · 7 findings" in page.texts("#search-list .type")
    page.one("#search").send_keys(Keys.ENTER)
    page.ready()
    assert page.text("#search-tick") == "pick one; Enter takes the first"
    first = page.texts("#search-list .name")[0]
    page.one("#search").send_keys(Keys.ENTER)
    page.ready()
    assert page.text("#evidence h2") == first
    page.go("")
    page.type("#search", "xyzzyq")
    page.one("#search").send_keys(Keys.ENTER)
    page.ready()
    assert page.text("#search-tick") == "not in the graph"
    assert page.errors() == []


def test_a_form_says_what_it_misses(driver: webdriver.Chrome, url: str) -> None:
    page = Page(driver, url)
    page.click("#find-paths")
    assert page.text("#paths-form .refused") == "Name one end, or both."
    assert page.run("return document.activeElement.id") == "from"
    page.type("#from", "miR")
    assert page.all(".refused") == []
    page.one("#from").send_keys(Keys.ESCAPE)
    page.click("#connect-box summary")
    page.click("#connect-form button")
    assert page.text("#connect-form .refused") == "Give two names at least."
    page.click("#question-box summary")
    Select(page.one("#question")).select_by_value("relation")
    page.click("#question-form button")
    assert page.text("#question-form .refused").startswith("a is needed: ")
    assert page.errors() == []


def test_an_empty_answer_to_a_plain_question_offers_what_may_be_found(
    driver: webdriver.Chrome, url: str
) -> None:
    page = Page(driver, url, "q=ask&text=what raises KLF10?")
    assert page.texts("#offers button") == [
        "What it acts on",
        "Without sign +",
        "Up to 3 hops",
        "All claims of KLF10",
        "The examples of the first page",
    ]
    page.click("#offers li:nth-child(2) button")
    assert page.text("#title") == "regulators: KLF10"
    assert page.texts("#paths tbody tr")
    page.back()
    page.click("#offers li:last-child button")
    assert page.one("#home").is_displayed()
    assert page.errors() == []


def test_searching_an_entity_opens_its_card_with_links_out(
    driver: webdriver.Chrome, url: str, g: radexo.Graph
) -> None:
    page = Page(driver, url)
    page.type("#search", "KLF10")
    page.one("#search").send_keys(Keys.ENTER)
    page.ready()
    assert page.text("#evidence h2") == "KLF10"
    entity = g.entity("KLF10")
    hrefs = {a.get_attribute("href") for a in page.all("#evidence a[target=_blank]")}
    assert {f"https://bioregistry.io/{id}" for id in (entity.id, *entity.xrefs)} <= hrefs
    assert "radexo explore" not in page.text("#result .head")
    page.go("q=regulators&names=hypoxia&_pick=" + g.entity("hypoxia").id)  # no picture, yet a card
    assert page.text("#evidence h2") == "hypoxia"


def test_the_cancer_filter_keeps_what_the_question_within_that_cancer_answers(
    driver: webdriver.Chrome, url: str, g: radexo.Graph
) -> None:
    page = Page(driver, url, PATHS)
    counts = dict(box.text.rsplit("\n", 1) for box in page.all("fieldset[data-facet=cancer] label"))
    mixed = int(counts.pop(MIXED))
    assert mixed == sum(len(p.cancers) > 1 for p in g.paths("hypoxia", "radiosensitivity"))
    assert {name: int(count) for name, count in counts.items()} == {
        name: len(g.paths("hypoxia", "radiosensitivity", cancer=name)) for name in counts
    }
    page.go(f"{PATHS}&_cancer=colorectal cancer")
    cancers = page.texts("#paths td:nth-child(7)")
    assert cancers
    assert set(cancers) == {"colorectal cancer"}


def test_a_form_shows_no_filter_that_is_not_on(driver: webdriver.Chrome, url: str) -> None:
    fields = (
        "return ['from', 'to', 'sign', 'cancer', 'support', 'limit', 'max-hops'].map((id) => "
        "RadExo.place(id).value)"
    )
    page = Page(driver, url, f"{PATHS}&cancer=glioblastoma&sign=-&limit=3&max_hops=4")
    assert page.run(fields)[2] == "-"
    page.click("#whole")
    assert page.run(fields) == ["", "", "", "", SUPPORTS[-1], "25", "6"]


def test_an_empty_answer_offers_what_may_be_found(driver: webdriver.Chrome, url: str) -> None:
    page = Page(driver, url, "q=paths&source=KLF10&target=hypoxia&cancer=glioblastoma&max_hops=3")
    offers = [button.text for button in page.all("#offers button")]
    assert offers == [
        "Swap: hypoxia → KLF10",
        "Without cancer glioblastoma",
        "Up to 5 hops",
        "Walk associations too",
        "All claims of KLF10",
        "All claims of hypoxia",
    ]
    page.go("q=paths&source=KLF10&target=hypoxia")
    page.click("#offers button")
    assert len(page.all("#paths tbody tr")) > 0
    assert not page.one("#offers").is_displayed()
    assert page.errors() == []


def test_a_hub_draws_the_best_rows_first(
    driver: webdriver.Chrome, url: str, g: radexo.Graph
) -> None:
    page = Page(driver, url, "q=regulators&names=radiosensitivity")
    rows = g.regulators("radiosensitivity").rows
    ranks = [
        (SUPPORTS.index(r.support), CERTAINTIES.index(r.certainty), -len(r.findings)) for r in rows
    ]
    drawn = page.run("return [...RadExo.drawn]")
    assert len(drawn) == 10
    assert max(ranks[i] for i in drawn) <= min(r for i, r in enumerate(ranks) if i not in drawn)
    page.click("#draw-more")
    assert page.run("return RadExo.drawn.size") == 20
    page.click("#draw-none")
    assert page.run("return RadExo.drawn.size") == 0
    page.click("#draw-all")
    assert page.run("return RadExo.drawn.size") == len(rows)
    page.click("#draw-best")
    assert page.run("return [...RadExo.drawn]") == sorted(drawn)


def test_long_work_is_seen_and_can_be_cancelled(driver: webdriver.Chrome, url: str) -> None:
    page = Page(driver, url)
    page.run(
        "window.real = fetch; window.fetch = (address, options) => new Promise((done, fail) => {"
        "options.signal.addEventListener('abort', () => fail(new DOMException('', "
        "'AbortError')));});"
        "location.hash = '#q=graph';"
    )
    until(lambda: page.one("#busy").is_displayed(), "the busy state")
    until(lambda: "Working … 1" in page.text("#elapsed"), "the seconds")
    page.run("window.fetch = window.real")
    page.click("#cancel")
    assert not page.one("#busy").is_displayed()
    assert page.text("#problem") == "Cancelled."


def test_the_page_shows_support_cancers_and_changes_of_study(
    driver: webdriver.Chrome, url: str, downloads: Path
) -> None:
    page = Page(driver, url, f"{PATHS}&_support={SUPPORTS[-1]}")
    picture = page.run("return RadExo.network.data()")
    drawn = page.run("return RadExo.drawn.size")
    assert picture["support"] == {SUPPORTS[-1]: drawn}
    assert any(edge["data"]["joint"] for edge in picture["elements"]["edges"])
    assert "the study changes here" in page.texts("#legend li")
    svg = saved(page, downloads, "svg").decode()
    assert f"Support: {drawn} {SUPPORTS[-1]}" in svg
    assert "Cancers: " in svg
    texts = [t.text or "" for t in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert not [text for text in texts if "radexo " in text or "--" in text]
    for reference in picture["references"]:
        label = f"[{reference['citation']}]" if reference["citation"] else reference["source"]
        assert any(label in text for text in texts), label


# -- a table of one's own ------------------------------------------------------------------------

MIRNA = "q=mechanism&name=miR-301a&support=stitched"
MEASURED = (
    "miRNA;log2FC;padj\r"
    "hsa-miR-301a-3p;-1,5;0,01\r"
    "hsa-mir-301a;9;0,01\r"  # the precursor
    "MIR301A;9;0,01\r"
    "hsa-miR-301a-5p;9;0,01\r"  # the other arm
    "ENSG00000182916.8;0,75;0,02\r"
    "CTNNB1;5;0,9\r"
)


def fills(page: Page) -> dict[str, str]:
    """The fills of the nodes of the picture, by name."""
    shown: dict[str, str] = page.run(
        "return Object.fromEntries(cy.nodes().map((n) => [n.data('label'), n.data('fill') || '']))"
    )
    return shown


def test_a_table_colors_the_nodes_and_never_leaves_the_page(
    driver: webdriver.Chrome, url: str, tmp_path: Path
) -> None:
    page = Page(driver, url, MIRNA)
    before = fills(page)
    assert {"miR-301a", "TCEAL7"} <= set(before)
    assert set(before.values()) == {""}
    page.run("window.drawn = cy")
    requests(driver)
    file = tmp_path / "<b>mine.csv"
    file.write_bytes(MEASURED.encode())
    page.one("#table-file").send_keys(str(file))
    page.ready()
    until(lambda: page.one("#measured").is_displayed(), "the table")
    assert page.run("return cy === window.drawn")  # it was colored, not drawn anew
    shown = fills(page)
    assert shown["miR-301a"] == color_of(-1.5, 1.5)
    assert shown["TCEAL7"] == color_of(0.75, 1.5)
    assert {fill for name, fill in shown.items() if name not in ("miR-301a", "TCEAL7")} == {
        UNMEASURED
    }
    words = page.texts("#legend li")
    assert words[:5] == [
        "measured: −1.5",
        "measured: −0.75",
        "measured: +0.75",
        "measured: +1.5",
        "not measured",
    ]
    assert "log2FC of <b>mine.csv (6 rows)" in page.one("#measured-text").text
    assert not page.all("#measured b")
    assert requests(driver) == []  # nothing was sent
    assert "mine" not in page.run("return location.href + JSON.stringify(localStorage)")
    page.click("#measured-remove")
    assert fills(page) == before
    assert not page.one("#measured").is_displayed()


def test_a_dropped_table_stays_while_one_goes_on(driver: webdriver.Chrome, url: str) -> None:
    page = Page(driver, url, MIRNA)
    page.run(
        """const data = new DataTransfer();
        data.items.add(new File([arguments[0]], "dropped.tsv"));
        const drop = { dataTransfer: data, bubbles: true, cancelable: true };
        document.dispatchEvent(new DragEvent("drop", drop));""",
        "id\tlog2FC\nmiR-340-5p\t2\nKLF10\t-1\nmiR-301a\t0\n",
    )
    page.ready()
    until(lambda: "dropped.tsv" in page.one("#measured-text").text, "the table")
    assert fills(page)["miR-301a"] == color_of(0, 2)  # no change
    page.run("location.hash = arguments[0]", "q=mechanism&name=miR-340-5p&then=KLF10")
    until(lambda: "KLF10" in fills(page), "the other picture")
    page.ready()
    shown = fills(page)
    assert (shown["miR-340-5p"], shown["KLF10"]) == (color_of(2, 2), color_of(-1, 2))
    assert f'fill="{color_of(2, 2)}"' in page.run("return RadExo.figure.svg()")


def test_pictures_are_saved_with_the_colors_and_the_table_stays_on_the_page(
    driver: webdriver.Chrome, url: str, downloads: Path, tmp_path: Path
) -> None:
    page = Page(driver, url, MIRNA)
    plain = saved(page, downloads, "pdf")
    file = tmp_path / "mine.csv"
    file.write_bytes(MEASURED.encode())
    page.one("#table-file").send_keys(str(file))
    until(lambda: page.one("#measured").is_displayed(), "the table")
    page.ready()
    shown = fills(page)
    requests(driver)
    svg, cx2, pdf = (saved(page, downloads, format) for format in ("svg", "cx2", "pdf"))
    assert not [text for text in requests(driver) if "mine" in text or "log2FC" in text]
    assert {f'fill="{fill}"' in svg.decode() for fill in shown.values()} == {True}
    document = json.loads(cx2)
    network = RawCX2NetworkFactory().get_cx2network(document)
    colored = {n["v"]["name"]: n["v"]["fill"] for n in network.get_nodes().values()}
    assert colored == shown
    assert network.get_network_attributes()["colors"] == "log2FC of mine.csv"
    (looks,) = next(part["visualProperties"] for part in document if "visualProperties" in part)
    assert looks["nodeMapping"]["NODE_BACKGROUND_COLOR"]["definition"] == {"attribute": "fill"}
    assert {len(part) for part in pdf_pixels(pdf)} == {3}
    channels = {tuple(int(fill[i : i + 2], 16) for i in (1, 3, 5)) for fill in shown.values()}
    assert channels <= pdf_pixels(pdf)
    page.click("#measured-remove")
    assert b"/Picture" not in saved(page, downloads, "pdf")
    assert b"/Picture" not in plain


def pdf_pixels(content: bytes) -> set[tuple[int, ...]]:
    """The colors of the picture in a PDF, whose table of objects is checked beside."""
    place = int(content.rsplit(b"startxref\n", 1)[1].split()[0])
    offsets = [int(line[:10]) for line in content[place:].splitlines()[3:9]]
    assert [content[at:].split(b"\n", 1)[0] for at in offsets] == [
        b"%d 0 obj" % n for n in range(1, 7)
    ]
    head, data = content[offsets[4] :].split(b"stream\n", 1)
    width, height, length = (
        int(re.search(rb"/%b (\d+)" % key, head)[1]) for key in (b"Width", b"Height", b"Length")
    )  # type: ignore[index]
    pixels = zlib.decompress(data[:length])
    assert len(pixels) == 3 * width * height
    return {tuple(pixels[i : i + 3]) for i in range(0, len(pixels), 3)}


def test_the_page_reads_a_table_as_the_command_does(
    driver: webdriver.Chrome, url: str, g: radexo.Graph, tmp_path: Path
) -> None:
    page = Page(driver, url, "q=graph")
    for text in (
        "# made by x, y\n\nentrez\tlog2FC\n7071\t1\n7405.0\t−2\n",
        "hgnc_id;logfoldchanges;pvals_adj\r11810;1;0,01\rHGNC:12640;−2,5;NA\r",
        "gene,fold_change,avg_log2FC\nENSG00000155090.3_PAR_Y,9,1\nKLF10,9,-1\nUVRAG,0,1\n",
    ):
        file = tmp_path / "mine.tsv"
        file.write_text(text, encoding="utf-8")
        answer = g.overlay(file)
        assert answer
        drawn = {n.entity.name: n.fill for n in answer.draw().picture.nodes if n.fill != UNMEASURED}
        page.one("#table-file").send_keys(str(file))
        until(lambda: page.one("#measured").is_displayed(), "the table")
        page.ready()
        assert {name: fill for name, fill in fills(page).items() if fill != UNMEASURED} == drawn
        page.click("#measured-remove")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "mine.tsv: the file is empty"),
        (b"id\tlog2FC\nKLF10\thigh\n", "mine.tsv: row 2: column 'log2FC': 'high' is not a number"),
        (b"id\tlog2FC\nKLF10\t1\t2\nUVRAG\t1\n", "mine.tsv: row 3: 2 cells under 3 headings"),
        (b"id\tcolor\nKLF10\t1\n", "mine.tsv: no column of changes among id, color"),
        (b"\x1f\x8b\x08", "mine.tsv: a gzip file; unpack it, or use radexo overlay"),
        (b"id\tlog2FC\n\xff\xfe\t1\n", "mine.tsv: not UTF-8"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_its_place(
    driver: webdriver.Chrome, url: str, tmp_path: Path, content: bytes, message: str
) -> None:
    page = Page(driver, url, MIRNA)
    file = tmp_path / "mine.tsv"
    file.write_bytes(content)
    page.one("#table-file").send_keys(str(file))
    until(lambda: page.one("#problem").is_displayed(), "the message")
    page.ready()
    assert message in page.one("#problem").text
    assert set(fills(page).values()) == {""}


def test_the_page_grounds_ids_as_the_command_does(
    driver: webdriver.Chrome, url: str, g: radexo.Graph, tmp_path: Path
) -> None:
    ids = [*FOUND, *DOUBTFUL, *UNMATCHED]
    ids += [name for e in g.store.entities({"MiRNA", "Gene"}) for name in (e.name, *e.synonyms)]
    expected = {entity.name for entity in ground(g.names, ids).found.values()}
    page = Page(driver, url, "q=graph")
    for kind in (ids, [*DOUBTFUL, *UNMATCHED]):
        file = tmp_path / "ids.tsv"
        file.write_text("id\tlog2FC\n" + "".join(f'"{id}"\t1\n' for id in kind), encoding="utf-8")
        page.one("#table-file").send_keys(str(file))
        until(lambda: page.one("#measured").is_displayed(), "the table")
        page.ready()
        shown = {name for name, fill in fills(page).items() if fill != UNMEASURED}
        assert shown == (expected & set(fills(page)) if kind is ids else set())
        page.click("#measured-remove")


# -- lists, order, what is left out, schemes -------------------------------------------------------


def test_a_pasted_list_is_connected(driver: webdriver.Chrome, url: str) -> None:
    page = Page(driver, url)
    page.click("#connect-box summary")
    pasted = "mir340, KLF10\nUVRAG; NORAD\tno such thing"
    page.run("document.getElementById('list').value = arguments[0]", pasted)
    page.click("#connect-form button")
    assert page.rows() == ["miR-340-5p -| KLF10", "miR-340-5p -| UVRAG"]
    asked = page.text("#asked")
    assert "not used: no such thing" in asked
    assert "without a claim to another: NORAD" in asked
    page.click("#bridges")
    page.click("#connect-form button")
    ends = page.run("return RadExo.shown.rows.map((r) => r.nodes)")
    listed = set(page.run("return RadExo.shown.query.parameters.names"))
    outside = [id for id in {id for pair in ends for id in pair} if id not in listed]
    assert outside
    for id in outside:  # each joins two of the list
        assert len({other for pair in ends if id in pair for other in pair} & listed) > 1
    assert "radiosensitivity" in page.text("#paths")
    page.back()
    assert len(page.rows()) == 2
    page.go("q=connect&names=KLF10|nothing")
    assert "connect needs two names of the graph, not 1; not in the graph: nothing" in page.text(
        "#problem"
    )
    assert page.one("#list").get_attribute("value") == "KLF10\nnothing"


def test_a_node_is_hidden_and_shown_again(
    driver: webdriver.Chrome, url: str, downloads: Path, g: radexo.Graph
) -> None:
    page = Page(driver, url, PATHS)
    before, node = page.rows(), g.entity("KLF10").id
    page.tap(node)
    hide = [b for b in page.all("#evidence button") if b.text == "Hide this node"]
    hide[0].click()
    page.ready()
    assert page.rows() == [row for row in before if "KLF10" not in row]
    assert not page.run("return cy.getElementById(arguments[0]).length", node)
    exported = saved(page, downloads, "tsv").decode()
    assert "KLF10" not in "".join(row for row in exported.splitlines() if row[0] != "#")
    assert f"{len(page.rows())} of {len(before)} paths" in page.text("#paths caption")
    page.click(f'#left-out [data-hidden="{node}"]')
    assert page.rows() == before


def test_paths_through_hubs_are_left_out(
    driver: webdriver.Chrome, url: str, g: radexo.Graph
) -> None:
    page = Page(driver, url, "q=paths&source=miR-340-5p&target=radiosensitivity&limit=0")
    hubs = page.run("return RadExo.shown.hubs")
    assert set(hubs) == {
        node.id
        for path in g.paths("miR-340-5p", "radiosensitivity", limit=0)
        for node in path.nodes[1:-1]
        if g.store.degree(node.id) >= 10
    }
    names = [g.entity(id).name for id in hubs]
    assert "apoptosis" in names
    before = page.rows()
    assert f"apoptosis ({hubs[g.entity('apoptosis').id]} claims)" in page.text("#left-out")
    page.click("#hubs")
    assert page.rows() == [row for row in before if not any(name in row for name in names)]
    assert page.run("return document.activeElement.id") == "hubs"
    page.click("#hubs")
    assert page.rows() == before


def test_rows_are_sorted_by_a_column(driver: webdriver.Chrome, url: str) -> None:
    page = Page(driver, url, f"{PATHS}&limit=0")
    ranked = page.rows()

    def column(index: int) -> list[str]:
        return page.texts(f"#paths tbody td:nth-child({index})")

    page.click("#paths [data-sort=n]")
    assert column(9) == sorted(column(9), key=int)
    assert page.one("#paths th[aria-sort]").get_attribute("aria-sort") == "ascending"
    page.click("#paths [data-sort=n]")
    assert column(9) == sorted(column(9), key=int, reverse=True)
    assert page.run("return document.activeElement.dataset.sort") == "n"
    page.click("#paths [data-sort=n]")
    assert page.rows() == ranked
    page.click("#paths [data-sort=support]")  # by its rank, not by the alphabet
    assert column(5) == sorted(column(5), key=list(SUPPORTS).index)
    page.click("#paths [data-sort=certainty]")
    assert column(6) == sorted(column(6), key=list(CERTAINTIES).index)
    link = driver.current_url.partition("#")[2]
    assert sorted(ranked) == sorted(page.rows()) != ranked
    ordered = page.rows()
    page.go("")
    page.go(link)
    assert page.rows() == ordered
    page.go("q=findings&cancer=CRC")
    page.click("#paths [data-sort=finding]")
    ids = [row.split()[0] for row in page.rows()]
    assert ids == sorted(ids, key=lambda name: (int(re.sub(r"\D", "", name[8:])), name))


def test_paths_are_grouped_by_length(driver: webdriver.Chrome, url: str) -> None:
    page = Page(driver, url, f"{PATHS}&limit=0")
    lengths = sorted(page.run("return RadExo.shown.rows.map((r) => r.path.edges.length)"))
    page.click("#group")
    heads = page.texts("#paths tbody th")
    assert heads == [
        f"{n} step{'s' * (n > 1)}: {lengths.count(n)} path{'s' * (lengths.count(n) > 1)}"
        for n in dict.fromkeys(lengths)
    ]
    found = page.run(
        "return [...document.querySelectorAll('#paths tbody')].map((body) => "
        "[...body.querySelectorAll('tr[data-row]')].map((r) => "
        "RadExo.shown.rows[r.dataset.row].path.edges.length))"
    )
    assert [n for group in found for n in group] == lengths
    assert all(len(set(group)) == 1 for group in found)
    page.click("#paths tr[data-row='1'] .row-button")  # a grouped row opens as any other
    assert page.text("#evidence h2")
    page.click("#group")
    assert not page.all("#paths tbody th")


def test_the_page_is_dark_as_the_system_or_the_button_wants(
    driver: webdriver.Chrome, url: str, downloads: Path
) -> None:
    def seen() -> list[str]:
        found: list[str] = page.run(
            "return [getComputedStyle(document.body).backgroundColor, RadExo.style.paper,"
            "cy.edges('.plus').first().style('line-color'), "
            "cy.edges('.minus').first().style('line-color'),"
            "cy.nodes().first().style('color'), document.querySelector('#legend "
            "line').getAttribute('stroke')]"
        )
        return found

    def rgb(color: str) -> str:
        return f"rgb({','.join(str(int(color[i : i + 2], 16)) for i in (1, 3, 5))})"

    page = Page(driver, url, PATHS)
    light = seen()
    with system(driver, "dark"):
        # the event of the change comes with the next frame
        until(lambda: page.run("return RadExo.style.paper") == DARK["PAPER"], "the dark page")
        dark = seen()
        assert dark[0].replace(" ", "") == rgb(DARK["PAPER"])
        assert dark[1:4] == [DARK["PAPER"], rgb(DARK_EDGES["plus"]), rgb(DARK_EDGES["minus"])]
        assert dark[4] == light[4]  # names stand on the light fills of nodes
        assert dark[5] == DARK_EDGES["plus"]
        svg = saved(page, downloads, "svg").decode()  # a file is for print
        assert EDGES["plus"].color in svg
        assert DARK_EDGES["plus"] not in svg
        assert f'fill="{PAPER}"' in svg
        assert seen() == dark
        assert page.text("#scheme") == "Light"
        page.click("#scheme")
        assert seen() == light
        page.go(f"{PATHS}&_pick=row:1")
        page.driver.refresh()
        page.ready()
        assert seen()[:2] == light[:2]  # it is kept
        page.click("#scheme")
        assert seen()[:2] == dark[:2]
    page.run("localStorage.clear()")
    driver.refresh()
    page.ready()
    assert seen() == light
    assert page.errors() == []


@pytest.mark.parametrize("state", ["", PATHS, f"{PATHS}&_pick=row:1", "q=graph"])
def test_on_a_phone_no_letter_is_under_9_pixels(
    driver: webdriver.Chrome, url: str, state: str
) -> None:
    with screen(driver, 390, 844):
        page = Page(driver, url, state)
        smallest = page.run(
            "const sizes = [...document.body.querySelectorAll('*')].filter((e) => "
            "e.checkVisibility() && "
            "[...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())).map((e) => "
            "parseFloat(getComputedStyle(e).fontSize));"
            "return Math.min(...sizes)"
        )
        assert smallest >= 9
        assert page.run("return document.documentElement.scrollWidth") <= 390
        if state.startswith(PATHS):
            assert page.run("return cy.zoom() * RadExo.style.cites") >= 8.999
            assert "Drag the picture to see the rest" in page.text("#why")
            page.click("#fit")
            assert not page.run("return RadExo.network.cut()")
            page.click("#fit")  # and back to where it can be read
            assert page.run("return cy.zoom() * RadExo.style.cites") >= 8.999
    assert "Drag the picture" not in Page(driver, url, PATHS).text("#why")
    with screen(driver, 1280, 800):
        page = Page(driver, url, PATHS)
        assert not page.run("return RadExo.network.cut()")
        assert page.run("return cy.zoom() * RadExo.style.cites") >= 7


def test_copy_link_says_so_to_the_eye(driver: webdriver.Chrome, url: str) -> None:
    page = Page(driver, url, PATHS)
    page.run(
        "window.said = []; const button = document.getElementById('share');"
        "new MutationObserver(() => said.push(button.textContent)).observe(button, {childList: "
        "true});"
        "navigator.clipboard.writeText = async (text) => { window.copied = text; }"
    )
    page.click("#share")
    until(lambda: page.run("return said") == ["Link copied ✓", "Copy link"], "the button to say so")
    assert page.run("return copied") == driver.current_url
    page.run("navigator.clipboard.writeText = async () => { throw new Error('denied'); }")
    page.click("#share")  # without leave to copy the text is shown, and nothing is claimed
    until(lambda: page.one("#copied").is_displayed(), "the text to copy")
    assert page.one("#copied").get_attribute("value") == driver.current_url
    assert page.text("#share") == "Copy link"


def test_the_cells_button_draws_donor_exosome_and_recipient(
    driver: webdriver.Chrome, url: str, downloads: Path
) -> None:
    page = Page(driver, url, "q=mechanism&name=circ-METRN")
    assert page.one("#layout").get_attribute("aria-pressed") == "false"
    columns = page.run("return cy.elements().map((e) => e.id()).sort()")
    page.click("#layout")
    assert page.one("#layout").get_attribute("aria-pressed") == "true"
    assert page.run("return cy.elements().map((e) => e.id()).sort()") == columns
    svg = ET.fromstring(saved(page, downloads, "svg"))
    texts = [text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert {"Donor cell", "Exosome", "Recipient cell"} <= set(texts)
    assert texts.count("not given") == 2
    fill = ROOMS["exosome"].fill
    assert [r for r in svg.iter("{http://www.w3.org/2000/svg}rect") if r.get("fill") == fill]
    painted = page.run(
        "const room = RadExo.network.data().rooms[1].box, z = cy.zoom(), p = cy.pan(), k = "
        "devicePixelRatio;"
        "const x = (room[0] + room[2]) / 2 * z + p.x, y = (room[1] + 12) * z + p.y;"
        "return [...document.getElementById('under').getContext('2d').getImageData(x * k, y * k,"
        " 1, 1).data].slice(0, 3)"
    )
    assert painted == [int(fill[i : i + 2], 16) for i in (1, 3, 5)]
    assert saved(page, downloads, "pdf").startswith(b"%PDF")
    page.click("#layout")
    assert page.run("return RadExo.network.data().rooms") == []
    page.go("q=regulators&names=KLF10")
    assert not page.one("#layout").is_displayed()


def test_the_first_screen_says_what_it_is_and_how_to_read_it(
    driver: webdriver.Chrome, url: str, g: radexo.Graph
) -> None:
    page = Page(driver, url)
    (source,) = g.sources()
    about = page.text("#about")
    assert source.title in about
    assert source.license in about
    links = [link.get_attribute("href") for link in page.all("#about a")]
    assert links == [f"https://doi.org/{source.doi}", f"{url}openapi.json"]
    assert not page.one("#supports").is_displayed()
    page.click("#reading summary")
    read = page.text("#supports")
    assert all(word in read for word in (*SUPPORTS, *CERTAINTIES, EDGES["minus"].word))
    assert page.errors() == []


def test_at_1024_pixels_the_evidence_takes_the_place_of_the_forms(
    driver: webdriver.Chrome, url: str
) -> None:
    def box(id: str) -> dict[str, float]:
        found: dict[str, float] = page.run(
            "return document.getElementById(arguments[0]).getBoundingClientRect().toJSON()", id
        )
        return found

    def displayed() -> list[bool]:
        return [page.one(selector).is_displayed() for selector in ("#left", "#evidence")]

    with screen(driver, 1024, 768):
        page = Page(driver, url, PATHS)
        assert page.run("return document.documentElement.scrollWidth") <= 1024
        assert page.run("return cy.zoom() * RadExo.style.cites") >= 8.999
        assert box("picture")["width"] > 700
        assert box("picture")["height"] >= 180
        assert box("rows")["bottom"] <= page.one("footer").rect["y"] + 1
        assert page.one("header").rect["height"] < 60  # one line
        assert displayed() == [True, False]
        before = box("picture")
        page.click("#paths tr[data-row='1'] .row-button")
        assert displayed() == [False, True]
        assert box("picture") == before  # it stays where it was
        page.click("#evidence .close")
        assert displayed() == [True, False]
    page = Page(driver, url, f"{PATHS}&_pick=row:1")
    assert displayed() == [True, True]
    assert not page.one("#evidence .close").is_displayed()


def contrast(front: str, share: float, back: tuple[float, ...]) -> float:
    """Give the contrast of a color that covers a share of what is behind it."""

    def light(color: tuple[float, ...]) -> float:
        parts = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in color]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    seen = light(over(front, share, back)), light(back)
    return (max(seen) + 0.05) / (min(seen) + 0.05)


def over(front: str, share: float, back: tuple[float, ...]) -> tuple[float, ...]:
    """Give what is seen of a color that covers a share of what is behind it."""
    numbers = map(int, re.findall(r"\d+", front))
    return tuple(share * a + (1 - share) * b for a, b in zip(numbers, back, strict=True))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_names_of_dimmed_nodes_can_be_read(driver: webdriver.Chrome, url: str, scheme: str) -> None:
    with system(driver, scheme):
        page = Page(driver, url, f"{PATHS}&_pick=row:1")
        until(lambda: page.text("#scheme") != scheme.capitalize(), "the scheme")
        paper = page.run("return getComputedStyle(document.body).backgroundColor")
        dimmed = page.run(
            "const names = ['color', 'text-opacity', 'background-color', 'background-opacity',"
            "'opacity']; return cy.nodes('.dim').map((n) => names.map((name) => n.style(name)))"
        )
        assert dimmed
        for color, share, fill, faint, whole in dimmed:
            behind = over(fill, float(faint), tuple(map(int, re.findall(r"\d+", paper))))
            assert float(faint) < 0.2
            assert float(whole) == 1
            assert contrast(color, float(share), behind) >= 4.5


def test_a_claim_of_several_sources_is_marked_in_picture_table_and_legend(
    driver: webdriver.Chrome, g: radexo.Graph, tmp_path: Path
) -> None:
    merged = answering("corroborate", g)
    picture = merged.mechanism("miR-340-5p").draw().picture
    expected = [picture.labels[edge.id].text for edge in picture.edges if edge.confirmed]
    assert [text.count("\u2713") for text in expected] == [1]
    file = tmp_path / "shared.html"
    file.write_text(shared_page(merged, merged.mechanism("miR-340-5p")), encoding="utf-8")
    with serving(merged) as url:
        for page in (Page(driver, url, "q=mechanism&name=miR-340-5p"), Page(driver, file.as_uri())):
            marked = page.run(
                "return RadExo.network.data().elements.edges"
                ".filter((e) => e.data.confirmed).map((e) => e.data.cites.text)"
            )
            assert marked == expected
            assert "another source claims it too" in page.text("#legend")
            rows = [row for row in page.all("#paths tbody tr") if "\u2713" in row.text]
            assert ["KLF10" in row.text for row in rows] == [True]
            assert page.errors() == []


def test_a_shared_page_draws_the_cells_too(
    driver: webdriver.Chrome, g: radexo.Graph, tmp_path: Path, downloads: Path
) -> None:
    def rooms() -> list[list[str]]:
        found: list[list[str]] = page.run(
            "return RadExo.network.data().rooms.map((room) => room.words.map((word) => word[2]))"
        )
        return found

    answer = g.mechanism("miR-340-5p")
    file = tmp_path / "cells.html"
    file.write_text(shared_page(g, answer), encoding="utf-8")
    page = Page(driver, file.as_uri())
    columns = page.run("return cy.elements().map((e) => e.id()).sort()")
    page.click("#layout")
    drawn = answer.draw(layout="transfer").picture.layout
    assert rooms() == [[words[2] for words in room.words] for room in drawn.rooms]
    assert page.run("return cy.elements().map((e) => e.id()).sort()") == columns
    network = RawCX2NetworkFactory().get_cx2network(json.loads(saved(page, downloads, "cx2")))
    assert {n["v"]["represents"]: (n["x"], n["y"]) for n in network.get_nodes().values()} == {
        id: (round(place.x, 2), round(place.y, 2)) for id, place in drawn.places.items()
    }
    page.click("#paths tr[data-row='0'] input")  # who the cells are was said of all rows
    assert rooms() == [["Donor cell"], ["Exosome"], ["Recipient cell"]]
    driver.refresh()
    page.ready()
    assert page.one("#layout").get_attribute("aria-pressed") == "true"
    page.click("#layout")
    assert rooms() == []
    file.write_text(shared_page(g, g.regulators("KLF10")), encoding="utf-8")
    page = Page(driver, file.as_uri())
    assert not page.one("#layout").is_displayed()
    assert page.errors() == []
