"""Curves as inline SVG, by presentation attributes alone: the strict policy of the pages holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from infra.tableaux.releves import Serie

LARGEUR, HAUTEUR = 480, 200
_GAUCHE, _DROITE, _HAUT, _BAS = 58, 8, 12, 24

_COULEURS = ("#1d70b8", "#d4351c", "#00703c", "#912b88", "#b58840", "#28a197", "#505a5f", "#f47738")
_TRAITS = ("", "6 3", "2 3")
"""After the colours, the same again in dashes: nobody has to tell two of them by colour alone."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One curve of a drawing."""

    libelle: str
    serie: Serie


@dataclass(frozen=True, slots=True)
class Cadre:
    """What the drawing shows: from `debut` to `fin`, a point each `periode`, in seconds."""

    debut: int
    fin: int
    periode: int


def couleur(rang: int) -> str:
    """Of the curve of this rank."""
    return _COULEURS[rang % len(_COULEURS)]


def trait(rang: int) -> str:
    """The dashes of the curve of this rank, empty for a whole line."""
    return _TRAITS[rang // len(_COULEURS) % len(_TRAITS)]


def echantillon(rang: int) -> Markup:
    """What the curve of this rank looks like, for the legend."""
    return Markup(
        '<svg width="24" height="10" viewBox="0 0 24 10" aria-hidden="true" focusable="false">'
        '<path d="M0 5H24" stroke="{}" stroke-width="3" stroke-dasharray="{}"/></svg>'
    ).format(couleur(rang), trait(rang))


def dessiner(
    traces: Sequence[Trace], cadre: Cadre, seuils: Sequence[tuple[float, str]], titre: str
) -> Markup:
    """The drawing. A threshold far above what was measured is told by the legend, not drawn: it
    would press the curves flat.
    """
    haut = max((v for trace in traces for v in trace.serie.values()), default=0) or 1
    proches = [(valeur, texte) for valeur, texte in seuils if valeur <= 3 * haut]
    haut = max([haut, *(valeur for valeur, _ in proches)]) * 1.05
    parties = [_axe(cadre, haut)]
    parties += [_seuil(valeur, haut) for valeur, _ in proches]
    parties += [_courbe(trace, rang, cadre, haut) for rang, trace in enumerate(traces)]
    return Markup(
        '<svg class="mp-graphique__dessin" viewBox="0 0 {} {}" role="img" aria-label="{}" '
        'font-size="12" fill="currentColor">{}</svg>'
    ).format(LARGEUR, HAUTEUR, titre, Markup("").join(parties))


def nombre(valeur: float) -> str:
    """A number as one reads it: `12 400`, `0,25`."""
    if valeur == int(valeur) or abs(valeur) >= 100:
        return f"{valeur:,.0f}".replace(",", "\u202f")
    return f"{valeur:.3g}".replace(".", ",")


def _x(instant: float, cadre: Cadre) -> float:
    part = (instant + cadre.periode / 2 - cadre.debut) / (cadre.fin - cadre.debut)
    return _GAUCHE + part * (LARGEUR - _GAUCHE - _DROITE)


def _y(valeur: float, haut: float) -> float:
    return HAUTEUR - _BAS - valeur / haut * (HAUTEUR - _BAS - _HAUT)


def _axe(cadre: Cadre, haut: float) -> Markup:
    lignes = [
        Markup(
            '<path d="M{} {:.1f}H{}" stroke="#b1b4b6"/>'
            '<text x="{}" y="{:.1f}" text-anchor="end">{}</text>'
        ).format(
            _GAUCHE, _y(v, haut), LARGEUR - _DROITE, _GAUCHE - 5, _y(v, haut) + 4, nombre(_rond(v))
        )
        for v in (0, haut / 2, haut)
    ]
    minutes = (cadre.fin - cadre.debut) // 60
    bornes = ((_GAUCHE, "start", f"il y a {minutes} min"), (LARGEUR - _DROITE, "end", "maintenant"))
    lignes += [
        Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(x, HAUTEUR - 6, a, texte)
        for x, a, texte in bornes
    ]
    return Markup("").join(lignes)


def _rond(valeur: float) -> float:
    return float(f"{valeur:.2g}")


def _seuil(valeur: float, haut: float) -> Markup:
    return Markup(
        '<path d="M{} {:.1f}H{}" stroke="#d4351c" stroke-width="1.5" stroke-dasharray="8 4"/>'
    ).format(_GAUCHE, _y(valeur, haut), LARGEUR - _DROITE)


def _courbe(trace: Trace, rang: int, cadre: Cadre, haut: float) -> Markup:
    points = [(_x(t, cadre), _y(v, haut), t) for t, v in sorted(trace.serie.items())]
    chemin = " ".join(
        f"{'L' if rang_ and points[rang_ - 1][2] == t - cadre.periode else 'M'}{x:.1f} {y:.1f}"
        for rang_, (x, y, t) in enumerate(points)
    )
    ronds = Markup("").join(
        Markup('<circle cx="{:.1f}" cy="{:.1f}" r="2.5" fill="{}"/>').format(x, y, couleur(rang))
        for x, y, _ in points
    )
    return Markup(
        '<path d="{}" fill="none" stroke="{}" stroke-width="2" stroke-dasharray="{}"/>{}'
    ).format(chemin, couleur(rang), trait(rang), ronds)
