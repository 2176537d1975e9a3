"""The explorer's server.

The REST API mirrors the catalogue, and nothing foreign, hostile or writing gets in.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate
from starlette.testclient import TestClient

import radexo
from radexo.explorer.app import make_app
from radexo.explorer.assets import SCRIPTS, STYLE
from radexo.explorer.guard import HEADERS, hosts
from radexo.explorer.openapi import openapi
from radexo.explorer.page_model import ask, show
from radexo.queries.catalogue import catalogue, find, names
from radexo.queries.declare import Question
from support.examples import examples
from support.paths import DOCS, TESTS
from support.resources import RESOURCES

ORIGIN = "http://127.0.0.1:8471"


@pytest.fixture(scope="module")
def client(g: radexo.Graph) -> TestClient:
    """A client of the packaged graph's server."""
    return TestClient(make_app(g), base_url=ORIGIN, raise_server_exceptions=False)


def as_text(question: Question) -> dict[str, str]:
    """The example of a question as an address holds it."""
    return {
        k: "|".join(map(str, v)) if isinstance(v, (list, tuple)) else str(v)
        for k, v in question.example.items()
    }


# -- the API is the catalogue ---------------------------------------------------------------------


@pytest.mark.parametrize("name", names())
def test_every_question_answers_as_the_library_does(
    client: TestClient, g: radexo.Graph, name: str
) -> None:
    question = find(name)
    expected = g.query(name, **question.example).to_dict()
    assert client.get(f"/api/query/{name}", params=as_text(question)).json() == json.loads(
        json.dumps(expected)
    )


@pytest.mark.unmeasured
def test_the_description_is_valid_and_complete(client: TestClient) -> None:
    content = client.get("/openapi.json").json()
    validate(content)
    assert content["openapi"].startswith("3.1")
    assert all(
        {"400", "404", "409", "500", "501", "503"} <= set(path["get"]["responses"])
        for path in content["paths"].values()
    )
    assert "405" in content["info"]["description"]
    assert {path for path in content["paths"] if path.startswith("/api/query/")} == {
        f"/api/query/{name}" for name in names()
    }
    for question in catalogue():
        parameters = content["paths"][f"/api/query/{question.name}"]["get"]["parameters"]
        assert [p["name"] for p in parameters] == [p.name for p in question.parameters]
        assert [p["name"] for p in parameters if p["required"]] == [
            p.name for p in question.parameters if p.required
        ]


def test_every_path_of_the_description_answers(client: TestClient) -> None:
    given = {
        "of": "KLF10",
        "id": "KLF10",
        "q": "klf",
        "text": "what represses KLF10?",
        "names": "KLF10",
    }
    for path, result in openapi()["paths"].items():
        name = path.rpartition("/")[2]
        wanted = {p["name"] for p in result["get"]["parameters"] if p["in"] == "query"}
        asked = {key: value for key, value in given.items() if key in wanted}
        if name == "connect":
            asked["names"] = "KLF10|miR-340-5p"
        if path.startswith("/api/query/"):
            asked = as_text(find(name))
        for filled in (
            [
                path.format(name="regulators", format=format)
                for format in ("tsv", "csv", "json", "bib", "ris")
            ]
            if "export" in path
            else [path.format(name="regulators", format="cx2")]
        ):
            names = {"names": "KLF10"} if "{name}" in path else {}
            assert client.get(filled, params=asked | names).status_code == 200, filled


def test_names_are_suggested_by_name_synonym_and_id(client: TestClient) -> None:
    def suggest(text: str, **more: str) -> list[dict[str, Any]]:
        return client.get("/api/names", params={"q": text, **more}).json()["suggestions"]

    assert (
        suggest("mir340")[0]["name"],
        suggest("mir340")[0]["exact"],
        suggest("mir340")[0]["type"],
    ) == ("miR-340-5p", True, "MiRNA")
    assert (suggest("ctgf")[0]["name"], suggest("ctgf")[0]["matched"]) == ("CCN2", "CTGF")
    assert suggest("hgnc:11810")[0]["name"] == "KLF10"
    assert suggest("KLF1O")[0]["near"]
    low = suggest("radioresistance")
    assert (low[0]["name"], low[0]["near"]) == ("radiosensitivity", True)
    assert low[0]["matched"] == "radioresistance is low radiosensitivity: signs turn"
    assert {s["type"] for s in suggest("ca", types="Cancer", limit="50")} == {"Cancer"}
    counted = {c["id"]: c["findings"] for c in client.get("/api/home").json()["cancers"]}
    cancers = suggest("glio", types="Cancer")
    assert {c["name"] for c in cancers} >= {"glioma", "glioblastoma"}
    assert [c["findings"] for c in cancers] == [counted[c["id"]] for c in cancers]
    assert "findings" not in suggest("KLF10")[0]
    assert suggest("") == []


