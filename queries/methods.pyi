"""Written by ``python -m radexo.docs.make.stubs``; do not edit."""

from collections.abc import Iterable, Sequence
from inspect import Signature
from typing import Literal, TypedDict

from ..graph.model import Entity
from ..graph.schema import PredicateName, Sign, TypeName
from .answer import Answer
from .claims import ClaimRow
from .declare import Question
from .paths.path import Path
from .paths.search import Budget
from .questions._regulation import Regulation
from .questions.biomarkers import BiomarkerRow
from .questions.cargo_by_effect import CargoEffect
from .questions.coherence import Coherence
from .questions.compare_cancers import ClaimInCancers
from .questions.contradictions import Contradiction
from .questions.corroborate import Corroboration
from .questions.define import Definition
from .questions.depends_on import Dependent
from .questions.evidence import StatementRow
from .questions.exosomes_of import ExosomeRow
from .questions.findings import FindingRow
from .questions.gaps import Gap
from .questions.hubs import Hub
from .questions.info import Overview
from .questions.papers_on import PaperOn
from .questions.shared_regulators import SharedRegulator
from .questions.shared_targets import SharedTarget
from .questions.therapy import TherapyRow
from .questions.what_if import Shift

Name = str | Entity
Names = Name | Iterable[Name]

def call_of(question: Question) -> str: ...
def documentation(question: Question) -> str: ...
def signature(question: Question) -> Signature: ...
def stub() -> str: ...

class FilterWords(TypedDict, total=False):
    cancer: Name | None
    exposure: Name | None
    system: Literal["in-vitro", "in-vivo", "patients"] | None
    source: str | None
    certainty: Literal["stated", "inferred", "hedged"] | None
    source_check: Literal["agrees", "differs", "unchecked"] | None
    confirmed: bool | None

