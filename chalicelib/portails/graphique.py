"""Small charts of numbers by day, as SVG without style or script (strict CSP).

The drawing is for the eye: its numbers stand in a table beside it, and its name and its sentence
say the same to a screen reader. Series differ by pattern and not by colour alone. The drawing is
320 units wide, the width of a small phone, so that its labels stay readable there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

LARGEUR, HAUTEUR = 320, 150
_GAUCHE, _DROITE, _HAUT, _BAS = 36, 4, 10, 24


class Trame(StrEnum):
    """How a series is drawn."""

    PLEINE = "pleine"
    RAYEE = "rayee"


@dataclass(frozen=True, slots=True)
class Serie:
    """One number a day, each at least 0."""

    nom: str
    valeurs: Sequence[int]
    trame: Trame = Trame.PLEINE


@dataclass(frozen=True, slots=True)
class Barres:
    """A bar a day, the series one on the other; false when every number is 0. `nom` makes the ids
    of a page different; `jours` are short labels, of which the first, the middle and the last are
    written; `reperes` are days (ranks) to mark, with what is said of them. Drawn when the page is
    written, in its language.
    """

    nom: str
    titre: str
    resume: str
    jours: Sequence[str]
    series: Sequence[Serie]
    reperes: Mapping[int, str]

    def __bool__(self) -> bool:
        return any(any(serie.valeurs) for serie in self.series)

    def __html__(self) -> str:
        sommes = [sum(valeurs) for valeurs in zip(*(s.valeurs for s in self.series), strict=True)]
        sommet = _graduation(max(sommes))
        dessin = [
            _trame(self.nom),
            *_axe(sommet),
            *_repere_a(self.reperes, len(self.jours)),
            *_colonnes(self.nom, self.series, sommet),
            *_dates(self.jours),
        ]
        return Markup(
            '<svg class="mp-graphique__dessin" viewBox="0 0 {} {}" role="img" '
            'aria-labelledby="{nom}-titre {nom}-resume" focusable="false">'
            '<title id="{nom}-titre">{}</title><desc id="{nom}-resume">{}</desc>{}</svg>'
        ).format(LARGEUR, HAUTEUR, self.titre, self.resume, Markup().join(dessin), nom=self.nom)


def echantillon(nom: str, trame: Trame) -> Markup:
    """What a series looks like, for the legend of the chart `nom`."""
    return Markup(
        '<svg class="mp-graphique__echantillon" viewBox="0 0 14 14" aria-hidden="true" '
        'focusable="false">{}</svg>'
    ).format(_rectangle(nom, trame, 1, 1, 12, 12))


def _graduation(maximum: int) -> int:
    """The number at the top: the least 2, 4, 10, 20, 40, 100… that holds them all, so that its
    half is whole too.
    """
    pas = 1
    while True:
        for facteur in (2, 4, 10):
            if maximum <= facteur * pas:
                return facteur * pas
        pas *= 10


def _trame(nom: str) -> Markup:
    return Markup(
        '<defs><pattern id="{}-trame" width="4" height="4" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path d="M0 0V4" class="mp-graphique__hachure"/>'
        "</pattern></defs>"
    ).format(nom)


def _ordonnee(valeur: float, sommet: int) -> float:
    return HAUTEUR - _BAS - (HAUTEUR - _HAUT - _BAS) * valeur / sommet


def _axe(sommet: int) -> list[Markup]:
    return [
        Markup(
            '<path class="mp-graphique__ligne" d="M{} {:.1f}H{}"/>'
            '<text x="{}" y="{:.1f}" text-anchor="end">{}</text>'
        ).format(
            _GAUCHE,
            _ordonnee(valeur, sommet),
            LARGEUR - _DROITE,
            _GAUCHE - 4,
            _ordonnee(valeur, sommet) + 4,
            f"{valeur:,}".replace(",", "\u202f"),
        )
        for valeur in (0, sommet // 2, sommet)
    ]


def _pas(nombre: int) -> float:
    return (LARGEUR - _GAUCHE - _DROITE) / nombre


def _colonnes(nom: str, series: Sequence[Serie], sommet: int) -> list[Markup]:
    rectangles = []
    pas = _pas(len(series[0].valeurs))
    for rang in range(len(series[0].valeurs)):
        dessous = 0
        for serie in series:
            valeur = serie.valeurs[rang]
            if valeur:
                haut = _ordonnee(dessous + valeur, sommet)
                hauteur = _ordonnee(dessous, sommet) - haut
                x = _GAUCHE + pas * rang + pas * 0.12
                rectangles.append(_rectangle(nom, serie.trame, x, haut, pas * 0.76, hauteur))
            dessous += valeur
    return rectangles


def _rectangle(
    nom: str, trame: Trame, x: float, y: float, largeur: float, hauteur: float
) -> Markup:
    remplissage = f"url(#{nom}-trame)" if trame is Trame.RAYEE else "currentColor"
    return Markup(
        '<rect class="mp-graphique__barre mp-graphique__barre--{}" x="{:.1f}" y="{:.1f}" '
        'width="{:.1f}" height="{:.1f}" fill="{}"/>'
    ).format(trame.value, x, y, largeur, hauteur, remplissage)


def _repere_a(reperes: Mapping[int, str], nombre: int) -> list[Markup]:
    return [
        Markup(
            '<path class="mp-graphique__repere" d="M{:.1f} {}V{}"><title>{}</title></path>'
        ).format(_GAUCHE + _pas(nombre) * (rang + 0.5), _HAUT - 6, HAUTEUR - _BAS, texte)
        for rang, texte in reperes.items()
    ]


def _dates(jours: Sequence[str]) -> list[Markup]:
    places = {0: "start", len(jours) // 2: "middle", len(jours) - 1: "end"}
    pas = _pas(len(jours))
    abscisses = {"start": 0.0, "middle": 0.5, "end": 1.0}
    return [
        Markup('<text x="{:.1f}" y="{}" text-anchor="{}">{}</text>').format(
            _GAUCHE + pas * (rang + abscisses[ancre]), HAUTEUR - 7, ancre, jours[rang]
        )
        for rang, ancre in places.items()
    ]
