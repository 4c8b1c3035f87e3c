"""The projections, written again from the demandes: the repair when the routing has given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ErreurMetier
from chalicelib.domaine.etats import Etat
from chalicelib.services.activites import Activites, renoter
from chalicelib.services.indexer import indexer
from chalicelib.services.ports import Contexte
from chalicelib.services.router import router


@dataclass(frozen=True, slots=True)
class Reconstruction:
    """What it did: procurations seen, those that were still to be sent to their mairie, and the
    references that no register can take.
    """

    procurations: int
    transmises: int
    refusees: tuple[str, ...]


def reconstruire(contexte: Contexte, activites: Activites, maintenant: datetime) -> Reconstruction:
    """Routes every established procuration again, and notes again what the authorities did of late.
    Rows only go forward or are written the same, so that it may run beside the stream, and twice.
    """
    vues = transmises = 0
    refusees = []
    for reference in contexte.depots.toutes_les_references():
        demande = contexte.depots.demande(reference)
        if demande is None:
            continue
        renoter(contexte, activites, demande, maintenant)
        if demande.etablissement is None:
            continue
        vues += 1
        if _route(contexte, demande, maintenant):
            transmises += demande.etat is Etat.ETABLIE
        else:
            refusees.append(reference)
    return Reconstruction(vues, transmises, tuple(refusees))


def _route(contexte: Contexte, demande: Demande, maintenant: datetime) -> bool:
    try:
        router(contexte, demande, maintenant)
        if demande.recue_le is not None:
            # One that was just sent to its mairie has a record of its own in the stream.
            indexer(contexte, demande)
    except ErreurMetier:
        return False
    return True
