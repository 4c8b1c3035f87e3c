"""The pages of the émargement lists with a plausible context: page → (template, context)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from chalicelib.domaine.emargement import Genre, Impression, Mention, nouveautes
from chalicelib.portails.vues_emargement import (
    choix_de_bureau,
    choix_de_vote,
    gestes_par_bureau,
    par_bureau,
    vue_impression,
    vue_vote,
)
from chalicelib.registre.lettre import lettre_de
from chalicelib.services.emargement import Vote
from tests.portails.exemples import INVALIDE, LE_14_JUIN, SCRUTINS

VOTE = Vote(date(2021, 6, 20), ("Élections départementales et régionales",), (1,))
MENTION = Mention(
    reference="XBQ7V3",
    bureau="0112",
    mandant_nom="LEFÈVRE-ŚWIĄTEK",
    mandant_prenoms="Zoé Marie-Louise",
    mandataire_nom="ŁUKASIK",
    mandataire_prenoms="Ștefan Aimé",
)
HOMONYME = replace(MENTION, reference="XBQ7V4", mandataire_nom="MARTIN")
SANS = replace(MENTION, reference="XBQ7V5", bureau="")
LISTE = Impression(
    commune="35238",
    jour=VOTE.jour,
    numero=3,
    genre=Genre.LISTE,
    le=LE_14_JUIN,
    agent="m/1",
    par="Nolwenn Le Bris",
    nombre=2,
)
SUITE = replace(LISTE, numero=4, genre=Genre.NOUVEAUTES, depuis=3)


SANS_CHEMIN = {"titre": "Bureau à indiquer", "nombre": 3, "chemin": ""}


def emargement() -> dict[str, tuple[str, dict[str, Any]]]:
    bureaux = par_bureau([MENTION, HOMONYME, SANS])
    gestes = gestes_par_bureau(
        nouveautes([MENTION], [HOMONYME]), {"XBQ7V3": "résiliée"}, [HOMONYME]
    )
    commun = {
        "commune": "Rennes",
        "vote": vue_vote(VOTE),
        "votes": choix_de_vote([VOTE]),
        "passe": False,
        "rouge": False,
        "saisie": {"tour": "2021-06-20", "bureau": ""},
    }
    liste = commun | {
        "bureaux": choix_de_bureau(bureaux),
        "nombre": 3,
        "derniere": vue_impression(LISTE),
        "sommaire": [
            {
                "titre": "Bureau 0112",
                "nombre": 2,
                "chemin": "/mairie/emargement?tour=2021-06-20&bureau=0112",
                "president": "/mairie/bureaux/0112?tour=2021-06-20",
            }
        ],
        "montres": bureaux[:1],
        "sans_bureau": bureaux[1].lignes,
        "sans_bureau_en_tout": 41,
        "enregistre": True,
        "seule": "",
        "csv": "/mairie/emargement.csv",
    }
    nouveautes_ = commun | {
        "instant": "20 juin 2021 à 9 h 12",
        "depuis": vue_impression(LISTE),
        "bureaux": gestes,
        "nombre": 2,
        "en_tout": 2,
        "impressions": [vue_impression(SUITE), vue_impression(LISTE)],
        "liste": "/mairie/emargement",
        "rien": False,
    }
    impression = commun | {
        "impression": vue_impression(LISTE),
        "est_liste": True,
        "choix": choix_de_bureau(bureaux),
        "bureaux": bureaux,
        "chemin": "/mairie/impressions/3",
        "pdf": "/mairie/impressions/3/pdf",
        "sommaire": [],
        "retour": "/mairie/impressions",
    }
    president = commun | {
        "bureau": "Bureau 0112",
        "instant": "20 juin 2021 à 9 h 12",
        "depuis": vue_impression(LISTE),
        "gestes": gestes[0].lignes,
        "nombre": 2,
        "lettres": [{"lettre": "L", "lignes": bureaux[0].lignes}] * 2,
        "sans_bureau": 1,
        "retour": "/mairie/emargement",
    }
    fautes = {"erreurs": {"bureau_XBQ7V5": "Écrivez le numéro du bureau de vote."}}
    rien = {"depuis": None, "bureaux": [], "nombre": 0, "impressions": []}
    lettre = lettre_de(INVALIDE, SCRUTINS, "Rennes", LE_14_JUIN)
    return {
        "emargement": ("mairie/emargement.html", liste),
        "emargement-seule": (
            "mairie/emargement.html",
            liste | {"seule": "/mairie/bureaux/tous", "sommaire": []},
        ),
        "emargement-fautes": ("mairie/emargement.html", liste | fautes),
        "emargement-vide": (
            "mairie/emargement.html",
            liste | {"derniere": None, "montres": [], "sommaire": [], "sans_bureau": []},
        ),
        "emargement-passe": ("mairie/emargement.html", liste | {"passe": True, "nombre": 0}),
        "nouveautes": ("mairie/impressions.html", nouveautes_),
        "nouveautes-rien": (
            "mairie/impressions.html",
            nouveautes_ | {"nombre": 0, "bureaux": [], "rien": True},
        ),
        "nouveautes-sans-liste": ("mairie/impressions.html", nouveautes_ | rien),
        "nouveautes-passe": ("mairie/impressions.html", nouveautes_ | {"passe": True}),
        "impression": ("mairie/impression.html", impression),
        "impression-nouveautes": (
            "mairie/impression.html",
            impression
            | {
                "impression": vue_impression(SUITE),
                "est_liste": False,
                "bureaux": gestes,
                "rouge": True,
            },
        ),
        "impression-longue": (
            "mairie/impression.html",
            impression | {"bureaux": [], "sommaire": [*liste["sommaire"], SANS_CHEMIN]},
        ),
        "impression-vide": ("mairie/impression.html", impression | {"bureaux": []}),
        "president": ("mairie/bureau.html", president),
        "president-vide": (
            "mairie/bureau.html",
            president | {"gestes": [], "nombre": 0, "lettres": [], "depuis": None},
        ),
        "lettre": (
            "mairie/lettre.html",
            {"lettre": lettre, "chemin": "/mairie/procurations/XBQ7V3", "pdf": "/mairie/pdf"},
        ),
    }