def test_a_name_that_two_carry_is_offered_as_both() -> None:
    from radexo.graph.model import Entity, Finding, Statement
    from radexo.graph.records import Records

    both = [Entity(f"radexo:p{i}", f"CDKN1{i}", "Gene", synonyms=("p21",)) for i in "AB"]
    statement = Statement("radexo:pA", "INCREASES", "radexo:pB")
    made = radexo.Graph(
        Records(entities=tuple(both), findings=(Finding("s:1a", statements=(statement,)),))
    )
    with TestClient(make_app(made), base_url=ORIGIN) as asking:
        exact = [
            s["id"]
            for s in asking.get("/api/names", params={"q": "p21"}).json()["suggestions"]
            if s["exact"]
        ]
        assert sorted(exact) == ["radexo:pA", "radexo:pB"]
        refused = asking.get("/api/query/regulators", params={"names": "p21"})
        assert refused.status_code == 409
        assert refused.json()["error"]["candidates"] == ["radexo:pA", "radexo:pB"]


def test_a_plain_question_returns_its_query_or_its_readings(client: TestClient) -> None:
    asked = client.get("/api/ask", params={"text": "what represses KLF10?"}).json()
    assert asked["asked"]["reading"] == "regulators names=KLF10 sign=-"
    assert asked["rows"][0]["regulator"]["name"] == "miR-340-5p"
    unsure = client.get(
        "/api/ask", params={"text": "what regulates KLF10? what carries miR-340-5p?"}
    )
    assert unsure.status_code == 400
    error = unsure.json()["error"]
    assert error["kind"] == "not-understood"
    assert error["readings"]
    for reading in error["readings"]:
        assert (
            client.get(f"/api/query/{reading['name']}", params=reading["parameters"]).status_code
            == 200
        )


def test_what_is_shown_keeps_rows_and_counts(client: TestClient, g: radexo.Graph) -> None:
    content = client.get(
        "/api/show/paths", params={"source": "hypoxia", "target": "radiosensitivity"}
    ).json()
    rows = g.paths("hypoxia", "radiosensitivity").rows
    assert len(content["rows"]) == len(rows)
    assert content["drawn"] == list(range(10))
    ids = {edge["data"]["id"] for edge in content["picture"]["elements"]["edges"]}
    assert all(
        content["rows"][i]["edges"] and set(content["rows"][i]["edges"]) <= ids
        for i in content["drawn"]
    )
    assert [row["facets"]["support"] for row in content["rows"]] == [
        [path.support] for path in rows
    ]
    some = client.get(
        "/api/show/paths",
        params={"source": "hypoxia", "target": "radiosensitivity", "_rows": "0,15"},
    ).json()
    assert some["drawn"] == [0, 15]
    more = {"names": "KLF10", "_grow": "miR-340-5p"}
    grown = client.get("/api/show/regulators", params=more).json()["picture"]["elements"]
    assert len(grown["nodes"]) > 2


@pytest.mark.unmeasured
@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("paths", {"source": "type:MiRNA", "target": "radiosensitivity", "limit": "0"}),
        ("regulators", {"names": "radiosensitivity"}),
    ],
)
def test_a_cancer_filters_rows_as_the_question_within_that_cancer_does(
    g: radexo.Graph, name: str, asked: dict[str, str]
) -> None:
    rows = show(g, ask(g, name, asked))["rows"]
    counts = Counter(cancer for row in rows for cancer in row["facets"]["cancer"])
    assert ("several (stitched)" in counts) == (name == "paths")
    cancers = counts.keys() - {"several (stitched)", "general"}
    assert {"glioma", "lung cancer"} <= cancers  # which only their subtypes have here
    for cancer in cancers:
        assert counts[cancer] == len(ask(g, name, {**asked, "cancer": cancer})), cancer


