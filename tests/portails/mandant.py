"""A mandant who fills in the five steps."""

from __future__ import annotations

from typing import Any

from chalicelib.depots.sessions import SessionsDynamo
from chalicelib.identite.jetons import cle_de_session
from chalicelib.identite.personnes import Portail
from chalicelib.portails.brouillon import Etape
from tests.api.client import CAMILLE, ouvrir
from tests.constructeurs import PRESIDENTIELLE, RENNES, Nuage
from tests.portails.visiteur import Page, Visiteur

DEMANDES = "/electeur/demandes"
COMMUNE, MANDATAIRE, PORTEE, COURRIEL, RECAPITULATIF = (etape.chemin for etape in Etape)

REPONSES = {
    COMMUNE: {"commune": RENNES},
    MANDATAIRE: {
        "designation": "etat-civil",
        "nom": "Martin",
        "prenoms": "Louis, Aimé",
        "sexe": "M",
        "naissance_jour": "15",
        "naissance_mois": "1",
        "naissance_annee": "1990",
        "mandataire_recherche": "Rennes 35",
    },
    PORTEE: {"portee": f"{PRESIDENTIELLE.id}:1,2"},
    COURRIEL: {
        "courriel": "camille@exemple.fr",
        "courriel_confirmation": "Camille@exemple.fr ",
    },
}
"""What is answered at each step; the commune of the mandataire has no homonym."""


def mandant(nuage: Nuage, sujet: str = "mandant-1", **autres: Any) -> Visiteur:
    """Signed in with FranceConnect for half an hour, anew at each call."""
    SessionsDynamo().fermer(cle_de_session(f"jeton-de-{Portail.ELECTEUR}-{sujet}"))
    jeton = ouvrir(nuage, Portail.ELECTEUR, sujet, CAMILLE | autres)
    return Visiteur(Portail.ELECTEUR, jeton)


def remplir_jusqu_a(visiteur: Visiteur, chemin: str) -> Page:
    """Answers every step before this one, from the start; gives its page."""
    page = visiteur.remplir(visiteur.voir(DEMANDES), "/electeur/demande")
    while page.vers != chemin:
        page = visiteur.remplir(visiteur.voir(page.vers), page.vers, **REPONSES[page.vers])
    return visiteur.voir(chemin)


def repondre(visiteur: Visiteur, chemin: str, **autres: str) -> Page:
    """Answers one step, with these answers changed. When they are refused, gives its page again."""
    suite = visiteur.remplir(visiteur.voir(chemin), chemin, **(REPONSES[chemin] | autres))
    return visiteur.voir(chemin) if suite.statut == 303 and suite.vers == chemin else suite


def declarer(visiteur: Visiteur, recapitulatif: Page) -> Page:
    """Ticks the declaration of a recap and sends it."""
    return visiteur.remplir(recapitulatif, RECAPITULATIF, declaration="oui")


def deposer(visiteur: Visiteur) -> str:
    """The whole journey; gives the reference."""
    confirmation = declarer(visiteur, remplir_jusqu_a(visiteur, RECAPITULATIF)).vers
    prefixe, reference, fin = confirmation.rsplit("/", 2)
    assert (prefixe, fin) == (DEMANDES, "confirmation")
    return reference
