"""`docs/droit.md` tells the truth: each rule has its row, each file and each test that it names
exists, and it says of the dated rules what the data say.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from chalicelib.domaine.regles import Regle

RACINE = Path(__file__).parents[2]
PAGE = (RACINE / "docs" / "droit.md").read_text("utf-8")
REGLES = [
    *("MDT-01", "MDT-02", "MDT-03"),
    *("MTR-01", "MTR-02", "MTR-03", "MTR-04", "MTR-05"),
    *("CAP-01", "CAP-02", "CAP-03", "CAP-04", "CAP-05", "CAP-06", "CAP-07"),
    *("VAL-01", "VAL-02", "VAL-03", "VAL-04", "VAL-05", "VAL-06", "VAL-07"),
    *("AUT-01", "AUT-02", "AUT-03", "AUT-04", "AUT-05", "AUT-06", "AUT-07", "AUT-08"),
    *("NC-01", "CTL-01", "CTL-02", "REG-01", "REG-02", "REG-03"),
    *("RES-01", "RES-02", "RES-03", "RET-01", "RET-02", "RET-03", "LOG-01", "PEN-01"),
]
"""Table (a) of the sheet of the domain."""


@dataclass(frozen=True)
class Ligne:
    """A rule that is implemented."""

    regle: str
    dit: str
    article: str
    dates: str
    code: str
    preuve: str


def _cellules(ligne: str) -> list[str]:
    return [cellule.strip() for cellule in ligne.strip().strip("|").split(" | ")]


def _rangees(titre: str) -> Iterator[list[str]]:
    """The rows of the table under this heading, without the two of its head."""
    section = PAGE.split(f"## {titre}\n", 1)[1].split("\n## ", 1)[0]
    lignes = [ligne for ligne in section.splitlines() if ligne.startswith("|")]
    return map(_cellules, lignes[2:])


LIGNES = [Ligne(*rangee) for rangee in _rangees("Implemented")]
PAS_ENCORE = [rangee[0] for rangee in _rangees("Not implemented yet")]
par_ligne = pytest.mark.parametrize("ligne", LIGNES, ids=lambda ligne: ligne.regle)


def test_chaque_regle_de_la_fiche_a_une_ligne_et_une_seule() -> None:
    ecrites = [ligne.regle for ligne in LIGNES] + PAS_ENCORE

    assert len(ecrites) == len(set(ecrites))
    assert set(REGLES) <= set(ecrites)
    # What the sheet has no name for: one procuration a mandant, and the mandant who is gone.
    assert set(ecrites) - set(REGLES) == {"M08", "CADUC"}


@par_ligne
def test_chaque_regle_dit_ce_qu_elle_veut_et_son_article(ligne: Ligne) -> None:
    assert len(ligne.dit.split()) > 1
    assert ligne.article


@par_ligne
def test_chaque_fichier_cite_existe(ligne: Ligne) -> None:
    fichiers = re.findall(r"`([^`]+\.(?:py|html))`", ligne.code)

    assert fichiers
    assert [f for f in fichiers if not (RACINE / "chalicelib" / f).is_file()] == []


@par_ligne
def test_chaque_nom_cite_est_dans_l_un_des_fichiers(ligne: Ligne) -> None:
    fichiers = re.findall(r"`([^`]+\.py)`", ligne.code)
    code = "".join((RACINE / "chalicelib" / fichier).read_text("utf-8") for fichier in fichiers)
    noms = re.findall(r"`([A-Za-z_]+)`", ligne.code)

    assert [nom for nom in noms if not re.search(rf"\b{nom}\b", code)] == []


@par_ligne
def test_chaque_test_cite_existe(ligne: Ligne) -> None:
    cites = re.findall(r"`(tests/[^`]+)`(?: \(((?:`[^`]+`(?:, )?)+)\))?", ligne.preuve)

    assert cites
    # Nothing between backticks escapes the check.
    assert sum(1 + extraits.count("`") // 2 for _, extraits in cites) == (
        ligne.preuve.count("`") // 2
    )
    for fichier, extraits in cites:
        noms = re.findall(r"def (test_\w+)", (RACINE / fichier).read_text("utf-8"))
        for extrait in re.findall(r"`([^`]+)`", extraits):
            assert any(extrait in nom for nom in noms), (fichier, extrait)


def _regles_datees() -> list[Regle]:
    """Every rule that the domain holds as data."""
    trouvees: dict[int, Regle] = {}
    for fichier in sorted((RACINE / "chalicelib" / "domaine").glob("*.py")):
        module = importlib.import_module(f"chalicelib.domaine.{fichier.stem}")
        for valeur in vars(module).values():
            for regle in valeur if isinstance(valeur, tuple) else (valeur,):
                if isinstance(regle, Regle):
                    trouvees[id(regle)] = regle
    return list(trouvees.values())


@pytest.mark.parametrize("regle", _regles_datees(), ids=lambda regle: regle.regle)
def test_chaque_regle_datee_a_sa_ligne_avec_ses_dates(regle: Regle) -> None:
    (ligne,) = (ligne for ligne in LIGNES if ligne.regle == regle.regle)

    for jour in {regle.du, regle.au} - {date.min, date.max}:
        assert _en_anglais(jour) in ligne.dates or _en_anglais(jour, annee=False) in ligne.dates
    for article in re.findall(r"[LR]\d+(?:-\d+)*|\d{4}-\d+", regle.article):
        assert article in ligne.article


def _en_anglais(jour: date, *, annee: bool = True) -> str:
    mois = "January February March April May June July August September October November December"
    return f"{jour.day} {mois.split()[jour.month - 1]}" + (f" {jour.year}" if annee else "")
