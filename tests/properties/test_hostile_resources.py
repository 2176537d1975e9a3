"""Any file of a public resource gives rows that keep the schema, or a message; no traceback."""

from __future__ import annotations

import csv
import gzip
import io
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import radexo
from radexo import loaders
from radexo.graph.errors import DataError
from radexo.graph.exchange.tables import Reading, read_cells
from radexo.graph.model import Entity
from radexo.graph.records import Records, merge
from radexo.graph.report import Problem
from radexo.graph.validation import violations
from radexo.loaders.resource import Resource
from radexo.loaders.signor import _COLUMNS
from support.examples import examples

T = TypeVar("T")
NIGHTLY = settings.default.max_examples >= 2000
fuzz = examples(500 if NIGHTLY else 4)
FILES = 10
"""Files of an example: a hundred thousand for each of ten readers in the nightly profile."""
KNOWN = (
    Entity(
        "hgnc:11810",
        "KLF10",
        "Gene",
        synonyms=("TIEG1",),
        xrefs=("ncbigene:7071", "uniprot:Q13118"),
    ),
    Entity("mirbase.mature:MIMAT0004692", "miR-340-5p", "MiRNA", synonyms=("hsa-miR-340-5p",)),
    Entity("reactome:R-HSA-1", "TGF", "Pathway", id_status="nearest"),
    Entity("radexo:exosomes", "exosomes", "Exosome", id_status="none"),
)
MAPPING = """
source = {id = "mylab"}
subject = {type = "Gene", name = "a", id = "b"}
object = {type = {column = "c"}, name = "d"}
cancer = {name = "e"}
claim = {predicate = {column = "f"}, pmid = "g", certainty = {column = "h"}}
"""
COLUMNS: dict[str, tuple[str, ...]] = {
    "mirtarbase": loaders.sources()["mirtarbase"].columns["hsa_MTI"],
    "exocarta": loaders.sources()["exocarta"].columns["PROTEIN_MRNA_DETAILS"],
    "vesiclepedia": loaders.sources()["exocarta"].columns["PROTEIN_MRNA_DETAILS"],
    "hgnc": loaders.sources()["hgnc"].columns["hgnc_complete_set"],
    "mirbase": ("##gff-version 3",),
    "gmt": ("set", "R-HSA-1", "KLF10"),
    "reactome": ("set", "R-HSA-1", "KLF10"),
    "signor": _COLUMNS,
    "omnipath": loaders.sources()["omnipath"].columns["interactions"],
    "table": tuple("abcdefgh"),
}
"""The first line of a file of each public resource."""
ROWS: dict[str, tuple[str, ...]] = {
    "mirtarbase": (
        *("MIRT1", "hsa-miR-340-5p", "Homo sapiens", "KLF10", "7071", "Homo sapiens"),
        *("qRT-PCR//Western blot", "Functional MTI", "18632605"),
    ),
    "exocarta": ("4", "protein", "7071", "KLF10", "Homo sapiens", "3", "Western blotting"),
    "vesiclepedia": ("4", "mRNA", "7071", "KLF10", "Homo sapiens", "3", "Microarray"),
    "hgnc": (
        *("HGNC:11810", "KLF10", "KLF transcription factor 10", "EGRA|TIEG1", "TIEG", "7071"),
        *("ENSG00000155090", "Q13118", "Approved"),
    ),
    "mirbase": (
        *("chr5", ".", "miRNA", "1", "22", ".", "-", "."),
        "ID=MIMAT0004692;Alias=MIMAT0004692;Name=hsa-miR-340-5p;Derives_from=MI0000802",
    ),
    "gmt": ("a set", "R-HSA-2", "KLF10", "PTEN"),
    "reactome": ("Q13118", "R-HSA-1", "http://x/R-HSA-1", "TGF", "TAS", "Homo sapiens"),
    "signor": (
        *("TP53", "protein", "P04637", "UNIPROT", "KLF10", "protein", "Q13118", "UNIPROT"),
        *("up-regulates", "binding", "", "", "9606", "BTO:1", "", "", "", "", "", "", "", ""),
        *("18632605", "YES", "", "", "a sentence", "SIGNOR-1"),
    ),
    "omnipath": (
        *("P04637", "Q13118", "TP53", "KLF10", "1", "1", "1", "1", "0", "SIGNOR;TRRUST"),
        "SIGNOR:18632605",
    ),
    "table": (
        "KLF10",
        "ncbigene:7071",
        "Process",
        "apoptosis",
        "",
        "INCREASES",
        "18632605",
        "stated",
    ),
}
"""A row that is a claim, or lends an entity what it lacks."""
CELLS = (
    *("", "KLF10", "TIEG1", "7071", "7071.0", "hgnc:11810", "HGNC:11810", "Q13118", "MIMAT0004692"),
    *("hsa-miR-340-5p", "hsa-miR-1", "Homo sapiens", "9606", "-1", "Functional MTI", "protein"),
    *("mRNA", "mirna", "phenotype", "stimulus", "SIGNOR-PH1", "SIGNOR-ST1", "up-regulates"),
    *("down-regulates quantity", "form complex", "unknown", "YES", "1", "0", "Approved"),
    *("R-HSA-1", "WP1", "GO:0006915", "a%WikiPathways_1%WP2%Homo sapiens", "http://x/R-HSA-2"),
    *("miRNA", "Alias=MIMAT0004692;Name=hsa-miR-340-5p;Derives_from=MI0000802", "=cmd()", "a|b"),
    *("Gene", "Process", "Exosome", "Cancer", "INCREASES", "BINDS", "stated", "radexo:exosomes"),
    *('"', "'", "\\", "%", ";", ",", "|", ":", "\u2028", "\x85", "\x1f", "😀", "x" * 300, "0", "٣"),
)


