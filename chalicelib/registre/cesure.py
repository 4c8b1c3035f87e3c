"""Long texts in narrow columns: cut between words, after a hyphen, or anywhere when nothing else
fits; never shortened.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Mesurer = Callable[[str], float]
"""The width of a text; that of two texts side by side is the sum of theirs."""

# A no-break space is none of the places where a line may end.
_BLANCS = " \t\n"
_MORCEAUX = re.compile(r"[ \t\n]+|[^ \t\n-]*-+|[^ \t\n-]+")


def couper(texte: str, largeur: float, mesurer: Mesurer) -> list[str]:
    """The lines that hold `texte` in this width, at least one."""
    lignes, courante, place = [], "", largeur
    for morceau in _MORCEAUX.findall(texte):
        large = mesurer(morceau)
        if large <= place or not morceau.strip(_BLANCS):
            courante, place = courante + morceau, place - large
            continue
        if courante.strip(_BLANCS):
            lignes.append(courante.strip(_BLANCS))
        courante = morceau
        if large > largeur:
            *pleines, courante = _debiter(morceau, largeur, mesurer)
            lignes += pleines
            large = mesurer(courante)
        place = largeur - large
    return [*lignes, courante.strip(_BLANCS)] if courante.strip(_BLANCS) or not lignes else lignes


def _debiter(mot: str, largeur: float, mesurer: Mesurer) -> list[str]:
    """A word in pieces that fit, one letter at least in each."""
    pieces, piece, place = [], "", largeur
    for lettre in mot:
        large = mesurer(lettre)
        if piece and large > place:
            pieces.append(piece)
            piece, place = "", largeur
        piece, place = piece + lettre, place - large
    return [*pieces, piece]