@pytest.mark.unmeasured
def test_exports_hold_the_chosen_rows_and_where_they_come_from(client: TestClient) -> None:
    asked = {
        "source": "hypoxia",
        "target": "radiosensitivity",
        "_rows": "1,3",
        "_page": "#q=paths\nevil\tline",
    }
    whole = client.get(
        "/api/query/paths", params={k: v for k, v in asked.items() if k[0] != "_"}
    ).json()
    kept = json.loads(client.get("/api/export/paths.json", params=asked).text)
    assert kept["rows"] == [whole["rows"][1], whole["rows"][3]]
    assert kept["provenance"]["graph"] == whole["query"]["graph"]
    assert "2 of 16 rows" in kept["reason"]
    lines = client.get("/api/export/paths.tsv", params=asked).text.splitlines()
    assert [line[0] == "#" for line in lines] == [True] * 3 + [False] * 3
    assert "radexo paths mesh:D000072258" in lines[1]
    papers = client.get("/api/export/paths.bib", params=asked).text
    wanted = {r["citation"] for row in kept["rows"] for r in row["references"]}
    assert set(re.findall(r"@\w+\{sun2022_(\w+),", papers)) == wanted
    assert papers.startswith("% RadExo graph")
    assert client.get("/api/draw/paths.svg", params=asked).text.count("<svg") == 1
    assert client.get("/api/draw/paths.pdf", params=asked).content.startswith(b"%PDF")


@pytest.mark.unmeasured
def test_pictures_hold_the_state_of_the_page_and_say_what_they_leave_out(
    client: TestClient, g: radexo.Graph
) -> None:
    asked = {"_rows": "0-9", "_page": "#q=biomarkers&_cancer=glioma\n$x$"}
    state = "#q=biomarkers&_cancer=glioma $x$"
    left = f"10 of {len(g.biomarkers())} rows drawn"
    [network] = next(
        aspect["networkAttributes"]
        for aspect in client.get("/api/draw/biomarkers.cx2", params=asked).json()
        if "networkAttributes" in aspect
    )
    assert network["page"] == state
    assert left in network["notes"]
    svg = client.get("/api/draw/biomarkers.svg", params=asked).text
    assert f"page {state.replace('&', '&amp;')}" in svg
    assert f">{left}<" in svg
    png = client.get("/api/draw/biomarkers.png", params=asked).content
    pdf = client.get("/api/draw/biomarkers.pdf", params=asked).content
    assert state.encode() in png
    assert "_cancer=glioma".encode("utf-16-be") in pdf
    shown = client.get("/api/show/biomarkers").json()
    assert left in shown["picture"]["notes"]
    whole = client.get("/api/draw/biomarkers.cx2").text
    assert "rows drawn" not in whole
    assert '"page"' not in whole


@pytest.mark.unmeasured
def test_the_first_screen_has_six_examples_that_answer(client: TestClient, g: radexo.Graph) -> None:
    content = client.get("/api/home").json()
    assert len(content["examples"]) == 6
    for example in content["examples"]:
        shown = client.get(f"/api/show/{example['name']}", params=example["parameters"]).json()
        assert shown["rows"], example
        assert shown["picture"], example
    counts = [cancer["findings"] for cancer in content["cancers"]]
    assert counts == sorted(counts, reverse=True)
    for cancer in content["cancers"]:  # what a click on it shows
        assert cancer["findings"] == len(g.findings(cancer=cancer["id"])), cancer
    assert {"lung cancer", "glioma"} <= {cancer["name"] for cancer in content["cancers"]}
    every = (e.id for e in g.store.entities() if e.type == "Cancer")
    assert {c["id"] for c in content["cancers"]} == {
        id for id in every if len(g.findings(cancer=id))
    }


@pytest.mark.parametrize("large", [False, True])
def test_examples_of_another_graph_are_of_its_own_entities_and_have_rows(
    large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if large:
        monkeypatch.setattr("radexo.graph.stores.base.LARGE", 5)
    client = TestClient(make_app(radexo.Graph(RESOURCES)), base_url=ORIGIN)
    examples = client.get("/api/home").json()["examples"]
    assert [(e["name"], e["parameters"]) for e in examples[:2]] == [
        ("targets", {"names": "mir-A"}),
        ("regulators", {"names": "mir-A"}),
    ]
    assert {"hubs", "info"} <= {example["name"] for example in examples}
    for example in examples:
        shown = client.get(f"/api/show/{example['name']}", params=example["parameters"]).json()
        assert shown["rows"], example


# -- nothing gets in ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/static/main.js",
        "/static/explorer.css",
        "/api/home",
        "/openapi.json",
        "/nowhere",
        "/api/query/nothing",
    ],
)
def test_every_answer_carries_the_policy(client: TestClient, path: str) -> None:
    reply = client.get(path)
    for name, value in HEADERS.items():
        assert reply.headers[name] == value
    policy = reply.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert reply.headers["x-content-type-options"] == "nosniff"


