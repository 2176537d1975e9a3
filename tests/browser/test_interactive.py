"""Interactive pictures in a real browser without the internet.

Everything shown, nothing asked for, nothing hostile run.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_core_python
import pytest
from PIL import Image
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

import radexo
from radexo.views.drawing import Drawing
from radexo.views.style import DARK, DARK_EDGES, EDGES
from support.browser import accessibility, requests, screen, system, until, until_ready
from support.hostile import BAD, hostile
from support.random_graphs import large

pytestmark = pytest.mark.browser

COUNTED = (
    "const d = network.body.data; return [d.nodes.get().filter((n) => n.shape === "
    "'custom').length, d.edges.length]"
)
"""How many nodes are drawn; and how many edges, which on rings are one segment each."""


class Page:
    """An open page."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a script and give what it returns."""
        return self.driver.execute_script(script, *arguments)

    def by_id(self, id: str) -> Any:
        """Give an element."""
        return self.driver.find_element("id", id)

    def errors(self) -> list[str]:
        """Take what the console complained about."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def move(self, x: float, y: float) -> ActionChains:
        """Point at a place of the picture, in the units of the layout."""
        at = self.run(
            "const p = network.canvasToDOM({x: arguments[0], y: arguments[1]}), a = "
            "document.getElementById('picture');"
            "return [p.x - a.clientWidth / 2, p.y - a.clientHeight / 2]",
            x,
            y,
        )
        return ActionChains(self.driver).move_to_element_with_offset(
            self.by_id("picture"), round(at[0]), round(at[1])
        )

    def tooltip(self) -> str:
        """Wait for what is shown beside the pointer."""
        shown = (
            "const t = document.querySelector('.vis-tooltip'); return t && t.style.visibility "
            "=== 'visible' ? t.innerText : ''"
        )
        return str(until(lambda: self.run(shown), "a tooltip"))


@pytest.fixture
def opened(driver: webdriver.Chrome, tmp_path: Path) -> Callable[[Drawing], Page]:
    """Open a drawing's page from its file."""

    def open_(drawing: Drawing) -> Page:
        path = drawing.save(tmp_path / "page.html")
        driver.get("about:blank")
        driver.get_log("browser")
        requests(driver)
        driver.get(path.as_uri())
        until_ready(driver, "the picture")
        return Page(driver)

    return open_


def test_a_page_asks_nobody_for_anything(
    g: radexo.Graph, opened: Callable[[Drawing], Page]
) -> None:
    page = opened(g.mechanism("hypoxia").draw())
    asked = requests(page.driver)
    assert len(asked) == 1
    assert asked[0].startswith("file:")
    assert page.errors() == []


def test_the_whole_review_is_on_screen_at_once(
    g: radexo.Graph, opened: Callable[[Drawing], Page]
) -> None:
    page = opened(g.draw())
    assert page.run(COUNTED) == [len(g.draw().picture.nodes), len(g.draw().picture.edges)]
    assert page.errors() == []


def test_pointing_at_an_edge_shows_its_findings(
    g: radexo.Graph, opened: Callable[[Drawing], Page]
) -> None:
    drawing = g.mechanism("miR-340-5p", "KLF10").draw()
    page = opened(drawing)
    picture = drawing.picture
    edge = next(e for e in picture.edges if picture.sentence(e) == "miR-340-5p -| KLF10")
    (x0, y0), *_, (x1, y1) = picture.layout.routes[edge.id]
    page.move((x0 + x1) / 2, (y0 + y1) / 2).perform()
    result = page.tooltip()
    summary = edge.facts[0].summary
    assert summary
    for part in (
        "miR-340-5p -| KLF10",
        "lowers",
        "esophageal squamous cell carcinoma",
        "sun2022:29a",
        "10.1186/",
        summary,
    ):
        assert part in result


