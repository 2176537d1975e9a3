"""A graph goes out and comes back as it was, with any text.

What a format cannot carry is counted and named.
"""

from __future__ import annotations

import csv
import json
import os
import stat
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import radexo
from radexo.cli import files as files_of_cli
from radexo.graph import atomic as files
from radexo.graph.errors import DataError, UsageError
from radexo.graph.exchange.formats.kgx import writing as kgx
from radexo.graph.exchange.registry import FORMATS, guess
from radexo.graph.exchange.tables import escape, join, split, unescape
from radexo.graph.model import Biomarker, Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records, merge
from radexo.graph.saved import FILE_NAME, open_graph
from radexo.graph.stores.memory import MemoryStore
from radexo.graph.validation import violations
from radexo.loaders import sources
from radexo.queries.difference import diff
from support.examples import examples
from support.groups import collections
from support.saved_json import saved_as_json

quick = examples(40)
KINDS_OF_FOLDERS = [name for name, format in FORMATS.items() if format.kind == "folder"]
LOSSLESS = [name for name, format in FORMATS.items() if format.loads]
NAUGHTY = [
    "=cmd|'/C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t",
    "a\tb",
    "a\nb",
    "\r\n",
    "a|b",
    "|",
    "\\",
    "\\t",
    "\\e",
    "",
    " ",
    "'",
    '"',
    '"quoted"',
    "\u2028",
    "\x85",
    "\x00",
    "\ufeff",
    "＝1",
    "TGF-β",
    "null",
    "NA",
    "true",
    "0",
    "</data>",
    "]]>",
    "{}",
    "é́",
]
texts = st.one_of(
    st.sampled_from(NAUGHTY),
    st.text(max_size=8),
    st.tuples(st.sampled_from(NAUGHTY), st.text(max_size=3)).map("".join),
)
lists = st.lists(texts, max_size=3).map(tuple)
FREE = {
    Entity: ("synonyms", "xrefs", "note"),
    Finding: ("section", "affected", "dose", "assay", "summary", "review_note", "source_note"),
    Statement: ("note",),
    Biomarker: ("compared", "fluid", "meaning"),
    Reference: (
        "authors",
        "title",
        "journal",
        "year",
        "pages",
        "doi",
        "pmid",
        "pmcid",
        "confidence",
    ),
    Source: ("title", "doi", "license", "version"),
}


@st.composite
def scribbled(draw: st.DrawFn, record: Any) -> Any:
    """A record whose free texts hold anything."""
    changes: dict[str, Any] = {}
    for name in FREE[type(record)]:
        if draw(st.integers(0, 3)) == 0:
            several = isinstance(getattr(record, name), tuple)
            changes[name] = draw(lists if several else st.none() | texts)
    if isinstance(record, Finding):
        changes["statements"] = tuple(draw(scribbled(s)) for s in record.statements)
        changes["biomarkers"] = tuple(draw(scribbled(b)) for b in record.biomarkers)
    if isinstance(record, Entity) and draw(st.booleans()):
        changes["name"] = draw(texts) + record.id  # names are unique
    return replace(record, **changes)


@st.composite
def graphs(draw: st.DrawFn) -> Records:
    """A valid graph with texts and identifiers of every kind."""
    (drawn,) = draw(collections(1))
    odd = [
        Entity(id, id, "Gene")
        for id in ("HGNC:1", "radexo.id:hgnc:1", "radexo.id:radexo.id:x", "NCBIGene:1", "x:=1")
    ]
    entities = (*drawn.entities, *draw(st.lists(st.sampled_from(odd), unique=True)))
    shuffled = [
        replace(f, statements=tuple(draw(st.permutations(f.statements)))) for f in drawn.findings
    ]
    result = Records(drawn.sources, drawn.references, entities, tuple(shuffled))
    return Records(
        *(
            tuple(draw(scribbled(r)) for r in getattr(result, field.name))
            for field in fields(result)
        )
    )


def content(path: Path) -> dict[str, bytes]:
    """All bytes below a path."""
    return {file.name: file.read_bytes() for file in (path.iterdir() if path.is_dir() else [path])}


def there_and_back(records: Records, format: str, folder: Path) -> None:
    """Check that an export loads as the same graph, which is exported as the same bytes."""
    one, two = (
        folder / "one" / f"g{FORMATS[format].extensions[0]}",
        folder / "two" / f"g{FORMATS[format].extensions[0]}",
    )
    one.parent.mkdir(), two.parent.mkdir()
    assert FORMATS[format].write(MemoryStore(records), one) == []
    again, left_out = FORMATS[format].read([one])
    assert again == records
    assert not left_out
    assert again.version == records.version
    changes = diff(MemoryStore(records), MemoryStore(again))
    assert (len(changes), changes.status) == (0, "empty")
    FORMATS[format].write(MemoryStore(again), two)
    assert content(one) == content(two)
    assert open_graph(one) == records


