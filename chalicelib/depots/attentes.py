"""The work that transactions left to be done. The table is small: what is done is deleted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pynamodb.exceptions import DeleteError, UpdateError

from chalicelib.depots import conversion
from chalicelib.depots.causes import code
from chalicelib.depots.connexion import CONDITION_REFUSEE
from chalicelib.depots.modeles import AttenteModele
from chalicelib.services.changement import Attente


def dues(maintenant: datetime) -> Iterable[Attente]:
    """See `services.ports.Depots.attentes_dues`."""
    lues = AttenteModele.scan(AttenteModele.prochain <= maintenant, consistent_read=True)
    return sorted(map(conversion.attente, lues), key=lambda a: (a.depuis, a.cle))


def reporter(attente: Attente, prochain: datetime) -> None:
    """See `services.ports.Depots.reporter`."""
    try:
        AttenteModele(attente.cle).update(
            actions=[
                AttenteModele.prochain.set(prochain),
                AttenteModele.essais.set(attente.essais + 1),
            ],
            condition=AttenteModele.jeton == attente.jeton,
        )
    except UpdateError as erreur:
        if code(erreur) != CONDITION_REFUSEE:
            raise


def clore(attente: Attente) -> None:
    """See `services.ports.Depots.clore`."""
    try:
        AttenteModele(attente.cle).delete(condition=AttenteModele.jeton == attente.jeton)
    except DeleteError as erreur:
        if code(erreur) != CONDITION_REFUSEE:
            raise
