"""What a table says does not depend on how it is written: order of rows, separators, line ends."""

from __future__ import annotations

import gzip
import math
import random
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import radexo
from radexo.graph.errors import RadexoError
from support.examples import examples

G = radexo.load()
NAMES = [e.name for e in G.store.entities({"MiRNA", "Gene", "LncRNA"}) if not e.general]
VALUES = st.one_of(st.just("NA"), st.floats(-5, 5).map(lambda v: f"{v:.3f}"))
RATES = st.one_of(st.just(""), st.floats(0, 1).map(lambda v: f"{v:.3f}"))
IDS = st.one_of(st.sampled_from(NAMES), st.from_regex(r"[A-Z]{3,5}[0-9]{0,3}", fullmatch=True))
TABLES = st.lists(st.tuples(IDS, VALUES, RATES), min_size=2, max_size=25)


def answered(rows: list[tuple[str, ...]], separator: str, end: str, *, packed: bool) -> object:
    lines = (("id", "log2FC", "padj"), *rows)
    quoted = ([f'"{c}"' if separator in c else c for c in line] for line in lines)
    content = (end.join(map(separator.join, quoted)) + end).encode("utf-8-sig")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "table"
        file.write_bytes(gzip.compress(content) if packed else content)
        found = G.overlay(file).to_dict()
    found["query"]["parameters"].pop("table")
    found["table"].pop("file")
    return found


@examples(25)
@given(
    TABLES,
    st.randoms(use_true_random=False),
    st.sampled_from("\t,;|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)
def test_order_separators_and_line_ends_change_nothing(
    rows: list[tuple[str, ...]], chance: random.Random, separator: str, end: str, packed: bool
) -> None:
    expected = answered(rows, "\t", "\n", packed=False)
    shuffled = chance.sample(rows, len(rows))
    assert answered(shuffled, separator, end, packed=packed) == expected


CELLS = st.one_of(
    st.sampled_from(
        [
            "id",
            "gene",
            "log2FC",
            "padj",
            "KLF10",
            "miR-340-5p",
            "-1,5",
            "2",
            "NA",
            "inf",
            "1e400",
            "-",
            "up",
            "#",
            '"',
            "7071.0",
            "-log10(p)",
        ]
    ),
    st.text(max_size=6),
)
TEXTS = st.lists(st.lists(CELLS, max_size=4).map("\t".join), max_size=6).map("\n".join)


@examples(150)
@given(st.one_of(TEXTS.map(lambda text: text.encode("utf-8", "replace")), st.binary(max_size=60)))
def test_any_file_is_answered_or_refused(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "file"
        file.write_bytes(content)
        for ask in (G.overlay, G.enrich):
            try:
                rows = ask(file).to_dict()["rows"]
            except RadexoError as error:
                assert str(error)  # noqa: PT017 (both ways are right)
            else:
                assert all(math.isfinite(row.get("value") or 0) for row in rows)
                assert all(0 <= row.get("p", 0) <= row.get("q", 0) <= 1 for row in rows)
