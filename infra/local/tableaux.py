"""`/_local/tableaux`: the dashboards that are deployed, drawn from what this cloud measures, and
the states that the alarms would be in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from chalice.app import Blueprint, Response
from markupsafe import Markup, escape

from infra.assemblage import charger
from infra.local import courbes
from infra.local.courbes import Cadre, Trace
from infra.local.mesures import OBSERVEES, MesuresLocales
from infra.tableaux import alarmes, lecture
from infra.tableaux.alarmes import Alarme, Etat
from infra.tableaux.releves import Releves
from infra.tableaux.resolution import Resolution
from infra.tableaux.reveil import enfants

ETAPE = "local"
DUREES = {"15": "quinze minutes", "60": "une heure", "360": "six heures"}
"""What may be looked back on, in minutes."""

_TABLEAUX = {"service": "Le service", "technique": "La technique", "securite": "La sécurité"}
_ETATS = {
    Etat.ALARME: ("Sonne", "govuk-tag--red"),
    Etat.OK: ("Normal", "govuk-tag--green"),
    Etat.SANS_DONNEES: ("Sans données", "govuk-tag--grey"),
}
_SONNE, _ = _ETATS[Etat.ALARME]
_TROP_TOT = ("Trop tôt pour le dire", "govuk-tag--grey")
_NON_MESURE = ("Non mesuré ici", "govuk-tag--grey")


@dataclass(frozen=True, slots=True)
class Dessin:
    """A widget, ready for its page. `svg` is empty when nothing was measured, `valeurs` are the
    label, the last and the greatest of each curve, with its sample.
    """

    titre: str
    unite: str
    svg: Markup
    valeurs: Sequence[tuple[Markup, str, str, str]]
    seuils: Sequence[tuple[str, str]]
    mesurable: bool
    chiffres: bool


@dataclass(frozen=True, slots=True)
class Voyant:
    """An alarm and the state that it would be in."""

    nom: str
    texte: str
    lien: str
    etat: str
    classe: str
    reveille: bool


class PageDesTableaux:
    """One page a dashboard."""

    def __init__(self, mesures: MesuresLocales) -> None:
        self._mesures = mesures
        self.blueprint = Blueprint(__name__)
        route = self.blueprint.route
        route("/_local/tableaux", methods=["GET"], name="local.tableaux")(self.tableau)
        route("/_local/tableaux/{cle}", methods=["GET"], name="local.tableau")(self.tableau)

    def tableau(self, cle: str = "service") -> Response:
        """This dashboard (`service`, `technique`, `securite`), over the last `minutes`."""
        from infra.local.pages import introuvable, page

        if cle not in _TABLEAUX:
            return introuvable()
        parametres = self.blueprint.current_request.query_params
        minutes = parametres.get("minutes", "60") if parametres else "60"
        minutes = minutes if minutes in DUREES else "60"
        releves = self._mesures.a_jour()
        corps, voyants = self._corps[cle], self._voyants(releves)
        return page(
            "tableaux.html",
            cle=cle,
            noms=_TABLEAUX,
            minutes=minutes,
            durees=DUREES,
            intro=_texte(corps),
            dessins=list(self._dessins(corps, releves, int(minutes))),
            sonnent=[v for v in voyants if v.etat == _SONNE],
            autres=[v for v in voyants if v.etat != _SONNE and cle != "service"],
        )

    @cached_property
    def _corps(self) -> Mapping[str, Mapping[str, Any]]:
        ressources, resolution = charger()["Resources"], Resolution(ETAPE)
        return {
            cle: lecture.corps(ressources[f"Tableau{cle.capitalize()}"], resolution)
            for cle in _TABLEAUX
        }

    @cached_property
    def _alarmes(self) -> Sequence[Alarme]:
        return alarmes.lire(charger()["Resources"], Resolution(ETAPE))

    def _dessins(
        self, corps: Mapping[str, Any], releves: Releves, minutes: int
    ) -> Iterator[Dessin]:
        maintenant = int(self._mesures.maintenant())
        for widget in corps["widgets"]:
            if widget["type"] != "metric":
                continue
            proprietes = widget["properties"]
            chiffres = proprietes["view"] == "singleValue"
            cadre = _cadre(maintenant, minutes * 60, chiffres=chiffres)
            lus = lecture.lire(proprietes, releves, cadre.debut, cadre.fin, cadre.periode)
            yield _dessin(proprietes, lus, cadre, chiffres=chiffres)

    def _voyants(self, releves: Releves) -> Sequence[Voyant]:
        reveil = set(enfants(charger()["Resources"], "Reveil"))
        debut, fin = int(self._mesures.debut), int(self._mesures.maintenant())
        return [
            Voyant(
                alarme.nom.removeprefix("Alarme"),
                alarme.titre,
                alarme.lien,
                *_etat(alarme, releves, debut, fin),
                reveille=alarme.nom in reveil,
            )
            for alarme in self._alarmes
        ]


def _cadre(maintenant: int, duree: int, *, chiffres: bool) -> Cadre:
    """Numbers are of the whole span; curves have a point a minute, which tells more of a cloud that
    has just started than their own period, or every five for the longest span.
    """
    if chiffres:
        return Cadre(maintenant + 1 - duree, maintenant + 1, duree)
    periode = 60 if duree <= 3600 else 300
    fin = (maintenant // periode + 1) * periode
    return Cadre(fin - duree, fin, periode)


def _etat(alarme: Alarme, releves: Releves, debut: int, fin: int) -> tuple[str, str]:
    if any(
        m.metrique.espace.startswith(lecture.NATIVES)
        and (m.metrique.espace, m.metrique.nom) not in OBSERVEES
        for m in alarme.mesures.values()
    ):
        return _NON_MESURE
    total = alarme.periode * int(alarme.proprietes["EvaluationPeriods"])
    if alarme.proprietes.get("TreatMissingData") == "breaching":
        # What should have come since the start: too soon to tell for a while.
        recent = max(debut, fin - total - alarme.periode)
    else:
        # With the period under way: who makes a fault here need not wait for its end.
        fin = (fin // alarme.periode + 1) * alarme.periode
        recent = fin - total
    etats = [etat for _, etat in alarme.etats(releves, recent, fin)]
    return _ETATS[etats[-1]] if etats else _TROP_TOT


def _dessin(
    proprietes: Mapping[str, Any], lus: Sequence[lecture.Lu], cadre: Cadre, *, chiffres: bool
) -> Dessin:
    titre, seuils = proprietes["title"], lecture.seuils(proprietes)
    traces = [Trace(lu.libelle, lu.serie) for lu in lus]
    svg = courbes.dessiner(traces, cadre, seuils, titre) if traces and not chiffres else Markup("")
    return Dessin(
        titre=titre,
        unite=proprietes["yAxis"]["left"]["label"],
        svg=svg,
        valeurs=[
            (
                courbes.echantillon(rang),
                lu.libelle,
                courbes.nombre(lu.serie[max(lu.serie)]),
                courbes.nombre(max(lu.serie.values())),
            )
            for rang, lu in enumerate(lus)
        ],
        seuils=[(courbes.nombre(valeur), texte) for valeur, texte in seuils],
        mesurable=lecture.mesurable(proprietes, OBSERVEES),
        chiffres=chiffres,
    )


def _texte(corps: Mapping[str, Any]) -> Markup:
    """The words at the head of a dashboard, without their title: links and code of Markdown."""
    textes = [w["properties"]["markdown"] for w in corps["widgets"] if w["type"] == "text"]
    _, _, texte = textes[0].partition("\n")
    morceaux = re.split(r"\[([^]]+)\]\(([^)]+)\)", texte.replace("`", ""))
    rendu = escape(morceaux[0])
    for nom, adresse, suite in zip(morceaux[1::3], morceaux[2::3], morceaux[3::3], strict=True):
        rendu += Markup("{} (<code>{}</code>){}").format(nom, adresse, suite)
    return rendu
