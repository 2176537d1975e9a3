"""Ids as measured tables write them, and what they are in the packaged graph."""

from __future__ import annotations

from radexo.measured.grounding import NO_ARM, PRECURSOR, SEVERAL

FOUND = {
    "hsa-miR-340-5p": "miR-340-5p",
    "HSA-MIR-340-5P": "miR-340-5p",
    "hsa-mir-340-5p": "miR-340-5p",
    "hsa.miR.340.5p": "miR-340-5p",
    "MIMAT0004692": "miR-340-5p",
    "hsa-miR-340": "miR-340-5p",  # a name that miRBase gave this arm
    "hsa-miR-301a-3p": "miR-301a",
    "hsa-miR-493*": "miR-493-5p",
    "KLF10": "KLF10",
    "ENSG00000155090.12": "KLF10",
    "ENSG00000155090.3_PAR_Y": "KLF10",
    "MIMAT0004692_1": "miR-340-5p",
    "Q13118": "KLF10",
    "Q13118-2": "KLF10",
    "KLF10 /// KLF10": "KLF10",
    "AGAP2.AS1": "AGAP2-AS1",
}
DOUBTFUL = {
    "hsa-mir-340": PRECURSOR,
    "hsa.mir.340": PRECURSOR,
    "MIR340": PRECURSOR,
    "MI0000802": PRECURSOR,
    "MI0000802_1": PRECURSOR,
    "mirbase:MI0000802": PRECURSOR,
    "MIR409": PRECURSOR,
    "hsa-miR-409": NO_ARM,
    "CDKN1A;KLF10": SEVERAL,
}
UNMATCHED = [
    "hsa-miR-340-3p",
    "hsa-miR-301a-5p",
    "7071",
    "TP53",
    "hypoxia",
    "miRNAs",
    "radiosensitivity",
]
