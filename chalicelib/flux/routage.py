"""Stream function 1: procurations go to the register of their commune, their names to its search,
and what an authority did to its list of the day.
"""

from __future__ import annotations

from typing import Any

from chalicelib.domaine.canari import est_synthetique
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Evenement
from chalicelib.flux.lot import traiter
from chalicelib.mesures import Mesure
from chalicelib.montage import montage
from chalicelib.observabilite import compter, mesurer
from chalicelib.services.activites import noter
from chalicelib.services.indexer import a_indexer, indexer
from chalicelib.services.router import router


def routage(evenement: dict[str, Any]) -> dict[str, Any]:
    """Handles a batch of the stream of demandes: the register first, which waits for nothing."""
    monte = montage()

    def au_registre(demande: Demande) -> None:
        router(monte.contexte, demande, monte.horloge())
        compter(Mesure.ENREGISTREMENTS_ROUTES)
        _mesurer(demande)

    def a_la_recherche(demande: Demande) -> None:
        if a_indexer(demande):
            indexer(monte.contexte, demande)

    def aux_activites(demande: Demande) -> None:
        noter(monte.contexte, monte.activites, demande, monte.horloge())

    return traiter(evenement, au_registre, projections=(a_la_recherche, aux_activites))


def _mesurer(demande: Demande) -> None:
    """One record is one transition (the last, where a transaction made several: what is transmitted
    is received at once). From the establishment, or from the entry of a form on paper, to the row
    of the register: both instants are the demande's, so that a record that comes again says the
    same. What the canary does is no transition of anybody.
    """
    if est_synthetique(demande):
        return
    compter(Mesure.TRANSITIONS, evenement=demande.dernier.value)
    etablissement, saisie, recue_le = demande.etablissement, demande.saisie, demande.recue_le
    if demande.dernier is Evenement.RECEPTION and etablissement and recue_le:
        debut = saisie.le if saisie else etablissement.le
        delai = 1000 * (recue_le - debut).total_seconds()
        mesurer(Mesure.DELAI_JUSQU_AU_REGISTRE, delai)
