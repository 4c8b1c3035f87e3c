"""What a mairie marks after reception, in short words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.domaine.demande import Demande
from chalicelib.services import annuler as annulation
from chalicelib.services import noter_vote as vote
from chalicelib.services import rendre_caduque as caducite
from chalicelib.services import resilier_sur_papier as resiliation
from chalicelib.services import rouvrir as reouverture
from tests.constructeurs import AGENT_RENNES, PRESIDENTIELLE, RENNES, Nuage

Geste = Callable[..., Demande]
PREMIER_TOUR, SECOND_TOUR = (tour.date for tour in PRESIDENTIELLE.tours)


def annuler(nuage: Nuage, demande: Demande, **autres: Any) -> Demande:
    return annulation.annuler(nuage.contexte, **_appel(nuage, demande, {"cle": ""} | autres))


def rendre_caduque(
    nuage: Nuage, demande: Demande, motif: str = "RADIATION", **autres: Any
) -> Demande:
    options = {"cle": "", "motif": motif} | autres
    return caducite.rendre_caduque(nuage.contexte, **_appel(nuage, demande, options))


def resilier_sur_papier(
    nuage: Nuage, demande: Demande, signee_le: datetime | None = None, **autres: Any
) -> Demande:
    options = {"cle": "", "signee_le": signee_le or nuage.maintenant} | autres
    return resiliation.resilier_sur_papier(nuage.contexte, **_appel(nuage, demande, options))


def noter_vote(nuage: Nuage, demande: Demande, tour: date = PREMIER_TOUR, **autres: Any) -> Demande:
    options = {"tour": tour} | autres
    options.pop("cle", None)
    return vote.noter_vote(nuage.contexte, **_appel(nuage, demande, options))


def rouvrir(nuage: Nuage, demande: Demande, **autres: Any) -> Demande:
    return reouverture.rouvrir(nuage.contexte, **_appel(nuage, demande, {"cle": ""} | autres))


FINS: dict[str, Geste] = {
    "L77-R80": annuler,
    "caducité": rendre_caduque,
    "L75-papier": resilier_sur_papier,
}
"""What ends a live procuration."""

GESTES: dict[str, Geste] = FINS | {"L76-R79": noter_vote, "réouverture": rouvrir}


def prete(nuage: Nuage, nom: str) -> Demande:
    """A procuration on which this act may be done now."""
    recue = nuage.recue()
    if nom == "réouverture":
        return nuage.refuser(recue)
    acceptee = nuage.accepter(recue)
    if nom == "L76-R79":
        nuage.maintenant = datetime(2027, 4, 11, 8, tzinfo=nuage.maintenant.tzinfo)
    else:
        nuage.avancer(minutes=1)
    return acceptee


def _appel(nuage: Nuage, demande: Demande, autres: dict[str, Any]) -> dict[str, Any]:
    return {
        "reference": demande.reference,
        "agent": AGENT_RENNES,
        "commune": RENNES,
        "maintenant": nuage.maintenant,
    } | autres


def heures(nombre: float) -> timedelta:
    return timedelta(hours=nombre)
