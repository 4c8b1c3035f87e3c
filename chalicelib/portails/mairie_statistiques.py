"""The charts of a mairie: received, decided, waiting, by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from chalice.app import Response

from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.libelles import date_fr, instant_fr
from chalicelib.domaine.scrutins import Scrutin
from chalicelib.domaine.temps import jour
from chalicelib.portails.graphique import Barres, Serie, Trame, echantillon, nombre_fr
from chalicelib.portails.mairie_commun import choix_de_scrutin, nom_court
from chalicelib.portails.pages import page
from chalicelib.services.lister import exiger_acces
from chalicelib.services.statistiques import JourDeLaMairie, periode, statistiques
from chalicelib.web.appel import Appel


def statistiques_(appel: Appel) -> Response:
    """The last thirty days, or those before a `scrutin`."""
    qui = appel.agent_mairie
    commune = exiger_acces(appel.contexte, qui.agent, qui.commune, appel.maintenant)
    choisi = appel.parametres.get("scrutin", "")
    scrutin = _scrutin(appel, choisi)
    du, au = periode(scrutin, jour(appel.maintenant))
    jours = statistiques(appel.montage.compteurs, commune, du, au)
    choix = choix_de_scrutin(appel, commune)
    return page(
        appel,
        "mairie/statistiques.html",
        commune=nom_court(commune),
        du=date_fr(du),
        au=date_fr(au),
        instant=instant_fr(appel.maintenant) if au == jour(appel.maintenant) else "",
        periodes=[{"valeur": "", "texte": "Les 30 derniers jours"}, *choix[1:]],
        saisie={"scrutin": choisi},
        graphiques=graphiques(jours, _reperes(scrutin, jours)),
    )


def _scrutin(appel: Appel, id_: str) -> Scrutin | None:
    connu = appel.contexte.depots.scrutins().get(id_)
    if connu is None and id_:
        raise SaisieInvalide.du_champ("scrutin", "Choisissez un scrutin de la liste.")
    return connu


def _reperes(scrutin: Scrutin | None, jours: Sequence[JourDeLaMairie]) -> dict[int, str]:
    votes = (
        {tour.date: f"Vote du {date_fr(tour.date)}" for tour in scrutin.tours} if scrutin else {}
    )
    return {rang: votes[j.jour] for rang, j in enumerate(jours) if j.jour in votes}


def graphiques(jours: Sequence[JourDeLaMairie], reperes: Mapping[int, str]) -> list[dict[str, Any]]:
    """The three charts of these days; `reperes` are the days of vote (ranks)."""
    recues, attente = [j.recues for j in jours], [j.en_attente for j in jours]
    acceptees, refusees = [j.acceptees for j in jours], [j.refusees for j in jours]
    return [
        _graphique(
            "recues",
            "Procurations reçues",
            f"{_accord(sum(recues), 'reçue')}.",
            jours,
            [Serie("Reçues", recues)],
            reperes,
        ),
        _graphique(
            "decidees",
            "Procurations contrôlées",
            f"{_accord(sum(acceptees), 'acceptée')}, {_accord(sum(refusees), 'refusée')}.",
            jours,
            [Serie("Acceptées", acceptees), Serie("Refusées", refusees, Trame.RAYEE)],
            reperes,
        ),
        _graphique(
            "attente",
            "En attente chaque soir",
            _resume_de_l_attente(jours),
            jours,
            [Serie("En attente", attente)],
            reperes,
        ),
    ]


def _resume_de_l_attente(jours: Sequence[JourDeLaMairie]) -> str:
    pire = max(j.en_attente for j in jours)
    return f"{nombre_fr(jours[-1].en_attente)} le dernier jour, {nombre_fr(pire)} au plus."


def _graphique(
    nom: str,
    titre: str,
    resume: str,
    jours: Sequence[JourDeLaMairie],
    series: Sequence[Serie],
    reperes: Mapping[int, str],
) -> dict[str, Any]:
    legende = [(echantillon(nom, s.trame), s.nom) for s in series] if len(series) > 1 else []
    return {
        "nom": nom,
        "titre": titre,
        "resume": resume,
        "svg": Barres(nom, titre, resume, [_court(j.jour) for j in jours], series, reperes),
        "legende": legende,
        "reperes": list(reperes.values()),
        "colonnes": ["Jour", *(serie.nom for serie in series)],
        "lignes": [
            [date_fr(j.jour), *(nombre_fr(serie.valeurs[rang]) for serie in series)]
            for rang, j in reversed(list(enumerate(jours)))
        ],
    }


def _accord(nombre: int, mot: str) -> str:
    return f"{nombre_fr(nombre)} {mot}{'s' if nombre > 1 else ''}"


def _court(jour_: date) -> str:
    return f"{jour_:%d/%m}"