def test_a_click_shows_the_evidence_with_links(
    g: radexo.Graph, opened: Callable[[Drawing], Page]
) -> None:
    drawing = g.query("relation", a="Wnt/beta-catenin signaling", b="radiosensitivity").draw()
    page = opened(drawing)
    for edge in drawing.picture.edges:
        route = drawing.picture.layout.routes[edge.id]
        page.run("document.getElementById('fit').click()")
        page.move((route[0][0] * 3 + route[-1][0]) / 4, route[0][1]).click().perform()
        panel = until(lambda: page.by_id("evidence").text, "the evidence")
        assert all(fact.finding in panel for fact in edge.facts)
        assert f"Contradicted by {', '.join(edge.opposite)}" in panel
        links = page.run("return [...document.querySelectorAll('#evidence a')].map((a) => a.href)")
        assert links == [r.url for r in edge.references]
        page.by_id("picture").send_keys(Keys.ESCAPE)
        assert not page.by_id("evidence").is_displayed()


def test_both_sides_of_a_contradiction_are_painted(
    g: radexo.Graph, opened: Callable[[Drawing], Page]
) -> None:
    page = opened(g.query("relation", a="Wnt/beta-catenin signaling", b="radiosensitivity").draw())
    shot = Image.open(
        io.BytesIO(base64.b64decode(page.by_id("picture").screenshot_as_base64))
    ).convert("RGB")
    colors = {color for _, color in shot.getcolors(1 << 24) or []}
    for kind in ("plus", "minus"):
        wanted = tuple(int(EDGES[kind].color[i : i + 2], 16) for i in (1, 3, 5))
        assert wanted in colors, kind


def test_the_table_shows_the_same_edges(g: radexo.Graph, opened: Callable[[Drawing], Page]) -> None:
    drawing = g.mechanism("NORAD").draw()
    page = opened(drawing)
    button = page.by_id("table-button")
    assert not page.by_id("table").is_displayed()
    button.click()
    assert button.get_attribute("aria-expanded") == "true"
    rows = page.run(
        "return [...document.querySelectorAll('#table tr')].map((r) => [...r.cells].map((c) "
        "=> c.textContent))"
    )
    records = drawing.picture.records()
    assert rows == [list(records[0]), *(list(record.values()) for record in records)]
    button.click()
    assert not page.by_id("table").is_displayed()


def test_the_legend_and_headings_are_there(
    g: radexo.Graph, opened: Callable[[Drawing], Page]
) -> None:
    drawing = g.mechanism("hypoxia").draw()
    page = opened(drawing)
    shown = page.run(
        "return [...document.querySelectorAll('#legend li')].map((item) => item.textContent)"
    )
    assert shown == [item.word for item in drawing.picture.legend]
    painted = page.run(
        "return [...document.querySelectorAll('#legend canvas')].every((c) => "
        "c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((v) => v))"
    )
    assert painted
    assert page.by_id("legend").rect["height"] + page.by_id("legend").rect["y"] < 900


def test_arrowheads_are_those_of_the_style_table(
    g: radexo.Graph, opened: Callable[[Drawing], Page]
) -> None:
    drawing = g.biomarkers().draw()  # holds associations, which have none
    page = opened(drawing)
    kinds = [edge.kind for edge in drawing.picture.edges]
    drawn = page.run(
        "const drawn = network.body;"
        "return Object.values(drawn.edges).map((e) => [drawn.data.edges.get(e.id).edge, "
        "e.options.arrows.to.enabled])"
    )
    with_head = {edge for edge, head in drawn if head}
    assert "association" in kinds
    assert with_head == {i for i, kind in enumerate(kinds) if EDGES[kind].head != "none"}


def test_the_keyboard_is_enough(g: radexo.Graph, opened: Callable[[Drawing], Page]) -> None:
    drawing = g.mechanism("miR-340-5p", "KLF10").draw()
    page = opened(drawing)
    page.run("document.body.focus()")
    for _ in range(6):
        ActionChains(page.driver).send_keys(Keys.TAB).perform()
        if page.run("return document.activeElement.id") == "picture":
            break
    assert page.run("return document.activeElement.id") == "picture"
    visited = []
    for _ in range(8):
        ActionChains(page.driver).send_keys(Keys.ARROW_RIGHT).perform()
        visited.append(page.by_id("status").get_attribute("textContent"))
    assert "radiosensitivity" in visited[-1]
    assert len(set(visited)) >= 4
    ActionChains(page.driver).send_keys(Keys.ENTER).perform()
    buttons = until(
        lambda: page.driver.find_elements("css selector", "#evidence button"), "the node's edges"
    )
    assert (
        page.run("return document.getElementById('picture').getAttribute('role')") == "application"
    )
    buttons[0].send_keys(Keys.ENTER)
    assert "sun2022:" in page.by_id("evidence").text
    scale = page.run("return network.getScale()")
    page.by_id("picture").send_keys("+")
    assert page.run("return network.getScale()") > scale
    page.by_id("picture").send_keys(Keys.ESCAPE)
    assert not page.by_id("evidence").is_displayed()


