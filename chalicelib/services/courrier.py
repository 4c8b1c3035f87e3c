"""The mandant is told (stream function 2): one message for each transition that has one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ErreurMetier
from chalicelib.domaine.etats import Evenement
from chalicelib.domaine.fin import est_joignable
from chalicelib.services.ports_courrier import Envois, File, Reservation


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


class EnvoiRefuse(Exception):
    """The provider will never take this message: trying again changes nothing."""


class EnvoiSuspendu(Exception):
    """The provider takes no message of ours for now: they wait, none is to blame."""


Confier = Callable[[Message, str, Demande, datetime], bool]
"""Hands a message over to be sent: (which, key of the send, demande, now) -> whether it had not
left yet."""

Envoyer = Callable[[Message, str, Demande], str]
"""Composes and sends: (which, key of the send, demande) -> the provider's message id."""

URGENTS = frozenset({Message.M1, Message.M1R, Message.M5A})
"""Those whose reference is then presented at a counter, today maybe."""

RAPPELS = frozenset({Message.M1B, Message.M9})
"""What only the calendar asks for."""

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


_VALEURS = frozenset(message.value for message in Message)


def file_de(message: Message) -> File:
    """Where it waits for its turn."""
    if message in URGENTS:
        return File.URGENTS
    return File.RAPPELS if message in RAPPELS else File.SUITES


def message_de(cle: str) -> Message:
    """The message that a key is about. Raises ValueError for a key that names none."""
    trouves = [Message(partie) for partie in cle.split("#")[1:3] if partie in _VALEURS]
    if not trouves:
        raise ValueError("a key without a message")
    return trouves[0]


def notifier(confier: Confier, demande: Demande, maintenant: datetime) -> Message | None:
    """Has the mandant told of this transition; says which message is to leave, if any."""
    message = message_pour(demande)
    if message is None:
        return None
    return message if confier(message, cle_de(demande, message), demande, maintenant) else None


def cle_de(demande: Demande, message: Message) -> str:
    """The key of what is said of the transition that made this version."""
    return f"{demande.reference}#{demande.version}#{message.value}"


def une_fois(
    envois: Envois,
    cle: str,
    envoyer: Callable[[], str],
    maintenant: datetime,
    vers: str = "",
    *,
    confie: bool = False,
) -> bool:
    """Sends a message unless our record of `cle` says that it has left; says whether it was sent
    now. `envoyer` gives the provider's message id, `vers` is a print of the address; `confie`: it
    was kept before, and what is there no more was erased with its demande.

    Raises EnvoiEnCours when another try holds it, and whatever `envoyer` raises: the claim is then
    given back, so that the next try need not wait for its end.
    """
    reservation = envois.reserver(cle, maintenant, confie=confie)
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
    envois.confirmer(cle, message_id, maintenant, vers)
    return True
