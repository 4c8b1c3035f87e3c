"""How often somebody did what is limited: one counting update, no reading first."""

from __future__ import annotations

from datetime import datetime

from pynamodb.exceptions import UpdateError

from chalicelib.depots.causes import code
from chalicelib.depots.connexion import CONDITION_REFUSEE
from chalicelib.depots.modeles import QuotaModele


def prendre(quota: str, maximum: int, expire_le: datetime) -> bool:
    """See `services.ports.Depots.prendre`."""
    libre = ~QuotaModele.cle.exists() | (QuotaModele.nombre < maximum)
    try:
        QuotaModele(quota).update(
            actions=[
                QuotaModele.nombre.add(1),
                QuotaModele.exp.set(int(expire_le.timestamp())),
            ],
            condition=libre,
        )
    except UpdateError as erreur:
        if code(erreur) != CONDITION_REFUSEE:
            raise
        return False
    return True
