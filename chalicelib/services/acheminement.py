"""What became of the messages about a demande, for who waits for them and who can mend an address.

A message that bounced at an address that was corrected since says nothing of the one of now: each
send bears a print of the address that it left for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.domaine.demande import Demande
from chalicelib.services.courrier import Message, message_de
from chalicelib.services.destinataire import AILLEURS
from chalicelib.services.expedier import empreinte_d_adresse
from chalicelib.services.ports_courrier import Envoi, Envois, EtatEnvoi, Remise


class Sort(StrEnum):
    """How far a message has come, in one word."""

    EN_ATTENTE = "EN_ATTENTE"
    ENVOYE = "ENVOYE"
    DIFFERE = "DIFFERE"
    REMIS = "REMIS"
    NON_REMIS = "NON_REMIS"
    REJETE = "REJETE"
    PLAINTE = "PLAINTE"
    ECHEC = "ECHEC"


@dataclass(frozen=True, slots=True)
class Acheminement:
    """A message to the mandant: which, how far it has come and since when; `actuelle` unless it
    left for an address that was corrected since.
    """

    message: Message
    sort: Sort
    le: datetime
    actuelle: bool = True


NON_ARRIVES = frozenset({Sort.NON_REMIS, Sort.REJETE, Sort.PLAINTE})
"""Those after which somebody must look at the address."""

_DEFINITIFS = frozenset({Sort.REJETE, Sort.PLAINTE})
_AVANT = {
    EtatEnvoi.A_ENVOYER: Sort.EN_ATTENTE,
    EtatEnvoi.EN_COURS: Sort.EN_ATTENTE,
    EtatEnvoi.ECHEC: Sort.ECHEC,
}


def acheminements(envois: Envois, demande: Demande, secret: bytes) -> tuple[Acheminement, ...]:
    """The messages to the mandant about this demande, oldest first."""
    ici = empreinte_d_adresse(demande.mandant.courriel, secret)
    return tuple(_siens(envois.suivis(demande.reference), ici))


def adresse_en_echec(suivis: Iterable[Acheminement]) -> Sort | None:
    """Why what is sent to the address of now does not arrive; None as far as is known. What was
    delivered since takes back a passing failure; not a final one, after which SES no longer sends.
    """
    juges = [a for a in suivis if a.actuelle and a.sort in NON_ARRIVES | {Sort.REMIS}]
    for definitif in (a.sort for a in juges if a.sort in _DEFINITIFS):
        return definitif
    dernier = juges[-1].sort if juges else None
    return dernier if dernier in NON_ARRIVES else None


def _siens(envois: Iterable[Envoi], ici: str) -> Iterable[Acheminement]:
    for envoi in envois:
        message = message_de(f"#{envoi.rang}")
        if message in AILLEURS or envoi.etat is EtatEnvoi.SANS_OBJET:
            continue
        le = envoi.remise_le if envoi.remise and envoi.remise_le else envoi.le
        actuelle = not envoi.vers or envoi.vers == ici
        yield Acheminement(message, _sort(envoi.etat, envoi.remise), le, actuelle)


def _sort(etat: EtatEnvoi, remise: Remise | None) -> Sort:
    if remise is not None:
        return Sort(remise.value)
    return _AVANT.get(etat, Sort.ENVOYE)