@pytest.mark.unmeasured
@pytest.mark.parametrize("format", LOSSLESS)
def test_the_review_comes_back_as_it_was(g: radexo.Graph, format: str, tmp_path: Path) -> None:
    there_and_back(g.records, format, tmp_path)


@pytest.mark.parametrize("format", LOSSLESS)
@quick
@given(records=graphs())
def test_any_graph_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, format: str, records: Records
) -> None:
    assert not list(violations(records))
    there_and_back(records, format, tmp_path_factory.mktemp("there"))


@pytest.mark.parametrize("format", LOSSLESS)
def test_an_empty_graph_comes_back_empty(format: str, tmp_path: Path) -> None:
    there_and_back(Records(), format, tmp_path)


@quick
@given(collections(3))
def test_merging_exports_is_merging_graphs(
    tmp_path_factory: pytest.TempPathFactory, three: list[Records]
) -> None:
    folder = tmp_path_factory.mktemp("merged")
    paths = []
    for number, (records, format) in enumerate(
        zip(three, ("kgx", "node-link", "kgx"), strict=True)
    ):
        paths.append(folder / f"{number}{FORMATS[format].extensions[0]}")
        FORMATS[format].write(MemoryStore(records), paths[-1])
    merged = merge(*three)
    assert radexo.load(*paths).records == radexo.load(*reversed(paths), *paths).records == merged
    FORMATS["kgx"].write(MemoryStore(merged), folder / "all.kgx")
    assert radexo.load(folder / "all.kgx", paths[0]).records == merged


@given(texts, lists)
def test_every_text_survives_a_cell_and_none_is_a_formula(
    text: str, items: tuple[str, ...]
) -> None:
    cell = escape(text)
    assert unescape(cell) == text
    assert split(join(items)) == items
    for written in (cell, join(items)):
        assert not set(written) & set("\t\n\r\0\x0b\x0c\x85\u2028\u2029")
        assert written[:1] not in set("=+-@\"'＝＋－＠")


def test_tables_of_kgx_hold_no_formula(tmp_path: Path, g: radexo.Graph) -> None:
    evil = Entity(
        "radexo:evil",
        '=HYPERLINK("http://x")',
        "Gene",
        synonyms=("@a", "+b", "-c", "\td"),
        note="line\nbreak\tand tab",
    )
    evil_graph = MemoryStore(merge(g.records, Records(entities=(evil,))))
    FORMATS["kgx"].write(evil_graph, tmp_path / "g.kgx")
    for table in (tmp_path / "g.kgx").glob("*.tsv"):
        rows = [line.split("\t") for line in table.read_text(encoding="utf-8").split("\n")[:-1]]
        assert {len(row) for row in rows} == {len(rows[0])}
        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if cell[:1] in "=+@" and cell]
        assert {cell for cell in cells if cell.startswith("-")} <= {"-1"}
    assert radexo.load(tmp_path / "g.kgx").entity("radexo:evil") == evil


@pytest.mark.parametrize("format", FORMATS)
def test_a_cell_of_ten_megabytes_is_carried(format: str, tmp_path: Path) -> None:
    big = Records(entities=(Entity("radexo:big", "big", "Gene", note="x" * 10_000_000),))
    path = tmp_path / f"g{''.join(FORMATS[format].extensions)}"
    losses = FORMATS[format].write(MemoryStore(big), path)
    assert all(len(loss.example) <= 120 for loss in losses)
    if format in LOSSLESS:
        assert FORMATS[format].read([path])[0] == big
    elif format == "neo4j-csv":
        assert "--read-buffer-size=" in (path / "import.sh").read_text()
    else:
        lost = "entity note" in {loss.what for loss in losses}
        assert any(b"x" * 10_000_000 in file for file in content(path).values()) != lost


