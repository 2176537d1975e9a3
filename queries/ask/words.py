"""The words in which people ask: what each means to the router of plain questions.

A word has a kind (verb, type, radio, cue ...) and a value. Verbs are listed as they stand in a
dictionary and inflected here; phrases are tuples of words. Names of entities are not words: the
graph knows those.

Examples
--------
>>> VOCABULARY["represses",].kind, VOCABULARY["represses",].value
('verb', -1)
>>> VOCABULARY["radiation", "resistance"].value, american("sensitise")
(-1, 'sensitize')
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

__all__ = ["FUNCTION_WORDS", "LONGEST", "NUMBERS", "ORDINARY", "VOCABULARY", "Word", "american"]


@dataclass(frozen=True, slots=True)
class Word:
    """What a word or phrase means.

    Parameters
    ----------
    kind
        Such as verb, agent, event, type, radio, cue, filter.
    value
        Of a verb the sign, of a type its name, and so on.
    form
        Of a verb: base, s, ed or ing.
    """

    kind: str
    value: Any = None
    form: str = ""


_UP = """increase raise elevate enhance promote activate upregulate up-regulate boost stimulate induce augment potentiate
amplify favor strengthen improve trigger drive cause confer restore rescue foster mediate produce bring~about
lead~to contribute~to give~rise~to result~in switch~on turn~on turn~up support facilitate heighten evoke
initiate generate accelerate help express go~up shoot~up climb push~up drive~up keep~high keep~up ramp~up
set~off"""
_DOWN = """decrease lower reduce repress inhibit suppress downregulate down-regulate block dampen attenuate abolish
abrogate diminish impair weaken antagonize counteract prevent reverse overcome curb limit restrain lessen
degrade shut~off switch~off turn~off turn~down shut~down bring~down break cut slash undermine hamper hinder negate
mitigate stop destabilize disrupt alleviate neutralize eliminate deactivate inactivate go~down hold~back
keep~down keep~low keep~in~check hold~in~check rein~in push~down pull~down drive~down tone~down
worsen aggravate exacerbate deteriorate blunt dull quench quell thwart hold~down
take~down"""
_SILENCE = "silence deplete delete ablate knock~down knock~out remove lose"
_RAISED = "overexpress over-express"
_REGULATE = """regulate control modulate affect influence govern alter change act~on impact impact~on tune shape target
interact~with modify determine impinge~on act~upon work~on engage hit address interfere~with act touch do~to
matter~to feed~into signal~to bind~to bind reprogram adjust steer manipulate play~on work function operate
point~to point~at"""
_MAKE = "make render turn leave keep get become"
_SPONGE = "sponge sequester soak~up mop~up titrate~away take~away"
_SENSITIZE = "sensitize radiosensitize radio-sensitize"
_PROTECT = "radioprotect desensitize protect shield"
_CARRY = """carry contain transport deliver package pack load shuttle transfer encapsulate bear ferry hold enclose wrap
encase bring convey harbor include sort ship"""
_RELEASE = (
    "release secrete shed give~off set~free emit send~out come~out~of discharge excrete export"
)
_SHARE = "share"
_DIFFER = "differ compare contrast distinguish diverge"
_DISAGREE = "disagree contradict conflict oppose dispute clash"
_REACH = "reach converge~on converge feed~into work~through work~via act~through act~via pass cross penetrate enter"
_PREDICT = "predict forecast foretell anticipate"
_DEPEND = """lean~on depend~on rest~on rely~on hinge~on hang~on stand~on be~based~on collapse fall vanish disappear retract
        withdraw"""
_REPORT = """report find observe see show describe study investigate say tell state claim mention document publish
    demonstrate prove write cite"""
_CONNECT = "connect link join get~from lead~from go~from run~from"

_IRREGULAR = {
    verb: forms
    for verb, *forms in map(
        str.split,
        """lead leads led leading; give gives gave given giving; bring brings brought bringing; overcome overcomes overcame
        overcoming; make makes made making; keep keeps kept keeping; leave leaves left leaving;
        become becomes became becoming; get gets got getting; find finds found finding; see sees saw
        seen seeing; show shows showed shown showing; say says said saying; tell tells told telling;
        drive drives drove driven driving; hold holds held holding; shed sheds shed shedding; send
        sends sent sending; lose loses lost losing; cut cuts cut cutting; shut shuts shut shutting;
        break breaks broke broken breaking; feed feeds fed feeding; bind binds bound binding; bear
        bears bore borne bearing; hit hits hit hitting; do does did done doing; fall falls fell
        fallen falling; stand stands stood standing; shoot shoots shot shooting; set sets set
        setting; foretell foretells foretold foretelling; hang hangs hung hanging; withdraw
        withdraws withdrew withdrawn withdrawing; write writes wrote written writing; prove proves
        proved proven proving; go goes went gone going; run runs ran running; come comes came
        coming; take takes took taken taking; be is are was being; wrap wraps wrapped wrapping; curb
        curbs curbed curbing; stop stops stopped stopping; transfer transfers transferred
        transferring; confer confers conferred conferring; control controls controlled controlling;
        emit emits emitted emitting; mop mops mopped mopping; limit limits limited limiting; hamper
        hampers hampered hampering; interfere interferes interfered interfering; differ differs
        differed
        differing""".split(";"),  # noqa: SIM905
    )
}
"""Verbs with the third person, the past forms and the -ing form that no rule gives."""


def _inflected(verb: str) -> Iterator[tuple[str, str]]:
    """Give the forms of a regular verb, and of the irregular ones listed, with what form each is."""
    yield verb, "base"
    if verb in _IRREGULAR:
        third, *past, ing = _IRREGULAR[verb]
        yield third, "s"
        for form in past:
            yield form, "ed"
        yield ing, "ing"
        return
    stem = verb[:-1] if verb.endswith("e") else verb
    if verb.endswith("y") and verb[-2] not in "aeiou":
        stem = verb[:-1] + "i"
    yield (
        verb + "s"
        if not verb.endswith(("s", "ss", "sh", "ch", "y"))
        else (stem if stem != verb else verb) + "es",
        "s",
    )
    yield stem + "ed", "ed"
    yield (verb[:-1] if verb.endswith("e") else verb) + "ing", "ing"
    if verb.endswith("ay"):
        yield verb + "s", "s"


def _verbs(kind: str, value: Any, verbs: str) -> Iterator[tuple[tuple[str, ...], Word]]:
    for verb in verbs.replace("\n", " ").split():
        head, *rest = verb.replace("-", "~").split("~")
        if "-" in verb:  # up-regulate: the inflection is at the end
            for form, name in _inflected(rest[-1]):
                yield (head, *rest[:-1], form), Word(kind, value, name)
        else:
            for form, name in _inflected(head):
                yield (form, *rest), Word(kind, value, name)


_NOUNS: dict[tuple[str, Any], str] = {
    (
        "agent",
        0,
    ): """regulator regulators modulator modulators controller controllers upstream~regulator
        upstream~regulators effector effectors influencer influencers upstream upstream~of predecessor predecessors
        incoming incoming~edge incoming~edges incoming~links
        under~control~of under~the~control~of upstream~neighbor upstream~neighbors""",
    (
        "agent",
        1,
    ): """activator activators inducer inducers enhancer enhancers driver drivers promoter promoters stimulator
        stimulators cause causes positive~regulator positive~regulators booster boosters mediator mediators""",
    (
        "agent",
        -1,
    ): """repressor repressors inhibitor inhibitors suppressor suppressors silencer silencers blocker blockers
        negative~regulator negative~regulators antagonist antagonists""",
    (
        "target",
        None,
    ): """target targets downstream downstream~of downstream~target downstream~targets substrate
        substrates successor successors outgoing outgoing~edge outgoing~edges outgoing~links downstream~neighbor
        downstream~neighbors down~the~line""",
    ("event", 0): "regulation modulation control alteration dysregulation",
    (
        "effect",
        None,
    ): """effect effects effect~of effects~of impact~of influence~of action~of actions~of function~of
        functions~of role~of roles~of function functions role roles influences impacts consequence consequences job jobs""",
    ("connect", None): "connection connections",
    (
        "relation",
        None,
    ): "relation relations relationship relationships correlation interaction interactions interplay",
    (
        "event",
        1,
    ): """activation induction enhancement promotion stimulation upregulation up~regulation increase increases
        rise elevation gain""",
    (
        "event",
        -1,
    ): """repression inhibition suppression downregulation down~regulation decrease decreases reduction
        blockade drop""",
    (
        "silencing",
        "silence",
    ): """knockdown knock~down knockout knock~out loss depletion deletion silencing ablation
        absence""",
    (
        "silencing",
        "raise",
    ): "overexpression over~expression ectopic~expression forced~expression mimic mimics",
    (
        "radio",
        1,
    ): """radiosensitivity radio~sensitivity radiosensitive radio~sensitive radiation~sensitivity
        radiation~sensitive radiosensitiveness radiotherapy~sensitivity radiotherapy~response radiation~response
        radioresponse radiocurability radiosensitization radiosensitizing radio~sensitization radiosensitizing~effect""",
    (
        "radio",
        -1,
    ): """radioresistance radio~resistance radioresistant radio~resistant radiation~resistance
        radiation~resistant radioresistancy radiotherapy~resistance radiotherapy~resistant radiotolerance
        radiation~tolerance radiotherapy~failure""",
    ("radioagent", 1): "radiosensitizer radiosensitizers radio~sensitizer radio~sensitizers",
    ("radioagent", -1): "radioprotector radioprotectors radio~protector radio~protectors",
    ("tough", -1): "resistance resistant tolerance tolerant refractory resist resists protection",
    (
        "tough",
        1,
    ): "sensitivity sensitive susceptible susceptibility responsive receptive vulnerable",
    ("response", 1): "response responsiveness reaction respond responds",
    (
        "sponge",
        None,
    ): "sponge sponges sponging cerna cernas sponge~axis sponge~axes decoy decoys competing~endogenous",
    (
        "biomarker",
        None,
    ): """biomarker biomarkers marker markers liquid~biopsy liquid~biopsies indicator indicators
        signature signatures""",
    ("role", "predictive"): "predictive predictor predictors prediction",
    (
        "role",
        "prognostic",
    ): """prognostic prognosis prognosticate prognosticator prognosticators cancer~prognosis
        prognostication""",
    (
        "role",
        "diagnostic",
    ): """diagnostic diagnostics diagnosis diagnose diagnosing detect detection screening early~diagnosis
        early~detection""",
    (
        "role",
        "monitoring",
    ): "monitoring monitor monitored follow~up monitors tracking track tracked",
    ("fluid", "serum"): "serum sera",
    ("fluid", "plasma"): "plasma",
    ("fluid", "blood"): "blood bloodstream",
    ("fluid", "saliva"): "saliva salivary",
    ("fluid", "urine"): "urine urinary",
    (
        "system",
        "patients",
    ): "patient patients clinic clinical clinically human humans clinical~samples cohort cohorts",
    ("system", "in-vitro"): "in~vitro cell~culture cultured~cells cell~lines cell~line culture",
    ("system", "in-vivo"): "in~vivo mice mouse animal animals xenograft xenografts murine",
    (
        "support",
        "reported",
    ): """reported only~reported reported~only single~study one~study same~study single~paper
        one~paper""",
    (
        "support",
        "same-cancer",
    ): """not~stitched unstitched without~stitching same~cancer one~cancer single~cancer
        same~tumor one~tumor~type same~tumor~type one~tumor same~cancer~type one~cancer~type""",
    ("support", "stitched"): "stitched stitched~together",
    ("limit", 0): "all every",
    (
        "atmost",
        None,
    ): "no~more~than not~more~than at~most at~the~most up~to maximal maximum max maximally fewer~than",
    ("hop", None): "hop hops step steps edge edges link~deep length",
    (
        "more",
        1,
    ): "more greater higher increased enhanced improved elevated better good~for stronger heightened high",
    (
        "more",
        -1,
    ): """less reduced decreased lower poorer poor worse diminished impaired bad~for loss~of weaker lowered low
        lack~of""",
    (
        "shortest",
        True,
    ): "shortest most~direct quickest minimal fewest fewest~hop fewest~hops fewest~steps",
    ("direct", True): "direct directly immediate one~hop single~hop one~step",
    (
        "exosome",
        None,
    ): """exosome exosomes exosomal extracellular~vesicle extracellular~vesicles vesicle vesicles evs ev
        exosome~derived sev sevs vesicular""",
    (
        "cargo",
        None,
    ): """cargo cargos cargoes payload payloads content contents exosomally exosomal~contents
        exosomal~content exosome~cargo exosome~cargoes exosome~contents exosome~content exosomal~cargo exosomal~cargoes
        vesicle~cargo""",
    ("carrier", None): "carrier carriers on~board aboard",
    (
        "path",
        None,
    ): """path paths route routes ways~by~which ways~from ways~to chain chains cascade cascades
        trajectory trajectories axis axes
        mechanistic~path mechanistic~paths mechanistic~link mechanistic~links causal~path causal~paths mechanism~path
        mechanism~paths""",
    (
        "mechanism",
        None,
    ): """mechanism mechanisms mechanistically mechanistic mode~of~action mechanism~of~action how~come
        explain explanation story chain~of~events sequence~of~events""",
    (
        "pathway",
        None,
    ): """pathway pathways signaling~pathway signaling~pathways signaling signaling~cascade
        signaling~cascades""",
    (
        "process",
        None,
    ): """process processes biological~process biological~processes cellular~process cellular~processes
        phenotype phenotypes program programs programme programmes""",
    (
        "paper",
        None,
    ): """paper papers publication publications reference references citation citations literature article
        articles doi dois pmid pmids bibliography cited study studies""",
    (
        "evidence",
        None,
    ): """evidence evidences proof support~for statement statements support supporting claim claims
        backing provenance support~what supports~what support~that supports~that""",
    (
        "finding",
        None,
    ): """finding findings result results tell~me~about known~about know~about known~of know~of
        told~about tell~about
        say~about said~about learn~about observation observations report reports summary""",
    (
        "share",
        None,
    ): """common shared both overlap overlaps overlapping mutual alike similarity similarities jointly
        as~well~as in~common commonly same""",
    (
        "differ",
        None,
    ): "difference differences different versus vs comparison unlike distinct unique",
    (
        "disagree",
        None,
    ): """disagreement disagreements contradiction contradictions contradictory conflicts conflicting
        opposite opposed inconsistent inconsistency inconsistencies controversy controversies controversial dispute
        disputed opposing discrepancy discrepancies odds at~odds discordant at~variance variance""",
    (
        "coherence",
        None,
    ): """coherence coherent incoherent coherently self~consistent internally~consistent consistent
        consistency add~up adds~up multiply multiplies by~construction product~of undetermined agree agrees match matches fit fits
        fit~with sign~coherent""",
    (
        "gap",
        None,
    ): """gap gaps missing break~off breaks~off dead~end dead~ends orphan orphans unexplained incomplete
        unresolved understudied open~ends loose~ends""",
    (
        "hub",
        None,
    ): """hub hubs most~connected central best~connected most~claims degree connectivity connected
        well~connected most~studied influential most~connections most~edges most~links most~partners""",
    (
        "therapy",
        None,
    ): """therapy therapeutic therapeutics therapeutically treatment treatments treat intervene
        intervention interventions druggable exploit exploited actionable leverage points~of~attack point~of~attack
        clinically~useful drug treated drug~target drug~targets druggable~targets""",
    (
        "info",
        None,
    ): "version versions license licenses licence licences statistics size sources~of~data where~the~data",
    (
        "graph",
        None,
    ): "graph database knowledge~graph radexo dataset knowledge~base db data sources source",
    ("count", None): "how~many how~much how~big how~large number~of count",
    (
        "deposit",
        None,
    ): "without~paper without~study without~finding retracted retraction without depends",
    ("happen", None): """moves move shifts shift happen happens happened outcome follow
        follows ensue ensues what~if
        would aftermath""",
    ("if", None): "if in~silico when once suppose supposing assume assuming imagine given",
    ("signed", 1): "positive positively plus~sign",
    ("signed", -1): "negative negatively minus~sign",
    (
        "rank",
        None,
    ): "top best best~ranked top~ranked highest~ranked highest~scoring strongest first",
    ("uptake", None): "take~up takes~up taking~up internalize internalizes internalizing",
    ("after", None): "after upon following post",
    (
        "how",
        None,
    ): "how steps~by~which by~which~steps by~what~steps by~what~means in~what~way in~which~way",
    ("why", None): "why for~what~reason",
    ("what", None): "what which who whose whom where what's whats wat wich whitch",
    ("anything", None): "anything something any some",
    (
        "aux",
        None,
    ): """is are was were be been being does do did can could will would has have had may might shall should
        must am doing""",
    ("qualifier", None): "hpv+ hpv hpv~positive hpv~negative",
    (
        "not",
        None,
    ): """not no never n't cannot neither nor none without~any except excluding exclude excludes but~not unless
        unaffected non lacks lack fail fails independent other~than rather~than instead~of untouched unchanged hardly""",
    ("against", None): "against",
    ("by", None): "by thanks~to due~to because~of",
    ("via", None): "through via over by~way~of passing",
    ("of", None): "of",
    (
        "from",
        None,
    ): "from between starting~at starting~from start~at starts~at start~with begin~at begins~at begin~with",
    ("to", None): "to into onto towards toward",
    (
        "in",
        None,
    ): "in within inside among for during under on at with across regarding concerning about",
    ("and", None): "and or & plus but together~with",
    ("that", None): "that",
    ("unclear", None): "unclear unsettled undecided",
    (
        "cancers",
        None,
    ): """which~cancer which~cancers what~cancers which~tumors which~tumor which~tumor~types which~cancer~types
        what~tumors what~cancer~types which~diseases which~tumor~entities""",
    ("filler", None): "tell~me show~me give~me let~me~know",
    ("worth", None): "worth worthwhile",
    ("pronoun", None): "it they them he she this these those",
}

_TYPES = {
    "MiRNA": "micro~rna micro~rnas mirna mirnas microrna micrornas mir mirs exomir exomirs exomirna exomirnas mirna~species",
    "LncRNA": """lncrna lncrnas lnc~rna lnc~rnas long~noncoding~rna long~noncoding~rnas long~non~coding~rna
        long~non~coding~rnas
        lincrna lincrnas""",
    "CircRNA": "circrna circrnas circular~rna circular~rnas circ~rna circ~rnas",
    "RNA": "ncrna ncrnas noncoding~rna noncoding~rnas non~coding~rna non~coding~rnas rna rnas",
    "Gene": "gene genes protein proteins mrna mrnas transcript transcripts",
    "Chemical": "chemical chemicals compound compounds lipid lipids",
    "Exposure": "exposures from~an~exposure from~any~exposure",
    "Cell": "cell~type cell~types",
    "Exosome": "",
    "Pathway": "",
    "Process": "",
}

FUNCTION_WORDS = frozenset(
    """exposure a able according activities activity actual actually again already also amount an another appear appears as
    asking associated association associations author authors based begin beginning begins behind
    best biological biology briefly cancer cancerous cancers candidate candidates case cases cell
    cells cellular certain cheers claimed clear come comes coming complete compound compounds
    concerned concerning containing context contexts contrary curious currently deal deals dear
    dependent derived detail details detected direction display donor donors down driven e.g early
    blame culprit culprits directed each else end ends engineered entire entities entity entry
    enumerate especially etc even eventually ever everything exactly example examples experiment
    experimental experiments expressed expressing expression fact factor factors fetch few field
    figure finally find form full further generally get give go goes going group groups hello help
    here hey hi high however i i.e implicated important inc incl include includes including indeed
    induced inferred inside interested interesting involve involved involvement involves its itself
    just kind kindly kinds know knowledge known least let lets level levels like likely link links
    list look low mainly malignant many maybe me mediated member members mention molecular molecule
    molecules most mostly much my name need network new numbers numbered node nodes now off ok okay
    oncology ones only originate originating other others our out overall overview part particular
    particularly parts pattern people per perhaps play player players plays please pls plz point
    points population populations postoperative preoperative neoadjuvant adjuvant possible potential
    potentially present print probably provide put question quick quickly rank ranked
    radiobiological radiobiology rather really recently regarding regards relate related relates
    relevant researchers respect respectively responsible rest return review reviewer rich run runs
    sceptical second see setting settings several shape show sign signs simple simply since
    situation skeptical so solid somehow species specific specifically start starting starts state
    stated status still stuff subsequent subsequently subtype subtypes such summarise summarize sure
    table take taken takes tell text than thank thanks the their themselves then there thesis thing
    things tissue tissues today today's too total toward trace truly tumor tumoral tumors type types
    ultimately underlying up us use used uses using various want way ways we well whole wish
    wonder wondering yet you your multiple value values anywhere set sets back tracing""".split()  # noqa: SIM905
)
"""Words that may stand in a question without changing what it asks."""

ORDINARY = frozenset({"ago", "ec", "est", "nb", "ps"})
"""Short names of entities that are also English words: they count as names only in capitals."""

NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "ten": 10,
    "twenty": 20,
    "single": 1,
    "1st": 1,
}

_RADIATION = """radiation irradiation radiotherapy ir rt x~rays x~ray xrays x~ray~treatment x~ray~therapy x~irradiation
        photons