def test_a_file_may_be_kept_under_an_address_that_holds_its_digest(client: TestClient) -> None:
    addresses = re.findall(r'(?:src|href)="(/static/[^"]+)"', client.get("/").text)
    assert {address.partition("?")[0] for address in addresses} == {
        f"/static/{name}" for name in (*SCRIPTS, STYLE)
    }
    for address in addresses:
        kept, plain, stale = (
            client.get(a) for a in (address, address.partition("?")[0], f"{address}0")
        )
        assert kept.content == plain.content == stale.content
        assert "immutable" in kept.headers["cache-control"]
        assert {r.headers["cache-control"] for r in (plain, stale)} == {HEADERS["Cache-Control"]}
        for name in HEADERS.keys() - {"Cache-Control"}:
            assert kept.headers[name] == HEADERS[name]
    for path in ("/", "/api/home", "/openapi.json"):
        assert client.get(path).headers["cache-control"] == HEADERS["Cache-Control"]


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8471",
        "127.0.0.1:8472",
        "127.0.0.1",
        "127.0.0.1.evil.example:8471",
        "",
        "localhost:8471@x",
    ],
)
def test_a_foreign_host_is_refused(client: TestClient, host: str) -> None:
    for path in ("/", "/api/home", "/static/main.js"):
        reply = client.get(path, headers={"host": host})
        assert reply.status_code == 400
        assert reply.json()["error"]["kind"] == "foreign-host"
        assert "content-security-policy" in reply.headers


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8471", "localhost:8471", "LOCALHOST:8471", "[::1]:8471"]
)
def test_this_machine_is_let_in(client: TestClient, host: str) -> None:
    assert client.get("/api/home", headers={"host": host}).status_code == 200


def test_on_all_addresses_a_name_is_still_foreign(g: radexo.Graph) -> None:
    asking = TestClient(make_app(g, "0.0.0.0"), base_url=ORIGIN)
    assert asking.get("/", headers={"host": "192.168.7.9:8471"}).status_code == 200
    assert asking.get("/", headers={"host": "evil.example:8471"}).status_code == 400
    assert "evil.example:8471" not in hosts("0.0.0.0", 8471)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_nothing_can_be_changed(client: TestClient, method: str) -> None:
    for path in ("/", "/api/home", "/api/query/regulators", "/api/export/regulators.tsv"):
        reply = client.request(method, path)
        assert reply.status_code == 405
        assert reply.json()["error"]["kind"] == "read-only"


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/api/query/nothing", 404, "unknown-name"),
        ("/api/query/regulators", 400, "usage"),
        ("/api/query/regulators?names=KLF1O", 404, "unknown-name"),
        ("/api/query/regulators?names=KLF10&depth=many", 400, "usage"),
        (f"/api/query/regulators?names=KLF10&depth={'9' * 5000}", 400, "usage"),
        ("/api/query/regulators?names=KLF10&colour=red", 400, "usage"),
        ("/api/show/paths?source=KLF10&target=radiosensitivity&_rows=a-b", 400, "usage"),
        ("/api/show/paths?source=KLF10&target=radiosensitivity&_grow=nobody", 404, "unknown-name"),
        ("/api/export/regulators.exe?names=KLF10", 400, "usage"),
        ("/api/draw/regulators.html?names=KLF10", 400, "usage"),
        ("/api/draw/hubs.svg", 400, "usage"),
        ("/api/names", 400, "usage"),
        ("/api/names?q=a&limit=0", 400, "usage"),
        ("/api/names?q=a&types=Nothing", 400, "usage"),
        ("/api/neighbors", 400, "usage"),
        ("/api/entity", 400, "usage"),
        ("/api/ask?text=", 400, "usage"),
        ("/static/../server.py", 404, "not-found"),
        ("/static/%2e%2e%2fserver.py", 404, "not-found"),
        ("/static/index.html", 404, "not-found"),
    ],
)
def test_bad_use_is_reported_as_json(client: TestClient, path: str, status: int, kind: str) -> None:
    reply = client.get(path)
    error = reply.json()["error"]
    assert (reply.status_code, error["kind"]) == (status, kind)
    assert error["message"]
    assert "Traceback" not in reply.text


def test_a_name_that_is_too_long_is_not_repeated_whole(client: TestClient) -> None:
    for path in (
        "/api/query/regulators?names=",
        "/api/entity?id=",
        "/api/neighbors?of=",
        "/api/query/",
    ):
        reply = client.get(path + "x" * 50_000)
        assert reply.status_code == 404
        assert len(reply.content) < 5000
        assert reply.json()["error"]["message"].startswith("'xxx")


TEXT = st.text(max_size=60) | st.sampled_from(
    ["<img src=x onerror=1>", "');DROP", "${7*7}", "\x00", "../../etc/passwd", "a" * 5000, "|||"]
)