def read(source: str, content: bytes, folder: Path, known: tuple[Entity, ...] = KNOWN) -> Resource:
    mapping = folder / "mapping.toml"
    if source == "table":
        mapping.write_text(MAPPING, encoding="utf-8")
    file = folder / "file"
    file.write_bytes(content)
    found = loaders.sources()[source].read([file], known, loaders.Options(map=mapping))
    assert isinstance(found, Resource)
    return found


def attempt(call: Callable[[], Resource]) -> tuple[Resource | None, str]:
    """Return what a call does, or the message with which it refuses."""
    try:
        return call(), ""
    except DataError as error:
        return None, error.message


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the file of an example: to make one for each takes longer than to read it."""
    return tmp_path_factory.mktemp("hostile")


def check(source: str, content: bytes, folder: Path) -> None:
    """Read a file: it is refused with a message that names it, or its records keep the schema."""
    resource, refusal = attempt(lambda: read(source, content, folder))
    if resource is None:
        assert str(folder / "file") in refusal
        return
    findings = resource.findings()
    refused = sum(resource.left_out.values())
    assert resource.read >= refused + resource.lent + len(findings)
    new = resource.records
    whole = merge(
        Records(entities=KNOWN), Records(new.sources, new.references, new.entities, tuple(findings))
    )
    assert not list(violations(whole, unique_names=False))


def lines(source: str) -> st.SearchStrategy[bytes]:
    """A heading, and rows of what cells may hold; half of them are right but for a few cells."""
    columns = COLUMNS[source]
    good = ROWS[source]
    free = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
    cell = st.sampled_from(CELLS) | free
    width = (
        st.just(max(9, len(columns))) | st.integers(0, 30)
        if len(columns) < 4
        else st.just(len(columns))
    )
    changed = st.dictionaries(st.integers(0, len(good) - 1), cell, max_size=2)
    row = width.flatmap(lambda n: st.lists(cell, min_size=n, max_size=n)) | changed.map(
        lambda cells: [cells.get(place, right) for place, right in enumerate(good)]
    )
    heading = st.just(list(columns)) | st.permutations(columns).map(list)
    separator = st.sampled_from(["\t", "\t", ";", ","])
    parts = st.tuples(
        heading, st.lists(row, max_size=6), separator, st.sampled_from(["\n", "\r\n", "\r"])
    )
    return parts.map(lambda p: p[3].join(p[2].join(r) for r in (p[0], *p[1])).encode())


class Choices:
    """What the bytes of an example choose; drawn at once, they cost a tenth of drawing each."""

    def __init__(self, drawn: bytes) -> None:
        self._left = iter(drawn)

    def below(self, number: int) -> int:
        """Return a number; 0 where no bytes are left."""
        chosen = next(self._left, 0)
        if number > 256:
            chosen += 256 * next(self._left, 0)
        return chosen % number

    def of(self, values: Sequence[T]) -> T:
        """Return one of some values."""
        return values[self.below(len(values))]

    def cell(self) -> str:
        """Return what a cell may hold: a word of a resource, or any text."""
        if self.below(3):
            return self.of(CELLS)
        codes = [self.of((128, 0xD800, 0x11000)) for _ in range(self.below(5))]
        return "".join(chr(self.below(most)) for most in codes).replace("\0", "\x01")

    def row(self, source: str) -> list[str]:
        """Return a row that is right but for a few cells, or of any cells."""
        good, columns = ROWS[source], COLUMNS[source]
        if self.below(2):
            changed = {self.below(len(good)): self.cell() for _ in range(self.below(3))}
            return [changed.get(place, right) for place, right in enumerate(good)]
        width = len(columns) if len(columns) > 3 else self.of((9, self.below(31)))
        return [self.cell() for _ in range(width + (not self.below(16)))]

    def file(self, source: str) -> bytes:
        """Return a heading and rows, now and then with bytes changed or packed."""
        heading = list(COLUMNS[source])
        if not self.below(3):
            first, second = self.below(len(heading)), self.below(len(heading))
            heading[first], heading[second] = heading[second], heading[first]
        rows = [heading, *(self.row(source) for _ in range(self.below(7)))]
        separator, end = self.of("\t\t;,"), self.of(("\n", "\r\n", "\r"))
        content = bytearray(end.join(map(separator.join, rows)).encode(errors="replace"))
        for _ in range(self.of((0, 0, 0, 1, 3))):
            content[self.below(len(content))] = self.below(256)
        how = self.below(16)
        if how > 1:
            return bytes(content)
        packed = bytearray(gzip.compress(content, 1) if how else zipped(content))
        if self.below(2):
            del packed[self.below(len(packed)) :]
            for _ in range(self.of((0, 1, 3)) * bool(packed)):
                packed[self.below(len(packed))] = self.below(256)
        return bytes(packed)


def zipped(content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("file.txt", content)
    return stream.getvalue()


@pytest.mark.parametrize("source", COLUMNS)
@fuzz
@given(st.binary(min_size=1000, max_size=4000))
def test_any_file(source: str, folder: Path, drawn: bytes) -> None:
    choices = Choices(drawn)
    for _ in range(FILES):
        check(source, choices.file(source), folder)


@pytest.mark.parametrize("source", COLUMNS)
@examples(40)
@given(st.data())
def test_shuffled_cells(source: str, folder: Path, data: st.DataObject) -> None:
    check(source, data.draw(lines(source)), folder)


@pytest.mark.parametrize("source", COLUMNS)
def test_the_row_that_is_changed_is_right(source: str, tmp_path: Path) -> None:
    rows = "\n".join("\t".join(cells) for cells in (COLUMNS[source], ROWS[source]))
    resource = read(source, rows.encode(), tmp_path)
    assert resource.read
    assert not resource.left_out
    assert resource.rows or resource.lent


@pytest.mark.parametrize("source", COLUMNS)
@examples(40)
@given(st.data())
def test_any_bytes(source: str, folder: Path, data: st.DataObject) -> None:
    heading = "\t".join(COLUMNS[source]).encode()
    noise = data.draw(st.binary(max_size=60))
    start = data.draw(
        st.sampled_from(
            [b"", heading + b"\n", b"\xef\xbb\xbf" + heading + b"\n", b"\x1f\x8b", b"PK\x03\x04"]
        )
    )
    check(source, start + noise, folder)


@pytest.mark.parametrize("pack", ["gzip", "zip"])
@examples(50)
@given(st.data())
def test_damaged_archives(pack: str, folder: Path, data: st.DataObject) -> None:
    content = data.draw(lines("exocarta"))
    if pack == "gzip":
        packed = gzip.compress(content)
    else:
        packed = zipped(content)
    damaged = bytearray(packed[: data.draw(st.integers(5, len(packed)))])
    for _ in range(data.draw(st.integers(0, 3))):
        damaged[data.draw(st.integers(4, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    check("exocarta", bytes(damaged), folder)


@examples(100)
@given(
    st.text(max_size=200)
    | st.sampled_from(MAPPING.split()).map(lambda word: MAPPING.replace(word, "x"))
)
def test_any_mapping(content: str) -> None:
    with TemporaryDirectory() as folder:
        mapping, file = Path(folder) / "mapping.toml", Path(folder) / "file"
        mapping.write_text(content, encoding="utf-8", errors="replace")
        file.write_text("a\tb\tc\td\te\tf\tg\th\n")
        options = loaders.Options(map=mapping)
        resource, refusal = attempt(lambda: loaders.sources()["table"].read([file], KNOWN, options))
        assert resource or "mapping.toml" in refusal


@examples(300)
@example("\r,")
@example("a\r0")
@given(
    st.text(
        st.sampled_from('ab"", ,;\n\n\r\t\xa0\u200bé') | st.characters(exclude_categories=["Cs"]),
        max_size=80,
    ).filter(lambda text: "\0" not in text)
)
def test_rows_are_split_as_by_csv(text: str) -> None:
    content = "x,y,z\r\n" + text
    expected, found, wrong = [], [], False
    try:
        for record in csv.reader(io.StringIO(content, newline=""), strict=True):
            cells = [
                cell.strip().strip("\u00ad\u200b\u200c\u200d\u2060\ufeff").strip()
                for cell in record
            ]
            if any(cells) and len(cells) <= 3:
                expected.append([*cells, "", ""][: max(3, len(cells))])
    except csv.Error:
        wrong = True
    problems: list[Problem] = []
    stream = [content.encode()]
    how = Reading(delimiter=",", by_hand=True, stream=stream, refuse=lambda problem: None)
    for _, cells in read_cells("file", ["x"], problems, how):
        found.append(list(cells))
    assert found == expected
    assert bool(problems) == wrong


PIECES = [b"a", b"b", b",", b",", b"\t", b" ", b"\n", b"\n", b"\r\n", b"\r", b'"', b"\0", b"\xff"]


@examples(1000)
@given(
    st.lists(st.sampled_from(PIECES) | st.sampled_from(PIECES[:8]), max_size=40).map(b"".join)
    | st.lists(st.sampled_from([b"a", b",", b" ", b"\n", "é".encode()]), max_size=40).map(b"".join),
    st.sampled_from(["\t", ","]),
    st.booleans(),
    st.booleans(),
    st.integers(1, 50),
)
def test_rows_and_problems_do_not_depend_on_blocks(
    text: bytes, delimiter: str, by_hand: bool, complete: bool, size: int
) -> None:
    """A block of plain rows is split at once: as its lines are, one by one."""
    content = delimiter.encode().join((b"x", b"y", b"z")) + b"\n" + text
    lines = list(io.BytesIO(content))
    several = [b"".join(lines[i : i + size]) for i in range(0, len(lines), size)]
    read = []
    for blocks in (lines, [content], several):
        problems: list[Problem] = []
        how = Reading(delimiter=delimiter, by_hand=by_hand, complete=complete, stream=blocks)
        cells = [(n, list(row)) for n, row in read_cells("file", ["x"], problems, how)]
        read.append((cells, problems))
    assert read[0] == read[1] == read[2]


@contextmanager
def at_most(megabytes: int) -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < megabytes << 20, f"{peak >> 20} MB"


HEADING = "\t".join(COLUMNS["exocarta"]).encode() + b"\n"
GOOD = b"4\tprotein\t7071\tKLF10\tHomo sapiens\t3\tx\n"


MANY = 1_000_000 if settings.default.max_examples >= 100 else 100_000
"""Columns of a line; in the profile ``dev`` fewer, with as much less memory."""


@pytest.mark.parametrize("source", [s for s in COLUMNS if s not in ("gmt", "reactome", "mirbase")])
def test_a_line_of_very_many_columns(source: str, tmp_path: Path) -> None:
    heading = "\t".join(COLUMNS[source]).encode() + b"\n"
    with at_most(200 * MANY // 1_000_000):
        resource = read(source, heading + b"x\t" * MANY + b"\n", tmp_path)
    assert dict(resource.left_out) == {"not as many cells as headings (row 2)": 1}
    with (
        at_most(300 * MANY // 1_000_000),
        pytest.raises(DataError, match=r"file, row 1.*two columns have this heading"),
    ):
        read(source, heading.rstrip() + b"\tx" * MANY + b"\n", tmp_path)


def test_a_line_without_end(tmp_path: Path) -> None:
    packed = gzip.compress(HEADING + b"x" * (200 << 20))
    assert len(packed) < 1 << 20
    with at_most(100), pytest.raises(DataError, match=r"file, row 2: .*more than 16 MB"):
        read("exocarta", packed, tmp_path)


def test_rows_of_another_width_do_not_end_the_reading(tmp_path: Path) -> None:
    with at_most(30):
        resource = read("exocarta", HEADING + b"a\tb\n" * 20_000 + GOOD, tmp_path)
    assert (resource.read, len(resource.rows)) == (20_001, 1)
    assert dict(resource.left_out) == {"not as many cells as headings (row 2, 3, 4, ...)": 20_000}


def content_of(source: str, rows: int = 1) -> bytes:
    """A heading, where the file has one, and a right row several times."""
    lines = ["\t".join(cells) for cells in (COLUMNS[source], *[ROWS[source]] * rows)]
    return "\n".join([*lines, ""]).encode()


@pytest.mark.parametrize("source", COLUMNS)
def test_a_cut_off_file_is_named_with_the_row(source: str, tmp_path: Path) -> None:
    packed = gzip.compress(content_of(source, 20_000))
    with pytest.raises(DataError, match=r"file, row \d{3,}: .*cut off.*get the file again|get it"):
        read(source, packed[: len(packed) // 2], tmp_path)


@pytest.mark.parametrize("source", COLUMNS)
@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_a_wrong_encoding_is_named_with_the_row(source: str, encoding: str, tmp_path: Path) -> None:
    content = content_of(source, 2).decode() + "é\n"
    where = "file, row 4: byte 0 of the line" if encoding == "latin-1" else "file"
    with pytest.raises(DataError, match=rf"{where}.*(not UTF-8|##gff|no Reactome id|has no such)"):
        read(source, content.encode(encoding), tmp_path)


@pytest.mark.parametrize("source", [s for s in COLUMNS if s not in ("gmt", "reactome", "mirbase")])
@examples(10)
@given(st.data())
def test_columns_in_any_order(source: str, folder: Path, data: st.DataObject) -> None:
    columns = COLUMNS[source]
    order = data.draw(st.permutations(range(len(columns))))
    shuffled = ["\t".join(cells[i] for i in order) for cells in (columns, ROWS[source])]
    right = read(source, content_of(source), folder)
    found = read(source, "\n".join(shuffled).encode(), folder)
    assert found.findings() == right.findings()
    assert found.records == right.records
    assert found.lent == right.lent


WIDE, MEGABYTES = (1_000_000, 300) if NIGHTLY else (200_000, 60)
"""Cells of a long line, and what it may take; to measure memory at each allocation takes long."""


@pytest.mark.slow
@pytest.mark.parametrize("source", ["gmt", "reactome", "mirbase"])
def test_a_line_of_very_many_cells(source: str, tmp_path: Path) -> None:
    with at_most(MEGABYTES):
        resource = read(source, content_of(source) + b"x\t" * WIDE + b"\n", tmp_path)
        left_out = dict(resource.left_out)
    same_id = "the id made of the name is another entity's (row 3, 3, 3, ...)"  # set x, gene x
    reasons = {
        "gmt": {same_id: WIDE - 2},
        "reactome": {"a set without a Reactome id (row 3, 3, 3, ...)": WIDE - 2},
        "mirbase": {"not the nine columns of GFF3 (row 3)": 1},
    }
    assert left_out == reasons[source]


FORMULA = "=cmd|'/C calc'!A0"


@pytest.mark.parametrize("source", COLUMNS)
def test_a_formula_is_text(source: str, tmp_path: Path) -> None:
    """A cell that a spreadsheet would run is refused, or kept as it is and escaped in exports."""
    rows = [list(ROWS[source]) for _ in ROWS[source]]
    for place, row in enumerate(rows):
        row[place] = FORMULA
    lines = ["\t".join(cells) for cells in (COLUMNS[source], *rows)]
    resource = read(source, "\n".join(lines).encode(), tmp_path)
    assert resource.read >= len(resource.findings())
    new = resource.records
    whole = Records(new.sources, new.references, new.entities, tuple(resource.findings()))
    radexo.Graph(merge(Records(entities=KNOWN), whole)).export(tmp_path / "kgx", format="kgx")
    for file in sorted((tmp_path / "kgx").glob("*.tsv")):
        cells = [c for line in file.read_text().splitlines() for c in line.split("\t")]
        assert not [cell for cell in cells if cell.lstrip()[:1] in ("=", "+", "@")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ((HEADING + GOOD).decode().encode("utf-16"), "row 1: a NUL byte|row 1: byte 0"),
        (HEADING + "é\n".encode("latin-1"), "row 2: byte 0 of the line is not UTF-8"),
        (gzip.compress((HEADING + GOOD) * 2000)[:-40], "cut off"),
        (b"", "the file is empty"),
        (b"PK\x03\x04", "damaged zip"),
    ],
)
def test_what_is_wrong_is_said(content: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=message) as error:
        read("exocarta", content, tmp_path)
    assert str(tmp_path / "file") in error.value.message


def encrypted(archive: bytes) -> bytes:
    """Set the flag of encryption in an archive of one file."""
    return archive.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
    )


def two_files(_: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a", "")
        archive.writestr("b", "")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("change", "message"), [(encrypted, "encrypted"), (two_files, "holds 2 files")]
)
def test_archives_that_are_not_read(
    change: Callable[[bytes], bytes], message: str, tmp_path: Path
) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("file.txt", HEADING + GOOD)
    with pytest.raises(DataError, match=message):
        read("exocarta", change(stream.getvalue()), tmp_path)


def test_every_public_resource_is_tried() -> None:
    public = {name for name, loader in loaders.sources().items() if loader.where}
    assert public == set(COLUMNS)
