"""The tables point into the article by section and sentence.

With its text, the tests check that, and that none of it is in the repository.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import radexo
from radexo.graph.errors import DataError, UsageError
from radexo.graph.model import Finding
from radexo.loaders.article import read_sentences, split_sections, split_sentences
from radexo.queries.text import sentences_of, with_text
from support.paths import ROOT
from support.repeats import repeated_runs

ARTICLE = """\
Introduction

Rays break DNA [1]. Cells repair it [2,3]. Some do so better than others (Fig. 1).

Fig. 1
figure 1

How cells repair what rays have broken. Redrawn by nobody

Vesicles carry the news [4].

Table 1 What vesicles carry
Head and neck cancer (HNC)

Kim et al. [5] saw more of them after 2 Gy. They worked on the neighbors, too.

Other tumors

Of these little is known, e.g. Whether they do the same.
"""
SECTIONS = {
    "Introduction": [
        "Rays break DNA [1].",
        "Cells repair it [2,3].",
        "Some do so better than others (Fig. 1).",
        "Vesicles carry the news [4].",
    ],
    "Head and neck cancer (HNC)": [
        "Kim et al. [5] saw more of them after 2 Gy.",
        "They worked on the neighbors, too.",
    ],
    "Other tumors": ["Of these little is known, e.g. Whether they do the same."],
}


# -- cutting --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It rose [1]. It fell [2].", ["It rose [1].", "It fell [2]."]),
        ("Is it so? Yes! It is.", ["Is it so?", "Yes!", "It is."]),
        ("It rose.\nThen it\n fell.", ["It rose.", "Then it fell."]),
        (
            "Wan et al. [37] saw it. Kim et al. Saw it too.",
            ["Wan et al. [37] saw it.", "Kim et al. Saw it too."],
        ),
        (
            "It rose (Fig. 2). So did he (Figs. 3, 4).",
            ["It rose (Fig. 2).", "So did he (Figs. 3, 4)."],
        ),
        (
            "As graft vs. Host disease, i.e. GvHD. It stayed.",
            ["As graft vs. Host disease, i.e. GvHD.", "It stayed."],
        ),
        (
            "It was 5.5 Gy (p < 0.05). 210 patients came.",
            ["It was 5.5 Gy (p < 0.05).", "210 patients came."],
        ),
        (
            "They “rose.” (So it is.) “Then” it fell.",
            ["They “rose.”", "(So it is.)", "“Then” it fell."],
        ),
        ("no stop at the end", ["no stop at the end"]),
        ("", []),
    ],
)
def test_text_is_cut_into_sentences(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


WORDS = [
    "It",
    "rose",
    "miR-21",
    "et al.",
    "Fig.",
    "2",
    "[3].",
    "(so).",
    "p21.",
    "Why?",
    "“Then”",
    "e.g.",
    "\n",
    "β.",
]


@given(st.lists(st.sampled_from(WORDS)))
def test_cutting_loses_no_word(words: list[str]) -> None:
    text = " ".join(words)
    sentences = split_sentences(text)
    assert " ".join(sentences).split() == text.split()
    assert all(sentence == sentence.strip() != "" for sentence in sentences)


def test_an_article_is_cut_into_sections_without_captions() -> None:
    assert split_sections(ARTICLE) == SECTIONS
    assert list(split_sections(ARTICLE)) == list(SECTIONS)


@pytest.mark.parametrize(
    "caption",
    [
        "Fig. 1\nfigure 1\n\nThe cells",
        "Figure 1 The cells.",
        "Fig. 1: The cells",
        "Table 2\nThe cells",
        "Table 2. Cells.",
    ],
)
def test_a_caption_takes_nothing_else_with_it(caption: str) -> None:
    text = f"Cells\n\nIt rose.\n\n{caption}\n\nIt fell.\n\nMice\n\nIt stayed."
    assert split_sections(text) == {"Cells": ["It rose.", "It fell."], "Mice": ["It stayed."]}


def test_text_before_any_heading_has_an_empty_one() -> None:
    assert split_sections("It rose. It fell.") == {"": ["It rose.", "It fell."]}


def test_a_text_file_is_read_or_refused_with_the_reason(tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text(ARTICLE, encoding="utf-8-sig")
    assert read_sentences(file) == SECTIONS
    file.write_bytes("Introduction\n\nIt rose by 5 µg.".encode("latin-1"))
    with pytest.raises(DataError, match="not UTF-8 at byte 27"):
        read_sentences(file)
    file.write_text("Introduction\n", encoding="utf-8")
    with pytest.raises(DataError, match="no sentence"):
        read_sentences(file)
    with pytest.raises(DataError, match=r"nowhere\.txt: No such file"):
        read_sentences(tmp_path / "nowhere.txt")


# -- locators -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentences", "numbers"),
    [("3", (3,)), ("7-9", (7, 8, 9)), ("1,3-4", (1, 3, 4)), ("1, 3 - 4", (1, 3, 4)), (None, ())],
)
def test_sentence_numbers_are_written_out(sentences: str | None, numbers: tuple[int, ...]) -> None:
    assert Finding("s:1a", sentences=sentences).sentence_numbers == numbers


def test_a_locator_reads_as_one_line() -> None:
    assert Finding("s:41a", ("41", "42"), "Colon", "7-9").locator == "Colon; [41,42]; sentence 7-9"
    assert Finding("s:0a", section="Colon").locator == "Colon; uncited"


def test_a_finding_is_put_beside_its_sentences() -> None:
    assert sentences_of(Finding("s:2a", section="Introduction", sentences="2,4"), SECTIONS) == (
        "Cells repair it [2,3]. Vesicles carry the news [4]."
    )
    assert sentences_of(
        Finding("s:5a", section="Head and neck cancer (HNC)", sentences="1-2"), SECTIONS
    ) == ("Kim et al. [5] saw more of them after 2 Gy. They worked on the neighbors, too.")
    assert sentences_of(Finding("s:0a"), SECTIONS) == ""


@pytest.mark.parametrize(
    ("section", "sentences", "said"),
    [("Colon", "1", "no section 'Colon'"), ("Other tumors", "1-3", "has 1 sentences, not 3")],
)
def test_another_article_is_noticed(section: str, sentences: str, said: str) -> None:
    with pytest.raises(UsageError, match=f"s:1a: .*{said}.*is it the article"):
        sentences_of(Finding("s:1a", section=section, sentences=sentences), SECTIONS)


# -- repetitions ----------------------------------------------------------------------------------


def test_repeated_words_are_found_across_what_lies_between() -> None:
    article = "Exosomes carry miR-21, and it represses p21 in turn; so they say."
    found = {
        "a.tsv": "x\tCARRY\tmir 21 (and it\nrepresses p21, in turn)\ty",
        "b.md": "carry miR-21 and it represses",
        "c.md": "turn in p21 represses it and 21 miR carry exosomes",
    }
    assert list(repeated_runs(article, found)) == [
        ("a.tsv", "carry mir 21 and it represses p21 in"),
        ("a.tsv", "mir 21 and it represses p21 in turn"),
    ]
    assert {name for name, _ in repeated_runs(article, found, length=6)} == {"a.tsv", "b.md"}


# -- the review itself ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def review() -> Path:
    """The review's text, which the repository does not hold."""
    path = os.environ.get("RADEXO_REVIEW_TEXT")
    if not path:
        pytest.skip(
            "set RADEXO_REVIEW_TEXT to the file with the review's plain text to check the "
            "tables against it"
        )
    return Path(path)


