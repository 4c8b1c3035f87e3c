"""The words by which a clerk finds a procuration: those of both persons' names, and its reference.

Each word is found by its beginning, in any order, whatever its accents; what a hyphen, an
apostrophe or a space separates is found in pieces and in one piece. The middle of a word is not
found: an index answers for a beginning, and a whole commune would have to be read for the rest.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.texte import normaliser

_MOTS_MAX = 60
"""FranceConnect's 256 characters could hold more; an erasure, which takes the words too, is one
transaction of a hundred items at most. Both family names come first."""

_LETTRES_MAX = 60


def mots(demande: Demande) -> tuple[str, ...]:
    """The words of a procuration, each once, in the order of their use."""
    civil, mandataire = demande.mandant.etat_civil, demande.mandataire
    noms = (civil.nom, mandataire.nom, civil.nom_usage, *civil.prenoms, *mandataire.prenoms)
    tous = [demande.reference, *(mot for nom in noms for mot in _mots_du_nom(nom))]
    return tuple(dict.fromkeys(tous))[:_MOTS_MAX]


def mots_cherches(texte: str) -> tuple[str, ...]:
    """What is sought, each word once.

    >>> mots_cherches("n’Diaye,  jean")
    ('N', 'DIAYE', 'JEAN')
    """
    return tuple(dict.fromkeys(mot[:_LETTRES_MAX] for mot in normaliser(texte).split()))


def _mots_du_nom(nom: str) -> Iterator[str]:
    """`De La Tour`: DE, LA, TOUR, and in one piece from each of them, DELATOUR and LATOUR."""
    pieces = normaliser(nom).split()
    for rang, piece in enumerate(pieces):
        yield piece[:_LETTRES_MAX]
        if rang < len(pieces) - 1:
            yield "".join(pieces[rang:])[:_LETTRES_MAX]
