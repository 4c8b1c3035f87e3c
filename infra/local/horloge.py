"""Starts the scheduled functions as EventBridge does: each at its own rate, one call at a time."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

journal = logging.getLogger(__name__)

Invocation = Callable[[dict[str, Any]], Mapping[str, Any]]

PERIODES_S = {
    "reprise_controles": 60.0,
    "echeances": 3600.0,
    "bulletins": 900.0,
    "publication": 3600.0,
    "jauges": 60.0,
    "rapprochement": 3600.0,
    "points_de_controle": 3600.0,
}
"""Seconds between two calls. The pass of the night comes each hour here: nobody leaves the local
cloud on for the night to see it."""


class Horloge:
    """One thread a scheduled function; the first call comes after one period."""

    def __init__(self, fonctions: Mapping[str, Invocation]) -> None:
        self._arret = threading.Event()
        self._fils = [
            threading.Thread(
                target=self._servir,
                args=(nom, invoquer, PERIODES_S[nom]),
                name=f"horloge-{nom}",
                daemon=True,
            )
            for nom, invoquer in fonctions.items()
        ]

    def __enter__(self) -> Horloge:
        for fil in self._fils:
            fil.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._arret.set()
        for fil in self._fils:
            fil.join(timeout=10)

    def _servir(self, nom: str, invoquer: Invocation, periode: float) -> None:
        while not self._arret.wait(periode):
            try:
                invoquer(evenement(nom))
            # EventBridge too comes back whatever happened to the call before.
            except Exception as erreur:  # noqa: BLE001
                journal.warning("%s a échoué : %s", nom, type(erreur).__name__)


def evenement(nom: str) -> dict[str, Any]:
    """What EventBridge sends for the rule of this name."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "123456789012",
        "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": "eu-west-3",
        "resources": [f"arn:aws:events:eu-west-3:123456789012:rule/{nom}"],
        "detail": {},
    }