@settings(examples(120), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_input_breaks_the_server(client: TestClient, data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(catalogue()))
    names = [p.name for p in question.parameters] + ["_rows", "_grow", "_page", "x"]
    given = data.draw(st.dictionaries(st.sampled_from(names), TEXT, max_size=4))
    path = data.draw(
        st.sampled_from(["/api/query/{}", "/api/show/{}", "/api/export/{}.tsv", "/api/draw/{}.cx2"])
    )
    reply = client.get(path.format(question.name), params=given)
    assert reply.status_code in (200, 400, 404, 409)
    assert reply.headers["content-type"].split(";")[0] != "text/html"


# -- the command ----------------------------------------------------------------------------------


def test_the_first_line_is_the_address_and_ctrl_c_ends_it(tmp_path: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "radexo", "explore", "--port", "0", "--no-browser"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        url = running.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", url)
        with urlopen(url) as page:
            assert page.read().startswith(b"<!doctype html>")
        taken = subprocess.run(
            [
                sys.executable,
                "-m",
                "radexo",
                "explore",
                "--no-browser",
                "--port",
                url.rsplit(":", 1)[1].strip("/"),
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
        )
        assert (taken.returncode, taken.stdout) == (2, "")
        assert "--port" in taken.stderr
        assert "Traceback" not in taken.stderr
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=20)
        assert running.returncode in (0, 130)
        assert out == ""
        assert "Traceback" not in err
    finally:
        running.kill()
        running.communicate()


def test_other_machines_are_let_in_only_when_that_is_said(cli: Any) -> None:
    for host in ("0.0.0.0", "192.168.1.5", "example.org", "::"):
        refused = cli("explore", "--host", host, "--no-browser")
        assert refused.code == 2
        assert "--allow-remote" in refused.err


@pytest.mark.parametrize(
    "arguments",
    [["--port", "70000"], ["--port", "x"], ["--host", "no.such.host.invalid", "--allow-remote"]],
)
def test_bad_options_are_reported(cli: Any, arguments: list[str]) -> None:
    refused = cli("explore", "--no-browser", *arguments)
    assert refused.code == 2
    assert refused.out == ""


def test_a_missing_extra_is_named(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    refused = cli("explore", "--no-browser", "--port", "0")
    assert refused.code == 2
    assert "radexo[explorer]" in refused.err


def test_a_graph_that_cannot_be_opened_is_reported_before_an_address_is(
    cli: Any, tmp_path: Path
) -> None:
    refused = cli("--graph", str(tmp_path / "nothing"), "explore", "--no-browser", "--port", "0")
    assert (refused.code, refused.out) == (4, "")


# -- what lies beside the code --------------------------------------------------------------------


def test_the_vendored_library_is_what_its_note_says() -> None:
    vendor = files("radexo.explorer") / "vendor"
    version = re.search(
        r'\.version="([0-9.]+)"', (vendor / "cytoscape.min.js").read_text(encoding="utf-8")
    )
    assert version is not None
    assert f"| {version[1]} |" in (vendor / "README.md").read_text(encoding="utf-8")
    assert "Permission is hereby granted" in (vendor / "cytoscape.LICENSE").read_text(
        encoding="utf-8"
    )


def test_scripts_and_styles_know_no_color_and_no_other_site() -> None:
    page = files("radexo.explorer") / "page"
    found = {file.name for file in page.iterdir() if file.name.endswith(".js")}
    assert found == set(SCRIPTS) - {"cytoscape.min.js", "paint.js"}
    for file in page.iterdir():
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"#[0-9a-fA-F]{6}\b|\brgba?\(|\bhsl\(", text), file.name
        assert "innerHTML" not in text
        assert "insertAdjacentHTML" not in text
        addresses = set(re.findall(r"https?://[^/\"'`\s]+", text))
        assert addresses <= {
            "https://doi.org",
            "https://pubmed.ncbi.nlm.nih.gov",
            "http://www.w3.org",
        }, file.name


def test_the_port_is_taken_before_the_graph_is_opened(cli: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = cli(
            "--graph", os.devnull, "explore", "--no-browser", "--port", str(taken.getsockname()[1])
        )
        assert refused.code == 2
        assert "in use" in refused.err


def test_the_page_of_the_documentation_names_tests_that_exist() -> None:
    shown = re.findall(r"`(test_\w+)`", (DOCS / "explorer.md").read_text(encoding="utf-8"))
    there = "".join(
        (TESTS / name).read_text(encoding="utf-8")
        for name in ("unit/explorer/test_explorer.py", "browser/test_explorer_page.py")
    )
    assert len(shown) > 20
    assert [name for name in shown if f"def {name}(" not in there] == []
