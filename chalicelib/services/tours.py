"""The days of vote at which a procuration serves, where its mandant votes."""

from __future__ import annotations

from datetime import date

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.portee import PorteeScrutin, jours_de_vote
from chalicelib.referentiel import consulats
from chalicelib.services.ports import Contexte


def tours_couverts(contexte: Contexte, demande: Demande) -> tuple[date, ...]:
    """In order; a period covers the scrutins held in the mandant's commune and no other."""
    scrutins, portee = contexte.depots.scrutins(), demande.portee
    jours = jours_de_vote(portee, scrutins)
    if isinstance(portee, PorteeScrutin):
        return jours
    commune = demande.mandant.commune
    est_consulat = commune in consulats.par_code()
    tenus = {
        tour.date
        for scrutin in scrutins.values()
        if scrutin.concerne(commune, est_consulat=est_consulat)
        for tour in scrutin.tours
    }
    return tuple(jour for jour in jours if jour in tenus)
