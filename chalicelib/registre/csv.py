"""The register as CSV that Excel's French settings open right: UTF-8 with its mark, `;`, CRLF."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from chalicelib.registre.lignes import COLONNES, LignePublique

_FORMULES = ("=", "+", "-", "@", "\t", "\r")


def exporter(lignes: Iterable[LignePublique]) -> bytes:
    """The file, header included. A cell that a spreadsheet would compute is made a text."""
    tampon = io.StringIO()
    ecrivain = csv.writer(tampon, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    ecrivain.writerow(COLONNES.values())
    for ligne in lignes:
        ecrivain.writerow(_texte(valeur) for valeur in ligne.en_dict().values())
    return tampon.getvalue().encode("utf-8-sig")


def _texte(valeur: str) -> str:
    return f"'{valeur}" if valeur.lstrip().startswith(_FORMULES) else valeur
