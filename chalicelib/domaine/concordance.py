"""Whether an elector of the register is the person who is looked for.

What is forgiven is what forms, providers and lists are known to write differently for one person;
each tolerance has in `tests/domaine/test_concordance.py` a name that must match and a near one that
must not. Nothing is guessed: no sound-alikes, no distance between letters, no nickname.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import accumulate, permutations

from chalicelib.domaine.electeurs import (
    Electeur,
    Introuvable,
    Plusieurs,
    Recherche,
    Reponse,
    Trouve,
)
from chalicelib.domaine.texte import normaliser

_PRENOMS_PERMUTES_MAX = 6
"""Beyond, the order counts: 720 orders are looked at for six names."""

_VOYAGE = str.maketrans({"Ä": "AE", "Ö": "OE", "Ü": "UE", "Ø": "OE", "Å": "AA"})
"""How travel documents write these letters (ICAO 9303-3, section 6): Müller is MUELLER there."""


def repondre(recherche: Recherche, electeurs: Iterable[Electeur]) -> Reponse:
    """Who, among `electeurs`, is looked for. One person written exactly so is preferred to those
    whom only a tolerance brings; several with none or two exact are homonyms.
    """
    trouves = [electeur for electeur in electeurs if concorde(recherche, electeur)]
    exacts = [electeur for electeur in trouves if _a_la_lettre(recherche, electeur)]
    for retenus in (exacts, trouves):
        if len(retenus) == 1:
            return Trouve(retenus[0])
    return Plusieurs(len(trouves)) if trouves else Introuvable()


def concorde(recherche: Recherche, electeur: Electeur) -> bool:
    """Whether this elector may be the person looked for (see Recherche for what is compared)."""
    if not meme_naissance(recherche.naissance, electeur.naissance):
        return False
    if recherche.nne:
        return recherche.nne == electeur.nne and all(
            (
                recherche.sexe in (None, electeur.sexe),
                not recherche.nom or meme_nom(recherche.nom, electeur),
                not recherche.prenoms or memes_prenoms(recherche.prenoms, electeur.prenoms),
            )
        )
    return (
        recherche.commune in ("", electeur.commune)
        and recherche.sexe is electeur.sexe
        and meme_nom(recherche.nom, electeur)
        and memes_prenoms(recherche.prenoms, electeur.prenoms)
    )


def meme_naissance(une: str, autre: str) -> bool:
    """The same date, where a day or a month that nobody knows (`00`) is also written `01`, as the
    RNIPP does. A known day never stands for an unknown one.
    """
    return _connue(une) == _connue(autre)


def meme_nom(cherche: str, electeur: Electeur) -> bool:
    """Whether `cherche` is the elector's birth name, usage name, or both in either order. Accents,
    capitals, hyphens, apostrophes and spaces are forgiven: N'Diaye is NDIAYE, De La Tour Delatour.
    """
    nom, usage = electeur.nom, electeur.nom_usage
    ecrits = (nom, usage, f"{nom} {usage}", f"{usage} {nom}")
    formes = _formes(cherche)
    return any(formes & _formes(ecrit) for ecrit in ecrits)


def memes_prenoms(uns: tuple[str, ...], autres: tuple[str, ...]) -> bool:
    """Whether two lists of given names are one person's: the same ones in any order, or the first
    ones of the longer list (a list may hold the first alone, FranceConnect gives them all).

    A composed one may be split or welded (Jean-Baptiste, Jean Baptiste, JEANBAPTISTE) but never
    cut: Jean-Pierre, written so, isn't Jean. Nor is somebody's second given name enough, since
    brothers and sisters share theirs.
    """
    return any(
        _prenoms_concordent(_soudes(uns, voyage=ici), _soudes(autres, voyage=la))
        for ici in (False, True)
        for la in (False, True)
    )


def _prenoms_concordent(uns: list[str], autres: list[str]) -> bool:
    return (
        "".join(uns) in accumulate(autres)
        or "".join(autres) in accumulate(uns)
        or _dans_un_autre_ordre(uns, autres)
    )


def _dans_un_autre_ordre(uns: list[str], autres: list[str]) -> bool:
    """The composed ones move in one piece: only the side that has fewer pieces is put in order."""
    pieces, suite = sorted((uns, autres), key=len)
    if not 2 <= len(pieces) <= _PRENOMS_PERMUTES_MAX:
        return False
    entier = "".join(suite)
    return any("".join(ordre) == entier for ordre in permutations(pieces))


def _a_la_lettre(recherche: Recherche, electeur: Electeur) -> bool:
    """Nothing forgiven but accents, capitals and signs: birth name, all given names in order,
    birth date as written.
    """
    return (
        recherche.naissance == electeur.naissance
        and _soude(recherche.nom) == _soude(electeur.nom)
        and _soudes(recherche.prenoms, voyage=False) == _soudes(electeur.prenoms, voyage=False)
    )


def _formes(nom: str) -> set[str]:
    """The comparable forms of a name; none when it has no letter."""
    return {_soude(nom), _soude(_voyage(nom))} - {""}


def _soudes(prenoms: tuple[str, ...], *, voyage: bool) -> list[str]:
    """Each given name in one word; a space parts two of them, a hyphen does not."""
    texte = " ".join(prenoms)
    return [m for mot in (_voyage(texte) if voyage else texte).split() if (m := _soude(mot))]


def _soude(texte: str) -> str:
    return normaliser(texte).replace(" ", "")


def _voyage(texte: str) -> str:
    return unicodedata.normalize("NFC", texte).upper().translate(_VOYAGE)


def _connue(naissance: str) -> str:
    return naissance.replace("-00", "-01")
