"""The mandant is told (stream function 2): one message for each transition that has one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ErreurMetier
from chalicelib.domaine.etats import Evenement
from chalicelib.domaine.fin import est_joignable
from chalicelib.services.ports import Envois, Reservation


class Message(StrEnum):
    """The messages of domaine.md, table d."""

    M1 = "M1"
    M1B = "M1b"
    M1C = "M1c"
    M1R = "M1r"
    M1X = "M1x"
    M2 = "M2"
    M3A = "M3a"
    M3B = "M3b"
    M3R = "M3r"
    M4 = "M4"
    M4B = "M4b"
    M4R = "M4r"
    M5A = "M5a"
    M5 = "M5"
    M5B = "M5b"
    M6 = "M6"
    M6C = "M6c"
    M7 = "M7"
    M7B = "M7b"
    M7C = "M7c"
    M9 = "M9"


class EnvoiEnCours(ErreurMetier):
    """Another delivery of the same record is sending this message: to be tried again later."""

    code = "envoi-en-cours"
    titre = "Ce courriel est en cours d'envoi"


Envoyer = Callable[[Message, str, Demande], str]
"""Composes and sends: (which, key of the send, demande) -> the provider's message id."""

PAR_EVENEMENT = {
    Evenement.DEPOT: Message.M1,
    Evenement.EXPIRATION: Message.M1C,
    Evenement.RECTIFICATION: Message.M1R,
    Evenement.RECTIFICATION_GUICHET: Message.M1R,
    Evenement.ETABLISSEMENT: Message.M2,
    Evenement.ETABLISSEMENT_CERTIFIE: Message.M2,
    Evenement.ACCEPTATION: Message.M3A,
    Evenement.VALIDATION_REGISTRE: Message.M3A,
    Evenement.REFUS_MAIRIE: Message.M3B,
    Evenement.REJET_REGISTRE: Message.M3B,
    Evenement.DEMANDE_RESILIATION: Message.M5A,
    Evenement.RESILIATION: Message.M5,
    Evenement.RESILIATION_PAPIER: Message.M5,
    Evenement.RESILIATION_CERTIFIEE: Message.M5,
    Evenement.NULLITE: Message.M4,
    Evenement.EXAMEN_PLAFOND: Message.M4B,
    Evenement.REEXAMEN: Message.M4R,
    Evenement.REOUVERTURE: Message.M3R,
    Evenement.VOTE_DU_MANDANT: Message.M5B,
    Evenement.ANNULATION: Message.M6,
    Evenement.ANNULATION_REGISTRE: Message.M6,
    Evenement.CADUCITE: Message.M6C,
    Evenement.CADUCITE_REGISTRE: Message.M6C,
}
"""What is told of each transition; those that are not here tell nothing."""


def message_pour(demande: Demande) -> Message | None:
    """The message for the transition that made this version of the demande; none for a mandant
    without an address (on paper), or who has died.
    """
    if not est_joignable(demande):
        return None
    return PAR_EVENEMENT.get(demande.dernier)


def notifier(
    envois: Envois, envoyer: Envoyer, demande: Demande, maintenant: datetime
) -> Message | None:
    """Sends the message of this transition once; says which one was sent now, if any.

    Raises EnvoiEnCours when another try holds it, and whatever `envoyer` raises: the claim is then
    given back, since the stream tries again within seconds and gives up after a few times.
    """
    message = message_pour(demande)
    if message is None:
        return None
    cle = f"{demande.reference}#{demande.version}#{message.value}"
    envoye = envoyer_une_fois(envois, envoyer, message, cle, demande, maintenant)
    return message if envoye else None


def envoyer_une_fois(
    envois: Envois,
    envoyer: Envoyer,
    message: Message,
    cle: str,
    demande: Demande,
    maintenant: datetime,
) -> bool:
    """Sends this message unless our record of `cle` says that it has left; says whether it was sent
    now. Raises what `notifier` raises.
    """
    return une_fois(envois, cle, lambda: envoyer(message, cle, demande), maintenant)


def une_fois(envois: Envois, cle: str, envoyer: Callable[[], str], maintenant: datetime) -> bool:
    """The same for any message; `envoyer` gives the provider's message id."""
    reservation = envois.reserver(cle, maintenant)
    if reservation is Reservation.EN_COURS:
        raise EnvoiEnCours("Le même courriel est déjà pris en charge.")
    if reservation is Reservation.DEJA_ENVOYE:
        return False
    message_id = ""
    try:
        message_id = envoyer()
    finally:
        if not message_id:
            envois.rendre(cle, maintenant)
    envois.confirmer(cle, message_id, maintenant)
    return True
