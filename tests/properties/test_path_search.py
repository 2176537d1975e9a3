"""The path engine against a plain search that tries everything, on small random graphs.

The search below knows nothing of the engine. It enumerates node sequences, asks of each pair of
neighbors which signs join them, and reads support, certainty and signs off the findings.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

import radexo
from radexo.graph.errors import UsageError
from radexo.graph.model import Entity, Finding, Statement, edge_id
from radexo.graph.records import Records
from radexo.graph.schema import SYMMETRIC, PredicateClass, multiply
from radexo.queries.answer import Answer
from radexo.queries.paths.path import Path
from radexo.queries.paths.search import Budget
from radexo.queries.questions._regulation import Regulation
from support.carriers import SUPPORT, Piece, certainty, read, support, weakest
from support.examples import examples
from support.random_graphs import (
    CANCERS,
    CAUSAL,
    CERTAINTY,
    GOAL,
    NODES,
    SIGNS,
    TRANSPORT,
    graphs,
    of_class,
)

quick = examples(150)

GENERAL = {"radexo:exosomes", "radexo:vesicles"}  # neither donor nor exposure nor fluid
MEMBERSHIP = of_class(PredicateClass.MEMBERSHIP)
ASSOCIATION = of_class(PredicateClass.ASSOCIATION, PredicateClass.LOCATION)
ARROW = {1: "->", -1: "-|", 0: "~>", None: "=>"}


def walked(associations: bool) -> Set[str]:
    """Return the predicates of paths."""
    return CAUSAL | TRANSPORT | MEMBERSHIP | (ASSOCIATION if associations else set())


# -- the plain search -----------------------------------------------------------------------------

Pairs = dict[tuple[str, str], dict[int | None, list[Piece]]]
Chain = tuple[tuple[str, ...], tuple[int | None, ...]]


def signed_pairs(
    graph: radexo.Graph, predicates: Set[str], cancers: Set[str] | None = None
) -> Pairs:
    """Which signs join which nodes, with the evidence, of the findings that pass."""
    pairs: Pairs = {}
    for f in graph.records.findings:
        if cancers is not None and f.cancer not in cancers:
            continue
        for s in f.statements:
            if s.predicate in predicates:
                ends = (s.subject, s.object)
                for pair in (ends, ends[::-1]) if s.predicate in SYMMETRIC else (ends,):
                    signs = pairs.setdefault(pair, {})
                    signs.setdefault(SIGNS[s.predicate], []).append(read(f, s))
    return pairs


def chains(pairs: Pairs, nodes: Sequence[str], max_hops: int) -> Iterator[Chain]:
    """Return every chain.

    No node occurs twice, radiosensitivity only last, exosomes in general only first or last.
    """

    def longer(chain: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if len(chain) > 1:
            yield chain
        if (
            len(chain) <= max_hops
            and chain[-1] != GOAL
            and not (len(chain) > 1 and chain[-1] in GENERAL)
        ):
            for node in nodes:
                if node not in chain and (chain[-1], node) in pairs:
                    yield from longer((*chain, node))

    for start in nodes:
        for sequence in longer((start,)):
            for signs in itertools.product(*(pairs[hop] for hop in itertools.pairwise(sequence))):
                yield sequence, signs


def evidence(pairs: Pairs, chain: Chain) -> list[list[Piece]]:
    return [
        pairs[hop][sign] for hop, sign in zip(itertools.pairwise(chain[0]), chain[1], strict=True)
    ]


def product(signs: Sequence[int | None]) -> int | None:
    counted = [s for s in signs if s is not None]
    if not counted:
        return None
    if 0 in counted:
        return 0
    return -1 if counted.count(-1) % 2 else 1


def ids(graph: radexo.Graph) -> list[str]:
    return [e.id for e in graph.records.entities if e.type != "Cancer"]


def shown(path: Path) -> Chain:
    return tuple(n.id for n in path.nodes), tuple(hop.sign for hop in path.hops)


def merged(path: Path) -> list[Chain]:
    """The chains that a row of `mechanism` stands for: one for each of its starts."""
    nodes, signs = shown(path)
    return [((start, *nodes[1:]), signs) for start in [e.id for e in path.starts] or [nodes[0]]]


def part_of(one: Chain, two: Chain) -> bool:
    """Whether one chain is a contiguous part of the other, signs included."""
    (nodes, signs), (more, others) = one, two
    return any(
        more[i : i + len(nodes)] == nodes and others[i : i + len(signs)] == signs
        for i in range(len(more) - len(signs))
    )


# -- paths ----------------------------------------------------------------------------------------


@quick
@given(graphs(), st.data())
def test_paths_finds_every_path_once_and_no_other(g: radexo.Graph, data: st.DataObject) -> None:
    start, end = data.draw(st.permutations(ids(g)))[:2]
    end = data.draw(st.sampled_from([end, GOAL]))
    max_hops, associations = data.draw(st.integers(1, 8)), data.draw(st.booleans())
    pairs = signed_pairs(g, walked(associations))
    expected = [c for c in chains(pairs, ids(g), max_hops) if c[0][0] == start and c[0][-1] == end]
    answer = g.paths(start, end, max_hops=max_hops, associations=associations, limit=0)
    assert sorted(map(shown, answer), key=str) == sorted(expected, key=str)
    assert answer.status == ("complete" if expected else "empty")
    assert bool(answer.reason) == (not expected)


@quick
@given(graphs(), st.data())
def test_each_path_has_its_sign_support_certainty_and_evidence(
    g: radexo.Graph, data: st.DataObject
) -> None:
    start, associations = data.draw(st.sampled_from(ids(g))), data.draw(st.booleans())
    pairs = signed_pairs(g, walked(associations))
    claims = {s.claim for f in g.records.findings for s in f.statements}
    for end in set(ids(g)) - {start}:
        for path in g.paths(start, end, max_hops=4, associations=associations, limit=0):
            hops = evidence(pairs, shown(path))
            level, carrying = support(hops)
            assert path.sign == product([hop.sign for hop in path.hops])
            assert (path.support, path.certainty) == (level, certainty(hops))
            assert set(path.findings) == {t.finding for t in carrying}
            assert {c.id for c in path.cancers} == {t.cancer for t in carrying} - {None}
            cited = {
                c
                for f in g.records.findings
                if f.id in path.findings
                for c in (f.citations or (None,))
            }
            assert {r.key for r in path.references} == {("s", c) for c in cited}
            ends = itertools.pairwise(shown(path)[0])
            for hop, result, joined in zip(path.to_dict()["edges"], hops, ends, strict=True):
                said = (hop["subject"], hop["object"])
                assert (hop["subject"], hop["predicate"], hop["object"]) in claims
                assert hop["id"] == edge_id(hop["subject"], hop["predicate"], hop["object"])
                assert len(hop["predicates"]) == len({*hop["predicates"]})
                # another way only where there is nothing but symmetric claims that way
                other_way = {*hop["predicates"]} <= SYMMETRIC and said == joined[::-1]
                assert said == joined or other_way
                assert set(hop["predicates"]) == {t.predicate for t in result}
                assert hop["findings"] == sorted({t.finding for t in result})
                assert hop["certainty"] == weakest([result])
                assert hop["causal"] == any(t.predicate in CAUSAL for t in result)
                assert (hop["sign"] is None) == all(t.predicate in TRANSPORT for t in result)


@quick
@given(graphs(), st.data())
def test_a_type_at_an_end_stands_for_all_its_members(g: radexo.Graph, data: st.DataObject) -> None:
    kind, types = data.draw(
        st.sampled_from(
            [("Gene", {"Gene"}), ("RNA", {"MiRNA", "CircRNA"}), ("Exosome", {"Exosome"})]
        )
    )
    members = {e.id for e in g.records.entities if e.type in types}
    found = list(chains(signed_pairs(g, CAUSAL | TRANSPORT | MEMBERSHIP), ids(g), 4))
    answer = g.paths(f"type:{kind}", GOAL, max_hops=4, limit=0)
    assert sorted(map(shown, answer), key=str) == sorted(
        (c for c in found if c[0][0] in members and c[0][-1] == GOAL), key=str
    )
    end = data.draw(st.sampled_from(ids(g)))
    back = g.paths(end, f"type:{kind}", max_hops=4, limit=0)
    assert sorted(map(shown, back), key=str) == sorted(
        (c for c in found if c[0][-1] in members and c[0][0] == end), key=str
    )


@quick
@given(graphs(), st.data())
def test_only_findings_that_pass_the_filter_count(g: radexo.Graph, data: st.DataObject) -> None:
    name, cancers = data.draw(
        st.sampled_from(
            [
                ("lung cancer", {"mondo:1", "mondo:2"}),
                ("NSCLC", {"mondo:2"}),
                ("glioma", {"mondo:3"}),
            ]
        )
    )
    start = data.draw(st.sampled_from(ids(g)))
    pairs = signed_pairs(g, CAUSAL | TRANSPORT | MEMBERSHIP, cancers)
    for end in set(ids(g)) - {start}:
        expected = [c for c in chains(pairs, ids(g), 4) if c[0][0] == start and c[0][-1] == end]
        answer = g.paths(start, end, max_hops=4, cancer=name, limit=0)
        assert sorted(map(shown, answer), key=str) == sorted(expected, key=str)
        for path in answer:
            hops = evidence(pairs, shown(path))
            assert (path.support, path.certainty) == (support(hops)[0], certainty(hops))
            assert {c.id for c in path.cancers} <= cancers
        whole = len(g.paths(start, end, max_hops=4, limit=0))
        left = whole - len(answer)
        assert (f"{left} of {whole} path" in (answer.reason or "")) == (left > 0)
        assert answer.status == ("complete" if expected else "empty")


@quick
@given(graphs(), st.data())
def test_sign_support_and_limit_only_leave_rows_out_and_say_so(
    g: radexo.Graph, data: st.DataObject
) -> None:
    start = data.draw(st.sampled_from(ids(g)))
    sign, least = data.draw(st.sampled_from([None, 1, 0, -1])), data.draw(st.sampled_from(SUPPORT))
    for end in set(ids(g)) - {start}:
        everything = list(g.paths(start, end, limit=0))
        wanted = [
            p
            for p in everything
            if sign in (None, p.sign) and SUPPORT.index(p.support) <= SUPPORT.index(least)
        ]
        answer = g.paths(start, end, sign=sign, support=least, limit=0)
        assert list(answer) == wanted
        assert answer.status == ("complete" if wanted else "empty")
        left = len(everything) - len(wanted)
        counted = f"{left} of {len(everything)} path"
        assert (counted in (answer.reason or "")) == (left > 0)
        first = g.paths(start, end, limit=1)
        assert list(first) == everything[:1]
        assert (first.status == "truncated") == (len(everything) > 1)


@quick
@given(graphs(), st.data())
def test_the_best_path_comes_first(g: radexo.Graph, data: st.DataObject) -> None:
    start = data.draw(st.sampled_from(ids(g)))
    claims = {s.claim for f in g.records.findings for s in f.statements}
    degree = {id: sum((a == id) + (b == id) for a, _, b in claims) for id in ids(g)}
    for end in set(ids(g)) - {start}:
        paths = list(g.paths(start, end, limit=0))
        for path in paths:
            assert (path.length, path.citations) == (len(path.nodes) - 1, len(path.references))
            assert path.hub_penalty == pytest.approx(
                sum(log2(degree[n.id]) for n in path.nodes[1:-1]), abs=1e-3
            )
        ranks = [
            (
                SUPPORT.index(p.support),
                CERTAINTY.index(p.certainty),
                p.length,
                -p.citations,
                p.hub_penalty,
            )
            for p in paths
        ]
        assert ranks == sorted(ranks)


@quick
@given(graphs())
def test_equal_graphs_give_equal_answers(g: radexo.Graph) -> None:
    again = radexo.Graph(replace(g.records, findings=g.records.findings[::-1]))
    for end in ids(g):
        one, two = g.paths("type:Cargo", end, limit=0), again.paths("type:Cargo", end, limit=0)
        assert one.to_dict()["rows"] == two.to_dict()["rows"]


def small(*result: tuple[str, str, str], **context: str | None) -> radexo.Graph:
    """A graph of one finding per claim, all in one citation."""
    findings = tuple(
        Finding(
            f"s:{i}a",
            citations=("1",),
            statements=(Statement(*claim),),
            cancer=context.get("cancer"),
        )
        for i, claim in enumerate(result, 1)
    )
    return radexo.Graph(Records(entities=(*CANCERS, *NODES), findings=findings))


def test_opposite_signs_are_two_rows_and_parallel_predicates_one() -> None:
    g = small(
        ("radexo:mir", "REPRESSES", "radexo:a"),
        ("radexo:mir", "DECREASES", "radexo:a"),
        ("radexo:mir", "INCREASES", "radexo:a"),
    )
    up, down = sorted(
        (p.to_dict()["edges"] for p in g.paths("miR-1", "A")), key=lambda edges: -edges[0]["sign"]
    )
    assert [(e["sign"], e["predicate"], e["predicates"]) for e in up] == [
        (1, "INCREASES", ["INCREASES"])
    ]
    assert [(e["sign"], e["predicate"], e["predicates"]) for e in down] == [
        (-1, "REPRESSES", ["REPRESSES", "DECREASES"])
    ]


def test_a_path_of_different_tumors_is_called_stitched() -> None:
    one = Finding(
        "s:1a",
        ("1",),
        cancer="mondo:1",
        statements=(Statement("radexo:mir", "REPRESSES", "radexo:a"),),
    )
    two = Finding(
        "s:2a", ("2",), cancer="mondo:3", statements=(Statement("radexo:a", "DECREASES", GOAL),)
    )

    def supported(*findings: Finding) -> str:
        return (
            radexo.Graph(Records(entities=(*CANCERS, *NODES), findings=findings))
            .paths("miR-1", GOAL)[0]
            .support
        )

    assert supported(one, two) == "stitched"
    assert (
        supported(one, replace(two, cancer="mondo:2")) == "stitched"
    )  # a subtype is not the same cancer
    assert supported(one, replace(two, cancer="mondo:1")) == "same-cancer"
    assert supported(one, replace(two, citations=("1",))) == "stitched"  # one paper, two cancers
    assert supported(one, replace(two, citations=("1",), cancer="mondo:1")) == "one-study"
    assert (
        supported(replace(one, cancer=None), replace(two, cancer=None)) == "stitched"
    )  # general findings share no cancer
    assert (
        supported(replace(one, cancer=None), replace(two, citations=("1",), cancer=None))
        == "one-study"
    )
    several = replace(one, citations=("1", "2"))
    both = replace(several, statements=(*one.statements, *two.statements))
    assert supported(both) == "one-passage"  # which of its papers says what is not known
    assert supported(replace(both, citations=())) == "one-passage"  # the review's own sentence
    apart = replace(two, citations=("1", "2"), cancer="mondo:1")
    assert supported(several, apart) == "same-cancer"  # two findings are not one passage


def test_radiosensitivity_and_exosomes_in_general_are_no_hubs() -> None:
    g = small(
        ("radexo:a", "INCREASES", GOAL),
        (GOAL, "INCREASES", "radexo:b"),
        ("radexo:a", "INCREASES", "radexo:exosomes"),
        ("radexo:exosomes", "CARRIES", "radexo:b"),
        ("radexo:a", "INCREASES", "radexo:serum-exosomes"),
        ("radexo:serum-exosomes", "CARRIES", "radexo:b"),
    )
    assert [p.chain for p in g.paths("A", "B")] == ["A -> serum exosomes => B"]
    assert [p.chain for p in g.paths("exosomes", "B")] == ["exosomes => B"]
    assert len(g.paths(GOAL, "B")) == 0


def test_a_sponge_axis_lowers_twice_and_ends_elsewhere() -> None:
    g = small(
        ("radexo:circ", "SPONGES", "radexo:mir"),
        ("radexo:circ", "INCREASES", "radexo:mir"),
        ("radexo:mir", "REPRESSES", "radexo:circ"),
        ("radexo:mir", "REPRESSES", "radexo:a"),
    )
    assert [path.chain for path in g.sponges()] == ["circA -| miR-1 -| A"]


def in_two_cancers(
    one: str, other: str, *, citations: tuple[str, ...] = ("1", "2")
) -> radexo.Graph:
    """A graph in which A acts on B, in one cancer by paper 1, in the other by these papers."""
    findings = tuple(
        Finding(f"s:{n}a", cited, cancer=f"mondo:{n}", statements=(Statement(*claim),))
        for n, cited, claim in (
            (1, ("1",), ("radexo:a", one, "radexo:b")),
            (3, citations, ("radexo:a", other, "radexo:b")),
        )
    )
    return radexo.Graph(Records(entities=(*CANCERS, *NODES), findings=findings))


@pytest.mark.parametrize(("citations", "kind"), [(("1", "2"), "slip"), (("2",), "two-papers")])
def test_one_paper_on_both_sides_is_a_slip(citations: tuple[str, ...], kind: str) -> None:
    g = in_two_cancers("INCREASES", "DECREASES", citations=citations)
    assert [row.kind for row in g.contradictions()] == [kind]


def test_two_cancers_without_directions_have_one_claim_in_common() -> None:
    g = in_two_cancers("REGULATES", "REGULATES")
    assert [row.status for row in g.compare_cancers("lung cancer", "glioma")] == ["common"]


def test_what_an_entity_does_to_itself_is_no_step() -> None:
    g = small(
        ("radexo:circ", "SPONGES", "radexo:mir"),
        ("radexo:mir", "REPRESSES", "radexo:mir"),
        ("radexo:mir", "REPRESSES", "radexo:a"),
        ("radexo:a", "INCREASES", "radexo:a"),
        ("radexo:b", "INCREASES", "radexo:a"),
    )
    assert [path.chain for path in g.sponges()] == ["circA -| miR-1 -| A"]
    assert not g.shared_targets("A", "B")
    assert not g.shared_regulators("miR-1", "A")


def test_only_entities_of_a_type_lie_between_the_ends() -> None:
    between = ("radexo:a", "radexo:circ")
    g = small(
        *(("radexo:mir", "DECREASES", node) for node in between),
        *((node, "INCREASES", "radexo:process") for node in between),
    )
    assert len(g.paths("miR-1", "apoptosis")) == len(between)
    for kind, node in (("Gene", "A"), ("RNA", "circA")):
        paths = g.paths("miR-1", "apoptosis", through=kind)
        assert [path.chain for path in paths] == [f"miR-1 -| {node} -> apoptosis"]


def test_a_search_that_runs_out_says_so() -> None:
    genes = ("radexo:a", "radexo:b", "radexo:c", "radexo:mir", "radexo:circ")
    g = small(*((one, "INCREASES", two) for one, two in itertools.permutations(genes, 2)))
    whole = g.paths("A", "B", limit=0)
    assert (whole.status, len(whole)) == ("complete", 1 + 3 + 6 + 6)
    for budget in (Budget(paths=3), Budget(expansions=3)):
        cut = g.paths("A", "B", limit=0, budget=budget)
        assert cut.status == "truncated"
        assert "search stopped" in (cut.reason or "")
        assert set(map(shown, cut)) < set(map(shown, whole))


# -- signs ----------------------------------------------------------------------------------------

signs = st.lists(st.sampled_from([1, -1, 0, None]), max_size=6)


@given(signs, signs)
def test_a_path_of_two_parts_has_the_product_of_their_signs(
    one: list[int | None], two: list[int | None]
) -> None:
    assert multiply([*one, *two]) == multiply([multiply(one), multiply(two)])


@given(signs, st.data())
def test_the_order_of_signs_does_not_matter(given_: list[int | None], data: st.DataObject) -> None:
    assert multiply(given_) == multiply(data.draw(st.permutations(given_))) == product(given_)


@given(signs, st.integers(0, 6))
def test_transport_counts_for_nothing_and_two_brakes_for_a_push(
    given_: list[int | None], place: int
) -> None:
    assert multiply([*given_[:place], None, *given_[place:]]) == multiply(given_)
    assert multiply([*given_[:place], -1, -1, *given_[place:]]) == multiply([*given_, 1])
    assert multiply([*given_, 0]) == 0


def test_transport_alone_has_no_sign() -> None:
    assert multiply([]) is None
    assert multiply([None, None]) is None


# -- regulators and targets -----------------------------------------------------------------------


def regulation(
    g: radexo.Graph, anchor: str, depth: int, *, upstream: bool
) -> dict[tuple[str, int | None], list[tuple[int, int, int]]]:
    """Return how well each far end with each sign is known.

    That is support, certainty and hops of every chain to it.
    """
    everything = signed_pairs(g, CAUSAL | TRANSPORT)
    causal = signed_pairs(g, CAUSAL)
    found: dict[tuple[str, int | None], list[tuple[int, int, int]]] = {}
    for nodes, signs in chains(everything, ids(g), depth):
        near, far = (nodes[-1], nodes[0]) if upstream else (nodes[0], nodes[-1])
        hop = (nodes[-2:], signs[-1]) if upstream else (nodes[:2], signs[0])
        if near == anchor and hop[1] in causal.get(hop[0], {}):
            hops = evidence(everything, (nodes, signs))
            known = (SUPPORT.index(support(hops)[0]), CERTAINTY.index(certainty(hops)), len(signs))
            found.setdefault((far, product(signs)), []).append(known)
    return found


@pytest.mark.parametrize("upstream", [True, False], ids=["regulators", "targets"])
@quick
@given(g=graphs(), data=st.data())
def test_one_row_per_far_end_and_sign_with_its_best_path(
    upstream: bool, g: radexo.Graph, data: st.DataObject
) -> None:
    anchor, depth = data.draw(st.sampled_from(ids(g))), data.draw(st.integers(1, 3))
    ask: Callable[..., Answer[Regulation]] = g.regulators if upstream else g.targets
    expected = regulation(g, anchor, depth, upstream=upstream)
    answer = ask(anchor, depth=depth)
    rows = {((row.regulator if upstream else row.target).id, row.sign): row for row in answer}
    assert len(rows) == len(answer)
    assert set(rows) == set(expected)
    for key, row in rows.items():
        assert (row.target if upstream else row.regulator).id == anchor
        assert (SUPPORT.index(row.support), CERTAINTY.index(row.certainty), row.hops) == min(
            expected[key]
        )
    for sign in (1, -1, 0):
        asked = ask(anchor, depth=depth, sign=sign)
        assert {str(row.path) for row in asked} == {
            str(row.path) for row in answer if row.sign == sign
        }
        left = len(answer) - len(asked)
        assert (f" {left} of {len(answer)} " in f" {asked.reason}") == (left > 0)


@quick
@given(graphs(), st.data())
def test_a_regulator_two_hops_away_is_a_path_away(g: radexo.Graph, data: st.DataObject) -> None:
    anchor = data.draw(st.sampled_from(ids(g)))
    for row in g.regulators(anchor, depth=3):
        paths = g.paths(row.regulator.id, anchor, max_hops=3, limit=0)
        assert row.path.chain in {path.chain for path in paths}


def with_twins(*claims: tuple[str, str, str]) -> radexo.Graph:
    """A graph of claims, in which two genes have one name."""
    twins = tuple(Entity(id, "twin", "Gene") for id in ("x:1", "x:2"))
    records = small(*claims).records
    return radexo.Graph(replace(records, entities=(*records.entities, *twins)))


def test_opposite_paths_that_share_a_node_or_begin_with_transport_do_not_contradict() -> None:
    fork = [("radexo:b", sign, "radexo:c") for sign in ("INCREASES", "DECREASES")]
    g = small(("radexo:a", "INCREASES", "radexo:b"), *fork)
    assert [(row.level, row.subject.id) for row in g.contradictions()] == [("edge", "radexo:b")]
    carried = [("radexo:exosomes", "CARRIES", node) for node in ("radexo:a", "radexo:b")]
    g = small(
        *carried, ("radexo:a", "INCREASES", "radexo:c"), ("radexo:b", "DECREASES", "radexo:c")
    )
    assert not g.contradictions()


def test_opposite_claims_of_radiosensitivity_and_paths_beside_opposite_claims_are_left_out() -> (
    None
):
    both = [(GOAL, sign, "radexo:a") for sign in ("INCREASES", "DECREASES")]
    assert not small(*both).contradictions()
    g = small(
        ("radexo:a", "INCREASES", "radexo:b"),
        ("radexo:a", "DECREASES", "radexo:b"),
        ("radexo:a", "INCREASES", "radexo:c"),
        ("radexo:c", "INCREASES", "radexo:b"),
    )
    assert [row.level for row in g.contradictions()] == ["edge"]


def test_opposite_paths_to_entities_of_one_name_are_in_order_of_ids() -> None:
    between = ("radexo:b", "radexo:c", "radexo:circ")
    g = with_twins(
        *(("radexo:a", "INCREASES", node) for node in between),
        ("radexo:b", "INCREASES", "x:2"),  # found first
        ("radexo:c", "DECREASES", "x:2"),
        ("radexo:c", "INCREASES", "x:1"),
        ("radexo:circ", "DECREASES", "x:1"),
    )
    assert [row.object.id for row in g.contradictions()] == ["x:1", "x:2"]


def test_entities_of_one_name_each_have_rows() -> None:
    claims = [("radexo:a", p, b) for p in ("INCREASES", "DECREASES") for b in ("x:1", "x:2")]
    g = with_twins(*claims, *((b, "INCREASES", "radexo:a") for b in ("x:1", "x:2")))
    for names in (["x:1", "x:2"], ["x:2", "x:1"]):
        assert [(row.target.id, row.sign) for row in g.regulators(*names)] == [
            (id, sign) for id in ("x:1", "x:2") for sign in (-1, 1)
        ]
        assert [row.regulator.id for row in g.targets(*names)] == ["x:1", "x:2"]


def test_the_exosome_that_delivers_a_regulator_appears_at_depth_2() -> None:
    g = small(
        ("radexo:cells", "RELEASES", "radexo:serum-exosomes"),
        ("radexo:serum-exosomes", "CARRIES", "radexo:mir"),
        ("radexo:mir", "REPRESSES", "radexo:a"),
        ("radexo:a", "INCREASES", GOAL),
    )
    assert [row.path.chain for row in g.regulators("A")] == ["miR-1 -| A"]
    assert [(row.regulator.name, row.sign) for row in g.regulators("A", depth=2)] == [
        ("miR-1", -1),
        ("serum exosomes", -1),
    ]
    assert [row.regulator.name for row in g.regulators("A", depth=3)] == [
        "miR-1",
        "serum exosomes",
        "cells",
    ]
    assert len(g.regulators("miR-1")) == 0  # what carries it does not regulate it
    assert [row.target.name for row in g.targets("miR-1", depth=2)] == ["A", "radiosensitivity"]
    with pytest.raises(UsageError, match="depth"):
        g.regulators("A", depth=0)


# -- mechanism ------------------------------------------------------------------------------------


@quick
@given(graphs(), st.data())
def test_mechanism_gives_the_longest_chains_and_no_part_of_one(
    g: radexo.Graph, data: st.DataObject
) -> None:
    first, then = data.draw(st.permutations(ids(g)))[:2]
    both, least = data.draw(st.booleans()), data.draw(st.sampled_from(SUPPORT))
    max_hops = data.draw(st.integers(1, 8))
    pairs = signed_pairs(g, CAUSAL | TRANSPORT | MEMBERSHIP)
    through = [
        chain
        for chain in chains(pairs, ids(g), max_hops)
        if first in chain[0] and (not both or then in chain[0][chain[0].index(first) + 1 :])
    ]
    carried = [
        c for c in through if SUPPORT.index(support(evidence(pairs, c))[0]) <= SUPPORT.index(least)
    ]
    longest = [c for c in carried if not any(c != other and part_of(c, other) for other in carried)]
    answer = g.mechanism(first, then if both else None, max_hops=max_hops, support=least, limit=0)
    assert sorted((c for path in answer for c in merged(path)), key=str) == sorted(longest, key=str)
    for path in answer:
        each = [evidence(pairs, chain) for chain in merged(path)]
        assert path.sign == product(shown(path)[1])
        assert {support(hops)[0] for hops in each} == {path.support}
        assert max(map(certainty, each), key=CERTAINTY.index) == path.certainty
        assert {frozenset(t.finding for t in support(hops)[1]) for hops in each} == {
            frozenset(path.findings)
        }
    assert answer.status == ("complete" if longest else "empty")


@quick
@given(graphs(), st.data())
def test_what_mechanism_leaves_out_is_counted(g: radexo.Graph, data: st.DataObject) -> None:
    first = data.draw(st.sampled_from(ids(g)))
    everything = g.mechanism(first, support="stitched", limit=0)
    kept = g.mechanism(first, limit=0)
    assert all(path.support in ("one-study", "one-passage") for path in kept)
    left = sum(1 for path in everything if path.support in ("same-cancer", "stitched"))
    assert (f"{left} of {left + len(kept)} chain" in (kept.reason or "")) == (left > 0)


@quick
@given(graphs(), st.data(), st.sampled_from(SUPPORT))
def test_stated_chains_come_first_then_those_to_radiosensitivity_then_the_longest(
    g: radexo.Graph, data: st.DataObject, least: str
) -> None:
    pairs = signed_pairs(g, CAUSAL | TRANSPORT | MEMBERSHIP)
    order = [
        (
            any(node.general for node in path.nodes),
            SUPPORT.index(path.support),
            CERTAINTY.index(path.certainty),
            sum(weakest([result]) != "stated" for result in evidence(pairs, shown(path))),
            path.nodes[-1].id != GOAL,
            -path.length,
        )
        for path in g.mechanism(data.draw(st.sampled_from(ids(g))), support=least, limit=0)
    ]
    assert order == sorted(order)


def test_mechanism_ends_where_exosomes_in_general_begin() -> None:
    g = small(
        ("radexo:rays", "RELEASES", "radexo:exosomes"),
        ("radexo:exosomes", "CARRIES", "radexo:mir"),
        ("radexo:mir", "REPRESSES", "radexo:a"),
    )
    assert [p.chain for p in g.mechanism("miR-1")] == ["exosomes => miR-1 -| A"]
    assert sorted(p.chain for p in g.mechanism("exosomes")) == [
        "exosomes => miR-1 -| A",
        "rays => exosomes",
    ]
    with pytest.raises(UsageError, match="same entity"):
        g.mechanism("A", "a")
