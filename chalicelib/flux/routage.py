"""Stream function 1: procurations go to the register of their commune."""

from __future__ import annotations

from typing import Any

from chalicelib.domaine.demande import Demande
from chalicelib.flux.lot import traiter
from chalicelib.montage import montage
from chalicelib.observabilite import compter
from chalicelib.services.router import router


def routage(evenement: dict[str, Any]) -> dict[str, Any]:
    """Handles a batch of the stream of demandes."""
    monte = montage()

    def un(demande: Demande) -> None:
        router(monte.contexte, demande, monte.horloge())
        compter("EnregistrementRoute")

    return traiter(evenement, un)
