"""The alarms of the template, and what state they are in after what was measured.

M periods of N over the threshold ring. What has no data is as the alarm says: as it should be, or
not; left to CloudWatch's default, an alarm without any data says nothing. Source: CloudWatch user
guide, "Evaluating an alarm"."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from infra.tableaux.calcul import calculer
from infra.tableaux.releves import Metrique, Releves, Serie
from infra.tableaux.resolution import Resolution


class Etat(StrEnum):
    """CloudWatch's words."""

    OK = "OK"
    ALARME = "ALARM"
    SANS_DONNEES = "INSUFFICIENT_DATA"


_COMPARAISONS = {
    "GreaterThanOrEqualToThreshold": operator.ge,
    "GreaterThanThreshold": operator.gt,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}


@dataclass(frozen=True, slots=True)
class Mesuree:
    """A metric as an alarm or a widget reads it."""

    metrique: Metrique
    statistique: str
    periode: int


@dataclass(frozen=True, slots=True)
class Alarme:
    """One alarm. `mesures` by id; `expression` is over these ids."""

    nom: str
    proprietes: Mapping[str, Any]
    description: str
    mesures: Mapping[str, Mesuree]
    expression: str

    @property
    def periode(self) -> int:
        """Seconds."""
        return min(mesuree.periode for mesuree in self.mesures.values())

    @property
    def titre(self) -> str:
        """What it says, without its link."""
        return self.description.rpartition(" ")[0]

    @property
    def lien(self) -> str:
        """The page that says what to do."""
        return self.description.rpartition(" ")[2]

    def serie(self, releves: Releves, debut: int, fin: int) -> Serie:
        """What the threshold is compared with."""
        instants = range(debut, fin, self.periode)
        lues = {
            id_: releves.lire(m.metrique, m.statistique, m.periode, debut, fin)
            for id_, m in self.mesures.items()
        }
        return calculer(self.expression, lues, instants)

    def etats(self, releves: Releves, debut: int, fin: int) -> Iterator[tuple[int, Etat]]:
        """Its state at the end of each whole period, from the first that has N before it."""
        periode, total = self.periode, int(self.proprietes["EvaluationPeriods"])
        depart = -(-debut // periode) * periode
        arrivee = fin // periode * periode
        serie = self.serie(releves, depart, arrivee)
        instants = range(depart, arrivee, periode)
        for rang in range(total, len(instants) + 1):
            vus = [serie.get(instant) for instant in instants[rang - total : rang]]
            yield instants[rang - 1] + periode, self._etat(vus)

    def _etat(self, vus: Sequence[float | None]) -> Etat:
        manque = self.proprietes.get("TreatMissingData", "missing")
        comparer = _COMPARAISONS[self.proprietes["ComparisonOperator"]]
        seuil = float(self.proprietes["Threshold"])
        franchis = [manque == "breaching" if v is None else comparer(v, seuil) for v in vus]
        if manque in {"missing", "ignore"} and all(v is None for v in vus):
            return Etat.SANS_DONNEES
        assez = int(self.proprietes.get("DatapointsToAlarm", len(vus)))
        return Etat.ALARME if sum(franchis) >= assez else Etat.OK


def lire(ressources: Mapping[str, Any], resolution: Resolution) -> tuple[Alarme, ...]:
    """The alarms of a template, in its order."""
    return tuple(
        _alarme(nom, ressource["Properties"], resolution)
        for nom, ressource in ressources.items()
        if ressource.get("Type") == "AWS::CloudWatch::Alarm"
    )


def _alarme(nom: str, proprietes: Mapping[str, Any], resolution: Resolution) -> Alarme:
    description = resolution.texte(proprietes["AlarmDescription"])
    if "Metrics" not in proprietes:
        statistique = proprietes.get("Statistic") or proprietes["ExtendedStatistic"]
        une = _mesuree(proprietes, statistique, proprietes["Period"], resolution)
        return Alarme(nom, proprietes, description, {"m": une}, "m")
    mesures = {}
    expression = ""
    for element in proprietes["Metrics"]:
        if element.get("ReturnData"):
            expression = element["Expression"]
        if "MetricStat" in element:
            lue = element["MetricStat"]
            mesures[element["Id"]] = _mesuree(lue["Metric"], lue["Stat"], lue["Period"], resolution)
    return Alarme(nom, proprietes, description, mesures, expression)


def _mesuree(
    source: Mapping[str, Any], statistique: str, periode: int, resolution: Resolution
) -> Mesuree:
    dimensions = {d["Name"]: resolution.texte(d["Value"]) for d in source.get("Dimensions", ())}
    espace = resolution.texte(source["Namespace"])
    return Mesuree(Metrique.de(espace, source["MetricName"], dimensions), statistique, int(periode))
