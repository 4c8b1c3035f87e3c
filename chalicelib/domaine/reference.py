"""The 6-character reference that a mandant shows at the counter.

31 signs without 0/O/1/I/L make 887,503,681 references. A reference is unique for ever: the first
entry of its journal is written on the condition that no such entry exists.
"""

from __future__ import annotations

import unicodedata
from typing import Protocol

from chalicelib.domaine.erreurs import ReferenceInvalide
from chalicelib.domaine.phrases import phrase

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LONGUEUR = 6

_AUTRES_TIRETS = "\u2212\u00ad"
"""Minus sign and soft hyphen, that Unicode does not class with the dashes."""

_CHIFFRES_LUS_COMME_LETTRES = str.maketrans("2345678", "ZEASGTB")

# French, then English; none needs I, L, O, which the alphabet lacks. A word is sought in the
# reference as drawn and with its digits read as the letters they resemble.
_MALSONNANTS = (
    "ANUS",
    "BATARD",
    "BURNE",
    "CACA",
    "CHATTE",
    "CRS",
    "ENCUE",
    "FACH",
    "FDP",
    "GARCE",
    "GAZ",
    "GESTAP",
    "MERD",
    "NAZ",
    "NEGR",
    "NGR",
    "NTM",
    "PEDE",
    "PETASS",
    "PUTA",
    "PUTE",
    "SATAN",
    "SEX",
    "SS",
    "TAPETT",
    "TEUB",
    "TUER",
    "VERGE",
    "CUM",
    "CUNT",
    "FUCK",
    "KKK",
    "RAPE",
)


class Alea(Protocol):
    """A source of chance: `secrets.SystemRandom()`, or a seeded one in tests."""

    def choice(self, seq: str, /) -> str:
        """One of the signs, each as likely."""


def tirer(alea: Alea) -> str:
    """A new reference drawn from `alea`."""
    while True:
        candidate = "".join(alea.choice(ALPHABET) for _ in range(LONGUEUR))
        if not _est_malsonnante(candidate):
            return candidate


def normaliser(saisie: str) -> str:
    """The reference behind what was typed: case, spaces and dashes are forgiven.

    Raises ReferenceInvalide when it can't be one, saying which signs a reference never has.
    """
    compacte = "".join(
        c
        for c in unicodedata.normalize("NFKC", saisie[:64]).upper()
        if not (c.isspace() or unicodedata.category(c) == "Pd" or c in _AUTRES_TIRETS)
    )
    if len(compacte) == LONGUEUR and all(c in ALPHABET for c in compacte):
        return compacte
    raise ReferenceInvalide(
        phrase(
            "La référence compte 6 lettres ou chiffres, sans 0, O, 1, I ni L. "
            "Recopiez-la depuis le courriel ou l'écran du mandant."
        ),
        champ="reference",
    )


def _est_malsonnante(candidate: str) -> bool:
    lue = candidate.translate(_CHIFFRES_LUS_COMME_LETTRES)
    return any(mot in candidate or mot in lue for mot in _MALSONNANTS)
