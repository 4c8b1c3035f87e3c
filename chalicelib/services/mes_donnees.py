"""All that is held about a mandant, for himself (GDPR, art. 15 and 20)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domaine.conservation import a_effacer_le
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.journal import Ecriture
from chalicelib.services.ports import Contexte
from chalicelib.services.ports_courrier import Envoi, Envois
from chalicelib.services.suivre import suivre


@dataclass(frozen=True, slots=True)
class DonneesDUneDemande:
    """One demande, its journal, the messages about it, and until when all of it is kept."""

    demande: Demande
    ecritures: tuple[Ecriture, ...]
    envois: tuple[Envoi, ...]
    efface_le: datetime


def donnees_de(
    contexte: Contexte, envois: Envois, *, reference: str, mandant_id: str
) -> DonneesDUneDemande:
    """What is held about one of the mandant's demandes. Raises ReferenceInvalide,
    DemandeIntrouvable.
    """
    demande = suivre(contexte, reference=reference, mandant_id=mandant_id)
    (donnees,) = _rassembler(contexte, envois, (demande,))
    return donnees


def mes_donnees(
    contexte: Contexte, envois: Envois, mandant_id: str
) -> tuple[DonneesDUneDemande, ...]:
    """What is held about all of them, newest first."""
    miennes = contexte.depots.demandes_du_mandant(mandant_id)
    return tuple(_rassembler(contexte, envois, miennes))


def _rassembler(
    contexte: Contexte, envois: Envois, demandes: Iterable[Demande]
) -> Iterable[DonneesDUneDemande]:
    depots = contexte.depots
    for demande in demandes:
        yield DonneesDUneDemande(
            demande,
            depots.ecritures(demande.reference),
            envois.suivis(demande.reference),
            a_effacer_le(demande, depots.scrutins()),
        )
