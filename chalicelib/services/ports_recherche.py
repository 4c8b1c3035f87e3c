"""What the search by name and the counts of a mairie ask of the stores."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.scrutins import Scrutin
from chalicelib.services.changement import Ligne


@dataclass(frozen=True, slots=True)
class Indexation:
    """The words of `demande` lead to its row in the register of `commune` until `efface_le`, if
    that row is still at `version`.
    """

    demande: Demande
    commune: str
    version: int
    efface_le: datetime


@dataclass(frozen=True, slots=True)
class Recherche:
    """The procurations of `commune` that have a word beginning as each of `mots` (one at least), in
    state `etat` and that serve for `scrutin` when they are told.
    """

    commune: str
    mots: tuple[str, ...]
    etat: Etat | None = None
    scrutin: Scrutin | None = None

    def retient(self, ligne: Ligne) -> bool:
        """Whether a row is in that state and serves for that scrutin."""
        if self.etat is not None and ligne.etat is not self.etat:
            return False
        return self.scrutin is None or sert(ligne, self.scrutin)


@dataclass(frozen=True, slots=True)
class Apercu:
    """As much of a row as counting needs."""

    reference: str
    scrutin: str
    premier_jour: str
    dernier_jour: str
    recue_le: datetime
    en_attente: bool
    nulle_un_jour: bool


def sert(ligne: Ligne | Apercu, scrutin: Scrutin) -> bool:
    """Given for the scrutin, be its dates moved since, or for a period or a vote that holds one of
    its days.
    """
    if ligne.scrutin == scrutin.id:
        return True
    jours = (tour.date.isoformat() for tour in scrutin.tours)
    return any(ligne.premier_jour <= jour <= ligne.dernier_jour for jour in jours)
