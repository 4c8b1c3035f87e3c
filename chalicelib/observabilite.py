"""Logs and metrics: structured, with ids only. No personal data ever goes in (domaine.md, 2)."""

from __future__ import annotations

import json
import os
import sys
import threading
import traceback
from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch import (
    AmazonCloudWatchEMFProvider,
)

from chalicelib.mesures import AUTRE, Mesure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_Valeurs = tuple[tuple[str, str], ...]

_PUITS: dict[_Valeurs, AmazonCloudWatchEMFProvider] = {}
"""What waits to be published, by values of dimensions: as many as `chalicelib.mesures` allows."""

_VERROU = threading.Lock()
"""Some functions count from several threads, and powertools reads before it writes."""


@cache
def journaliste() -> Logger:
    """The one logger of the process (JSON lines)."""
    os.environ.setdefault("POWERTOOLS_SERVICE_NAME", "maprocuration")
    return Logger(service="maprocuration", utc=True)


def espace() -> str:
    """The namespace of the metrics: one a stage, so that two in one account are never added."""
    return "Maprocuration/" + os.environ.get("STAGE", "local")


def compter(mesure: Mesure, valeur: float = 1, **dimensions: str) -> None:
    """Adds to a count, or sets a gauge. `dimensions` are those of the metric, all of them."""
    _noter(mesure, valeur, dimensions)


def mesurer(mesure: Mesure, valeur: float, **dimensions: str) -> None:
    """One observation, in the unit of the metric; percentiles are made of each."""
    _noter(mesure, valeur, dimensions)


def publier() -> None:
    """Writes what was counted since the last time: CloudWatch EMF, a line for each group of
    dimensions, in which nothing is added up."""
    with _VERROU:
        for puits in _PUITS.values():
            if puits.metric_set:
                sys.stdout.write(json.dumps(puits.serialize_metric_set()) + "\n")
                puits.metric_set.clear()


def mesures_publiees(evenement: Any, suite: Callable[[Any], Any]) -> Any:
    """Chalice's middleware: each invocation publishes what it counted, even when it fails."""
    try:
        return suite(evenement)
    finally:
        publier()


def passe_finie(evenement: Any, suite: Callable[[Any], Any]) -> Any:
    """The same for the scheduled functions: each pass that came to its end is counted. An alarm
    tells of the one that is missing, which no error would show.
    """
    bilan = suite(evenement)
    # Lambda's name of a function is CloudFormation's; the handler bears ours (`app.echeances`).
    nom = os.environ.get("_HANDLER", "").rpartition(".")[2] or evenement.context.function_name
    compter(Mesure.PASSES_FINIES, fonction=nom)
    return bilan


def _noter(mesure: Mesure, valeur: float, dimensions: Mapping[str, str]) -> None:
    permises = mesure.dimensions
    bornees = tuple(
        (nom, dimensions[nom] if dimensions[nom] in valeurs else AUTRE)
        for nom, valeurs in permises.items()
    )
    with _VERROU:
        puits = _PUITS.get(bornees)
        if puits is None:
            puits = _PUITS[bornees] = AmazonCloudWatchEMFProvider(
                namespace=espace(), service="maprocuration", default_dimensions=dict(bornees)
            )
        puits.add_metric(mesure.nom, mesure.unite.value, valeur)


def incident(erreur: BaseException, **ids: str) -> None:
    """Logs and counts an unexpected failure: its type and where, never its message, which may hold
    data.
    """
    pile = traceback.extract_tb(erreur.__traceback__)
    details: dict[str, object] = {
        **ids,
        "type": type(erreur).__name__,
        "pile": [f"{cadre.filename.rsplit('/', 1)[-1]}:{cadre.lineno}" for cadre in pile[-8:]],
    }
    journaliste().error("incident", extra=details)
    compter(Mesure.INCIDENTS, famille=famille(erreur))


_FAMILLES = {
    "pynamodb": "magasins",
    "botocore": "magasins",
    "chalicelib.depots": "magasins",
    "chalicelib.courriels": "courriels",
    "chalicelib.reu": "reu",
    "chalicelib.services.registre_national": "reu",
    "chalicelib.identite": "identite",
    "urllib3": "reseau",
    "chalicelib.domaine": "metier",
    "chalicelib.services": "metier",
}
"""By the module of the exception's class, the longest that fits."""


def famille(erreur: BaseException) -> str:
    """Where a failure comes from, one of `mesures.FAMILLES`; `code` when nothing else is known."""
    module = type(erreur).__module__ + "."
    connus = [prefixe for prefixe in _FAMILLES if module.startswith(prefixe + ".")]
    return _FAMILLES[max(connus, key=len)] if connus else "code"


def tracer(message: str, **ids: str | int) -> None:
    """A line for the operator: a static message and ids."""
    journaliste().info(message, extra=dict[str, "str | int"](ids))


def correler(identifiants: Mapping[str, str]) -> None:
    """Sets the ids that every line of this invocation carries."""
    journaliste().append_keys(**identifiants)
