"""The pages of a form on paper with a plausible context: page → (template, its own context)."""

from __future__ import annotations

from typing import Any

from chalicelib.portails.mairie_papier_vues import listes, recapitulatif
from chalicelib.portails.papier_champs import CHAMPS, SECONDS
from tests.constructeurs import PRESIDENTIELLE, SCRUTINS, formulaire_papier
from tests.portails.exemples import LE_14_JUIN


def papier() -> dict[str, tuple[str, dict[str, Any]]]:
    vide = dict.fromkeys(CHAMPS, "")
    choix = {
        "valeur": f"{PRESIDENTIELLE.id}:1,2",
        "texte": "Élection présidentielle : les deux tours",
        "aide": "Dimanche 11 avril 2027 et dimanche 25 avril 2027",
    }
    formulaire = {
        "commune": "Rennes (Ille-et-Vilaine, 35)",
        "communes": [
            {"valeur": "93066", "texte": "Saint-Denis (Seine-Saint-Denis, 93)"},
            {"valeur": "97411", "texte": "Saint-Denis (La Réunion, 974)"},
        ],
        "choix": [choix],
        "duree_max": "un an",
        "saisie": vide,
    } | listes()
    fautes = dict.fromkeys(
        (
            "mandant_nom",
            "mandant_naissance",
            "mandataire_commune",
            "portee",
            "autorite_qualite",
            "etablie_le",
            "etablie_a",
        ),
        "Relisez le formulaire.",
    )
    verification = {
        "premiere": vide,
        "saisie": dict.fromkeys(SECONDS, ""),
        "lignes": recapitulatif(formulaire_papier(LE_14_JUIN), "Rennes", SCRUTINS),
        "avertissements": ["Ce mandant a déjà une procuration en cours."],
        "deja_represente": True,
    }
    entree = {
        "reference": "XBQ7V3",
        "refusee": False,
        "sans_courriel": True,
        "saisie_le": "14 juin 2021 à 10 h 32",
        "numerise": False,
        "arrivee": False,
        "chemin": "/mairie/procurations/XBQ7V3",
    }
    lourd = {"fichier": "Choisissez un fichier de 4 Mo au plus."}
    return {
        "papier": ("mairie/papier.html", formulaire),
        "papier-fautes": ("mairie/papier.html", formulaire | {"erreurs": fautes}),
        "papier-verification": ("mairie/papier_verification.html", verification),
        "papier-verification-fautes": (
            "mairie/papier_verification.html",
            verification
            | {
                "erreurs": {
                    "second_mandant_nne": "Les deux saisies diffèrent.",
                    "second_etablie_le": "Les deux saisies diffèrent.",
                    "refusee": "Le mandant a déjà une procuration.",
                }
            },
        ),
        "papier-entre": ("mairie/papier_entre.html", entree),
        "papier-entre-refuse": (
            "mairie/papier_entre.html",
            entree | {"refusee": True, "numerise": True, "erreurs": lourd},
        ),
    }
