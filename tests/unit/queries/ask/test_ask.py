"""Plain questions: phrasings by people who did not see the router, refusals, and polarity.

``tests/questions/understood.tsv`` holds the phrasings with the question, the parameters and the
answering entities that their authors expect; ``held_out`` marks those set aside until the router
was written, ``fresh`` and ``later`` those written after that. ``missed`` marks what the router does
not understand yet: it must say so, or answer otherwise, but not pass unnoticed.
"""

from __future__ import annotations

import csv
import re
import shlex
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import radexo
from radexo.graph.errors import AmbiguousNameError, UnknownNameError, UsageError
from radexo.graph.model import Entity
from radexo.queries.answer import Answer
from radexo.queries.ask.router import LONGEST_QUESTION, route
from radexo.queries.ask.sentence import NotUnderstoodError, Reading
from radexo.queries.ask.terms import correction
from radexo.queries.ask.words import VOCABULARY, stop_words
from radexo.queries.catalogue import find, names, resolve
from support.examples import examples
from support.paths import TESTS

HERE = TESTS / "questions"


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table; cells are taken as they are."""
    with open(HERE / f"{name}.tsv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


UNDERSTOOD = table("understood")
REFUSED = table("refused")


def expected(row: dict[str, str]) -> list[tuple[str, dict[str, str], set[str]]]:
    """The questions that would answer a row, each with its parameters and its entities."""
    names, parameters, answers = (
        row[key].split(separator)
        for key, separator in (("query", "|"), ("parameters", " || "), ("answers", " || "))
    )
    found = []
    for i, name in enumerate(names):
        given = (parameters * len(names))[i] if len(parameters) < len(names) else parameters[i]
        entities = (answers * len(names))[i] if len(answers) < len(names) else answers[i]
        pairs = (
            dict(pair.split("=", 1) for pair in given.split(" & "))
            if given.strip() not in ("", "-")
            else {}
        )
        found.append((name, pairs, set(entities.split()) - {"-"}))
    return found


def resolved(g: radexo.Graph, name: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """Parameters with names as ids and defaults filled in; the order of names does not matter."""
    read = resolve(find(name), parameters, g.entity)
    plain = {
        k: [getattr(x, "id", x) for x in v] if isinstance(v, list) else getattr(v, "id", v)
        for k, v in read.items()
    }
    return {k: sorted(v) if k == "names" and v else v for k, v in plain.items()}


def entities_of(answer: Answer[Any]) -> set[str]:
    """The answering entities with their signs, as the tables write them."""
    found: set[str] = set()
    for row in answer:
        result = row.to_dict()
        if answer.answer:
            sign = (
                f"({'null' if result['sign'] is None else result['sign']})"
                if "sign" in result
                else ""
            )
            found.add(result[answer.answer]["id"] + sign)
        elif "nodes" in result:
            found |= {node["id"] for node in (*result["nodes"], *result["starts"])}
        elif "subject" in result:
            found |= {result["subject"]["id"], result["object"]["id"]}
        elif answer.name == "papers_on":
            found |= set(result["findings"])
        elif answer.name in ("findings", "coherence"):
            found.add(result.get("finding") or result["id"])
    return found


def typed(text: str) -> str:
    """A question as the table of refusals writes it: ``REPEAT:10000:a`` is a ten thousand times."""
    repeated = re.match(r"REPEAT:(\d+):(.*)$", text)
    return repeated[2] * int(repeated[1]) if repeated else text


def nearest(g: radexo.Graph) -> Callable[[str], list[Entity]]:
    """How names near a misspelled one are found, as `Graph.ask` finds them."""
    return partial(g.names.nearest, limit=3)


def read_as(g: radexo.Graph, phrasings: Iterable[str]) -> dict[str, Reading | UsageError]:
    """What phrasings are read as, or the error that asks back."""
    found: dict[str, Reading | UsageError] = {}
    references = g.query("findings").references()
    for text in phrasings:
        try:
            found[text] = route(text, g.look_up, nearest(g), lambda: references)
        except UsageError as error:
            found[text] = error
    return found


def agrees(g: radexo.Graph, row: dict[str, str], reading: Reading | UsageError) -> bool:
    """Whether a reading answers as the author of a row expects."""
    if isinstance(reading, UsageError):
        return False
    answered = entities_of(g.query(reading.question, **reading.parameters))
    return any(
        name == reading.question
        and (
            resolved(g, name, dict(reading.parameters)) == resolved(g, name, parameters)
            or answered == entities
        )
        for name, parameters, entities in expected(row)
    )


def listed(problems: list[str]) -> str:
    """The phrasings that fail, for the message of an assertion."""
    return f"{len(problems)} phrasings:\n" + "\n".join(problems)


# -- the tables ------------------------------------------------------------------------------------


def test_the_tables_are_as_large_as_promised() -> None:
    first = [row for row in UNDERSTOOD if row["held_out"] in ("yes", "no")]
    assert len(first) >= 200
    assert len([row for row in first if row["held_out"] == "yes"]) * 3 >= 0.95 * len(first)
    assert len(REFUSED) >= 40
    assert {name for row in UNDERSTOOD for name, _, _ in expected(row)} == set(names())
    assert len({row["question"] for row in UNDERSTOOD}) == len(UNDERSTOOD)


def test_a_phrasing_gets_the_question_that_its_author_expects(g: radexo.Graph) -> None:
    readings = read_as(g, [row["question"] for row in UNDERSTOOD])
    problems = [
        f"{row['question']}\n    expected {row['query']} {row['parameters']}"
        f"{' or a miss' if row['missed'] == 'yes' else ''}, read: {readings[row['question']]}"
        for row in UNDERSTOOD
        if agrees(g, row, readings[row["question"]]) is (row["missed"] == "yes")
    ]
    assert not problems, listed(problems)


@pytest.mark.unmeasured
def test_the_authors_answers_are_what_the_catalogue_answers(g: radexo.Graph) -> None:
    problems = []
    answered: dict[str, set[str]] = {}
    for row in UNDERSTOOD:
        for name, parameters, entities in expected(row):
            key = f"{name} {parameters}"
            if name != "info" and key not in answered:
                answered[key] = entities_of(g.query(name, **parameters))
            if name != "info" and answered[key] != entities:
                problems.append(f"{row['question']}: {key}: {answered[key] ^ entities}")
    assert not problems, listed(problems)


def test_what_cannot_be_read_is_asked_back(g: radexo.Graph) -> None:
    problems = []
    for row in REFUSED:
        with suppress(UsageError):
            answer = g.ask(typed(row["question"]))
            if row["missed"] != "yes":
                problems.append(f"{row['question']}: {answer.details['asked']['reading']}")
    assert not problems, listed(problems)


# -- what must not go wrong ------------------------------------------------------------------------

POLARITY = [
    ("what makes tumors harder to irradiate?", -1),
    ("what makes cancer cells easier to kill with radiation?", 1),
    ("what boosts killing by radiation?", 1),
    ("what turns radioresistant cells into radiosensitive ones?", 1),
    ("what turns radiosensitive cells into radioresistant ones?", -1),
    ("silencing of what causes radioresistance?", 1),
    ("which knockdown increases radiosensitivity?", -1),
    ("overexpression of what improves radiosensitivity?", 1),
    ("what raises radiosensitivity?", 1),
    ("what lowers radiosensitivity?", -1),
    ("what raises radioresistance?", -1),
    ("what lowers radioresistance?", 1),
    ("what reverses radioresistance?", 1),
    ("what overcomes resistance to radiation?", 1),
    ("what confers resistance to radiotherapy?", -1),
    ("what makes tumors radiosensitive?", 1),
    ("what makes tumors radioresistant?", -1),
    ("what makes tumors less radiosensitive?", -1),
    ("what makes tumors less resistant to radiation?", 1),
    ("what makes tumors more resistant to radiation?", -1),
    ("what sensitizes tumors to radiation?", 1),
    ("what protects tumors from radiation?", -1),
    ("which radiosensitizers are there?", 1),
    ("which radioprotectors are there?", -1),
    ("radioresistance is increased by what?", -1),
    ("radiosensitivity is impaired by what?", -1),
    ("what restores radiosensitivity?", 1),
    ("what worsens the response to radiotherapy?", -1),
    ("what aggravates radioresistance?", -1),
    ("what prevents loss of radiosensitivity?", 1),
    ("what regulates radiosensitivity?", None),
    ("what regulates radioresistance?", None),
    ("what raises or lowers radiosensitivity?", None),
]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("what does NORAD do to EEPD1?", ("NORAD", "EEPD1")),
        (
            "what does miR-301a do to radioresistance in glioblastoma?",
            ("miR-301a", "radiosensitivity"),
        ),
    ],
)
def test_what_one_does_to_another(g: radexo.Graph, text: str, ends: tuple[str, str]) -> None:
    answer = g.ask(text)
    assert answer.name == "relation"
    assert (answer.parameters["a"], answer.parameters["b"]) == tuple(
        g.entity(name).id for name in ends
    )


@pytest.mark.parametrize(("text", "sign"), POLARITY)
def test_both_polarities(g: radexo.Graph, text: str, sign: int | None) -> None:
    answer = g.ask(text)
    assert answer.name == "regulators"
    assert answer.parameters["names"] == ["radexo:radiosensitivity"]
    assert answer.parameters["sign"] == sign
    assert {row.sign for row in answer} == ({sign} if sign else {-1, 0, 1})


DIRECTION = [
    ("what represses KLF10?", "regulators", -1),
    ("what is KLF10 repressed by?", "regulators", -1),
    ("by what is KLF10 repressed?", "regulators", -1),
    ("KLF10 is repressed by which miRNA", "regulators", -1),
    ("repressors of KLF10", "regulators", -1),
    ("what does KLF10 repress?", "targets", -1),
    ("what is repressed by KLF10?", "targets", -1),
    ("which genes are repressed by KLF10", "targets", -1),
    ("what does KLF10 activate?", "targets", 1),
    ("what activates KLF10?", "regulators", 1),
    ("targets of KLF10", "targets", None),
    ("what is downstream of KLF10?", "targets", None),
    ("what is upstream of KLF10?", "regulators", None),
    ("what switches KLF10 on?", "regulators", 1),
    ("what shuts KLF10 down?", "regulators", -1),
]


@pytest.mark.parametrize(("text", "name", "sign"), DIRECTION)
def test_who_acts_on_whom(g: radexo.Graph, text: str, name: str, sign: int | None) -> None:
    answer = g.ask(text)
    assert (answer.name, answer.parameters["names"], answer.parameters["sign"]) == (
        name,
        ["hgnc:11810"],
        sign,
    )


def test_a_name_that_is_nearly_one_of_the_graph_is_refused(g: radexo.Graph) -> None:
    for name in (
        "miR-340-3p",
        "KLF1O",
        "KLF4",
        "FOXO1",
        "STAT3",
        "miR-34a",
        "miR-19a",
        "miR-3400",
        "CDC25B",
    ):
        with pytest.raises(UnknownNameError, match=re.escape(name)):
            g.ask(f"what regulates {name}?")
    with pytest.raises(UnknownNameError, match="bladder"):
        g.ask("what lowers radiosensitivity in bladder cancer?")


def test_a_misspelled_word_is_corrected_and_reported(g: radexo.Graph) -> None:
    answer = g.ask("what regultes radiosensitivity in gliblastoma?")
    assert answer.name == "regulators"
    assert answer.parameters["cancer"] == g.entity("glioblastoma").id
    found = ["'regultes' was read as 'regulates'", "'gliblastoma' was read as 'glioblastoma'"]
    assert answer.details["asked"]["notes"] == found


@pytest.mark.unmeasured
def test_no_word_of_the_vocabulary_is_corrected(g: radexo.Graph) -> None:
    for word, *more in VOCABULARY:
        if not more and len(word) > 6 and word.isalpha():
            assert correction(word, None) == word
    assert correction("detective", None) is None


@pytest.mark.parametrize(
    "typed", ["dying", "wound", "shell", "mouth", "month", "bring", "chant", "moths"]
)
def test_no_content_word_is_corrected_to_one_without_content(typed: str) -> None:
    assert correction(typed, None) not in stop_words()


@pytest.mark.parametrize(
    ("typed", "read"), [("whcih", "which"), ("betwen", "between"), ("thrrough", "through")]
)
def test_a_word_without_content_is_corrected_where_no_letter_is_replaced(
    typed: str, read: str
) -> None:
    assert correction(typed, None) == read


@pytest.mark.parametrize(
    ("text", "named", "offers"),
    [
        (
            "which is stronger, miR-340-5p or miR-301a?",
            "'stronger'",
            ["targets names=miR-340-5p", "targets names=miR-301a"],
        ),
        (
            "which biomarkers are in serum and plasma?",
            "serum and plasma",
            ["biomarkers fluid=serum", "biomarkers fluid=plasma"],
        ),
        (
            "which miRNAs and lncRNAs do CAF exosomes carry?",
            "miRNAs and lncRNAs",
            [
                'cargo_of exosome="cancer-associated fibroblasts" type=MiRNA',
                'cargo_of exosome="cancer-associated fibroblasts" type=LncRNA',
            ],
        ),
        (
            "which exosomes carry miR-340-5p and miR-301a?",
            "miR-340-5p and miR-301a",
            ["carriers_of cargo=miR-340-5p", "carriers_of cargo=miR-301a"],
        ),
        (
            "what do hypoxia and radiotherapy change in exosomes",
            "hypoxia and radiotherapy",
            ["exposure_effects exposure=hypoxia", "exposure_effects exposure=radiotherapy"],
        ),
        (
            "how does hypoxia change exosomes in bowel cancer and glioma?",
            "two cancers are named, colorectal cancer and glioma",
            [
                'exposure_effects exposure=hypoxia cancer="colorectal cancer"',
                "exposure_effects exposure=hypoxia cancer=glioma",
            ],
        ),
        ("what is known?", "the glossary does not define 'known'", None),
    ],
)
def test_what_has_two_values_or_a_comparison_is_asked_back_by_name(
    g: radexo.Graph, text: str, named: str, offers: list[str] | None
) -> None:
    with pytest.raises(NotUnderstoodError, match=re.escape(named)) as result:
        g.ask(text)
    assert offers is None or list(result.value.candidates) == offers


def test_an_unknown_word_before_a_cell_is_named_with_it(g: radexo.Graph) -> None:
    with pytest.raises(UnknownNameError, match="'M1 macrophages' is not in the graph") as result:
        g.ask("what do M1 macrophages do?")
    assert "M2 macrophages" in result.value.candidates


def test_a_negation_is_asked_back_with_the_reading_without_it(g: radexo.Graph) -> None:
    with pytest.raises(NotUnderstoodError, match="'not'") as result:
        g.ask("what does not repress KLF10?")
    assert result.value.candidates == ("regulators names=KLF10 sign=-",)


def test_two_questions_are_asked_back_with_both(g: radexo.Graph) -> None:
    with pytest.raises(NotUnderstoodError, match="two questions") as result:
        g.ask("What regulates KLF10? And what does NORAD sponge?")
    assert result.value.candidates == ("regulators names=KLF10", "sponges rna=NORAD")


def test_a_name_alone_has_several_readings(g: radexo.Graph) -> None:
    with pytest.raises(NotUnderstoodError) as result:
        g.ask("KLF10")
    assert result.value.candidates == (
        "regulators names=KLF10",
        "targets names=KLF10",
        "mechanism name=KLF10",
    )


def test_an_ambiguous_name_is_asked_back() -> None:
    from radexo.graph.model import Entity
    from radexo.graph.records import Records

    twins = (
        Entity("hgnc:1784", "CDKN1A", "Gene", synonyms=("p21",)),
        Entity("hgnc:7", "KRASP1", "Gene", synonyms=("p21",)),
    )
    with pytest.raises(AmbiguousNameError) as result:
        radexo.Graph(Records(entities=twins)).ask("what regulates p21?")
    assert result.value.candidates == ("hgnc:1784", "hgnc:7")


@pytest.mark.parametrize(
    ("text", "moves"),
    [
        ("what happens to miR-199a-5p if NORAD is knocked out", ["miR-199a-5p moves up (stated)"]),
        ("knockdown of AGAP2-AS1 effect on NOTCH2", ["NOTCH2 moves down (stated)"]),
        ("does miR-766 rise when circATP8B4 is silenced?", ["miR-766 moves up (stated)"]),
        ("what happens to KLF10 if NORAD is silenced", ["nothing here moves KLF10"]),
        (
            "effect of silencing circ_0067835 on IGF1R and miR-1236-3p",
            ["IGF1R moves down (inferred)", "miR-1236-3p moves up (stated)"],
        ),
    ],
)
def test_a_note_says_how_the_name_moves_that_was_asked_about(
    g: radexo.Graph, text: str, moves: list[str]
) -> None:
    answer = g.ask(text)
    assert answer.name == "what_if"
    assert answer.details["asked"]["notes"] == moves


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        (
            "what blocks repression of KLF10",
            ["regulators names=KLF10 sign=+", "regulators names=KLF10 sign=-"],
        ),
        (
            "repression of KLF10 is blocked by which lncRNA",
            [
                "regulators names=KLF10 sign=+ type=LncRNA",
                "regulators names=KLF10 sign=- type=LncRNA",
            ],
        ),
        (
            "what relieves the repression of EEPD1?",
            ["regulators names=EEPD1 sign=+", "regulators names=EEPD1 sign=-"],
        ),
        (
            "what prevents a decrease of radiosensitivity",
            [
                "regulators names=radiosensitivity sign=+",
                "regulators names=radiosensitivity sign=-",
            ],
        ),
        (
            "which miRNA weakens repressors of KLF10",
            [
                "regulators names=KLF10 sign=+ type=MiRNA",
                "regulators names=KLF10 sign=- type=MiRNA",
            ],
        ),
        ("what inhibits the loss of NORAD", ["what_if names=NORAD change=silence"]),
    ],
)
def test_a_direction_that_another_turns_is_asked_back(
    g: radexo.Graph, text: str, offers: list[str]
) -> None:
    with pytest.raises(NotUnderstoodError, match="one direction turns the other") as result:
        g.ask(text)
    assert list(result.value.candidates) == offers


def test_two_directions_with_the_sign_that_was_read_are_answered(g: radexo.Graph) -> None:
    answer = g.ask("what reduces activation of Wnt signaling")
    assert (answer.name, answer.parameters["sign"]) == ("regulators", -1)
    assert g.ask("what promotes loss of radiosensitivity").parameters["sign"] == -1


@pytest.mark.parametrize(
    ("text", "sign", "names"),
    [
        ("knocking down which lncRNA sensitizes esophageal cancer", -1, {"NORAD"}),
        ("inhibition of which circRNA in CRC improves radiosensitivity", -1, {"circ_0067835"}),
        ("knockdown of which lncRNA raises EEPD1", -1, {"NORAD"}),
        ("loss of which gene in CRC raises radioresistance", 1, {"FOXA1"}),
    ],
)
def test_what_is_silenced_acts_the_other_way(
    g: radexo.Graph, text: str, sign: int, names: set[str]
) -> None:
    answer = g.ask(text)
    assert answer.parameters["sign"] == sign
    assert names <= {row.regulator.name for row in answer}
    (note,) = [n for n in answer.details["asked"]["notes"] if "turns the sign" in n]
    assert note.endswith("rows show what each does by itself")


def test_receiving_is_not_relieving(g: radexo.Graph) -> None:
    for text in ("patients receiving radiotherapy", "patients undergoing radiotherapy"):
        with pytest.raises(NotUnderstoodError):
            g.ask(f"which RNAs are good for {text}?")


def test_what_happens_without_an_exposure_is_what_if(g: radexo.Graph) -> None:
    answer = g.ask("what happens to radioresistance if hypoxia is removed?")
    assert (answer.name, answer.parameters["change"]) == ("what_if", "silence")
    assert {row.node.name: row.direction for row in answer}["radiosensitivity"] == 1


def test_what_acts_on_irradiated_cells_is_no_effect_of_radiation(g: radexo.Graph) -> None:
    answer = g.ask("which exosomes rescue irradiated cells")
    assert (answer.name, len(answer)) == ("regulators", 0)


def test_which_exosomes_act_is_no_relation_of_exosomes_as_such(g: radexo.Graph) -> None:
    answer = g.ask("which exosomes weaken the effect of radiotherapy?")
    assert (answer.name, answer.parameters["sign"]) == ("regulators", -1)
    assert {row.regulator.type for row in answer} == {"Exosome"}


def test_cargo_that_makes_tumors_harder_to_irradiate_lowers_radiosensitivity(
    g: radexo.Graph,
) -> None:
    answer = g.ask("which exosomal cargos make glioblastoma harder to irradiate?")
    assert (answer.name, answer.parameters["effect"]) == ("cargo_by_effect", "decrease")


def test_what_one_has_to_do_with_another(g: radexo.Graph) -> None:
    answer = g.ask("what do macrophages have to do with radiosensitivity?")
    assert {row.finding.id for row in answer} == {"sun2022:35a", "sun2022:54a"}
    (claim,) = g.ask("how does KLF10 relate to miR-340-5p?")
    assert claim.sign == -1


def test_what_no_claim_joins_is_answered_by_paths(g: radexo.Graph) -> None:
    answer = g.ask("proton therapy resistance")
    assert answer.name == "paths"
    assert "hgnc:593" in {step.id for row in answer for step in row.nodes}  # survivin
    (note,) = [note for note in answer.details["asked"]["notes"] if "answered as" in note]
    assert note.startswith('relation a="proton therapy" b=radiosensitivity: no claim joins')
    assert note.endswith(answer.details["asked"]["reading"])


def test_a_donor_acts_by_its_exosomes(g: radexo.Graph) -> None:
    (path,) = g.ask("autophagy and prostate cancer stem cells")
    assert [node.name for node in path.nodes][1] == "prostate cancer stem cell exosomes"
    fibroblasts = g.ask("do fibroblasts regulate radioresistance in colorectal cancer?")
    both = 'findings names="cancer-associated fibroblasts|radiosensitivity"'
    assert (fibroblasts.name, len(fibroblasts)) == ("relation", 1)
    assert fibroblasts.details["asked"]["notes"][-1] == (
        f'4 findings name both, or exosomes of one ({both} cancer="colorectal cancer")'
    )
    hypoxic = g.ask("hypoxia and exosomes in glioma")
    assert hypoxic.name == "exosomes_of"
    assert {paper.citation for paper in hypoxic.references()} == {"78"}


def test_what_no_path_joins_is_answered_by_findings(g: radexo.Graph) -> None:
    answer = g.ask("is exosome biogenesis related to exosomes of irradiated cells?")
    ends = {g.entity(n).id for n in ("exosome biogenesis", "exosomes of irradiated cells")}
    assert (answer.name, set(answer.parameters["names"])) == ("findings", ends)
    assert all(ends <= {*row.finding.named_ids} for row in answer)
    assert len(answer)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("what does CTGF do?", {"75a"}),  # nothing is acted on by it
        ("what does CCN2 do in glioma", {"75a"}),
        ("what does miR-663a do", {"67a"}),
        ("which exosomal molecules act through macrophages", {"35a", "54a"}),
        ("EBV and exosomes", {"39a"}),
        ("is BIRC5 linked to therapy resistance?", {"95a"}),
        ("is therapy resistance linked to exosomes?", {"0v", "95a"}),
        ("do exosomes affect radioresistance in melanoma?", {"97a"}),
    ],
)
def test_what_no_claim_answers_is_answered_by_the_findings_that_name_it(
    g: radexo.Graph, text: str, ids: set[str]
) -> None:
    answer = g.ask(text)
    assert answer.name == "findings"
    assert {row.id for row in answer} == {f"sun2022:{id}" for id in ids}
    (note,) = [note for note in answer.details["asked"]["notes"] if "answered as" in note]
    assert note.endswith(f"answered as {answer.details['asked']['reading']}")


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        (
            "which exosomal miRNAs lower radiosensitivity in melanoma",
            ["without cancer melanoma: 6 rows (cargo_by_effect effect=decrease type=MiRNA)"],
        ),
        ("what is downregulated by KLF10", ["without sign -: 1 row (targets names=KLF10)"]),
        ("does circMYC reach any pathway?", ["1 finding names circMYC (findings names=circMYC)"]),
        ("which findings were seen in vivo", ["without system in-vivo: 102 rows (findings)"]),
        ("do papers 54 and 55 contradict each other?", []),
    ],
)
def test_what_is_suggested_beside_an_empty_answer_has_rows(
    g: radexo.Graph, text: str, notes: list[str]
) -> None:
    answer = g.ask(text)
    assert (len(answer), answer.details["asked"]["notes"]) == (0, notes)


def test_a_direction_is_never_dropped(g: radexo.Graph) -> None:
    answer = g.ask("which pathway does miR-590-3p activate?")
    assert (answer.name, answer.parameters["sign"], len(answer)) == ("targets", 1, 0)
    assert answer.details["asked"]["notes"] == ["direction not given for: PI3K/Akt signaling"]
    for row in g.ask("which miRNAs go down after radiotherapy?"):
        assert row.sign == -1


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("which findings of 2021 are there?", "2021"),
        ("which hubs are hedged in more than one cancer?", "more than one cancer"),
        ("what is the version of the graph in vivo?", "in vivo"),
    ],
)
def test_a_content_word_without_a_place_is_asked_back(
    g: radexo.Graph, text: str, word: str
) -> None:
    with pytest.raises(UsageError, match=re.escape(word)) as caught:
        g.ask(text)
    assert caught.value.exit_code == 2


def test_authors_and_years_are_citations(g: radexo.Graph) -> None:
    answer = g.ask("What did Zhao et al. (2019) report?")
    assert (answer.name, answer.parameters["paper"]) == ("findings", "84")
    assert answer.details["asked"]["notes"] == ["'Zhao et al. (2019)' was read as [84]"]
    with pytest.raises(NotUnderstoodError, match="may be 2 papers") as several:
        g.ask("what did Chen et al. 2021 report")
    assert several.value.candidates == ("findings paper=29", "findings paper=62")
    assert [r.parameters["paper"] for r in several.value.readings] == ["29", "62"]
    with pytest.raises(UnknownNameError, match="no cited paper by Curie is known"):
        g.ask("what did Curie et al. report?")


def test_the_paper_by_an_author_is_a_citation(g: radexo.Graph) -> None:
    with pytest.raises(NotUnderstoodError, match="may be 2 papers") as several:
        g.ask("what would we lose if the paper by Luo turned out to be wrong?")
    assert several.value.candidates == ("depends_on what=38", "depends_on what=46")
    with pytest.raises(NotUnderstoodError, match="which paper is meant") as unnamed:
        g.ask("what would we lose if the paper on circMYC turned out to be wrong?")
    assert unnamed.value.candidates == ("papers_on name=circMYC",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Is hypoxia thought to lower radiosensitivity?", "thought"),
        ("Which miRNAs are believed to lower radiosensitivity?", "believed"),
        ("Which miRNAs are suggested to lower radiosensitivity?", "suggested"),
        ("Which studies used samples of NSCLC patients?", "samples"),
        ("how does circATP8B4 pass on the ability to resist radiation?", "ability"),
        ("Which markers predict survival after radiotherapy?", "after radiotherapy"),
        ("what genes and processes are affected by both hypoxia and radiotherapy", "genes"),
    ],
)
def test_a_hedge_or_a_word_that_does_not_filter_is_said(
    g: radexo.Graph, text: str, said: str
) -> None:
    asked = g.ask(text).details["asked"]
    assert said in asked["unused"] or any(f"'{said}' does not filter" in n for n in asked["notes"])


def test_words_that_were_not_used_are_said(cli: Callable[..., Any]) -> None:
    output = cli("ask", "what does miR-22 repress in HeLa cells, remarkably?")
    assert output.code == 0
    assert output.err.startswith("query: targets names=miR-22 sign=-\n")
    assert "not used: HeLa, remarkably\n" in output.err


def test_what_is_asked_can_be_limited(g: radexo.Graph) -> None:
    text = "what lowers the radiosensitivity of tumors"
    whole, first = g.ask(text), g.ask(text, limit=1)
    assert list(first) == list(whole)[:1]
    assert (first.status, first.parameters["limit"]) == ("truncated", 1)
    assert len(g.ask(text, limit=0)) == len(whole)


def test_every_question_of_the_catalogue_can_be_asked() -> None:
    read = {expected(row)[0][0] for row in UNDERSTOOD if row["missed"] != "yes"}
    assert read == set(names())


@pytest.mark.unmeasured
def test_a_reading_can_be_run_as_it_is_shown(g: radexo.Graph, cli: Callable[..., Any]) -> None:
    samples = {expected(row)[0][0]: row["question"] for row in UNDERSTOOD if row["missed"] != "yes"}
    readings = [one for one in read_as(g, samples.values()).values() if isinstance(one, Reading)]
    assert {reading.question for reading in readings} == set(names())
    for reading in readings:
        shown = cli("query", *shlex.split(str(reading)), "--json")
        asked = g.query(reading.question, **reading.parameters).to_dict()["query"]
        assert shown.json["query"] == asked


def test_the_command_answers_and_says_what_it_read(cli: Callable[..., Any]) -> None:
    output = cli("ask", "what", "represses", "KLF10?", "--json")
    assert output.code == 0
    assert (output.json["query"]["name"], output.json["query"]["parameters"]["sign"]) == (
        "regulators",
        -1,
    )
    assert output.json["asked"] == {
        "text": "what represses KLF10?",
        "reading": "regulators names=KLF10 sign=-",
        "unused": [],
        "notes": [],
    }
    refused = cli("ask", "what about it?", "--json")
    assert (refused.code, refused.json["error"]["kind"]) == (2, "not-understood")


@examples(300)
@given(
    st.text(max_size=120)
    | st.lists(st.sampled_from(sorted({w for p in VOCABULARY for w in p})), max_size=12).map(
        " ".join
    )
)
def test_no_text_breaks_it(g: radexo.Graph, text: str) -> None:
    try:
        reading = route(text, g.look_up, nearest(g))
    except UsageError:
        return
    assert {p.name for p in find(reading.question).parameters} >= set(reading.parameters)


WORDS = sorted(
    {
        *(w for p in VOCABULARY for w in p),
        "KLF10",
        "miR-340-5p",
        "NORAD",
        "hypoxia",
        "glioblastoma",
        "CAFs",
        "[64]",
        "?",
    }
)


@examples(300)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join))
def test_no_order_of_words_breaks_it(g: radexo.Graph, text: str) -> None:
    with suppress(UsageError):
        g.ask(text)


def test_the_longest_question_is_read(g: radexo.Graph) -> None:
    padded = "what regulates KLF10?" + " " * (LONGEST_QUESTION - 21)
    assert g.ask(padded).name == "regulators"
    with pytest.raises(NotUnderstoodError, match="1,001 characters"):
        g.ask(padded + " ")


@pytest.mark.parametrize(
    ("question", "query", "unused"),
    [
        (
            "exosome cargo from CAFs that cause radioresistance",
            'relation a="cancer-associated fibroblasts" b=radiosensitivity',
            ("exosome cargo",),
        ),
        (
            "hypoxia derived exosomes radioresistance",
            "relation a=hypoxia b=radiosensitivity",
            ("exosomes",),
        ),
        ("How could exosomes be blocked to improve radiotherapy?", "therapy", ()),
    ],
)
def test_a_word_about_exosomes_is_used_or_named(
    g: radexo.Graph, question: str, query: str, unused: tuple[str, ...]
) -> None:
    reading = route(question, g.look_up, nearest(g))
    assert (str(reading), reading.unused) == (query, unused)


@pytest.mark.parametrize(
    "question",
    ["which miRNAs lower KLF10 and raise UVRAG", "block exosomes to raise radiosensitivity"],
)
def test_a_verb_of_the_opposite_sense_is_not_dropped(g: radexo.Graph, question: str) -> None:
    with pytest.raises(NotUnderstoodError, match="has no place"):
        route(question, g.look_up, nearest(g))


@pytest.mark.parametrize(
    ("question", "offered"),
    [
        (
            "wich micrornas are in gliobastoma exosomes",
            'cargo_of cancer=glioblastoma type=MiRNA exosome="glioblastoma patients"',
        ),
        ("which exosomes have circRNAs", "cargo_of type=CircRNA"),
        ("who has high HIF1A-AS2?", "biomarkers name=HIF1A-AS2"),
        (
            "what becomes of survivin after proton irradiation?",
            'relation a="proton therapy" b=BIRC5',
        ),
        ("what acts on renal cancer cells", 'findings cancer="renal cell carcinoma"'),
    ],
)
def test_readings_keep_what_was_typed(g: radexo.Graph, question: str, offered: str) -> None:
    with pytest.raises(NotUnderstoodError) as caught:
        route(question, g.look_up, nearest(g))
    assert offered in caught.value.candidates


@pytest.mark.parametrize(
    ("question", "reading"),
    [
        (
            "what happens to miR-574-3p once a glioblastoma patient has been irradiated?",
            'findings names=miR-574-3p cancer=glioblastoma exposure="ionizing radiation"',
        ),
        ("is miR-208a higher in patients after RT", "relation a=miR-208a b=radiotherapy"),
        ("does EBV protein LMP1 confer radioresistance?", "relation a=LMP1 b=radiosensitivity"),
    ],
)
def test_a_wider_question_that_is_answered_instead_is_noted(
    g: radexo.Graph, question: str, reading: str
) -> None:
    answer = g.ask(question)
    assert len(answer) == 1
    assert answer.details["asked"]["reading"] == reading
    assert f"answered as {reading}" in answer.details["asked"]["notes"][-1]


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("which miRNAs probably lower radiosensitivity", "probably"),
        ("what possible regulators of KLF10 are there", "possible"),
        ("what are potential biomarkers of radiotherapy", "potential"),
        ("which miRNAs appear to repress KLF10", "appear"),
        ("which miRNAs may lower radiosensitivity", "may"),
        ("might miR-340-5p repress KLF10", "might"),
        ("what seems to repress KLF10", "seems"),
        ("is it impossible that miR-340-5p represses KLF10", "impossible"),
        ("Which surface molecules help cells to take up exosomes?", "surface"),
        ("which biomarkers are found in tissue?", "tissue"),
        ("do the papers agree with the review on HSP72?", "agree"),
        ("which tumor cells become radioresistant by taking up exosomes", "taking up"),
    ],
)
def test_a_hedge_or_a_word_of_another_question_is_named(
    g: radexo.Graph, question: str, word: str
) -> None:
    assert word in route(question, g.look_up, nearest(g)).unused


@pytest.mark.parametrize(
    "question",
    ["p-value for the drop of miR-378 after radiotherapy", "how much does miR-22 lower TERT"],
)
def test_a_figure_of_a_study_is_not_held(g: radexo.Graph, question: str) -> None:
    with pytest.raises(NotUnderstoodError, match="no measured figures"):
        route(question, g.look_up, nearest(g))


@pytest.mark.parametrize(
    "question",
    [
        "isn't it untrue that miR-340-5p does not repress KLF10?",
        "does miR-340-5p not fail to repress KLF10?",
        "is it not false that hypoxia lowers radiosensitivity",
        "which miRNAs do not fail to repress KLF10",
        "which cargo does not lack a target",
        "where do the papers not disagree",
        "is there nothing that does not lower radiosensitivity",
    ],
)
def test_a_double_negation_is_asked_back(g: radexo.Graph, question: str) -> None:
    with pytest.raises(NotUnderstoodError, match="double negation") as caught:
        route(question, g.look_up, nearest(g))
    assert caught.value.readings


@pytest.mark.parametrize(
    ("question", "word", "hint"),
    [
        ("what phosphorylates KLF10", "phosphorylates", "verbs are such as raise, lower"),
        ("does miR-340-5p methylate KLF10?", "methylate", "relation a=miR-340-5p b=KLF10"),
        ("how does hypoxia zorch radiosensitivity", "zorch", "mechanism name=hypoxia"),
        ("what downregullize KLF10", "downregullize", "nearest: downregulate;"),
        ("which exosomes fluoresce", "fluoresce", "verbs are such as raise, lower"),
    ],
)
def test_an_unknown_verb_is_asked_back_with_known_ones(
    g: radexo.Graph, question: str, word: str, hint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        route(question, g.look_up, nearest(g))
    assert f"'{word}' is neither a name of the graph nor a word that questions use" in str(
        caught.value
    )
    assert hint in str(caught.value)


@pytest.mark.parametrize(
    ("question", "reading"),
    [
        ("drug delivery by exosomes", "therapy angle=deliver-drugs"),
        ("can exosomes deliver drugs", "therapy angle=deliver-drugs"),
        ("exosomes as drug delivery vehicles", "therapy angle=deliver-drugs"),
        ("how can exosomes be used for drug delivery", "therapy angle=deliver-drugs"),
        ("exosomes as drug carriers", "therapy angle=deliver-drugs"),
        ("which exosomes deliver miR-340-5p", "carriers_of cargo=miR-340-5p"),
        ("which cargo could be delivered to radiosensitize tumors", "therapy angle=deliver-cargo"),
    ],
)
def test_delivery_of_drugs_is_not_that_of_cargo(
    g: radexo.Graph, question: str, reading: str
) -> None:
    answer = g.ask(question)
    assert (answer.details["asked"]["reading"], bool(len(answer))) == (reading, True)


@pytest.mark.parametrize(
    ("question", "reading"),
    [
        ("what do exosomes carry in glioblastoma?", "cargo_of cancer=glioblastoma"),
        ("cargo in glioblastoma", "cargo_of cancer=glioblastoma"),
        (
            "which miRNAs are carried by exosomes in lung cancer?",
            'cargo_of type=MiRNA cancer="lung cancer"',
        ),
        (
            "which proteins are in exosomes in glioblastoma",
            "cargo_of type=Gene cancer=glioblastoma",
        ),
        ("cargo by cancer", "cargo_of"),
        ("which exosomes carry circRNAs", "cargo_of type=CircRNA"),
    ],
)
def test_cargo_can_be_asked_by_cancer(g: radexo.Graph, question: str, reading: str) -> None:
    answer = g.ask(question)
    assert (answer.details["asked"]["reading"], bool(len(answer))) == (reading, True)
    assert {row.predicate for row in answer} == {"CARRIES"}


@pytest.mark.parametrize(
    ("question", "reading"),
    [
        (
            "which miRNAs are suppressed by exosomes of glioblastoma cells?",
            'targets names="hypoxic glioblastoma cell exosomes" sign=- type=MiRNA',
        ),
        (
            "what do exosomes of glioblastoma suppress?",
            'targets names="hypoxic glioblastoma cell exosomes|plasma exosomes of glioblastoma '
            'patients after radiotherapy" sign=- cancer=glioblastoma',
        ),
        (
            "what is activated by exosomes of irradiated glioblastoma cells",
            "exosomes of irradiated cells",
        ),
        ("what is raised by exosomes of hypoxic cells", "hypoxic ESCC cell exosomes"),
    ],
)
def test_what_exosomes_of_a_donor_act_on(g: radexo.Graph, question: str, reading: str) -> None:
    asked = g.ask(question).details["asked"]
    assert asked["reading"].startswith("targets names=")
    assert reading in asked["reading"]
    assert "the exosomes were read as" in "".join(asked["notes"])
