"""The Idempotency-Key header (IETF httpapi working group's draft)."""

from __future__ import annotations

from chalicelib.web import idempotence
from chalicelib.web.appel import Appel, CorpsInvalide


def cle_exigee(appel: Appel) -> str:
    """The key of the call. Raises CorpsInvalide when it is missing or malformed."""
    cle = appel.requete.headers.get("idempotency-key") or ""
    if not idempotence.est_une_cle(cle):
        raise CorpsInvalide(
            "Ajoutez un en-tête Idempotency-Key de 8 à 200 caractères, propre à ce dépôt "
            "(un UUID convient) : un même dépôt renvoyé ne fera qu'une demande."
        )
    return cle


def empreinte_de_cle(appel: Appel, *acte: str) -> str:
    """The print of the key together with what is done, empty when the call carries no key."""
    if not appel.requete.headers.get("idempotency-key"):
        return ""
    return idempotence.empreinte(appel, cle_exigee(appel), *acte)
