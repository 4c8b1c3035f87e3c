"""The Idempotency-Key header (IETF httpapi working group's draft)."""

from __future__ import annotations

import re

from chalicelib.domaine.identites import pseudonyme
from chalicelib.web.appel import Appel, CorpsInvalide

_CLE = re.compile(r"[\x21-\x7e]{8,200}")


def cle_exigee(appel: Appel) -> str:
    """The key of the call. Raises CorpsInvalide when it is missing or malformed."""
    cle = appel.requete.headers.get("idempotency-key") or ""
    if not _CLE.fullmatch(cle):
        raise CorpsInvalide(
            "Ajoutez un en-tête Idempotency-Key de 8 à 200 caractères, propre à ce dépôt "
            "(un UUID convient) : un même dépôt renvoyé ne fera qu'une demande."
        )
    return cle


def empreinte_de_cle(appel: Appel, *acte: str) -> str:
    """The print of the key together with what is done, empty when the call carries no key: the
    same key with another act is another call.
    """
    cle = appel.requete.headers.get("idempotency-key") or ""
    if not cle:
        return ""
    return pseudonyme("acte", "|".join((cle_exigee(appel), *acte)), appel.contexte.secret)
