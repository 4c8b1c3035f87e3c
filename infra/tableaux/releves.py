"""What was measured: observations by metric, read by period as CloudWatch reads them."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Serie = Mapping[int, float]
"""Values by the second at which their period begins; a period without data is not there."""


@dataclass(frozen=True, slots=True)
class Metrique:
    """One series of CloudWatch: its namespace, its name, its dimensions sorted by name."""

    espace: str
    nom: str
    dimensions: tuple[tuple[str, str], ...] = ()

    @classmethod
    def de(cls, espace: str, nom: str, dimensions: Mapping[str, str]) -> Metrique:
        """The same from dimensions in any order."""
        return cls(espace, nom, tuple(sorted(dimensions.items())))


@dataclass(frozen=True, slots=True)
class Observation:
    """`poids` times the same value at one second."""

    instant: float
    valeur: float
    poids: float = 1


class Releves:
    """Observations, oldest first in each metric. Threads may add while others read."""

    def __init__(self) -> None:
        self._lus: dict[Metrique, list[Observation]] = defaultdict(list)
        self._verrou = threading.Lock()

    def ajouter(self, metrique: Metrique, instant: float, valeur: float, poids: float = 1) -> None:
        """One observation, `instant` in seconds since 1970."""
        with self._verrou:
            self._lus[metrique].append(Observation(instant, valeur, poids))

    def oublier(self, avant: float) -> None:
        """What was observed before this second."""
        with self._verrou:
            for metrique, lus in self._lus.items():
                self._lus[metrique] = [lu for lu in lus if lu.instant >= avant]

    def connait(self, metrique: Metrique) -> bool:
        """Whether anything was ever observed of it."""
        return metrique in self._lus

    def lire(
        self, metrique: Metrique, statistique: str, periode: int, debut: int, fin: int
    ) -> Serie:
        """The statistic of each period, the first of which begins at `debut`, until `fin`
        (excluded). Raises ValueError when the statistic is none of ours.
        """
        with self._verrou:
            lus = tuple(self._lus.get(metrique, ()))
        par_periode: dict[int, list[Observation]] = defaultdict(list)
        for lu in lus:
            if debut <= lu.instant < fin:
                rang = int(lu.instant - debut) // periode
                par_periode[debut + rang * periode].append(lu)
        return {t: _statistique(statistique, par_periode[t]) for t in sorted(par_periode)}

    def lire_emf(self, lignes: Iterable[str]) -> None:
        """Adds what lines of CloudWatch's embedded metric format say; others say nothing."""
        for ligne in lignes:
            if '"_aws"' in ligne:
                self._lire_document(json.loads(ligne))

    def _lire_document(self, document: dict[str, Any]) -> None:
        instant = document["_aws"]["Timestamp"] / 1000
        for directive in document["_aws"]["CloudWatchMetrics"]:
            for noms in directive["Dimensions"]:
                dimensions = {nom: str(document[nom]) for nom in noms}
                for definition in directive["Metrics"]:
                    nom = definition["Name"]
                    metrique = Metrique.de(directive["Namespace"], nom, dimensions)
                    valeurs = document[nom]
                    for valeur in valeurs if isinstance(valeurs, list) else [valeurs]:
                        self.ajouter(metrique, instant, float(valeur))


def _statistique(nom: str, lues: list[Observation]) -> float:
    poids = sum(lu.poids for lu in lues)
    somme = sum(lu.valeur * lu.poids for lu in lues)
    simples: dict[str, Callable[[], float]] = {
        "Sum": lambda: somme,
        "SampleCount": lambda: poids,
        "Average": lambda: somme / poids,
        "Minimum": lambda: min(lu.valeur for lu in lues),
        "Maximum": lambda: max(lu.valeur for lu in lues),
    }
    if nom in simples:
        return simples[nom]()
    if not nom.startswith("p"):
        raise ValueError(f"statistique inconnue : {nom}")
    return _centile(float(nom[1:]), lues, poids)


def _centile(rang: float, lues: list[Observation], poids: float) -> float:
    """The least value under or at which this part of the observations is."""
    atteint = 0.0
    triees = sorted(lues, key=lambda lu: lu.valeur)
    for lue in triees:
        atteint += lue.poids
        if atteint >= poids * rang / 100:
            return lue.valeur
    return triees[-1].valeur
