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
    """Handles a batch of the stream of demandes: the register first, which waits for nothing."""
    monte = montage()

    def au_registre(demande: Demande) -> None:
        router(monte.contexte, demande, monte.horloge())
        compter("EnregistrementRoute")

    def a_la_recherche(demande: Demande) -> None:
        if a_indexer(demande):
            indexer(monte.contexte, demande)

    def aux_activites(demande: Demande) -> None:
        noter(monte.contexte, monte.activites, demande, monte.horloge())

    return traiter(evenement, au_registre, projections=(a_la_recherche, aux_activites))
