"""A form on paper as a clerk of Rennes fills it in."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine.temps import paris
from tests.constructeurs import PRESIDENTIELLE, Nuage
from tests.portails.visiteur import Page, Visiteur

PAPIER = "/mairie/papier"
ENREGISTREMENT = f"{PAPIER}/enregistrement"
CORRECTION = f"{PAPIER}/correction"


def date_typee(champ: str, jour: str, mois: str, annee: str) -> dict[str, str]:
    return {f"{champ}_jour": jour, f"{champ}_mois": mois, f"{champ}_annee": annee}


def etablie(champ: str, le: datetime) -> dict[str, str]:
    """The day and the hour of the act as the clocks of Paris showed them."""
    local = le.astimezone(paris())
    jour = date_typee(f"{champ}_le", str(local.day), str(local.month), str(local.year))
    return jour | {f"{champ}_a": f"{local.hour} h {local.minute:02d}"}


def premiere_saisie(le: datetime, **autres: str) -> dict[str, str]:
    """The first page, filled in; the act is of the instant `le`."""
    return {
        "mandant_nom": "Papillon",
        "mandant_prenoms": "Camille, Élodie",
        "mandant_sexe": "F",
        **date_typee("mandant_naissance", "14", "7", "1985"),
        "mandant_nne": "350 000 012",
        "mandataire_nom": "Martin",
        "mandataire_prenoms": "Louis",
        "mandataire_sexe": "M",
        **date_typee("mandataire_naissance", "15", "1", "1990"),
        "mandataire_nne": "",
        "mandataire_recherche": "Rennes",
        "mandataire_commune": "35238",
        "portee": f"{PRESIDENTIELLE.id}:1,2",
        "autorite_qualite": "MAGISTRAT",
        "autorite_nom": "Aubert",
        "autorite_prenom": "Hélène",
        "autorite_lieu": "Rennes",
        **etablie("etablie", le),
        "fuseau": "Europe/Paris",
    } | autres


def seconde_saisie(le: datetime, **autres: str) -> dict[str, str]:
    """The second page, filled in from the same form."""
    return {
        "second_mandant_nne": "350000012",
        **date_typee("second_mandant_naissance", "14", "07", "1985"),
        "second_mandataire_nne": "",
        **date_typee("second_mandataire_naissance", "15", "1", "1990"),
        **etablie("second_etablie", le),
    } | autres


def verifier(visiteur: Visiteur, le: datetime, **autres: str) -> Page:
    """Opens the form, fills it in and sends it."""
    vide = visiteur.voir(PAPIER)
    return visiteur.remplir(vide, PAPIER, **premiere_saisie(le, **autres))


def saisir(nuage: Nuage, visiteur: Visiteur, le: datetime | None = None, **autres: str) -> Page:
    """Both pages."""
    le = le or nuage.maintenant
    seconde = verifier(visiteur, le, **autres)
    return visiteur.remplir(seconde, ENREGISTREMENT, **seconde_saisie(le))
