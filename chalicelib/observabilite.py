"""Logs and metrics: structured, with ids only. No personal data ever goes in (domaine.md, 2)."""

from __future__ import annotations

import os
import traceback
from functools import cache
from typing import TYPE_CHECKING

from aws_lambda_powertools import Logger, Metrics, single_metric
from aws_lambda_powertools.metrics import MetricUnit

if TYPE_CHECKING:
    from collections.abc import Mapping

ESPACE = "Maprocuration"


@cache
def journaliste() -> Logger:
    """The one logger of the process (JSON lines)."""
    os.environ.setdefault("POWERTOOLS_SERVICE_NAME", "maprocuration")
    return Logger(service="maprocuration", utc=True)


@cache
def mesures() -> Metrics:
    """The one sink of metrics (CloudWatch EMF)."""
    return Metrics(namespace=ESPACE, service="maprocuration")


def compter(nom: str, valeur: float = 1) -> None:
    """Adds to a business metric; names and dimensions are bounded."""
    mesures().add_metric(nom, MetricUnit.Count, valeur)


def mesurer(nom: str, millisecondes: float, **dimensions: str) -> None:
    """A duration, at once, under its own dimensions (bounded: never an id); counts come with it."""
    commune = {"service": mesures().service or ""}
    with single_metric(
        nom, MetricUnit.Milliseconds, millisecondes, namespace=ESPACE, default_dimensions=commune
    ) as mesure:
        for dimension, valeur in dimensions.items():
            mesure.add_dimension(dimension, valeur)


def incident(erreur: BaseException, **ids: str) -> None:
    """Logs an unexpected failure: its type and where, never its message, which may hold data."""
    pile = traceback.extract_tb(erreur.__traceback__)
    details: dict[str, object] = {
        **ids,
        "type": type(erreur).__name__,
        "pile": [f"{cadre.filename.rsplit('/', 1)[-1]}:{cadre.lineno}" for cadre in pile[-8:]],
    }
    journaliste().error("incident", extra=details)


def tracer(message: str, **ids: str | int) -> None:
    """A line for the operator: a static message and ids."""
    journaliste().info(message, extra=dict[str, "str | int"](ids))


def correler(identifiants: Mapping[str, str]) -> None:
    """Sets the ids that every line of this invocation carries."""
    journaliste().append_keys(**identifiants)