def repository_texts() -> Iterator[tuple[str, str]]:
    """Every text file that is, or would be, part of the repository."""
    command = [
        "git",
        "-C",
        str(ROOT),
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    try:
        listed = (
            subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\0")
        )
        files = [ROOT / name for name in listed if name]
    except (OSError, subprocess.CalledProcessError):
        aside = {"build", "dist", "__pycache__"}
        files = [
            f
            for f in ROOT.rglob("*")
            if not any(p in aside or p.startswith(".") for p in f.relative_to(ROOT).parts)
        ]
    for file in files:
        if file.is_file() and b"\0" not in (content := file.read_bytes()):
            yield file.relative_to(ROOT).as_posix(), content.decode("utf-8", errors="replace")


def test_the_repository_repeats_no_eight_words_of_the_review(review: Path) -> None:
    article = review.read_text(encoding="utf-8-sig")
    texts = dict(repository_texts())
    assert {
        "README.md",
        "loaders/sun2022/findings.tsv",
        "tests/unit/loaders/test_article.py",
    } <= set(texts)
    assert list(repeated_runs(article, texts)) == []
    words = article.split()
    assert list(repeated_runs(article, {"planted": " ".join(words[200:212])}))


def cited(sentence: str) -> set[str]:
    """The numbers in square brackets, ranges written out."""
    numbers: set[str] = set()
    for group in re.findall(r"\[([\d,\s–-]+)\]", sentence):
        for part in group.replace("–", "-").replace(" ", "").split(","):
            first, _, last = part.partition("-")
            numbers |= {str(number) for number in range(int(first), int(last or first) + 1)}
    return numbers


def test_every_finding_points_at_sentences_of_the_review_and_at_their_citation(
    g: radexo.Graph, review: Path
) -> None:
    sections = read_sentences(review)
    captions = [f for f in g.records.findings if (f.section or "").endswith("(caption)")]
    assert [f.section for f in captions] == [f"Fig. {n} (caption)" for n in (2, 3, 4)]
    assert not any(f.sentences or f.citations for f in captions)
    for finding in set(g.records.findings) - set(captions):
        assert finding.section in sections, finding.id
        section, numbers = sections[finding.section], finding.sentence_numbers
        assert numbers, finding.id
        assert 1 <= min(numbers) <= max(numbers) <= len(section), finding.id
        assert sentences_of(finding, sections)
        known = {number for sentence in section[: max(numbers)] for number in cited(sentence)}
        if not any(cited(section[number - 1]) for number in numbers):
            # an uncited sentence may lead into the citation that follows it
            known |= next(
                (found for sentence in section[max(numbers) :] if (found := cited(sentence))), set()
            )
        assert set(finding.citations) <= known, finding.id


def test_findings_show_the_review_beside_the_statements(g: radexo.Graph, review: Path) -> None:
    answer = with_text(g.findings(cancer="NSCLC"), read_sentences(review))
    rows = answer.to_dict()["rows"]
    assert rows
    assert all(row["sentence"] for row in rows)