gamma~rays radiation~therapy radiation~treatment ionizing~radiation radio~therapy radiotherapies irradiations
rays the~radiation photon~radiation chemoradiotherapy"""


def _phrases(text: str) -> Iterator[tuple[str, ...]]:
    for phrase in text.split():
        yield tuple(phrase.split("~"))


def _vocabulary() -> dict[tuple[str, ...], Word]:
    words: dict[tuple[str, ...], Word] = {}
    for kind, value, verbs in (
        ("verb", 1, _UP),
        ("verb", -1, _DOWN),
        ("verb", 0, _REGULATE),
        ("make", None, _MAKE),
        ("spongeverb", None, _SPONGE),
        ("sensitize", 1, _SENSITIZE),
        ("sensitize", -1, _PROTECT),
        ("carry", None, _CARRY),
        ("release", None, _RELEASE),
        ("share", None, _SHARE),
        ("differ", None, _DIFFER),
        ("disagree", None, _DISAGREE),
        ("reach", None, _REACH),
        ("role", "predictive", _PREDICT),
        ("deposit", None, _DEPEND),
        ("connect", None, _CONNECT),
        ("silenceverb", "silence", _SILENCE),
        ("silenceverb", "raise", _RAISED),
    ):
        for phrase, word in _verbs(kind, value, verbs):
            words.setdefault(phrase, word)
    for (kind, value), text in _NOUNS.items():
        for phrase in _phrases(text):
            words.setdefault(phrase, Word(kind, value))
    for phrase, word in _verbs("report", None, _REPORT):  # a study is a noun first
        words.setdefault(phrase, word)
    for type, text in _TYPES.items():
        for phrase in _phrases(text):
            words.setdefault(phrase, Word("type", type))
    for radiation in _phrases(_RADIATION):
        for (kind, sign), leads in _NOUNS.items():
            for (lead,) in _phrases(leads) if kind in ("tough", "response") else ():
                words[(*radiation, lead)] = Word("radio", sign)
                for preposition in ("to", "towards", "against", "from"):
                    words[(lead, preposition, *radiation)] = Word("radio", sign)
        for verb in ("resist", "withstand", "survive", "tolerate"):
            for form, _ in _inflected(verb):
                words[(form, *radiation)] = Word("radio", -1)
    return words


VOCABULARY = _vocabulary()
"""What each word or phrase means."""

LONGEST = max(map(len, VOCABULARY))
"""How many words the longest phrase has."""

_BRITISH = (
    (re.compile(r"is(e|ed|es|ing|ation|ations|er|ers)$"), r"iz\1"),
    (re.compile(r"our(s|ed|ing|able|al)?$"), r"or\1"),
    (re.compile(r"ll(ed|ing)$"), r"l\1"),
    (re.compile(r"^oe"), "e"),
)


def american(word: str) -> str:
    """Spell a word the American way; words that are spelled alike stay as they are.

    Examples
    --------
    >>> american("tumour"), american("signalling"), american("radiosensitiser")
    ('tumor', 'signaling', 'radiosensitizer')
    """
    if (word,) in VOCABULARY or word in FUNCTION_WORDS:
        return word
    for pattern, spelled in _BRITISH:
        word = pattern.sub(spelled, word)
    return word
