"""Our own record of the e-mails sent.

SES has no idempotency: a function that dies between the send and its record can't know whether
the message left. The claim lasts a minute; after it another try may send again. A try that fails
gives its claim back. A message twice after a crash is better than one never (docs/decisions).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from pynamodb.exceptions import PutError, UpdateError

from chalicelib.depots.causes import code
from chalicelib.depots.connexion import CONDITION_REFUSEE, lire
from chalicelib.depots.modeles import EnvoiModele
from chalicelib.services.ports import Envoi, Reservation

_EN_COURS = "EN_COURS"
_ENVOYE = "ENVOYE"
_BAIL = timedelta(minutes=1)
_CONSERVATION = timedelta(days=400)


class EnvoisDynamo:
    """`services.ports.Envois` over DynamoDB."""

    def reserver(self, cle: str, maintenant: datetime) -> Reservation:
        """Claims the message, for one minute."""
        libre = ~EnvoiModele.reference.exists() | (
            (EnvoiModele.etat == _EN_COURS) & (EnvoiModele.jusqu_a <= maintenant)
        )
        reference, rang = _de(cle)
        envoi = EnvoiModele(
            reference=reference,
            rang=rang,
            etat=_EN_COURS,
            jusqu_a=maintenant + _BAIL,
            exp=int((maintenant + _CONSERVATION).timestamp()),
        )
        try:
            envoi.save(condition=libre)
        except PutError as erreur:
            if code(erreur) != CONDITION_REFUSEE:
                raise
            connu = lire(EnvoiModele, reference, rang)
            envoye = connu is not None and connu.etat == _ENVOYE
            return Reservation.DEJA_ENVOYE if envoye else Reservation.EN_COURS
        return Reservation.A_ENVOYER

    def rendre(self, cle: str, maintenant: datetime) -> None:
        """Gives back the claim made at `maintenant`, unless another try has taken it over."""
        try:
            EnvoiModele(*_de(cle)).update(
                actions=[EnvoiModele.jusqu_a.set(maintenant)],
                condition=(EnvoiModele.etat == _EN_COURS)
                & (EnvoiModele.jusqu_a == maintenant + _BAIL),
            )
        except UpdateError as erreur:
            if code(erreur) != CONDITION_REFUSEE:
                raise

    def confirmer(self, cle: str, message_id: str, maintenant: datetime) -> None:
        """Records that the message left."""
        EnvoiModele(*_de(cle)).update(
            actions=[
                EnvoiModele.etat.set(_ENVOYE),
                EnvoiModele.message_id.set(message_id),
                EnvoiModele.envoye_le.set(maintenant),
            ]
        )

    def envoyes(self, reference: str) -> tuple[Envoi, ...]:
        """The messages about this demande that have left, oldest first."""
        lus = EnvoiModele.query(reference, consistent_read=True)
        partis = [Envoi(m.rang, m.envoye_le) for m in lus if m.etat == _ENVOYE]
        return tuple(sorted(partis, key=lambda envoi: envoi.le))

    def oublier(self, reference: str) -> None:
        """Erases every record about this demande."""
        with EnvoiModele.batch_write() as lot:
            for envoi in EnvoiModele.query(reference, consistent_read=True):
                lot.delete(envoi)


def _de(cle: str) -> tuple[str, str]:
    """The key of the item: the reference, then what tells its messages apart."""
    reference, _, rang = cle.partition("#")
    return reference, rang