# -- what is lost ----------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
def test_losses_are_counted_and_named(
    cli: Callable[..., Any], g: radexo.Graph, format: str, tmp_path: Path
) -> None:
    answer = cli("export", "--format", format, tmp_path / "out", "--json")
    assert answer.code == 0
    assert answer.json["query"]["parameters"] == {
        "format": format,
        "path": str(tmp_path / "out"),
        "lossless": FORMATS[format].lossless,
    }
    rows = {row["what"]: row for row in answer.json["rows"]}
    assert bool(rows) != FORMATS[format].lossless
    assert all(
        list(row) == ["what", "count", "example"] and row["count"] and row["example"]
        for row in rows.values()
    )
    if rows:
        marked = [b for f in g.records.findings for b in f.biomarkers]
        assert rows["biomarker claim"]["count"] == len(marked)
        finding = [s for f in g.records.findings for s in f.statements]
        if "statement" in rows:  # as a whole
            assert rows["statement"]["count"] == len(finding)
        else:
            assert rows["statement premises"]["count"] == sum(bool(s.premises) for s in finding)
    if format in ("graphml", "cx2"):
        assert rows["finding dose"]["count"] == sum(f.dose is not None for f in g.records.findings)
        assert rows["finding dose"]["example"] == next(
            f"{f.id}: {f.dose}" for f in g.records.findings if f.dose
        )
    table = cli("export", "--format", format, tmp_path / "out")
    assert ("biomarker claim" in table.out) == bool(rows)
    assert f"wrote {tmp_path / 'out'}" in table.err


def test_what_xml_cannot_hold_is_reported(tmp_path: Path) -> None:
    odd = Records(entities=(Entity("radexo:a", "bell\x07", "Gene", synonyms=("a|b",)),))
    found = {
        loss.what: loss
        for loss in FORMATS["graphml"].write(MemoryStore(odd), tmp_path / "g.graphml")
    }
    assert (
        found["control character, which XML cannot hold"].example == "radexo:a, name: 'bell\\x07'"
    )
    assert found["bar within an item of a list"].count == 1


def test_what_no_edge_leads_to_is_reported(tmp_path: Path) -> None:
    silent = Records(
        (Source("s"),),
        (Reference("s"), Reference("s", "1")),
        (Entity("radexo:a", "a", "Gene"),),
        (Finding("s:1", ("1",), biomarkers=(Biomarker("radexo:a"),)),),
    )
    found = {
        loss.what: loss.example
        for loss in FORMATS["cx2"].write(MemoryStore(silent), tmp_path / "g.cx2")
    }
    assert found == {
        "biomarker claim": "s:1, radexo:a",
        "finding without a statement": "s:1",
        "paper that no edge cites": "s",
    }


@pytest.mark.parametrize("format", ["graphml", "cx2"])
def test_what_the_lists_of_an_edge_leave_open_is_reported(format: str, tmp_path: Path) -> None:
    papers = tuple(
        Reference("s", citation, pmid=pmid)
        for citation, pmid in ((None, None), ("1", "7"), ("Ann 2", "8"), ("3", "9"))
    )
    things = (
        Entity("radexo:a", "a", "Gene"),
        Entity("radexo:b", "b", "Gene"),
        Entity("mondo:1", "not given", "Cancer"),
    )
    result, back = (
        (Statement("radexo:a", "INCREASES", "radexo:b"),),
        (Statement("radexo:b", "INCREASES", "radexo:a"),),
    )
    findings = (
        Finding("s:1", ("1", "Ann 2"), cancer="mondo:1", statements=result),
        Finding("s:2", ("3",), statements=back),
    )
    odd = Records((Source("s"),), papers, things, findings)
    losses = {
        loss.what: (loss.count, loss.example)
        for loss in FORMATS[format].write(MemoryStore(odd), tmp_path / "out")
    }
    assert losses == {
        "paper that no edge cites": (1, "s"),
        "space within a citation": (1, "s:1: s[Ann 2]"),
        "cancer with the name 'not given'": (1, "s:1: mondo:1"),
        "which paper of an edge a publication is": (
            1,
            "radexo:a INCREASES radexo:b: PMID:7, PMID:8",
        ),
    }


def test_names_that_a_spreadsheet_would_run_are_not_in_sif(tmp_path: Path) -> None:
    names = ["=1", "＝1", "＠x", "\ufeff=1", "－1", "fine ＝ 1"]
    odd = Records(
        entities=tuple(Entity(f"radexo:e{n}", name, "Gene") for n, name in enumerate(names))
    )
    FORMATS["sif"].write(MemoryStore(odd), tmp_path / "g.sif")
    assert (tmp_path / "g.sif").read_text().splitlines() == [
        *(f"radexo:e{n}" for n in range(5)),
        "fine ＝ 1",
    ]


