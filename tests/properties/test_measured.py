"""What a table says does not depend on how it is written: order of rows, separators, line ends."""

from __future__ import annotations

import gzip
import random
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import radexo
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
