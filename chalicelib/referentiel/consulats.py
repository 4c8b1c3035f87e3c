"""Consular posts that hold an electoral list.

No open package lists them, so `donnees/consulats.csv` is a small sample to be replaced by the
operator's own list (the ministry of Foreign Affairs publishes the posts by arrêté). UTF-8, ";"
between columns, a header line:

- code: "ZZ" and three digits. Codes of our own, never reused for another post. They cannot collide
  with the Code officiel géographique, where a code begins with two digits, 2A or 2B.
- ville: the post's town, by which people look for it.
- nom: what is shown, in French, with its preposition ("Consulat général de France à Londres").
- pays: the country, in French; with the name, it tells two posts apart.
- autres: other words that should find it ("London"), "|" between them; may be empty.

To import a longer list: append lines, keep the code of each post that is already there. A line
that breaks these rules makes the first look-up raise ValueError, and the test suite says which.
"""

from __future__ import annotations

import csv
import re
from functools import cache

from chalicelib.domaine.texte import normaliser
from chalicelib.referentiel.commune import Commune
from chalicelib.referentiel.donnees import DOSSIER

_CODE = re.compile(r"ZZ\d{3}")


@cache
def _lignes() -> tuple[dict[str, str], ...]:
    with (DOSSIER / "consulats.csv").open(encoding="utf-8", newline="") as fichier:
        lignes = tuple(csv.DictReader(fichier, delimiter=";"))
    verifier(lignes)
    return lignes


def verifier(lignes: tuple[dict[str, str], ...]) -> None:
    """Raise ValueError at the first line that breaks the rules of this module's docstring."""
    vus: set[str] = set()
    for ligne in lignes:
        code = ligne["code"]
        if not _CODE.fullmatch(code) or code in vus:
            raise ValueError(f"code de poste consulaire invalide ou répété : {code}")
        if not all(ligne[colonne].strip() for colonne in ("ville", "nom", "pays")):
            raise ValueError(f"poste consulaire incomplet : {code}")
        vus.add(code)


def tous() -> tuple[Commune, ...]:
    """Every consular post, in the order of the file."""
    return tuple(par_code().values())


@cache
def par_code() -> dict[str, Commune]:
    """Consular posts by their code."""
    return {
        ligne["code"]: Commune(
            code=ligne["code"],
            nom=ligne["nom"],
            departement="",
            departement_nom=ligne["pays"],
            codes_postaux=(),
            siren="",
            ville="",
            consulaire=True,
        )
        for ligne in _lignes()
    }


@cache
def cles() -> tuple[str, ...]:
    """Comparable names of each post, in the order of `tous()`, in the form of `donnees.Table`."""
    return tuple(_cle(ligne) for ligne in _lignes())


def _cle(ligne: dict[str, str]) -> str:
    ville, nom, pays = ligne["ville"], ligne["nom"], ligne["pays"]
    noms = [ville, f"consulat {ville}", f"consulat de {ville}", f"{nom} {pays}", f"{ville} {pays}"]
    noms += [pays, *filter(None, ligne["autres"].split("|"))]
    return ";".join(f" {normaliser(n)}" for n in noms)
