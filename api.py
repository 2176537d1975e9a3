"""The graph as people use it: names go in, typed answers come out.

Examples
--------
>>> import radexo
>>> g = radexo.load()
>>> path = g.mechanism("miR-340-5p", "KLF10")[0]
>>> path.sign, path.support, path.references[0].citation
(-1, 'reported', '29')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from .graph.collection import Collection, merge
from .graph.errors import UsageError
from .graph.files import open_folder, save
from .graph.model import Entity
from .graph.names import Names
from .graph.schema import EFFECTS, ROLES, SUPPORTS, SYSTEMS, PredicateClass, entity_type, subtypes
from .graph.store import EmbeddedStore
from .queries.answer import Answer
from .queries.context import Context
from .queries.paths import Budget, Path, Walk, make_path, rank, simple_paths

if TYPE_CHECKING:
    import networkx

    from .queries.biomarkers import BiomarkerRow
    from .queries.coherence import Coherence
    from .queries.contradictions import Contradiction
    from .queries.findings import FindingRow
    from .queries.overview import Overview
    from .queries.regulation import Regulation

__all__ = ["Graph", "load"]


def load(*paths: str | FilePath) -> Graph:
    """Open a graph.

    Parameters
    ----------
    *paths
        Saved graphs (folder or file), merged into one; without any, the packaged review.

    Returns
    -------
    Graph

    Raises
    ------
    DataError
        When a path holds no graph, or two graphs contradict each other in one record.

    Examples
    --------
    >>> import radexo
    >>> radexo.load().entity("mir340").name
    'miR-340-5p'
    """
    if paths:
        return Graph(merge(*map(open_folder, paths)))
    from .loaders.review import PACKAGED_TABLES, packaged_review

    return Graph(packaged_review(), tables=PACKAGED_TABLES)


class Graph:
    """A graph and the questions it answers.

    Parameters
    ----------
    collection
        What it is assembled from.
    tables
        The folder of the curated tables it was read from, if it was.

    Examples
    --------
    >>> import radexo
    >>> [row.regulator.name for row in radexo.load().regulators("KLF10")]
    ['miR-340-5p']
    """

    def __init__(self, collection: Collection, tables: FilePath | None = None) -> None:
        self.store = EmbeddedStore(collection)
        self.tables = tables

    # -- the graph itself -------------------------------------------------------------------------

    @property
    def collection(self) -> Collection:
        """Sources, references, entities and findings."""
        return self.store.collection

    @property
    def version(self) -> str:
        """A hash of the content."""
        return self.store.version

    @cached_property
    def names(self) -> Names:
        """The index that `entity` looks in."""
        return Names(self.store.entities())

    def entity(self, name: str, *types: str) -> Entity:
        """Find an entity by symbol, previous symbol, synonym or CURIE, in any spelling.

        Parameters
        ----------
        name
            What the entity is called.
        *types
            Only entities of these types, or of their subtypes.

        Returns
        -------
        Entity

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            When no entity carries the name, or several do; the candidates are named.

        Examples
        --------
        >>> import radexo
        >>> radexo.load().entity("β-catenin").name
        'CTNNB1'
        """
        return self.names.find(name, types or None)

    @property
    def nx(self) -> networkx.MultiDiGraph[str]:
        """The graph as a read-only `networkx.MultiDiGraph`; nodes are entity ids, edge keys are edge ids."""
        return self.store.nx

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """Copy the graph into a `networkx.MultiDiGraph` of your own.

        Returns
        -------
        networkx.MultiDiGraph
            Nodes with ``name`` and ``type``, edges with ``predicate``, ``sign``, ``causal``, ``certainty``, ``findings``.
        """
        import networkx

        return networkx.MultiDiGraph(self.nx)

    def save(self, folder: str | FilePath) -> FilePath:
        """Save the graph into a folder, whole or not at all.

        Parameters
        ----------
        folder
            Made when it is not there; a graph in it is replaced.

        Returns
        -------
        Path
            The file written.
        """
        return save(self.collection, folder)

    def merge(self, *others: Graph) -> Graph:
        """Merge with other graphs into a new one that holds everything.

        Raises
        ------
        DataError
            When two records with one id contradict each other.
        """
        return Graph(merge(self.collection, *(other.collection for other in others)))

    def __repr__(self) -> str:
        c = self.collection
        cancers = len({f.cancer for f in c.findings if f.cancer})
        edges = sum(1 for _ in self.store.edges())
        return (
            f"RadExo graph {self.version}: {len(c.entities)} entities, {edges} edges, "
            f"{len(c.findings)} findings, {cancers} cancers"
        )

    # -- questions --------------------------------------------------------------------------------

    def info(self) -> Answer[Overview]:
        """Tell what the graph holds: version, sources, licences, counts by type.

        Returns
        -------
        Answer of Overview
        """
        from .queries.overview import Overview, overview

        extra = {"tables": str(self.tables) if self.tables else None}
        return Answer("info", {}, tuple(overview(self.store)), Overview, self.version, extra=extra)

    def findings(
        self, *, cancer: str | None = None, cargo: str | None = None, effect: str | None = None, system: str | None = None,
        sentences: Mapping[str, Sequence[str]] | None = None,
    ) -> Answer[FindingRow]:  # fmt: skip
        """List the findings.

        Parameters
        ----------
        cancer, cargo
            Names; a cancer covers its subtypes.
        effect
            increase, decrease, unclear or none.
        system
            in-vitro, in-vivo or patients.
        sentences
            An article's sentences by section, shown beside each finding.

        Returns
        -------
        Answer of FindingRow
        """
        from .queries.findings import FindingRow, finding_rows

        _one_of("effect", effect, EFFECTS)
        context = self._context(cancer, None, system)
        carried = self.entity(cargo) if cargo else None
        rows, left_out = finding_rows(self.store, context, cargo=carried, effect=effect, sentences=sentences)
        asked = {"cargo": carried.id if carried else None, "effect": effect}
        reason = f"{left_out} of {left_out + len(rows)} findings left out by the filters" if left_out else None
        parameters = {"cancer": context.parameters["cancer"], **asked, "system": system}
        return Answer("findings", parameters, tuple(rows), FindingRow, self.version, reason=reason)

    def regulators(
        self, *names: str, depth: int = 1, sign: int | None = None, type: str | None = None, cancer: str | None = None,
        exposure: str | None = None,
    ) -> Answer[Regulation]:  # fmt: skip
        """Tell what regulates an entity, or each of several.

        Parameters
        ----------
        *names
            The entities asked about.
        depth
            The most hops; the hop into the entity is causal, further ones may be transport.
        sign
            Only regulators of this net sign: 1, -1 or 0.
        type
            Only regulators of this type, or of its subtypes.
        cancer, exposure
            Only findings in this context count, subtypes included.

        Returns
        -------
        Answer of Regulation
            One row per regulator and sign, with its best path.

        Examples
        --------
        >>> import radexo
        >>> [row.path for row in radexo.load().regulators("CDC25A")]
        ['miR-339-5p -| CDC25A']
        """
        return self._regulation("regulators", names, depth, sign, type, cancer, exposure)

    def targets(
        self, *names: str, depth: int = 1, sign: int | None = None, type: str | None = None, cancer: str | None = None,
        exposure: str | None = None,
    ) -> Answer[Regulation]:  # fmt: skip
        """Tell what an entity regulates, or each of several.

        Parameters
        ----------
        *names
            The entities asked about.
        depth
            The most hops; the hop out of the entity is causal, further ones may be transport.
        sign
            Only targets of this net sign: 1, -1 or 0.
        type
            Only targets of this type, or of its subtypes.
        cancer, exposure
            Only findings in this context count, subtypes included.

        Returns
        -------
        Answer of Regulation
            One row per target and sign, with its best path.
        """
        return self._regulation("targets", names, depth, sign, type, cancer, exposure)

    def _regulation(
        self, name: str, names: Sequence[str], depth: int, sign: int | None, type: str | None, cancer: str | None,
        exposure: str | None,
    ) -> Answer[Regulation]:  # fmt: skip
        from .queries.regulation import Regulation, regulation

        if not names:
            raise UsageError(f"{name}: name at least one entity")
        _at_least_one("depth", depth)
        _one_of("sign", sign, (1, -1, 0))
        anchors = list({e.id: e for e in map(self.entity, names)}.values())
        type = entity_type(type).name if type else None
        upstream = name == "regulators"
        context, budget = self._context(cancer, exposure), Budget()
        search = partial(regulation, anchors=anchors, upstream=upstream, depth=depth)
        rows, left_out = search(Walk(self.store, context), sign=sign, type=type, budget=budget)
        whole = len(rows) + len(left_out)
        if context:
            everything, _ = search(Walk(self.store, Context(self.store)), sign=None, type=None, budget=Budget())
            whole = max(whole, len(everything))
        word = name if whole != 1 else name[:-1]
        reasons = [f"{whole - len(rows)} of {whole} {word} left out by the filters"] if whole > len(rows) else []
        if not whole:
            reasons.append(
                f"nothing {'acts on' if upstream else 'is acted on by'} {_listed(anchors)} within {depth} hop{'s' * (depth > 1)}"
            )
        if budget.spent:
            reasons.append(f"{budget.spent}; ask with a smaller depth")
        parameters = {
            "names": [anchor.id for anchor in anchors], "depth": depth, "sign": sign, "type": type,
            "cancer": context.parameters["cancer"], "exposure": context.parameters["exposure"],
        }  # fmt: skip
        return Answer(
            name, parameters, tuple(rows), Regulation, self.version, "regulator" if upstream else "target",
            "truncated" if budget.spent else "", "; ".join(reasons) or None,
        )  # fmt: skip

    def paths(
        self, source: str, target: str, *, max_hops: int = 6, sign: int | None = None, cancer: str | None = None,
        exposure: str | None = None, system: str | None = None, support: str = "stitched", limit: int = 25,
        associations: bool = False, budget: Budget | None = None,
    ) -> Answer[Path]:  # fmt: skip
        """Search the mechanism paths from one end to the other, best first.

        Parameters
        ----------
        source, target
            Names, or ``type:MiRNA`` for every entity of a type.
        max_hops
            The most hops of a path.
        sign
            Only paths of this net sign.
        cancer, exposure, system
            Only findings in this context count.
        support
            The least support: reported, same-cancer or stitched.
        limit
            The most rows; 0 for all.
        associations
            Whether associations are walked too.
        budget
            When the search ends.

        Returns
        -------
        Answer of Path
            Ordered by support, certainty, hops, citations, hub penalty.

        Examples
        --------
        >>> import radexo
        >>> paths = radexo.load().paths("miR-340-5p", "KLF10", max_hops=1)
        >>> [path.chain for path in paths]
        ['miR-340-5p -| KLF10']
        """
        _at_least_one("max-hops", max_hops)
        _one_of("sign", sign, (1, -1, 0))
        _one_of("support", support, SUPPORTS)
        if limit < 0:
            raise UsageError(f"limit {limit}: 0 for all rows, or how many")
        sources, targets = self._ends(source), self._ends(target)
        context, budget = self._context(cancer, exposure, system), budget or Budget()
        classes = tuple(c for c in PredicateClass if associations or c is not PredicateClass.ASSOCIATION)
        walk = Walk(self.store, context, classes)
        found = [make_path(walk, hops) for hops in simple_paths(walk, sources, targets, max_hops, budget)]
        kept = sorted((p for p in found if _supported(p, support) and sign in (None, p.sign)), key=rank)
        whole = len(found)
        if context:
            everything = simple_paths(Walk(self.store, Context(self.store), classes), sources, targets, max_hops, Budget())
            whole = sum(1 for _ in everything)
        parameters = {
            "source": _end_parameter(source, sources), "target": _end_parameter(target, targets), "max_hops": max_hops,
            "sign": sign, **context.parameters, "support": support, "limit": limit, "associations": associations,
        }  # fmt: skip
        none = f"no path from {source} to {target} within {max_hops} hops"
        return self._paths_answer("paths", parameters, kept, limit, whole, none, budget)

    def mechanism(
        self, name: str, then: str | None = None, *, max_hops: int = 6, cancer: str | None = None,
        support: str = "reported", limit: int = 25,
    ) -> Answer[Path]:  # fmt: skip
        """Tell the longest chains through an entity, from the furthest upstream end to radiosensitivity.

        Parameters
        ----------
        name, then
            The entity asked about, and one that comes later on the chain (not necessarily next).
        max_hops
            The most hops of a chain.
        cancer
            Only findings in this cancer count, subtypes included.
        support
            The least support: reported, same-cancer or stitched.
        limit
            The most rows; 0 for all.

        Returns
        -------
        Answer of Path
            No row is part of another; those that reach radiosensitivity first, then the longest.

        Examples
        --------
        >>> import radexo
        >>> radexo.load().mechanism("miR-340-5p", "KLF10")[0].support
        'reported'
        """
        from .queries.mechanism import longest_chains

        _at_least_one("max-hops", max_hops)
        _one_of("support", support, SUPPORTS)
        if limit < 0:
            raise UsageError(f"limit {limit}: 0 for all rows, or how many")
        through = [self.entity(n) for n in (name, then) if n is not None]
        ids = [e.id for e in through]
        if len(ids) != len(set(ids)):
            raise UsageError(f"{name!r} and {then!r} are the same entity, {through[0].name}; give two")
        context, budget = self._context(cancer), Budget()
        kept = longest_chains(self.store, context, ids, max_hops, support, budget)
        longest = kept
        if support != "stitched":
            longest = longest_chains(self.store, context, ids, max_hops, "stitched", Budget())
        rest = sum(1 for p in longest if not _supported(p, support))
        if not longest and context:
            longest = longest_chains(self.store, Context(self.store), ids, max_hops, "stitched", Budget())
            rest = len(longest)
        parameters = {
            "name": ids[0], "then": ids[1] if then else None, "max_hops": max_hops, "cancer": context.parameters["cancer"],
            "support": support, "limit": limit,
        }  # fmt: skip
        none = f"no chain leads through {' and then '.join(e.name for e in through)} within {max_hops} hops"
        return self._paths_answer("mechanism", parameters, kept, limit, len(kept) + rest, none, budget)

    def biomarkers(self, *, cancer: str | None = None, fluid: str | None = None, role: str | None = None) -> Answer[BiomarkerRow]:
        """List exosomal biomarkers.

        Parameters
        ----------
        cancer
            Only in this cancer, subtypes included.
        fluid
            Only in this fluid; ``blood`` covers serum and plasma.
        role
            predictive, prognostic, diagnostic or monitoring.

        Returns
        -------
        Answer of BiomarkerRow
        """
        from .queries.biomarkers import BiomarkerRow, biomarker_rows

        fluids = sorted({b.fluid for f in self.store.findings() for b in f.biomarkers if b.fluid} | {"blood"})
        _one_of("role", role, ROLES)
        _one_of("fluid", fluid, fluids)
        context = self._context(cancer)
        rows, left_out = biomarker_rows(self.store, context, fluid=fluid, role=role)
        reason = f"{left_out} of {left_out + len(rows)} biomarker claims left out by the filters" if left_out else None
        parameters = {"cancer": context.parameters["cancer"], "fluid": fluid, "role": role}
        return Answer("biomarkers", parameters, tuple(rows), BiomarkerRow, self.version, "biomarker", reason=reason)

    def contradictions(self, *, cancer: str | None = None, max_hops: int = 3) -> Answer[Contradiction]:
        """List opposite claims between the same ends, of edges and of paths.

        Parameters
        ----------
        cancer
            Only findings in this cancer count, subtypes included.
        max_hops
            The most hops of a path; 1 for edges only.

        Returns
        -------
        Answer of Contradiction

        Examples
        --------
        >>> import radexo
        >>> rows = radexo.load().contradictions(max_hops=1)
        >>> [row.shared_context for row in rows if row.subject.name == "Wnt/beta-catenin signaling"]
        [False]
        """
        from .queries.contradictions import Contradiction, contradictions

        _at_least_one("max-hops", max_hops)
        context, budget = self._context(cancer), Budget()
        rows = contradictions(self.store, context, max_hops, budget)
        parameters = {"cancer": context.parameters["cancer"], "max_hops": max_hops}
        reason = None if rows else f"no opposite claims within {max_hops} hops"
        if budget.spent:
            reason = f"{budget.spent}; ask with fewer hops"
        status = "truncated" if budget.spent else ""
        return Answer("contradictions", parameters, tuple(rows), Contradiction, self.version, None, status, reason)

    def coherence(self, *, cancer: str | None = None) -> Answer[Coherence]:
        """Hold every finding's chain against the effect it states.

        Parameters
        ----------
        cancer
            Only findings in this cancer, subtypes included.

        Returns
        -------
        Answer of Coherence
        """
        from .queries.coherence import Coherence, coherence

        context = self._context(cancer)
        rows = coherence(self.store, context)
        reason = None if rows else "no finding states an effect here"
        parameters = {"cancer": context.parameters["cancer"]}
        return Answer("coherence", parameters, tuple(rows), Coherence, self.version, reason=reason)

    # -- helpers ----------------------------------------------------------------------------------

    def _context(self, cancer: str | None = None, exposure: str | None = None, system: str | None = None) -> Context:
        _one_of("system", system, SYSTEMS)
        return Context(
            self.store,
            self.entity(cancer, "Cancer") if cancer else None,
            self.entity(exposure, "Exposure") if exposure else None,
            system,
        )

    def _ends(self, name: str) -> list[str]:
        kind, colon, type = name.partition(":")
        if colon and kind.casefold() == "type":
            allowed = subtypes(entity_type(type).name)
            return [e.id for e in self.store.entities() if e.type in allowed]
        return [self.entity(name).id]

    def _paths_answer(
        self, name: str, parameters: Mapping[str, Any], kept: list[Path], limit: int, whole: int, none: str, budget: Budget
    ) -> Answer[Path]:
        rows = kept[:limit] if limit else kept
        reasons = []
        what = "chain" if name == "mechanism" else "path"
        if len(rows) < len(kept):
            reasons.append(f"{len(rows)} of {len(kept)} {what}s shown; --limit 0 for all")
        if whole > len(kept):
            left = whole - len(kept)
            by = "--support" if name == "mechanism" else "the filters"
            reasons.append(f"{left} {what}{'s' * (left != 1)} left out by {by}")
        if not whole:
            reasons.append(none)
        if budget.spent:
            reasons.append(f"{budget.spent}: not all {what}s were found; ask for fewer hops")
        cut = budget.spent or len(rows) < len(kept)
        return Answer(
            name, parameters, tuple(rows), Path, self.version, None, "truncated" if cut else "", "; ".join(reasons) or None
        )


def _supported(path: Path, support: str) -> bool:
    return SUPPORTS.index(path.support) <= SUPPORTS.index(support)


def _end_parameter(name: str, ids: Sequence[str]) -> str:
    return name if name.casefold().startswith("type:") else ids[0]


def _listed(entities: Iterable[Entity]) -> str:
    return ", ".join(e.name for e in entities)


def _one_of(what: str, value: Any, allowed: Sequence[Any]) -> None:
    if value is not None and value not in allowed:
        names = ", ".join(map(str, allowed))
        raise UsageError(f"{what} {value!r} is not known; one of: {names}", [str(a) for a in allowed])


def _at_least_one(what: str, value: int) -> None:
    if value < 1:
        raise UsageError(f"{what} {value}: a whole number from 1")
