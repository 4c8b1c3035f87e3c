"""Stream function 3 and its schedule: the register is asked, L73 is examined again."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from chalicelib.depots.conversion import attente_de_l_image
from chalicelib.mesures import Mesure
from chalicelib.montage import Montage, montage
from chalicelib.observabilite import compter, incident
from chalicelib.services.attentes import report, traiter
from chalicelib.services.changement import Attente

FILS = 8
DUREE_S = 45.0
"""The schedule comes back each minute; two of them at once would do the same work twice."""


def controles(evenement: dict[str, Any]) -> dict[str, Any]:
    """Handles a batch of the stream of what waits: each new piece of work, once. What fails stays
    in its table for the schedule, so that one never holds the others up.
    """
    monte = montage()
    for enregistrement in evenement["Records"]:
        attente = attente_de_l_image(enregistrement["dynamodb"]["NewImage"])
        if attente.essais == 0:
            _traiter(monte, attente)
    return {"batchItemFailures": []}


def reprendre_les_controles() -> dict[str, int]:
    """Tries again all that is due, for 45 seconds at most. One question at first: while the
    register stays away the others wait without being asked.
    """
    monte, fin = montage(), time.monotonic() + DUREE_S
    dues = list(monte.contexte.depots.attentes_dues(monte.horloge()))
    compter(Mesure.CONTROLES_EN_ATTENTE, len(dues))
    places = [a for a in dues if a.cle.startswith("P#")]
    questions = [a for a in dues if not a.cle.startswith("P#")]
    faites = _faire(monte, places, fin)
    if questions and _traiter(monte, questions[0]):
        faites += 1 + _faire(monte, questions[1:], fin)
    return {"dues": len(dues), "faites": faites}


def _faire(monte: Montage, attentes: Sequence[Attente], fin: float) -> int:
    def une(attente: Attente) -> bool:
        return time.monotonic() < fin and _traiter(monte, attente)

    with ThreadPoolExecutor(FILS) as fils:
        return sum(fils.map(une, attentes))


def _traiter(monte: Montage, attente: Attente) -> bool:
    maintenant = monte.horloge()
    try:
        fait = traiter(monte.contexte, attente, maintenant)
    # Whatever the failure, the work stays to be done, later and later: it is counted and logged.
    except Exception as erreur:  # noqa: BLE001
        compter(Mesure.CONTROLES, issue="echec")
        incident(erreur, attente=attente.cle)
        monte.contexte.depots.reporter(attente, maintenant + report(attente.essais))
        return False
    compter(Mesure.CONTROLES, issue="fait" if fait else "reporte")
    return fait
