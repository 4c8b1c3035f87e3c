"""The port of the national register of electors (REU); `chalicelib.reu` implements it over HTTP."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from chalicelib.domaine.electeurs import Recherche, Reponse


class Raison(StrEnum):
    """Why the register could not be used."""

    DELAI = "delai"
    RESEAU = "reseau"
    STATUT = "statut"
    ACCES = "acces"
    FORME = "forme"
    AUTRE_PERSONNE = "autre_personne"
    DISJONCTE = "disjoncte"


class RegistreIndisponible(Exception):
    """The register is slow, down or wrong: nothing is known of anybody asked for, and the question
    is to be asked again later. It is never an answer, for nor against.
    """

    def __init__(self, raison: Raison) -> None:
        super().__init__(raison.value)
        self.raison = raison


class RegistreNational(Protocol):
    """Reads the register. Looking up changes nothing there: asking twice is safe."""

    def chercher(self, *recherches: Recherche) -> tuple[Reponse, ...]:
        """An answer to each, in the same order, in one trip. Raises RegistreIndisponible, and then
        answers to none: a `Trouve` always concerns who was asked for (`concordance.concorde`).
        """
