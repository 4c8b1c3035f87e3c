"""Stream function 1: procurations go to the register of their commune, their names to its search,
and what an authority did to its list of the day.
"""

from __future__ import annotations

from typing import Any

from chalicelib.domaine.demande import Demande
from chalicelib.flux.lot import traiter
from chalicelib.montage import montage
from chalicelib.observabilite import compter
from chalicelib.services.activites import noter
from chalicelib.services.indexer import a_indexer, indexer
from chalicelib.services.router import router


def routage(evenement: dict[str, Any]) -> dict[str, Any]:
    """Handles a batch of the stream of demandes."""
    monte = montage()

    def un(demande: Demande) -> None:
        maintenant = monte.horloge()
        router(monte.contexte, demande, maintenant)
        if a_indexer(demande):
            indexer(monte.contexte, demande)
        noter(monte.contexte, monte.activites, demande, maintenant)
        compter("EnregistrementRoute")

    return traiter(evenement, un)
