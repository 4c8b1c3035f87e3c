"""The pages of what a mairie sets for itself: page → (template, its own context)."""

from __future__ import annotations

from typing import Any


def reglages() -> dict[str, tuple[str, dict[str, Any]]]:
    """Its hours and addresses, its maire's delegations, and who has none."""
    saisie = {
        "version": "3",
        "courriels": "elections@exemple.fr",
        "horaires": "Du lundi au vendredi, de 9 h à 17 h",
        "veille": "Samedi, de 9 h à 12 h",
        "jour_du_vote": "",
        "impression": "07:00",
        "heure_du_bulletin": "17",
    }
    formulaire = {
        "commune": "Rennes",
        "fait": False,
        "heures": [{"valeur": "17", "texte": "17 heures"}, {"valeur": "18", "texte": "18 heures"}],
        "saisie": saisie,
    }
    awa = {
        "agent": "21350238800019/a.traore",
        "nom": "Awa Traoré",
        "du": "1er mars 2027",
        "au": "28 février 2028",
        "a_venir": True,
        "maire": False,
    }
    maire = awa | {
        "agent": "21350238800019/maire",
        "nom": "Maïwenn Quéré",
        "a_venir": False,
        "maire": True,
    }
    delegations = {
        "commune": "Rennes",
        "moi": "21350238800019/maire",
        "fait": "",
        "vivantes": [awa, maire],
        "finies": [awa | {"nom": "Bruno Le Corre"}],
    }
    return {
        "reglages": ("mairie/reglages.html", formulaire | {"fait": True}),
        "reglages-faute": (
            "mairie/reglages.html",
            formulaire
            | {
                "saisie": saisie | {"impression": "tôt"},
                "erreurs": {"impression": "Écrivez une heure, comme 7 h 30, ou laissez vide."},
            },
        ),
        "delegations": ("mairie/delegations.html", delegations | {"fait": "C’est enregistré."}),
        "delegations-faute": (
            "mairie/delegations.html",
            delegations
            | {
                "saisie": {"agent": "Awa"},
                "erreurs": {
                    "agent": "Recopiez l’identifiant de l’agent.",
                    "au": "Choisissez un dernier jour à venir.",
                },
            },
        ),
        "sans-delegation": (
            "probleme.html",
            {
                "titre": "Le maire ne vous a pas donné délégation",
                "detail": "Seuls les agents à qui le maire a donné délégation contrôlent.",
                "a_donner": "21350238800019/a.traore",
                "actions": [("Revenir à l’accueil", "/mairie")],
            },
        ),
    }
