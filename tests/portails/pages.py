"""Every page of the three portals with a plausible context: tests and pictures use them."""

from __future__ import annotations

from typing import Any

from tests.portails.exemples_agents import autorite, mairie
from tests.portails.exemples_electeur import electeur
from tests.portails.exemples_emargement import emargement
from tests.portails.exemples_papier import papier
from tests.portails.exemples_reglages import reglages
from tests.portails.exemples_statistiques import donnees, statistiques


def pages() -> dict[str, tuple[str, dict[str, Any]]]:
    """Name of the page → (template, whole context)."""
    menus = {
        "electeur": (("Mes demandes", "/electeur/demandes", True),),
        "autorite": (("Saisir une référence", "/autorite", True),),
        "mairie": (
            ("Procurations", "/mairie/procurations", True),
            ("Registre", "/mairie/registre", False),
        ),
    }
    portails = {
        "electeur": electeur(),
        "autorite": autorite(),
        "mairie": mairie() | papier() | reglages() | emargement() | statistiques(),
    }
    toutes: dict[str, tuple[str, dict[str, Any]]] = {
        nom: (f"{nom}.html", {"url": lien})
        for nom in ("accueil", "accessibilite", "registre", "donnees-personnelles")
    }
    toutes |= {nom: ("donnees.html", {"url": lien} | propre) for nom, propre in donnees().items()}
    for portail, siennes in portails.items():
        for nom, (gabarit, propre) in siennes.items():
            commun = {
                "url": lien,
                "portail": portail,
                "personne": "Zoé Lefèvre",
                "navigation": menus[portail] if propre.get("personne", "x") else (),
                "csrf": "jeton",
                "cle": "cle-1",
            }
            toutes[f"{portail}-{nom}"] = (gabarit, commun | propre)
    return toutes


def lien(chemin: str) -> str:
    return "/api" + chemin
