"""A dashboard's body, read as CloudWatch reads it: each widget with its curves over a span of time.

The rows of `metrics` are those that `composants` writes: whole, without the short forms."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from infra.tableaux.calcul import calculer
from infra.tableaux.releves import Metrique, Releves, Serie
from infra.tableaux.resolution import Resolution

NATIVES = "AWS/"


@dataclass(frozen=True, slots=True)
class Ligne:
    """A row of `metrics`: a metric, or an expression over those beside it."""

    id_: str
    libelle: str
    visible: bool
    statistique: str
    metrique: Metrique | None
    expression: str


@dataclass(frozen=True, slots=True)
class Lu:
    """A curve that has data, with its label."""

    libelle: str
    serie: Serie


def corps(ressource: Mapping[str, Any], resolution: Resolution) -> dict[str, Any]:
    """The body of a dashboard of the template."""
    lu: dict[str, Any] = json.loads(resolution.texte(ressource["Properties"]["DashboardBody"]))
    return lu


def lignes(proprietes: Mapping[str, Any]) -> Iterator[Ligne]:
    """The rows of a metric widget."""
    for ligne in proprietes["metrics"]:
        options = ligne[-1]
        commun = options.get("id", ""), options["label"], options.get("visible", True)
        if "expression" in options:
            yield Ligne(*commun, "", None, options["expression"])
            continue
        espace, nom, *paires = ligne[:-1]
        dimensions = dict(zip(paires[::2], paires[1::2], strict=True))
        metrique = Metrique.de(espace, nom, dimensions)
        yield Ligne(*commun, options["stat"], metrique, "")


def lire(
    proprietes: Mapping[str, Any], releves: Releves, debut: int, fin: int, periode: int
) -> tuple[Lu, ...]:
    """The visible curves that have data, in the order of the widget."""
    toutes = list(lignes(proprietes))
    series = {
        rang: releves.lire(ligne.metrique, ligne.statistique, periode, debut, fin)
        for rang, ligne in enumerate(toutes)
        if ligne.metrique is not None
    }
    par_id = {toutes[rang].id_: serie for rang, serie in series.items()}
    instants = range(debut, fin, periode)
    lus = []
    for rang, ligne in enumerate(toutes):
        if rang not in series:
            series[rang] = calculer(ligne.expression, par_id, instants)
            par_id[ligne.id_] = series[rang]
        if ligne.visible and series[rang]:
            lus.append(Lu(ligne.libelle, series[rang]))
    return tuple(lus)


def mesurable(proprietes: Mapping[str, Any], natives: Collection[tuple[str, str]]) -> bool:
    """Whether some metric of a widget can be measured where, of AWS's own, only `natives` are."""
    return any(
        not ligne.metrique.espace.startswith(NATIVES)
        or (ligne.metrique.espace, ligne.metrique.nom) in natives
        for ligne in lignes(proprietes)
        if ligne.metrique is not None
    )


def seuils(proprietes: Mapping[str, Any]) -> Sequence[tuple[float, str]]:
    """The lines across a widget."""
    horizontales = proprietes.get("annotations", {}).get("horizontal", ())
    return [(float(ligne["value"]), str(ligne["label"])) for ligne in horizontales]