@pytest.mark.unmeasured
def test_an_export_with_other_findings_of_the_same_ids_is_refused(
    cli: Callable[..., Any], g: radexo.Graph, tmp_path: Path
) -> None:
    one, *others = g.records.findings
    changed = radexo.Graph(replace(g.records, findings=(replace(one, dose="7 Gy"), *others)))
    changed.export(tmp_path / "g.json")
    refused = cli("--graph", tmp_path / "my", "load", "node-link", tmp_path / "g.json")
    assert refused.code == 4
    assert f"the graph has other findings with the ids {one.id}" in refused.err
    assert not (tmp_path / "my").exists()
    answer = cli(
        "--graph", tmp_path / "my", "load", "node-link", tmp_path / "g.json", "--replace", "--json"
    )
    row = answer.json["rows"][0]
    assert (row["merged"], row["changed"], row["removed"]) == (len(others), 1, 0)
    assert radexo.load(tmp_path / "my").version == changed.version


# -- files -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["g.kgx", "g.neo4j-csv", "g.cx2"])
@pytest.mark.unmeasured
def test_no_folder_is_made_for_an_export(
    cli: Callable[..., Any], tmp_path: Path, name: str
) -> None:
    format = Path(name).suffix[1:]
    answer = cli("export", "--format", format, tmp_path / "gone" / name)
    assert (answer.code, answer.out) == (4, "")
    assert str(tmp_path / "gone") in answer.err
    assert not (tmp_path / "gone").exists()


@pytest.mark.unmeasured
def test_the_extension_names_the_format(cli: Callable[..., Any], tmp_path: Path) -> None:
    for name, format in FORMATS.items():
        for extension in format.extensions:
            assert guess(f"my.graph{extension}") is format
            answer = cli("export", tmp_path / f"g{extension}", "--json")
            assert answer.json["query"]["parameters"]["format"] == name
    for path in ("g", "g.txt", "g.kgx.zip"):
        with pytest.raises(UsageError, match="no format has this extension"):
            guess(path)
    assert cli("export", tmp_path / "g").code == 2
    assert cli("export", "--format", "xlsx", tmp_path / "g").code == 2


