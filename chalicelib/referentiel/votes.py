"""The days on which the electors of a place vote."""

from __future__ import annotations

from datetime import date

from chalicelib.domaine.portee import Portee, PorteePeriode, Scrutins, jours_de_vote
from chalicelib.referentiel import consulats


def jours_de_l_electeur(portee: Portee, scrutins: Scrutins, commune: str) -> tuple[date, ...]:
    """The known days of vote that it covers for an elector of this commune or consular post, in
    order: a period covers the scrutins of this place only.
    """
    if not isinstance(portee, PorteePeriode):
        return jours_de_vote(portee, scrutins)
    consulat = commune in consulats.par_code()
    siens = {i: s for i, s in scrutins.items() if s.concerne(commune, est_consulat=consulat)}
    return jours_de_vote(portee, siens)
