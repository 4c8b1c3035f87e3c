"""What the passing of time makes due for one demande: reminders, expiry, end, erasure.

One thing at a time: the next one is due at the next pass, so that the message of the first can go.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from chalicelib.domaine.conservation import a_effacer_le
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.echeance import dernier_jour_au_guichet, est_perimee, peut_encore_servir
from chalicelib.domaine.etats import A_PRESENTER, VIVANTS, Etat
from chalicelib.domaine.fin import est_joignable
from chalicelib.domaine.portee import PorteeScrutin, Scrutins, premier_jour
from chalicelib.domaine.temps import jour


class Echeance(StrEnum):
    """What can be due."""

    RAPPEL_15 = "RAPPEL_15"
    RAPPEL_3 = "RAPPEL_3"
    EXPIRATION = "EXPIRATION"
    FIN = "FIN"
    AVIS_EFFACEMENT = "AVIS_EFFACEMENT"
    EFFACEMENT = "EFFACEMENT"
    REVERIFICATION = "REVERIFICATION"
    """Only where a national register checks: the use case says when."""


RAPPELS = ((3, Echeance.RAPPEL_3), (15, Echeance.RAPPEL_15))
"""M1b: days before the last one at the counter, nearest first (D)."""

PREAVIS_EFFACEMENT = 15
"""M9: days before the erasure of a procuration at which its mandant is told (D)."""

_NUITS = timedelta(days=3)
"""How long a message stays due, for the nights when it could not be sent: longer, each pass would
look again at what was sent weeks before.
"""


def echeance(demande: Demande, scrutins: Scrutins, maintenant: datetime) -> Echeance | None:
    """What is due for this demande now, None when nothing is. The scrutins are asked each time:
    their dates may have moved.
    """
    if demande.etat in A_PRESENTER:
        if est_perimee(demande, scrutins, maintenant):
            return Echeance.EXPIRATION
        return _rappel(demande, scrutins, maintenant)
    if demande.etat in VIVANTS:
        finie = not peut_encore_servir(demande, scrutins, maintenant)
        return Echeance.FIN if finie else None
    efface_le = a_effacer_le(demande, scrutins)
    if maintenant >= efface_le:
        return Echeance.EFFACEMENT
    # A demande that was never established is told with M1b, then when it expires.
    annonce = demande.etablissement is not None and est_joignable(demande)
    prevu = jour(efface_le) - timedelta(days=PREAVIS_EFFACEMENT)
    return Echeance.AVIS_EFFACEMENT if annonce and _est_la_nuit(prevu, maintenant) else None


def a_rappeler_avant(demande: Demande, scrutins: Scrutins) -> date:
    """The day that reminders count from: the last one at the counter, or the first vote when that
    comes first, since a procuration is of no use once one has voted.
    """
    au_guichet = dernier_jour_au_guichet(demande, scrutins)
    if not isinstance(demande.portee, PorteeScrutin):
        return au_guichet
    return min(au_guichet, premier_jour(demande.portee, scrutins))


def _rappel(demande: Demande, scrutins: Scrutins, maintenant: datetime) -> Echeance | None:
    # One that a délégué has collected waits for an OPJ: its mandant has done his part.
    if demande.etat is not Etat.DEPOSEE or not demande.mandant.courriel:
        return None
    avant = a_rappeler_avant(demande, scrutins)
    for jours, rappel in RAPPELS:
        prevu = avant - timedelta(days=jours)
        # Filed after that day, the mandant has just been told everything by M1.
        if _est_la_nuit(prevu, maintenant) and prevu > jour(demande.deposee_le):
            return rappel
    return None


def _est_la_nuit(prevu: date, maintenant: datetime) -> bool:
    return prevu <= jour(maintenant) < prevu + _NUITS
