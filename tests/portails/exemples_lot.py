"""Contexts of the pages where a mairie accepts several procurations."""

from __future__ import annotations

from typing import Any

from chalicelib.portails.vues import VuePersonne

Exemples = dict[str, tuple[str, dict[str, Any]]]


def exemples_lot() -> Exemples:
    """The pages and their contexts."""
    mandant = VuePersonne(
        nom="LEFÈVRE-ŚWIĄTEK",
        prenoms="Zoé, Marie-Louise, Œlla",
        sexe="Féminin",
        naissance="14 juillet 1985",
        nom_usage="LE GOFF",
    )
    mandataire = VuePersonne(
        nom="ŁUKASIK", prenoms="Ștefan", sexe="", naissance="15 janvier 1990", commune="Rennes"
    )
    personnes = {
        "reference": "XBQ7V3",
        "chemin": "/mairie/procurations/XBQ7V3",
        "qui": "LEFÈVRE-ŚWIĄTEK Zoé",
        "pour": "ŁUKASIK Ștefan",
    }
    prete = personnes | {
        "mandant": mandant,
        "mandataire": mandataire,
        "portee": ("20 juin 2021", "27 juin 2021"),
        "etablie_le": "14 juin 2021 à 10 h 30",
    }
    lot = {
        "commune": "Rennes",
        "pretes": [prete | {"reference": f"XBQ7V{n}"} for n in range(2, 10)],
        "autres": [personnes | {"obstacle": "Le mandataire dispose déjà du maximum."}],
        "scrutins": [],
        "saisie": {"scrutin": "", "suite": "abc", "ici": ""},
        "suivantes": "/mairie/acceptations?suite=abc",
        "debut": "",
    }
    acceptee = personnes | {"etat": "VALIDE", "texte": "Acceptée", "detail": ""}
    empechee = personnes | {
        "etat": "A_CONTROLER",
        "texte": "Pas acceptée",
        "detail": "Le mandataire dispose déjà du maximum.",
    }
    fait = {
        "acceptees": 2,
        "autres": 1,
        "absentes": 0,
        "a_renvoyer": True,
        "issues": [acceptee, acceptee, empechee],
        "suivantes": "/mairie/acceptations?suite=abc",
        "recommencer": "/mairie/acceptations",
    }
    return {
        "lot": ("mairie/lot.html", lot),
        "lot-oubli": (
            "mairie/lot.html",
            lot | {"erreurs": {"references": "Cochez les procurations vérifiées."}},
        ),
        "lot-vide": ("mairie/lot.html", lot | {"pretes": [], "suivantes": ""}),
        "lot-fait": ("mairie/lot_fait.html", fait),
        "lot-sans-delegation": (
            "mairie/lot_fait.html",
            fait | {"issues": [acceptee, empechee | {"chemin": "", "qui": "", "pour": ""}]},
        ),
    }