def test_the_png_holds_title_picture_and_legend(
    g: radexo.Graph, opened: Callable[[Drawing], Page], downloads: Path
) -> None:
    page = opened(g.mechanism("hypoxia").draw())
    view = "const p = network.getViewPosition(); return [network.getScale(), p.x, p.y]"
    before = page.run(view)
    page.by_id("png").click()
    file = downloads / "picture.png"
    until(lambda: file.exists() and file.stat().st_size, "the download")
    with Image.open(file) as image:
        image.load()
        assert image.width > 2000
        rows = [
            min(image.convert("L").crop((0, y, image.width, y + 8)).tobytes())
            for y in range(0, image.height - 8, 8)
        ]
    file.unlink()
    assert (
        sum(darkest < 128 for darkest in rows) > len(rows) / 2
    )  # not blank: something on most lines
    assert page.run(view) == pytest.approx(before)
    assert page.errors() == []


@pytest.mark.parametrize("drawn", ["columns", "rings", "answer"])
def test_nothing_hostile_is_run(opened: Callable[[Drawing], Page], drawn: str) -> None:
    graph = hostile()
    if drawn == "answer":  # whose title names the entity asked about, and whose command is as typed
        drawing = graph.targets(graph.records.entities[0].id).draw(
            command=f"radexo draw targets {BAD[1]}"
        )
        assert "window.HACKED" in drawing.picture.title
    else:
        drawing = graph.draw(layout=drawn)
    page = opened(drawing)
    shown = str(page.run("return document.getElementById('data').textContent"))
    assert "window.HACKED" in shown
    for node in drawing.picture.nodes:
        place = drawing.picture.layout.places[node.id]
        page.run("document.getElementById('fit').click()")
        page.move(place.x, place.y).perform()
        assert node.entity.name.split()[0] in page.tooltip()
        page.move(place.x, place.y).click().perform()
        for button in range(len(page.driver.find_elements("css selector", "#evidence button"))):
            page.run("document.querySelectorAll('#evidence button')[arguments[0]]?.click()", button)
        page.by_id("picture").send_keys(Keys.ESCAPE)
    page.by_id("table-button").click()
    links = page.run("return [...document.querySelectorAll('a')].map((a) => a.protocol)")
    assert set(links) <= {"https:"}
    assert "[evil:1]" in page.run("return document.querySelector('table').textContent")
    assert (
        page.run(
            "return document.querySelectorAll('main img, main script, main svg, [onerror], "
            "[onload]').length"
        )
        == 0
    )
    assert page.run("return window.HACKED") is None
    assert page.errors() == []
    assert all(url.startswith("file:") for url in requests(page.driver))


def test_a_script_that_came_in_would_be_refused(
    g: radexo.Graph, opened: Callable[[Drawing], Page]
) -> None:
    page = opened(g.regulators("KLF10").draw())
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


