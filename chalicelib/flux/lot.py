"""A batch of a DynamoDB stream: in order, and from the first failure on, again."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from chalicelib.depots.conversion_demande import demande_de_l_image
from chalicelib.domaine.demande import Demande
from chalicelib.mesures import Mesure
from chalicelib.observabilite import compter, incident

Traiter = Callable[[Demande], None]

PATIENCE_S = 60.0
"""How long a record comes back for a projection alone. Those that follow it wait with it."""


def nouvelle_image(enregistrement: dict[str, Any]) -> Demande:
    """The demande as the record leaves it."""
    return demande_de_l_image(enregistrement["NewImage"])


def traiter(
    evenement: dict[str, Any],
    traiter_un: Traiter,
    lire: Callable[[dict[str, Any]], Demande] = nouvelle_image,
    projections: Sequence[Traiter] = (),
) -> dict[str, Any]:
    """Handles each record, read by `lire`, then each projection of those that were; answers
    ReportBatchItemFailures with the first that fails.

    Lambda then comes again from that record on. powertools' BatchProcessor goes on after a
    failure, which would let a demande's later state pass before an earlier one; here the order
    of a key is kept. What was already handled may come again: handlers are idempotent.

    A projection can be built again: what fails in one for PATIENCE_S is left out and counted
    (ProjectionsAbandonnees), lest what is essential wait behind it.
    """
    traites: list[tuple[dict[str, Any], Demande]] = []
    echecs: list[str] = []
    for enregistrement in evenement["Records"]:
        flux = enregistrement["dynamodb"]
        if "NewImage" not in flux:
            continue
        try:
            demande = lire(flux)
            traiter_un(demande)
        # Whatever the failure, the record must come back, then go to the on-failure queue.
        except Exception as erreur:  # noqa: BLE001
            echecs.append(_echec(erreur, flux))
            break
        traites.append((flux, demande))
    for projeter in projections:
        echecs += _projeter(projeter, traites)
    premier = min(echecs, key=int, default=None)
    return {"batchItemFailures": [{"itemIdentifier": premier}] if premier else []}


def _projeter(projeter: Traiter, traites: Sequence[tuple[dict[str, Any], Demande]]) -> list[str]:
    for flux, demande in traites:
        try:
            projeter(demande)
        # As above, as long as there is patience.
        except Exception as erreur:  # noqa: BLE001
            numero = _echec(erreur, flux)
            if time.time() - flux["ApproximateCreationDateTime"] < PATIENCE_S:
                return [numero]
            compter(Mesure.PROJECTIONS_ABANDONNEES)
    return []


def _echec(erreur: Exception, flux: dict[str, Any]) -> str:
    compter(Mesure.ENREGISTREMENTS_EN_ECHEC)
    incident(erreur, reference=flux["Keys"]["reference"]["S"])
    return str(flux["SequenceNumber"])
