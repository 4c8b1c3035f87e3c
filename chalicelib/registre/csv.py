"""The lists of a mairie as CSV that Excel opens right in French: UTF-8 with its mark, `;`, CRLF."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from chalicelib.registre.lignes import COLONNES, LignePublique

_FORMULES = ("=", "+", "-", "@", "\t", "\r")


def exporter(lignes: Iterable[LignePublique]) -> bytes:
    """The file of the register."""
    return en_csv(COLONNES.values(), (ligne.en_dict().values() for ligne in lignes))


def en_csv(entetes: Iterable[str], lignes: Iterable[Iterable[str]]) -> bytes:
    """A file, header included. A cell that a spreadsheet would compute is made a text."""
    tampon = io.StringIO()
    ecrivain = csv.writer(tampon, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    ecrivain.writerow(entetes)
    for ligne in lignes:
        ecrivain.writerow(_texte(valeur) for valeur in ligne)
    return tampon.getvalue().encode("utf-8-sig")


def _texte(valeur: str) -> str:
    return f"'{valeur}" if valeur.lstrip().startswith(_FORMULES) else valeur