@pytest.mark.parametrize("format", FORMATS)
def test_an_export_is_replaced_or_kept(
    cli: Callable[..., Any], format: str, tmp_path: Path
) -> None:
    path = tmp_path / "out"
    assert cli("export", "--format", format, path).code == 0
    first = content(path)
    radexo.Graph(Records()).export(path, format)
    second = content(path)
    assert second != first
    kept = cli("export", "--format", format, "--no-clobber", path, "--json")
    assert kept.code == 4
    assert "drop --no-clobber" in kept.json["error"]["message"]
    assert content(path) == second
    assert cli("export", "--format", format, path).code == 0
    assert content(path) == first
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("format", KINDS_OF_FOLDERS)
@pytest.mark.parametrize("stranger", ["notes.txt", "nodes.tsv/x", ".git/config"])
def test_a_folder_with_other_things_is_not_touched(
    cli: Callable[..., Any], format: str, stranger: str, tmp_path: Path
) -> None:
    foreign = tmp_path / "out" / stranger
    foreign.parent.mkdir(parents=True)
    foreign.write_text("mine")
    answer = cli("export", "--format", format, tmp_path / "out")
    assert (answer.code, answer.out) == (4, "")
    assert f"holds {stranger.split('/', maxsplit=1)[0]!r}" in answer.err
    assert foreign.read_text() == "mine"
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("format", FORMATS)
def test_a_place_that_cannot_be_written_is_reported(
    cli: Callable[..., Any], format: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("mine")
    answer = cli("export", "--format", format, tmp_path / "file" / "out")
    assert (answer.code, answer.out) == (4, "")
    assert "cannot be written" in answer.err or "is a file" in answer.err
    assert "Traceback" not in answer.err
    if FORMATS[format].kind == "file":
        (tmp_path / "folder").mkdir()
        assert cli("export", "--format", format, tmp_path / "folder").code == 4
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_half_written_stays(
    g: radexo.Graph, format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "out"
    FORMATS[format].write(MemoryStore(Records()), path)
    before = content(path)
    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(DataError, match="No space left") as caught:
        FORMATS[format].write(g.store, path)
    assert caught.value.message.startswith(str(path))
    assert content(path) == before
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("format", FORMATS)
def test_half_a_character_is_refused(format: str, tmp_path: Path) -> None:
    broken = Records(entities=(Entity("radexo:a", "\ud800", "Gene", note="\ud800"),))
    # GraphML replaces what XML cannot hold; the others have neither this note nor odd names
    if format in ("bnet", "gmt", "graphml", "network", "sif", "sssom"):
        assert FORMATS[format].write(MemoryStore(broken), tmp_path / "out")
        return
    with pytest.raises(DataError, match="lone surrogate"):
        FORMATS[format].write(MemoryStore(broken), tmp_path / "out")
    assert not list(tmp_path.iterdir())


def test_half_a_character_is_not_read(g: radexo.Graph, tmp_path: Path) -> None:
    g.export(tmp_path / "g.json")
    g.export(tmp_path / "g.kgx")
    saved = saved_as_json(g.records, tmp_path)
    for file, half in (
        (tmp_path / "g.json", "\\ud800"),
        (saved, "\\ud800"),
        (tmp_path / "g.kgx" / "nodes.tsv", "\\ud800"),
    ):
        file.write_text(
            file.read_text(encoding="utf-8").replace("HeLa", f"He{half}La"), encoding="utf-8"
        )
    for path in (tmp_path / "g.json", saved, tmp_path / "g.kgx"):
        with pytest.raises(DataError, match=r"lone surrogate|cannot be read"):
            radexo.load(path)


def test_the_command_line_knows_the_registry() -> None:
    formats, names = (
        next(p.type.choices for p in files_of_cli.export.params if p.name == "format_"),
        next(p.type.choices for p in files_of_cli.load.params if p.name == "source"),
    )
    assert list(formats) == list(FORMATS)
    assert list(names) == list(sources())
    assert {"review", *LOSSLESS} <= {*names}


def test_a_link_to_a_folder_is_followed(g: radexo.Graph, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    for _ in range(2):
        g.export(tmp_path / "link", "kgx")
    assert (tmp_path / "link").is_symlink()
    assert radexo.load(tmp_path / "real").records == g.records
    assert sorted(file.name for file in tmp_path.iterdir()) == ["link", "real"]


def test_a_link_to_a_file_is_followed(cli: Callable[..., Any], tmp_path: Path) -> None:
    link, real = tmp_path / "link.sif", tmp_path / "real.sif"
    link.symlink_to(real)
    assert (
        cli("export", "--no-clobber", link).code == 4
    )  # it leads nowhere yet, and is kept all the same
    assert link.is_symlink()
    assert cli("export", link).code == 0
    assert link.is_symlink()
    assert real.is_file()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["link.sif", "real.sif"]


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_no_file_is_not_replaced(
    cli: Callable[..., Any], format: str, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "out")
    answer = cli("export", "--format", format, tmp_path / "out")
    assert (answer.code, answer.out) == (4, "")
    assert (
        "is a file, but the output is a folder" in answer.err or "is a device, a pipe" in answer.err
    )
    assert (tmp_path / "out").is_fifo()
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_pictures_and_saved_graphs_replace_no_pipe_either(
    cli: Callable[..., Any], g: radexo.Graph, tmp_path: Path
) -> None:
    for name in ("p.cx2", FILE_NAME):
        os.mkfifo(tmp_path / name)
    assert cli("draw", "mechanism", "KLF10", "-o", tmp_path / "p.cx2").code == 4
    with pytest.raises(DataError, match="is a device, a pipe"):
        g.save(tmp_path)
    assert all(file.is_fifo() for file in tmp_path.iterdir())


@pytest.mark.skipif(not os.path.exists("/proc/self/fd/1"), reason="there is no /proc here")
def test_the_output_itself_is_not_replaced(cli: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "out.sif").symlink_to("/proc/self/fd/1")  # what /dev/stdout leads to
    answer = cli("export", tmp_path / "out.sif")
    assert (answer.code, answer.out) == (4, "")
    assert (tmp_path / "out.sif").is_symlink()


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_replaced_keeps_its_rights(
    cli: Callable[..., Any], format: str, tmp_path: Path
) -> None:
    path = tmp_path / "out"
    assert cli("export", "--format", format, path).code == 0
    there = [path, *(path.iterdir() if path.is_dir() else ())]
    usual = [stat.S_IMODE(file.stat().st_mode) & 0o077 for file in there]
    umask = os.umask(0)
    os.umask(umask)
    assert usual == [(0o077 if file.is_dir() else 0o066) & ~umask for file in there]
    for file in there:
        file.chmod(0o700 if file.is_dir() else 0o600)
    assert cli("export", "--format", format, path).code == 0
    assert not [file for file in there if stat.S_IMODE(file.stat().st_mode) & 0o077]


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux lets two folders change places in one step"
)
@pytest.mark.parametrize("format", KINDS_OF_FOLDERS)
def test_a_folder_is_there_at_every_moment(
    g: radexo.Graph, format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, rename, seen = tmp_path / "out", os.replace, []

    def watched(*ends: Any) -> None:
        rename(*ends)
        seen.append(path.exists())

    g.export(path, format)
    monkeypatch.setattr(os, "replace", watched)
    radexo.Graph(Records()).export(path, format)
    assert seen
    assert all(seen)


@pytest.mark.parametrize("format", KINDS_OF_FOLDERS)
def test_where_folders_cannot_change_places_the_old_one_stays_until_the_new_is_there(
    g: radexo.Graph, format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, rename = tmp_path / "out", os.replace

    def broken(one: Path, two: Path) -> None:
        if two == path and not str(one).endswith(".old"):
            raise OSError(28, "No space left on device")
        rename(one, two)

    monkeypatch.setattr(files, "_exchange", lambda *_: False)
    g.export(path, format)
    radexo.Graph(Records()).export(path, format)
    before = content(path)
    monkeypatch.setattr(os, "replace", broken)
    with pytest.raises(DataError, match="No space left"):
        g.export(path, format)
    assert content(path) == before
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_what_was_there_when_an_export_was_killed_is_found_again(
    cli: Callable[..., Any], g: radexo.Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, rename = tmp_path / "out.kgx", os.replace

    def killed(one: Path, two: Path) -> None:
        if path in (Path(one), Path(two)) and not path.exists():
            raise SystemExit  # and no further word, as when the process is killed
        rename(one, two)

    g.export(path)
    with monkeypatch.context() as patch:
        patch.setattr(files, "_exchange", lambda *_: False)
        patch.setattr(os, "replace", killed)
        with pytest.raises(SystemExit):
            radexo.Graph(Records()).export(path)
    (old,) = tmp_path.glob("*.old")
    answer = cli("--graph", path, "info")
    assert answer.code == 4
    assert f"previous content is in {old}" in answer.err
    assert cli("export", "--no-clobber", path).code == 4
    assert radexo.load(path).records == g.records
    assert [file.name for file in tmp_path.iterdir()] == ["out.kgx"]


@pytest.mark.parametrize("format", KINDS_OF_FOLDERS)
def test_what_a_killed_export_left_hinders_no_other(
    g: radexo.Graph, format: str, tmp_path: Path
) -> None:
    for end in ("part", "old"):  # in a container every process may have the same number
        (tmp_path / f".out.{os.getpid()}.{end}").mkdir()
        files = {"card": "nodes.tsv", "kgx": "nodes.tsv", "triples": "train.tsv"}
        (tmp_path / f".out.{os.getpid()}.{end}" / files.get(format, "import.sh")).touch()
    for _ in range(2):
        g.export(tmp_path / "out", format)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("path", [".", "..", "/"])
def test_a_folder_of_other_things_is_no_place(
    cli: Callable[..., Any], format: str, path: str
) -> None:
    answer = cli("export", "--format", format, path)
    assert (answer.code, answer.out) == (4, "")
    assert "folder" in answer.err


def test_a_format_that_is_only_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(
        UsageError, match="cx2 is for export only; formats that load: kgx, node-link"
    ):
        FORMATS["cx2"].read([tmp_path / "g.cx2"])


# -- exports that were changed or cut --------------------------------------------------------------


@pytest.fixture
def export(g: radexo.Graph, tmp_path: Path) -> Path:
    g.export(tmp_path / "g.kgx")
    return tmp_path / "g.kgx"


def cell(table: Path, row: int, column: str, change: Callable[[str], str]) -> None:
    """Change one cell, the row counted as in a spreadsheet."""
    lines = [line.split("\t") for line in table.read_text(encoding="utf-8").split("\n")]
    position = lines[0].index(column)
    lines[row - 1][position] = change(lines[row - 1][position])
    table.write_text("\n".join("\t".join(line) for line in lines), encoding="utf-8")


def first(table: Path, **cells: str) -> int:
    """The first row with these cells."""
    with open(table, encoding="utf-8", newline="") as file:
        for number, row in enumerate(
            csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE), 2
        ):
            if all(row[column] == value for column, value in cells.items()):
                return number
    raise AssertionError


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("object_direction_qualifier", "increased"),
        ("original_predicate", "radexo:INCREASES"),
        ("predicate", "biolink:regulates"),
        ("sign", "1"),
        ("disease_context_qualifier", "MONDO:0005233"),
        ("primary_knowledge_source", "infores:ctd"),
        ("publications", "PMID:1"),
        ("knowledge_level", "prediction"),
    ],
)
def test_a_change_in_one_place_only_is_refused(
    cli: Callable[..., Any], export: Path, tmp_path: Path, column: str, value: str
) -> None:
    row = first(export / "edges.tsv", original_predicate="radexo:DECREASES", certainty="stated")
    cell(export / "edges.tsv", row, column, lambda _: value)
    answer = cli("--graph", tmp_path / "new", "load", "kgx", export)
    assert (answer.code, answer.out) == (4, "")
    assert f"edges.tsv, row {row}, column " in answer.err
    assert "the tables disagree" in answer.err
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", kgx.FILES)
def test_a_cut_or_missing_table_is_refused(
    cli: Callable[..., Any], export: Path, tmp_path: Path, name: str
) -> None:
    whole = (export / name).read_bytes()
    lines = whole.splitlines(keepends=True)
    for part in (
        whole[:-1],
        whole[: len(whole) // 2],
        b"".join(lines[:-1]),
        b"".join(lines[:1]),
        b"",
    ):
        if name == "metadata.json" and part == whole[:-1]:
            continue  # JSON without its last line end is whole
        (export / name).write_bytes(part)
        answer = cli("--graph", tmp_path / "new", "load", "kgx", export, "--json")
        assert answer.code == 4, part[-80:]
        assert name in answer.json["error"]["message"]
    (export / name).unlink()
    answer = cli("--graph", tmp_path / "new", "load", "kgx", export)
    assert answer.code == 4
    assert name in answer.err
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", [name for name in kgx.FILES if name.endswith(".tsv")])
def test_a_row_that_lost_cells_is_refused(
    cli: Callable[..., Any], export: Path, tmp_path: Path, name: str
) -> None:
    table = export / name
    *rows, last = table.read_text(encoding="utf-8").splitlines(keepends=True)
    for row in (last.rpartition("\t")[0] + "\n", last.partition("\t")[0] + "\n"):
        table.write_text("".join([*rows, row]), encoding="utf-8")
        answer = cli("--graph", tmp_path / "new", "load", "kgx", export)
        assert answer.code == 4
        assert f"{table}, row {len(rows) + 1}: " in answer.err
        assert f"cells under {rows[0].count(chr(9)) + 1} headings" in answer.err
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("part", [0.0, 0.3, 0.7, 0.999])
def test_a_cut_node_link_file_is_refused(
    cli: Callable[..., Any], g: radexo.Graph, tmp_path: Path, part: float
) -> None:
    file = tmp_path / "g.json"
    g.export(file)
    file.write_bytes(file.read_bytes()[: int(file.stat().st_size * part)])
    answer = cli("--graph", tmp_path / "new", "load", "node-link", file)
    assert (answer.code, answer.out) == (4, "")
    assert answer.err.startswith(f"error: {file}: line ")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: c["edges"][0].update(predicate="DECREASES"), "key is"),
        (lambda c: c["edges"][0].update(sign=-1), "sign is -1"),
        (lambda c: c["edges"][0].update(certainty="hedged"), "certainty is 'hedged'"),
        (lambda c: c["edges"][0]["evidence"][0].update(certainty="sure"), "'sure'"),
        (lambda c: c["edges"].pop(), "is missing"),
        (lambda c: c["edges"].append(c["edges"][0]), "duplicate statement"),
        (lambda c: c["graph"]["findings"][0]["statements"].pop(), "no finding lists statement"),
        (lambda c: c["nodes"].pop(0), "is not a known entity"),
        (lambda c: c["graph"].pop("references"), "'references' is missing"),
        (lambda c: c["edges"].insert(0, 7), "not a valid export"),
        (lambda c: c["graph"].update(findings=7), "not a valid export"),
        (lambda c: c["edges"][0].update(predicate="MELTS"), "'MELTS' is not a predicate"),
        (lambda c: c["edges"][0].update(predicate=["MELTS"]), "g.json"),
        (lambda c: c["edges"][0].update(key=[1]), "key is [1]"),
        (lambda c: c["edges"][0].update(evidence=[[1]]), "not a valid export"),
        (lambda c: c["edges"][0]["evidence"][0].update(number=[1]), "not a valid export"),
        (lambda c: c.update(directed=False), "'directed' is False"),
        (lambda c: c.update(links=[]), "'edges' and 'links'"),
    ],
)
def test_a_changed_node_link_file_is_refused(
    g: radexo.Graph, tmp_path: Path, change: Callable[[Any], Any], message: str
) -> None:
    file = tmp_path / "g.json"
    g.export(file)
    document = json.loads(file.read_text())
    change(document)
    file.write_text(json.dumps(document))
    with pytest.raises(DataError, match=r"g\.json") as caught:
        radexo.load(file)
    assert message in caught.value.message


