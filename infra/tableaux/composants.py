"""What a dashboard is made of, and how CloudWatch wants it written.

Source: CloudWatch API reference, "Dashboard Body Structure and Syntax". Names of resources stand as
`${Routage}`: the body is the text of a `!Sub`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from chalicelib.mesures import Mesure, Unite

ESPACE = "Maprocuration/${Stage}"
COLONNES = 24
GUIDES = "${UrlExploitation}"
"""Where the runbooks are, with a final slash."""

Vue = Literal["timeSeries", "singleValue", "bar", "gauge"]


@dataclass(frozen=True, slots=True)
class Courbe:
    """A metric as a widget shows it. `id_` serves in the expressions beside it; not `visible`, it
    serves there only.
    """

    espace: str
    nom: str
    dimensions: Mapping[str, str]
    statistique: str
    libelle: str
    id_: str = ""
    visible: bool = True

    def en_ligne(self) -> list[Any]:
        """Its row in `metrics`."""
        paires = [mot for paire in sorted(self.dimensions.items()) for mot in paire]
        options: dict[str, Any] = {"stat": self.statistique, "label": self.libelle}
        options |= {"id": self.id_} if self.id_ else {}
        options |= {} if self.visible else {"visible": False}
        return [self.espace, self.nom, *paires, options]


@dataclass(frozen=True, slots=True)
class Calcul:
    """An expression over the curves of its widget."""

    expression: str
    libelle: str
    id_: str

    def en_ligne(self) -> list[Any]:
        """Its row in `metrics`."""
        return [{"expression": self.expression, "label": self.libelle, "id": self.id_}]


@dataclass(frozen=True, slots=True)
class Seuil:
    """A line across the widget: where an alarm rings, or what is promised."""

    valeur: float
    libelle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Graphique:
    """A widget of curves. `unite` is said on its axis; `periode` in seconds; `pile` adds up."""

    titre: str
    courbes: Sequence[Courbe | Calcul]
    unite: str
    seuils: Sequence[Seuil] = ()
    vue: Vue = "timeSeries"
    pile: bool = False
    periode: int = 300
    largeur: int = 8
    hauteur: int = 6

    def en_widget(self) -> dict[str, Any]:
        """The widget, without its place."""
        proprietes: dict[str, Any] = {
            "title": self.titre,
            "view": self.vue,
            "stacked": self.pile,
            "region": "${AWS::Region}",
            "period": self.periode,
            "metrics": [courbe.en_ligne() for courbe in self.courbes],
            "yAxis": {"left": {"label": self.unite, "min": 0, "showUnits": False}},
        }
        if self.seuils:
            lignes = [{"value": s.valeur, "label": s.libelle} for s in self.seuils]
            proprietes["annotations"] = {"horizontal": lignes}
        return {"type": "metric", "properties": proprietes}


@dataclass(frozen=True, slots=True)
class Texte:
    """A widget of words, in Markdown."""

    markdown: str
    largeur: int = COLONNES
    hauteur: int = 3

    def en_widget(self) -> dict[str, Any]:
        """The widget, without its place."""
        return {"type": "text", "properties": {"markdown": self.markdown}}


@dataclass(frozen=True, slots=True)
class EtatDesAlarmes:
    """The states of alarms, by their names in the template."""

    titre: str
    alarmes: Sequence[str]
    largeur: int = COLONNES
    hauteur: int = 4

    def en_widget(self) -> dict[str, Any]:
        """The widget, without its place."""
        arns = [f"${{{nom}.Arn}}" for nom in self.alarmes]
        return {"type": "alarm", "properties": {"title": self.titre, "alarms": arns}}


Element = Graphique | Texte | EtatDesAlarmes


@dataclass(frozen=True, slots=True)
class Tableau:
    """One dashboard. `cle` ends its physical name; elements flow from left to right."""

    cle: str
    nom: str
    elements: Sequence[Element] = field(default_factory=tuple)

    def corps(self) -> dict[str, Any]:
        """CloudWatch's DashboardBody."""
        return {"periodOverride": "inherit", "widgets": list(_places(self.elements))}


def _places(elements: Iterable[Element]) -> Iterable[dict[str, Any]]:
    x = y = rangee = 0
    for element in elements:
        if x + element.largeur > COLONNES:
            x, y, rangee = 0, y + rangee, 0
        place = {"x": x, "y": y, "width": element.largeur, "height": element.hauteur}
        yield element.en_widget() | place
        x, rangee = x + element.largeur, max(rangee, element.hauteur)


def mesure(
    une: Mesure,
    libelle: str,
    statistique: str = "",
    id_: str = "",
    visible: bool = True,
    **dimensions: str,
) -> Courbe:
    """One series of a metric of ours: its sum when it counts, its 99th percentile when it lasts.

    Raises ValueError when these are not its dimensions, each with one of its values.
    """
    permises = une.dimensions
    if permises.keys() != dimensions.keys() or any(
        valeur not in permises[nom] for nom, valeur in dimensions.items()
    ):
        raise ValueError(f"{une.nom} n'a pas de série {dimensions}")
    voulue = statistique or ("Sum" if une.unite is Unite.NOMBRE else "p99")
    toutes = {"service": "maprocuration", **dimensions}
    return Courbe(ESPACE, une.nom, toutes, voulue, libelle, id_, visible)


def toutes(
    une: Mesure, statistique: str = "", libelles: Mapping[str, str] | None = None, **fixes: str
) -> list[Courbe]:
    """Every series of a metric of ours, or every one with these values."""
    dites = libelles or {}
    combinaisons: list[dict[str, str]] = [{}]
    for nom, valeurs in une.dimensions.items():
        gardees = (fixes[nom],) if nom in fixes else valeurs
        combinaisons = [c | {nom: valeur} for c in combinaisons for valeur in gardees]
    return [
        mesure(
            une,
            " · ".join(dites.get(v, v) for nom, v in c.items() if nom not in fixes) or une.nom,
            statistique,
            "",
            True,
            **c,
        )
        for c in combinaisons
    ]
