"""A message that was queued leaves, once; what can't leave now comes again, later and later."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domaine.identites import pseudonyme
from chalicelib.services.courrier import (
    EnvoiRefuse,
    EnvoiSuspendu,
    Envoyer,
    message_de,
    une_fois,
)
from chalicelib.services.destinataire import adressee, destinataire
from chalicelib.services.ports import Contexte
from chalicelib.services.ports_courrier import Envois, EtatEnvoi, Pli

PATIENCE = timedelta(hours=36)
"""How long a message is tried, from its first failure: what waited for its turn, or for an account
that SES had paused, or is sent again by somebody, has not failed yet. Longer than the 24 hours over
which SES counts its daily quota, and short enough for the mandant to be told on his page while it
is still of use (D)."""

PATIENCE_SUSPENDU = timedelta(days=10)
"""The same while SES takes nothing from us, from when the message was asked for: the queues keep it
for 14 days, and 36 hours of tries may follow."""

BAIL_S = 60
"""A claim ends after a minute (`depots.envois`)."""

_PREMIERE_ATTENTE_S, _ATTENTE_MAXIMUM_S, _ATTENTE_SUSPENDU_S = 15, 900, 1800


class Issue(StrEnum):
    """What became of a message in the hands of the sender."""

    ENVOYE = "ENVOYE"
    DEJA = "DEJA"
    SANS_OBJET = "SANS_OBJET"
    REPORTE = "REPORTE"
    ECHEC = "ECHEC"


def expedier(
    contexte: Contexte, envois: Envois, envoyer: Envoyer, cle: str, maintenant: datetime
) -> Issue:
    """Sends the message `cle` unless it has left. Raises what `une_fois` raises; ValueError for a
    key that names no message.
    """
    message, pli = message_de(cle), envois.pli(cle)
    if pli is None:
        return Issue.DEJA
    courante = contexte.depots.demande(pli.demande.reference) or pli.demande
    demande = adressee(message, pli.demande, courante)
    adresse = destinataire(message, demande)
    if not adresse:
        envois.terminer(cle, EtatEnvoi.SANS_OBJET, maintenant)
        return Issue.SANS_OBJET
    parti = une_fois(
        envois,
        cle,
        lambda: envoyer(message, cle, demande),
        maintenant,
        empreinte_d_adresse(adresse, contexte.secret),
        confie=True,
    )
    return Issue.ENVOYE if parti else Issue.DEJA


def empreinte_d_adresse(adresse: str, secret: bytes) -> str:
    """By which a send is known to have gone to this address, without the address."""
    return pseudonyme("courriel", adresse, secret)


def attente(erreur: Exception, pli: Pli | None, essai: int, maintenant: datetime) -> int | None:
    """In how many seconds a message that failed this way is tried again; None when it is given up.
    `pli` is what waits (None: not known), `essai` how many times it was tried.
    """
    if isinstance(erreur, EnvoiRefuse | ValueError):
        return None
    if isinstance(erreur, EnvoiSuspendu):
        trop = pli is not None and maintenant - pli.depuis > PATIENCE_SUSPENDU
        return None if trop else _ATTENTE_SUSPENDU_S
    echoue_depuis = pli.echoue_depuis if pli is not None else None
    if echoue_depuis is not None and maintenant - echoue_depuis > PATIENCE:
        return None
    # Bounded before the power: a count is somebody else's number.
    return int(min(_PREMIERE_ATTENTE_S * 2 ** min(max(essai, 1) - 1, 10), _ATTENTE_MAXIMUM_S))


def echoue_depuis(erreur: Exception, pli: Pli, maintenant: datetime) -> datetime | None:
    """Since when a message that failed this way has been failing; a pause of SES is no failure."""
    return None if isinstance(erreur, EnvoiSuspendu) else pli.echoue_depuis or maintenant