def violations(page: Page) -> list[str]:
    """Run an accessibility checker, past the page's policy, which lets no other script in."""
    checker = Path(axe_core_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    page.driver.execute_cdp_cmd("Runtime.evaluate", {"expression": checker})
    return [violation["id"] for violation in accessibility(page.driver)]


def test_the_page_is_dark_as_the_system_or_the_button_wants(
    g: radexo.Graph, opened: Callable[[Drawing], Page], downloads: Path
) -> None:
    def lines() -> set[str]:
        return set(page.run("return network.body.data.edges.get().map((e) => e.color.color)"))

    def colors(name: str) -> dict[Any, int]:
        shot = Image.open(io.BytesIO(base64.b64decode(page.by_id(name).screenshot_as_base64)))
        return {color: count for count, color in shot.convert("RGB").getcolors(1 << 24) or []}

    def rgb(color: str) -> tuple[int, ...]:
        return tuple(int(color[i : i + 2], 16) for i in (1, 3, 5))

    drawing = g.mechanism("miR-340-5p").draw()
    kinds = {edge.kind for edge in drawing.picture.edges}
    page = opened(drawing)
    assert lines() == {EDGES[kind].color for kind in kinds}
    with system(page.driver, "dark"):
        until(lambda: page.by_id("scheme").text == "Light", "the dark page")
        assert lines() == {DARK_EDGES[kind] for kind in kinds}
        for part in ("picture", "legend"):
            found = colors(part)
            assert max(found, key=lambda color: found[color]) == rgb(DARK["PAPER"])
            assert rgb(DARK_EDGES["minus"]) in found
        item = page.driver.find_elements("css selector", "#legend canvas")[-1]  # the mark of a note
        bright = page.run(
            "const d = arguments[0].getContext('2d').getImageData(0, 0, 36, 20).data;"
            "return Math.max(...d.filter((_, i) => i % 4 === 0 && d[i + 3] > 200))",
            item,
        )
        assert bright > 180
        page.by_id("png").click()  # a file is for print
        file = until(lambda: next(downloads.glob("picture*.png"), None), "the file")
        with Image.open(file) as image:
            assert image.convert("RGB").getpixel((2, 2)) == (255, 255, 255)
        file.unlink()
        assert lines() == {DARK_EDGES[kind] for kind in kinds}
        assert violations(page) == []
        page.by_id("scheme").click()
        assert lines() == {EDGES[kind].color for kind in kinds}
        assert violations(page) == []
        page.by_id("scheme").click()
    page.run("localStorage.clear()")
    assert page.errors() == []


def test_on_a_phone_the_picture_begins_at_a_legible_size(
    g: radexo.Graph, opened: Callable[[Drawing], Page], driver: webdriver.Chrome
) -> None:
    with screen(driver, 390, 844):
        page = opened(g.mechanism("miR-340-5p").draw())
        size = page.run(
            "return JSON.parse(document.getElementById('data').textContent).style.cites"
        )
        assert page.run("return network.getScale()") * size >= 8.99
        assert page.run("return document.documentElement.scrollWidth") <= 390
        page.by_id("fit").click()
        assert page.run("return network.getScale()") * size < 6


def test_a_page_lists_every_note_and_paper_itself(
    g: radexo.Graph, opened: Callable[[Drawing], Page]
) -> None:
    drawing = g.regulators("radiosensitivity").draw()
    assert drawing.picture.needs_caption
    page = opened(drawing)
    listed = str(page.by_id("listed").get_attribute("textContent"))
    assert all(line in listed for line in drawing.picture.note_lines)
    assert all(r.cited in listed for r in drawing.picture.references)
    assert "the caption lists" not in page.run("return document.body.textContent")
    assert page.by_id("picture").rect["height"] > 400  # the list is folded


def test_a_notebook_frame_is_shut_off_and_works(
    g: radexo.Graph, driver: webdriver.Chrome, tmp_path: Path
) -> None:
    shown = g.mechanism("miR-340-5p", "KLF10").draw().interactive()._repr_mimebundle_()["text/html"]
    (tmp_path / "notebook.html").write_text(
        f"<!DOCTYPE html><title>n</title><body>{shown}", encoding="utf-8"
    )
    driver.get((tmp_path / "notebook.html").as_uri())
    assert (
        driver.execute_script("return document.querySelector('iframe').sandbox.value").split()[0]
        == "allow-scripts"
    )
    assert (
        driver.execute_script(
            "return document.querySelector('iframe').sandbox.contains('allow-same-origin')"
        )
        is False
    )
    driver.switch_to.frame(0)
    until_ready(driver, "the picture in the frame")
    assert driver.execute_script("return self.origin") == "null"
    driver.switch_to.default_content()


def test_a_thousand_nodes_are_drawn(opened: Callable[[Drawing], Page]) -> None:
    drawing = large(1000).draw()
    page = opened(drawing)
    assert page.run(COUNTED) == [len(drawing.picture.nodes), len(drawing.picture.edges)]
    assert page.errors() == []