class Questions:
    def biomarkers(
        self,
        *,
        fluid: str | None = None,
        role: Literal["predictive", "prognostic", "diagnostic", "monitoring"] | None = None,
        level: Literal["increased", "decreased"] | None = None,
        type: TypeName | None = None,
        name: Name | None = None,
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 0,
    ) -> Answer[BiomarkerRow]: ...
    def cargo_by_effect(
        self,
        effect: Literal["increase", "decrease"],
        *,
        type: TypeName | None = None,
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 0,
    ) -> Answer[CargoEffect]: ...
    def cargo_of(
        self,
        exosome: Name | None = None,
        *,
        type: TypeName | None = None,
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 0,
    ) -> Answer[ClaimRow]: ...
    def carriers_of(
        self,
        cargo: Name,
        *,
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 0,
    ) -> Answer[ClaimRow]: ...
    def coherence(
        self,
        *,
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 0,
    ) -> Answer[Coherence]: ...
    def compare_cancers(
        self,
        one: Name,
        other: Name,
        *,
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 0,
    ) -> Answer[ClaimInCancers]: ...
    def contradictions(
        self,
        *names: Names,
        max_hops: int = 3,
        papers: Sequence[str] | None = None,
        cancer: Name | None = None,
        composed: bool = False,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 0,
        budget: Budget | None = None,
    ) -> Answer[Contradiction]: ...
    def corroborate(
        self,
        *names: Names,
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 0,
        budget: Budget | None = None,
    ) -> Answer[Corroboration]: ...
    def define(self, term: str | None = None, *, limit: int = 0) -> Answer[Definition]: ...
    def depends_on(
        self,
        what: str,
        *,
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 0,
    ) -> Answer[Dependent]: ...
    def evidence(
        self,
        subject: Name,
        object: Name,
        *,
        predicate: PredicateName | None = None,
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 0,
    ) -> Answer[StatementRow]: ...
    def exosomes_of(
        self,
        donor: Name,
        *,
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 0,
    ) -> Answer[ExosomeRow]: ...
    def exposure_effects(
        self,
        exposure: Name,
        *,
        sign: Sign | None = None,
        type: TypeName | None = None,
        cancer: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 0,
    ) -> Answer[ClaimRow]: ...
    def findings(
        self,
        *,
        names: Names | None = None,
        cargo: Name | None = None,
        effect: Literal["increase", "decrease", "unclear", "none"] | None = None,
        paper: str | None = None,
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 0,
    ) -> Answer[FindingRow]: ...
    def gaps(
        self,
        *,
        kind: Literal[
            "cargo-without-target",
            "target-without-pathway",
            "target-in-resource",
            "pathway-in-resource",
        ]
        | None = None,
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 0,
        budget: Budget | None = None,
    ) -> Answer[Gap]: ...
    def hubs(
        self,
        *,
        type: TypeName | None = None,
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 20,
        budget: Budget | None = None,
    ) -> Answer[Hub]: ...
    def info(self, *, limit: int = 0) -> Answer[Overview]: ...
    def mechanism(
        self,
        name: Name,
        then: Name | None = None,
        *,
        max_hops: int = 6,
        support: Literal["one-study", "one-passage", "same-cancer", "stitched"] = "one-passage",
        resources: Sequence[str] | None = None,
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 25,
        budget: Budget | None = None,
    ) -> Answer[Path]: ...
    def metapath(
        self,
        pattern: str | Sequence[TypeName],
        *,
        sign: Sign | None = None,
        support: Literal["one-study", "one-passage", "same-cancer", "stitched"] = "stitched",
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 25,
        budget: Budget | None = None,
    ) -> Answer[Path]: ...
    def papers_on(
        self,
        name: Name,
        *,
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 0,
    ) -> Answer[PaperOn]: ...
    def paths(
        self,
        source: Name,
        target: Name,
        *,
        max_hops: int = 6,
        sign: Sign | None = None,
        support: Literal["one-study", "one-passage", "same-cancer", "stitched"] = "stitched",
        associations: bool = False,
        through: TypeName | None = None,
        predicates: Sequence[PredicateName] | None = None,
        shortest: bool = False,
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 25,
        budget: Budget | None = None,
    ) -> Answer[Path]: ...
    def pathways_of(
        self,
        *names: Names,
        max_hops: int = 3,
        type: Literal["Pathway", "Process"] = "Pathway",
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 0,
        budget: Budget | None = None,
    ) -> Answer[Regulation]: ...
    def regulators(
        self,
        *names: Names,
        depth: int = 1,
        sign: Sign | None = None,
        type: TypeName | None = None,
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 0,
        budget: Budget | None = None,
    ) -> Answer[Regulation]: ...
    def relation(
        self,
        a: Name,
        b: Name,
        *,
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 0,
    ) -> Answer[ClaimRow]: ...
    def shared_pathways(
        self,
        *names: Names,
        max_hops: int = 3,
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 0,
        budget: Budget | None = None,
    ) -> Answer[SharedTarget]: ...
    def shared_regulators(
        self,
        *names: Names,
        type: TypeName | None = None,
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 0,
    ) -> Answer[SharedRegulator]: ...
    def shared_targets(
        self,
        *names: Names,
        type: TypeName | None = None,
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 0,
    ) -> Answer[SharedTarget]: ...
    def sponges(
        self,
        *names: Names,
        rna: Name | None = None,
        mirna: Name | None = None,
        target: Name | None = None,
        type: TypeName | None = None,
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 0,
        budget: Budget | None = None,
    ) -> Answer[Path]: ...
    def targets(
        self,
        *names: Names,
        depth: int = 1,
        sign: Sign | None = None,
        type: TypeName | None = None,
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 0,
        budget: Budget | None = None,
    ) -> Answer[Regulation]: ...
    def therapy(
        self,
        *,
        angle: Literal[
            "block-release",
            "block-uptake",
            "deliver-cargo",
            "deliver-exosomes",
            "deliver-drugs",
            "protect-tissue",
            "block-target",
        ]
        | None = None,
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 0,
    ) -> Answer[TherapyRow]: ...
    def what_if(
        self,
        *names: Names,
        change: Literal["silence", "raise"] = "silence",
        max_hops: int = 4,
        support: Literal["one-study", "one-passage", "same-cancer", "stitched"] = "one-passage",
        cancer: Name | None = None,
        exposure: Name | None = None,
        system: Literal["in-vitro", "in-vivo", "patients"] | None = None,
        source: str | None = None,
        certainty: Literal["stated", "inferred", "hedged"] | None = None,
        source_check: Literal["agrees", "differs", "unchecked"] | None = None,
        confirmed: bool | None = None,
        limit: int = 0,
        budget: Budget | None = None,
    ) -> Answer[Shift]: ...
