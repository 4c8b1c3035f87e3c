"""The registers, written again from the demandes: the repair when the routing has given one up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domaine.erreurs import ErreurMetier
from chalicelib.domaine.etats import Etat
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


def reconstruire(contexte: Contexte, maintenant: datetime) -> Reconstruction:
    """Routes every established procuration again. Rows only go forward, so that it may run beside
    the stream, and twice.
    """
    vues = transmises = 0
    refusees = []
    for reference in contexte.depots.toutes_les_references():
        demande = contexte.depots.demande(reference)
        if demande is None or demande.etablissement is None:
            continue
        vues += 1
        try:
            router(contexte, demande, maintenant)
        except ErreurMetier:
            refusees.append(reference)
            continue
        transmises += demande.etat is Etat.ETABLIE
    return Reconstruction(vues, transmises, tuple(refusees))
