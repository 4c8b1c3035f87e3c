"""A batch of a DynamoDB stream: in order, and from the first failure on, again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalicelib.depots.conversion_demande import demande_de_l_image
from chalicelib.domaine.demande import Demande
from chalicelib.observabilite import compter, incident


def nouvelle_image(enregistrement: dict[str, Any]) -> Demande:
    """The demande as the record leaves it."""
    return demande_de_l_image(enregistrement["NewImage"])


def traiter(
    evenement: dict[str, Any],
    traiter_un: Callable[[Demande], None],
    lire: Callable[[dict[str, Any]], Demande] = nouvelle_image,
) -> dict[str, Any]:
    """Handles each record, read by `lire`; answers ReportBatchItemFailures with the first that
    fails.

    Lambda then comes again from that record on. powertools' BatchProcessor goes on after a
    failure, which would let a demande's later state pass before an earlier one; here the order
    of a key is kept. What was already handled may come again: handlers are idempotent.
    """
    for enregistrement in evenement["Records"]:
        flux = enregistrement["dynamodb"]
        if "NewImage" not in flux:
            continue
        try:
            traiter_un(lire(flux))
        # Whatever the failure, the record must come back, then go to the on-failure queue.
        except Exception as erreur:  # noqa: BLE001
            compter("EnregistrementEnEchec")
            incident(erreur, reference=flux["Keys"]["reference"]["S"])
            return {"batchItemFailures": [{"itemIdentifier": flux["SequenceNumber"]}]}
    return {"batchItemFailures": []}
