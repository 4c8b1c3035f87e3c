"""`make tableur`: LibreOffice opens our CSV and our workbook with French settings, and finds what
we wrote: the columns, the accents, texts that are texts, nothing computed.

It needs LibreOffice (on Debian: apt-get install --no-install-recommends libreoffice-calc) and says
so in one line when it is not there.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

from chalicelib.registre.csv import garder
from chalicelib.registre.tableau import Cellule, Colonne, Format, Tableau, ecrire

_ATTENTE_S = 240
_FILTRE_CSV = "--infilter=CSV:59,34,76,1,,1036"
"""Semicolon, double quote, UTF-8, from the first line, columns as found, French of France."""
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXTE = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

_MARS = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
_TEXTES = (
    *("Œuvrard", "Çelik-Noël", "Muñoz", "de La Tour; d’Auvergne", 'dit "Le Grand"', "Straße"),
    *("=1+1", "+33 6 12", "-Jean", "@SOMME(A1:A9)", "=cmd|' /C calc'!A0", "＝1+1", " =1+1", "\t=2"),
    *("0012", "2E3456", "'t Hart", '=HYPERLINK("http://exemple.fr")'),
)
TABLEAU = Tableau(
    titre="Essai",
    sous_titres=("Rennes",),
    colonnes=(Colonne("Nom", 30), Colonne("Établie le", 20), Colonne("À", 12)),
)


def main() -> int:
    """Prints what was looked at; 1 at the first thing that is not as we wrote it."""
    bureau = shutil.which("soffice") or shutil.which("libreoffice")
    if bureau is None:
        print(
            "LibreOffice manque (apt-get install --no-install-recommends libreoffice-calc).",
            file=sys.stderr,
        )
        return 1
    fautes = 0
    lignes: list[tuple[Cellule, ...]] = [(texte, _MARS, "Rennes") for texte in _TEXTES]
    with tempfile.TemporaryDirectory() as dossier:
        for format_ in (Format.CSV, Format.XLSX):
            chemin = Path(dossier) / f"essai.{format_}"
            with chemin.open("wb") as sortie:
                ecrire(format_, TABLEAU, lignes, sortie)
            cellules = _ouvrir(bureau, chemin)
            fautes += _juger(format_, cellules)
    return 1 if fautes else 0


def _ouvrir(bureau: str, chemin: Path) -> list[list[ElementTree.Element]]:
    """The cells as LibreOffice holds them: it writes what it has read as flat XML."""
    subprocess.run(
        [
            *(bureau, "--headless", f"-env:UserInstallation=file://{chemin.parent}/profil"),
            *([_FILTRE_CSV] if chemin.suffix == ".csv" else []),
            *("--convert-to", "fods", "--outdir", str(chemin.parent / "lu"), str(chemin)),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=_ATTENTE_S,
    )
    # Written by LibreOffice on this machine, from a file of ours.
    arbre = ElementTree.parse(chemin.parent / "lu" / f"{chemin.stem}.fods")  # noqa: S314
    return [
        [c for c in rang.findall(f"{_TABLE}table-cell") if c.find(f"{_TEXTE}p") is not None]
        for rang in arbre.iter(f"{_TABLE}table-row")
    ]


def _juger(format_: Format, rangs: list[list[ElementTree.Element]]) -> int:
    lus = [[_lire(cellule) for cellule in rang] for rang in rangs if rang]
    entete, *corps = lus
    attendu = [c.titre for c in TABLEAU.colonnes]
    noms = [garder(texte) if format_ is Format.CSV else texte for texte in _TEXTES]
    formules = [c for rang in rangs for c in rang if c.get(f"{_TABLE}formula")]
    types = {c.get(f"{_OFFICE}value-type") for rang in rangs for c in (rang[:1] + rang[2:])}
    dates = {rang[1] for rang in corps}
    voulue = "1er mars 2027 à 10 h 30" if format_ is Format.CSV else "01/03/2027 10:30"
    verdicts = {
        f"{len(attendu)} colonnes, sous leurs titres": entete == attendu,
        f"{len(noms)} textes, accents, points-virgules et guillemets compris": [
            rang[0].replace("\t", " ") for rang in corps
        ]
        == [nom.replace("\t", " ") for nom in noms],
        "des textes et rien d'autre dans les colonnes de texte": types == {"string"},
        f"l'instant se lit « {voulue} »": dates == {voulue},
        "aucune formule, rien de calculé": not formules,
    }
    for quoi, tenu in verdicts.items():
        print(f"{'  ' if tenu else '✗ '}{format_.upper()} : {quoi}")
    return sum(not tenu for tenu in verdicts.values())


def _lire(cellule: ElementTree.Element) -> str:
    return "\n".join("".join(_mots(p)) for p in cellule.findall(f"{_TEXTE}p"))


def _mots(noeud: ElementTree.Element) -> list[str]:
    """The words of a paragraph, a tab or a space that is an element included."""
    mots = [noeud.text or ""]
    for enfant in noeud:
        if enfant.tag in {f"{_TEXTE}tab", f"{_TEXTE}s"}:
            mots.append(" " * int(enfant.get(f"{_TEXTE}c", "1")))
        mots += [*_mots(enfant), enfant.tail or ""]
    return mots


if __name__ == "__main__":
    sys.exit(main())
