"""The schedule of the open data."""

from __future__ import annotations

from chalicelib.montage import montage
from chalicelib.services.donnees_ouvertes import publier


def publication() -> dict[str, int]:
    """Publishes the whole days past; gives how many cells the recent ones have."""
    monte = montage()
    publiee = publier(monte.compteurs, monte.publications, monte.horloge())
    return {"CASES": len(publiee.cellules)}
