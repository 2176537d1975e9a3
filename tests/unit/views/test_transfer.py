"""The picture of a transfer.

Who is in which compartment, and what is said of donor and recipient.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from itertools import pairwise

import pytest

import radexo
from radexo.graph.errors import UsageError
from radexo.views.drawing import Drawing
from radexo.views.formats import FORMATS
from radexo.views.layout.columns import flat
from radexo.views.layout.transfer import ROOMS
from radexo.views.style import ROOMS as LOOKS

NAMES = ("miR-340-5p", "circ-METRN", "survivin", "hypoxia", "CAF exosomes", "miR-301a")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module", params=NAMES)
def drawing(request: pytest.FixtureRequest, g: radexo.Graph) -> Drawing:
    """What exosomes do with one cargo, exposure or exosome, in compartments."""
    return g.mechanism(request.param).draw(layout="transfer")


def inside(drawing: Drawing) -> dict[str, set[str]]:
    """The names of the nodes whose whole box lies within each compartment."""
    picture = drawing.picture
    found: dict[str, set[str]] = {room.key: set() for room in picture.layout.rooms}
    for node in picture.nodes:
        left, top, right, bottom = picture.layout.places[node.id].box()
        for room in picture.layout.rooms:
            x0, y0, x1, y1 = room.box
            if x0 < left and right < x1 and y0 < top and bottom < y1:
                found[room.key].add(node.entity.name)
    return found


def said(drawing: Drawing) -> Mapping[str, str]:
    """Return the text below the headings."""
    rooms = drawing.picture.layout.rooms
    return {room.key: " ".join(text for _, _, text, _ in room.words[1:]) for room in rooms}


def test_cargo_lies_in_the_exosome_and_its_effect_in_the_recipient(g: radexo.Graph) -> None:
    assert inside(g.mechanism("miR-340-5p").draw(layout="transfer")) == {
        "donor": {"ESCC cells"},
        "exosome": {"hypoxic ESCC cell exosomes", "miR-340-5p"},
        "recipient": {"KLF10", "UVRAG", "apoptosis", "DNA repair", "radiosensitivity"},
    }
    # a miRNA that no exosome carries is what the cargo acts on
    sponged = inside(g.mechanism("circ-METRN").draw(layout="transfer"))
    assert "circ-METRN" in sponged["exosome"]
    assert "miR-4709-3p" in sponged["recipient"]


def test_every_node_stands_in_its_compartment_and_only_exposures_outside(drawing: Drawing) -> None:
    picture, found = drawing.picture, inside(drawing)
    placed = [name for names in found.values() for name in names]
    assert len(placed) == len(set(placed))
    outside = {node.entity.name for node in picture.nodes} - set(placed)
    assert outside <= {n.entity.name for n in picture.nodes if n.entity.type == "Exposure"}
    names = picture.names
    for edge in picture.edges:
        if "CARRIES" in edge.predicates:
            assert {names[edge.subject], names[edge.object]} <= found["exosome"]
    x = [room.box[::2] for room in picture.layout.rooms]
    assert all(one[1] < other[0] for one, other in pairwise(x))
    top, bottom = picture.layout.rooms[0].box[1::2]
    passing = passes(drawing)
    for id, route in picture.layout.routes.items():
        if id not in passing:
            assert all(top < y < bottom for _, y in flat(route))


def passes(drawing: Drawing) -> set[str]:
    """The arrows into the recipient from outside or from the donor."""
    found, names = inside(drawing), drawing.picture.names
    return {
        edge.id
        for edge in drawing.picture.edges
        if names[edge.object] in found["recipient"]
        and names[edge.subject] not in found["exosome"] | found["recipient"]
    }


@pytest.mark.parametrize(
    ("start", "count"), [("hypoxia", 1), ("gamma rays", 1), ("tumor cells", 1)]
)
def test_an_arrow_runs_through_no_compartment_that_it_passes(
    g: radexo.Graph, start: str, count: int
) -> None:
    drawing = g.paths(start, "radiosensitivity").draw(layout="transfer")
    picture, found, passing = drawing.picture, inside(drawing), passes(drawing)
    assert len(passing) == count
    for edge in picture.edges:
        ends = {picture.names[edge.subject], picture.names[edge.object]}
        for room in picture.layout.rooms:
            if edge.id in passing and not ends & found[room.key]:
                left, top, right, bottom = room.box
                points = flat(picture.layout.routes[edge.id])
                assert not [p for p in points if left < p[0] < right and top < p[1] < bottom]


def test_an_unknown_donor_or_recipient_is_said(g: radexo.Graph) -> None:
    assert said(g.mechanism("circ-METRN").draw(layout="transfer")) == {
        "donor": "not given",
        "exosome": "",
        "recipient": "not given",
    }
    known = said(g.mechanism("miR-340-5p").draw(layout="transfer"))
    assert known == {"donor": "", "exosome": "", "recipient": "target cells"}
    partly = said(g.mechanism("hypoxia").draw(layout="transfer"))
    assert partly["donor"].endswith("(not in these rows)")
    assert "vascular cells" in partly["recipient"]
    assert partly["recipient"].endswith("not given for 2 of 5 findings")


def test_what_is_said_of_recipients_is_what_the_drawn_findings_give(
    drawing: Drawing, g: radexo.Graph
) -> None:
    found, picture = inside(drawing)["recipient"], drawing.picture
    drawn = {f for e in picture.edges if picture.names[e.object] in found for f in e.findings}
    findings = [finding for finding in g.store.findings() if finding.id in drawn]
    recipients = {g.entity(f.recipient).name for f in findings if f.recipient}
    words = said(drawing)["recipient"]
    assert all(name in words for name in list(recipients)[:3]) or len(recipients) > 3
    assert ("not given" in words) == any(not finding.recipient for finding in findings)


def test_compartments_are_in_every_format_that_has_them(drawing: Drawing) -> None:
    picture = drawing.picture
    svg = ET.fromstring(drawing.svg())
    groups = {group.get("id") for group in svg.iter(f"{SVG}g")}
    assert {f"room-{key}" for key in ROOMS} <= groups
    texts = [text.text for text in svg.iter(f"{SVG}text")]
    html = FORMATS["html"].render(picture).decode()
    data = json.loads(re.search(r'id="data">(.*?)</script>', html, re.DOTALL)[1])
    assert [room["key"] for room in data["rooms"]] == list(ROOMS)
    assert set(data["style"]["rooms"]) == set(LOOKS) == set(ROOMS)
    for room in data["rooms"]:
        assert all(words[2] in texts for words in room["words"])
    assert FORMATS["pdf"].render(picture).startswith(b"%PDF")


def test_without_an_exosome_the_picture_is_refused(g: radexo.Graph) -> None:
    with pytest.raises(UsageError, match="no exosome is in the answer; ask mechanism"):
        g.regulators("KLF10").draw(layout="transfer")
