"""What the sending of e-mails asks of the outside world; `chalicelib.depots` implements it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from chalicelib.domaine.demande import Demande


class EtatEnvoi(StrEnum):
    """How far a message has come on our side."""

    A_ENVOYER = "A_ENVOYER"
    EN_COURS = "EN_COURS"
    ENVOYE = "ENVOYE"
    ECHEC = "ECHEC"
    """It never left: refused for good, or tried for too long."""
    SANS_OBJET = "SANS_OBJET"
    """Nobody to tell any more: the address was withdrawn while it waited."""


class Remise(StrEnum):
    """What the mail server of the person said of a message that has left; in the order in which one
    may follow another."""

    DIFFERE = "DIFFERE"
    NON_REMIS = "NON_REMIS"
    """Given up for now: a full mailbox, a server that is down; and the answer of somebody away,
    which is why a delivery wins over it."""
    REMIS = "REMIS"
    REJETE = "REJETE"
    """Refused for good: SES writes to that address no more."""
    PLAINTE = "PLAINTE"


class Reservation(StrEnum):
    """What our own record says when a message is about to be sent."""

    A_ENVOYER = "A_ENVOYER"
    DEJA_ENVOYE = "DEJA_ENVOYE"
    EN_COURS = "EN_COURS"


class File(StrEnum):
    """The queues of messages, by what cannot wait."""

    URGENTS = "URGENTS"
    """Somebody may already be on the way to the counter: the reference."""
    SUITES = "SUITES"
    """What was done and decided."""
    RAPPELS = "RAPPELS"
    """What no act of anybody asks for today."""


@dataclass(frozen=True, slots=True)
class Envoi:
    """A message: `rang` says which, for which version or delay; `le` is when it left, or else when
    it was asked for. `vers` is a keyed print of the address that it left for, empty before."""

    rang: str
    le: datetime
    etat: EtatEnvoi = EtatEnvoi.ENVOYE
    remise: Remise | None = None
    remise_le: datetime | None = None
    vers: str = ""


@dataclass(frozen=True, slots=True)
class Pli:
    """A message that waits: the demande as the transition left it, since when, and since when its
    tries have failed (None: they have not).
    """

    demande: Demande
    depuis: datetime
    echoue_depuis: datetime | None = None


class Envois(Protocol):
    """Our own record of the e-mails: one of each kind for each transition. A key begins with the
    reference and a `#`.
    """

    def confier(
        self, cle: str, demande: Demande, maintenant: datetime, efface_le: datetime | None = None
    ) -> bool:
        """Keeps what the message `cle` is about until it is sent; whether it has still to be
        queued: false once it has left. `efface_le` is when nothing of the demande may be kept.
        """

    def pli(self, cle: str) -> Pli | None:
        """What waits under this key; None when nothing does (any more)."""

    def reserver(self, cle: str, maintenant: datetime, *, confie: bool = False) -> Reservation:
        """Claims the message `cle`. A claim that was not confirmed in time may be taken over.
        `confie`: only if it is kept (still).
        """

    def rendre(self, cle: str, maintenant: datetime) -> None:
        """Gives back what was claimed at `maintenant`: the next try may claim it at once."""

    def noter_echecs(self, cle: str, depuis: datetime | None) -> None:
        """Records since when its tries have failed, or (None) that they fail no more."""

    def confirmer(self, cle: str, message_id: str, maintenant: datetime, vers: str = "") -> None:
        """Records that the message left, for the address of this print."""

    def terminer(
        self, cle: str, etat: EtatEnvoi, maintenant: datetime, *, garder: bool = False
    ) -> None:
        """Records that it will not leave: ECHEC or SANS_OBJET. What it was about is kept if it is
        to be sent again one day. Nothing when it has left.
        """

    def noter_remise(self, cle: str, message_id: str, remise: Remise, le: datetime) -> bool:
        """Records what became of the message that left as `message_id`, forward only; false when
        it is not known, or says nothing new.
        """

    def envoyes(self, reference: str) -> tuple[Envoi, ...]:
        """The messages about this demande that have left, oldest first."""

    def suivis(self, reference: str) -> tuple[Envoi, ...]:
        """All of them, those that wait or never left too, oldest first."""

    def oublier(self, reference: str) -> None:
        """Erases every record about this demande."""


class Files(Protocol):
    """The queues between what is to be said and what says it. They hold keys of messages only."""

    def deposer(self, file: File, cle: str) -> None:
        """Queues a message."""

    def reporter(self, file: File, recu: str, secondes: int) -> None:
        """Has the message that was received as `recu` come again after so many seconds."""

    def abandonner(self, cle: str) -> None:
        """Puts a message that will not leave where somebody looks."""
