"""One table, four ways out: what the writers of CSV, XLSX and PDF are given.

    tableau = Tableau(
        titre="Registre des procurations",
        sous_titres=("Commune : Rennes (35238)", "Au 1er mars 2027 à 10 h 30"),
        colonnes=(Colonne("Mandant", 30), Colonne("Établie le", 20)),
        pied="Article R76-1 du code électoral",
    )
    ecrire(Format.PDF, tableau, lignes, sortie)      # a file open for writing bytes
    contenu = en_octets(Format.XLSX, tableau, lignes)

`lignes` is any iterator of rows, a row is one cell a column, a cell is a text or an aware instant.
Nothing is held whole: rows are read as they are written. A text is written as a text whatever it
looks like. An instant is a true date in XLSX, words in CSV and PDF.

For the PDF only: `Colonne.largeur` weighs the column (in XLSX it is its width, in characters);
`haut_mm` is the least height of a row, for a signature; `page_par`, the index of a column: a change
of its value begins a new page, headed by that value, and the column is not drawn again.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from chalicelib.domaine.libelles import instant_fr
from chalicelib.services.documents import Format as Format

Cellule = str | datetime


TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.PDF: "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Colonne:
    """Its heading, and its width against the others'."""

    titre: str
    largeur: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tableau:
    """All but the rows. `sous_titres` stand under the title; `pied` at the foot of each page."""

    titre: str
    sous_titres: Sequence[str]
    colonnes: Sequence[Colonne]
    pied: str = ""
    haut_mm: float = 0
    page_par: int | None = None


def ecrire(
    format_: Format, tableau: Tableau, lignes: Iterable[Sequence[Cellule]], sortie: IO[bytes]
) -> None:
    """Writes the file into `sortie`, which need not be seekable and is left open."""
    if format_ is Format.CSV:
        from chalicelib.registre.csv import ecrire_csv

        ecrire_csv(tableau, lignes, sortie)
    elif format_ is Format.XLSX:
        from chalicelib.registre.xlsx import ecrire_xlsx

        ecrire_xlsx(tableau, lignes, sortie)
    else:
        from chalicelib.registre.pdf import ecrire_pdf

        ecrire_pdf(tableau, lignes, sortie)


def en_octets(format_: Format, tableau: Tableau, lignes: Iterable[Sequence[Cellule]]) -> bytes:
    """The file, for an answer small enough to be given at once."""
    sortie = io.BytesIO()
    ecrire(format_, tableau, lignes, sortie)
    return sortie.getvalue()


def en_texte(cellule: Cellule) -> str:
    """The cell as it is read."""
    return cellule if isinstance(cellule, str) else instant_fr(cellule)
