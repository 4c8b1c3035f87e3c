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
_DROITE, _HAUT, _BAS = 4, 10, 24
_PAR_CHIFFRE = 7.5


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
        cadre = _Cadre(_graduation(max(sommes)), len(self.jours))
        dessin = [
            _trame(self.nom),
            *_axe(cadre),
            *_reperes(cadre, self.reperes),
            *_colonnes(cadre, self.nom, self.series),
            *_dates(cadre, self.jours),
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


def nombre_fr(nombre: int) -> str:
    """A number with its thousands apart: `1 099`."""
    return f"{nombre:,}".replace(",", "\u202f")


def _graduation(maximum: int) -> int:
    """The number at the top: the least round one that holds them all, and whose half is whole."""
    puissance = 1
    while True:
        for dixiemes in (10, 15, 20, 25, 30, 40, 50, 60, 80):
            moitie, reste = divmod(dixiemes * puissance, 10)
            if not reste and 2 * moitie >= maximum:
                return 2 * moitie
        puissance *= 10


def _trame(nom: str) -> Markup:
    return Markup(
        '<defs><pattern id="{}-trame" width="4" height="4" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path d="M0 0V4" class="mp-graphique__hachure"/>'
        "</pattern></defs>"
    ).format(nom)


@dataclass(frozen=True, slots=True)
class _Cadre:
    """Where days and numbers stand in the drawing: `sommet` at the top, `jours` from left to
    right.
    """

    sommet: int
    jours: int

    @property
    def gauche(self) -> float:
        return 8 + _PAR_CHIFFRE * len(nombre_fr(self.sommet))

    @property
    def pas(self) -> float:
        return (LARGEUR - self.gauche - _DROITE) / self.jours

    def x(self, rang: float) -> float:
        return self.gauche + self.pas * rang

    def y(self, valeur: float) -> float:
        return HAUTEUR - _BAS - (HAUTEUR - _HAUT - _BAS) * valeur / self.sommet


def _axe(cadre: _Cadre) -> list[Markup]:
    return [
        Markup(
            '<path class="mp-graphique__ligne" d="M{:.1f} {:.1f}H{}"/>'
            '<text x="{:.1f}" y="{:.1f}" text-anchor="end">{}</text>'
        ).format(
            cadre.gauche,
            cadre.y(valeur),
            LARGEUR - _DROITE,
            cadre.gauche - 4,
            cadre.y(valeur) + 4,
            nombre_fr(valeur),
        )
        for valeur in (0, cadre.sommet // 2, cadre.sommet)
    ]


def _colonnes(cadre: _Cadre, nom: str, series: Sequence[Serie]) -> list[Markup]:
    rectangles = []
    for rang in range(cadre.jours):
        dessous = 0
        for serie in series:
            valeur = serie.valeurs[rang]
            if valeur:
                haut = cadre.y(dessous + valeur)
                taille = cadre.pas * 0.76, cadre.y(dessous) - haut
                rectangles.append(_rectangle(nom, serie.trame, cadre.x(rang + 0.12), haut, *taille))
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


def _reperes(cadre: _Cadre, reperes: Mapping[int, str]) -> list[Markup]:
    return [
        Markup(
            '<path class="mp-graphique__repere" d="M{:.1f} {}V{}"><title>{}</title></path>'
        ).format(cadre.x(rang + 0.5), _HAUT - 6, HAUTEUR - _BAS, texte)
        for rang, texte in reperes.items()
    ]


def _dates(cadre: _Cadre, jours: Sequence[str]) -> list[Markup]:
    places = {0: ("start", 0), len(jours) // 2: ("middle", 0.5), len(jours) - 1: ("end", 1)}
    return [
        Markup('<text x="{:.1f}" y="{}" text-anchor="{}">{}</text>').format(
            cadre.x(rang + decalage), HAUTEUR - 7, ancre, jours[rang]
        )
        for rang, (ancre, decalage) in places.items()
    ]