CHANGED = "the export was changed after it was written"


def test_a_row_that_stands_twice_is_reported_or_refused(export: Path) -> None:
    table = export / "biomarkers.tsv"
    table.write_text("".join([text := table.read_text(), text.splitlines(keepends=True)[-1]]))
    assert FORMATS["kgx"].read([export])[1] == {CHANGED: 1}
    table = export / "references.tsv"
    table.write_text("".join([text := table.read_text(), text.splitlines(keepends=True)[-1]]))
    with pytest.raises(
        DataError,
        match=r"references\.tsv, row \d+, column citation: row \d+ has this citation already",
    ):
        FORMATS["kgx"].read([export])


@pytest.mark.unmeasured
def test_an_export_that_was_changed_in_agreement_loads_and_is_reported(
    cli: Callable[..., Any], g: radexo.Graph, export: Path, tmp_path: Path
) -> None:
    g.export(tmp_path / "g.json")
    metadata, nodes = (
        json.loads((export / "metadata.json").read_text()),
        json.loads((tmp_path / "g.json").read_text()),
    )
    metadata["sources"][0]["title"] = nodes["graph"]["sources"][0]["title"] = "A title"
    (export / "metadata.json").write_text(json.dumps(metadata))
    (tmp_path / "g.json").write_text(json.dumps(nodes | {"license": "CC0"}))
    for source, path in (("kgx", export), ("node-link", tmp_path / "g.json")):
        reasons = cli("--graph", tmp_path / source, "load", source, path, "--empty", "--json").json[
            "rows"
        ][0]["reasons"]
        assert reasons[CHANGED] == 1
        assert ("attribute 'license': the graph has no field for it" in reasons) == (
            source == "node-link"
        )
        assert CHANGED in cli("--graph", path, "info").err


