"""A table as CSV that Excel opens right in French: UTF-8 with its mark, `;`, CRLF.

A spreadsheet computes what looks like a formula and rewrites what looks like a number. Such a cell,
and any that begins with an apostrophe, is written after one apostrophe: whoever reads the file back
takes one apostrophe off each cell that begins with it, and has the exact text (a name may begin
with a dash).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import IO

from chalicelib.registre.tableau import Cellule, Tableau, en_texte

# The signs that begin a formula or part two cells, also as full-width forms, behind blanks and
# quotes; a number that would lose its first zero, or become a power of ten (a reference may).
_A_GARDER = re.compile(
    r"""[\s"']*[=+\-@\t\r\n＝＋－＠−] | ' | [0-9]+[eE][0-9]+\Z | 0[0-9]+\Z""", re.VERBOSE
)

_MORCEAU = 64 * 1024


def ecrire_csv(tableau: Tableau, lignes: Iterable[Sequence[Cellule]], sortie: IO[bytes]) -> None:
    """Writes the header, then each row as it comes. The title is not in the file: its first line
    is that of the columns.
    """
    tampon = io.StringIO()
    ecrivain = csv.writer(tampon, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    tampon.write("\ufeff")
    ecrivain.writerow([garder(colonne.titre) for colonne in tableau.colonnes])
    for ligne in lignes:
        ecrivain.writerow([garder(en_texte(cellule)) for cellule in ligne])
        if tampon.tell() > _MORCEAU:
            _vider(tampon, sortie)
    _vider(tampon, sortie)


def garder(texte: str) -> str:
    """The text as a cell that no spreadsheet computes."""
    return f"'{texte}" if _A_GARDER.match(texte) else texte


def _vider(tampon: io.StringIO, sortie: IO[bytes]) -> None:
    sortie.write(tampon.getvalue().encode())
    tampon.seek(0)
    tampon.truncate()
