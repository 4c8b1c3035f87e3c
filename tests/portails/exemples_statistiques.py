"""Numbers by day: the charts of a mairie and the open data, with and without anything to show."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib.portails.donnees_ouvertes import contexte
from chalicelib.portails.mairie_statistiques import graphiques
from chalicelib.referentiel.donnees import table
from chalicelib.services.donnees_ouvertes import (
    ETRANGER,
    SEUIL,
    Publication,
    jours_recents,
    masquer,
)
from chalicelib.services.statistiques import JourDeLaMairie

LE_29_MARS = datetime(2027, 3, 29, 3, 47, tzinfo=UTC)
SCRUTINS = [{"valeur": "", "texte": "Les 30 derniers jours"}]


def statistiques() -> dict[str, tuple[str, dict[str, Any]]]:
    """A busy month before a vote, and a mairie where nothing came."""
    jours = [
        JourDeLaMairie(
            date(2027, 3, 1) + timedelta(days=n), 37 * n, 30 * n, 3 * n, n % 2, 4 * n * n
        )
        for n in range(30)
    ]
    rien = [JourDeLaMairie(jour.jour, 0, 0, 0, 0, 0) for jour in jours]
    commun = {
        "commune": "Rennes",
        "du": "1er mars 2027",
        "au": "30 mars 2027",
        "instant": "30 mars 2027 à 10 h 30",
        "periodes": SCRUTINS,
    }
    vues = {
        "statistiques": graphiques(jours, {27: "Vote du 28 mars 2027"}),
        "statistiques-vide": graphiques(rien, {}),
    }
    return {
        nom: ("mairie/statistiques.html", commun | {"graphiques": propres})
        for nom, propres in vues.items()
    }


def donnees() -> dict[str, dict[str, Any]]:
    """Every département on every day, and before the first night."""
    codes = [*table().departements, ETRANGER]
    vide = Publication(LE_29_MARS, {})
    publiee = Publication(
        LE_29_MARS,
        {
            (jour, code): masquer(1 + rang * 9, rang % 30)
            for jour in jours_recents(vide)
            for rang, code in enumerate(codes)
        },
        ("2027-01", "2027-02", "2027-03"),
    )
    jours = jours_recents(publiee)
    commun = {"licence": "Licence Ouverte 2.0", "seuil": SEUIL}
    return {
        "donnees": commun | contexte(publiee, jours, jours[-1]),
        "donnees-vides": commun | {"publiee": None},
    }