def test_the_order_of_an_export_is_no_change(export: Path, g: radexo.Graph, tmp_path: Path) -> None:
    for name in ("nodes.tsv", "findings.tsv", "references.tsv"):
        heading, *rows = (export / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (export / name).write_text("".join([heading, *reversed(rows)]), encoding="utf-8")
    read, left_out = FORMATS["kgx"].read([export])
    assert merge(read) == g.records
    assert not left_out


def test_a_text_that_another_program_quoted_is_refused(export: Path) -> None:
    row = first(export / "findings.tsv", id="sun2022:29a")
    cell(export / "findings.tsv", row, "summary", lambda text: f'"{text}"')
    with pytest.raises(
        DataError,
        match=rf"findings\.tsv, row {row}, column summary: another program put it in quotes",
    ):
        FORMATS["kgx"].read([export])


@pytest.mark.parametrize("name", ["nodes.tsv", "edges.tsv", "findings.tsv"])
def test_a_table_that_cannot_be_read_is_the_only_problem(export: Path, name: str) -> None:
    table = export / name
    table.write_bytes(table.read_bytes() + b"\xff\n")
    with pytest.raises(DataError, match=r"^1 problem in the tables") as caught:
        FORMATS["kgx"].read([export])
    assert "is not UTF-8" in caught.value.message
    table.unlink()
    table.mkdir()
    with pytest.raises(DataError, match=r"^1 problem in the tables"):
        FORMATS["kgx"].read([export])


@pytest.mark.unmeasured
def test_a_statement_may_have_a_large_number(g: radexo.Graph, tmp_path: Path) -> None:
    one = next(f for f in g.records.findings if len(f.statements) == 1)
    large = replace(one, statements=(replace(one.statements[0], number=10**12),))
    finding = replace(
        g.records, findings=tuple(large if f == one else f for f in g.records.findings)
    )
    for format in LOSSLESS:
        (tmp_path / format).mkdir()
        there_and_back(finding, format, tmp_path / format)


def test_rows_of_an_export_may_be_sorted_and_columns_moved(export: Path, g: radexo.Graph) -> None:
    for name in ("edges.tsv", "biomarkers.tsv"):
        table = export / name
        heading, *rows = [
            line.split("\t") for line in table.read_text(encoding="utf-8").split("\n")[:-1]
        ]
        rows = sorted(rows) if name == "edges.tsv" else rows
        moved = [[*row[1:], row[0], "mine"] for row in (heading, *rows)]
        moved[0][-1] = "my column"
        table.write_text("".join("\t".join(row) + "\n" for row in moved), encoding="utf-8")
    read, left_out = FORMATS["kgx"].read([export])
    assert read == g.records
    findings = g.records.findings
    assert left_out == {
        "edges.tsv, column 'my column': the graph has no field for it": sum(
            len(f.statements) for f in findings
        ),
        "biomarkers.tsv, column 'my column': the graph has no field for it": sum(
            len(f.biomarkers) for f in findings
        ),
    }
