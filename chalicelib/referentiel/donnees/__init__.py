"""The communes file, read once when first needed. Built by outils/referentiel/construire.py, whose
`colonnes()` documents each column.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chalicelib.domaine.texte import normaliser

DOSSIER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of the choosable communes, most populated first; n is the same commune in each."""

    codes: tuple[str, ...]
    noms: tuple[str, ...]
    cles: str
    """Comparable names, a line a commune: a space before each word, ";" before each other name."""
    sirens: tuple[str, ...]
    codes_postaux: tuple[str, ...]
    populations: tuple[str, ...]
    rangs: dict[str, int]
    anciens: dict[str, str]
    departements: dict[str, str]
    villes: dict[str, tuple[str, ...]]


def departement_de(code: str) -> str:
    """Département (or collectivité d'outre-mer) of a COG code: its first two characters, or three
    when it begins with 97 or 98.
    """
    return code[:3] if code[:2] in {"97", "98"} else code[:2]


def siren_regulier(code: str) -> str:
    """SIREN that INSEE composes for most communes: 21, the département's two characters (A and B
    of Corse read as 0), the commune's number on four digits, the check digit of Luhn.
    """
    corps = f"21{code[:2]}0{code[2:]}".replace("A", "0").replace("B", "0")
    total = 0
    for rang, chiffre in enumerate(reversed(corps)):
        valeur = int(chiffre) * (2 - rang % 2)
        total += valeur - 9 if valeur > 9 else valeur
    return corps + str(-total % 10)


@cache
def table() -> Table:
    """The whole file in memory; some 40 ms the first time, nothing after."""
    brut = json.loads(gzip.decompress((DOSSIER / "communes.json.gz").read_bytes()))
    codes = tuple(brut["codes"].split("\n"))
    return Table(
        codes=codes,
        noms=tuple(brut["noms"].split("\n")),
        cles=_comparable(brut["noms"]),
        sirens=tuple(brut["sirens"].split("\n")),
        codes_postaux=tuple(brut["codes_postaux"].split("\n")),
        populations=tuple(brut["populations"].split("\n")),
        rangs={code: rang for rang, code in enumerate(codes)},
        anciens=dict(paire.split(" ") for paire in brut["anciens"].split("\n")),
        departements=brut["departements"],
        villes={ville: tuple(codes) for ville, codes in brut["villes"].items()},
    )


def _comparable(noms: str) -> str:
    """`normaliser` on every name at once (40,000 calls would cost a quarter of a second): each
    sign that it would change is replaced in the whole text.
    """
    texte = noms.upper()
    for signe in sorted(set(texte) - set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789\n;")):
        texte = texte.replace(signe, normaliser(signe) or " ")
    texte = "\n " + texte.replace("\n", "\n ").replace(";", "; ") + "\n"
    while "  " in texte:
        texte = texte.replace("  ", " ")
    return texte.replace(" \n", "\n").replace(" ;", ";")
